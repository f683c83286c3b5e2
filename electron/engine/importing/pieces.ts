import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join as joinPath, relative } from 'node:path'
import type { FileChoice } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { isOpenHere } from '../duckdb/database.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { archiveEntries, leftBehind, tableEnding, unpack } from './archive.ts'
import { nameOf } from './examine.ts'
import { databaseTables } from './readDatabase.ts'
import { hasSheets, type Format } from './sniff.ts'
import { sheetsOf, workbookRows } from './workbook.ts'
import { forgetStrings } from './workbookZip.ts'

/** One file to read: given as it is, found in a folder, or still packed in an archive. */
export interface Piece {
  choice: FileChoice
  name: string
  bytes: number
  /** Set where it cannot even be looked at. */
  refusal: MingchaError | null
}

export interface Pieces {
  pieces: Piece[]
  /** What lay in the folders and archives and is no table, by its path there. */
  ignored: string[]
}

/** Most names of ignored files that are told. */
const mostIgnored = 1000

/** Files in the order of their names where a folder was given, the entries of archives each on its own; only kinds that can be tables. */
export async function piecesOf(files: FileChoice[]): Promise<Pieces> {
  const all: Pieces = { pieces: [], ignored: [] }
  for (const choice of files) {
    const info = await stat(choice.path).catch(() => null)
    if (!info?.isDirectory()) {
      await addEntries(all, choice, info?.size ?? 0)
      continue
    }
    const inside = (await readdir(choice.path, { recursive: true, withFileTypes: true })).filter((one) => !one.isDirectory()).map((one) => ({ path: joinPath(one.parentPath, one.name), taken: one.isFile() && canBeTable(one.name) }))
    const { path: _path, name: _name, ...fixed } = choice
    const found = inside.filter((one) => one.taken && !isOpenHere(one.path)).map(({ path }) => ({ ...fixed, path })).sort((a, b) => (a.path < b.path ? -1 : 1))
    const taken = new Set(found.map((one) => one.path))
    all.ignored.push(...inside.filter((one) => !taken.has(one.path)).map((one) => joinPath(nameOf(choice), relative(choice.path, one.path))).sort())
    if (found.length === 0) all.pieces.push({ choice, name: nameOf(choice), bytes: 0, refusal: null })
    for (const one of found) await addEntries(all, one, (await stat(one.path).catch(() => null))?.size ?? 0)
  }
  return { pieces: all.pieces, ignored: all.ignored.slice(0, mostIgnored) }
}

/** By its name: a table or an archive of some, and not what systems and programs leave behind, nor an explanation beside the tables. */
const canBeTable = (name: string): boolean => (tableEnding.test(name) || /\.zip$/i.test(name)) && !leftBehind.test(name)

async function addEntries(all: Pieces, choice: FileChoice, bytes: number): Promise<void> {
  const name = nameOf(choice)
  const whole: Piece = { choice, name, bytes, refusal: null }
  try {
    const found = choice.entry === undefined ? await archiveEntries(choice.path, name) : null
    if (found === null) return void all.pieces.push(whole)
    all.pieces.push(...found.tables.map((entry) => ({ choice: { ...choice, entry: entry.name }, name: inArchive(name, entry.name), bytes: entry.bytes, refusal: null })))
    all.ignored.push(...found.ignored.map((entry) => inArchive(name, entry)))
  } catch (error) {
    if (!(error instanceof MingchaError)) throw error
    all.pieces.push({ ...whole, refusal: error })
  }
}

export const inArchive = (archive: string, entry: string): string => `${archive}/${entry}`.slice(0, 300)

/** The file itself, or the entry that was chosen, unpacked into `target`, whose name owes nothing to the archive. */
export async function opened(choice: FileChoice, target: string, signal?: AbortSignal): Promise<FileChoice> {
  if (choice.entry === undefined) return choice
  await unpack(choice.path, basename(choice.path), choice.entry, target, signal)
  const { entry: _entry, ...rest } = choice
  return { ...rest, path: target }
}

/** Looks at a file or an entry, which is unpacked only meanwhile. */
export async function looking<T>(choice: FileChoice, look: (choice: FileChoice) => Promise<T>): Promise<T> {
  if (choice.entry === undefined) return look(choice).finally(forgetStrings)
  const folder = await temporaryFolder('look')
  try {
    return await look({ ...(await opened(choice, joinPath(folder, 'entry'))), name: nameOf(choice) })
  } finally {
    forgetStrings()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The sheets to read where none was chosen: all that hold a table, each a source of its own. */
export async function sheetsToRead(choice: FileChoice, name: string, format: Format): Promise<string[]> {
  if (!hasSheets(format) || choice.sheet !== undefined) return []
  if (format === 'duckdb') return (await databaseTables(choice.path, name)).flatMap((table) => (table.rows > 0 ? [table.name] : []))
  const found: string[] = []
  for (const sheet of await sheetsOf(choice.path, name, format)) {
    let rows = 0
    for await (const { cells } of workbookRows(choice.path, name, format, sheet)) {
      if (cells.filter((cell) => cell.trim() !== '').length > 1) rows++
      if (rows > 1) break
    }
    if (rows > 1) found.push(sheet)
  }
  return found
}
