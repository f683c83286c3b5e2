import type { QualityCell } from '../../../shared/contract.ts'

/** What tells one cell of a report from another. */
export const idOf = (cell: QualityCell): string => `${cell.recordClass} ${cell.key}`

/** Steps of the heat map: 0 is as it should be, 5 is worst. The tint is of the colour for what is wrong; the figure always stands in the cell. */
export function heatOf(share: number | null): number {
  if (share === null) return 0
  if (share >= 0.995) return 0
  return Math.min(5, Math.max(1, Math.ceil((1 - share) / 0.16)))
}

/** The newest record's age against the days after which it is old: within them 0, at four times 5. */
export function heatOfAge(age: number | null, fresh: number | null): number {
  if (age === null || fresh === null || age <= fresh) return 0
  return Math.min(5, Math.max(1, Math.ceil((age / fresh - 1) / 0.6)))
}
