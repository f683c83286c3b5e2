import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'
import { zipOf } from './zipOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

/** A DuckDB file made by these statements. */
async function made(name: string, statements: string[], checkpoint = true): Promise<string> {
  const path = bench.file(name, '')
  rmSync(path)
  const database = await Database.open(path, { threads: 1, memoryMb: 200 })
  await database.write(async (ask) => { for (const one of statements) await ask.run(raw(one)) })
  if (!checkpoint) {
    const copy = path.replace(/(\.\w+)$/, ' log$1')
    for (const ending of ['', '.wal']) copyFileSync(path + ending, copy + ending)
    await database.close()
    return copy
  }
  await database.close()
  return path
}
const penalties = (table: string, from: number): string => `CREATE TABLE ${table} AS SELECT * FROM (VALUES
  ('第${from}公司', '${codeOf(from)}', DATE '2024-03-05', '罚款', 5000.50::DECIMAL(12,2), TIMESTAMP '2024-03-06 00:00:00', true, [1, 2], 1e-7::DOUBLE),
  ('第${from + 1}公司', '${codeOf(from + 1)}', NULL, '警告', NULL, NULL, NULL, NULL, 123456789012345680::DOUBLE)) t("企业名称", "统一社会信用代码", "处罚决定日期", "处罚类别", "罚款金额", "公示日期", "已缴", "清单", "数")`

test.each(['行政处罚.duckdb', '行政处罚.db', '行政处罚.csv'])('tables and views of %s are sheets, their types kept', async (name) => {
  const path = await made(name, [penalties('"处罚"', 1), 'CREATE TABLE "空" (a INTEGER)', 'CREATE SCHEMA "存 档"', penalties('"存 档"."处罚 二"', 3), 'CREATE VIEW "视图" AS SELECT * FROM "处罚" WHERE "罚款金额" > 0'])
  const preview = await bench.importer.verbs.previewFile({ path })
  expect(preview).toMatchObject({ format: 'duckdb', encoding: '', sheet: '处罚', recordClass: 'penalty', headerRow: 0 })
  expect([...preview.sheets].sort()).toEqual(['存 档.处罚 二', '处罚', '空', '视图'].sort())
  const report = await bench.load(path)
  expect(report.files.every((file) => file.note === null && accounted(file))).toBe(true)
  expect(report.files.map((file) => [file.name, file.class, file.read, file.loaded, file.duplicate]).sort()).toEqual([
    [`${name}/处罚`, 'penalty', 2, 2, 0], [`${name}/存 档.处罚 二`, 'penalty', 2, 2, 0], [`${name}/视图`, 'penalty', 1, 0, 1]].sort())
  expect(await bench.rows(`SELECT occurred_on, known_on, fine_yuan, extra FROM penalty WHERE subject_code IN ('${codeOf(1)}', '${codeOf(2)}') ORDER BY source_row`)).toEqual([
    { occurred_on: '2024-03-05', known_on: '2024-03-06', fine_yuan: 5000.5, extra: '{"已缴":"true","清单":"[1,2]","数":"1e-07"}' },
    { occurred_on: null, known_on: '2026-11-22', fine_yuan: null, extra: '{"数":"123456789012345680"}' }])
  expect((await bench.load(path)).files.map((file) => file.note?.code)).toEqual(['already_imported', 'already_imported', 'already_imported'])
  expect((await bench.loadOne({ path, sheet: '没有' })).note).toMatchObject({ code: 'no_such_sheet' })
})

test('views reach nothing outside their file', async () => {
  const secret = bench.file('secret.csv', 'a\nsecret\n')
  const path = await made('视图 行政处罚.duckdb', [penalties('t', 1), 'CREATE TABLE gone AS SELECT 1 AS a', 'CREATE VIEW lost AS SELECT * FROM gone', 'DROP TABLE gone', `CREATE VIEW reading AS SELECT * FROM read_csv('${secret}')`,
    `CREATE MACRO peek() AS TABLE SELECT * FROM read_text('/etc/hostname')`, 'CREATE VIEW peeking AS SELECT * FROM peek()', `CREATE VIEW listing AS SELECT * FROM glob('/*')`])
  const report = await bench.load(path)
  expect(report.files.map((file) => [file.name.split('/')[1], file.note?.code ?? file.loaded]).sort()).toEqual([['listing', 'view_unreadable'], ['lost', 'view_unreadable'], ['peeking', 'view_unreadable'], ['reading', 'view_unreadable'], ['t', 2]])
  expect(report.files.find((file) => file.name.endsWith('/reading'))!.note!.params).toMatchObject({ view: 'reading', detail: expect.stringContaining('disabled by configuration') })
  await expect(bench.importer.verbs.previewFile({ path, sheet: 'peeking' })).rejects.toMatchObject({ code: 'view_unreadable' })
})

test('what was committed and not yet checkpointed is read, and the file left as it is', async () => {
  const path = await made('日志 行政处罚.duckdb', [penalties('t', 1)], false)
  expect(existsSync(`${path}.wal`)).toBe(true)
  expect(await bench.loadOne(path)).toMatchObject({ loaded: 2, note: null })
  expect(existsSync(`${path}.wal`)).toBe(true)
})

