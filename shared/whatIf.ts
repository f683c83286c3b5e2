import type { WhatIf } from './contract.ts'
import { contributionOf } from './points.ts'
import { byTier, tiers, type Tier } from './classes.ts'

/** What-if counts in whole millionths of an index point: 4 bytes a subject, and sums that are exact. */
export const micro = 1e6

/** A dimension as a draft has it. */
export interface Draft { weight: number; /** Largest contribution either way; the weight where not given. */ cap?: number | undefined; thresholds: { B: number; C: number; D: number } }

export interface WhatIfColumns {
  /** The index without the dimension's class. */
  others: Int32Array
  /** Sum of the class's other dimensions, before the ceiling. */
  rest: Int32Array
  /** Band of the value × 16 + 8 where persons set the tier + 4 where a veto holds + present tier (0 A – 3 D). */
  mark: Int32Array
}

/** Bits of a mark below its band. */
const bandAt = 4

/** The columns as they came over the wire, which may have put them at any byte. */
export function columnsOf({ columns }: Pick<WhatIf, 'columns'>): WhatIfColumns {
  const bytes = columns.byteOffset % 4 === 0 ? columns : columns.slice()
  const rows = bytes.byteLength / 12
  const column = (at: number): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset + at * rows * 4, rows)
  return { others: column(0), rest: column(1), mark: column(2) }
}

/** Subjects by the tier that they have (rows, A to D) and the one that they would have (columns): 16 counts. */
export type Migration = Int32Array

/** What each band adds to the class's sum. */
const contributions = (points: readonly number[], draft: Pick<Draft, 'weight' | 'cap'>): Int32Array => Int32Array.from(points, (one) => Math.round(contributionOf(draft, one) * micro))

/**
 * Every subject's tier under a draft: index = others + clamp(rest + contribution, 0, ceiling). One plain loop over typed arrays, so
 * that a slider can be followed; a veto forces D whatever the index, and a tier that persons set stays.
 */
export function retier({ others, rest, mark }: WhatIfColumns, { points, ceiling }: Pick<WhatIf, 'points' | 'ceiling'>, draft: Draft): Migration {
  const contribution = contributions(points, draft)
  const top = Math.round(ceiling * micro)
  const [b, c, d] = [draft.thresholds.B, draft.thresholds.C, draft.thresholds.D].map((one) => Math.round(one * micro)) as [number, number, number]
  /** Which of 64 counts a subject adds to: present tier, veto and persons × tier under the draft. Signs instead of branches, which no processor could foresee here. */
  const cell = (i: number): number => {
    const code = mark[i]!
    const sum = (rest[i]! + contribution[code >> bandAt]!) | 0
    const over = ((sum & ~(sum >> 31)) - top) | 0
    const index = (others[i]! + top + (over & (over >> 31))) | 0
    return ((code & 15) << 2) | (3 + ((index - b) >> 31) + ((index - c) >> 31) + ((index - d) >> 31))
  }
  // Two sets in turn: most subjects add to the same count, and one addition would wait for the other.
  const counts = new Int32Array(64)
  const second = new Int32Array(64)
  const even = mark.length & ~1
  for (let i = 0; i < even; i += 2) {
    counts[cell(i)]!++
    second[cell(i + 1)]!++
  }
  if (even < mark.length) counts[cell(even)]!++
  const moved = new Int32Array(16)
  counts.forEach((n, at) => {
    const from = (at >> 2) & 3
    moved[from * 4 + ((at >> 5) & 1 ? from : (at >> 4) & 1 ? 3 : at & 3)]! += n + second[at]!
  })
  return moved
}

/** Subjects in each tier after a migration. */
export const tiersAfter = (moved: Migration): Record<Tier, number> =>
  byTier((_, to) => tiers.reduce((sum, _from, from) => sum + moved[from * 4 + to]!, 0))

/** Subjects in each tier before it. */
export const tiersBefore = (moved: Migration): Record<Tier, number> =>
  byTier((_, from) => tiers.reduce((sum, _to, to) => sum + moved[from * 4 + to]!, 0))

/** How many subjects have which index under a draft, a veto or none: `bins` of equal width from 0 to 100. */
export function spreadOf({ others, rest, mark }: WhatIfColumns, { points, ceiling }: Pick<WhatIf, 'points' | 'ceiling'>, draft: Pick<Draft, 'weight' | 'cap'>, bins: number): Int32Array {
  const contribution = contributions(points, draft)
  const top = Math.round(ceiling * micro)
  const width = (100 * micro) / bins
  const counts = new Int32Array(bins)
  for (let i = 0; i < mark.length; i++) {
    const index = others[i]! + Math.min(top, Math.max(0, rest[i]! + contribution[mark[i]! >> bandAt]!))
    counts[Math.max(0, Math.min(bins - 1, Math.floor(index / width)))]!++
  }
  return counts
}

/** Subjects in each band of the dimension; the last are those whose value is unknown. */
export function bandCounts({ mark }: Pick<WhatIfColumns, 'mark'>, bands: number): Int32Array {
  const counts = new Int32Array(bands)
  for (const code of mark) counts[code >> bandAt]!++
  return counts
}
