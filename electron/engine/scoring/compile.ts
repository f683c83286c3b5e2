import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql, type SqlValue } from '../duckdb/sql.ts'
import { columnOf, measureTable } from '../workspace/measures.ts'
import type { Kept, KeptTable } from './kept.ts'
import type { ModelClass, ModelDimension, Veto } from './model.ts'
import type { TextSet, Worded } from './texts.ts'

export { columnOf, measureTable }

/**
 * What was known, when: the day and, for a run in the past, the newest batch that it saw. `seen`: a table as its asker may see it, of its personal columns
 * those that a text names; absent: as it stands under its name.
 */
export interface Moment { asOf: string; lastBatch?: number; seen?: (table: string, named: string) => Sql }

/** A class with the tables that its facts read (see inspectFacts) and those that its neighbours do; null: none but the subject itself. */
export interface CompiledClass {
  group: ModelClass
  tables: string[]
  neighbours: string[] | null
  /** The facts with what rests on texts taken out; null where that gains nothing. */
  worded: Worded | null
  /** What of the facts is kept from run to run, worked out when first asked for; null where their form does not allow it. */
  kept: (ask: Connection) => Promise<Kept | null>
  /** Type of each dimension's column in the measure table. */
  types: ('INTEGER' | 'DOUBLE')[]
  /** What a subject without records of the class has, by column of the measure table. */
  nothing: Readonly<Record<string, number | boolean | null>>
  vetoes: Veto[]
}

/** How what rests on texts is worked out: looked up by the different texts (the sets named by their place), else in each row. */
type Wording = 'rows' | ReadonlySet<number>

export const vetoColumn = (id: string): string => `veto_${id}`
const decayColumn = (days: number): string => `decay_${days}`

const halfLives = (group: ModelClass): number[] => [...new Set(group.dimensions.flatMap((one) => one.half_life_days ?? []))].sort((a, b) => a - b)

/** Columns that the expressions of a dimension may use; a veto's are those without decay. */
export function columnsFor(group: ModelClass, dimension?: ModelDimension): Set<string> {
  return new Set([...Object.keys(group.columns), ...(dimension?.half_life_days ? [decayColumn(dimension.half_life_days)] : [])])
}

/**
 * WITH clause that ends in `fact`: one row a record, with the declared and the readable columns, as known at the moment.
 * Rows known later, or that happened later, never enter; an unknown day of occurrence counts from the day it became known.
 * @param within subject ids beyond whom nothing is read: a query, or as they are
 * @param before named queries that `within` needs
 */
function factsAt(compiled: CompiledClass, moment: Moment, readableToo: boolean, within?: Sql, wording?: Wording, before: readonly Sql[] = []): Sql {
  const { group, tables, worded } = compiled
  const known = knownAt(compiled, tables, moment, within, (wording && worded?.sets) ?? [], wording)
  const shown = readableToo ? [...group.readable.filter((name) => !(name in group.columns)), 'source_file', 'source_row', 'batch'] : []
  const columns = [raw('subject_id'), ...factColumns(group), ...shown.map(ident)]
  return sql`WITH ${join([...before, ...known, sql`fact AS NOT MATERIALIZED (
  SELECT ${join(columns, ',\n    ')}
  FROM (
${onDay((wording && worded?.facts) ?? group.facts, moment)}
  ) AS source
)`], ', ')}`
}

/** Hand-written SQL with the day in place of $asof. */
const onDay = (text: string, { asOf }: Moment): Sql => text.trim().split('$asof').map(raw).reduce((all, piece) => sql`${all}${sql`${asOf}::DATE`}${piece}`)

