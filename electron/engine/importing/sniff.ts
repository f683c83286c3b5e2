import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { open, stat, type FileHandle } from 'node:fs/promises'
import type { FileChoice, FilePreview } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { isOpenHere } from '../duckdb/database.ts'
import { refuseForeign } from './foreign.ts'
import { Utf8OfGb18030 } from './gb18030.ts'
import { withLog } from './readDatabase.ts'
import { jsonKind } from './splitElements.ts'

export type Encoding = 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type Format = FilePreview['format']
export const isWorkbook = (format: Format): format is 'xlsx' | 'xls' => format === 'xlsx' || format === 'xls'
/** Holds several tables, each a source of its own. */
export const hasSheets = (format: Format): format is 'xlsx' | 'xls' | 'duckdb' => isWorkbook(format) || format === 'duckdb'
/** Text in some encoding, whatever its syntax. */
export const isText = (format: Format): format is 'csv' | 'json' | 'jsonl' => format === 'csv' || format === 'json' || format === 'jsonl'
export interface Sniffed {
  bytes: number
  modified: number
  format: Format
  /** '' for workbooks, databases and Parquet. */
  encoding: Encoding | ''
  /** Set where nobody can tell the encoding: the hash is still worth knowing. */
  refusal: MingchaError | null
  sha256: string
  /** Text that strict readers would lose rows of: NUL, blank lines, over-long lines, an odd number of quotes. */
  needsCare: boolean
  /** Every record is one line, and none is long: the file can be read from several places at once. */
  simpleLines: boolean
  /** Bytes that are no text in the chosen encoding: replaced by U+FFFD when read. */
  lossy: boolean
  head: Buffer
  /** Where its text lies in UTF-8, if it was GB18030 and a copy was wanted. */
  copy: string | null
}

const chunkBytes = 1 << 20
const longestLine = 8 << 20
/** What a reader takes for a line unless told otherwise is 2 MiB; a chunk may hold the half of one that ends in the next. */
const longLine = 1 << 20
/** Pairs of bytes after which their share of odd ones is known. */
const enoughPairs = 4_000_000

/**
 * Reads a file once from end to end: what it is, in which encoding, and its SHA-256. Encoding: chosen → BOM → UTF-16 by its signs → valid UTF-8 → valid GB18030 → refused.
 * @param copyTo a path that does not exist: valid GB18030 is written there as UTF-8, since to see that it is valid takes reading every sign
 * @throws MingchaError file_missing, file_unreadable, file_empty, not_a_file, not_a_table, format_unsupported, own_workspace
 */
export async function sniff(choice: FileChoice, name: string, signal?: AbortSignal, read?: (bytes: number) => void, copyTo?: string): Promise<Sniffed> {
  const info = await stat(choice.path).catch((error: unknown) => { throw unreadable(name, error) })
  if (!info.isFile()) throw new MingchaError('not_a_file', `${name} is not a file`, 'Choose a file, or a folder that holds some.', { name })
  if (isOpenHere(choice.path)) throw new MingchaError('own_workspace', `${name} is the workspace that is open`, 'Choose another file; to bring one workspace into another, close it first.', { name })
  if (info.size === 0) throw new MingchaError('file_empty', `${name} is empty`, 'Export it again at its source.', { name })
  const hash = createHash('sha256')
  const looks = { utf8: true, gb18030: true, gbPairs: 0, gbOdd: 0, care: false, line: 0, longLines: false, open: false }
  const quotes = { seen: false, open: false, overLines: false }
  const wide = new Utf8Check()
  const gb = new CheckedGb18030(copyTo)
  let place = 0
  let head = Buffer.alloc(0)
  let double: InstanceType<typeof TextDecoder> | null = null
  let broken = false
  let previous = 10
  const file = await open(choice.path, 'r').catch((error: unknown) => { throw unreadable(name, error) })
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null).catch((error: unknown) => { throw unreadable(name, error) })
      if (bytesRead === 0) break
      const chunk = buffer.subarray(0, bytesRead)
      hash.update(chunk)
      if (head.length === 0) {
        head = Buffer.from(chunk)
        refuseForeign(head, name)
        const order = choice.encoding === undefined ? utf16Of(head) : choice.encoding === 'utf-16le' || choice.encoding === 'utf-16be' ? choice.encoding : null
        if (order) double = new TextDecoder(order, { fatal: true })
      }
      if (double && !broken) broken = !takes(double, chunk)
      if (looks.utf8 && !wide.takes(chunk)) {
        // What came before was UTF-8, and nobody asked whether it could be GB18030 as well.
        looks.utf8 = false
        looks.gb18030 = await reads(gb, file, place, name)
      }
      if (!looks.utf8 && looks.gb18030) looks.gb18030 = await gb.takes(chunk)
      if (!looks.utf8 && looks.gb18030) countPairs(chunk, looks)
      if (!looks.care) looks.care = careful(chunk, previous, looks)
      if (!quotes.overLines) countQuotes(chunk, previous, place === 0, quotes)
      looks.open = looks.open !== oddQuotes(chunk)
      previous = chunk[bytesRead - 1]!
      place += bytesRead
      read?.(bytesRead)
    }
    if (!looks.utf8 && looks.gb18030) looks.gb18030 = await gb.ends()
  } finally {
    await file.close()
    await gb.close()
  }
  const base = { copy: null, bytes: info.size, modified: info.mtimeMs, sha256: hash.digest('hex'), head }
  const format = formatOf(head)
  if (format === 'duckdb') base.sha256 = await withLog(choice.path, base.sha256)
  if (!isText(format)) return { ...base, format, encoding: '', refusal: null, needsCare: false, simpleLines: false, lossy: false }
  const utf8 = looks.utf8 && wide.ends()
  const told = encodingOf(choice, name, head, utf8, looks.gb18030 && looks.gbOdd * 2 <= looks.gbPairs)
  if (told === null) {
    const refusal = new MingchaError('encoding_unknown', `${name} is neither UTF-8 nor GB18030`, 'Choose its encoding; Western files are often windows-1252.', { name })
    return { ...base, format, encoding: '', refusal, needsCare: false, simpleLines: false, lossy: false }
  }
  const lossy = told === 'utf-8' || told === 'utf-8-bom' ? !utf8 : told === 'gb18030' ? !looks.gb18030 : double !== null && (broken || !ends(double))
  return { ...base, copy: told === 'gb18030' && !utf8 && !lossy ? gb.copy : null, format: jsonKind(new TextDecoder(told === 'utf-8-bom' ? 'utf-8' : told).decode(head), name) ?? 'csv', encoding: told, refusal: null, needsCare: looks.care || looks.open, simpleLines: !looks.care && !looks.longLines && !quotes.overLines && !told.startsWith('utf-16'), lossy }
}

