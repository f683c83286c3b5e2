import type { RecordClass } from './classes.ts'
import type { Contribution, Explanation } from './contract.ts'

/** What a dimension gives two subjects; undefined: it gives this one nothing. */
export interface Differing { dimension: string; class: RecordClass; nameZh: string; nameEn: string; left: Contribution | undefined; right: Contribution | undefined; /** Index points, right less left. */ difference: number }

/** Below this, doubles only sum differently. */
const noise = 1e-9

/** Dimensions that give two subjects different points of the index, the largest difference first. The differences sum to that of the indices. */
export function differingContributions(left: Explanation, right: Explanation): Differing[] {
  const other = new Map(right.contributions.map((one) => [one.dimension, one]))
  const ids = new Set([...left.contributions, ...right.contributions].map((one) => one.dimension))
  const own = new Map(left.contributions.map((one) => [one.dimension, one]))
  return [...ids].map((dimension) => {
    const [a, b] = [own.get(dimension), other.get(dimension)]
    const named = (a ?? b)!
    return { dimension, class: named.class, nameZh: named.nameZh, nameEn: named.nameEn, left: a, right: b, difference: (b?.contribution ?? 0) - (a?.contribution ?? 0) }
  }).filter((one) => Math.abs(one.difference) > noise).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.dimension < b.dimension ? -1 : 1))
}
