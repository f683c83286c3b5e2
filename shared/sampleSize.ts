import { exactInterval } from './exactInterval.ts'
import { firstWhere } from './firstWhere.ts'
import { atMost } from './hypergeometric.ts'

/** How large a sample must be; shares lie between 0 and 1. */
export interface SampleQuestion {
  /** Size of the population; null: so large that taking one out does not change it (binomial). */
  population: number | null
  /** Share with problems that one expects to find. */
  expected: number
  /** Share with problems that must not go unnoticed: above `expected`. */
  tolerable: number
  /** How sure one wants to be, e.g. 0.95. */
  confidence: number
}

/** Beyond this no sample is planned: the expected rate lies too near the tolerable one. */
const largest = 100_000

/**
 * The smallest sample such that finding no more problems than one expects, ⌈n × expected⌉, has a probability of at most 1 − confidence
 * if the tolerable share of the population had problems (AICPA Audit Sampling, table A-1; with a population the hypergeometric plan, ⌈N × tolerable⌉
 * problems among N). Null: no sample below the whole population, or below 100,000, is enough.
 */
export function sampleSize({ population, expected, tolerable, confidence }: SampleQuestion): number | null {
  if (tolerable <= expected) return null
  const problems = population === null ? 0 : coverBy(population, tolerable)
  const enough = (n: number, found: number): boolean =>
    (population === null ? atMost.binomial(found, n, tolerable) : atMost.hypergeometric(found, n, problems, population)) <= 1 - confidence + 1e-12
  const most = Math.min(population ?? largest, largest)
  // While as many are expected, a larger sample only makes them less likely: the last size of such a stretch tells whether one of it is enough.
  for (let from = 1, found = coverBy(1, expected); from <= most; found++) {
    const until = expected === 0 ? most : Math.min(most, Math.floor(Number((found / expected).toPrecision(12))))
    if (until < from) continue
    if (enough(until, found)) return firstWhere(from, until, (n) => enough(n, found))
    from = until + 1
  }
  return null
}

/** How large a sample must be to tell a share; shares lie between 0 and 1. */
export interface EstimateQuestion {
  population: number
  /** Share with problems that one expects to find; 0.5 where nothing is known: it asks for the most. */
  expected: number
  /** How far the interval may reach from the share found, on either side. */
  margin: number
  confidence: number
}

/**
 * A sample from which the share of a population can be told to ± margin: the exact interval (`exactInterval`, as the findings of a draw have it) around
 * the expected share reaches no farther, whether what is found is rounded up or down, and it does with one less. Drawn by strata in proportion to
 * their sizes it is at least as good. At most the population, whose share is known.
 */
export function estimateSize({ population, expected, margin, confidence }: EstimateQuestion): number {
  const enough = (sample: number): boolean => [Math.floor(sample * expected), Math.min(sample, coverBy(sample, expected))].every((problems) => {
    const [least, most] = exactInterval({ population, sample, problems, confidence })
    const share = problems / sample
    return Math.max(most - share, share - least) <= margin + 1e-12
  })
  let reach = 1
  while (reach < population && !enough(reach)) reach *= 2
  let size = firstWhere(Math.ceil(reach / 2), Math.min(reach, population), enough)
  while (size > 1 && enough(size - 1)) size--
  return size
}

/** ⌈count × share⌉, not led astray by a share's binary tail: 0.07 × 100 is 7. */
const coverBy = (count: number, share: number): number => Math.ceil(Number((count * share).toPrecision(12)))
