import { basename } from 'node:path'
import type { FileChoice } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Room } from '../room.ts'
import { propose, type Proposal } from './propose.ts'
import { headOf, type Head } from './readText.ts'
import { referenceOf } from './reference.ts'
import type { Sniffed } from './sniff.ts'
import { sheetsOf, workbookRows } from './workbook.ts'

/** What the file is called: uploads lie under other names. */
export const nameOf = (choice: FileChoice): string => choice.name ?? basename(choice.path)

export interface Examined { head: Head; sheets: string[]; sheet: string | null; proposal: Proposal }

/** Everything that can be told of a file before it is staged. @throws MingchaError encoding_unknown, too_many_columns and those of workbooks */
export async function examine(room: Room, choice: FileChoice, sniffed: Sniffed): Promise<Examined> {
  const name = nameOf(choice)
  if (sniffed.refusal) throw sniffed.refusal
  const sheets = sniffed.format === 'csv' ? [] : await sheetsOf(choice.path, name, sniffed.format)
  const sheet = sniffed.format === 'csv' ? null : (choice.sheet ?? sheets[0] ?? null)
  if (choice.sheet !== undefined && sheet !== null && !sheets.includes(sheet)) throw new MingchaError('no_such_sheet', `${name} has no sheet ${sheet}`, `It has: ${sheets.join(', ')}.`, { name, sheet })
  const head = sniffed.format === 'csv' ? headOf(sniffed.head, sniffed.encoding || 'utf-8', sniffed.head.length >= sniffed.bytes) : await workbookHead(choice, name, sniffed.format, sheet)
  const proposal = propose(head.rows, sheet === null || sheets.length < 2 ? name : `${name} ${sheet}`, choice, referenceOf(room.resources))
  return { head, sheets, sheet, proposal }
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
