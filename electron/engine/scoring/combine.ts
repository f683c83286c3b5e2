import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { columnOf, measureTable, vetoColumn, type CompiledClass } from './compile.ts'
import { contributionOf, pointsOf, type Model, type ModelDimension, type Veto } from './model.ts'

/** A number as a DOUBLE literal (a plain 0.1 would be a DECIMAL). */
export const double = (value: number): Sql => raw(value.toExponential())

/** SQL that gives one thing for each step that `value` reaches: `of` by place, that of the unknown behind the last. `steps` ascend; the first begins at nothing. */
export function byStep(value: Sql, steps: readonly (number | null)[], of: (place: number) => Sql): Sql {
  const number = (from: number): Sql => (Number.isSafeInteger(from) ? raw(String(from)) : double(from))
  const lower = steps.slice(1).map((from, i) => sql`WHEN ${value} < ${number(from!)} THEN ${of(i)}`)
  const last = steps.length === 1 ? sql`${value} IS NOT NULL` : sql`${value} >= ${number(steps.at(-1)!)}`
  return sql`CASE ${join(lower, ' ')} WHEN ${last} THEN ${of(steps.length - 1)} ELSE ${of(steps.length)} END`
}

/** Place of the band that a value reaches; behind the last where it is unknown. */
export const bandOf = ({ bands }: ModelDimension, value: Sql): Sql => byStep(value, bands.map(([from]) => from), (place) => raw(String(place)))

/** What the points of a value lead to: `of` gives it by points. */
export const byPoints = ({ bands, missing }: ModelDimension, value: Sql, of: (points: number) => Sql): Sql =>
  byStep(value, bands.map(([from]) => from), (place) => of(bands[place]?.[1] ?? missing))

/** Sum of the contributions of some dimensions of one class, before its ceiling. */
export const sumOf = (dimensions: readonly ModelDimension[]): Sql => {
  const counted = dimensions.filter((one) => one.weight > 0)
  return counted.length === 0 ? double(0) : join(counted.map((one) => byPoints(one, ident(columnOf(one.id)), (points) => double(contributionOf(one, points)))), ' + ')
}

/** A class's sum held between 0 and its ceiling. */
export const clamped = (sum: Sql, ceiling: number): Sql => sql`least(${double(ceiling)}, greatest(${double(0)}, ${sum}))`

/** Partial index of each measured subject of a class: (subject_id, partial). */
export const partialOf = ({ group }: CompiledClass, ceiling: number, values: Sql = measureTable(group.class)): Sql =>
  sql`SELECT subject_id, ${clamped(sumOf(group.dimensions), ceiling)} AS partial FROM ${values}`

/** Subjects for whom a veto holds, with the place of the first that does: (subject_id, place). Vetoes are rare: found by themselves they cost less than a column of each class in the joins. */
export function vetoedBy(vetoes: readonly Veto[], values?: ReadonlyMap<RecordClass, Sql>): Sql {
  const held = vetoes.map((one, i) => sql`SELECT subject_id, ${raw(String(i))} AS place FROM ${values?.get(one.class) ?? measureTable(one.class)} WHERE ${ident(vetoColumn(one.id))} AND subject_id > 0`)
  return sql`SELECT subject_id, min(place) AS place FROM (${join(held, ' UNION ALL ')}) GROUP BY subject_id`
}

/** Partial index of a subject without rows in a class, from the values over no rows at all. */
export function nothingOf({ group }: CompiledClass, values: CompiledClass['nothing'], ceiling: number): number {
  const sum = group.dimensions.reduce((total, one) => total + contributionOf(one, pointsOf(one, (values[columnOf(one.id)] ?? null) as number | null)), 0)
  return Math.min(ceiling, Math.max(0, sum))
}

/** Where the scores of a run come from. */
export interface Sources {
  /** Classes whose partial index is taken from their measure table; that of all others stays as in `kept`. */
  anew: readonly CompiledClass[]
  /** A table with the rows of `score` as they were; absent: `subjects` bears their columns. */
  kept?: Sql
  /** The subjects to score: a table or query in brackets, (subject_id, …). */
  subjects: Sql
  /** Partial index of a subject without rows, by class. */
  nothing: ReadonlyMap<RecordClass, number>
  /** Where the values of a class lie; absent: in its measure table. */
  values?: ReadonlyMap<RecordClass, Sql>
}

/** The tier of a row with `index` and `veto`. Half a millionth below a threshold reaches it: sums of floating numbers must not decide between equal ones. */
export function tierOf({ thresholds }: Model): Sql {
  const [B, C, D] = [thresholds.B, thresholds.C, thresholds.D].map((one) => double(one - 5e-7)) as [Sql, Sql, Sql]
  return sql`CASE WHEN veto IS NOT NULL OR index >= ${D} THEN 'D' WHEN index >= ${C} THEN 'C' WHEN index >= ${B} THEN 'B' ELSE 'A' END`
}
export const tierReason = raw("CASE WHEN veto IS NOT NULL THEN 'veto' ELSE 'index' END")

/** Stage two: one row of `score` a subject: the partials added up, the tier by thresholds or by the first veto that holds. */
export function scores(model: Model, { anew, kept, subjects, nothing, values }: Sources): Sql {
  const alias = (name: RecordClass): Sql => ident(`p_${name}`)
  const isAnew = (name: RecordClass): boolean => anew.some(({ group }) => group.class === name)
  const isOf = (name: RecordClass): boolean => model.classes.some((one) => one.class === name)
  const allAnew = recordClasses.every((name) => isAnew(name) || !isOf(name))
  const partial = (name: RecordClass): Sql =>
    isOf(name) ? sql`coalesce(${isAnew(name) ? sql`${alias(name)}.partial` : sql`${raw(kept ? 'k' : 's')}.${ident(name)}`}, ${double(nothing.get(name) ?? 0)})` : double(0)
  const named = [
    ...anew.map((compiled) => sql`${alias(compiled.group.class)} AS (${partialOf(compiled, model.ceilings[compiled.group.class] ?? 0, values?.get(compiled.group.class))})`),
    ...(model.vetoes.length === 0 ? [] : [sql`vetoed AS (${vetoedBy(model.vetoes, values)})`]),
  ]
  return sql`WITH ${join(named.map((one) => sql`${one}, `), '')}partials AS (
  SELECT s.subject_id, ${model.vetoes.length === 0 ? raw('NULL') : sql`CASE v.place ${join(model.vetoes.map((one, i) => sql`WHEN ${raw(String(i))} THEN ${one.id}`), ' ')} END`} AS veto,
    ${join(recordClasses.map((name) => sql`${partial(name)} AS ${ident(name)}`), ', ')}
  FROM ${subjects} s ${model.vetoes.length === 0 ? raw('') : raw('LEFT JOIN vetoed v ON v.subject_id = s.subject_id')} ${allAnew || !kept ? raw('') : sql`LEFT JOIN ${kept} k ON k.subject_id = s.subject_id`}
    ${join(anew.map(({ group }) => sql`LEFT JOIN ${alias(group.class)} ON ${alias(group.class)}.subject_id = s.subject_id`), ' ')}
), summed AS (SELECT *, ${join(recordClasses.map(ident), ' + ')} AS index FROM partials)
SELECT subject_id, index,
  ${tierOf(model)} AS tier, ${tierReason} AS tier_reason, veto, ${join(recordClasses.map(ident), ', ')}
FROM summed`
}