/** One named query for each of `tables` that is a class as known at the moment; with `within`, also `subject`, with nobody else in it. */
function knownAt(compiled: CompiledClass, tables: readonly string[], moment: Moment, within?: Sql, sets: readonly TextSet[] = [], wording?: Wording): Sql[] {
  const asOf = sql`${moment.asOf}::DATE`
  const inside = within ? sql` AND subject_id IN (${within})` : raw('')
  return tables.flatMap((table) => {
    if (table === 'subject' && !within && !sets.some((set) => set.table === table)) return []
    const rows = table === 'subject'
      ? sql`SELECT * FROM main.subject WHERE true${inside}`
      : sql`SELECT *, (${asOf} - coalesce(occurred_on, known_on))::INTEGER AS age_days
  FROM ${moment.seen ? moment.seen(storedAs(table), namesIn(compiled)) : tableOf(table)} AS stored
  WHERE subject_id IS NOT NULL AND known_on <= ${asOf} AND (occurred_on IS NULL OR occurred_on <= ${asOf})${moment.lastBatch === undefined ? raw('') : sql` AND batch <= ${moment.lastBatch}`}${inside}`
    return [sql`${ident(table)} AS NOT MATERIALIZED (
  ${sets.reduce((all, set, i) => (set.table === table ? withTexts(all, set, wording !== 'rows' && wording!.has(i)) : all), rows)}
)`]
  })
}

/** The stored table behind a name that facts read. */
const storedAs = (name: string): string => name.slice('known_'.length)
const tableOf = (name: string): Sql => (name === 'subject' ? raw('main.subject') : ident(storedAs(name)))
/** Every column that anything of a class may name. */
const namesIn = ({ group }: CompiledClass): string => [group.facts, group.neighbours, ...Object.keys(group.columns), ...group.readable].join(' ')

/** Rows with what rests on their texts: each different text of the table worked on once and looked up, or each row by itself. */
function withTexts(rows: Sql, set: TextSet, once: boolean): Sql {
  const columns = join(set.columns.map(ident), ', ')
  if (!once) return sql`SELECT texts.*, ${raw(set.worked)} FROM (${rows}) AS texts`
  const same = join(set.columns.map((name) => sql`w.${ident(name)} IS NOT DISTINCT FROM r.${ident(name)}`), ' AND ')
  return sql`SELECT r.*, w.* EXCLUDE (${columns}) FROM (${rows}) AS r LEFT JOIN (
    SELECT ${columns}, ${raw(set.worked)} FROM (SELECT DISTINCT ${columns} FROM ${tableOf(set.table)}) AS texts) AS w ON ${same}`
}

/** How often a text repeats, of each set: (rows, texts). */
export const repeatsOf = (set: TextSet): Sql =>
  sql`SELECT count(*) AS rows, approx_count_distinct(hash(${join(set.columns.map(ident), ', ')})) AS texts FROM ${tableOf(set.table)}`

/** The subjects in the table `reached` and the neighbours of them all: (subject_id). */
export function withNeighbours(compiled: CompiledClass, moment: Moment, reached: Sql): Sql {
  const { group, neighbours } = compiled
  const own = sql`SELECT subject_id FROM ${reached}`
  if (!neighbours) return own
  return sql`WITH ${join([...knownAt(compiled, neighbours.filter((table) => table !== 'subject' && table !== 'reached'), moment), sql`reached AS (${own})`], ', ')}
SELECT DISTINCT subject_id FROM (${own} UNION ALL (${onDay(group.neighbours!, moment)})) AS near(subject_id) WHERE subject_id IS NOT NULL`
}

/** The declared columns with their types, and one decay column for every half-life that the class uses. */
const factColumns = (group: ModelClass): Sql[] => [...Object.entries(group.columns).map(([name, type]) => sql`${ident(name)}::${raw(type)} AS ${ident(name)}`), ...decays(group)]
const decays = (group: ModelClass): Sql[] => halfLives(group).map((days) => sql`exp(age_days * ${raw((-Math.LN2 / days).toExponential())}) AS ${ident(decayColumn(days))}`)

/** A few rows of a class written out, for inline cases; no rows at all for the values of a subject without records. */
function factsOf(group: ModelClass, rows: readonly Record<string, SqlValue>[]): Sql {
  const names = Object.keys(group.columns)
  const values = rows.length === 0
    ? sql`SELECT ${join(names.map((name) => sql`NULL AS ${ident(name)}`), ', ')} WHERE false`
    : join(rows.map((row) => sql`SELECT ${join(names.map((name) => sql`${row[name] ?? null} AS ${ident(name)}`), ', ')}`), ' UNION ALL ')
  return sql`WITH fact AS (SELECT ${join(factColumns(group), ', ')} FROM (${values}) AS source)`
}

