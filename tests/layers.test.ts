import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'mingcha-layers-'))

/** Where → what must not be imported there. One a rule of ARCHITECTURE.md. */
const plants: [file: string, imports: string, rule: string][] = [
  ['shared/planted.ts', 'node:fs', 'shared/ is pure'],
  ['shared/rpc/planted.ts', '../../electron/engine/engine.ts', 'shared/ is pure'],
  ['shared/plantedToo.ts', '../renderer/host/host.ts', 'shared/ is pure'],
  ['renderer/planted.ts', '../electron/engine/engine.ts', 'renderer/ reaches the engine through renderer/host only'],
  ['renderer/host/planted.ts', 'electron', 'renderer/ reaches the engine through renderer/host only'],
  ['renderer/views/overview/planted.ts', '../data/data.tsx', 'a view never imports another view'],
  ['renderer/views/data/planted.ts', '@duckdb/node-api', 'a view never imports another view'],
  ['electron/engine/planted.ts', '../serve/serve.ts', 'knows neither Electron, nor HTTP, nor a screen'],
  ['electron/engine/duckdb/planted.ts', 'electron', 'knows neither Electron, nor HTTP, nor a screen'],
  ['electron/engine/workspace/planted.ts', '@duckdb/node-api', 'only electron/engine/duckdb imports DuckDB'],
  ['electron/engine/scoring/planted.ts', '../sampling/sampling.ts', 'engine rooms import duckdb/'],
  ['electron/engine/dictionary/planted.ts', '../importing/importing.ts', 'engine rooms import duckdb/'],
  ['electron/engine/quality/planted.ts', '../dictionary/dictionary.ts', 'engine rooms import duckdb/'],
  ['electron/engine/libraries/planted.ts', '../importing/tableRows.ts', 'engine rooms import duckdb/'],
  ['electron/engine/inspections/planted.ts', '../importing/ownRecords.ts', 'engine rooms import duckdb/'],
  ['electron/engine/sampling/planted.ts', '@duckdb/node-api', 'engine rooms import duckdb/'],
  ['electron/engine/importing/planted.ts', '../engine.ts', 'engine rooms import duckdb/'],
  ['electron/serve/planted.ts', '../engine/jobs/jobs.ts', 'hosts import engine.ts only'],
  ['electron/cli/planted.ts', '../engine/duckdb/database.ts', 'hosts import engine.ts only'],
  ['electron/desktop/planted.ts', '../../renderer/host/host.ts', 'hosts import engine.ts only'],
]

const run = (tool: string, bin: string, args: string[]) => {
  const require = createRequire(import.meta.url)
  return spawnSync(process.execPath, [join(dirname(require.resolve(`${tool}/package.json`)), bin), ...args], { cwd: copy, encoding: 'utf8' })
}

beforeAll(() => {
  for (const part of ['shared', 'electron', 'renderer', '.oxlintrc.json', 'tsconfig.base.json']) cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the linter', () => {
  let found: { filename: string; message: string; help?: string; code?: string }[] = []

  beforeAll(() => {
    const clean = run('oxlint', 'bin/oxlint', [])
    expect(clean.stdout + clean.stderr, 'the sources themselves').toContain('0 errors')
    for (const [file, imports] of plants) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      writeFileSync(join(copy, file), `import * as planted from '${imports}'\nexport const kept = planted\n`)
    }
    mkdirSync(join(copy, 'shared/cycle'), { recursive: true })
    writeFileSync(join(copy, 'shared/cycle/one.ts'), "import { two } from './two.ts'\nexport const one = (): number => two()\n")
    writeFileSync(join(copy, 'shared/cycle/two.ts'), "import { one } from './one.ts'\nexport const two = (): number => one()\n")
    const { stdout } = run('oxlint', 'bin/oxlint', ['--format', 'json'])
    found = (JSON.parse(stdout) as { diagnostics: typeof found }).diagnostics
  })

  it.each(plants)('refuses in %s an import of %s', (file, _imports, rule) => {
    const here = found.filter(({ filename }) => filename.replaceAll('\\', '/').endsWith(file))
    expect(here.map(({ message, help }) => `${message} ${help ?? ''}`).join('\n')).toContain(rule)
  })

  it('refuses a circle of imports', () => {
    expect(found.some(({ filename, code }) => filename.includes('cycle') && code?.includes('no-cycle'))).toBe(true)
  })
})

describe('the compiler', () => {
  it.each([
    ['shared', 'shared/typed.ts', "import { readFileSync } from 'node:fs'\nexport const text = readFileSync('x', 'utf8')\n"],
    ['shared', 'shared/typed.ts', 'export const title = document.title\n'],
    ['electron/engine', 'electron/engine/typed.ts', "import { serve } from '../serve/serve.ts'\nexport const host = serve\n"],
  ])('refuses in %s what lies beyond its project', (project, file, text) => {
    rmSync(join(copy, 'shared/cycle'), { recursive: true, force: true })
    for (const [planted] of plants) rmSync(join(copy, planted), { force: true })
    writeFileSync(join(copy, file), text)
    const { status, stdout } = run('typescript', 'bin/tsc', ['-p', project, '--noEmit', '--composite', 'false', '--emitDeclarationOnly', 'false'])
    rmSync(join(copy, file))
    expect(status).not.toBe(0)
    expect(stdout).toMatch(/typed\.ts.*error TS/)
  })
})
