import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mingcha-package-'))
const packed = join(folder, 'out', 'linux-unpacked')
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

interface AsarEntry { files?: Record<string, AsarEntry>; unpacked?: boolean }

/** Every file of an archive, and whether it lies outside it. */
function asarFiles(path: string): Map<string, boolean> {
  const bytes = readFileSync(path)
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8')) as AsarEntry
  const found = new Map<string, boolean>()
  const walk = (entry: AsarEntry, at: string): void => {
    for (const [name, inner] of Object.entries(entry.files ?? {})) {
      if (inner.files) walk(inner, `${at}${name}/`)
      else found.set(at + name, inner.unpacked === true)
    }
  }
  walk(header, '')
  return found
}

/** The program as it is packaged, around a stand-in for Electron's binary: layout, archive and fuses are real. */
describe.runIf(process.platform === 'linux')('the package for Linux (built on Linux only)', () => {
  let files: Map<string, boolean>

  beforeAll(() => {
    const electron = join(folder, 'electron')
    mkdirSync(join(electron, 'locales'), { recursive: true })
    mkdirSync(join(electron, 'resources'))
    writeFileSync(join(electron, 'electron'), Buffer.concat([Buffer.from(fuseSentinel), Buffer.from([1, 9]), Buffer.from('010100111')]), { mode: 0o755 })
    for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) writeFileSync(join(electron, name), '45.4.1')
    const builder = join(dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')), 'cli.js')
    execFileSync(process.execPath, [builder, '--linux', 'dir', '--publish', 'never', `-c.electronDist=${electron}`, `-c.directories.output=${join(folder, 'out')}`], { cwd: root, stdio: 'pipe' })
    files = asarFiles(join(packed, 'resources/app.asar'))
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds the bundles, the page and DuckDB, and nothing else', () => {
    for (const name of ['package.json', 'dist/desktop/main.cjs', 'dist/desktop/preload.cjs', 'dist/desktop/engineProcess.cjs', 'dist/renderer/index.html', 'node_modules/@duckdb/node-api/package.json', 'node_modules/@duckdb/node-bindings/duckdb.js', 'node_modules/detect-libc/package.json']) {
      expect([...files.keys()]).toContain(name)
    }
    const strange = [...files.keys()].filter((name) => !/^(package\.json|LICENSE|dist\/(desktop|renderer)\/.*|node_modules\/(@duckdb|detect-libc)\/.*)$/.test(name) || name.endsWith('.map'))
    expect(strange).toEqual([])
  })

  it("has DuckDB's native parts outside the archive, where they can be loaded", () => {
    const native = [...files].filter(([name]) => /\.(node|so|dylib|dll)$/.test(name))
    expect(native.length).toBeGreaterThan(0)
    for (const [name, unpacked] of native) {
      expect([name, unpacked]).toEqual([name, true])
      expect(existsSync(join(packed, 'resources/app.asar.unpacked', name))).toBe(true)
    }
  })

  it('has the resources beside it', () => {
    for (const name of ['migrations/0001_workspace.sql', 'model/model.yaml', 'policy/xian-2020.yaml']) expect([name, existsSync(join(packed, 'resources/resources', name))]).toEqual([name, true])
  })

  it('has its fuses set: no Node by environment or argument, nothing but the checked archive', () => {
    const binary = readFileSync(join(packed, 'mingcha'))
    const at = binary.indexOf(fuseSentinel) + fuseSentinel.length + 2
    // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only asar, V8 snapshot, file: privileges
    expect(binary.subarray(at, at + 8).toString()).toBe('00001100')
  })
})

describe('the bundles', () => {
  it('require nothing that is not packaged', () => {
    for (const name of ['main', 'preload', 'engineProcess']) {
      const text = readFileSync(join(root, `dist/desktop/${name}.cjs`), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '') // libraries' examples
      const required = [...text.matchAll(/\brequire\(["']([^"'./][^"']*)["']\)/g)].map((match) => match[1]!)
      const strange = required.filter((one) => !isBuiltin(one) && one !== 'electron' && one !== '@duckdb/node-api')
      expect([name, strange]).toEqual([name, []])
    }
  })
})
