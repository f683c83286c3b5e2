import { CFB, utils, write } from '@e965/xlsx'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StringPool } from '../../../electron/engine/importing/stringPool.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'
import { zipOf } from './zipOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

/** Two header rows under a title; the firm's name and code merged over its rows, a block and a row merged sideways. */
function book(bookType: 'xlsx' | 'biff8'): Buffer {
  const sheet = utils.aoa_to_sheet([
    ['某区行政处罚公示'],
    ['企业名称', '统一社会信用代码', '处罚', '', '', '备注', '占比', '已缴'],
    ['', '', '处罚决定日期', '处罚类别', '罚款金额（万元）', '', '', ''],
    ['甲公司', codeOf(1), { t: 'n', v: 45000, z: 'yyyy/m/d' }, '罚款', 0.5, { t: 'e', v: 0x2a, w: '#N/A' }, { t: 'n', v: 0.155, z: '0.0%' }, { t: 'b', v: true }],
    ['', '', '2024-03-06', '警告', '', '两处', { t: 'n', v: 1.2, z: '0%' }, { t: 'b', v: false }],
    ['', '', '2024-03-07', '警告', '', '三处', '', ''],
    ['乙公司', codeOf(2), '2024-03-08', '罚款', 1.2, '块', '', ''],
    ['', '', '', '', '', '', '', ''],
    ['丙公司', codeOf(3), '2024-03-09', '罚款', 9.1110108e7, '横', '', ''],
  ])
  sheet['!merges'] = ['A1:H1', 'A2:A3', 'B2:B3', 'C2:E2', 'F2:F3', 'G2:G3', 'H2:H3', 'A4:A6', 'B4:B6', 'A7:A8', 'F9:G9'].map((range) => utils.decode_range(range))
  sheet['!cols'] = [{}, { hidden: true }, {}, {}, {}, {}, {}, {}]
  sheet['!rows'] = [{}, {}, {}, {}, { hidden: true }]
  const made = utils.book_new()
  utils.book_append_sheet(made, utils.aoa_to_sheet([['说明']]), '说明')
  utils.book_append_sheet(made, sheet, '公示')
  made.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
  return write(made, { type: 'buffer', bookType, cellStyles: true }) as Buffer
}

test.each(['xlsx', 'biff8'] as const)('a workbook as departments make them (%s): merged rows, several header rows, hundredths, errors, hidden parts', async (bookType) => {
  const file = await bench.loadOne(bench.file(`行政处罚.${bookType === 'xlsx' ? 'xlsx' : 'xls'}`, book(bookType)))
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ class: 'penalty', headerRow: 3, read: 5, loaded: 5, attachedByCode: 5 })
  expect(await bench.rows('SELECT source_row, subject_name, occurred_on, fine_yuan, extra FROM penalty ORDER BY source_row')).toEqual([
    { source_row: 4, subject_name: '甲公司', occurred_on: '2023-03-15', fine_yuan: 5000, extra: '{"占比":"15.5%","已缴":"TRUE"}' },
    { source_row: 5, subject_name: '甲公司', occurred_on: '2024-03-06', fine_yuan: null, extra: '{"备注":"两处","占比":"120%","已缴":"FALSE"}' },
    { source_row: 6, subject_name: '甲公司', occurred_on: '2024-03-07', fine_yuan: null, extra: '{"备注":"三处"}' },
    { source_row: 7, subject_name: '乙公司', occurred_on: '2024-03-08', fine_yuan: 12000, extra: '{"备注":"块"}' },
    { source_row: 9, subject_name: '丙公司', occurred_on: '2024-03-09', fine_yuan: 911101080000, extra: '{"备注":"横"}' }])
  expect(file.remarks).toEqual(expect.arrayContaining([{ code: 'hidden_sheet', params: {} }, { code: 'merged_filled', params: { cells: 4 } }, { code: 'hidden_columns', params: { columns: '统一社会信用代码' } }, ...(bookType === 'xlsx' ? [{ code: 'hidden_rows', params: { rows: 1 } }] : [])])) // the writer of .xls leaves hidden rows out
  expect(file.words).toMatch(/^\d{4}-\d{2}-\d{2}/)
  expect((await bench.importer.verbs.listSources({}))[0]).toMatchObject({ remarks: file.remarks, words: file.words })
})

test('formulas without a stored result are counted, not guessed', async () => {
  const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
  const rows = [['企业名称', '统一社会信用代码', '处罚决定日期', '处罚类别'], ['甲公司', codeOf(1), '2024-03-05', '罚款']].map((row, i) => `<row r="${i + 1}">${row.map((text, j) => cell(`${'ABCD'[j]}${i + 1}`, text)).join('')}${i === 1 ? '<c r="E2"><f>SUM(A1:A2)</f></c><c r="F2" t="str"><f>A2</f><v>甲公司</v></c>' : cell('E1', '罚款金额') + cell('F1', '备注')}</row>`)
  const path = bench.file('行政处罚.xlsx', zipOf({
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>', 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${rows.join('')}</sheetData></worksheet>`,
  }))
  expect(await bench.loadOne(path)).toMatchObject({ loaded: 1, remarks: [{ code: 'formulas_unsaved', params: { cells: 1 } }] })
  expect(await bench.rows('SELECT fine_yuan, extra FROM penalty')).toEqual([{ fine_yuan: null, extra: '{"备注":"甲公司"}' }])
})

test.each<[string, () => Buffer, string, Record<string, string>]>([
  ['密码.xlsx', () => {
    const container = CFB.utils.cfb_new()
    CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(200))
    CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(4096, 7))
    return CFB.write(container, { type: 'buffer' }) as Buffer
  }, 'workbook_encrypted', {}],
  ['表.ods', () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }), 'format_unsupported', { instead: 'XLSX' }],
  ['表.xlsb', () => zipOf({ 'xl/workbook.bin': 'x' }), 'format_unsupported', { instead: 'XLSX' }],
  ['表.pdf', () => Buffer.from('%PDF-1.7 …'), 'format_unsupported', { format: 'PDF' }],
  ['表.csv.gz', () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'format_unsupported', { format: 'GZIP' }],
])('%s is refused with what to do', async (name, content, code, params) => {
  const path = bench.file(name, content())
  expect((await bench.loadOne(path)).note).toMatchObject({ code, params, hint: expect.stringMatching(/./) })
  await expect(bench.importer.verbs.previewFile({ path })).rejects.toMatchObject({ code })
})

test('a pool of strings gives back what was put in, from memory and from its file', () => {
  const pool = new StringPool()
  const text = (i: number): string => (i % 1000 === 7 ? '长'.repeat(50_000 + i) : `第${i}条 ${'x'.repeat(i % 300)}`)
  const count = 300_000 // about 350 MB: its later chunks lie in a file
  for (let i = 0; i < count; i++) pool.add(i % 100 === 0 ? text(i) : `${i}${'共'.repeat(400)}`)
  pool.add('x'.repeat(9 << 20))
  expect(pool.size).toBe(count + 1)
  for (let i = 0; i < count; i += 100) if (pool.get(i) !== text(i)) throw new Error(`text ${i} differs`)
  for (const i of [1, 299_999, 5, 250_001]) expect(pool.get(i)).toBe(`${i}${'共'.repeat(400)}`)
  expect(pool.get(count)).toHaveLength(9 << 20)
  expect([pool.get(-1), pool.get(count + 1), pool.get(Number.NaN)]).toEqual(['', '', ''])
  pool.close()
})
