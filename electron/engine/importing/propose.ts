import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { FilePreview, Mapping } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { isUscc, normaliseCode } from '../identity/uscc.ts'
import type { Reference } from './reference.ts'

export interface Proposal {
  headerRow: number
  /** Unique, in order; cells beyond the last named header are not counted. */
  headers: string[]
  classes: FilePreview['classes']
  recordClass: RecordClass | null
  columns: FilePreview['columns']
  /** Names as the file has them, by header index, where it names its values itself (JSON, Parquet); they may be no fit headers. */
  sources?: string[]
}
/** What the person fixed beforehand. */
export interface Fixed { recordClass?: RecordClass | undefined; headerRow?: number | undefined; mapping?: Mapping | undefined }

/** Confidence from which a class is taken without asking. */
const sure = 0.5
const mostColumns = 2000
/** @throws MingchaError too_many_columns */
export function refuseTooMany(columns: number, name: string): void {
  if (columns > mostColumns) throw new MingchaError('too_many_columns', `${name} has ${columns} columns`, 'At most 2,000 named columns are read: remove those not needed.', { name, columns, most: mostColumns })
}

/** Proposes header row, record class and mapping from a file's first records and its name. */
export function propose(rows: string[][], name: string, fixed: Fixed, reference: Reference): Proposal {
  const { headerRow, header, first } = headerOf(rows, fixed.headerRow ?? null, reference)
  const headers = headersOf(rows, headerRow, header)
  refuseTooMany(headers.length, name)
  const body = rows.slice(headerRow).filter((row) => row.some((cell) => cell.trim() !== ''))
  const titles = rows.slice(0, Math.max(0, first - 1)).flat().join(' ')
  const classes = classesOf(`${name} ${titles}`, headers, body, reference)
  const recordClass = fixed.recordClass ?? (classes[0] && classes[0].confidence >= sure ? classes[0].recordClass : null)
  const columns = recordClass ? columnsOf(headers, body, recordClass, fixed.mapping, reference) : headers.map((source, i) => ({ source, column: '', confidence: 0, samples: samplesOf(body, i) }))
  return { headerRow, headers, classes, recordClass, columns }
}

