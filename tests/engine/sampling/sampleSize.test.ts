import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atMost } from '../../../shared/hypergeometric.ts'
import { exactInterval } from '../../../shared/exactInterval.ts'
import { estimateSize, sampleSize } from '../../../shared/sampleSize.ts'
import { sharedFolder } from '../../shared.ts'

interface Vectors { binomial_95_tolerable_5pct: { expected_rates_pct: number[]; n: number[] }; hypergeometric: { rows: [number, number, number, number, number, number][] } }

test.skipIf(sharedFolder === null)('the published plans come out (../shared/vectors/sample-size.json)', () => {
  const vectors = JSON.parse(readFileSync(join(sharedFolder!, 'vectors', 'sample-size.json'), 'utf8')) as Vectors
  const { expected_rates_pct: rates, n } = vectors.binomial_95_tolerable_5pct
  expect(rates.map((rate) => sampleSize({ population: null, expected: rate / 100, tolerable: 0.05, confidence: 0.95 }))).toEqual(n)
  for (const [population, expected, tolerable, confidence, hyper, binomial] of vectors.hypergeometric.rows) {
    const question = { expected: expected / 100, tolerable: tolerable / 100, confidence: confidence / 100 }
    expect([sampleSize({ ...question, population }), sampleSize({ ...question, population: null })]).toEqual([hyper, binomial])
  }
})

test('no sample is enough where the tolerable rate is not above the expected one; a small population is drawn nearly whole', () => {
  expect(sampleSize({ population: null, expected: 0.05, tolerable: 0.05, confidence: 0.95 })).toBeNull()
  expect(sampleSize({ population: 20, expected: 0, tolerable: 0.05, confidence: 0.95 })).toBe(19)
})

test('a share is told to its margin: near the normal plan in a large population, and never beyond the margin', () => {
  // Cochran 1977: 385 for ± 5 % at 95 %; the exact interval is a little wider than the normal one.
  const large = estimateSize({ population: 1_000_000, expected: 0.5, margin: 0.05, confidence: 0.95 })
  expect(large).toBeGreaterThanOrEqual(385)
  expect(large).toBeLessThan(415)
  expect(estimateSize({ population: 500, expected: 0.5, margin: 0.05, confidence: 0.95 })).toBeLessThan(large * 0.6)
  expect(estimateSize({ population: 1, expected: 0.1, margin: 0.05, confidence: 0.95 })).toBe(1)
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 30 }), fc.constantFrom(0.9, 0.95, 0.99), (population, percent, points, confidence) => {
    const question = { population, expected: percent / 100, margin: points / 100, confidence }
    const sample = estimateSize(question)
    expect(sample).toBeGreaterThan(0)
    expect(sample).toBeLessThanOrEqual(population)
    const problems = Math.round(sample * question.expected)
    const [least, most] = exactInterval({ population, sample, problems, confidence })
    expect(Math.max(most - problems / sample, problems / sample - least)).toBeLessThanOrEqual(question.margin + 1e-9)
  }), { numRuns: 40 })
})

test('chances are those of counting all samples', () => {
  const choose = (n: number, k: number): bigint => { let all = 1n; for (let i = 0; i < k; i++) all = (all * BigInt(n - i)) / BigInt(i + 1); return k > n ? 0n : all }
  fc.assert(fc.property(fc.integer({ min: 1, max: 600 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (population, a, b, c) => {
    const [problems, n] = [Math.floor(a * population), Math.floor(b * population)]
    const found = Math.floor(c * n)
    let ways = 0n
    for (let k = 0; k <= found; k++) ways += choose(problems, k) * (n - k <= population - problems ? choose(population - problems, n - k) : 0n)
    const exact = Number((ways * 10n ** 15n) / choose(population, n)) / 1e15
    expect(atMost.hypergeometric(found, n, problems, population)).toBeCloseTo(exact, 9)
  }))
})
