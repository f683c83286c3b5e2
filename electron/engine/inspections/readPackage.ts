import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { FileChoice, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Column } from './columns.ts'

/** The records of a text or workbook, null where the file is neither; the files of a ZIP unpacked into a folder, null where it is none. Handed in by the importing room, which knows files. */
export interface Files {
  tableRows(choice: FileChoice, name: string): Promise<AsyncGenerator<{ number: number; cells: string[]; bad: string | null }> | null>
  unpackAll(path: string, name: string, folder: string, signal?: AbortSignal): Promise<{ name: string; path: string }[] | null>
}

/** A package as it was read: cells by column, in the order of its rows. */
export interface ReadPackage {
  /** Name of the table. */
  file: string
  headerRow: number
  rows: { row: number; cells: Record<string, string> }[]
  /** Rows that cannot be cut into cells. */
  bad: number[]
  ignored: string[]
  /** Where the file lies that a row names, by its name; undefined: it did not come along. */
  photo(name: string): string | undefined
}

const table = /\.(xlsx|xlsm|xls|csv|tsv|json)$/i
/** Rows among which the header is looked for, and rows that a package may have. */
const headerWithin = 20
const mostRows = 100_000
const mostJson = 200 << 20

/**
 * Reads a filled package: a table by itself, with photos beside it, or a folder or ZIP of both.
 * @throws MingchaError package_no_table, package_tables, package_header, package_too_many, package_json and those of reading a file
 */
export async function readPackage(files: Files, columns: readonly Column[], input: Parsed<'importResults'>, folder: string, signal?: AbortSignal): Promise<ReadPackage> {
  const name = (input.name ?? basename(input.path)).slice(0, 300)
  const inside = (await stat(input.path).catch(() => null))?.isDirectory() ? await filesIn(input.path) : await files.unpackAll(input.path, name, folder, signal)
  // A file under another name than its own was uploaded: what lies beside it is not of this package.
  const beside = inside ?? (name === basename(input.path) ? await filesIn(dirname(input.path)) : [])
  const own = inside === null ? { name, path: input.path } : theTable(name, inside)
  const photos = new Map(beside.filter((one) => one.path !== own.path).map((one) => [plainName(one.name), one.path]))
  const read = extname(own.name).toLowerCase() === '.json' ? await readJson(own, columns) : await readTable(files, own, columns, input)
  return { ...read, file: inside === null ? name : own.name, photo: (wanted) => photos.get(plainName(wanted)) }
}

const plainName = (name: string): string => basename(name.trim().replaceAll('\\', '/')).normalize('NFC').toLowerCase()

async function filesIn(folder: string): Promise<{ name: string; path: string }[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: false }).catch(() => [])
  const deeper = await Promise.all(found.filter((one) => one.isDirectory()).map(async (one) => (await readdir(join(folder, one.name), { withFileTypes: true }).catch(() => [])).filter((inner) => inner.isFile()).map((inner) => ({ name: `${one.name}/${inner.name}`, path: join(folder, one.name, inner.name) }))))
  return [...found.filter((one) => one.isFile()).map((one) => ({ name: one.name, path: join(folder, one.name) })), ...deeper.flat()]
}

function theTable(name: string, inside: { name: string; path: string }[]): { name: string; path: string } {
  const tables = inside.filter((one) => table.test(one.name) && !/(^|\/)([.~]|__MACOSX\/)/.test(one.name))
  if (tables.length === 0) throw new MingchaError('package_no_table', `${name} holds no table`, 'Put the filled task package into it, beside its photos.', { name })
  if (tables.length > 1) throw new MingchaError('package_tables', `${name} holds ${tables.length} tables: ${tables.map((one) => one.name).join(', ')}`, 'Leave one in it; bring the others in by themselves.', { name, tables: tables.map((one) => one.name).join('、') })
  return tables[0]!
}

type Read = Omit<ReadPackage, 'file' | 'photo'>

