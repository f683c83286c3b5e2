import { createReadStream } from 'node:fs'
import { Utf8OfGb18030 } from './gb18030.ts'
import { unreadable, type Encoding } from './sniff.ts'
import { RecordSplitter } from './splitRecords.ts'

const decoderOf = (encoding: Encoding): InstanceType<typeof TextDecoder> => new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding)

/** A file's text, chunk after chunk; bytes outside the encoding become U+FFFD. */
export async function* decoded(path: string, name: string, encoding: Encoding, signal?: AbortSignal, read?: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = decoderOf(encoding)
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      read?.(chunk.length)
      yield decoder.decode(chunk, { stream: true })
    }
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreadable(name, error)
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** A file of valid GB18030 as UTF-8, chunk after chunk; bytes that are no text become U+FFFD. */
export async function* utf8OfGb18030(path: string, name: string, signal?: AbortSignal, read?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const text = new Utf8OfGb18030(false)
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 4 << 20 }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      read?.(chunk.length)
      yield text.take(chunk)
    }
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreadable(name, error)
  }
  yield text.end()
}

export interface Head { delimiter: string; rows: string[][]; /** Cells of the widest record seen. */ width: number }

/** Text of the first bytes; where they are not all, without a character that may be cut. */
export const decodedHead = (bytes: Buffer, encoding: Encoding, whole: boolean): string => decoderOf(encoding).decode(whole ? bytes : bytes.subarray(0, bytes.length - 4))

/** The first records of a text and the delimiter that splits them most evenly. `whole`: `bytes` is the entire file. */
export function headOf(bytes: Buffer, encoding: Encoding, whole: boolean, most = 300): Head {
  const text = decodedHead(bytes, encoding, whole)
  const tried = [',', '\t', ';', '|'].map((delimiter) => {
    const rows = recordsOf(text, delimiter, whole, most)
    const widths = rows.map((row) => row.length)
    const usual = mode(widths)
    const even = widths.filter((width) => width === usual).length / Math.max(1, widths.length)
    return { delimiter, rows, width: Math.max(1, ...widths), score: usual > 1 ? even * Math.min(usual, 4) : 0 }
  })
  const best = tried.reduce((a, b) => (b.score > a.score ? b : a))
  return { delimiter: best.delimiter, rows: best.rows, width: best.width }
}

function recordsOf(text: string, delimiter: string, whole: boolean, most: number): string[][] {
  const rows: string[][] = []
  for (const record of new RecordSplitter(delimiter).push(text, whole)) {
    rows.push(record.bad ? [record.original.slice(0, 1000)] : record.cells)
    if (rows.length >= most) break
  }
  // One record longer than the head: show what there is.
  if (rows.length === 0) rows.push([text.slice(0, 1000)])
  return rows
}

function mode(values: number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a), [0, 0] as [number, number])[0]
}
