import type { Tier } from '../../../shared/classes.ts'
import type { Chip } from '../../../shared/filter.ts'

/** Subjects whom a past run put in a tier. */
export const pastChip = (run: number, tier: Tier): Chip => ({ field: 'tier_at', op: 'in', values: [`${run}:${tier}`] })
