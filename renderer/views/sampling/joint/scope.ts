import { tiers, type Tier } from '../../../../shared/classes.ts'
import type { Filter } from '../../../../shared/filter.ts'

const isTiers = (chip: Filter[number]): boolean => chip.field === 'tier' && chip.op === 'in'

/** Tiers that a scope admits; all where it says nothing of them. */
export function tiersOf(filter: Filter): Tier[] {
  const chips = filter.filter(isTiers)
  return tiers.filter((tier) => chips.every((chip) => chip.op === 'in' && chip.values.includes(tier)))
}

/** The scope with one tier more or less; the last tier cannot be taken away. */
export function withTier(filter: Filter, tier: Tier): Filter {
  const now = tiersOf(filter)
  const next = now.includes(tier) ? now.filter((one) => one !== tier) : tiers.filter((one) => now.includes(one) || one === tier)
  if (next.length === 0) return filter
  return [...(next.length === tiers.length ? [] : [{ field: 'tier' as const, op: 'in' as const, values: next }]), ...othersOf(filter)]
}

/** What a scope says beside tiers. */
export const othersOf = (filter: Filter): Filter => filter.filter((chip) => !isTiers(chip))
/** The scope with other conditions beside its tiers. */
export const withOthers = (filter: Filter, others: Filter): Filter => [...filter.filter(isTiers), ...others]
