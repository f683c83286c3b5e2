import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { command } from '../../../electron/cli/command.ts'
import { createEngine } from '../../../electron/engine/engine.ts'
import { serve } from '../../../electron/serve/serve.ts'
import { errors as english } from '../../../renderer/locales/en/errors.ts'
import { data as englishData } from '../../../renderer/locales/en/data.ts'
import { errors as chinese } from '../../../renderer/locales/zh-CN/errors.ts'
import { data as chineseData } from '../../../renderer/locales/zh-CN/data.ts'
import type { Engine, ImportReport, SourceFile } from '../../../shared/contract.ts'
import { connectEngine } from '../../../shared/rpc/connect.ts'
import { resources } from '../../room.ts'
import { badFiles, endingOf, formats, goodFile, type BadFile } from './badInput.ts'
import { accounted } from './bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-bad-'))
const source = join(folder, 'files')
const bad = badFiles()
const good = formats.map((format) => `好 行政处罚 ${format}.${endingOf(format)}`)
const homeBefore = process.env['MINGCHA_HOME']

beforeAll(async () => {
  process.env['MINGCHA_HOME'] = join(folder, 'home')
  mkdirSync(source)
  for (const file of bad) await file.make(join(source, file.name))
  for (const [i, format] of formats.entries()) writeFileSync(join(source, good[i]!), await goodFile(format))
}, 900_000)
afterAll(() => {
  if (homeBefore === undefined) delete process.env['MINGCHA_HOME']
  else process.env['MINGCHA_HOME'] = homeBefore
  rmSync(folder, { recursive: true, force: true })
})

const paths = [...bad.map((file) => file.name), ...good].map((name) => join(source, name))
const classes = { recordClass: 'penalty' as const }

/** Each way into the engine: imports all files in one batch, good ones among them, and tells what the workspace then holds. */
const ways: Record<string, (workspace: string) => Promise<{ report: ImportReport; sources: SourceFile[]; penalties: number }>> = {
  engine: async (workspace) => {
    const engine = createEngine({ resources, home: folder, database: { memoryMb: 1024, threads: 2 } })
    try {
      await engine.verbs.createWorkspace({ path: workspace })
      return await through(engine.verbs)
    } finally {
      await engine.close()
    }
  },
  serve: async (workspace) => {
    const engine = createEngine({ resources, home: folder, database: { memoryMb: 1024, threads: 2 } })
    const served = await serve({ engine, page: folder, home: folder })
    const origin = served.url.slice(0, -1)
    const { token } = await (await fetch(`${served.url}session`, { method: 'POST', headers: { Origin: origin }, body: JSON.stringify({ code: served.link().split('#code=')[1] }) })).json() as { token: string }
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['mingcha', `token.${token}`], { origin })
    await new Promise((done) => socket.once('open', done))
    const connection = connectEngine({ bytes: true, post: (message) => socket.send(message as Uint8Array), receive: (listener) => socket.on('message', (data) => listener(data)) })
    try {
      await connection.verbs.createWorkspace({ path: workspace })
      return await through(connection.verbs)
    } finally {
      connection.close()
      socket.terminate()
      await served.close()
      await engine.close()
    }
  },
  command: async (workspace) => {
    expect((await run('create', workspace)).code).toBe(0)
    const { code, out } = await run('import', workspace, ...paths, '--class', 'penalty', '--json')
    expect(code).toBe(0)
    const status = JSON.parse((await run('status', workspace, '--json')).out) as { files: unknown; records: { penalty: number } }
    const report = camel(JSON.parse(out)) as ImportReport
    return { report, sources: camel(status.files) as SourceFile[], penalties: status.records.penalty }
  },
}

async function through(verbs: Engine): Promise<{ report: ImportReport; sources: SourceFile[]; penalties: number }> {
  const report = await verbs.awaitJob(await verbs.importFiles({ files: paths.map((path) => ({ path, ...classes })) })) as ImportReport
  const status = await verbs.workspaceStatus({})
  return { report, sources: status.files, penalties: status.records.penalty }
}

