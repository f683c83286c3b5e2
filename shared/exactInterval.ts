import { firstWhere } from './firstWhere.ts'
import { atMost } from './hypergeometric.ts'

/** A sample without replacement and what it found, as numbers of subjects; `confidence` between 0 and 1. */
export interface Found { population: number; sample: number; problems: number; confidence: number }

/**
 * The exact interval of a share in a population, from a sample of it without replacement: the numbers of problems under which what was found is not
 * too unlikely, half of 1 − confidence on each side. Shares between 0 and 1. By halving, since more problems only make more of them likelier to be found.
 */
export function exactInterval({ population, sample, problems, confidence }: Found): [number, number] {
  const tail = (1 - confidence) / 2
  const mostOther = population - sample + problems
  const least = firstWhere(problems, mostOther, (all) => 1 - atMost.hypergeometric(problems - 1, sample, all, population) > tail)
  const most = firstWhere(problems, mostOther + 1, (all) => atMost.hypergeometric(problems, sample, all, population) <= tail) - 1
  return [least / population, Math.max(problems, Math.min(most, mostOther)) / population]
}
