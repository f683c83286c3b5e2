import type { Shortage } from '../../../../shared/contract.ts'

type ShortVisit = Shortage['visits'][number]
/** Why some visits cannot be staffed, and their identifiers; what does not stand in the way is null, [] or 0. */
export interface ShortageReason { few: { officers: number; eligible: number } | null; nobodyHolds: string[]; recused: number; visits: string[] }

/** One line a reason, the one that holds for the most visits first. */
export function shortageReasons(visits: readonly ShortVisit[]): ShortageReason[] {
  const reasons = new Map<string, ShortageReason>()
  for (const { visit, officers, eligible, qualifications, qualified, recused } of visits) {
    const why = { few: eligible < officers ? { officers, eligible } : null, nobodyHolds: qualified === 0 ? qualifications : [], recused }
    const found = reasons.get(JSON.stringify(why))
    if (found) found.visits.push(visit)
    else reasons.set(JSON.stringify(why), { ...why, visits: [visit] })
  }
  return [...reasons.values()].sort((a, b) => b.visits.length - a.visits.length)
}
