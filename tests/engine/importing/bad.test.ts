import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'
import { zipOf } from './zipOf.ts'

let bench: Bench
beforeAll(async () => { bench = await openBench() })
afterAll(() => bench.close())

const good = `企业名称,统一社会信用代码,处罚决定日期,处罚类别\n甲公司,${codeOf(1)},2024/1/1,罚款\n`

test.each<[string, string | Uint8Array, string]>([
  ['empty.csv', '', 'file_empty'],
  ['binary.csv', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), 'not_a_table'],
  ['picture.csv', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100, 65)]), 'not_a_table'],
  ['16000 named columns 处罚.csv', `${Array.from({ length: 16_000 }, (_, i) => `列${i}`).join(',')}\n${Array.from({ length: 16_000 }, () => '1').join(',')}\n`, 'too_many_columns'],
  ['truncated.xlsx', zipOf({ 'xl/workbook.xml': '<workbook/>' }).subarray(0, 60), 'workbook_damaged'],
  ['archive.xlsx', zipOf({ 'word/document.xml': '<x/>' }), 'not_a_table'],
  ['damaged.xlsx', zipOf({ 'xl/workbook.xml': '<workbook><sheets><sheet', 'xl/_rels/workbook.xml.rels': '<Relationships/>' }), 'workbook_damaged'],
  ['old.xls', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600, 7)]), 'workbook_damaged'],
])('%s is refused by name, the good file beside it comes in', async (name, content, code) => {
  const beside = `处罚 ${name}.csv`
  const report = await bench.load(bench.file(name, content), bench.file(beside, `${good}${name},,2024/2/2,警告\n`))
  expect(report.files.map((file) => [file.name, file.note?.code ?? null, file.loaded > 0])).toEqual([[name, code, false], [beside, null, true]])
  expect(report.files[0]!.note!.hint).not.toBe('')
})

test('a bomb is refused by its directory, before it unpacks', async () => {
  const sheet = deflateRawSync(Buffer.alloc(80 << 20, 65))
  const path = bench.file('bomb.xlsx', zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': { deflated: sheet, size: 80 << 20 } }))
  expect((await bench.loadOne(path)).note).toMatchObject({ code: 'workbook_bomb' })
})

test('16,000 columns of which few are named come in', async () => {
  const tail = ','.repeat(15_996)
  const file = await bench.loadOne(bench.file('宽 行政处罚.csv', `企业名称,统一社会信用代码,处罚决定日期,处罚类别${tail}\n宽公司,${codeOf(2)},2024/1/1,罚款${tail}\n`))
  expect(file).toMatchObject({ read: 1, loaded: 1, quarantined: 0 })
})

test('a line of 200 MB goes to quarantine, the rows around it come in', async () => {
  const path = bench.file('长 行政处罚.csv', Buffer.concat([Buffer.from(`${good.replace('甲公司', '长公司')}`), Buffer.alloc(200 << 20, 120), Buffer.from(`\n尾公司,${codeOf(3)},2024/1/2,警告\n`)]))
  const file = await bench.loadOne(path)
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ read: 3, loaded: 2, quarantined: 1, reasons: { too_long: 1 } })
  rmSync(path)
})

test('folders: one without tables is refused, one with tables gives its files', async () => {
  const empty = join(bench.room.folder, 'empty folder')
  mkdirSync(empty)
  expect((await bench.loadOne(empty)).note).toMatchObject({ code: 'not_a_file' })
  mkdirSync(join(empty, 'inside'))
  writeFileSync(join(empty, 'inside', '处罚 b.csv'), good.replace('甲', '文件夹乙'))
  writeFileSync(join(empty, '处罚 a.csv'), good.replace('甲', '文件夹甲'))
  writeFileSync(join(empty, 'readme.md'), '# no table')
  expect((await bench.load(empty)).files.map((file) => [file.name, file.loaded]).sort()).toEqual([['处罚 a.csv', 1], ['处罚 b.csv', 1]])
})

test('a file that disappears during the import is refused; what else was asked for comes in', async () => {
  const going = bench.file('去 行政处罚.csv', good.replace('甲', '去'))
  const staying = bench.file('留 行政处罚.csv', good.replace('甲', '留'))
  const report = await bench.importer.importNow([{ path: going }, { path: staying }], {
    signal: new AbortController().signal,
    progress: (phase) => { if (phase === 'stage') rmSync(going, { force: true }) },
  })
  expect(report.files.map((file) => file.note?.code ?? file.loaded)).toEqual(['file_missing', 1])
  expect((await bench.loadOne(going)).note).toMatchObject({ code: 'file_missing' })
})

test('the workspace still answers after all of it', async () => {
  const status = await bench.importer.verbs.workspaceStatus({})
  expect(status.files.every(accounted)).toBe(true)
  expect(status.records.penalty).toBe(status.files.reduce((sum, file) => sum + file.loaded, 0))
})