async function readTable(files: Files, { name, path }: { name: string; path: string }, columns: readonly Column[], { encoding, sheet }: Parsed<'importResults'>): Promise<Read> {
  const records = await files.tableRows({ path, name, ...(encoding ? { encoding } : {}), ...(sheet === undefined ? {} : { sheet }) }, name)
  if (records === null) throw new MingchaError('package_no_table', `${name} is neither a CSV, nor a workbook, nor JSON`, 'Save the filled task package as XLSX, CSV or JSON.', { name })
  const read: Read = { headerRow: 0, rows: [], bad: [], ignored: [] }
  let named: (string | null)[] = []
  let looked = 0
  for await (const { number, cells, bad } of records) {
    if (bad === null && cells.every((cell) => cell.trim() === '')) continue
    if (read.headerRow === 0) {
      const found = bad === null ? headerOf(columns, cells) : null
      if (found) {
        named = found
        read.headerRow = number
        read.ignored = cells.filter((cell, i) => found[i] === null && cell.trim() !== '').map((cell) => cell.trim())
      } else if (++looked >= headerWithin) break
      continue
    }
    if (bad === null) read.rows.push({ row: number, cells: Object.fromEntries(named.flatMap((column, i) => (column === null ? [] : [[column, (cells[i] ?? '').trim()]]))) })
    else read.bad.push(number)
    refuseMany(name, read)
  }
  if (read.headerRow === 0) throw noHeader(name, columns)
  return read
}

/** What makes a row a result of something: the header names all of these. */
const needed = ['origin', 'number', 'visit', 'item', 'inspected_on', 'codes']

function headerOf(columns: readonly Column[], cells: readonly string[]): (string | null)[] | null {
  const plain = (text: string): string => text.normalize('NFKC').replace(/[\s*]/g, '').toLowerCase()
  const named = new Map(columns.flatMap((one) => [[plain(one.name), one.name], [plain(one.en), one.name], [plain(one.zh), one.name]] as const))
  const seen = new Set<string>()
  const found = cells.map((cell) => {
    const column = named.get(plain(cell))
    if (column === undefined || seen.has(column)) return null
    seen.add(column)
    return column
  })
  return needed.every((name) => seen.has(name)) ? found : null
}

const noHeader = (name: string, columns: readonly Column[]): MingchaError => {
  const headers = columns.filter((one) => needed.includes(one.name)).map((one) => one.zh)
  return new MingchaError('package_header', `${name} lacks the header of a task package: ${headers.join(', ')}`, 'Fill in the package as it was exported, and keep its header.', { name, columns: headers.join('、') })
}

function refuseMany(name: string, read: Read): void {
  if (read.rows.length + read.bad.length > mostRows) throw new MingchaError('package_too_many', `${name} has more than ${mostRows} rows`, 'Divide it.', { name, most: mostRows })
}

async function readJson({ name, path }: { name: string; path: string }, columns: readonly Column[]): Promise<Read> {
  const invalid = (detail: string): MingchaError => new MingchaError('package_json', `${name} is no task package in JSON: ${detail}`, 'Bring back the package as it was exported, with its rows filled in.', { name, detail })
  const about = await stat(path).catch(() => null)
  if (about === null) throw invalid('there is no such file')
  if (about.size > mostJson) throw invalid(`it has more than ${mostJson / 2 ** 20} MB`)
  let content: unknown
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)))
  } catch (error) {
    throw invalid(error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read')
  }
  const rows = Array.isArray(content) ? content : typeof content === 'object' && content !== null ? (content as { rows?: unknown }).rows : null
  if (!Array.isArray(rows)) throw invalid('it has no rows')
  const known = new Set(columns.map((one) => one.name))
  const read: Read = { headerRow: 0, rows: [], bad: [], ignored: [] }
  const ignored = new Set<string>()
  for (const [i, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) read.bad.push(i + 1)
    else {
      for (const key of Object.keys(row)) if (!known.has(key)) ignored.add(key)
      read.rows.push({ row: i + 1, cells: Object.fromEntries(Object.entries(row).flatMap(([key, value]) => (known.has(key) ? [[key, textOf(value)]] : []))) })
    }
    refuseMany(name, read)
  }
  return { ...read, ignored: [...ignored].slice(0, 100) }
}

/** Lists of codes or photos may be lists. */
const textOf = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join('、') : typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '')
