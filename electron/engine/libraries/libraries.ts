import type { Parsed, Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { libraryKinds, type LibraryKind } from '../../../shared/libraries.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { holdsOn } from '../workspace/holds.ts'
import { keepUnseen } from '../workspace/personal.ts'
import { typedRow } from './cells.ts'
import { readLibraries, tableOf, type Library } from './columns.ts'
import { importLibrary, type TableRows } from './importLibrary.ts'
import { libraryLog, libraryPage, listLibraries } from './pages.ts'
import { referencesOf } from './references.ts'
import { templateOf, type WriteWorkbook } from './template.ts'
import { endKeys, putVersions } from './versions.ts'

/** Departments, items, officers with leave and recusals, experts, third parties: imported, edited, as they were on any day, every change logged. */
export function libraries(room: Room, tableRows: TableRows, workbook: WriteWorkbook): Verbs<'listLibraries' | 'libraryPage' | 'saveLibraryRow' | 'endLibraryRow' | 'libraryLog' | 'importLibrary' | 'libraryTemplate'> {
  const library = (kind: LibraryKind): Library => readLibraries(room.resources)[kind]
  const told = <T>(answer: T): T => (room.changed('libraries'), answer)
  return {
    listLibraries: ({ on }) => room.database().read((ask) => listLibraries(ask, room.resources, on ?? room.today())),
    libraryPage: (input) => room.database().read((ask) => libraryPage(ask, library(input.kind), input, room.today())),
    saveLibraryRow: async (input) => told(await room.database().write((ask) => saveRow(ask, library(input.kind), input, room))),
    endLibraryRow: async (input) => told(await room.database().write((ask) => endRow(ask, library(input.kind), input))),
    libraryLog: (input) => room.database().read((ask) => libraryLog(ask, input.kind === undefined ? null : library(input.kind), input, (table) => libraryKinds.find((kind) => tableOf[kind] === table)!)),
    importLibrary: async (input) => told(await importLibrary(room, tableRows, input)),
    libraryTemplate: async ({ kind, format }) => templateOf(library(kind), format, workbook),
  }
}

/** @throws MingchaError of the first cell that cannot be used (cells.ts) */
async function saveRow(ask: Connection, library: Library, { row: written, reason }: Parsed<'saveLibraryRow'>, { resources, today }: Room): Promise<{ action: 'added' | 'changed' | 'unchanged' | 'ended' }> {
  const own = sql`(${join(library.key.map((name) => sql`t.${ident(name)} = ${String(written[name] ?? '')}`), ' AND ')}) AND ${holdsOn(typeof written['valid_from'] === 'string' && !Number.isNaN(Date.parse(written['valid_from'])) ? written['valid_from'] : today(), 't')}`
  const cells = await keepUnseen(ask, resources, library.table, own, written)
  const { row, refusals } = typedRow(library, 1, cells, await referencesOf(ask, library), today())
  if (row === null) throw refusals[0]!
  const counts = await putVersions(ask, library, [row], { reason, source: '' })
  return { action: (['added', 'changed', 'ended', 'unchanged'] as const).find((one) => counts[one] > 0)! }
}

/** @throws MingchaError no_such_library_row where no row of the key holds after that day */
async function endRow(ask: Connection, library: Library, { key, last, reason }: Parsed<'endLibraryRow'>): Promise<null> {
  const which: Sql = join(library.key.map((name, i) => sql`t.${ident(name)} = ${key[i] ?? ''}`), ' AND ')
  const ended = await endKeys(ask, library, which, last, { reason, source: '' })
  if (ended === 0) throw new MingchaError('no_such_library_row', `${library.nameEn} has no row ${key.join('/')} that holds after ${last}`, 'It may have ended before: look at its history.', { key: key.join('/'), day: last, library: library.nameZh })
  return null
}