// Rounding keeps a sum of floating numbers, whose order parallel threads choose, the same from run to run.
const rounded = (value: string): Sql => sql`round((${raw(value)}), 6)::DOUBLE`
const valueOf = (dimension: ModelDimension): Sql => rounded(dimension.value)

const measures = ({ group, vetoes }: Pick<CompiledClass, 'group' | 'vetoes'>): Sql => join([
  ...group.dimensions.map((one) => sql`${valueOf(one)} AS ${ident(columnOf(one.id))}`),
  ...vetoes.map((one) => sql`${conditionOf(one.condition)} AS ${ident(vetoColumn(one.id))}`),
], ', ')
const conditionOf = (condition: string): Sql => sql`coalesce((${raw(condition)})::BOOLEAN, false)`

/** The columns of a measure table over `fact`, each with its type; whole numbers are narrower and need no rounding. */
function stored({ group, vetoes, types }: CompiledClass, kept: Kept | null): Sql {
  return join([
    ...group.dimensions.map((one, i) => sql`${types[i] === 'INTEGER' ? sql`(${raw(kept?.values[i] ?? one.value)})::INTEGER` : rounded(kept?.values[i] ?? one.value)} AS ${ident(columnOf(one.id))}`),
    ...vetoes.map((one, i) => sql`${conditionOf(kept?.conditions[i] ?? one.condition)} AS ${ident(vetoColumn(one.id))}`),
  ], ', ')
}

/** The rows that the pass reads, in a WITH clause that ends in `fact`: from what is kept, where something is. */
function rowsAt(compiled: CompiledClass, kept: Kept | null, moment: Moment, within: Sql | undefined, wording: Wording): Sql {
  const { group } = compiled
  if (!kept) return factsAt(compiled, moment, false, within, wording)
  const asOf = sql`${moment.asOf}::DATE`
  const named = kept.tables.map((one) => {
    const inside = within ? sql` AND subject_id IN (${within})` : raw('')
    return one.from === 'subject'
      ? sql`${ident(one.from)} AS NOT MATERIALIZED (SELECT * FROM main.${ident(one.name)} WHERE true${inside})`
      : sql`${ident(one.from)} AS NOT MATERIALIZED (SELECT *, (${asOf} - happened_on)::INTEGER AS age_days FROM ${ident(one.name)} WHERE seen_on <= ${asOf}${inside})`
  })
  return sql`WITH ${join([...named, sql`fact AS NOT MATERIALIZED (SELECT ${join([raw('*'), ...decays(group)], ', ')} FROM (${onDay(kept.rows, moment)}) AS source)`], ', ')}`
}

/**
 * Stage one: values of every subject that has rows in the class.
 * @param repeated text sets, by place, whose texts repeat so often that each is worked on once
 */
export const measureClass = (compiled: CompiledClass, kept: Kept | null, moment: Moment, repeated: ReadonlySet<number> = new Set()): Sql =>
  sql`CREATE OR REPLACE TABLE ${measureTable(compiled.group.class)} AS ${rowsAt(compiled, kept, moment, undefined, repeated)} SELECT subject_id, ${stored(compiled, kept)} FROM fact GROUP BY subject_id`

/** Stage one as a query, for values that no table keeps: (subject_id, …). */
export const valuesBySubject = (compiled: CompiledClass, moment: Moment): Sql =>
  sql`${factsAt(compiled, moment, false, undefined, 'rows')} SELECT subject_id, ${measures(compiled)} FROM fact GROUP BY subject_id`

/** The same over no rows at all: one row. */
export const valuesOfNobody = (compiled: CompiledClass): Sql => sql`${factsOf(compiled.group, [])} SELECT ${measures(compiled)} FROM fact`

