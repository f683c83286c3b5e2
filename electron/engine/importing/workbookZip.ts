import type { Readable } from 'node:stream'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { MingchaError } from '../../../shared/errors.ts'
import { unsupported } from './foreign.ts'
import { dateStylesOf, localName, sharedStrings, xmlEvents } from './workbookXml.ts'

export interface OpenWorkbook {
  sheets: { name: string; part: string }[]
  base1904: boolean
  stream(part: string): Promise<Readable>
  strings(): Promise<string[]>
  /** By cell style: whether its number is a date. */
  dateStyles(): Promise<boolean[]>
  close(): void
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
    return {
      sheets, base1904, stream, close: () => zip.close(),
      strings: async () => (find('xl/sharedStrings.xml') ? sharedStrings(await stream('xl/sharedStrings.xml')) : []),
      dateStyles: async () => (find('xl/styles.xml') ? dateStylesOf(await stream('xl/styles.xml')) : []),
    }
  } catch (error) {
    zip.close()
    throw error instanceof MingchaError ? error : damaged(error)
  }
}

async function directoryOf(stream: (part: string) => Promise<Readable>): Promise<{ sheets: { name: string; part: string }[]; base1904: boolean }> {
  const targets = new Map<string, string>()
  await xmlEvents(await stream('xl/_rels/workbook.xml.rels'), {
    open: (tag, attributes) => { if (tag === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '') },
  })
  const sheets: { name: string; part: string }[] = []
  let base1904 = false
  await xmlEvents(await stream('xl/workbook.xml'), {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') base1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true'
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key !== 'id' && localName(key) === 'id')?.[1] ?? ''
      const target = targets.get(id)
      if (target !== undefined && /worksheet/i.test(target)) sheets.push({ name: attributes['name'] ?? `${sheets.length + 1}`, part: target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}` })
    },
  })
  return { sheets, base1904 }
}
