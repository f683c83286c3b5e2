import type { ValueBin } from '../../../shared/contract.ts'
import { bandAt, type ModelDimension } from './model.ts'

/** What the bins are cut after: all values of the run, not those of a filter, so that bins stay where they are while one filters. */
export interface Spread { least: number; most: number; /** Smallest value above 0; null: none. */ positive: number | null; middle: number; /** The values themselves where they are few, ascending. */ values: number[] | null }
export type Bin = Omit<ValueBin, 'subjects'>

/** More different values than this are grouped. */
export const fewValues = 24
/** Values that span more decades than this are grouped by 1, 2, 5, 10, … */
const decades = 2.5
const wanted = 20

/** Bins of a dimension: one a value where there are few; else even or 1-2-5 steps. No bin straddles a step of the bands. */
export function binsOf({ bands }: Pick<ModelDimension, 'bands'>, spread: Spread): Bin[] {
  if (spread.values) return spread.values.map((value, i) => ({ from: value, to: spread.values![i + 1] ?? null, single: true, points: bands[bandAt({ bands }, value)]![1] }))
  const inner = bands.flatMap(([from]) => (from !== null && from > spread.least && from <= spread.most ? [from] : []))
  const edges = [...new Set([spread.least, ...stepsOf(spread), ...inner])].filter((edge) => edge >= spread.least && edge <= spread.most).sort((a, b) => a - b)
  const first = edges[0]!
  return edges.map((edge, i) => ({ from: edge, to: edges[i + 1] ?? null, single: edge === 0 && first === 0 && spread.positive !== null && edges[1]! <= spread.positive, points: bands[bandAt({ bands }, edge)]![1] }))
}

function stepsOf({ least, most, positive }: Spread): number[] {
  if (least >= 0 && positive !== null && Math.log10(most / positive) > decades) {
    const steps = Array.from({ length: 3 * 40 }, (_, i) => Number(`${[1, 2, 5][i % 3]}e${Math.floor(Math.log10(positive)) + Math.floor(i / 3)}`))
    return [positive, ...steps.filter((step) => step > positive && step < most)]
  }
  const rough = (most - least) / wanted
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((one) => one >= rough)!
  const firstStep = Math.floor(least / step) + 1
  return Array.from({ length: wanted + 2 }, (_, i) => Number(((firstStep + i) * step).toPrecision(12))).filter((edge) => edge < most)
}