/** Whether the first bytes of a file are text to a decoder, which is then ready for those that follow. */
async function reads(decoder: CheckedGb18030, file: FileHandle, bytes: number, name: string): Promise<boolean> {
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, bytes))
  for (let place = 0; place < bytes;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - place), place).catch((error: unknown) => { throw unreadable(name, error) })
    if (bytesRead === 0 || !(await decoder.takes(buffer.subarray(0, bytesRead)))) return false
    place += bytesRead
  }
  return true
}

const takes = (decoder: InstanceType<typeof TextDecoder>, chunk: Buffer): boolean => {
  try {
    decoder.decode(chunk, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The byte order of UTF-16 text by its BOM, or where there is none by what its signs would be: nearly all of them common ones in one order only. */
function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const start = head.subarray(0, 65_536)
  if (start.length < 4 || !start.includes(0)) return null
  const share = (low: number): number => {
    let common = 0
    for (let i = 0; i + 1 < start.length; i += 2) {
      const sign = (start[i + 1 - low]! << 8) | start[i + low]!
      if (sign === 9 || sign === 10 || sign === 13 || (sign >= 0x20 && sign <= 0x17f) || (sign >= 0x2010 && sign <= 0x2030) || (sign >= 0x3000 && sign <= 0x303f) || (sign >= 0x4e00 && sign <= 0x9fff) || (sign >= 0xff00 && sign <= 0xffef)) common++
    }
    return common / Math.floor(start.length / 2)
  }
  const [little, big] = [share(0), share(1)]
  if (Math.max(little, big) < 0.95) return null
  return little > big ? 'utf-16le' : 'utf-16be'
}

function encodingOf(choice: FileChoice, name: string, head: Buffer, utf8: boolean, gb18030: boolean): Encoding | null {
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const utf16 = utf16Of(head)
  const nul = head.subarray(0, 65_536).filter((byte) => byte === 0).length
  if (choice.encoding) return choice.encoding === 'utf-8' && bom ? 'utf-8-bom' : choice.encoding
  if (utf16) return utf16
  if (isBinary(head, nul)) throw new MingchaError('not_a_table', `${name} is no text and no workbook`, 'Import CSV, JSON, XLSX, XLS, Parquet or DuckDB files, or archives of them.', { name })
  if (utf8) return bom ? 'utf-8-bom' : 'utf-8'
  return gb18030 ? 'gb18030' : null
}

/** Signs of a binary file: known magic numbers, many NULs, or many other control characters. */
function isBinary(head: Buffer, nul: number): boolean {
  const start = head.subarray(0, 65_536)
  const magic = start.subarray(0, 4).toString('latin1')
  if (['\x89PNG', 'GIF8', '\xff\xd8\xff', '\x7fELF', 'MZ\x90'].some((sign) => magic.startsWith(sign))) return true
  let control = 0
  for (const byte of start) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0) control++
  return nul > start.length / 100 || control > start.length / 50
}

function formatOf(head: Buffer): Sniffed['format'] {
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return 'xlsx'
  if (head.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))) return 'xls'
  if (head.subarray(8, 12).toString('latin1') === 'DUCK') return 'duckdb'
  return head.subarray(0, 4).toString('latin1') === 'PAR1' ? 'parquet' : 'csv'
}

/**
 * Western text passes as GB18030 where an accented letter stands before an ordinary one ("UEÑO"). Chinese text rarely has a
 * trailing byte in the ASCII letters: where most pairs have one, it is not Chinese.
 */
