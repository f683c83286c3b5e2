import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Stratum } from '../../../shared/contract.ts'
import { estimateSize, sampleSize } from '../../../shared/sampleSize.ts'

/** What a sample is for, and of whom; shares between 0 and 1. */
export interface Goal {
  /** estimate: tell the rate to ± margin; detect: find at least one problem if at least `share` of them have one. */
  purpose: 'estimate' | 'detect'
  /** The whole frame, drawn in proportion; or one tier by itself. */
  of: 'all' | Tier
  expected: number
  margin: number
  share: number
  confidence: number
}

/** Subjects to draw and of how many; `size` null: only the whole would be enough. Nobody to draw from: null. */
export function planSize(goal: Goal, strata: readonly Stratum[]): { size: number | null; frame: number } | null {
  const frame = strata.reduce((sum, one) => sum + (goal.of === 'all' || one.stratum === goal.of ? one.frame : 0), 0)
  if (frame === 0) return null
  const { expected, margin, share, confidence } = goal
  return { frame, size: goal.purpose === 'estimate' ? estimateSize({ population: frame, expected, margin, confidence }) : sampleSize({ population: frame, expected: 0, tolerable: share, confidence }) }
}

/** The ratio that draws `size` of `frame`, in millionths: a draw rounds up. */
export const ratioFor = (size: number, frame: number): number => Math.max(1, Math.floor((size / frame) * 1e6 + 1e-9)) / 1e6

/** Ratios by tier with the planned one in its place, or in all of them; what the policy says itself is left out. */
export function withRatio(goal: Pick<Goal, 'of'>, ratio: number, now: Partial<Record<Tier, number>>, policy: Record<Tier, number>): Partial<Record<Tier, number>> {
  const put = (tier: Tier): number => (goal.of === 'all' || goal.of === tier ? ratio : (now[tier] ?? policy[tier]))
  return Object.fromEntries(tiers.filter((tier) => put(tier) !== policy[tier]).map((tier) => [tier, put(tier)]))
}
