/** The rows of a column that are not zero, and what they hold. */
export interface SparseColumn { rows: Int32Array; values: Float64Array }

export interface LogisticProblem {
  columns: readonly SparseColumn[]
  /** Of each row: how often it was tried, and with success. */
  trials: Float64Array
  successes: Float64Array
  /** What each coefficient is drawn to, and how strongly: the penalty is ridge / 2 × Σ (coefficient − prior)². */
  prior: Float64Array
  ridge: number
  /** No coefficient may fall below 0. */
  nonNegative: boolean
}

export interface LogisticFit { intercept: number; coefficients: Float64Array }

const mostSweeps = 500
const smallestStep = 1e-7

/**
 * Ridge logistic regression (le Cessie and van Houwelingen 1992) by cyclic coordinate descent within trust regions: the CLG algorithm of
 * Genkin, Lewis and Madigan, Technometrics 49 (2007) 291–304, with ridge for their prior. Each step uses a bound of the curvature within its
 * region, so that the loss never rises; the order of columns and rows alone decides, never chance. The intercept is free.
 * @param start coefficients to begin at, of a similar problem
 */
export function fitLogistic({ columns, trials, successes, prior, ridge, nonNegative }: LogisticProblem, start?: LogisticFit): LogisticFit {
  const rows = trials.length
  const coefficients = Float64Array.from(start?.coefficients ?? prior)
  let intercept = start?.intercept ?? 0
  const reach = new Float64Array(columns.length + 1).fill(1)
  const line = linear({ intercept, coefficients }, columns, rows)
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let widest = 0
    // The intercept: a column of ones without a penalty.
    let [slope, bound] = [0, 0]
    for (let i = 0; i < rows; i++) {
      slope += trials[i]! / (1 + Math.exp(-line[i]!)) - successes[i]!
      bound += trials[i]! * curvature(line[i]!, reach[columns.length]!)
    }
    const move = Math.max(-reach[columns.length]!, Math.min(reach[columns.length]!, -slope / Math.max(bound, 1e-12)))
    reach[columns.length] = Math.max(2 * Math.abs(move), reach[columns.length]! / 2)
    intercept += move
    for (let i = 0; i < rows; i++) line[i]! += move
    widest = Math.abs(move)
    for (const [j, { rows: where, values }] of columns.entries()) {
      const from = coefficients[j]!
      let [gradient, bend] = [ridge * (from - prior[j]!), ridge]
      for (let k = 0; k < where.length; k++) {
        const [i, x] = [where[k]!, values[k]!]
        gradient += (trials[i]! / (1 + Math.exp(-line[i]!)) - successes[i]!) * x
        bend += trials[i]! * curvature(line[i]!, reach[j]! * Math.abs(x)) * x * x
      }
      if (bend < 1e-12) continue
      let step = Math.max(-reach[j]!, Math.min(reach[j]!, -gradient / bend))
      if (nonNegative) step = Math.max(step, -from)
      reach[j] = Math.max(2 * Math.abs(step), reach[j]! / 2)
      if (step === 0) continue
      coefficients[j] = from + step
      for (let k = 0; k < where.length; k++) line[where[k]!]! += step * values[k]!
      widest = Math.max(widest, Math.abs(step))
    }
    if (widest < smallestStep) break
  }
  return { intercept, coefficients }
}

/** Log-odds of every row. */
export function linear({ intercept, coefficients }: LogisticFit, columns: readonly SparseColumn[], rows: number): Float64Array {
  const line = new Float64Array(rows).fill(intercept)
  for (const [j, { rows: where, values }] of columns.entries()) {
    const by = coefficients[j]!
    if (by !== 0) for (let k = 0; k < where.length; k++) line[where[k]!]! += by * values[k]!
  }
  return line
}

export const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))

/** Mean negative log-likelihood of one trial over some rows. */
export function logLoss(line: Float64Array, trials: Float64Array, successes: Float64Array): number {
  let [sum, all] = [0, 0]
  for (let i = 0; i < line.length; i++) {
    const at = line[i]!
    // ln(1 + e^at) without overflow, less what the successes tell.
    sum += trials[i]! * (Math.max(at, 0) + Math.log1p(Math.exp(-Math.abs(at)))) - successes[i]! * at
    all += trials[i]!
  }
  return sum / all
}

/** Most that p (1 − p) can be where the log-odds lie within `reach` of `at`. */
function curvature(at: number, reach: number): number {
  const beyond = Math.abs(at) - reach
  return beyond <= 0 ? 0.25 : 1 / (2 + Math.exp(beyond) + Math.exp(-beyond))
}
