import { tiers, type RecordClass, type Tier } from '../../../shared/classes.ts'
import type { TierMove, TierMoves } from '../../../shared/profile.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import { measuredOf, type PastRun } from './explain.ts'
import { contributionOf, pointsOf, type Model, type ModelClass, type ModelDimension } from './model.ts'
import { overrideOf } from './overrides.ts'
import { columnOf } from './compile.ts'

/** Values of the dimensions of each class, by column; a class that is not here adds nothing. */
export type Values = ReadonlyMap<RecordClass, Row>
type Row = Readonly<Record<string, number | boolean | null>>

/** Half a millionth below a threshold reaches it, as in a run (combine.ts). */
const reached = (index: number, threshold: number): boolean => index >= threshold - 5e-7

export function tierAt({ thresholds: { B, C, D } }: Pick<Model, 'thresholds'>, index: number): Tier {
  return reached(index, D) ? 'D' : reached(index, C) ? 'C' : reached(index, B) ? 'B' : 'A'
}

const valueIn = (values: Values, group: ModelClass, one: ModelDimension): number | null => (values.get(group.class)?.[columnOf(one.id)] ?? null) as number | null
const ownOf = (values: Values, group: ModelClass, one: ModelDimension): number => contributionOf(one, pointsOf(one, valueIn(values, group, one)))

/** Partial index of a class from its sum, and that sum. */
const clamp = (model: Model, group: ModelClass, sum: number): number => Math.min(model.ceilings[group.class] ?? 0, Math.max(0, sum))
const sumOf = (values: Values, group: ModelClass): number => (values.has(group.class) ? group.dimensions.reduce((total, one) => total + ownOf(values, group, one), 0) : 0)

/** The index that a run makes of these values. */
export const indexOf = (model: Model, values: Values): number => model.classes.reduce((total, group) => total + clamp(model, group, sumOf(values, group)), 0)

/** What each dimension gives the index after the ceiling of its class: they sum to the index. */
export function contributionsOf(model: Model, values: Values): { group: ModelClass; dimension: ModelDimension; value: number | null; contribution: number }[] {
  return model.classes.flatMap((group) => {
    const sum = sumOf(values, group)
    const factor = sum <= 0 ? 0 : clamp(model, group, sum) / sum
    return group.dimensions.map((dimension) => ({ group, dimension, value: valueIn(values, group, dimension), contribution: values.has(group.class) ? ownOf(values, group, dimension) * factor : 0 }))
  })
}

/** The sums of all classes, of which moves change one each. */
class Sums {
  readonly #model: Model
  readonly #sums: Map<RecordClass, number>
  constructor(model: Model, values: Values) {
    this.#model = model
    this.#sums = new Map(model.classes.map((group) => [group.class, sumOf(values, group)]))
  }
  /** The index if the sum of a class were `more` greater. */
  index(changed?: ModelClass, more = 0): number {
    return this.#model.classes.reduce((total, group) => total + clamp(this.#model, group, this.#sums.get(group.class)! + (group === changed ? more : 0)), 0)
  }
  add(group: ModelClass, more: number): void {
    this.#sums.set(group.class, this.#sums.get(group.class)! + more)
  }
}

/** All other bands that a value could be in, with what they would add to the class's sum. */
function otherBands(values: Values, group: ModelClass, one: ModelDimension): { place: number; more: number }[] {
  if (!values.has(group.class) || one.weight === 0) return []
  const now = ownOf(values, group, one)
  return one.bands.map(([, points], place) => ({ place, more: contributionOf(one, points) - now })).filter(({ more }) => more !== 0)
}

function moveOf(model: Model, values: Values, group: ModelClass, one: ModelDimension, place: number, index: number): TierMove {
  const value = valueIn(values, group, one)
  const [from, toPoints] = one.bands[place]!
  return {
    dimension: one.id, class: group.class, nameZh: one.name[0], nameEn: one.name[1], unit: one.unit, how: toPoints === 0 ? 'gone' : 'band', value, points: pointsOf(one, value),
    from, below: one.bands[place + 1]?.[0] ?? null, toPoints, index, tier: tierAt(model, index),
  }
}

/** Of each dimension the least change that leads where `enough` says; the least of all first. */
function single(model: Model, values: Values, downwards: boolean, enough: (index: number) => boolean): TierMove[] {
  const sums = new Sums(model, values)
  const now = sums.index()
  const found = model.classes.flatMap((group) => group.dimensions.flatMap((one) => {
    const steps = otherBands(values, group, one).filter(({ more }) => (downwards ? more < 0 : more > 0)).sort((a, b) => Math.abs(a.more) - Math.abs(b.more))
    const step = steps.find(({ more }) => enough(sums.index(group, more)))
    return step ? [moveOf(model, values, group, one, step.place, sums.index(group, step.more))] : []
  }))
  return found.sort((a, b) => Math.abs(a.index - now) - Math.abs(b.index - now) || (a.dimension < b.dimension ? -1 : 1))
}

