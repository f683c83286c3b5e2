import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extrapolate } from '../../../electron/engine/sampling/extrapolate.ts'

test('a stratum that was inspected as a whole is known; one without inspection leaves the whole unknown', () => {
  const known = extrapolate([{ stratum: 'D', frame: 40, inspected: 40, problems: 10 }])
  expect(known.overall).toEqual({ rate: 0.25, interval: [0.25, 0.25] })
  expect(known.problems).toBe(10)
  const open = extrapolate([{ stratum: 'D', frame: 40, inspected: 40, problems: 10 }, { stratum: 'C', frame: 5, inspected: 0, problems: 0 }])
  expect(open.overall).toBeNull()
  expect(open.strata[1]).toMatchObject({ rate: null, interval: null })
})

test('strata count by their size, not by how many were inspected', () => {
  const { overall } = extrapolate([{ stratum: 'A', frame: 900, inspected: 30, problems: 0 }, { stratum: 'D', frame: 100, inspected: 100, problems: 50 }])
  expect(overall!.rate).toBeCloseTo(0.05, 12)
})

test('the interval holds the true rate at least 19 times in 20', () => {
  // Every sample of 12 out of 60 with 9 problems is weighed by its chance.
  const [frame, inspected, true_] = [60, 12, 9]
  const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1)
  let covered = 0
  for (let problems = 0; problems <= Math.min(inspected, true_); problems++) {
    const [low, high] = extrapolate([{ stratum: 'A', frame, inspected, problems }]).strata[0]!.interval!
    if (low <= true_ / frame + 1e-12 && true_ / frame <= high + 1e-12) covered += (choose(true_, problems) * choose(frame - true_, inspected - problems)) / choose(frame, inspected)
  }
  expect(covered).toBeGreaterThanOrEqual(0.95)
})

test('intervals lie around the rate and within what is possible', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 4 }), (all) => {
    const drawn = all.map(([frame, a, b], i) => { const inspected = Math.max(1, Math.round(a * frame)); return { stratum: (['A', 'B', 'C', 'D'] as const)[i]!, frame, inspected, problems: Math.round(b * inspected) } })
    const { strata, overall } = extrapolate(drawn)
    for (const { frame, inspected, problems, rate, interval } of strata) {
      expect(interval![0]).toBeLessThanOrEqual(rate! + 1e-12)
      expect(interval![1]).toBeGreaterThanOrEqual(rate! - 1e-12)
      expect(interval![0] * frame).toBeGreaterThanOrEqual(problems - 1e-9)
      expect(interval![1] * frame).toBeLessThanOrEqual(frame - inspected + problems + 1e-9)
    }
    expect(overall!.interval[0]).toBeLessThanOrEqual(overall!.rate)
    expect(overall!.interval[1]).toBeGreaterThanOrEqual(overall!.rate)
  }))
})