/** Stage one for the subjects of the table `affected` alone, whose rows must have gone before; nothing is read beyond those in `within`. */
export const measureSome = (compiled: CompiledClass, kept: Kept | null, moment: Moment, affected: Sql, within: Sql): Sql =>
  sql`INSERT INTO ${measureTable(compiled.group.class)} ${rowsAt(compiled, kept, moment, sql`SELECT subject_id FROM ${within}`, 'rows')} SELECT subject_id, ${stored(compiled, kept)} FROM fact WHERE subject_id IN (SELECT subject_id FROM ${affected}) GROUP BY subject_id`

/**
 * What is kept of the records of a table: all of it, or of the subjects of the query `within`.
 * Days are kept as they are told, so that each run sees only what was known on its own.
 */
export function keptRows(table: KeptTable, within?: Sql, repeated: Wording = 'rows'): Sql {
  const inside = within ? sql` AND subject_id IN (${within})` : raw('')
  const rows = table.from === 'subject' ? sql`SELECT * FROM main.subject WHERE true${inside}` : sql`SELECT * FROM ${tableOf(table.from)} WHERE subject_id IS NOT NULL${inside}`
  const named = (table.worded?.sets ?? []).reduce((all, set, i) => withTexts(all, set, repeated !== 'rows' && repeated.has(i)), rows)
  return sql`WITH ${ident(table.from)} AS NOT MATERIALIZED (${named}) ${raw(table.worded?.facts ?? table.made)}`
}

/**
 * WITH clause that ends in `fact`, for a few subjects listed in SQL: nothing is read beyond them and those on whom their facts rest, who are looked up
 * once. Where a class does not say on whom its facts rest, all are read.
 */
function factsOfFew(compiled: CompiledClass, moment: Moment, readableToo: boolean, ids: Sql, wording?: Wording): Sql {
  const few = sql`(SELECT unnest([${ids}])::INTEGER AS subject_id)`
  if (compiled.neighbours) return factsAt(compiled, moment, readableToo, raw('SELECT subject_id FROM near'), wording, [sql`near AS MATERIALIZED (${withNeighbours(compiled, moment, few)})`])
  return factsAt(compiled, moment, readableToo, compiled.group.neighbours === undefined ? undefined : ids, wording)
}

/** All values of a few subjects, listed in SQL, as known at the moment, and under subject 0 those over no rows: read only. */
export const valuesOfSome = (compiled: CompiledClass, moment: Moment, ids: Sql): Sql =>
  sql`SELECT * FROM (${factsOfFew(compiled, moment, false, ids, 'rows')} SELECT subject_id, ${measures(compiled)} FROM fact WHERE subject_id IN (${ids}) GROUP BY subject_id)
UNION ALL SELECT * FROM (${factsOf(compiled.group, [])} SELECT 0, ${measures(compiled)} FROM fact)`

/** The values of one subject on a day as a run measures them, from what the latest run kept of the records: quicker to plan than `valuesOfSome`. */
export const valuesKept = (compiled: CompiledClass, kept: Kept, asOf: string, subjectId: number): Sql =>
  sql`${rowsAt(compiled, kept, { asOf }, raw(String(subjectId)), 'rows')} SELECT subject_id, ${stored(compiled, kept)} FROM fact WHERE subject_id = ${raw(String(subjectId))} GROUP BY subject_id`

/** The values over no rows at all, kept under subject 0: what holds for a subject without records of the class. */
export const measureNothing = ({ group, nothing }: CompiledClass): Sql =>
  sql`INSERT INTO ${measureTable(group.class)} (subject_id, ${join(Object.keys(nothing).map(ident), ', ')}) VALUES (0, ${join(Object.values(nothing).map((value) => sql`${value}`), ', ')})`

/** Values over no rows at all, by column of the measure table, in one row; and, each with `type_` before its name, the types in which dimensions come. */
export const overNothing = ({ group, vetoes }: Pick<CompiledClass, 'group' | 'vetoes'>): Sql =>
  sql`${factsOf(group, [])} SELECT ${measures({ group, vetoes })}, ${join(group.dimensions.map((one) => sql`typeof(${raw(one.value)}) AS ${ident(`type_${columnOf(one.id)}`)}`), ', ')} FROM fact`

