/** The eleven record classes of a market subject, in the order of the trade (DOMAIN: nine of the platform's, two of ours). */
export const recordClasses = [
  'registration', 'supervision', 'penalty', 'complaint', 'operation', 'opinion',
  'judicial', 'licence', 'product', 'listing', 'relation',
] as const
export type RecordClass = (typeof recordClasses)[number]

export const tiers = ['A', 'B', 'C', 'D'] as const
/** A lower risk · B general · C medium · D high. Internal only: never a ground for punishment, never a 0 % ratio. */
export type Tier = (typeof tiers)[number]
/** One thing for each tier. */
export const byTier = <T>(of: (tier: Tier, place: number) => T): Record<Tier, T> => Object.fromEntries(tiers.map((tier, place) => [tier, of(tier, place)])) as Record<Tier, T>
