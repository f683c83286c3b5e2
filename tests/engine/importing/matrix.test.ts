import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceFile } from '../../../shared/contract.ts'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'
import { toGb18030 } from '../../gb18030.ts'
import { utf16be, utf16le } from './encode.ts'

let bench: Bench
let files: SourceFile[]
const pathOf = (n: number): string => join(bench.room.folder, 'files', `行政处罚${n}${matrix[n - 1]![1]}`)
beforeAll(async () => {
  bench = await openBench()
  for (const [i, [, ending, content]] of matrix.entries()) bench.file(`行政处罚${i + 1}${ending}`, await content(i + 1))
  files = (await bench.load(...matrix.map((_, i) => pathOf(i + 1)))).files
}, 120_000)
afterAll(() => bench.close())

const headers = ['企业名称', '统一社会信用代码', '处罚决定日期', '处罚类别', '罚款金额（万元）', '备注']
/** The rows of one file: the same in every file but for whom they speak of. */
const rowsOf = (n: number): string[][] => [
  [`北京甲${n}商贸有限公司`, codeOf(2 * n), '2024-03-05', '罚款', '0.5', '一'],
  [`北京乙${n}餐饮有限公司`, codeOf(2 * n + 1), '2024-03-06', '警告', '', '两行\n的"备注"'],
  [`北京丙${n}食品厂`, '', '2024-03-07', '罚款', '1.2', ''],
  ['', '', '2024-03-08', '罚款', '3', `无主${n}`],
  [`北京甲${n}商贸有限公司`, codeOf(2 * n), '2024-03-05', '罚款', '0.5', '一'],
]
const objectsOf = (n: number): Record<string, string>[] => rowsOf(n).map((row) => Object.fromEntries(headers.map((header, i) => [header, row[i]!])))
const quoted = (cell: string): string => (/[",;\t|\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const text = (delimiter: string, end: string, n: number, above = [headers]): string => [...above, ...rowsOf(n)].map((row) => row.map(quoted).join(delimiter) + end).join('')
/** What every reading of these rows must come to, whatever carried them. */
const expectedOf = (n: number) => [
  { subject_name: `北京甲${n}商贸有限公司`, subject_code: codeOf(2 * n), occurred_on: '2024-03-05', kind: 'fine', fine_yuan: 5000, note: '一' },
  { subject_name: `北京乙${n}餐饮有限公司`, subject_code: codeOf(2 * n + 1), occurred_on: '2024-03-06', kind: 'warning', fine_yuan: null, note: '两行\n的"备注"' },
  { subject_name: `北京丙${n}食品厂`, subject_code: null, occurred_on: '2024-03-07', kind: 'fine', fine_yuan: 12000, note: null },
]

const encodings: [string, (from: string) => Buffer, string][] = [
  ['UTF-8', (from) => Buffer.from(from), 'utf-8'], ['UTF-8 with BOM', (from) => Buffer.from(`\ufeff${from}`), 'utf-8-bom'], ['GB18030', toGb18030, 'gb18030'],
  ['UTF-16LE with BOM', (from) => utf16le(`\ufeff${from}`), 'utf-16le'], ['UTF-16LE', utf16le, 'utf-16le'], ['UTF-16BE with BOM', (from) => utf16be(`\ufeff${from}`), 'utf-16be'], ['UTF-16BE', utf16be, 'utf-16be'],
]
const titles = [['某区行政处罚公示', '', '', '', '', ''], ['截至二〇二四年三月', '', '', '', '', '']]
const merged = [['企业名称', '统一社会信用代码', '处罚', '', '', '备注'], ['', '', '处罚决定日期', '处罚类别', '罚款金额（万元）', '']]
const lines = (n: number): string[] => objectsOf(n).map((one) => JSON.stringify(one))
const syntaxes: [string, string, (n: number) => string][] = [
  ['comma, LF', '.csv', (n) => text(',', '\n', n)], ['comma, CRLF', '.csv', (n) => text(',', '\r\n', n)], ['tab', '.tsv', (n) => text('\t', '\n', n)], ['tab', '.txt', (n) => text('\t', '\r\n', n)],
  ['semicolon', '.csv', (n) => text(';', '\n', n)], ['pipe', '.txt', (n) => text('|', '\n', n)], ['no line end at the end', '.csv', (n) => text(',', '\n', n).slice(0, -1)],
  ['title rows', '.csv', (n) => text(',', '\n', n, [...titles, headers])], ['blank lines', '.csv', (n) => text(',', '\n', n).replaceAll(/\n(?=北京丙)/g, '\n\n\n')],
  ['merged headers', '.csv', (n) => text(',', '\n', n, merged)], ['titles and merged headers', '.csv', (n) => text(',', '\n', n, [...titles, ...merged])],
  ['array', '.json', (n) => JSON.stringify(objectsOf(n))], ['array, pretty', '.json', (n) => JSON.stringify(objectsOf(n), null, 2)], ['object around an array', '.json', (n) => JSON.stringify({ code: 0, message: '成功', result: { total: 5, rows: objectsOf(n) } })],
  ['JSON Lines', '.jsonl', (n) => `${lines(n).join('\n')}\n`], ['JSON Lines, CRLF, blank lines, other ending', '.json', (n) => lines(n).join('\r\n\r\n')],
]
const matrix: [string, string, (n: number) => Buffer | Promise<Buffer>, string][] = [
  ...syntaxes.flatMap(([syntax, ending, content]) => encodings.map(([encoding, encode, named]): [string, string, (n: number) => Buffer, string] => [`${ending} ${syntax}, ${encoding}`, ending, (n) => encode(content(n)), named])),
  ['.xlsx', '.xlsx', (n) => workbook('xlsx', n), ''], ['.xls', '.xls', (n) => workbook('biff8', n), ''],
  ['.xlsx titles, merged headers, hidden columns', '.xlsx', (n) => workbook('xlsx', n, true), ''], ['.xls titles, merged headers, hidden columns', '.xls', (n) => workbook('biff8', n, true), ''],
  ['.parquet text', '.parquet', (n) => parquet(n, '*'), ''],
  ['.parquet typed', '.parquet', (n) => parquet(n, '* REPLACE ("处罚决定日期"::TIMESTAMP AS "处罚决定日期", try_cast("罚款金额（万元）" AS DOUBLE) AS "罚款金额（万元）")'), ''],
]

test.each(matrix.map((one, i) => [...one, i + 1] as const))('%s', async (_, _ending, _content, encoding, n) => {
  const preview = await bench.importer.verbs.previewFile({ path: pathOf(n) })
  expect(preview).toMatchObject({ recordClass: 'penalty', encoding })
  const file = files[n - 1]!
  expect(file.note).toBeNull()
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ class: 'penalty', encoding, read: 5, loaded: 3, duplicate: 1, quarantined: 1, reasons: { no_subject: 1 }, attachedByCode: 2 })
  const rows = await bench.rows<{ note: string | null }>(`SELECT subject_name, subject_code, occurred_on, kind, fine_yuan, extra->>'备注' AS note FROM penalty WHERE file_id = ${file.fileId} ORDER BY source_row`)
  expect(rows.map((row) => ({ ...row, note: row.note?.replaceAll('\r\n', '\n') ?? null }))).toEqual(expectedOf(n))
  expect(await bench.rows(`SELECT original LIKE '%无主${n}%' AS kept FROM quarantine WHERE file_id = ${file.fileId}`)).toEqual([{ kept: true }])
})

