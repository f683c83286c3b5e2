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
  /** Places of cells whose texts repeat so much that each text is read once and looked up. */
  repeated: ReadonlySet<number>
  /** Cells may hold NUL: text read strictly or rewritten has been freed of it. */
  nul: boolean
  lossy: boolean
  /** YYYY-MM-DD. */
  today: string
  reference: Reference
}
export interface Transform {
  /** Temp tables that the others read, in order: texts read once. The last, `identity`, tells whom the rows name; its row numbers count them, as a window function would keep all threads but one from reading names and codes. */
  tables: { name: string; select: Sql }[]
  /** Every identity, numbered: who, uscc, local_code, name_key, subject_name, subject_code. */
  subjects: Sql
  /** Every record, with the number of its identity and the class's own columns as far as the file has them. */
  rows: Sql
  /** The class's own columns among those of `rows`; the file says nothing of the others. */
  columns: string[]
}

/** A sign that shows, as a pattern. */
const shown = '[^\\s\\p{Z}\\p{C}]'

/** Columns that every class has and that are filled here by hand. */
const common = ['subject_name', 'subject_code', 'local_code', 'occurred_on', 'known_on']

/**
 * From staged cells (`record`: n, bad, original, c0 …) to the class's columns. Rows that cannot be used come with `reason`;
 * blank rows and everything up to the header are no records and do not come.
 */
export function transformOf(input: TransformInput): Transform {
  const at = placesOf(input.mapping)
  const known = [...at.keys()].filter((column) => common.includes(column) || input.columns.some((one) => one.name === column))
  const all = input.headers.map((_, i) => `c${i}`)
  const overflow = Array.from({ length: input.overflow }, (_, i) => `c${input.headers.length + i}`)
  const who = identityOf(at)
  const places = new Set(who.map((column) => at.get(column)!))
  const inline = input.headers.flatMap((_, i) => (places.has(i) || input.repeated.has(i) ? [] : [i]))
  const lookups = new Map<number, Sql[]>([...input.repeated].map((i) => [i, []]))
  /** The value itself, or where it is looked up. */
  const seen = (name: string, value: string): string => {
    const from = sourceOf(name, input, at)
    const values = from === null ? undefined : lookups.get(at.get(from)!)
    values?.push(raw(`${value} AS d_${name}`))
    return values ? `d_${name}` : value
  }
  const typed = input.columns.map((column) => ({ ...column, value: seen(column.name, valueOf(column, input, at)) })).filter(({ name, value }) => at.has(name) || !/^NULL::\w+$/.test(value))
  const occurred = seen('occurred_on', dayOf('occurred_on', input, at))
  const dates: Record<string, string> = { occurred_on: at.has('approved_on') ? `coalesce(${occurred}, ${typed.find((one) => one.name === 'approved_on')?.value ?? dayOf('approved_on', input, at)})` : occurred, known_on: seen('known_on', dayOf('known_on', input, at)) }

  const told = (i: number): string => toldOf(i, input, at)
  const blanks = inline.length === 0 ? 'false' : `regexp_matches(${inline.length === all.length ? 'whole' : inline.length === 1 ? `c${inline[0]!}` : `concat_ws(chr(31), ${inline.map((i) => `c${i}`).join(', ')})`}, ${literal(blankPattern)})`
  const cells = sql`SELECT n, bad, original, ${raw([...all, ...overflow].join(', '))}, ${raw(`concat_ws(chr(31), ${[literal(input.recordClass), ...all].join(', ')})`)} AS whole,
      ${raw(overflow.length === 0 ? 'false' : `trimmed(concat(${overflow.join(', ')})) <> ''`)} AS overflowing
    FROM record WHERE n > ${input.headerRow}`
  // CASE: DuckDB tries the parts of an OR in an order of its own, and the pattern first doubles the work of the whole.
  const joined = sql`SELECT * FROM (SELECT *, ${raw(blanks)} AS blanks FROM (${cells})) LEFT JOIN (SELECT *, rowid AS who FROM identity) ON ${raw(who.length === 0 ? 'true' : who.map((column) => `c${at.get(column)!} IS NOT DISTINCT FROM s_${column}`).join(' AND '))}
    ${raw([...lookups.keys()].map((i) => `LEFT JOIN of_c${i} ON c${i} = s_c${i}`).join(' '))}
    WHERE CASE WHEN filled OR overflowing OR bad IS NOT NULL THEN true ELSE regexp_matches(whole, ${`\x1f[\\s\\p{Z}\\p{C}]*${shown}`}) END`
  const trimmed = sql`SELECT *${raw(inline.map((i) => `, CASE WHEN blanks THEN trimmed(c${i}) ELSE c${i} END AS x_c${i}`).join(''))} FROM (${joined})`
  const said = sql`SELECT *${raw(inline.map((i) => `, said(x_c${i}) AS ${told(i)}`).join(''))} FROM (${trimmed})`
  const prepared = known.filter((column) => (inline.includes(at.get(column)!) || column === 'content') && !places.has(at.get(column)!)).flatMap((column) => preparedOf(column, input))
  const values = sql`SELECT *, ${raw(dates.occurred_on!)} AS v_occurred_on, ${raw(dates.known_on!)} AS v_known_on
      ${raw(typed.map(({ name, value }) => `, ${value} AS v_${name}`).join(''))}
    FROM (SELECT *${raw(prepared.map((one) => `, ${one}`).join(''))} FROM (${said}))`
  const rows = sql`SELECT n AS source_row, ${reasonOf(input, at)} AS reason,
      CASE WHEN ${raw('reason')} IS NOT NULL THEN coalesce(original, to_json([${raw([...all, ...overflow].map((one) => `coalesce(${one}, '')`).join(', '))}])::VARCHAR) END AS original,
      unhex(md5(whole))::UUID AS row_key, who,
      v_occurred_on AS occurred_on, least(coalesce(v_known_on, v_occurred_on, ${input.today}::DATE), ${input.today}::DATE) AS known_on
      ${raw(typed.map(({ name }) => `, v_${name} AS ${ident(name).parts[0]!}`).join(''))}, ${extraOf(input, at)} AS extra
    FROM (${values})`
  return {
    tables: [...[...lookups].map(([i, values]) => ({ name: `of_c${i}`, select: lookup(i, values, input, at) })), { name: 'identity', select: identities(who, input, at) }],
    subjects: sql`SELECT rowid AS who, uscc, local_code, name_key, subject_name, subject_code FROM identity`, rows, columns: typed.map(({ name }) => name),
  }
}

