import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'
import { toGb18030 } from '../../gb18030.ts'
import { zipOf } from './zipOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const csv = (n: number): string => `企业名称,统一社会信用代码,处罚决定日期,处罚类别\n第${n}公司,${codeOf(n)},2024/1/${n},罚款\n`
const book = (...sheets: [string, unknown[][]][]): Buffer => {
  const made = utils.book_new()
  for (const [name, rows] of sheets) utils.book_append_sheet(made, utils.aoa_to_sheet(rows), name)
  return write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}

test('every table of an archive is a file of its own, with its own hash', async () => {
  const deflated = deflateRawSync(csv(2))
  const path = bench.file('三月.zip', zipOf({
    '行政处罚 1.csv': csv(1), '子/行政处罚 2.csv': { deflated, size: Buffer.byteLength(csv(2)) }, '行政处罚 3.json': JSON.stringify([{ 企业名称: '第3公司', 统一社会信用代码: codeOf(3), 处罚决定日期: '2024-01-03', 处罚类别: '罚款' }]),
    '行政处罚 4.xlsx': book(['处罚', [['企业名称', '统一社会信用代码', '处罚决定日期', '处罚类别'], ['第4公司', codeOf(4), '2024-01-04', '罚款']]]), '说明.md': '# 说明', '__MACOSX/._行政处罚 1.csv': 'x', '空.csv': '',
  }))
  expect(await bench.importer.verbs.previewFile({ path })).toMatchObject({ format: 'zip', entries: [{ name: '行政处罚 1.csv', bytes: Buffer.byteLength(csv(1)) }, { name: '子/行政处罚 2.csv' }, { name: '行政处罚 3.json' }, { name: '行政处罚 4.xlsx' }], rows: [] })
  expect(await bench.importer.verbs.previewFile({ path, entry: '子/行政处罚 2.csv' })).toMatchObject({ name: '三月.zip/子/行政处罚 2.csv', format: 'csv', recordClass: 'penalty', headerRow: 1 })
  expect((await bench.loadOne({ path, entry: '行政处罚 3.json' }))).toMatchObject({ name: '三月.zip/行政处罚 3.json', loaded: 1, attachedByCode: 1 })
  const report = await bench.load(path)
  expect(report.files.map((file) => [file.name, file.loaded, file.note?.code ?? null])).toEqual([['三月.zip/行政处罚 1.csv', 1, null], ['三月.zip/子/行政处罚 2.csv', 1, null], ['三月.zip/行政处罚 3.json', 0, 'already_imported'], ['三月.zip/行政处罚 4.xlsx', 1, null]])
  expect(report.files.every((file) => file.note !== null || accounted(file))).toBe(true)
  expect((await bench.loadOne(bench.file('单独.csv', csv(1)))).note).toMatchObject({ code: 'already_imported', params: { first: '三月.zip/行政处罚 1.csv' } })
})

test('names in GB18030 that do not say so are read', async () => {
  const path = bench.file('旧.zip', zipOf({ '行政处罚公示.csv': csv(1) }, toGb18030))
  expect((await bench.load(path)).files.map((file) => [file.name, file.loaded])).toEqual([['旧.zip/行政处罚公示.csv', 1]])
})

test('a name that climbs out of the archive is a name, not a path', async () => {
  const path = bench.file('逃.zip', zipOf({ '../../逃 行政处罚.csv': csv(1), '/tmp/逃 行政处罚 2.csv': csv(2) }))
  const beside = (): string[] => readdirSync(join(dirname(path), '..')).filter((name) => !name.endsWith('.wal')) // the database's own log
  const before = beside()
  expect((await bench.load(path)).files.map((file) => [file.name, file.loaded])).toEqual([['逃.zip/../../逃 行政处罚.csv', 1], ['逃.zip//tmp/逃 行政处罚 2.csv', 1]])
  expect(beside()).toEqual(before)
  expect(existsSync('/tmp/逃 行政处罚 2.csv')).toBe(false)
})

test.each<[string, () => Buffer, string]>([
  ['bomb', () => zipOf({ '行政处罚.csv': { deflated: deflateRawSync(Buffer.alloc(80 << 20, 65)), size: 80 << 20 } }), 'archive_bomb'],
  ['bomb by what is not there', () => zipOf({ '行政处罚.csv': { deflated: deflateRawSync(Buffer.alloc(1000)), size: 0xff00_0000 } }), 'archive_bomb'],
  ['more than it says', () => zipOf({ '行政处罚.csv': { deflated: deflateRawSync(Buffer.alloc(1 << 20, 65)), size: 1000 } }), 'archive_damaged'],
  ['nested', () => zipOf({ '一月.csv': csv(1), '二月.zip': zipOf({ 'a.csv': csv(2) }) }), 'archive_nested'],
  ['nested under another name', () => zipOf({ '二月.csv': zipOf({ 'a.csv': csv(2) }) }), 'archive_nested'],
  ['cut', () => zipOf({ '行政处罚.csv': csv(1) }).subarray(0, 90), 'archive_damaged'],
  ['nothing in it', () => zipOf({}), 'not_a_table'],
  ['no tables', () => zipOf({ 'readme.md': '#' }), 'not_a_table'],
])('%s: refused, the file beside it comes in', async (name, content, code) => {
  const report = await bench.load(bench.file(`${name}.zip`, content()), bench.file('行政处罚 旁.csv', csv(9)))
  expect(report.files.map((file) => [file.note?.code ?? null, file.loaded])).toEqual([[code, 0], [null, 1]])
  expect(report.files[0]!.note!.hint).not.toBe('')
})

test('an entry that is not there is named', async () => {
  const path = bench.file('一.zip', zipOf({ 'a.csv': csv(1) }))
  await expect(bench.importer.verbs.previewFile({ path, entry: 'b.csv' })).rejects.toMatchObject({ code: 'no_such_entry' })
})

test('archives in folders, and every sheet of a workbook', async () => {
  const folder = join(dirname(bench.file('x', 'x')), '月')
  const rows = (n: number): unknown[][] => [['企业名称', '统一社会信用代码', '处罚决定日期', '处罚类别'], [`第${n}公司`, codeOf(n), '2024-01-04', '罚款']]
  const path = bench.file('行政处罚.xlsx', book(['说明', [['本表由某局填报']]], ['一月', rows(1)], ['二月', rows(2)]))
  expect((await bench.load(path)).files.map((file) => [file.name, file.class, file.loaded])).toEqual([['行政处罚.xlsx/一月', 'penalty', 1], ['行政处罚.xlsx/二月', 'penalty', 1]])
  expect((await bench.load(path)).files.map((file) => file.note?.code)).toEqual(['already_imported', 'already_imported'])
  const { mkdirSync, writeFileSync } = await import('node:fs')
  mkdirSync(folder)
  writeFileSync(join(folder, 'b.zip'), zipOf({ '行政处罚.csv': csv(5) }))
  expect((await bench.load(folder)).files.map((file) => [file.name, file.loaded])).toEqual([['b.zip/行政处罚.csv', 1]])
})
