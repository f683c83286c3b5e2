import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import fc from 'fast-check'
import { parse } from 'yaml'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resources } from '../../room.ts'
import { sharedFolder } from '../../shared.ts'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

/** No cell of a source is dropped: what a loaded row's cells say stands in a column, or in `extra` under the cell's header. */
let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

/** Plain RFC 4180, written for this test: it owes nothing to the import. */
function recordsOf(text: string): string[][] {
  const records: string[][] = []
  let [record, cell, quoted]: [string[], string, boolean] = [[], '', false]
  const end = (): void => {
    records.push([...record, cell])
    record = []
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!
    if (quoted && sign === '"' && text[i + 1] === '"') cell += text[i++]!
    else if (quoted || (sign === '"' && cell === '')) [cell, quoted] = sign === '"' ? [cell, !quoted] : [cell + sign, quoted]
    else if (sign === ',') {
      record.push(cell)
      cell = ''
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[i + 1] === '\n') i++
      end()
    } else cell += sign
  }
  if (cell !== '' || record.length > 0) end()
  return records
}

const plain = (cell: unknown): string => String(cell).normalize('NFKC').replace(/[\s\p{Z}\p{C}]/gu, '')
const nothing = new Set((parse(readFileSync(join(resources, 'reference/words.yaml'), 'utf8')) as { missing: unknown[] }).missing.map((word) => plain(word ?? 'null').toLowerCase()))

/** Whether the cell says what the column holds: the same text, the same day (in any order of its numbers), the same number in some unit. */
function says(cell: string, value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (plain(cell) === plain(value)) return true
  if (typeof value === 'number') return [1, 1e4, 1e8].some((unit) => Math.abs(Number(plain(cell).replace(/[,元万亿]/g, '')) * unit - value) <= 1e-4)
  if (typeof value === 'boolean' || !/^\d{4}-\d\d-\d\d$/.test(String(value))) return false
  const [day = '', time = ''] = /^(\S+?)[\sT]+(\d{1,2}:.*)$/.exec(cell.trim())?.slice(1) ?? [cell]
  if (/[1-9]/.test(time)) return false
  const numbers = /^\d{8}$/.test(day) ? [day.slice(0, 4), day.slice(4, 6), day.slice(6)] : day.match(/\d+/g) ?? []
  const wanted = String(value).split('-').map(Number)
  return numbers.length === 2 ? wanted[2] === 1 && numbers.map(Number).join() === wanted.slice(0, 2).join() : numbers.map(Number).toSorted((a, b) => a - b).join() === wanted.toSorted((a, b) => a - b).join()
}

/** Cells of loaded rows that are nowhere, as `header: cell → what the column holds`. */
async function lostOf(fileId: number, recordClass: string, records: string[][]): Promise<string[]> {
  const [file] = await bench.rows<{ mapping: string }>(`SELECT mapping::VARCHAR AS mapping FROM source_file WHERE file_id = ${fileId}`)
  const columns = JSON.parse(file!.mapping) as { source: string; column: string }[]
  const rows = await bench.rows<Record<string, unknown>>(`SELECT * REPLACE (extra::VARCHAR AS extra) FROM ${recordClass} WHERE file_id = ${fileId}`)
  return rows.flatMap((row) => {
    const extra = row['extra'] === null ? {} : JSON.parse(String(row['extra'])) as Record<string, string>
    return columns.flatMap(({ source, column }, i) => {
      const cell = records[Number(row['source_row']) - 1]?.[i] ?? ''
      if (plain(cell) === '' || nothing.has(plain(cell).toLowerCase()) || (extra[source] !== undefined && plain(extra[source]) === plain(cell))) return []
      const value = column === 'local_code' ? (row['reg_no'] ?? row['subject_code']) : row[column]
      return says(cell, value) ? [] : [`${row['source_row']} ${source}: ${cell} → ${String(value)}`]
    })
  })
}

describe.skipIf(sharedFolder === null)('of the real files (shared/data beside the checkout)', () => {
  test.each(['beijing-open-data', 'shaanxi-register', 'sf-restaurants'])('%s', { timeout: 240_000 }, async (name) => {
    const folder = join(sharedFolder!, 'data', name)
    const files = readdirSync(folder).filter((file) => file.endsWith('.csv') && file !== 'README.csv')
    const report = await bench.load(...files.map((file) => ({ path: join(folder, file), ...(file === 'businesses.csv' ? { encoding: 'windows-1252' as const } : {}) })))
    const lost: Record<string, string[]> = {}
    let looked = 0
    for (const file of report.files) {
      if (file.fileId === null || file.class === null) continue
      const bytes = readFileSync(join(folder, file.name))
      const records = file.encoding === '' ? utils.sheet_to_json<string[]>(Object.values(read(bytes, { dateNF: 'yyyy-mm-dd' }).Sheets)[0]!, { header: 1, raw: false, defval: '', blankrows: true, dateNF: 'yyyy-mm-dd' }) : recordsOf(new TextDecoder(file.encoding.replace('-bom', '')).decode(bytes))
      const found = await lostOf(file.fileId, file.class, records)
      looked += file.loaded
      if (found.length > 0) lost[file.name] = found.slice(0, 5)
    }
    expect(lost).toEqual({})
    expect(looked).toBeGreaterThan(20_000)
  })
})

test('of any table: headers that are known or not, notations of days and sums, texts of all kinds', { timeout: 120_000 }, async () => {
  const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }).map((at) => at.toISOString())
  const dayCell = fc.oneof(
    day.map((at) => at.slice(0, 10)), day.map((at) => at.slice(0, 10).replaceAll('-', '/')), day.map((at) => at.slice(0, 10).replaceAll('-', '')), day.map((at) => `${at.slice(0, 10)} 00:00:00`),
    day.map((at) => at.slice(0, 19).replace('T', ' ')), day.map((at) => `${at.slice(0, 10)}至2026-01-01`), fc.constantFrom('长期', '待定', '无', '次年'),
  )
  const sumCell = fc.oneof(fc.integer({ min: 0, max: 10_000_000 }).map(String), fc.integer({ min: 0, max: 9999 }).map((n) => `${n / 100}`), fc.constantFrom('约五千', '见附件', '-'))
  const textCell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('a,b', '他说"好"', '第一行\n第二行', ' 空白 ', '／', '=1+1', '０１２'))
    .filter((text) => !text.includes('\0') && !text.includes('\r') && !text.includes('\uFFFD') && text.isWellFormed())
  const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
  const headers = ['当事人名称', '统一社会信用代码', '处罚决定日期', '处罚有效期', '罚款金额', '处罚类别', '处罚内容', '备注甲', '经办, "人"', '公示截止期']
  let turn = 0
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(dayCell, dayCell, sumCell, textCell, textCell, textCell, textCell, dayCell), { minLength: 1, maxLength: 12 }), async (drawn) => {
    const rows = drawn.map(([on, until, fine, kind, content, note, clerk, publicity], n) => [`第${turn}之${n}公司`, codeOf((turn * 13 + n) % 9000 + 1), on, until, fine, kind, content, note, clerk, publicity])
    const records = [headers, ...rows]
    const file = await bench.loadOne({ path: bench.file(`处罚${turn++}.csv`, records.map((record) => `${record.map(quote).join(',')}\n`).join('')), recordClass: 'penalty' })
    expect(file.loaded + file.quarantined + file.duplicate).toBe(rows.length)
    expect(await lostOf(file.fileId!, 'penalty', records)).toEqual([])
  }), { numRuns: 12 })
})