/** The first place of every column that is mapped. */
function placesOf(mapping: string[]): Map<string, number> {
  const at = new Map<string, number>()
  mapping.forEach((column, i) => { if (column !== '' && !at.has(column)) at.set(column, i) })
  return at
}

/** The columns by which a row names its subject. */
const identityOf = (at: Map<string, number>): string[] => ['subject_name', 'subject_code', at.has('local_code') ? 'local_code' : 'reg_no'].filter((column) => at.has(column))

/** Places of cells of which a value is read: those that may be worth looking up. What is only text costs less as it stands; what names the subject is looked up as one. */
export function readPlaces(input: TransformInput): number[] {
  const at = placesOf(input.mapping)
  const who = identityOf(at)
  const from = ['occurred_on', 'known_on', ...input.columns.map((one) => one.name)].map((name) => sourceOf(name, input, at))
  return [...new Set(from.flatMap((column) => (column === null || who.includes(column) ? [] : [at.get(column)!])))]
}

/** What the cell at a place says, NULL where nothing. */
function toldOf(i: number, input: TransformInput, at: Map<string, number>): string {
  const column = input.mapping[i]
  return column !== undefined && at.get(column) === i ? `t_${column}` : `t_c${i}`
}

/** The texts at a place, each read once. */
const lookup = (i: number, values: Sql[], input: TransformInput, at: Map<string, number>): Sql => sql`
  SELECT *${raw(values.length === 0 ? '' : ', ')}${join(values, ', ')} FROM (
    SELECT *${raw(at.get(input.mapping[i]!) === i && input.mapping[i] !== 'content' ? preparedOf(input.mapping[i]!, input).map((one) => `, ${one}`).join('') : '')} FROM (
      SELECT s_c${raw(String(i))}, said(trimmed(s_c${raw(String(i))})) AS ${raw(toldOf(i, input, at))} FROM (SELECT DISTINCT c${raw(String(i))} AS s_c${raw(String(i))} FROM record WHERE n > ${input.headerRow})))`

/** The identities that the rows name, each read once. */
function identities(who: string[], input: TransformInput, at: Map<string, number>): Sql {
  const text = (column: string): string => (who.includes(column) ? `t_${column}` : 'NULL::VARCHAR')
  const local = text(at.has('local_code') ? 'local_code' : 'reg_no')
  const distinct = who.length === 0 ? raw('SELECT 0 AS s') : sql`SELECT DISTINCT ${raw(who.map((column) => `c${at.get(column)!} AS s_${column}`).join(', '))} FROM record WHERE n > ${input.headerRow}`
  const named = [...(who.includes('subject_name') ? ['t_subject_name'] : []), ...(at.has('subject_code') || at.has('local_code') ? ['k_code', 'k_local'] : [])]
  return sql`SELECT *, ${raw(named.length === 0 ? 'false' : `coalesce(${named.join(', ')}) IS NULL`)} AS nobody,
      ${raw(who.length === 0 ? 'false' : who.map((column) => `coalesce(regexp_matches(s_${column}, ${literal(shown)}), false)`).join(' OR '))} AS filled, CASE WHEN uscc IS NULL THEN coalesce(${localOf('k_local')}, ${localOf('k_code')}) END AS local_code,
      name_key(${raw(text('subject_name'))}) AS name_key, ${raw(text('subject_name'))} AS subject_name, coalesce(${raw(text('subject_code'))}, ${raw(input.recordClass === 'registration' ? 'NULL' : text('local_code'))}) AS subject_code
    FROM (SELECT *, coalesce(uscc_in(k_code), uscc_in(k_local)) AS uscc FROM (
      SELECT *, code_key(${raw(text('subject_code'))}) AS k_code, code_key(${raw(local)}) AS k_local FROM (
        SELECT *${raw(who.map((column) => `, said(trimmed(s_${column})) AS t_${column}`).join(''))} FROM (${distinct}))))`
}

