import type { Chip, Filter, ChipField } from '../../../shared/filter.ts'

/** The filter without any chip on a field. */
export const without = (filter: Filter, field: ChipField): Filter => filter.filter((chip) => chip.field !== field)

/** The values that the filter admits of a field; null stands for unknown. */
export function chosenValues(filter: Filter, field: ChipField): (string | null)[] {
  const chip = filter.find((one) => one.field === field && (one.op === 'in' || one.op === 'empty'))
  return chip?.op === 'in' ? chip.values.map(String) : chip?.op === 'empty' ? [null] : []
}

/** The filter admitting these values of a field; unknown stands alone, for chips are joined by AND. */
export function withValues(filter: Filter, field: ChipField, values: readonly (string | null)[]): Filter {
  const others = without(filter, field)
  if (values.length === 0) return others
  const chip: Chip = values.includes(null) ? { field, op: 'empty' } as Chip : { field, op: 'in', values: values as string[] } as Chip
  return [...others, chip]
}
