import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { toGb18030 } from '../../gb18030.ts'
import { codeOf } from './codeOf.ts'
import { utf16le } from './encode.ts'
import { zipOf } from './zipOf.ts'

/** What must come of a bad file: refused with a code, or read with so many rows loaded and set aside. */
export type Outcome = { code: string } | { loaded: number; quarantined: number; reason?: string }
export interface BadFile { name: string; make(path: string): void | Promise<void>; outcome: Outcome }

const headers = ['企业名称', '统一社会信用代码', '处罚决定日期', '处罚类别', '备注']
type Format = 'csv' | 'tsv' | 'utf-16' | 'gb18030' | 'xlsx' | 'xls' | 'json' | 'jsonl' | 'parquet' | 'zip' | 'duckdb'
const endings: Record<Format, string> = { csv: 'csv', tsv: 'tsv', 'utf-16': 'csv', gb18030: 'csv', xlsx: 'xlsx', xls: 'xls', json: 'json', jsonl: 'jsonl', parquet: 'parquet', zip: 'zip', duckdb: 'duckdb' }
export const formats = Object.keys(endings) as Format[]

const quoted = (cell: string): string => (/[",\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const text = (rows: string[][], delimiter: string): string => rows.map((row) => row.map(quoted).join(delimiter)).join('\n') + '\n'
const objects = (rows: string[][]): string[] => rows.slice(1).map((row) => JSON.stringify(Object.fromEntries(rows[0]!.map((header, i) => [header, row[i] ?? '']))))

/** Rows under a header, in a format. */
async function bytesOf(format: Format, rows: string[][]): Promise<Buffer> {
  switch (format) {
    case 'csv': return Buffer.from(text(rows, ','))
    case 'tsv': return Buffer.from(text(rows, '\t'))
    case 'utf-16': return utf16le(`\ufeff${text(rows, ',')}`)
    case 'gb18030': return toGb18030(text(rows, ','))
    case 'json': return Buffer.from(`[${objects(rows).join(',\n')}]`)
    case 'jsonl': return Buffer.from(`${objects(rows).join('\n')}\n`)
    case 'zip': {
      const inner = Buffer.from(text(rows, ','))
      return zipOf({ '行政处罚.csv': { deflated: deflateRawSync(inner), size: inner.length } })
    }
    case 'xlsx': case 'xls': {
      const book = utils.book_new()
      utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '公示')
      return write(book, { type: 'buffer', bookType: format === 'xls' ? 'biff8' : 'xlsx', compression: true }) as Buffer
    }
    case 'parquet': case 'duckdb': {
      const folder = mkdtempSync(join(tmpdir(), 'mingcha-bad-'))
      try {
        const target = join(folder, `rows.${format}`)
        writeFileSync(join(folder, 'rows.json'), objects(rows).join('\n'))
        const database = await Database.open(format === 'duckdb' ? target : ':memory:', { threads: 1, memoryMb: 1000 })
        await database.write(async (ask) => {
          const source = `read_json('${folder}/rows.json', format='newline_delimited', maximum_object_size=10000000, columns={${rows[0]!.map((header) => `'${header}': 'VARCHAR'`).join(', ')}})`
          await ask.run(raw(format === 'duckdb' ? `CREATE TABLE "行政处罚" AS SELECT * FROM ${source}` : `COPY (SELECT * FROM ${source}) TO '${target}' (FORMAT parquet)`))
        })
        await database.close()
        return readFileSync(target)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  }
}

const number = { next: 0 }
const fresh = (): number => ++number.next
const row = (note: string, n = fresh()): string[] => [`第${n}公司`, codeOf(n), '2024-01-02', '罚款', note]

/** Every bad thing in every format in which it can be; file names are unique. */
export function badFiles(): BadFile[] {
  const files: BadFile[] = []
  const add = (what: string, format: Format, outcome: Outcome, make: BadFile['make'], name?: string): void => void files.push({ name: name ?? `${what} ${format}.${endings[format]}`, outcome, make })
  const bytes = (content: () => Buffer | Promise<Buffer>) => async (path: string): Promise<void> => writeFileSync(path, await content())

  for (const format of formats) {
    const isText = ['csv', 'tsv', 'utf-16', 'gb18030'].includes(format)
    add('空', format, { code: 'file_empty' }, bytes(() => Buffer.alloc(0)))
    add('二进制', format, { code: 'not_a_table' }, bytes(() => Buffer.from(Array.from({ length: 6000 + fresh() }, (_, i) => (i * 7919 + (i >> 5)) % 256))))
    add('文件夹', format, { code: 'not_a_file' }, (path) => void mkdirSync(path))
    // Text that is cut off ends in an ordinary short row; only a format that knows its end can tell.
    const cut: Outcome = { csv: null, tsv: null, 'utf-16': null, gb18030: null, xlsx: { code: 'workbook_damaged' }, xls: { code: 'workbook_damaged' }, json: { code: 'json_malformed' }, jsonl: { loaded: 1, quarantined: 1, reason: 'bad_json' }, parquet: { code: 'parquet_damaged' }, zip: { code: 'archive_damaged' }, duckdb: { code: 'database_unreadable' } }[format] ?? { loaded: 1, quarantined: 1, reason: 'bad_width' }
    add('截断', format, cut, bytes(async () => {
      const whole = await bytesOf(format, [headers, row('一'), row('二')])
      const keep = isText ? whole.lastIndexOf(format === 'utf-16' ? utf16le('2024') : Buffer.from('2024')) : format === 'json' || format === 'jsonl' ? whole.length - 30 : Math.floor(whole.length / 2)
      return whole.subarray(0, keep)
    }))
    if (format !== 'xls') {
      const wide = Array.from({ length: format === 'parquet' || format === 'duckdb' ? 3000 : 16_000 }, (_, i) => (i < 5 ? headers[i]! : `列${i}`)) // .xls holds 256; DuckDB takes half a gigabyte to write 16,000
      add('一万六千列', format, { code: 'too_many_columns' }, bytes(() => bytesOf(format, [wide, wide.map((_, i) => (i < 5 ? row('宽')[i]! : '1'))])))
    }
    const long = isText || format === 'zip' || format === 'json' || format === 'jsonl'
    if (format !== 'xls' && format !== 'xlsx') add('超长', format, long ? { loaded: 2, quarantined: 1, reason: 'too_long' } : { loaded: 3, quarantined: 0 }, bytes(() => bytesOf(format, [headers, row('前'), row('x'.repeat(8_500_000)), row('后')])))
    const hostile = [row("'; DROP TABLE subject; --"), row(`=cmd|' /C calc'!A0`), ['Robert"); DROP TABLE penalty;--有限公司', codeOf(fresh()), '2024-01-02', '罚款', '{{=7*7}} <script>alert(1)</script> ../../x']]
    add('', format, { loaded: 3, quarantined: 0 }, bytes(() => bytesOf(format, [headers, ...hostile])), `行政处罚 ${format} "引号" '; DROP TABLE subject; -- [1]*.${endings[format]}`)
    if (isText || format === 'zip') add('空字符', format, { loaded: 1, quarantined: 1, reason: 'undecodable' }, bytes(() => bytesOf(format, [headers, row('前'), row('a\0b')])))
  }
  const one = (format: Format, what: string, outcome: Outcome, content: () => Buffer | Promise<Buffer>): void => add(what, format, outcome, bytes(content))
  const big = deflateRawSync(Buffer.alloc(80 << 20, 65))
  one('zip', '炸弹', { code: 'archive_bomb' }, () => zipOf({ '行政处罚.csv': { deflated: big, size: 80 << 20 } }))
  one('zip', '虚报', { code: 'archive_bomb' }, () => zipOf({ '行政处罚.csv': { deflated: deflateRawSync(Buffer.alloc(1000)), size: 0xff00_0000 } }))
  one('zip', '少报', { code: 'archive_damaged' }, () => zipOf({ '行政处罚.csv': { deflated: deflateRawSync(Buffer.alloc(1 << 20, 65)), size: 1000 } }))
  one('zip', '万件', { code: 'archive_bomb' }, () => zipOf(Object.fromEntries(Array.from({ length: 10_050 }, (_, i) => [`${i}.csv`, 'a,b\n']))))
  one('zip', '嵌套', { code: 'archive_nested' }, () => zipOf({ 'a.zip': zipOf({ 'b.csv': 'x' }) }))
  one('zip', '穿越', { loaded: 1, quarantined: 0 }, async () => zipOf({ '../../../../tmp/行政处罚.csv': await bytesOf('csv', [headers, row('越')]) }))
  const sheet = { 'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="行政处罚" sheetId="1" r:id="r1"/></sheets></workbook>', 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>' }
  one('xlsx', '炸弹', { code: 'workbook_bomb' }, () => zipOf({ ...sheet, 'xl/worksheets/sheet1.xml': { deflated: big, size: 80 << 20 } }))
  one('xlsx', '字符串炸弹', { code: 'workbook_bomb' }, () => zipOf({ ...sheet, 'xl/worksheets/sheet1.xml': '<worksheet/>', 'xl/sharedStrings.xml': { deflated: big, size: 80 << 20 } }))
  const cells = (at: number, texts: string[]): string => `<row r="${at}">${texts.map((one, i) => `<c r="${'ABCDE'[i]}${at}" t="inlineStr"><is><t>${one}</t></is></c>`).join('')}</row>`
  one('xlsx', '虚报范围', { loaded: 2, quarantined: 0 }, () => zipOf({ ...sheet, 'xl/worksheets/sheet1.xml': `<worksheet><dimension ref="A1:XFD1048576"/><cols><col min="6" max="16384" hidden="1"/></cols><sheetData>${cells(1, headers)}${cells(2, row('近'))}${cells(1_048_576, row('远'))}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B3:B1048570"/></mergeCells></worksheet>` }))
  one('xlsx', '外部实体', { code: 'workbook_damaged' }, () => zipOf({ ...sheet, 'xl/worksheets/sheet1.xml': `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData>${cells(1, headers)}<row r="2"><c r="A2" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>` }))
  const deep = '['.repeat(100_000)
  one('json', '深', { code: 'json_deep' }, () => Buffer.from(`{"a":${deep}`))
  one('json', '深值', { loaded: 1, quarantined: 1, reason: 'too_deep' }, async () => Buffer.from(`[${objects([headers, row('浅')])[0]},{"企业名称":"深公司","值":${deep}${']'.repeat(100_000)}}]`))
  one('jsonl', '深值', { loaded: 1, quarantined: 1, reason: 'too_deep' }, async () => Buffer.from(`${objects([headers, row('浅')])[0]}\n{"企业名称":"深公司","值":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}\n`))
  for (const [what, spoil] of Object.entries<(whole: Buffer) => void>({
    坏尾: (whole) => void whole.fill(255, whole.length - 60, whole.length - 8), 虚报尾长: (whole) => void whole.writeUInt32LE(0x7fff_fff0, whole.length - 8), 虚报行数: (whole) => void whole.fill(0x7f, whole.length - 120, whole.length - 60),
    坏页: (whole) => void whole.fill(9, 8, 80),
  })) one('parquet', what, { code: 'parquet_damaged' }, async () => {
    const whole = await bytesOf('parquet', [headers, ...Array.from({ length: 50 }, () => row(what))])
    spoil(whole)
    return whole
  })
  one('duckdb', 'SQLite', { code: 'format_unsupported' }, () => Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), Buffer.alloc(5000, fresh())]))
  return files
}

/** A good file in a format, which must come in whatever lies beside it. */
export const goodFile = (format: Format): Promise<Buffer> => bytesOf(format, [headers, row('好')])
export const endingOf = (format: Format): string => endings[format]
