import { basename } from 'node:path'
import { recordClasses } from '../../../shared/classes.ts'
import type { FileChoice } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Room } from '../room.ts'
import { jsonHead } from './flatten.ts'
import { propose, type Proposal } from './propose.ts'
import { decodedHead, headOf, type Head } from './readText.ts'
import { referenceOf } from './reference.ts'
import { databaseHead } from './readDatabase.ts'
import { parquetHead } from './readParquet.ts'
import { hasSheets, isWorkbook, type Sniffed } from './sniff.ts'
import { isNamed } from './stageNested.ts'
import { sheetsOf, workbookRows } from './workbook.ts'

/** What the file is called: uploads lie under other names, entries of archives under their archive's. */
export const nameOf = (choice: FileChoice): string => (choice.name ?? `${basename(choice.path)}${choice.entry === undefined ? '' : `/${choice.entry}`}`).slice(0, 300)

export interface Examined { head: Head; sheets: string[]; sheet: string | null; proposal: Proposal }

/** Everything that can be told of a file before it is staged. @throws MingchaError encoding_unknown, too_many_columns and those of workbooks */
export async function examine(room: Room, choice: FileChoice, sniffed: Sniffed): Promise<Examined> {
  const name = nameOf(choice)
  if (sniffed.refusal) throw sniffed.refusal
  const { format } = sniffed
  const sheets = hasSheets(format) ? await sheetsOf(choice.path, name, format) : []
  const sheet = hasSheets(format) ? (choice.sheet ?? sheets[0] ?? null) : null
  if (choice.sheet !== undefined && sheet !== null && !sheets.includes(sheet)) throw new MingchaError('no_such_sheet', `${name} has no sheet ${sheet}`, `It has: ${sheets.join(', ')}.`, { name, sheet })
  const reference = referenceOf(room.resources)
  if (isNamed(format)) {
    const rows = await namedRows(choice, name, sniffed, sheet)
    const proposal = propose(rows, sheet === null ? name : `${name} ${sheet}`, { ...choice, headerRow: 1, recordClass: choice.recordClass ?? recordClasses.find((one) => one === sheet) }, reference)
    if (rows[0]!.length === 0) throw new MingchaError('not_a_table', `${name} holds no objects with values`, 'A table in JSON is an array of objects, or one object a line.', { name })
    const width = rows[0]!.length
    return { head: { delimiter: '', rows: rows.slice(1), width }, sheets, sheet, proposal: { ...proposal, headerRow: 0, headers: proposal.headers.slice(0, width), columns: proposal.columns.slice(0, width), sources: rows[0]! } }
  }
  const head = isWorkbook(format) ? await workbookHead(choice, name, format, sheet) : headOf(sniffed.head, sniffed.encoding || 'utf-8', sniffed.head.length >= sniffed.bytes)
  const proposal = propose(head.rows, sheet === null || sheets.length < 2 ? name : `${name} ${sheet}`, choice, reference)
  return { head, sheets, sheet, proposal }
}

/** The names of a file that names its values itself, and its first rows. */
async function namedRows(choice: FileChoice, name: string, { format, head, encoding, bytes }: Sniffed, sheet: string | null): Promise<string[][]> {
  if (format === 'duckdb') return databaseHead(choice.path, name, sheet)
  if (format === 'parquet') return parquetHead(choice.path, name)
  const whole = head.length >= bytes
  return jsonHead(decodedHead(head, encoding || 'utf-8', whole), format === 'jsonl' ? 'jsonl' : 'json', name, whole)
}

async function workbookHead(choice: FileChoice, name: string, format: 'xlsx' | 'xls', sheet: string | null): Promise<Head> {
  const rows: string[][] = []
  for await (const { number, cells } of workbookRows(choice.path, name, format, sheet)) {
    while (rows.length < number - 1 && rows.length < 300) rows.push([])
    if (rows.length >= 300) break
    rows.push(cells)
  }
  return { delimiter: '', rows, width: Math.max(1, ...rows.map((row) => row.length)) }
}
