import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join as joinPath } from 'node:path'
import type { FileChoice } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { archiveEntries, tableEnding, unpack } from './archive.ts'
import { nameOf } from './examine.ts'
import { isWorkbook, type Format } from './sniff.ts'
import { sheetsOf, workbookRows } from './workbook.ts'

/** One file to read: given as it is, found in a folder, or still packed in an archive. */
export interface Piece {
  choice: FileChoice
  name: string
  bytes: number
  /** Set where it cannot even be looked at. */
  refusal: MingchaError | null
}

/** Files in the order of their names where a folder was given, the entries of archives each on its own; only kinds that can be tables. */
export async function piecesOf(files: FileChoice[]): Promise<Piece[]> {
  const all: Piece[] = []
  for (const choice of files) {
    const info = await stat(choice.path).catch(() => null)
    if (!info?.isDirectory()) {
      all.push(...(await entriesOf(choice, info?.size ?? 0)))
      continue
    }
    const inside = (await readdir(choice.path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile() && (tableEnding.test(one.name) || /\.zip$/i.test(one.name)) && !/^[.~]/.test(one.name))
    const { path: _path, name: _name, ...fixed } = choice
    const found = inside.map((one) => ({ ...fixed, path: joinPath(one.parentPath, one.name) })).sort((a, b) => (a.path < b.path ? -1 : 1))
    if (found.length === 0) all.push({ choice, name: nameOf(choice), bytes: 0, refusal: null })
    for (const one of found) all.push(...(await entriesOf(one, (await stat(one.path).catch(() => null))?.size ?? 0)))
  }
  return all
}

async function entriesOf(choice: FileChoice, bytes: number): Promise<Piece[]> {
  const name = nameOf(choice)
  if (choice.entry !== undefined) return [{ choice, name, bytes, refusal: null }]
  try {
    const entries = await archiveEntries(choice.path, name)
    if (entries === null) return [{ choice, name, bytes, refusal: null }]
    return entries.map((entry) => ({ choice: { ...choice, entry: entry.name }, name: inArchive(name, entry.name), bytes: entry.bytes, refusal: null }))
  } catch (error) {
    if (!(error instanceof MingchaError)) throw error
    return [{ choice, name, bytes, refusal: error }]
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
  if (choice.entry === undefined) return look(choice)
  const folder = await mkdtemp(joinPath(tmpdir(), 'mingcha-look-'))
  try {
    return await look({ ...(await opened(choice, joinPath(folder, 'entry'))), name: nameOf(choice) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The sheets to read where none was chosen: all that hold a table, each a source of its own. */
export async function sheetsToRead(choice: FileChoice, name: string, format: Format): Promise<string[]> {
  if (!isWorkbook(format) || choice.sheet !== undefined) return []
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
