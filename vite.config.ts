import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/** Puts script and style into the page, which may then load nothing else: its policy names what is in it by hash, and forbids the rest. */
const oneFile: Plugin = {
  name: 'one-file', enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.values(bundle)
    const page = files.find((one) => one.fileName.endsWith('.html'))!
    const script = files.flatMap((one) => (one.type === 'chunk' ? [one.code] : [])).join('\n').replaceAll('</script', '<\\/script').trim()
    const style = files.flatMap((one) => (one.type === 'asset' && one.fileName.endsWith('.css') ? [String(one.source)] : [])).join('\n').trim()
    if (page.type !== 'asset') throw new Error('the page is no asset')
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`
    page.source = String(page.source).replace(/\s*<script[^>]*><\/script>/g, '').replace(/\s*<link rel="stylesheet"[^>]*>/g, '')
      .replace('<meta charset="utf-8" />', () => `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`)
      .replace('</head>', () => `<style>${style}</style>\n  </head>`).replace('</body>', () => `<script type="module">${script}</script>\n  </body>`)
    for (const one of files) if (one !== page) delete bundle[one.fileName]
  },
}

/**
 * `vite build` makes the page; `--mode verifier` the page for citizens, one file beside it; `--mode node` the command, the serve host and the screenshots; `--mode desktop` Electron's
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
  if (mode === 'verifier') {
    return {
      root: 'renderer/verifier', base: './', plugins: [oneFile],
      build: { outDir: '../../dist/renderer', emptyOutDir: false, target: 'es2022', modulePreload: false, assetsInlineLimit: 0, rolldownOptions: { input: 'renderer/verifier/verify.html' } },
    }
  }
  return {
    root: 'renderer', base: './', plugins: [react()], define: { __VERSION__: JSON.stringify(version) },
    build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 4000 },
  }
})
