import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { MingchaError } from '../../../shared/errors.ts'
import { unsupported } from './foreign.ts'
import { StringPool } from './stringPool.ts'
import { localName, numberKindsOf, sharedStrings, xmlEvents, type NumberKind } from './workbookXml.ts'

export interface OpenWorkbook {
  sheets: { name: string; part: string; hidden: boolean }[]
  base1904: boolean
  stream(part: string): Promise<Readable>
  strings(): Promise<StringPool>
  /** By cell style: how it shows a number. */
  numberKinds(): Promise<NumberKind[]>
  close(): void
}

/** Shared strings of workbooks by path, size and time: several passes over a workbook read them once. */
const pools = new Map<string, { pool: Promise<StringPool>; users: number }>()

/** Gives up the strings that no open workbook uses: when a file is done with. */
export function forgetStrings(): void {
  for (const [key, { pool, users }] of pools) {
    if (users > 0) continue
    pools.delete(key)
    void pool.then((one) => one.close(), () => undefined)
  }
}

/** A part that unpacks to more than this and this many times its size is a bomb: real sheets stay under 100 times. */
const bombBytes = 64 << 20
const bombRatio = 200
const totalBytes = 8 * 2 ** 30

/** Opens the container and its directory; refuses a bomb by what the directory says, before anything is unpacked. */
export async function openWorkbook(path: string, name: string): Promise<OpenWorkbook> {
  const damaged = (error: unknown): MingchaError => new MingchaError('workbook_damaged', `${name} is a damaged workbook: ${error instanceof Error ? error.message : String(error)}`, 'Open it in a spreadsheet program and save it again.', { name })
  let zip: ZipFile
  const entries = new Map<string, Entry>()
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  } catch (error) {
    throw damaged(error)
  }
  try {
    let total = 0
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize
      if (total > totalBytes || (entry.uncompressedSize > bombBytes && entry.uncompressedSize > entry.compressedSize * bombRatio)) {
        throw new MingchaError('workbook_bomb', `${name} would unpack to ${Math.round(entry.uncompressedSize / 2 ** 20)} MB from ${Math.round(entry.compressedSize / 1024)} KB`, 'It was made to exhaust the machine, or is damaged; save it again at its source, or as CSV.', { name })
      }
      entries.set(entry.fileName.replace(/^\//, ''), entry)
    }
    if ([...entries.keys()].some((one) => /^xl\/workbook\.bin$/i.test(one))) throw unsupported(name, 'XLSB', 'XLSX')
    if (![...entries.keys()].some((one) => /^xl\/workbook\.xml$/i.test(one))) throw new MingchaError('not_a_table', `${name} is an archive, but no workbook`, 'Import CSV, JSON, XLSX, XLS, Parquet or DuckDB files, or archives of them.', { name })
    const find = (part: string): Entry | undefined => entries.get(part) ?? [...entries].find(([key]) => key.toLowerCase() === part.toLowerCase())?.[1]
    const stream = async (part: string): Promise<Readable> => {
      const entry = find(part)
      if (!entry) throw damaged(new Error(`${part} is missing`))
      return zip.openReadStreamPromise(entry)
    }
    const { sheets, base1904 } = await directoryOf(stream)
    let used: { users: number } | null = null
    return {
      sheets, base1904, stream,
      close: () => {
        if (used) used.users--
        used = null
        zip.close()
      },
      strings: async () => {
        if (!find('xl/sharedStrings.xml')) return new StringPool()
        const { size, mtimeMs, ino } = await stat(path)
        const key = `${resolve(path)} ${size} ${mtimeMs} ${ino}`
        let known = pools.get(key)
        if (!known) pools.set(key, known = { pool: stream('xl/sharedStrings.xml').then((part) => sharedStrings(part, new StringPool())), users: 0 })
        if (!used) (used = known).users++
        return known.pool.catch((error: unknown) => {
          pools.delete(key)
          throw error
        })
      },
      numberKinds: async () => (find('xl/styles.xml') ? numberKindsOf(await stream('xl/styles.xml')) : []),
    }
  } catch (error) {
    zip.close()
    throw error instanceof MingchaError ? error : damaged(error)
  }
}

async function directoryOf(stream: (part: string) => Promise<Readable>): Promise<Pick<OpenWorkbook, 'sheets' | 'base1904'>> {
  const targets = new Map<string, string>()
  await xmlEvents(await stream('xl/_rels/workbook.xml.rels'), {
    open: (tag, attributes) => { if (tag === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '') },
  })
  const sheets: OpenWorkbook['sheets'] = []
  let base1904 = false
  await xmlEvents(await stream('xl/workbook.xml'), {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') base1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true'
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key !== 'id' && localName(key) === 'id')?.[1] ?? ''
      const target = targets.get(id)
      if (target !== undefined && /worksheet/i.test(target)) sheets.push({ name: attributes['name'] ?? `${sheets.length + 1}`, part: target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`, hidden: /hidden/i.test(attributes['state'] ?? '') })
    },
  })
  return { sheets, base1904 }
}