interface Relief { group: ModelClass; one: ModelDimension; place: number; more: number }

/**
 * Where no single change does: the fewest risk dimensions that do together, each brought to its best band; null: not even all of them. Within a class the
 * largest changes relieve most, whatever its ceiling; how many of each class is found over all classes at once (a knapsack of as many items as classes).
 */
function together(model: Model, values: Values, enough: (index: number) => boolean): { moves: TierMove[]; index: number; tier: Tier } | null {
  const index = indexOf(model, values)
  /** By number of changes: the most that they relieve, and how many of each class so far. */
  let best: { relief: number; taken: Relief[] }[] = [{ relief: 0, taken: [] }]
  for (const group of model.classes) {
    const sum = sumOf(values, group)
    const reliefs = group.dimensions.filter((one) => one.direction === 'risk')
      .map((one): Relief => ({ group, one, ...otherBands(values, group, one).reduce((least, band) => (band.more < least.more ? band : least), { place: -1, more: 0 }) }))
      .filter(({ more }) => more < 0).sort((a, b) => a.more - b.more || (a.one.id < b.one.id ? -1 : 1))
    let less = 0
    const options = [0, ...reliefs.map(({ more }) => { less += more; return clamp(model, group, sum) - clamp(model, group, sum + less) })]
    const next: typeof best = []
    best.forEach(({ relief, taken }, n) => options.forEach((own, k) => {
      const found = next[n + k]
      if (!found || relief + own > found.relief + 1e-9) next[n + k] = { relief: relief + own, taken: [...taken, ...reliefs.slice(0, k)] }
    }))
    best = next
  }
  const fewest = best.find(({ relief }) => enough(index - relief))
  if (!fewest) return null
  const sums = new Sums(model, values)
  const moves = fewest.taken.map(({ group, one, place, more }) => {
    sums.add(group, more)
    return moveOf(model, values, group, one, place, sums.index())
  })
  return { moves, index: sums.index(), tier: tierAt(model, sums.index()) }
}

/** What would bring the index into the tier below and above, by the model's own bands, ceilings and thresholds. */
export function movesOf(model: Model, values: Values, limit: number): Pick<TierMoves, 'index' | 'tierByIndex' | 'thresholds' | 'lower' | 'raise'> {
  const { thresholds } = model
  const index = indexOf(model, values)
  const tierByIndex = tierAt(model, index)
  const at = tiers.indexOf(tierByIndex)
  const [below, above] = [tiers[at - 1], tiers[at + 1]]
  const under = tierByIndex === 'A' ? 0 : thresholds[tierByIndex]
  const from = above === undefined || above === 'A' ? 100 : thresholds[above]
  const enough = (next: number): boolean => !reached(next, under)
  const down = below === undefined ? [] : single(model, values, true, enough)
  const up = above === undefined ? [] : single(model, values, false, (next) => reached(next, from))
  return {
    index, tierByIndex, thresholds,
    lower: below === undefined ? null : { tier: below, under, single: down.slice(0, limit), more: Math.max(0, down.length - limit), together: down.length > 0 ? null : together(model, values, enough) },
    raise: above === undefined ? null : { tier: above, from, single: up.slice(0, limit), more: Math.max(0, up.length - limit) },
  }
}

/** The values of a subject in the latest run. */
export async function valuesInRun(ask: Connection, past: PastRun, subjectId: number): Promise<Values> {
  const measured = await measuredOf(ask, past.classes, subjectId)
  return new Map(past.classes.map(({ group, nothing }) => [group.class, measured.get(group.class) ?? nothing]))
}

/** What would move a subject of the latest run, and what holds its tier whatever the index is; null: not scored. */
export async function tierMoves(ask: Connection, past: PastRun, subjectId: number, limit: number, today: string): Promise<TierMoves | null> {
  const [scored] = await ask.rows<{ tier: Tier; tier_reason: string; veto: string | null }>(sql`SELECT tier, tier_reason, veto FROM score WHERE subject_id = ${raw(String(subjectId))}`)
  if (!scored) return null
  const { model, run, asOf } = past
  const veto = model.vetoes.find((one) => one.id === scored.veto)
  const held = scored.tier_reason === 'override' ? await overrideOf(ask, today, run, subjectId) : null
  return {
    subjectId, run, asOf, model: model.version, tier: scored.tier,
    held: { veto: veto ? { id: veto.id, nameZh: veto.name[0], nameEn: veto.name[1], legalBasis: veto.legal_basis } : null, override: held && { override: held.override.override, expiresOn: held.override.expiresOn } },
    ...movesOf(model, await valuesInRun(ask, past, subjectId), limit),
  }
}
