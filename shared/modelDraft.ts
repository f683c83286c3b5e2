import { recordClasses, type RecordClass } from './classes.ts'
import { pointsOf, type Band } from './points.ts'
import { z } from './schema.ts'

type Cell = string | number | boolean | null

/** A dimension as it is drafted. */
export interface DraftDimension {
  id: string
  /** [zh, en], as all pairs of texts here. */
  level2: [string, string]
  name: [string, string]
  meaning: [string, string]
  legal_basis: string | null
  unit: string
  direction: 'risk' | 'protective'
  /** Aggregate over the columns of the class: one number a subject. */
  value: string
  /** Condition over the same columns that picks the rows behind the value. */
  evidence: string
  bands: Band[]
  /** Points where the value is unknown. */
  missing: number
  /** Points of the index at 100 points of this dimension. */
  weight: number
  /** Largest contribution either way; the weight where absent. */
  cap?: number | undefined
  /** Offers the column decay_N = 0.5^(age_days / N) to the expressions. */
  half_life_days?: number | undefined
  /** Rows written out, and what must come of them. */
  cases: { rows: Record<string, Cell>[]; value: number | null; points: number }[]
}
export interface DraftVeto { id: string; class: RecordClass; name: [string, string]; legal_basis: string; condition: string; evidence: string }
export interface DraftClass { class: RecordClass; level1: [string, string]; /** With their types. */ columns: Record<string, string>; dimensions: DraftDimension[] }
/** What of a model a draft may change, and what is shown beside it; the hand-written facts stay with the engine. */
export interface DraftModel {
  version: string
  ceilings: Partial<Record<RecordClass, number>>
  thresholds: { B: number; C: number; D: number }
  vetoes: DraftVeto[]
  classes: DraftClass[]
}

const points = z.number().min(-100).max(100)
const cell = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()])

/** One change of a draft; null takes away what need not be there. Whether a model comes of it is judged by the model's own schema. */
export const editSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('dimension'), id: z.string().max(100),
    set: z.strictObject({
      weight: z.number(), cap: z.number().nullable(), missing: points, bands: z.array(z.tuple([z.number().nullable(), points])).min(1).max(20), half_life_days: z.number().int().nullable(),
      value: z.string().max(2000), evidence: z.string().max(2000),
      cases: z.array(z.strictObject({ rows: z.array(z.record(z.string().max(60), cell)).max(50), value: z.number().nullable(), points: z.number() })).min(1).max(20),
    }).partial(),
  }),
  z.strictObject({ kind: z.literal('thresholds'), B: z.number(), C: z.number(), D: z.number() }),
  z.strictObject({ kind: z.literal('ceilings'), ceilings: z.partialRecord(z.enum(recordClasses), z.number()) }),
  z.strictObject({ kind: z.literal('veto'), id: z.string().max(100), on: z.boolean() }),
])
export type Edit = z.infer<typeof editSchema>
export type DimensionSet = Extract<Edit, { kind: 'dimension' }>['set']

/**
 * A model with some changes; what they do not touch is shared with the old one. Other bands give the cases' values other points, unless cases came along.
 * @param vetoes those that may be turned on, in the order in which they are tried
 * @returns what an edit names and the model does not have, as `unknown`
 */
export function applyEdits<M extends DraftModel>(model: M, edits: readonly Edit[], vetoes: readonly DraftVeto[]): { model: M; unknown: string | null } {
  let now = model
  let unknown: string | null = null
  for (const edit of edits) {
    if (edit.kind === 'thresholds') now = { ...now, thresholds: { B: edit.B, C: edit.C, D: edit.D } }
    else if (edit.kind === 'ceilings') now = { ...now, ceilings: { ...now.ceilings, ...edit.ceilings } }
    else if (edit.kind === 'veto') {
      const on = new Set(now.vetoes.map((one) => one.id))
      if (!vetoes.some((one) => one.id === edit.id)) unknown = `vetoes.${edit.id}`
      if (edit.on) on.add(edit.id)
      else on.delete(edit.id)
      now = { ...now, vetoes: vetoes.flatMap((one) => (on.has(one.id) ? [now.vetoes.find((own) => own.id === one.id) ?? one] : [])) }
    } else {
      if (!now.classes.some((group) => group.dimensions.some((one) => one.id === edit.id))) unknown = edit.id
      now = { ...now, classes: now.classes.map((group) => (group.dimensions.some((one) => one.id === edit.id) ? { ...group, dimensions: group.dimensions.map((one) => (one.id === edit.id ? changedBy(one, edit.set) : one)) } : group)) }
    }
  }
  return { model: now, unknown }
}

function changedBy(one: DraftDimension, set: DimensionSet): DraftDimension {
  const { cap = one.cap, half_life_days = one.half_life_days, ...rest } = set
  const { cap: _, half_life_days: __, ...kept } = one
  const now: DraftDimension = { ...kept, ...definedOf(rest), ...(cap === null || cap === undefined ? {} : { cap }), ...(half_life_days === null || half_life_days === undefined ? {} : { half_life_days }) }
  if (set.cases || (set.bands === undefined && set.missing === undefined)) return now
  return { ...now, cases: now.cases.map((entry) => ({ ...entry, points: pointsOf(now, entry.value) })) }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const definedOf = <T extends object>(set: T): Defined<T> => Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as Defined<T>

/** A part of a model that differs between two; null: not in that one. `of` is a dimension's or a veto's id, a class, or a tier. */
export interface ModelChange {
  kind: 'dimension' | 'veto' | 'ceiling' | 'threshold'
  of: string
  field: (typeof compared)[number] | 'whole'
  before: string | number | Band[] | null
  after: string | number | Band[] | null
}
const compared = ['weight', 'cap', 'missing', 'bands', 'half_life_days', 'value', 'evidence'] as const

/** What differs between two models, cases and words left out. */
export function changesBetween(before: DraftModel, after: DraftModel): ModelChange[] {
  const changes: ModelChange[] = []
  for (const tier of ['B', 'C', 'D'] as const) if (before.thresholds[tier] !== after.thresholds[tier]) changes.push({ kind: 'threshold', of: tier, field: 'whole', before: before.thresholds[tier], after: after.thresholds[tier] })
  for (const name of recordClasses) {
    const [was, is] = [before.ceilings[name] ?? 0, after.ceilings[name] ?? 0]
    if (was !== is) changes.push({ kind: 'ceiling', of: name, field: 'whole', before: was, after: is })
  }
  const vetoes = new Map([...before.vetoes, ...after.vetoes].map((one) => [one.id, one]))
  for (const id of vetoes.keys()) {
    const [was, is] = [before, after].map((model) => model.vetoes.find((one) => one.id === id)?.condition ?? null)
    if (was !== is) changes.push({ kind: 'veto', of: id, field: 'whole', before: was!, after: is! })
  }
  const [left, right] = [before, after].map((model) => new Map(model.classes.flatMap((group) => group.dimensions.map((one) => [one.id, one] as const))))
  for (const id of new Set([...left!.keys(), ...right!.keys()])) {
    const [was, is] = [left!.get(id), right!.get(id)]
    if (was === is) continue
    if (!was || !is) {
      changes.push({ kind: 'dimension', of: id, field: 'whole', before: was?.value ?? null, after: is?.value ?? null })
      continue
    }
    for (const field of compared) {
      if (was[field] !== is[field] && JSON.stringify(was[field] ?? null) !== JSON.stringify(is[field] ?? null)) changes.push({ kind: 'dimension', of: id, field, before: was[field] ?? null, after: is[field] ?? null })
    }
  }
  return changes
}