describe.each(Object.keys(ways))('bad input through the %s', (way) => {
  let told: Awaited<ReturnType<(typeof ways)[string]>>
  beforeAll(async () => { told = await ways[way]!(join(folder, `${way}.mingcha`)) }, 900_000)

  test.each(bad.map((file) => [file.name, file] as const))('%s', (name, { outcome }: BadFile) => {
    const files = told.report.files.filter((file) => file.name === name || file.name.startsWith(`${name}/`))
    expect(files, name).toHaveLength(1)
    const [file] = files as [SourceFile]
    if ('code' in outcome) {
      expect([file.note?.code, file.read, file.loaded]).toEqual([outcome.code, 0, 0])
      worded(file.note!)
    } else {
      expect(file.note).toBeNull()
      expect(accounted(file)).toBe(true)
      expect([file.loaded, file.quarantined, file.reasons]).toEqual([outcome.loaded, outcome.quarantined, outcome.reason ? { [outcome.reason]: outcome.quarantined } : {}])
      for (const reason of Object.keys(file.reasons)) for (const words of [englishData.reasons, chineseData.reasons]) expect(Object.keys(words)).toContain(reason)
    }
  })

  test('the good files beside them came in, and all counts agree', () => {
    for (const name of good) expect(told.report.files.find((file) => file.name === name || file.name.startsWith(`${name}/`)), name).toMatchObject({ loaded: 1, note: null })
    expect(told.sources.every(accounted)).toBe(true)
    expect(told.penalties).toBe(told.sources.reduce((sum, file) => sum + file.loaded, 0))
    expect(existsSync('/tmp/行政处罚.csv')).toBe(false)
  })
})

const refusals = new Map(bad.flatMap((file) => ('code' in file.outcome ? [[file.outcome.code, file] as const] : [])))
test.each([...refusals])('the command tells %s to programs and to people', async (code, { name }) => {
  const workspace = join(folder, 'alone.mingcha')
  if (!existsSync(workspace)) await run('create', workspace)
  const json = await run('import', workspace, join(source, name), '--class', 'penalty', '--json')
  expect(json.code).toBe(1)
  const { error } = JSON.parse(json.out) as { error: { code: string; message: string; hint: string } }
  expect(error).toMatchObject({ code, message: expect.stringContaining(name.slice(0, 4)), hint: expect.stringMatching(/./) })
  const human = await run('import', workspace, join(source, name), '--class', 'penalty')
  expect(human).toMatchObject({ code: 1, out: '' })
  expect(human.err).toContain(error.message)
  expect(human.err).toContain(error.hint)
  expect(human.err).not.toMatch(/\n\s+at /)
})

test.each(formats)('a file that goes away during its import (%s) is missed by name', async (format) => {
  const engine = createEngine({ resources, home: folder, database: { memoryMb: 512, threads: 1 } })
  const path = join(folder, `去 行政处罚 ${format}.${endingOf(format)}`)
  writeFileSync(path, await goodFile(format))
  // Gone once it has been recognised: the first word of staging.
  const silence = engine.listen({ jobChanged: (job) => { if (job.phase === 'stage') rmSync(path, { force: true }) } })
  try {
    await engine.verbs.createWorkspace({ path: join(folder, `gone ${format}.mingcha`) })
    const report = await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: [{ path, ...classes }] })) as ImportReport
    // An archive's entry has been unpacked by then: it comes in whole.
    expect(report.files.map((file) => file.note?.code ?? file.loaded)).toEqual([format === 'zip' ? 1 : 'file_missing'])
    expect((await engine.verbs.workspaceStatus({})).files).toHaveLength(format === 'zip' ? 1 : 0)
  } finally {
    silence()
    await engine.close()
  }
})

test('what looks like a formula leaves as text', async () => {
  const out = join(folder, 'rejects.csv')
  const workspace = join(folder, 'formulas.mingcha')
  await run('create', workspace)
  const path = join(folder, '公式 行政处罚.csv')
  writeFileSync(path, `企业名称,统一社会信用代码,处罚决定日期,处罚类别\n,,2024-01-01,=cmd|' /C calc'!A0\n=cmd|x,1,2,3,4,5,6\n`)
  expect((await run('import', workspace, path, '--class', 'penalty', '--json')).code).toBe(0)
  expect((await run('rejects', workspace, '--out', out)).code).toBe(0)
  expect(readFileSync(out, 'utf8')).not.toMatch(/(^|,)"?[=+@]/m)
})

/** Both locales say what happened and how to mend it, and every blank of the sentences is filled by the error's params. */
function worded({ code, message, hint, params }: { code: string; message: string; hint: string; params: Record<string, string | number> }): void {
  expect(message).toMatch(/./)
  expect(hint).toMatch(/./)
  for (const locale of [english, chinese] as Record<string, { what: string; mend: string }>[]) {
    const words = locale[code]
    expect(words, code).toBeDefined()
    const blanks = [...`${words!.what} ${words!.mend}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, blank]) => blank!)
    expect(Object.keys(params), code).toEqual(expect.arrayContaining(blanks))
  }
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const code = await command(args, { out: { write: (part) => { text.out += part } }, err: { write: (part) => { text.err += part } } })
  return { code, ...text }
}

/** Keys as the contract writes them; those of `reasons` are data. */
const camel = (value: unknown, key = ''): unknown => Array.isArray(value) ? value.map((one) => camel(one))
  : typeof value === 'object' && value !== null && key !== 'reasons' && key !== 'params' ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), camel(inner, name)])) : value
