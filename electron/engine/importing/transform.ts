import type { RecordClass } from '../../../shared/classes.ts'
import { ident, join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { blankPattern } from './parseMacros.ts'
import type { Reference } from './reference.ts'

export interface ClassColumn { name: string; type: string }
export interface TransformInput {
  recordClass: RecordClass
  /** The class's own columns, without those that every class has. */
  columns: ClassColumn[]
  headers: string[]
  /** Column of the class by header index; '' is kept in extra. */
  mapping: string[]
  /** Date columns whose slashed dates put the month first. */
  monthFirst: ReadonlySet<string>
  /** Unit of figures by column, where a person said it. */
  units: Readonly<Record<string, string>>
  fileName: string
  headerRow: number
  /** Cells that a whole row must have; 0: any (workbooks leave trailing cells out). */
  required: number
  /** Cells beyond the headers in the staged relation `record`. */
  overflow: number
  /** Columns whose texts repeat so much that each text is read once and looked up. */
  repeated: ReadonlySet<string>
  lossy: boolean
  /** YYYY-MM-DD. */
  today: string
  reference: Reference
}

/** Columns that every class has and that are filled here by hand. */
const common = ['subject_name', 'subject_code', 'local_code', 'occurred_on', 'known_on']

/**
 * The SELECT from staged cells (`record`: n, bad, original, c0 …) to the class's columns. Rows that cannot be used come with `reason`;
 * blank rows and everything up to the header are no records and do not come.
 */
export function transformSelect(input: TransformInput): Sql {
  const at = new Map<string, number>()
  input.mapping.forEach((column, i) => { if (column !== '' && !at.has(column)) at.set(column, i) })
  const mapped = [...at.keys()].filter((column) => common.includes(column) || input.columns.some((one) => one.name === column))
  const cell = (i: number): string => `c${i}`
  const all = input.headers.map((_, i) => cell(i))
  const overflow = Array.from({ length: input.overflow }, (_, i) => cell(input.headers.length + i))
  const text = (column: string): string => (at.has(column) ? `t_${column}` : 'NULL::VARCHAR')
  const lookups = new Map<string, Sql[]>()
  /** The value itself, or where it is looked up. */
  const seen = (name: string, value: string): string => {
    const from = sourceOf(name, input, at)
    if (from === null || !input.repeated.has(from)) return value
    lookups.set(from, [...(lookups.get(from) ?? []), raw(`${value} AS d_${name}`)])
    return `d_${name}`
  }
  const typed = input.columns.map((column) => ({ ...column, value: seen(column.name, valueOf(column, input, at)) }))
  const occurred = seen('occurred_on', dayOf('occurred_on', input, at))
  const dates: Record<string, string> = { occurred_on: at.has('approved_on') ? `coalesce(${occurred}, ${typed.find((one) => one.name === 'approved_on')?.value ?? dayOf('approved_on', input, at)})` : occurred, known_on: seen('known_on', dayOf('known_on', input, at)) }

  const cleaned = sql`SELECT n, bad, original, ${raw([...all, ...overflow].join(', '))}, ${raw(`concat_ws(chr(31), ${all.join(', ')})`)} AS whole,
      ${raw(overflow.length === 0 ? 'false' : `trimmed(concat(${overflow.join(', ')})) <> ''`)} AS overflowing
    FROM record WHERE n > ${input.headerRow}`
  const trimmed = sql`SELECT * ${raw(all.map((one) => `, CASE WHEN blanks THEN trimmed(${one}) ELSE ${one} END AS x_${one}`).join(''))}
    FROM (SELECT *, regexp_matches(whole, ${raw(literal(blankPattern))}) AS blanks FROM (${cleaned}))`
  const prepared = mapped.flatMap((column) => preparedOf(column, input))
  const said = sql`SELECT *${raw(mapped.map((column) => `, said(x_${cell(at.get(column)!)}) AS t_${column}`).join(''))}
    FROM (${trimmed}) WHERE bad IS NOT NULL OR overflowing OR regexp_matches(whole, '[^\\s\\p{Z}\\p{C}]')`
  const keyed = sql`SELECT *${raw(prepared.map((one) => `, ${one}`).join(''))}, code_key(${raw(text('subject_code'))}) AS k_code, code_key(${raw(text('local_code') === 'NULL::VARCHAR' ? text('reg_no') : text('local_code'))}) AS k_local
    ${raw(input.recordClass === 'relation' && at.has('other_code') ? ', code_key(t_other_code) AS k_other' : '')}
    FROM (${said})`
  const values = sql`SELECT *, coalesce(uscc_in(k_code), uscc_in(k_local)) AS uscc,
      ${raw(dates.occurred_on!)} AS v_occurred_on, ${raw(dates.known_on!)} AS v_known_on
      ${raw(typed.map(({ name, value }) => `, ${value} AS v_${name}`).join(''))}
    FROM (${keyed}) ${join([...lookups].map(([from, values]) => lookup(from, values, input, at)), ' ')}`
  return sql`SELECT n AS source_row, ${reasonOf(input, at)} AS reason, bad AS defect,
      CASE WHEN ${raw('reason')} IS NOT NULL THEN coalesce(original, to_json([${raw([...all, ...overflow].map((one) => `coalesce(${one}, '')`).join(', '))}])::VARCHAR) END AS original,
      md5(concat(${input.recordClass}, chr(31), whole))::UUID AS row_key, uscc,
      CASE WHEN uscc IS NULL THEN coalesce(${localOf('k_local')}, ${localOf('k_code')}) END AS local_code,
      name_key(${raw(text('subject_name'))}) AS name_key, ${raw(text('subject_name'))} AS subject_name, coalesce(${raw(text('subject_code'))}, ${raw(input.recordClass === 'registration' ? 'NULL' : text('local_code'))}) AS subject_code,
      v_occurred_on AS occurred_on, least(coalesce(v_known_on, v_occurred_on, ${input.today}::DATE), ${input.today}::DATE) AS known_on
      ${raw(typed.map(({ name }) => `, v_${name} AS ${ident(name).parts[0]!}`).join(''))}, ${extraOf(input, at, typed)} AS extra
    FROM (${values})`
}

/** The one column of which a value is read and nothing else; null where there is none, or reading it is nothing. */
function sourceOf(name: string, input: TransformInput, at: Map<string, number>): string | null {
  if (name === 'occurred_on' || name === 'known_on') return at.has(name) ? name : null
  const rule = input.reference.derived[input.recordClass]?.[name]
  if (rule) {
    const sources = rule.from.filter((from) => from === '@file' || at.has(from))
    return sources.length === 1 && sources[0] !== '@file' && sources[0] !== 'content' ? sources[0]! : null
  }
  if (!at.has(name) || name.startsWith('capital_') || name === 'other_subject_id' || (name === 'fine_yuan' && at.has('content'))) return null
  return input.columns.find((one) => one.name === name)?.type === 'VARCHAR' ? null : name
}

/** Columns of which values are read, with their places in the record: those that may be worth looking up. */
export function readColumns(input: Omit<TransformInput, 'repeated'>): Map<string, number> {
  const at = new Map<string, number>()
  input.mapping.forEach((column, i) => { if (column !== '' && !at.has(column)) at.set(column, i) })
  const names = ['occurred_on', 'known_on', ...input.columns.map((one) => one.name)]
  return new Map(names.flatMap((name) => {
    const from = sourceOf(name, { ...input, repeated: new Set() }, at)
    return from === null ? [] : [[from, at.get(from)!] as const]
  }))
}

/** Joins what the texts of one column say, each text read once. */
const lookup = (from: string, values: Sql[], input: TransformInput, at: Map<string, number>): Sql => sql`LEFT JOIN (
    SELECT t_${raw(from)} AS s_${raw(from)}, ${join(values, ', ')}
    FROM (SELECT *${raw(preparedOf(from, input).map((one) => `, ${one}`).join(''))} FROM (
      SELECT DISTINCT said(trimmed(c)) AS t_${raw(from)} FROM (SELECT DISTINCT c${raw(String(at.get(from)!))} AS c FROM record WHERE n > ${input.headerRow})))
  ) AS ${raw(`of_${from}`)} ON t_${raw(from)} = s_${raw(from)}`

/** A source's own identifier: short, or an old registration number of 15 digits; not a damaged credit code. */
const localOf = (key: string): Sql => raw(`CASE WHEN regexp_full_match(${key}, '[0-9A-Z_-]{1,15}') AND NOT regexp_full_match(${key}, '0*|\\d\\.?\\d*E\\+?\\d+') THEN ${key} END`)

function reasonOf(input: TransformInput, at: Map<string, number>): Sql {
  const width = input.required === 0 ? 'false' : `c${input.required - 1} IS NULL`
  const named = at.has('subject_name') ? 't_subject_name IS NULL' : 'true'
  const coded = at.has('subject_code') || at.has('local_code') ? 'k_code IS NULL AND k_local IS NULL' : 'true'
  const subject = at.has('subject_name') || at.has('subject_code') || at.has('local_code') ? `${named} AND ${coded}` : 'false'
  return raw(`CASE WHEN bad IS NOT NULL THEN bad WHEN ${width} OR overflowing THEN 'bad_width'
    WHEN contains(whole, chr(0))${input.lossy ? " OR contains(whole, '\uFFFD')" : ''} THEN 'undecodable' WHEN ${subject} THEN 'no_subject' END`)
}

/** What the macros of days and numbers want of a cell, computed once. */
function preparedOf(column: string, input: TransformInput): string[] {
  if (column === 'content' && input.recordClass === 'penalty') return [`${input.mapping.includes('fine_yuan') ? 'CASE WHEN t_fine_yuan IS NULL THEN fine_text(t_content) END' : 'fine_text(t_content)'} AS f_fine`]
  const type = column === 'occurred_on' || column === 'known_on' ? 'DATE' : input.columns.find((one) => one.name === column)?.type
  if (type === 'DATE') return /until/.test(column) ? [`range_end(t_${column}) AS r_${column}`, `date_part_of(range_end(t_${column})) AS p_${column}`] : [`date_part_of(t_${column}) AS p_${column}`]
  if (type === 'DOUBLE' || type === 'INTEGER' || type === 'BIGINT' || column === 'capital_text') return [`compact(t_${column}) AS p_${column}`]
  return []
}

function dayOf(column: string, input: TransformInput, at: Map<string, number>): string {
  return at.has(column) ? `day_of(${/until/.test(column) ? 'r' : 't'}_${column}, p_${column}, ${input.monthFirst.has(column)})` : 'NULL::DATE'
}

/** 1e4 where the header says ten thousand, 1e8 for a hundred million, 1 for yuan, else NULL. */
export function factorOf(header: string): number | null {
  if (/亿/.test(header)) return 1e8
  if (/万/.test(header)) return 1e4
  return /元|yuan/i.test(header) ? 1 : null
}

function valueOf({ name, type }: ClassColumn, input: TransformInput, at: Map<string, number>): string {
  const rule = input.reference.derived[input.recordClass]?.[name]
  if (rule) {
    const sources = rule.from.filter((from) => from === '@file' || at.has(from))
    const codes = sources.map((from) => `code_${rule.words}(${from === '@file' ? literal(input.fileName) : `t_${from}`})`)
    const told = sources.filter((from) => from !== '@file').map((from) => `t_${from}`)
    const rest = !rule.otherwise ? 'NULL' : told.length === 0 ? literal(rule.otherwise) : `CASE WHEN coalesce(${told.join(', ')}) IS NOT NULL THEN ${literal(rule.otherwise)} END`
    const value = `coalesce(${[...codes, rest, 'NULL'].join(', ')})`
    return type === 'BOOLEAN' ? `try_cast(${value} AS BOOLEAN)` : `${value}::VARCHAR`
  }
  const header = input.units[name] ?? (at.has(name) ? input.headers[at.get(name)!]! : '')
  const t = `t_${name}`
  const p = `p_${name}`
  if (name === 'capital_yuan' || name === 'capital_currency') {
    if (name === 'capital_yuan' && at.has(name)) return `amount_in(${p}, ${factorOf(header) ?? 1})`
    if (!at.has('capital_text')) return name === 'capital_yuan' ? 'NULL::DOUBLE' : at.has(name) ? t : 'NULL::VARCHAR'
    const factor = factorOf(input.units['capital_text'] ?? input.headers[at.get('capital_text')!]!) ?? 'NULL'
    return `${name === 'capital_yuan' ? 'capital_in' : 'capital_currency_in'}(p_capital_text, ${factor})`
  }
  if (name === 'fine_yuan' && at.has('content')) {
    const told = 'fine_in(f_fine)'
    return at.has(name) ? `coalesce(amount_in(${p}, ${factorOf(header) ?? 1}), ${told})` : told
  }
  if (name === 'reg_no') return at.has('reg_no') ? 't_reg_no' : at.has('local_code') ? 't_local_code' : 'NULL::VARCHAR'
  if (name === 'list_name' && !at.has(name)) return `${literal(input.fileName.replace(/\.[a-z]{2,5}$/i, ''))}`
  if (name === 'other_subject_id' || !at.has(name)) return `NULL::${type}`
  switch (type) {
    case 'DATE': return dayOf(name, input, at)
    case 'BOOLEAN': return `try_cast(code_truth(${t}) AS BOOLEAN)`
    case 'DOUBLE': return name === 'share' ? `share_in(${p})` : name.endsWith('_yuan') ? `amount_in(${p}, ${factorOf(header) ?? 1})` : `first_number(${p})`
    case 'INTEGER': return name === 'year' ? `year_in(${p})` : `try_cast(whole_in(${p}) AS INTEGER)`
    case 'BIGINT': return `try_cast(amount_in(${p}, 1) AS BIGINT)`
    default: return t
  }
}

/** A day that also tells a time other than midnight, or a span of which a column takes one end. */
const tellsMore = (t: string): string => String.raw`length(${t}) > 11 AND (regexp_matches(${t}, '[至到~～]') OR (regexp_matches(${t}, '\d[:：时]\d') AND NOT regexp_matches(${t}, '[\sT]0{1,2}[:：]0{1,2}([:：]0{1,2}(\.0*)?)?Z?$')))`

/** What no column takes, by header; also the text of a date or number that could not be read, or that says more than the column takes. */
function extraOf(input: TransformInput, at: Map<string, number>, typed: ClassColumn[]): Sql {
  const entries: Sql[] = []
  input.headers.forEach((header, i) => {
    const column = [...at].find(([, index]) => index === i)?.[0]
    const type = column === undefined ? undefined : column === 'occurred_on' || column === 'known_on' ? 'DATE' : typed.find((one) => one.name === column)?.type
    const kept = column === undefined || (column === 'local_code' && input.recordClass !== 'registration')
    if (kept) entries.push(sql`${header}, ${raw(`said(x_c${i})`)}`)
    else if (type !== undefined && type !== 'VARCHAR') entries.push(sql`${header}, CASE WHEN ${raw(`v_${column!}`)} IS NULL ${raw(type === 'DATE' ? `OR (${tellsMore(`t_${column!}`)})` : '')} THEN ${raw(`t_${column!}`)} END`)
    else if (input.reference.derived[input.recordClass]?.[column!] && type === 'VARCHAR') entries.push(sql`${header}, ${raw(`t_${column!}`)}`)
  })
  if (entries.length === 0) return raw('NULL::JSON')
  return sql`nullif(json_merge_patch('{}', json_object(${join(entries, ', ')})), '{}'::JSON)`
}