/** The form in which headers are compared. */
export const headerKey = (header: string): string =>
  header.normalize('NFKC').replace(/[\s\p{Z}\p{C}_*:"'-]/gu, '').toLowerCase()
const bare = (key: string): string => key.replace(/\([^)]*\)/g, '')

const keys = new WeakMap<Reference, Set<string>>()
function knownKeys(reference: Reference): Set<string> {
  let known = keys.get(reference)
  if (!known) {
    known = new Set(recordClasses.flatMap((one) => Object.entries(reference.headers[one]).flatMap(([column, synonyms]) => [column, ...synonyms].map((text) => headerKey(text)))))
    for (const more of ['序号', '备注', '编号', 'id', '主键', '主键id', '数据来源', '来源']) known.add(headerKey(more))
    keys.set(reference, known)
  }
  return known
}

/** The row among the first thirty with most known headers; the first row of full width where none is known; 0 where even that is data. */
function headerRowOf(rows: string[][], reference: Reference): number {
  const known = knownKeys(reference)
  const width = Math.max(1, ...rows.slice(0, 100).map((row) => row.filter((cell) => cell.trim() !== '').length))
  let best = { row: 0, score: 0 }
  rows.slice(0, 30).forEach((row, i) => {
    const cells = row.map(headerKey).filter((key) => key !== '')
    const score = cells.filter((key) => known.has(key) || known.has(bare(key))).length - cells.filter((key) => /^[\d.]+$|^\d{4}[-/年]/.test(key) || key.length > 40).length
    if (score > best.score) best = { row: i + 1, score }
  })
  if (best.score > 0) return best.row
  const full = rows.slice(0, 30).findIndex((row) => row.filter((cell) => cell.trim() !== '').length >= Math.max(1, width * 0.6))
  if (full === -1) return 0
  const cells = rows[full]!.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const data = cells.some((cell) => /^\d[\d.,/:\s-]*$/.test(cell) || isUscc(normaliseCode(cell)) || /(公司|店|厂|合作社)$/.test(cell) || cell.length > 40)
  return data ? 0 : full + 1
}

/**
 * The header with those rows above it that group its columns, as merged cells leave them: a group's name stands at its first column and
 * blanks follow, and a column without a group has its name above and a blank below. Parent and child are joined by «-».
 * `first` is the topmost of these rows, `headerRow` the lowest.
 */
function headerOf(rows: string[][], fixed: number | null, reference: Reference): { headerRow: number; header: string[]; first: number } {
  let headerRow = fixed ?? headerRowOf(rows, reference)
  if (headerRow === 0) return { headerRow, header: [], first: 0 }
  let header = rows[headerRow - 1] ?? []
  let first = headerRow
  // The row of groups may be the better known one: then its children stand below it.
  while (fixed === null && groups(header, rows[headerRow] ?? [])) header = joined(header, rows[headerRow++]!)
  while (first > 1 && groups(rows[first - 2]!, header)) header = joined(rows[--first - 1]!, header)
  return { headerRow, header, first }
}

const blank = (cell: string | undefined): boolean => (cell ?? '').trim() === ''

/** Whether `above` and `below` complete each other as two rows of one header do, and `below` is no data. */
function groups(above: string[], below: string[]): boolean {
  const width = Math.max(above.length, below.length)
  let [alone, under, children] = [0, 0, 0]
  for (let i = 0; i < width; i++) {
    if (blank(below[i])) {
      if (!blank(above[i])) alone++
    } else if (/^[\d.,:/\s-]*$/.test(below[i]!) || below[i]!.length > 40 || isUscc(normaliseCode(below[i]!)) || /(公司|合作社)$/.test(below[i]!.trim())) return false
    else if (blank(above[i])) {
      under++
      if (i === 0 || above.slice(0, i).every(blank)) return false
    } else children++
  }
  return alone > 0 && under > 0 && children > 0 && children <= under
}

function joined(above: string[], below: string[]): string[] {
  let parent = ''
  return Array.from({ length: Math.max(above.length, below.length) }, (_, i) => {
    if (!blank(above[i])) parent = above[i]!.trim()
    return blank(below[i]) ? (above[i] ?? '') : parent === '' ? below[i]! : `${parent}-${below[i]!.trim()}`
  })
}

/** Names of the columns up to the last one named (or filled, where there is no header), unique. */
function headersOf(rows: string[][], headerRow: number, header: string[]): string[] {
  const named = header.reduce((last, cell, i) => (cell.replace(/[\s\p{Z}\p{C}]/gu, '') !== '' && !/^Unnamed: \d+$/.test(cell) ? i + 1 : last), 0)
  const filled = rows.slice(headerRow).reduce((widest, row) => Math.max(widest, row.reduce((last, cell, i) => (cell.trim() !== '' ? i + 1 : last), 0)), 0)
  const width = headerRow === 0 ? filled : Math.max(named, 1)
  const seen = new Set<string>()
  return Array.from({ length: width }, (_, i) => {
    const plain = (header[i] ?? '').replace(/\p{C}/gu, '').trim().slice(0, 300) || `column ${i + 1}`
    let unique = plain
    for (let n = 2; seen.has(unique); n++) unique = `${plain} (${n})`
    seen.add(unique)
    return unique
  })
}

function classesOf(name: string, headers: string[], body: string[][], reference: Reference): FilePreview['classes'] {
  const title = name.toLowerCase()
  const all = headers.map((header) => header.normalize('NFKC').toLowerCase())
  const sample = body.slice(0, 50).flat().join('\n')
  const scored = recordClasses.map((recordClass) => {
    const hints = reference.hints[recordClass]
    const found: { weight: number; text: string }[] = []
    const file = Object.entries(hints.file).filter(([word]) => title.includes(word.toLowerCase())).sort((a, b) => b[1] - a[1])
    if (file[0]) found.push({ weight: file[0][1], text: `name: ${file[0][0]}` })
    for (const [word, weight] of Object.entries(hints.headers)) if (all.some((header) => header.includes(word))) found.push({ weight, text: `header: ${word}` })
    for (const [word, weight] of Object.entries(hints.samples ?? {})) if (sample.includes(word)) found.push({ weight, text: `cells: ${word}` })
    return { recordClass, score: found.reduce((sum, one) => sum + one.weight, 0), because: found.sort((a, b) => b.weight - a.weight).slice(0, 5).map((one) => one.text) }
  }).filter((one) => one.score > 0).sort((a, b) => b.score - a.score)
  const next = scored[1]?.score ?? 0
  return scored.map(({ recordClass, score, because }, i) => ({ recordClass, confidence: Math.round((i === 0 ? (score / (score + next)) * Math.min(1, score / 4) : (score / (score + scored[0]!.score)) * 0.9) * 100) / 100, because }))
}

const samplesOf = (body: string[][], i: number): string[] => [...new Set(body.slice(0, 200).map((row) => (row[i] ?? '').trim()).filter((cell) => cell !== ''))].slice(0, 5)

/** One header to at most one column, and the other way round; the better match first, then the earlier synonym. */
export function columnsOf(headers: string[], body: string[][], recordClass: RecordClass, mapping: Mapping | undefined, reference: Reference): FilePreview['columns'] {
  const result = headers.map((source, i) => ({ source, column: '', confidence: 0, samples: samplesOf(body, i) }))
  if (mapping) {
    for (const { source, column } of mapping) {
      const at = result.find((one) => one.source === source) ?? result.find((one) => headerKey(one.source) === headerKey(source))
      if (at && column !== '') Object.assign(at, { column, confidence: 1 })
    }
    return result
  }
  const synonyms = synonymsOf(recordClass, reference)
  const matches: { at: number; column: string; score: number; rank: number }[] = []
  headers.forEach((header, at) => {
    const key = headerKey(header)
    const child = headerKey(header.slice(header.lastIndexOf('-') + 1)) // of a merged header
    for (const { column, word, rank, identity } of synonyms) {
      const score = Math.max(matchOf(key, word, identity), child.length >= 3 && child === word ? 0.9 : 0)
      if (score > 0) matches.push({ at, column, score, rank })
    }
  })
  matches.sort((a, b) => b.score - a.score || a.rank - b.rank || a.at - b.at)
  const taken = new Set<string>()
  for (const { at, column, score } of matches) {
    const one = result[at]!
    if (one.column !== '' || taken.has(column) || !plausible(column, one.samples)) continue
    one.column = column
    one.confidence = Math.round(score * 100) / 100
    taken.add(column)
  }
  for (const [wanted, instead] of Object.entries(reference.standIn[recordClass] ?? {})) {
    const one = result.find((each) => each.column === instead)
    if (one && !taken.has(wanted) && !taken.has('subject_code')) Object.assign(one, { column: wanted, confidence: 0.6 })
    taken.add(wanted)
  }
  byValues(result, taken)
  return result
}

interface Synonym { column: string; word: string; rank: number; identity: boolean }
const synonymLists = new WeakMap<Reference['headers'][RecordClass], Synonym[]>()
function synonymsOf(recordClass: RecordClass, reference: Reference): Synonym[] {
  const headers = reference.headers[recordClass]
  let list = synonymLists.get(headers)
  if (!list) {
    list = Object.entries(headers).flatMap(([column, words]) => [column, ...words].map((word, rank) => ({
      column, word: headerKey(word), rank, identity: column === 'subject_name' || column === 'subject_code' || column === 'local_code' })))
    synonymLists.set(headers, list)
  }
  return list
}

function matchOf(header: string, word: string, identity: boolean): number {
  if (header === word) return 1
  if (bare(header) === bare(word) && bare(header) !== '') return 0.95
  if (identity) return 0
  const long = /[\u4e00-\u9fff]/.test(word) ? 3 : 5
  return word.length >= long && header.includes(word) && word.length / header.length >= 0.5 ? 0.5 + 0.4 * (word.length / header.length) : 0
}

/** Whether cells can be of the column: a date has digits, a name is not a number. */
function plausible(column: string, samples: string[]): boolean {
  if (samples.length === 0) return true
  if (/_on$|_until$|_from$/.test(column)) return samples.some((cell) => /\d/.test(cell) && cell.length < 60)
  if (column === 'subject_name') return samples.some((cell) => !/^[\d.,:/\s-]*$/.test(cell))
  return true
}

/** A column whose cells are codes or firms' names, where no header says so. */
function byValues(columns: FilePreview['columns'], taken: Set<string>): void {
  const free = columns.filter((one) => one.column === '' && one.samples.length > 0 && !/机关|部门|机构|来源/.test(one.source))
  const share = (samples: string[], test: (cell: string) => boolean): number => samples.filter(test).length / samples.length
  if (!taken.has('subject_code')) {
    const code = free.find((one) => share(one.samples, (cell) => isUscc(normaliseCode(cell))) >= 0.6)
    if (code) Object.assign(code, { column: 'subject_code', confidence: 0.7 })
  }
  if (!taken.has('subject_name')) {
    const named = free.find((one) => one.column === '' && share(one.samples, (cell) => cell.length < 60 && /(公司|商店|超市|厂|合作社|经营部|饭店|餐厅|中心|店)(（.*）)?$/.test(cell)) >= 0.6)
    if (named) Object.assign(named, { column: 'subject_name', confidence: 0.6 })
  }
}
