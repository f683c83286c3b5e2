import type { DrawFindings } from '../../../shared/contract.ts'
import { exactInterval } from '../../../shared/exactInterval.ts'

type Inspected = Omit<DrawFindings['strata'][number], 'rate' | 'interval' | 'drawn'>
export type Extrapolation = Pick<DrawFindings, 'overall' | 'problems'> & { strata: (Inspected & Pick<DrawFindings['strata'][number], 'rate' | 'interval'>)[] }

/**
 * What the draw says of its whole frame. Within a stratum every member had the same chance, so its rate is that of the inspected, with the exact
 * interval of a sample without replacement (the numbers of problems in the stratum under which what was found is not too unlikely, 2.5 % on each side);
 * the whole is the mean weighted by the strata's sizes, its interval by MOVER (Zou, Huang, Zhang 2009). Subjects drawn and not inspected are taken
 * to be like the inspected of their stratum.
 */
export function extrapolate(drawn: readonly Inspected[]): Extrapolation {
  const strata = drawn.map((one) => (one.inspected === 0 ? { ...one, rate: null, interval: null } : { ...one, rate: one.problems / one.inspected, interval: exactInterval({ population: one.frame, sample: one.inspected, problems: one.problems, confidence: 0.95 }) }))
  const counted = strata.filter((one) => one.frame > 0)
  const size = counted.reduce((sum, one) => sum + one.frame, 0)
  if (size === 0 || counted.some((one) => one.rate === null)) return { strata, overall: null, problems: null }
  const mean = (of: (one: (typeof counted)[number]) => number): number => counted.reduce((sum, one) => sum + (one.frame / size) * of(one), 0)
  const spread = (side: 0 | 1): number => Math.sqrt(counted.reduce((sum, one) => sum + ((one.frame / size) * (one.interval![side] - one.rate!)) ** 2, 0))
  const rate = mean((one) => one.rate!)
  return { strata, overall: { rate, interval: [Math.max(0, rate - spread(0)), Math.min(1, rate + spread(1))] }, problems: rate * size }
}
