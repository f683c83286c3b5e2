import type { FileChoice, LibraryImport, Parsed } from '../../../shared/contract.ts'
import { MingchaError, toErrorValue } from '../../../shared/errors.ts'
import { join, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { refused, typedRow, type TypedRow } from './cells.ts'
import { readLibraries, type Column, type Library } from './columns.ts'
import { referencesOf } from './references.ts'
import { endKeys, putVersions } from './versions.ts'

/** Reads the records of a text or workbook; null where the file is neither. Handed in by the importing room, which knows files. */
export type TableRows = (choice: FileChoice, name: string) => Promise<AsyncGenerator<{ number: number; cells: string[]; bad: string | null }> | null>

/** Rows among which the header is looked for, and rows that a library may have. */
const headerWithin = 20
const mostRows = 100_000
/** What the explanation and the example of a template begin with: they are no rows. */
const aside = /^(说明|示例|例)[:：]/

interface Sheet { headerRow: number; columns: (Column | null)[]; ignored: string[]; rows: { number: number; cells: string[] }[]; bad: number[] }

/**
 * Brings a library in from a filled template: all good rows in one transaction, or none. A row that cannot be used is told with its column
 * and how to mend it; then nothing is applied, unless `skipRefused`. `complete`: the file is the whole library, what it lacks ends on the day before `today`.
 * @throws MingchaError library_not_table, library_header, library_too_many and those of reading a file
 */
export async function importLibrary(room: Room, tableRows: TableRows, input: Parsed<'importLibrary'>): Promise<LibraryImport> {
  const library = readLibraries(room.resources)[input.kind]
  const name = (input.name ?? input.path.split(/[\\/]/).at(-1)!).slice(0, 300)
  const sheet = await readSheet(library, tableRows, input, name)
  const today = room.today()
  return room.database().write(async (ask) => {
    const references = await referencesOf(ask, library)
    const refusals: LibraryImport['refused'] = sheet.bad.map((row) => ({ row, ...toErrorValue(refused('library_unread', library.columns[0]!, 'the row cannot be cut into cells', 'Look for a quotation mark that is never closed.', {})) }))
    const typed: TypedRow[] = []
    const seen = new Map<string, number>()
    for (const { number, cells } of sheet.rows) {
      const written = Object.fromEntries(sheet.columns.flatMap((column, i) => (column === null || (cells[i] ?? '').trim() === '' ? [] : [[column.name, cells[i]!]])))
      const { row, refusals: found } = typedRow(library, number, written, references, today)
      const twice = row === null ? undefined : seen.get(keyOf(library, row))
      const column = library.columns.find((one) => one.key)!
      if (row !== null && twice !== undefined) found.push(refused('library_twice', column, `${column.nameZh} stands with the same day in row ${twice} already`, 'Remove one of the two rows.', { twice }))
      refusals.push(...found.map((one) => ({ row: number, ...toErrorValue(one) })))
      if (row === null || found.length > 0) continue
      seen.set(keyOf(library, row), number)
      typed.push(row)
    }
    for (const [row, error] of overlaps(library, typed)) refusals.push({ row, ...toErrorValue(error) })
    const applied = refusals.length === 0 || input.skipRefused
    const mark = { reason: input.reason, source: name }
    const bad = new Set(refusals.map((one) => one.row))
    const counts = applied ? await putVersions(ask, library, typed.filter((one) => !bad.has(one.n)), mark) : { added: 0, changed: 0, unchanged: 0, ended: 0 }
    if (applied && input.complete) {
      const kept = typed.map(({ values }) => sql`(${join(library.key.map((key) => sql`t.${{ parts: [`"${key}"`], values: [] }} = ${values[key] as string}`), ' AND ')})`)
      counts.ended += await endKeys(ask, library, kept.length === 0 ? sql`true` : sql`NOT (${join(kept, ' OR ')})`, dayBefore(today), mark)
    }
    return { kind: input.kind, name, headerRow: sheet.headerRow, read: sheet.rows.length + sheet.bad.length, ...counts, refused: refusals.slice(0, 1000), refusedRows: bad.size, ignored: sheet.ignored, applied }
  })
}

const keyOf = (library: Library, row: TypedRow): string => JSON.stringify([...library.key.map((key) => row.values[key]), row.from])

/** Versions of one key of which one ends after the next begins: they contradict each other. */
function overlaps(library: Library, rows: readonly TypedRow[]): [number, MingchaError][] {
  const column = library.columns.at(-1)!
  const byKey = rows.toSorted((a, b) => (keyOf(library, a) < keyOf(library, b) ? -1 : 1))
  return byKey.flatMap((row, i): [number, MingchaError][] => {
    const next = byKey[i + 1]
    if (next === undefined || !row.until || !library.key.every((key) => row.values[key] === next.values[key]) || row.until < next.from) return []
    return [[row.n, refused('library_overlap', column, `${column.nameZh} ${row.until} is not before row ${next.n} of the same key begins, ${next.from}`, 'Correct one of the two days.', { value: row.until, next: next.n, from: next.from })]]
  })
}

export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

async function readSheet(library: Library, tableRows: TableRows, { path, encoding, sheet }: Parsed<'importLibrary'>, name: string): Promise<Sheet> {
  const records = await tableRows({ path, name, encoding, sheet }, name)
  if (records === null) throw new MingchaError('library_not_table', `${name} is neither a CSV nor a workbook`, 'Fill in the template and save it as XLSX or CSV.', { name })
  const read: Sheet = { headerRow: 0, columns: [], ignored: [], rows: [], bad: [] }
  const looked: string[] = []
  for await (const { number, cells, bad } of records) {
    if (bad === null && cells.every((cell) => cell.trim() === '')) continue
    if (read.headerRow === 0) {
      const found = headerOf(library, cells)
      if (found) Object.assign(read, found, { headerRow: number })
      else if (looked.push(cells.join(' ')) >= headerWithin) break
      continue
    }
    if (bad !== null) read.bad.push(number)
    else if (!aside.test(cells.find((cell) => cell.trim() !== '')!.trim())) read.rows.push({ number, cells })
    if (read.rows.length > mostRows) throw new MingchaError('library_too_many', `${name} has more than ${mostRows} rows`, 'Divide it.', { name, most: mostRows })
  }
  const needed = library.columns.filter((one) => one.required)
  const missing = needed.filter((one) => !read.columns.includes(one))
  if (read.headerRow === 0 || missing.length > 0) {
    const lacking = (read.headerRow === 0 ? needed : missing).map((one) => one.nameZh)
    throw new MingchaError('library_header', `${name} has no header of ${library.nameZh}: ${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} missing`, 'Fill in the template, and keep its header as it is.', { name, library: library.nameZh, columns: lacking.join('、') })
  }
  return read
}

/** The header is the first row that names every part of the key. */
function headerOf(library: Library, cells: readonly string[]): Pick<Sheet, 'columns' | 'ignored'> | null {
  const plain = (text: string): string => text.normalize('NFKC').replace(/[\s*＊]/gu, '').toLowerCase()
  const named = new Map<string, Column>()
  for (const column of library.columns) for (const text of [...column.also, column.name, column.nameEn, column.nameZh]) named.set(plain(text), column)
  // A header that an earlier column has as another name belongs to the column whose own name it is.
  for (const column of library.columns) named.set(plain(column.nameZh), column)
  const taken = new Set<Column>()
  const columns = cells.map((cell) => {
    const column = named.get(plain(cell)) ?? null
    if (column === null || taken.has(column)) return null
    taken.add(column)
    return column
  })
  if (!library.key.every((key) => columns.some((one) => one?.name === key))) return null
  return { columns, ignored: cells.filter((cell, i) => columns[i] === null && cell.trim() !== '').map((cell) => cell.trim()) }
}