function countPairs(chunk: Buffer, looks: { gbPairs: number; gbOdd: number }): void {
  if (looks.gbPairs > enoughPairs) return
  for (let i = 0; i + 1 < chunk.length; i++) {
    if (chunk[i]! < 0x81) continue
    looks.gbPairs++
    if (chunk[i + 1]! < 0x80) looks.gbOdd++
    i++
  }
}

/** Whether a quoted cell may hold a line end: then records cannot be told from lines. A quote in the midst of a cell makes it uncertain, and so do units of two bytes. */
function countQuotes(chunk: Buffer, previous: number, start: boolean, quotes: { seen: boolean; open: boolean; overLines: boolean }): void {
  if (!quotes.seen && !(quotes.seen = chunk.includes(34))) return
  let { open } = quotes
  for (let i = 0; i < chunk.length; i++) {
    const byte = chunk[i]!
    if (byte === 34) {
      if (!open && !opensCell(i > 0 ? chunk[i - 1]! : previous) && !(start && i === 3)) quotes.overLines = true
      open = !open
    } else if (open && (byte === 10 || byte === 13)) quotes.overLines = true
    if (quotes.overLines) return
  }
  quotes.open = open
}

/** After a delimiter, a line end, or the quote that a doubled one follows. */
const opensCell = (before: number): boolean => before === 44 || before === 9 || before === 59 || before === 124 || before === 10 || before === 13 || before === 34

/** NUL, a blank line, or a line over the limit. */
function careful(chunk: Buffer, previous: number, looks: { line: number; longLines: boolean }): boolean {
  if (chunk.includes(0) || chunk.includes('\n\n') || chunk.includes('\n\r\n')) return true
  if (previous === 10 && (chunk[0] === 10 || (chunk[0] === 13 && chunk[1] === 10))) return true
  const first = chunk.indexOf(10)
  if (first === -1) looks.line += chunk.length
  if (looks.line + Math.max(first, 0) > longestLine) return true
  if (looks.line + Math.max(first, 0) > longLine) looks.longLines = true
  if (first !== -1) looks.line = chunk.length - chunk.lastIndexOf(10) - 1
  return false
}

/** A quote that never closes: DuckDB's strict reader drops such a record at the end of a file and says nothing. */
function oddQuotes(chunk: Buffer): boolean {
  let odd = false
  for (let at = chunk.indexOf(34); at !== -1; at = chunk.indexOf(34, at + 1)) odd = !odd
  return odd
}

function ends(decoder: InstanceType<typeof TextDecoder>): boolean {
  try {
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** Validity of GB18030 over chunks, whose text is written to `copyTo` as UTF-8 on the way. */
class CheckedGb18030 {
  readonly #copyTo: string | undefined
  #text: Utf8OfGb18030 | null = null
  #file: FileHandle | null = null
  #valid = true
  constructor(copyTo: string | undefined) {
    this.#copyTo = copyTo
  }

  /** The copy, complete once `ends` was asked. */
  get copy(): string | null {
    return this.#valid && this.#file ? this.#copyTo! : null
  }

  takes(chunk: Buffer): Promise<boolean> {
    return this.#put((text) => text.take(chunk))
  }

  ends(): Promise<boolean> {
    return this.#put((text) => text.end())
  }

  async close(): Promise<void> {
    await this.#file?.close()
  }

  async #put(part: (text: Utf8OfGb18030) => Buffer): Promise<boolean> {
    let utf8: Buffer
    try {
      utf8 = part(this.#text ??= new Utf8OfGb18030(true))
    } catch {
      return this.#valid = false
    }
    if (this.#copyTo === undefined) return true
    this.#file ??= await open(this.#copyTo, 'wx')
    await this.#file.writeFile(utf8)
    return true
  }
}

/** Validity of UTF-8 over chunks: up to three bytes of a character may wait for the next one. */
class Utf8Check {
  #waiting = Buffer.alloc(0)
  takes(chunk: Buffer): boolean {
    const all = this.#waiting.length > 0 ? Buffer.concat([this.#waiting, chunk]) : chunk
    let cut = all.length
    for (let back = 1; back <= 3 && back <= all.length; back++) {
      const byte = all[all.length - back]!
      if (byte < 0x80) break
      if (byte >= 0xc0) {
        if (back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2)) cut = all.length - back
        break
      }
    }
    this.#waiting = Buffer.from(all.subarray(cut))
    return isUtf8(all.subarray(0, cut))
  }
  ends(): boolean {
    return this.#waiting.length === 0
  }
}

export const missing = (name: string): MingchaError => new MingchaError('file_missing', `${name} is not there (any more)`, 'Check the path; a moved drive or a cleaned folder is the usual cause.', { name })

export function unreadable(name: string, error: unknown): MingchaError {
  const code = (error as { code?: string }).code
  if (code === 'ENOENT') return missing(name)
  return new MingchaError('file_unreadable', `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Check your rights to it, and whether another program holds it.', { name, detail: code ?? '' })
}
