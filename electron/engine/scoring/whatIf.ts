import { tiers } from '../../../shared/classes.ts'
import type { Parsed, WhatIf } from '../../../shared/contract.ts'
import { micro } from '../../../shared/whatIf.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { bandOf, nothingOf, partialOf, sumOf, vetoedBy } from './combine.ts'
import { columnOf } from './compile.ts'
import type { Ready } from './compareModels.ts'
import { valuesByClass, withDrafted, type Drafted } from './drafted.ts'
import { noSuchDimension, type PastRun } from './explain.ts'
import { bandAt, contributionOf, modelSchema, pointsOf, type Model } from './model.ts'
import { refusal } from './read.ts'

type Changes = Parsed<'whatIf'>['changes']

/** The model with other weights, caps, bands or points for the unknown. @throws MingchaError model_invalid, no_such_dimension */
export function changedModel(model: Model, changes: Changes): Model {
  if (Object.keys(changes).length === 0) return model
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
 * What a page needs to follow a slider on one dimension of a model by itself, over the data of the latest run: for every subject of it the
 * index without the class, the class's sum without the dimension, the band that the dimension's value reaches, and where it stands.
 */
export async function whatIf(ask: Connection, past: PastRun, ready: Ready, id: string): Promise<WhatIf> {
  return withDrafted(ask, past, ready.model, ready.classes, async (drafted) => columnsFor(ask, past, ready.model, drafted, id))
}

async function columnsFor(ask: Connection, past: PastRun, model: Model, drafted: readonly Drafted[], id: string): Promise<WhatIf> {
  const own = drafted.find(({ compiled }) => compiled.group.dimensions.some((one) => one.id === id))
  if (!own) throw noSuchDimension(id)
  const { class: name, dimensions } = own.compiled.group
  const one = dimensions.find((dimension) => dimension.id === id)!
  const others = dimensions.filter((dimension) => dimension.id !== id)
  const ceilingOf = ({ compiled }: Drafted): number => model.ceilings[compiled.group.class] ?? 0
  const nothing = others.reduce((sum, dimension) => sum + contributionOf(dimension, pointsOf(dimension, own.nothing[columnOf(dimension.id)] ?? null)), 0)

  const elsewhere = drafted.filter((one) => one !== own && !one.asRun)
  const alias = ({ compiled }: Drafted): Sql => ident(`p_${compiled.group.class}`)
  const moved = [
    ...elsewhere.map((other) => sql` - s.${ident(other.compiled.group.class)} + coalesce(${alias(other)}.partial, ${nothingOf(other.compiled, other.nothing, ceilingOf(other))}::DOUBLE)`),
    ...past.classes.filter(({ group }) => group.class !== name && !drafted.some(({ compiled }) => compiled.group.class === group.class)).map(({ group }) => sql` - s.${ident(group.class)}`),
  ]
  const sameVetoes = JSON.stringify(model.vetoes.map((veto) => [veto.id, veto.condition])) === JSON.stringify(past.model.vetoes.map((veto) => [veto.id, veto.condition]))
  const vetoed = sameVetoes || model.vetoes.length === 0 ? null : vetoedBy(model.vetoes, valuesByClass(drafted))
  const whole = (number: Sql): Sql => sql`((${number}) * ${micro})::INTEGER`
  const columns = await ask.integers(sql`
    WITH own AS (SELECT subject_id, ${whole(sumOf(others))} AS rest, ${bandOf(one, ident(columnOf(id)))} AS band FROM ${own.values})
    SELECT ${whole(sql`s.index - s.${ident(name)}${join(moved, '')}`)}, coalesce(own.rest, ${Math.round(nothing * micro)}::INTEGER),
      (coalesce(own.band, ${bandAt(one, own.nothing[columnOf(id)] ?? null)}) * 16 + (s.tier_reason = 'override')::INTEGER * 8
        + (${vetoed ? raw('v.subject_id IS NOT NULL') : model.vetoes.length === 0 ? raw('false') : raw('s.veto IS NOT NULL')})::INTEGER * 4 + CASE s.tier ${join(tiers.map((tier, i) => sql`WHEN ${tier} THEN ${raw(String(i))}`), ' ')} END)::INTEGER
    FROM score s LEFT JOIN own ON own.subject_id = s.subject_id ${vetoed ? sql`LEFT JOIN (${vetoed}) v ON v.subject_id = s.subject_id` : raw('')}
      ${join(elsewhere.map((other) => sql`LEFT JOIN (${partialOf(other.compiled, ceilingOf(other), other.values)}) ${alias(other)} ON ${alias(other)}.subject_id = s.subject_id`), ' ')}`, 3)
  return { run: past.run, model: model.version, dimension: id, weight: one.weight, cap: one.cap ?? null, points: [...one.bands.map(([, at]) => at), one.missing], ceiling: ceilingOf(own), thresholds: model.thresholds, columns }
}
