import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { isUtf8 } from 'node:buffer'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { MingchaError } from '../../../shared/errors.ts'
import { isOpenHere } from '../duckdb/database.ts'
import { refuseForeign } from './foreign.ts'

/** Endings of files that can be tables; folders and archives are searched for these. */
export const tableEnding = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|xlsm|xls|duckdb|db)$/i
/** Names that systems and programs leave behind, and explanations that lie beside tables. */
export const leftBehind = /^[.~]|^(thumbs\.db|desktop\.ini)$|^(read[ _-]?me|licen[cs]e|changelog|说明|使用说明|填报说明|数据说明|字段说明)[^/]*\.txt$/i

/** An entry that unpacks to more than this and this many times its size is a bomb; so is an archive beyond the total. */
const bombBytes = 64 << 20
const bombRatio = 200
const totalBytes = 64 * 2 ** 30
const mostEntries = 10_000

export interface ArchiveEntry {
  /** As the archive says, for reading only: never a path. */
  name: string
  bytes: number
}

/** The tables of a ZIP archive in its order; null where the file is no archive or is a workbook (which is one, too). @throws MingchaError archive_damaged, archive_bomb, archive_nested, not_a_table, format_unsupported */
export async function archiveEntries(path: string, name: string): Promise<{ tables: ArchiveEntry[]; ignored: string[] } | null> {
  if (isOpenHere(path) || !(await beginsAsZip(path, name))) return null
  const found = await withEntries(path, name, async (_, entries) => {
    if ([...entries.keys()].some((one) => /^\/?xl\/workbook\.(xml|bin)$/i.test(one))) return null
    return refuseBombs(entries, name)
  }).catch((error: unknown) => {
    // What calls itself a workbook is refused as one.
    if (/\.xls[xm]$/i.test(name) && error instanceof MingchaError && error.code === 'archive_damaged') return null
    throw error
  })
  if (found === null) return null
  const inner = found.find((entry) => /\.(zip|rar|7z|gz|tar|tgz)$/i.test(entry.name))
  if (inner) throw nested(`${name}/${inner.name}`)
  const tables = found.filter((entry) => tableEnding.test(entry.name) && !/(^|\/)__MACOSX\//.test(entry.name) && !leftBehind.test(entry.name.slice(entry.name.lastIndexOf('/') + 1)) && entry.bytes > 0)
  if (tables.length === 0) throw new MingchaError('not_a_table', `${name} is an archive without tables`, 'Import CSV, JSON, XLSX, XLS, Parquet or DuckDB files, or archives of them.', { name })
  const taken = new Set(tables)
  return { tables, ignored: found.filter((entry) => !taken.has(entry)).map((entry) => entry.name) }
}

/** Unpacks one entry into `target`. @throws MingchaError no_such_entry, archive_damaged, archive_encrypted, archive_nested, archive_bomb */
export async function unpack(path: string, name: string, entryName: string, target: string, signal?: AbortSignal): Promise<void> {
  await withEntries(path, name, async (zip, entries) => {
    refuseBombs(entries, name)
    const entry = entries.get(entryName)
    if (!entry) throw new MingchaError('no_such_entry', `${name} holds no ${entryName}`, `It holds: ${[...entries.keys()].slice(0, 20).join(', ')}.`, { name, entry: entryName })
    if (entry.isEncrypted()) throw new MingchaError('archive_encrypted', `${name} has a password`, 'Unpack it with its password and import the files in it.', { name })
    // yauzl breaks off where more comes than the directory said.
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target), signal ? { signal } : {})
  }, signal)
  if ((await beginsAsZip(target, `${name}/${entryName}`)) && !(await withEntries(target, entryName, async (_, inside) => [...inside.keys()].some((one) => /^\/?xl\//i.test(one))))) throw nested(`${name}/${entryName}`)
}

/** What a package of results may unpack to: thousands of photos. */
const packageBytes = 16 * 2 ** 30

/** All files of an archive, unpacked into `folder` under numbers; null where the file is no archive or is a workbook. @throws MingchaError archive_damaged, archive_encrypted, archive_bomb */
export async function unpackAll(path: string, name: string, folder: string, signal?: AbortSignal): Promise<{ name: string; path: string }[] | null> {
  if (!(await beginsAsZip(path, name))) return null
  return withEntries(path, name, async (zip, entries) => {
    if ([...entries.keys()].some((one) => /^\/?xl\/workbook\.(xml|bin)$/i.test(one))) return null
    const total = refuseBombs(entries, name).reduce((sum, one) => sum + one.bytes, 0)
    if (total > packageBytes) throw new MingchaError('archive_bomb', `${name} would unpack to ${Math.round(total / 2 ** 30)} GB`, 'Divide it.', { name })
    const files: { name: string; path: string }[] = []
    for (const [own, entry] of entries) {
      if (entry.isEncrypted()) throw new MingchaError('archive_encrypted', `${name} has a password`, 'Unpack it with its password and import the files in it.', { name })
      const target = `${folder}/${files.length}`
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target), signal ? { signal } : {})
      files.push({ name: own, path: target })
    }
    return files
  }, signal)
}

const nested = (name: string): MingchaError => new MingchaError('archive_nested', `${name} is an archive within an archive`, 'Unpack the outer archive, then import the inner one.', { name })

async function beginsAsZip(path: string, name: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return false // sniffing says why
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0)
    const sign = buffer.subarray(0, 4).toString('latin1')
    if (sign === 'PK\x03\x04') refuseForeign(buffer, name)
    return bytesRead >= 4 && (sign === 'PK\x03\x04' || sign === 'PK\x05\x06')
  } catch (error) {
    if (error instanceof MingchaError) throw error
    return false
  } finally {
    await file.close()
  }
}

