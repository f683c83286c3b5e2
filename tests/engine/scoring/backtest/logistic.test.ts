import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitLogistic, linear, logLoss, probability, type LogisticProblem, type SparseColumn } from '../../../../electron/engine/scoring/backtest/logistic.ts'

const sparse = (dense: readonly number[]): SparseColumn => {
  const rows = dense.flatMap((value, i) => (value === 0 ? [] : [i]))
  return { rows: Int32Array.from(rows), values: Float64Array.from(rows, (i) => dense[i]!) }
}

const problem = fc.integer({ min: 8, max: 40 }).chain((n) => fc.record({
  columns: fc.array(fc.array(fc.constantFrom(0, 0, 0, 0.35, 0.6, 1, -0.4), { minLength: n, maxLength: n }), { minLength: 1, maxLength: 5 }),
  trials: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: n, maxLength: n }),
  hits: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n }),
  prior: fc.array(fc.constantFrom(0, 0.3, 2), { minLength: 5, maxLength: 5 }),
  ridge: fc.constantFrom(0.3, 3, 100),
  nonNegative: fc.boolean(),
})).map(({ columns, trials, hits, prior, ridge, nonNegative }): LogisticProblem => ({
  columns: columns.map(sparse), trials: Float64Array.from(trials), successes: Float64Array.from(trials, (of, i) => Math.round(of * hits[i]!)), prior: Float64Array.from(columns, (_, j) => prior[j]!), ridge, nonNegative,
})).filter(({ trials, successes }) => {
  const all = successes.reduce((sum, one) => sum + one, 0)
  return all > 0 && all < trials.reduce((sum, one) => sum + one, 0)
})

test('the fit is the one minimum: the slope is nothing, or points below a coefficient held at 0', () => {
  fc.assert(fc.property(problem, (given) => {
    const fit = fitLogistic(given)
    const line = linear(fit, given.columns, given.trials.length)
    const over = line.map((at, i) => given.trials[i]! * probability(at) - given.successes[i]!)
    expect(Math.abs(over.reduce((sum, one) => sum + one, 0))).toBeLessThan(1e-4)
    given.columns.forEach(({ rows, values }, j) => {
      const coefficient = fit.coefficients[j]!
      const slope = rows.reduce((sum, i, k) => sum + over[i]! * values[k]!, given.ridge * (coefficient - given.prior[j]!))
      if (given.nonNegative && coefficient === 0) expect(slope).toBeGreaterThan(-1e-4)
      else expect(Math.abs(slope)).toBeLessThan(1e-4)
      if (given.nonNegative) expect(coefficient).toBeGreaterThanOrEqual(0)
    })
    expect(fitLogistic(given)).toEqual(fit)
  }), { numRuns: 200 })
})

test('two groups without a pull have the log-odds of their rates', () => {
  // 30 of 100 against 60 of 100: intercept ln(3/7), coefficient ln(6/4) − ln(3/7).
  const fit = fitLogistic({ columns: [sparse([0, 1])], trials: Float64Array.of(100, 100), successes: Float64Array.of(30, 60), prior: Float64Array.of(0), ridge: 0, nonNegative: false })
  expect(fit.intercept).toBeCloseTo(Math.log(3 / 7), 5)
  expect(fit.coefficients[0]).toBeCloseTo(Math.log(6 / 4) - Math.log(3 / 7), 5)
  expect(logLoss(linear(fit, [sparse([0, 1])], 2), Float64Array.of(100, 100), Float64Array.of(30, 60))).toBeCloseTo(-(0.3 * Math.log(0.3) + 0.7 * Math.log(0.7) + 0.6 * Math.log(0.6) + 0.4 * Math.log(0.4)) / 2, 8)
})

test('an endless pull keeps the prior, whatever the outcomes say', () => {
  const fit = fitLogistic({ columns: [sparse([0, 1, 0, 1])], trials: Float64Array.of(1, 1, 1, 1), successes: Float64Array.of(0, 1, 0, 1), prior: Float64Array.of(0.25), ridge: 1e9, nonNegative: true })
  expect(fit.coefficients[0]).toBeCloseTo(0.25, 6)
})
