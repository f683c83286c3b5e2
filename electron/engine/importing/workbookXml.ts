import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { mostMerges, noFacts, type Merge, type SheetFacts } from './completeRows.ts'
import type { StringPool } from './stringPool.ts'
import type { WorkbookRow } from './workbook.ts'

interface Listener {
  open?(tag: string, attributes: Record<string, string>): void
  close?(tag: string): void
  text?(text: string): void
}

/** A name without its prefix: some programs write x:row for row. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function parserOf(listener: Listener): SaxesParser {
  const parser = new SaxesParser()
  parser.on('error', (error) => { throw error })
  parser.on('opentag', (tag) => listener.open?.(localName(tag.name), tag.attributes as Record<string, string>))
  parser.on('closetag', (tag) => listener.close?.(localName(tag.name)))
  parser.on('text', (text) => listener.text?.(text))
  parser.on('cdata', (text) => listener.text?.(text))
  return parser
}

export async function xmlEvents(stream: Readable, listener: Listener): Promise<void> {
  const parser = parserOf(listener)
  stream.setEncoding('utf8')
  for await (const chunk of stream as AsyncIterable<string>) parser.write(chunk)
  parser.close()
}

/** The strings that cells refer to; phonetic runs (rPh) are not part of them. */
export async function sharedStrings(stream: Readable, strings: StringPool): Promise<StringPool> {
  let now = ''
  let phonetic = 0
  let inText = false
  await xmlEvents(stream, {
    open: (tag) => {
      if (tag === 'si') now = ''
      else if (tag === 'rPh') phonetic++
      else if (tag === 't') inText = phonetic === 0
    },
    close: (tag) => {
      if (tag === 'si') strings.add(unescaped(now))
      else if (tag === 'rPh') phonetic--
      else if (tag === 't') inText = false
    },
    text: (text) => { if (inText) now += text },
  })
  return strings
}

/** _x000D_ and its kin: how OOXML writes characters that XML cannot hold. */
const unescaped = (text: string): string => (text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text)

/** ECMA-376 18.8.30: built-in formats of dates, the East Asian ones included. */
const builtIn = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** How a style shows a number: as a day, as hundredths, or as it is. */
export type NumberKind = 'day' | 'percent' | ''
const kindOf = (format: string): NumberKind => {
  const bare = format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').replace(/General/gi, '')
  return /[ymdhs年月日]/i.test(bare) ? 'day' : bare.includes('%') ? 'percent' : ''
}

export async function numberKindsOf(stream: Readable): Promise<NumberKind[]> {
  const formats = new Map<number, NumberKind>([[9, 'percent'], [10, 'percent']])
  const styles: NumberKind[] = []
  let inCells = false
  await xmlEvents(stream, {
    open: (tag, attributes) => {
      if (tag === 'numFmt') formats.set(Number(attributes['numFmtId']), kindOf(attributes['formatCode'] ?? ''))
      else if (tag === 'cellXfs') inCells = true
      else if (tag === 'xf' && inCells) styles.push(formats.get(Number(attributes['numFmtId'] ?? 0)) ?? (builtIn(Number(attributes['numFmtId'] ?? 0)) ? 'day' : ''))
    },
    close: (tag) => { if (tag === 'cellXfs') inCells = false },
  })
  return styles
}

/** A spreadsheet's day number as ISO text, with the time where it has one. */
export function serialText(serial: number, base1904: boolean): string {
  const days = serial + (base1904 ? 1462 : 0)
  if (days < 1) return new Date(Math.round(days * 86_400_000)).toISOString().slice(11, 19)
  // Day 60 is 29 February 1900, which never was.
  const time = Math.round(((days < 60 ? days + 1 : days) - 25_569) * 86_400) * 1000
  if (!Number.isFinite(time) || Math.abs(time) > 8e15) return String(serial)
  const text = new Date(time).toISOString()
  return Math.abs(days - Math.round(days)) < 1e-6 ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}

