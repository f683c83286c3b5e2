import type { Shortage } from '../../../../shared/contract.ts'

type ShortVisit = Shortage['visits'][number]
/** Visits that cannot be staffed for the same reason, by their identifiers. */
export interface ShortageReason extends Omit<ShortVisit, 'visit'> { visits: string[] }

/** One line a reason, the one that holds for the most visits first. */
export function shortageReasons(visits: readonly ShortVisit[]): ShortageReason[] {
  const reasons = new Map<string, ShortageReason>()
  for (const { visit, ...why } of visits) {
    const key = JSON.stringify([why.officers, why.eligible, why.qualifications, why.qualified, why.recused])
    const found = reasons.get(key)
    if (found) found.visits.push(visit)
    else reasons.set(key, { ...why, visits: [visit] })
  }
  return [...reasons.values()].sort((a, b) => b.visits.length - a.visits.length)
}