/** The value of a dimension over rows written out: (value). */
export const valueOver = (group: ModelClass, dimension: ModelDimension, rows: readonly Record<string, SqlValue>[]): Sql =>
  sql`${factsOf(group, rows)} SELECT ${valueOf(dimension)} AS value, count(*) FILTER (WHERE ${raw(dimension.evidence)}) AS evidence FROM fact`

export const vetoOver = (group: ModelClass, veto: Veto): Sql =>
  sql`${factsOf(group, [])} SELECT (${raw(veto.condition)})::BOOLEAN AS value, count(*) FILTER (WHERE ${raw(veto.evidence)}) AS evidence FROM fact`

/** One dimension over the whole workspace: (subject_id, value), by itself. */
export const valueBySubject = (compiled: CompiledClass, dimension: ModelDimension, moment: Moment): Sql =>
  sql`${factsAt(compiled, moment, false)}
SELECT subject_id, ${valueOf(dimension)} AS value
FROM fact
GROUP BY subject_id
ORDER BY subject_id`

/** Rows behind the values of one subject: (dimension's column, …), for the dimensions asked; parts of the facts that serve none of them are pruned. */
export const evidenceCounts = (compiled: CompiledClass, dimensions: readonly ModelDimension[], moment: Moment, subjectId: number): Sql =>
  sql`${factsOfFew(compiled, moment, false, raw(String(subjectId)))} SELECT ${join(dimensions.map((one) => sql`count(*) FILTER (WHERE ${raw(one.evidence)}) AS ${ident(columnOf(one.id))}`), ', ')} FROM fact
WHERE subject_id = ${raw(String(subjectId))} AND (${join(dimensions.map((one) => sql`(${raw(one.evidence)})`), ' OR ')})`

/** The readable rows of one subject that meet a condition; `select` is the list, e.g. count(*). */
export const evidenceRows = (compiled: CompiledClass, condition: string, moment: Moment, subjectId: number, select: Sql): Sql =>
  sql`${factsOfFew(compiled, moment, true, raw(String(subjectId)))} SELECT ${select} FROM fact WHERE subject_id = ${raw(String(subjectId))} AND (${raw(condition)})`

/** Subjects with rows that meet `of` and happened from `split` to `until`, as known then: (subject_id, bad), bad where one of the rows met `outcome`. */
export const outcomesAfter = (compiled: CompiledClass, { split, until, outcome, of }: { split: string; until: string; outcome: string; of: string }): Sql =>
  sql`${factsAt(compiled, { asOf: until }, false)} SELECT subject_id, coalesce(bool_or((${raw(outcome)})::BOOLEAN), false) AS bad FROM fact
WHERE age_days <= ${until}::DATE - ${split}::DATE AND (${raw(of)})::BOOLEAN GROUP BY subject_id`

/** The same for each authority that inspected the subject, '' where it is not told: (subject_id, authority, bad). The facts must have an authority. */
export const outcomesByAuthority = (compiled: CompiledClass, { split, until, outcome, of }: { split: string; until: string; outcome: string; of: string }): Sql =>
  sql`${factsAt(compiled, { asOf: until }, true)} SELECT subject_id, coalesce(trim(authority), '') AS authority, coalesce(bool_or((${raw(outcome)})::BOOLEAN), false) AS bad FROM fact
WHERE age_days <= ${until}::DATE - ${split}::DATE AND (${raw(of)})::BOOLEAN GROUP BY ALL`

/** What the last row that met `of` said, as known: (subject_id, bad), 1 where it met `outcome`, else 0. */
export const lastOutcome = (compiled: CompiledClass, { asOf, outcome, of }: { asOf: string; outcome: string; of: string }): Sql =>
  sql`${factsAt(compiled, { asOf }, false)} SELECT subject_id, CASE WHEN min(age_days) FILTER (WHERE (${raw(outcome)})::BOOLEAN) = min(age_days) THEN 1 ELSE 0 END AS bad
FROM fact WHERE (${raw(of)})::BOOLEAN GROUP BY subject_id`

export const readableColumns = (group: ModelClass): Sql => join([...group.readable, 'source_file', 'source_row', 'batch'].map(ident), ', ')