function workbook(bookType: 'xlsx' | 'biff8', n: number, quirks = false): Buffer {
  const grid = [...(quirks ? [['某区行政处罚公示'], ...merged] : [headers]), ...rowsOf(n)]
  const sheet = utils.aoa_to_sheet(grid)
  if (quirks) {
    sheet['!merges'] = ['A1:F1', 'A2:A3', 'B2:B3', 'C2:E2', 'F2:F3'].map((range) => utils.decode_range(range))
    sheet['!cols'] = [{}, { hidden: true }, {}, {}, { hidden: true }, {}]
  }
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, '公示')
  return write(book, { type: 'buffer', bookType }) as Buffer
}

async function parquet(n: number, columns: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-parquet-'))
  const database = await Database.open(':memory:', { threads: 1, memoryMb: 200 })
  try {
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(objectsOf(n)))
    await database.read(async (ask) => {
      const types = headers.map((header) => `'${header}': 'VARCHAR'`).join(', ')
      await ask.run(raw(`COPY (SELECT ${columns} FROM read_json('${folder}/rows.json', columns={${types}})) TO '${folder}/rows.parquet' (FORMAT parquet)`))
    })
    return readFileSync(join(folder, 'rows.parquet'))
  } finally {
    await database.close()
    rmSync(folder, { recursive: true })
  }
}
