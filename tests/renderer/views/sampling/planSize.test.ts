import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareOf } from '../../../../electron/engine/sampling/plan.ts'
import { planSize, ratioFor, withRatio, type Goal } from '../../../../renderer/views/sampling/planSize.ts'

const strata = (['A', 'B', 'C', 'D'] as const).map((stratum, i) => ({ stratum, frame: [3000, 900, 100, 0][i]!, ratio: 0.1, drawn: 0, spares: 0 }))
const goal: Goal = { purpose: 'estimate', of: 'all', expected: 0.5, margin: 0.05, share: 0.05, confidence: 0.95 }

test('the frame is the whole, or one tier of it; an empty one has no size', () => {
  expect(planSize(goal, strata)).toMatchObject({ frame: 4000 })
  const whole = planSize(goal, strata)!.size!
  const small = planSize({ ...goal, of: 'C' }, strata)!
  expect(small.frame).toBe(100)
  expect(small.size).toBeLessThan(whole)
  expect(planSize({ ...goal, of: 'D' }, strata)).toBeNull()
})

test('to find at least one of 5 in 100 with 95 % takes 45, as counting all samples says', () => {
  expect(planSize({ ...goal, purpose: 'detect', of: 'C' }, strata)).toEqual({ frame: 100, size: 45 })
})

test('the ratio draws the size that was planned, however the engine rounds', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 999_999 }), fc.double({ min: 0, max: 1, noNaN: true }), (frame, part) => {
    const size = Math.max(1, Math.ceil(frame * part))
    expect(shareOf(frame, ratioFor(size, frame))).toBe(size)
  }))
})

test('it takes its place among the ratios, and what the policy says itself is left out', () => {
  const policy = { A: 0.05, B: 0.1, C: 0.2, D: 1 }
  expect(withRatio({ of: 'C' }, 0.45, { A: 0.03 }, policy)).toEqual({ A: 0.03, C: 0.45 })
  expect(withRatio({ of: 'A' }, 0.05, { A: 0.03 }, policy)).toEqual({})
  expect(withRatio({ of: 'all' }, 0.1, {}, policy)).toEqual({ A: 0.1, C: 0.1, D: 0.1 })
})
