import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { ident, join, raw, sql, type Sql, type SqlValue } from '../duckdb/sql.ts'
import { contributionOf, type Model, type ModelClass, type ModelDimension, type Veto } from './model.ts'

/** What was known, when: the day and, for a run in the past, the newest batch that it saw. */
export interface Moment { asOf: string; lastBatch?: number }

/** A class with the tables that its facts read (see inspectFacts). */
export interface CompiledClass { group: ModelClass; tables: string[]; vetoes: Veto[] }

export const measureTable = (name: RecordClass): Sql => ident(`measure_${name}`)
/** Column of a dimension in its measure table: the id without its class. */
export const columnOf = (id: string): string => id.slice(id.indexOf('.') + 1)
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
 */
function factsAt({ group, tables }: CompiledClass, moment: Moment, readableToo: boolean): Sql {
  const asOf = sql`${moment.asOf}::DATE`
  const known = tables.filter((table) => table.startsWith('known_')).map((table) => sql`${ident(table)} AS NOT MATERIALIZED (
  SELECT *, (${asOf} - coalesce(occurred_on, known_on))::INTEGER AS age_days
  FROM ${ident(table.slice('known_'.length))}
  WHERE subject_id IS NOT NULL AND known_on <= ${asOf} AND (occurred_on IS NULL OR occurred_on <= ${asOf})${moment.lastBatch === undefined ? raw('') : sql` AND batch <= ${moment.lastBatch}`}
)`)
  const pieces = group.facts.trim().split('$asof').map(raw)
  const facts = pieces.reduce((all, piece) => sql`${all}${asOf}${piece}`)
  const shown = readableToo ? [...group.readable.filter((name) => !(name in group.columns)), 'source_file', 'source_row', 'batch'] : []
  const columns = [raw('subject_id'), ...factColumns(group), ...shown.map(ident)]
  return sql`WITH ${join([...known, sql`fact AS NOT MATERIALIZED (
  SELECT ${join(columns, ',\n    ')}
  FROM (
${facts}
  ) AS source
)`], ', ')}`
}

/** The declared columns with their types, and one decay column for every half-life that the class uses. */
const factColumns = (group: ModelClass): Sql[] => [
  ...Object.entries(group.columns).map(([name, type]) => sql`${ident(name)}::${raw(type)} AS ${ident(name)}`),
  ...halfLives(group).map((days) => sql`exp(age_days * ${raw((-Math.LN2 / days).toExponential())}) AS ${ident(decayColumn(days))}`),
]

/** A few rows of a class written out, for inline cases; no rows at all for the values of a subject without records. */
function factsOf(group: ModelClass, rows: readonly Record<string, SqlValue>[]): Sql {
  const names = Object.keys(group.columns)
  const values = rows.length === 0
    ? sql`SELECT ${join(names.map((name) => sql`NULL AS ${ident(name)}`), ', ')} WHERE false`
    : join(rows.map((row) => sql`SELECT ${join(names.map((name) => sql`${row[name] ?? null} AS ${ident(name)}`), ', ')}`), ' UNION ALL ')
  return sql`WITH fact AS (SELECT ${join(factColumns(group), ', ')} FROM (${values}) AS source)`
}

// Rounding keeps a sum of floating numbers, whose order parallel threads choose, the same from run to run.
const valueOf = (dimension: ModelDimension): Sql => sql`round((${raw(dimension.value)}), 6)::DOUBLE`

const measures = ({ group, vetoes }: CompiledClass): Sql => join([
  ...group.dimensions.map((one) => sql`${valueOf(one)} AS ${ident(columnOf(one.id))}`),
  ...vetoes.map((one) => sql`coalesce((${raw(one.condition)})::BOOLEAN, false) AS ${ident(vetoColumn(one.id))}`),
], ', ')

/** Stage one: values of every subject that has rows in the class. */
export const measureClass = (compiled: CompiledClass, moment: Moment): Sql =>
  sql`CREATE OR REPLACE TABLE ${measureTable(compiled.group.class)} AS ${factsAt(compiled, moment, false)} SELECT subject_id, ${measures(compiled)} FROM fact GROUP BY subject_id`

/** The values over no rows at all, kept under subject 0: what holds for a subject without records of the class. */
export const measureNothing = (compiled: CompiledClass): Sql =>
  sql`INSERT INTO ${measureTable(compiled.group.class)} ${factsOf(compiled.group, [])} SELECT 0, ${measures(compiled)} FROM fact`

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
  sql`${factsAt(compiled, moment, false)} SELECT ${join(dimensions.map((one) => sql`count(*) FILTER (WHERE ${raw(one.evidence)}) AS ${ident(columnOf(one.id))}`), ', ')} FROM fact
WHERE subject_id = ${subjectId} AND (${join(dimensions.map((one) => sql`(${raw(one.evidence)})`), ' OR ')})`

