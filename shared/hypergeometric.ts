/** ln n! by Stirling's series beyond a table: absolute error below 1e-12. */
const table = [0]
for (let n = 1; n < 256; n++) table.push(table[n - 1]! + Math.log(n))
const logFactorial = (n: number): number => table[n] ?? n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3)
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

interface Law { least: number; most: number; mean: number; log: (k: number) => number }

/** Chance of at most `found`: summed away from the mean, where terms fall and nothing underflows that matters. */
function upTo(found: number, { least, most, mean, log }: Law): number {
  if (found >= most) return 1
  if (found < least) return 0
  const below = found < mean
  let total = 0
  for (let k = below ? found : found + 1; k >= least && k <= most; k += below ? -1 : 1) {
    const term = Math.exp(log(k))
    total += term
    if (term < total * 1e-17) break
  }
  return below ? Math.min(1, total) : Math.max(0, 1 - total)
}

/** Chances of finding at most so many problems in a sample of n. */
export const atMost = {
  /** @param share of the population that has problems */
  binomial: (found: number, n: number, share: number): number =>
    share <= 0 ? 1 : share >= 1 ? Number(found >= n) : upTo(found, { least: 0, most: n, mean: n * share, log: (k) => logChoose(n, k) + k * Math.log(share) + (n - k) * Math.log1p(-share) }),
  /** @param problems how many of the population have one */
  hypergeometric: (found: number, n: number, problems: number, population: number): number => upTo(found, {
    least: Math.max(0, n - (population - problems)), most: Math.min(n, problems), mean: (n * problems) / population,
    log: (k) => logChoose(problems, k) + logChoose(population - problems, n - k) - logChoose(population, n),
  }),
}
