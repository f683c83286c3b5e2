/** [from, points], ascending; the first `from` is null. The last band whose `from` a value reaches counts. */
export type Band = [number | null, number]
/** Bands of a value, and points where it is unknown. */
interface Banded { bands: Band[]; missing: number }

/** Place of the last band that a value reaches; behind all of them where it is unknown. */
export const bandAt = ({ bands }: Pick<Banded, 'bands'>, value: number | null): number =>
  value === null ? bands.length : bands.reduce((at, [from], i) => (from === null || value >= from ? i : at), 0)

/** Points of a value: those of its band; the missing points where it is unknown. */
export const pointsOf = (dimension: Banded, value: number | null): number => dimension.bands[bandAt(dimension, value)]?.[1] ?? dimension.missing

/** Points of the index before the ceiling of the class: points/100 × weight, held within ± cap. */
export function contributionOf({ weight, cap = weight }: { weight: number; cap?: number | undefined }, at: number): number {
  return Math.max(-cap, Math.min(cap, (at / 100) * weight))
}
