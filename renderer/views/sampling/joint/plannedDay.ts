import type { PlanTask } from '../../../../shared/contract.ts'

/** The day nearest to today that lies within the periods of all tasks; null where there is none. */
export function dayWithin(tasks: readonly Pick<PlanTask, 'periodFrom' | 'periodUntil'>[], today: string): string | null {
  const from = tasks.map((one) => one.periodFrom).toSorted().at(-1)!
  const until = tasks.map((one) => one.periodUntil).toSorted()[0]!
  if (from > until) return null
  return today < from ? from : today > until ? until : today
}
