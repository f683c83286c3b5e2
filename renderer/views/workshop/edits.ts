import type { DimensionSet, DraftDimension, DraftModel, Edit } from '../../../shared/modelDraft.ts'

export const dimensionIn = (model: DraftModel, id: string): DraftDimension | undefined => {
  for (const group of model.classes) {
    const found = group.dimensions.find((one) => one.id === id)
    if (found) return found
  }
  return undefined
}

/** What takes an edit back, of the model as it was before. */
export function inverseOf(model: DraftModel, edit: Edit): Edit {
  if (edit.kind === 'thresholds') return { kind: 'thresholds', ...model.thresholds }
  if (edit.kind === 'ceilings') return { kind: 'ceilings', ceilings: Object.fromEntries(Object.keys(edit.ceilings).map((name) => [name, model.ceilings[name as keyof typeof model.ceilings] ?? 0])) }
  if (edit.kind === 'veto') return { ...edit, on: model.vetoes.some((one) => one.id === edit.id) }
  const one = dimensionIn(model, edit.id)
  const set: Record<string, unknown> = {}
  if (one) for (const field of Object.keys(edit.set) as (keyof DimensionSet)[]) set[field] = one[field] ?? null
  return { kind: 'dimension', id: edit.id, set: set as DimensionSet }
}

/** Edits of one dimension that follow each other as one. Cases that came before other bands must not stand behind them. */
export function mergedEdits(edits: readonly Edit[]): Edit[] {
  const merged: Edit[] = []
  for (const edit of edits) {
    const last = merged.at(-1)
    if (edit.kind === 'thresholds' && last?.kind === 'thresholds') merged[merged.length - 1] = edit
    else if (edit.kind === 'dimension' && last?.kind === 'dimension' && last.id === edit.id && (last.set.cases === undefined || edit.set.cases !== undefined)) merged[merged.length - 1] = { ...edit, set: { ...last.set, ...edit.set } }
    else merged.push(edit)
  }
  return merged
}

/** Why bands cannot be: the place of the first wrong row, and what is wrong with it. */
export function wrongBand(bands: readonly (readonly [number | null, number | null])[], missing: number | null, direction: DraftDimension['direction']): { row: number | 'missing'; why: 'from' | 'rise' | 'points' | 'range' | 'sign' } | null {
  const wrongPoints = (points: number | null): 'points' | 'range' | 'sign' | null =>
    (points === null || !Number.isFinite(points) ? 'points' : Math.abs(points) > 100 ? 'range' : (direction === 'risk' ? points < 0 : points > 0) ? 'sign' : null)
  for (const [row, [from, points]] of bands.entries()) {
    if (row > 0 && (from === null || !Number.isFinite(from))) return { row, why: 'from' }
    if (row > 1 && from! <= bands[row - 1]![0]!) return { row, why: 'rise' }
    const why = wrongPoints(points)
    if (why) return { row, why }
  }
  const why = wrongPoints(missing)
  return why ? { row: 'missing', why } : null
}

/** Whether the columns of a dimension under one draft do for another: all but its own weight, cap, points, its class's ceiling and the thresholds is the same. */
export function sameColumns(a: DraftModel, b: DraftModel, id: string): boolean {
  if (a === b) return true
  if (a.classes.length !== b.classes.length || (a.vetoes !== b.vetoes && JSON.stringify(a.vetoes) !== JSON.stringify(b.vetoes))) return false
  return a.classes.every((group, i) => {
    const other = b.classes[i]!
    const own = group.dimensions.some((one) => one.id === id)
    if (group.class !== other.class || (!own && (a.ceilings[group.class] ?? 0) !== (b.ceilings[group.class] ?? 0))) return false
    return group === other || (group.dimensions.length === other.dimensions.length && group.dimensions.every((one, j) => {
      const its = other.dimensions[j]!
      if (one === its) return true
      const same = one.id === its.id && one.value === its.value && one.half_life_days === its.half_life_days && sameFroms(one, its)
      return same && (one.id === id || (one.weight === its.weight && one.cap === its.cap && one.missing === its.missing && one.bands.every(([, points], k) => points === its.bands[k]![1])))
    }))
  })
}

const sameFroms = (a: DraftDimension, b: DraftDimension): boolean => a.bands.length === b.bands.length && a.bands.every(([from], i) => from === b.bands[i]![0])
export type Change = (edits: Edit[], key?: string) => void
