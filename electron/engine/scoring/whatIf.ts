import { tiers } from '../../../shared/classes.ts'
import type { Parsed, WhatIf } from '../../../shared/contract.ts'
import { micro } from '../../../shared/whatIf.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { bandOf, nothingOf, partialOf, sumOf } from './combine.ts'
import { columnOf, measureTable, type CompiledClass } from './compile.ts'
import { noSuchDimension, type PastRun } from './explain.ts'
import { bandAt, contributionOf, modelSchema, pointsOf, type Model } from './model.ts'
import { refusal } from './read.ts'

type Changes = Parsed<'whatIf'>['changes']

/** The model with other weights, caps, bands or points for the unknown. @throws MingchaError model_invalid, no_such_dimension */
export function changedModel(model: Model, changes: Changes): Model {
  const draft = structuredClone(model)
  const all = draft.classes.flatMap((group) => group.dimensions)
  for (const [id, change] of Object.entries(changes)) {
    const one = all.find((dimension) => dimension.id === id)
    if (!one) throw noSuchDimension(id)
    Object.assign(one, change)
    one.cases = one.cases.map((entry) => ({ ...entry, points: pointsOf(one, entry.value) }))
  }
  const parsed = modelSchema.safeParse(draft)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  const [, group, , dimension] = path as [string, number, string, number]
  throw refusal(model.version, draft.classes[group]?.dimensions[dimension]?.id ?? path.join('.'), message)
}

/**
 * What a page needs to follow a slider on one dimension of the latest run by itself, other changes of the draft applied: for every
 * subject the index without the class, the class's sum without the dimension, and the band that the dimension's value reaches.
 */
export async function whatIf(ask: Connection, past: PastRun, { dimension: id, changes }: Parsed<'whatIf'>): Promise<WhatIf> {
  const model = changedModel(past.model, changes)
  const compiled = past.classes.find(({ group }) => group.dimensions.some((one) => one.id === id))
  if (!compiled) throw noSuchDimension(id)
  const { class: name } = compiled.group
  const drafted = (one: CompiledClass): CompiledClass => ({ ...one, group: model.classes.find((group) => group.class === one.group.class)! })
  const { dimensions } = drafted(compiled).group
  const one = dimensions.find((dimension) => dimension.id === id)!
  const others = dimensions.filter((dimension) => dimension.id !== id)
  const ceiling = model.ceilings[name] ?? 0
  const points = [...one.bands.map(([, at]) => at), one.missing]

  const valuesOf = (group: CompiledClass) => ask.one<Record<string, number | null>>(sql`SELECT * FROM ${measureTable(group.group.class)} WHERE subject_id = 0`)
  const values = await valuesOf(compiled)
  const nothing = others.reduce((sum, dimension) => sum + contributionOf(dimension, pointsOf(dimension, values[columnOf(dimension.id)] ?? null)), 0)
  const elsewhere = past.classes.filter(({ group }) => group.class !== name && group.dimensions.some((dimension) => dimension.id in changes)).map(drafted)
  const moved: Sql[] = []
  for (const group of elsewhere) {
    const without = nothingOf(group, await valuesOf(group), model.ceilings[group.group.class] ?? 0)
    moved.push(sql` - s.${ident(group.group.class)} + coalesce(${ident(`p_${group.group.class}`)}.partial, ${without}::DOUBLE)`)
  }
  const whole = (number: Sql): Sql => sql`((${number}) * ${micro})::INTEGER`
  const columns = await ask.integers(sql`
    WITH own AS (SELECT subject_id, ${whole(sumOf(others))} AS rest, ${bandOf(one, ident(columnOf(id)))} AS band FROM ${measureTable(name)})
    SELECT ${whole(sql`s.index - s.${ident(name)}${join(moved, '')}`)}, coalesce(own.rest, ${Math.round(nothing * micro)}::INTEGER),
      (coalesce(own.band, ${bandAt(one, values[columnOf(id)] ?? null)}) * 8 + (s.veto IS NOT NULL)::INTEGER * 4 + CASE s.tier ${join(tiers.map((tier, i) => sql`WHEN ${tier} THEN ${raw(String(i))}`), ' ')} END)::INTEGER
    FROM score s LEFT JOIN own ON own.subject_id = s.subject_id
      ${join(elsewhere.map((group) => sql`LEFT JOIN (${partialOf(group, model.ceilings[group.group.class] ?? 0)}) ${ident(`p_${group.group.class}`)} ON ${ident(`p_${group.group.class}`)}.subject_id = s.subject_id`), ' ')}`, 3)
  return { run: past.run, dimension: id, weight: one.weight, cap: one.cap ?? null, points, ceiling, thresholds: model.thresholds, columns }
}