test('another workspace gives its records, class by class; its own keeping stays behind', async () => {
  bench.file('x', '')
  expect(await bench.loadOne(bench.file('行政处罚.csv', `企业名称,统一社会信用代码,处罚决定日期,处罚类别,备注\n甲公司,${codeOf(1)},2024/1/1,罚款,重要\n`))).toMatchObject({ loaded: 1 })
  await bench.room.database().checkpoint()
  const copy = join(bench.room.folder, 'files', '旧.mingcha')
  copyFileSync(bench.room.database().path, copy)
  const other = await openBench()
  try {
    const report = await other.load(copy)
    expect(report.files.map((file) => [file.name, file.class, file.loaded, file.note])).toEqual([['旧.mingcha', 'penalty', 1, null]])
    const [row] = await other.rows<Record<string, unknown>>('SELECT subject_name, subject_code, occurred_on, kind, extra FROM penalty')
    expect(row).toMatchObject({ subject_name: '甲公司', subject_code: codeOf(1), occurred_on: '2024-01-01', kind: 'fine' })
    expect(String(row!['extra'])).toContain('重要')
    expect(String(row!['extra'])).not.toMatch(/row_key|batch|subject_id/)
  } finally {
    await other.close()
  }
})

test('the open workspace is refused under any name, and its lock holds', async () => {
  const own = bench.room.database().path
  const alias = join(bench.room.folder, 'files', '别名.duckdb')
  bench.file('x', '')
  linkSync(own, alias)
  for (const path of [own, alias]) {
    expect((await bench.loadOne(path)).note).toMatchObject({ code: 'own_workspace' })
    await expect(bench.importer.verbs.previewFile({ path })).rejects.toMatchObject({ code: 'own_workspace' })
  }
  const { code, text } = await node(`const { DuckDBInstance } = require('@duckdb/node-api'); DuckDBInstance.create(process.argv[1]).then(() => { process.exitCode = 7 }, (error) => { console.log(error.message) })`, own)
  expect(code).toBe(0)
  expect(text).toContain('Could not set lock')
})

test('a file that another process writes to is refused with its holder', async () => {
  const path = await made('占用 行政处罚.duckdb', [penalties('t', 1)])
  const holder = spawn(process.execPath, ['-e', `const { DuckDBInstance } = require('@duckdb/node-api'); DuckDBInstance.create(process.argv[1]).then(() => { console.log('open'); setInterval(() => 0, 1000) })`, path], { cwd: process.cwd() })
  try {
    await new Promise((done) => holder.stdout.once('data', done))
    expect((await bench.loadOne(path)).note).toMatchObject({ code: 'database_locked', params: { holder: `PID ${holder.pid}` } })
  } finally {
    holder.kill()
    await new Promise((done) => holder.once('exit', done))
  }
  expect(await bench.loadOne(path)).toMatchObject({ loaded: 2 })
})

test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
  ['SQLite', () => Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), Buffer.alloc(4080)]), 'format_unsupported'],
  ['cut', async () => { return readFileSync(await made('whole.duckdb', [penalties('t', 1)])).subarray(0, 10_000) }, 'database_unreadable'],
  ['damaged', async () => { const bytes = readFileSync(await made('whole.duckdb', [penalties('t', 1)])); bytes.fill(7, 4096, 12_300); return bytes }, 'database_unreadable'],
  ['header alone', () => Buffer.concat([Buffer.alloc(8), Buffer.from('DUCK'), Buffer.alloc(5000)]), 'database_unreadable'],
])('%s: refused, the file beside it comes in', async (name, content, code) => {
  const report = await bench.load(bench.file(`${name}.db`, await content()), await made('好 行政处罚.duckdb', [penalties('t', 9)]))
  expect(report.files.map((file) => file.note?.code ?? file.loaded)).toEqual([code, 2])
  expect(report.files[0]!.note!.hint).not.toBe('')
})

test('folders and archives: databases come in, what is no table is told, workspaces are left alone', async () => {
  const path = await made('行政处罚 库.duckdb', [penalties('t', 1)])
  const bytes = readFileSync(path)
  const folder = join(bench.room.folder, '部门')
  mkdirSync(join(folder, '子', '孙'), { recursive: true })
  writeFileSync(join(folder, '子', '孙', '行政处罚 深.csv'), `企业名称,统一社会信用代码,处罚决定日期,处罚类别\n深公司,${codeOf(40)},2024/1/1,罚款\n`)
  writeFileSync(join(folder, '子', '行政处罚.db'), bytes)
  writeFileSync(join(folder, '包.zip'), zipOf({ '库/行政处罚.duckdb': Buffer.from(readFileSync(await made('二.duckdb', [penalties('t', 20)]))), '说明.docx': 'x', '__MACOSX/._a.csv': 'x' }))
  for (const name of ['.DS_Store', '~$行政处罚.xlsx', 'README.txt', '填报说明.txt', 'Thumbs.db', '图.png', '旧.mingcha']) writeFileSync(join(folder, name), 'x')
  const report = await bench.load(folder)
  expect(report.files.map((file) => [file.name, file.note?.code ?? file.loaded]).sort()).toEqual([['包.zip/库/行政处罚.duckdb', 2], ['行政处罚 深.csv', 1], ['行政处罚.db', 2]])
  expect(report.ignored).toEqual(expect.arrayContaining(['部门/.DS_Store', '部门/README.txt', '部门/Thumbs.db', '部门/~$行政处罚.xlsx', '部门/图.png', '部门/填报说明.txt', '部门/旧.mingcha', '包.zip/说明.docx', '包.zip/__MACOSX/._a.csv']))
  expect(report.ignored).toHaveLength(9)
})

/** A program run by another Node beside this one. */
function node(program: string, ...args: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ['-e', program, ...args], { cwd: process.cwd() })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { text += String(data) })
  return new Promise((done) => child.once('exit', (code) => done({ code, text })))
}