/** A number as a person would type it: no exponent, no binary noise. */
export function numberText(text: string): string {
  if (/^-?\d+(\.\d{1,10})?$/.test(text)) return text
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString()
  return String(Number(value.toPrecision(15)))
}

/** A number shown in hundredths, as it is shown: 0.155 is 15.5%. */
export const percentText = (value: number): string => `${numberText(String(Number((value * 100).toPrecision(15))))}%`

/** Merges of one column over several rows: they stand behind the rows, so the part is gone through once as plain text. */
export async function mergesOf(stream: Readable): Promise<Merge[]> {
  const merges: Merge[] = []
  let rest = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream as AsyncIterable<string>) {
    const text = rest + chunk
    if (text.includes('mergeCell')) {
      for (const [, left, top, right, bottom] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]{0,100}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"[^>]*>/g)) {
        if (left === right && top !== bottom && merges.length < mostMerges) merges.push({ column: columnOf(left!), top: Number(top), bottom: Number(bottom) })
      }
    }
    rest = text.slice(Math.max(text.lastIndexOf('>') + 1, text.length - 200))
  }
  return merges
}

export async function* sheetRows(stream: Readable, strings: StringPool, kinds: NumberKind[], base1904: boolean, facts: SheetFacts = noFacts()): AsyncGenerator<WorkbookRow> {
  let ready: WorkbookRow[] = []
  let row: WorkbookRow = { number: 0, cells: [] }
  let cell = { column: 0, kind: 'n', style: 0, value: '', inline: '' }
  let into: 'value' | 'inline' | null = null
  let phonetic = 0
  let formula = false
  const parser = parserOf({
    open: (tag, attributes) => {
      switch (tag) {
        case 'col': if (isTrue(attributes['hidden'])) facts.hiddenColumns.push([Number(attributes['min']) - 1, Number(attributes['max']) - 1]); break
        case 'row': row = { number: Number(attributes['r'] ?? row.number + 1), cells: [], ...(isTrue(attributes['hidden']) ? { hidden: true } : {}) }; cell.column = -1; break
        case 'c': cell = { column: attributes['r'] === undefined ? cell.column + 1 : columnOf(attributes['r']), kind: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: '', inline: '' }; formula = false; break
        case 'f': formula = true; break
        case 'v': into = 'value'; break
        case 'rPh': phonetic++; break
        case 't': into = phonetic === 0 ? 'inline' : null; break
      }
    },
    close: (tag) => {
      switch (tag) {
        case 'v': case 't': into = null; break
        case 'rPh': phonetic--; break
        case 'c': {
          const text = textOfCell()
          if (formula && text === '' && cell.kind === 'n') facts.unsaved++
          if (text !== '' && cell.column < 20_000) {
            while (row.cells.length < cell.column) row.cells.push('')
            row.cells[cell.column] = text
          }
          break
        }
        case 'row': ready.push(row); break
      }
    },
    text: (text) => { if (into !== null) cell[into] += text },
  })
  function textOfCell(): string {
    switch (cell.kind) {
      case 's': return cell.value === '' ? '' : strings.get(Number(cell.value))
      case 'inlineStr': return unescaped(cell.inline)
      case 'b': return cell.value === '1' ? 'TRUE' : cell.value === '0' ? 'FALSE' : ''
      case 'str': case 'e': return unescaped(cell.value)
      case 'd': return cell.value.replace('T', ' ').replace(/ 00:00:00(\.0+)?Z?$/, '')
      default: return cell.value === '' ? '' : kinds[cell.style] === 'day' ? serialText(Number(cell.value), base1904) : kinds[cell.style] === 'percent' ? percentText(Number(cell.value)) : numberText(cell.value)
    }
  }
  stream.setEncoding('utf8')
  for await (const chunk of stream as AsyncIterable<string>) {
    parser.write(chunk)
    const now = ready
    ready = []
    yield* now
  }
  parser.close()
  yield* ready
}

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true'

/** 0-based column of a reference such as BC12. */
function columnOf(reference: string): number {
  let column = 0
  for (const sign of reference) {
    const code = sign.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}
