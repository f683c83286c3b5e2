import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { columnOf, measureTable, vetoColumn, type CompiledClass } from './compile.ts'
import { contributionOf, type Model, type ModelDimension } from './model.ts'

/** A number as a DOUBLE literal (a plain 0.1 would be a DECIMAL). */
export const double = (value: number): Sql => raw(value.toExponential())

/** One of several numbers by the band that a dimension's value reaches: `of` gives them by points. */
export function byBand(dimension: ModelDimension, of: (points: number) => Sql): Sql {
  const column = ident(columnOf(dimension.id))
  const steps = dimension.bands.slice(1).map(([from], i) => sql`WHEN ${column} < ${double(from!)} THEN ${of(dimension.bands[i]![1])}`)
  return sql`CASE WHEN ${column} IS NULL THEN ${of(dimension.missing)} ${join(steps, ' ')} ELSE ${of(dimension.bands.at(-1)![1])} END`
}

/** Sum of the contributions of some dimensions of one class, before its ceiling. */
export const sumOf = (dimensions: readonly ModelDimension[]): Sql => {
  const counted = dimensions.filter((one) => one.weight > 0)
  return counted.length === 0 ? double(0) : join(counted.map((one) => byBand(one, (points) => double(contributionOf(one, points)))), ' + ')
}

/** A class's sum held between 0 and its ceiling. */
export const clamped = (sum: Sql, ceiling: number): Sql => sql`least(${double(ceiling)}, greatest(${double(0)}, ${sum}))`

/** Partial index of each measured subject of a class: (subject_id, partial). */
export const partialOf = ({ group }: CompiledClass, ceiling: number): Sql =>
  sql`SELECT subject_id, ${clamped(sumOf(group.dimensions), ceiling)} AS partial FROM ${measureTable(group.class)}`

/** Where the scores of a run come from. */
export interface Sources {
  /** Classes whose partial index is taken from their measure table; of all others, from `score` as it is. */
  anew: readonly CompiledClass[]
  /** Partial index of a subject without rows, by class. */
  nothing: ReadonlyMap<RecordClass, number>
  /** A table of the subject ids to score; absent: all. */
  only?: Sql
}

/**
 * Stage two: one row of `score` a subject: the partials added up, the tier by thresholds or by the first veto that holds.
 * Subjects come from `subject` where every class is taken anew, else from `score`.
 */
export function scores(model: Model, { anew, nothing, only }: Sources): Sql {
  const whole = model.classes.every(({ class: name }) => anew.some(({ group }) => group.class === name))
  const alias = (name: RecordClass): Sql => ident(`p_${name}`)
  const inside = only ? sql`WHERE subject_id IN (SELECT subject_id FROM ${only})` : raw('')
  const partial = (name: RecordClass): Sql => {
    if (!model.classes.some((one) => one.class === name)) return double(0)
    return anew.some(({ group }) => group.class === name) ? sql`coalesce(${alias(name)}.partial, ${double(nothing.get(name) ?? 0)})` : sql`s.${ident(name)}`
  }
  // Vetoes are rare: those that hold are found by themselves, which costs less than a column of each class in the joins.
  const vetoed = model.vetoes.map((one, i) => sql`SELECT subject_id, ${raw(String(i))} AS place FROM ${measureTable(one.class)} WHERE ${ident(vetoColumn(one.id))} AND subject_id > 0`)
  const named = [
    ...anew.map((compiled) => sql`${alias(compiled.group.class)} AS (${partialOf(compiled, model.ceilings[compiled.group.class] ?? 0)} ${inside})`),
    sql`vetoed AS (SELECT subject_id, min(place) AS place FROM (${vetoed.length === 0 ? raw('SELECT 0 AS subject_id, 0 AS place WHERE false') : join(vetoed, ' UNION ALL ')}) ${inside} GROUP BY subject_id)`,
  ]
  const { B, C, D } = model.thresholds
  const columns = join(recordClasses.map(ident), ', ')
  return sql`WITH ${join(named, ', ')}, partials AS (
  SELECT s.subject_id, ${model.vetoes.length === 0 ? raw('NULL') : sql`CASE v.place ${join(model.vetoes.map((one, i) => sql`WHEN ${raw(String(i))} THEN ${one.id}`), ' ')} END`} AS veto,
    ${join(recordClasses.map((name) => sql`${partial(name)} AS ${ident(name)}`), ', ')}
  FROM ${only ? sql`(SELECT * FROM ${raw(whole ? 'subject' : 'score')} ${inside})` : raw(whole ? 'subject' : 'score')} s LEFT JOIN vetoed v ON v.subject_id = s.subject_id
    ${join(anew.map(({ group }) => sql`LEFT JOIN ${alias(group.class)} ON ${alias(group.class)}.subject_id = s.subject_id`), ' ')}
), summed AS (SELECT *, ${join(recordClasses.map(ident), ' + ')} AS index FROM partials)
SELECT subject_id, index,
  CASE WHEN veto IS NOT NULL OR index >= ${double(D)} THEN 'D' WHEN index >= ${double(C)} THEN 'C' WHEN index >= ${double(B)} THEN 'B' ELSE 'A' END AS tier,
  CASE WHEN veto IS NOT NULL THEN 'veto' ELSE 'index' END AS tier_reason, veto, ${columns}
FROM summed`
}
