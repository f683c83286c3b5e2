import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { canonicalSeed } from '../../../shared/seed.ts'
import { shareOf } from '../../../electron/engine/sampling/plan.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { addScored, plan } from './scored.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

test('counts follow the ratio exactly, never by floating point', () => {
  expect(shareOf(300, 0.07)).toBe(21)
  expect(shareOf(100, 0.03)).toBe(3)
  expect(shareOf(101, 0.03)).toBe(4)
  expect(shareOf(1, 1e-7)).toBe(1)
  expect(shareOf(0, 0.5)).toBe(0)
  fc.assert(fc.property(fc.integer({ min: 1, max: 3_000_000 }), fc.integer({ min: 1, max: 10_000 }), (frame, basis) => {
    const drawn = shareOf(frame, basis / 10_000)
    expect(drawn * 10_000 >= frame * basis && (drawn - 1) * 10_000 < frame * basis).toBe(true)
  }))
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true }), (frame, ratio) => {
    const drawn = shareOf(frame, ratio)
    expect(drawn).toBeGreaterThanOrEqual(1)
    expect(drawn).toBeLessThanOrEqual(frame)
  }))
})

test('every policy pack is whole, none has a ratio of 0, and each chosen ratio lies within its own rule', async () => {
  const packs = await sampling(room).listPolicies({})
  expect(packs.map((one) => one.id)).toEqual(['xian-2020', 'daqing', 'henan'])
  expect(packs[0]!.ratios).toEqual({ A: 0.03, B: 0.05, C: 0.2, D: 1 })
  expect(packs[2]!.ratios).toEqual({ A: 0.01, B: 0.02, C: 0.1, D: 0.3 })
  for (const { ratios, limits, rules } of packs) {
    expect(rules.map((rule) => rule.tier)).toEqual(['A', 'B', 'C', 'D'])
    for (const { tier } of rules) {
      expect(ratios[tier]).toBeGreaterThan(0)
      expect(ratios[tier]).toBeLessThanOrEqual(limits[tier].ceiling ?? 1)
      expect(ratios[tier]).toBeGreaterThanOrEqual(limits[tier].floor ?? 0)
    }
  }
})

test('a seed is digits, however they were typed', () => {
  expect(canonicalSeed('３１４１ 5926-5358–9793　2384')).toBe('31415926535897932384')
  expect(() => canonicalSeed('1234 5678 9012 3456 789')).toThrow(expect.objectContaining({ code: 'seed_too_short' }))
  expect(() => canonicalSeed('31415926535897932384x')).toThrow(expect.objectContaining({ code: 'seed_not_digits', params: { sign: 'x' } }))
  expect(() => canonicalSeed('٣١٤١٥٩٢٦٥٣٥٨٩٧٩٣٢٣٨٤')).toThrow(expect.objectContaining({ code: 'seed_not_digits' }))
})

test('without scores there is nothing to plan; with them the plan tells strata, exclusions and what to mind', async () => {
  const { planDraw } = sampling(room)
  await expect(planDraw(plan)).rejects.toMatchObject({ code: 'no_scores' })
  await addScored(room, 1000)
  const preview = await planDraw(plan)
  expect(preview.strata.map((one) => [one.stratum, one.ratio])).toEqual([['A', 0.03], ['B', 0.05], ['C', 0.2], ['D', 1]])
  for (const { frame, ratio, drawn } of preview.strata) expect(drawn).toBe(shareOf(frame, ratio))
  // 25 of the 1000 have no score, 20 are revoked; none of the numbers i % 50 = 7 is one of i % 40 = 3.
  expect(preview.exclusions).toEqual([{ reason: 'not_scored', count: 25 }, { reason: 'status_revoked', count: 20 }])
  expect(preview.frame).toBe(955)
  expect(preview.warnings).toEqual([
    { code: 'not_scored', params: { count: 25 } },
    { code: 'spares_short', params: { stratum: 'D', spares: 0, asked: 3 } },
  ])
})

test('warnings name a stratum that is empty or small, a ratio beyond the rule, a rule not in force', async () => {
  const preview = await sampling({ ...room, today: () => '2019-01-01' }).planDraw({
    ...plan, spares: 0, filter: [{ field: 'index', op: 'between', min: 50, max: 60 }], ratios: { A: 0.06, B: 0.01 },
  })
  expect(preview.warnings).toEqual([
    { code: 'small_stratum', params: { stratum: 'B', frame: preview.strata[1]!.frame, drawn: 1, ratio: 0.01 } },
    { code: 'stratum_empty', params: { stratum: 'C' } },
    { code: 'stratum_empty', params: { stratum: 'D' } },
    { code: 'policy_not_in_force', params: { policy: 'xian-2020', from: '2020-05-26', until: '' } },
    { code: 'ratio_capped', params: { stratum: 'A', ratio: 0.06, ceiling: 0.05 } },
    { code: 'ratio_below_floor', params: { stratum: 'B', ratio: 0.01, floor: 0.05 } },
  ])
  await room.database().write((ask) => ask.run(sql`INSERT INTO batch (batch, imported_at, files, subjects_created) VALUES (2, TIMESTAMP '2026-11-20 08:00:00', 1, 0)`))
  expect((await sampling(room).planDraw({ ...plan, spares: 0, filter: [{ field: 'tier', op: 'in', values: ['A', 'B', 'C', 'D'] }] })).warnings)
    .toEqual([{ code: 'scores_stale', params: { run: 1, asOf: '2026-11-01', batches: 1 } }])
  await expect(sampling(room).planDraw({ ...plan, policy: 'nowhere' })).rejects.toMatchObject({ code: 'no_such_policy' })
  expect(room.resources).toBe(resources)
})