/** The one column of which a value is read and nothing else; null where there is none, or reading it is nothing. */
function sourceOf(name: string, input: TransformInput, at: Map<string, number>): string | null {
  if (name === 'occurred_on' || name === 'known_on') return at.has(name) ? name : null
  const rule = input.reference.derived[input.recordClass]?.[name]
  if (rule) {
    const sources = rule.from.filter((from) => from === '@file' || at.has(from))
    return sources.length === 1 && sources[0] !== '@file' && sources[0] !== 'content' ? sources[0]! : null
  }
  if (name === 'capital_yuan' || name === 'capital_currency') return name === 'capital_yuan' && at.has(name) ? name : at.has('capital_text') ? 'capital_text' : null
  if (!at.has(name) || name === 'other_subject_id' || (name === 'fine_yuan' && at.has('content'))) return null
  return input.columns.find((one) => one.name === name)?.type === 'VARCHAR' ? null : name
}

/** A source's own identifier: short, or an old registration number of 15 digits; not a damaged credit code. */
const localOf = (key: string): Sql => raw(`CASE WHEN regexp_full_match(${key}, '[0-9A-Z_-]{1,15}') AND NOT regexp_full_match(${key}, '0*|\\d\\.?\\d*E\\+?\\d+') THEN ${key} END`)

function reasonOf(input: TransformInput, at: Map<string, number>): Sql {
  const width = input.required === 0 ? 'false' : `c${input.required - 1} IS NULL`
  const subject = at.has('subject_name') || at.has('subject_code') || at.has('local_code') ? 'nobody' : 'false'
  const undecodable = [...(input.nul ? ['contains(whole, chr(0))'] : []), ...(input.lossy ? ["contains(whole, '\uFFFD')"] : [])].join(' OR ')
  return raw(`CASE WHEN bad IS NOT NULL THEN bad WHEN ${width} OR overflowing THEN 'bad_width'
    ${undecodable === '' ? '' : `WHEN ${undecodable} THEN 'undecodable'`} WHEN ${subject} THEN 'no_subject' END`)
}

/** What the macros of days and numbers want of a cell, computed once. */
function preparedOf(column: string, input: TransformInput): string[] {
  if (column === 'content' && input.recordClass === 'penalty') return [`${input.mapping.includes('fine_yuan') ? 'CASE WHEN t_fine_yuan IS NULL THEN fine_text(t_content) END' : 'fine_text(t_content)'} AS f_fine`]
  const type = column === 'occurred_on' || column === 'known_on' ? 'DATE' : input.columns.find((one) => one.name === column)?.type
  if (type === 'DATE') return /until/.test(column) ? [`range_end(t_${column}) AS r_${column}`, `date_part_of(range_end(t_${column})) AS p_${column}`] : [`CASE WHEN NOT is_iso(t_${column}) THEN date_part_of(t_${column}) END AS p_${column}`]
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
    if (sources.length === 0 && !rule.otherwise) return `NULL::${type}`
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

/** What no column takes, by header; also the text of a date or number that could not be read, or that says more than the column takes. Written by hand: building and merging JSON objects takes three times as long. */
function extraOf(input: TransformInput, at: Map<string, number>): Sql {
  const entries = input.headers.flatMap((header, i) => {
    const column = at.get(input.mapping[i]!) === i ? input.mapping[i]! : undefined
    const type = column === undefined ? undefined : column === 'occurred_on' || column === 'known_on' ? 'DATE' : input.columns.find((one) => one.name === column)?.type
    const told = toldOf(i, input, at)
    const entry = (text: string): Sql => sql`${`,${JSON.stringify(header)}:`} || to_json(${raw(text)})`
    if (column === undefined || (column === 'local_code' && input.recordClass !== 'registration')) return [entry(told)]
    if (type !== undefined && type !== 'VARCHAR') return [entry(`CASE WHEN v_${column} IS NULL ${type === 'DATE' ? `OR (${tellsMore(told)})` : ''} THEN ${told} END`)]
    return input.reference.derived[input.recordClass]?.[column] && type === 'VARCHAR' ? [entry(told)] : []
  })
  if (entries.length === 0) return raw('NULL::VARCHAR')
  return sql`'{' || nullif(substr(concat(${join(entries, ', ')}), 2), '') || '}'`
}