async function withEntries<T>(path: string, name: string, work: (zip: ZipFile, entries: Map<string, Entry>) => Promise<T>, signal?: AbortSignal): Promise<T> {
  let zip: ZipFile | null = null
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) {
      const own = nameOfEntry(entry)
      if (own.endsWith('/')) continue
      let unique = own
      for (let n = 2; entries.has(unique); n++) unique = `${own} (${n})`
      entries.set(unique, entry)
      if (entries.size > mostEntries) throw new MingchaError('archive_bomb', `${name} holds more than ${mostEntries} files`, 'Unpack it and import what is needed.', { name })
    }
    return await work(zip, entries)
  } catch (error) {
    if (error instanceof MingchaError || signal?.aborted) throw error
    throw new MingchaError('archive_damaged', `${name} is a damaged archive: ${error instanceof Error ? error.message : String(error)}`, 'Download or pack it again.', { name })
  } finally {
    zip?.close()
  }
}

/** A name by its flag (bit 11: UTF-8), its Unicode extra field, or what its bytes can be: older Chinese programs write GB18030 without saying so. */
function nameOfEntry(entry: Entry): string {
  const bytes = entry.fileNameRaw
  const unicode = entry.extraFields.find((field) => field.id === 0x7075 && field.data.length > 5 && field.data[0] === 1)
  const text = unicode ? unicode.data.subarray(5).toString('utf8') : (entry.generalPurposeBitFlag & 0x800) !== 0 || isUtf8(bytes) ? bytes.toString('utf8') : inGb18030(bytes)
  return text.replaceAll('\\', '/').replace(/\p{C}/gu, '').slice(0, 500)
}

function inGb18030(bytes: Buffer): string {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

/** By what the directory says, before anything is unpacked. */
function refuseBombs(entries: Map<string, Entry>, name: string): ArchiveEntry[] {
  let total = 0
  for (const [own, entry] of entries) {
    total += entry.uncompressedSize
    if (total > totalBytes || (entry.uncompressedSize > bombBytes && entry.uncompressedSize > entry.compressedSize * bombRatio)) {
      throw new MingchaError('archive_bomb', `${name} would unpack ${own} to ${Math.round(entry.uncompressedSize / 2 ** 20)} MB from ${Math.round(entry.compressedSize / 1024)} KB`, 'It was made to exhaust the machine, or is damaged; pack it again at its source.', { name })
    }
  }
  return [...entries].map(([own, entry]) => ({ name: own, bytes: entry.uncompressedSize }))
}