/** The readable rows of one subject that meet a condition; `select` is the list, e.g. count(*). */
export const evidenceRows = (compiled: CompiledClass, condition: string, moment: Moment, subjectId: number, select: Sql): Sql =>
  sql`${factsAt(compiled, moment, true)} SELECT ${select} FROM fact WHERE subject_id = ${subjectId} AND (${raw(condition)})`

/** Subjects with rows that meet `of` and happened from `split` to `until`, as known then: (subject_id, bad), bad where one of the rows met `outcome`. */
export const outcomesAfter = (compiled: CompiledClass, { split, until, outcome, of }: { split: string; until: string; outcome: string; of: string }): Sql =>
  sql`${factsAt(compiled, { asOf: until }, false)} SELECT subject_id, coalesce(bool_or((${raw(outcome)})::BOOLEAN), false) AS bad FROM fact
WHERE age_days <= ${until}::DATE - ${split}::DATE AND (${raw(of)})::BOOLEAN GROUP BY subject_id`

/** What the last row that met `of` said, as known: (subject_id, bad), 1 where it met `outcome`, else 0. */
export const lastOutcome = (compiled: CompiledClass, { asOf, outcome, of }: { asOf: string; outcome: string; of: string }): Sql =>
  sql`${factsAt(compiled, { asOf }, false)} SELECT subject_id, CASE WHEN min(age_days) FILTER (WHERE (${raw(outcome)})::BOOLEAN) = min(age_days) THEN 1 ELSE 0 END AS bad
FROM fact WHERE (${raw(of)})::BOOLEAN GROUP BY subject_id`

export const readableColumns = (group: ModelClass): Sql => join([...group.readable, 'source_file', 'source_row', 'batch'].map(ident), ', ')

/** A number as a DOUBLE literal (a plain 0.1 would be a DECIMAL). */
const double = (value: number): Sql => raw(value.toExponential())

function contributionSql(dimension: ModelDimension): Sql {
  const column = ident(columnOf(dimension.id))
  const of = (points: number): Sql => double(contributionOf(dimension, points))
  const steps = dimension.bands.slice(1).map(([from], i) => sql`WHEN ${column} < ${double(from!)} THEN ${of(dimension.bands[i]![1])}`)
  return sql`CASE WHEN ${column} IS NULL THEN ${of(dimension.missing)} ${join(steps, ' ')} ELSE ${of(dimension.bands.at(-1)![1])} END`
}

/** Partial index of each measured subject of a class and its vetoes: (subject_id, partial, veto_…). */
export function partialOf({ group, vetoes }: CompiledClass, ceiling: number): Sql {
  const sum = group.dimensions.length === 0 ? double(0) : join(group.dimensions.map(contributionSql), ' + ')
  return sql`SELECT subject_id, least(${double(ceiling)}, greatest(${double(0)}, ${sum})) AS partial${join(vetoes.map((one) => sql`, ${ident(vetoColumn(one.id))}`), '')} FROM ${measureTable(group.class)}`
}

/**
 * Stage two: `score` anew, one row a subject: the partials added up, the tier by thresholds or by the first veto that holds.
 * @param nothing partial index of a subject without rows, by class
 */
export function scoreAll(model: Model, classes: readonly CompiledClass[], nothing: ReadonlyMap<RecordClass, number>): Sql {
  const has = (name: RecordClass): boolean => classes.some(({ group }) => group.class === name)
  const alias = (name: RecordClass): Sql => ident(`p_${name}`)
  const partials = recordClasses.map((name) => (has(name) ? sql`coalesce(${alias(name)}.partial, ${double(nothing.get(name) ?? 0)})` : double(0)))
  const joins = classes.map(({ group }) => sql`LEFT JOIN ${alias(group.class)} ON ${alias(group.class)}.subject_id = s.subject_id`)
  const vetoes = model.vetoes.map((one) => sql`WHEN ${alias(one.class)}.${ident(vetoColumn(one.id))} THEN ${one.id}`)
  const { B, C, D } = model.thresholds
  return sql`INSERT INTO score
WITH ${join(classes.map((compiled) => sql`${alias(compiled.group.class)} AS (${partialOf(compiled, model.ceilings[compiled.group.class] ?? 0)})`), ', ')},
partials AS (
  SELECT s.subject_id, ${vetoes.length === 0 ? raw('NULL') : sql`CASE ${join(vetoes, ' ')} END`} AS veto, ${join(recordClasses.map((name, i) => sql`${partials[i]!} AS ${ident(name)}`), ', ')}
  FROM subject s ${join(joins, ' ')}
), summed AS (SELECT *, ${join(recordClasses.map(ident), ' + ')} AS index FROM partials)
SELECT subject_id, index,
  CASE WHEN veto IS NOT NULL OR index >= ${double(D)} THEN 'D' WHEN index >= ${double(C)} THEN 'C' WHEN index >= ${double(B)} THEN 'B' ELSE 'A' END,
  CASE WHEN veto IS NOT NULL THEN 'veto' ELSE 'index' END, veto, ${join(recordClasses.map(ident), ', ')}
FROM summed ORDER BY subject_id`
}
