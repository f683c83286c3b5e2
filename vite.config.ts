import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/**
 * `vite build` makes the page; `--mode node` the command, the serve host and the screenshots; `--mode desktop` Electron's
 * main, preload and engine process (CJS: a top-level await in main would deadlock; self-contained but for DuckDB's native parts).
 */
export default defineConfig(({ mode }): UserConfig => {
  if (mode === 'node') {
    return {
      build: {
        ssr: true, outDir: 'dist/node', emptyOutDir: true, target: 'node20', minify: false, sourcemap: true,
        rolldownOptions: {
          input: { mingcha: 'electron/cli/mingcha.ts', start: 'electron/cli/start.ts', shots: 'tests/shots/shots.ts', bench: 'tests/bench/bench.ts', kill: 'tests/kill/kill.ts' },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    }
  }
  if (mode === 'desktop') {
    return {
      ssr: { noExternal: true, external: ['electron', '@duckdb/node-api', ...builtins] },
      build: {
        ssr: true, outDir: 'dist/desktop', emptyOutDir: true, target: 'node20', minify: false, sourcemap: true,
        rolldownOptions: {
          input: { main: 'electron/desktop/main.ts', preload: 'electron/desktop/preload.ts', engineProcess: 'electron/desktop/engineProcess.ts' },
          output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
        },
      },
    }
  }
  return {
    root: 'renderer', base: './', plugins: [react()], define: { __VERSION__: JSON.stringify(version) },
    build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 4000 },
  }
})
