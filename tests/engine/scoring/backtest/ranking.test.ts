import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { join, raw, sql } from '../../../../electron/engine/duckdb/sql.ts'
import { calibrationOf } from '../../../../electron/engine/scoring/backtest/calibration.ts'
import { stability } from '../../../../electron/engine/scoring/backtest/drift.ts'
import { weightedArea, withinAuthorities } from '../../../../electron/engine/scoring/backtest/inspected.ts'
import { difference, hanleyMcNeil, placements } from '../../../../electron/engine/scoring/backtest/ranking.ts'
import { openRoom, type TestRoom } from '../../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

interface Trial { bad: boolean; index: number; rival: number; weight: number; authority: string }
const trial = fc.record({ bad: fc.boolean(), index: fc.integer({ min: 0, max: 6 }), rival: fc.integer({ min: 0, max: 6 }), weight: fc.constantFrom(1, 2, 3.5), authority: fc.constantFrom('甲局', '乙局', '') })
const trials = fc.array(trial, { minLength: 6, maxLength: 24 }).filter((all) => all.filter((one) => one.bad).length > 1 && all.filter((one) => !one.bad).length > 1)

/** Works on the temp tables of a back-test; nothing of them remains. */
const over = <T>(all: readonly Trial[], work: (ask: Parameters<Parameters<ReturnType<TestRoom['database']>['write']>[0]>[0]) => Promise<T>): Promise<T> => room.database().write(async (ask) => {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE trial AS SELECT * FROM (VALUES ${join(all.map((one, i) => sql`(${i + 1}::INTEGER, ${one.bad}, ${one.index}::DOUBLE, ${one.rival}::DOUBLE, ${one.weight}::DOUBLE)`), ', ')}) t(subject_id, bad, index, rival_index, weight)`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE inspected_by AS SELECT * FROM (VALUES ${join(all.map((one, i) => sql`(${i + 1}::INTEGER, ${one.authority}, ${one.bad})`), ', ')}) t(subject_id, authority, bad)`)
  return work(ask)
})

const beats = (hit: number, miss: number): number => (hit > miss ? 1 : hit === miss ? 0.5 : 0)
const area = (all: readonly Trial[], of: (one: Trial) => number, weight: (one: Trial) => number = () => 1): number => {
  const [hits, misses] = [all.filter((one) => one.bad), all.filter((one) => !one.bad)]
  const sum = (some: readonly Trial[]): number => some.reduce((total, one) => total + weight(one), 0)
  return hits.reduce((total, hit) => total + misses.reduce((part, miss) => part + weight(hit) * weight(miss) * beats(of(hit), of(miss)), 0), 0) / (sum(hits) * sum(misses))
}

test('placements are shares of the other side ranked right; their means are the area, weighted or not', async () => {
  await fc.assert(fc.asyncProperty(trials, async (all) => {
    const [plain, weighed, adjusted] = await over(all, async (ask) => [await ask.rows<{ bad: boolean; place: number }>(placements(raw('index'))), await ask.rows<{ bad: boolean; weight: number; place: number }>(placements(raw('index'), raw('weight'))), await weightedArea(ask, raw('index'))] as const)
    for (const side of [true, false]) {
      const mean = (some: { place: number; weight?: number }[]): number => some.reduce((sum, one) => sum + one.place * (one.weight ?? 1), 0) / some.reduce((sum, one) => sum + (one.weight ?? 1), 0)
      expect(mean(plain.filter((one) => one.bad === side))).toBeCloseTo(area(all, (one) => one.index), 12)
      expect(mean(weighed.filter((one) => one.bad === side))).toBeCloseTo(area(all, (one) => one.index, (one) => one.weight), 12)
    }
    expect(adjusted.auc).toBeCloseTo(area(all, (one) => one.index, (one) => one.weight), 12)
  }), { numRuns: 25 })
})

test('the difference of two areas has the covariance of DeLong, by its definition', async () => {
  await fc.assert(fc.asyncProperty(trials, async (all) => {
    const found = await over(all, (ask) => difference(ask, raw('index'), raw('rival_index')))
    const [hits, misses] = [all.filter((one) => one.bad), all.filter((one) => !one.bad)]
    const share = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
    const variance = (values: number[]): number => values.reduce((sum, one) => sum + (one - share(values)) ** 2, 0) / (values.length - 1)
    const ofHits = hits.map((hit) => share(misses.map((miss) => beats(hit.rival, miss.rival) - beats(hit.index, miss.index))))
    const ofMisses = misses.map((miss) => share(hits.map((hit) => beats(hit.rival, miss.rival) - beats(hit.index, miss.index))))
    const error = Math.sqrt(variance(ofHits) / hits.length + variance(ofMisses) / misses.length)
    expect(found.auc).toBeCloseTo(area(all, (one) => one.rival) - area(all, (one) => one.index), 12)
    expect(found.interval[0]).toBeCloseTo(Math.max(-1, found.auc - 1.959964 * error), 10)
    expect(found.interval[1]).toBeCloseTo(Math.min(1, found.auc + 1.959964 * error), 10)
  }), { numRuns: 25 })
  // The same ranking in other figures: no difference, and no doubt about it.
  const same = Array.from({ length: 12 }, (_, i) => ({ bad: i % 3 === 0, index: i, rival: 100 + i * i, weight: 1, authority: '' }))
  expect(await over(same, (ask) => difference(ask, raw('index'), raw('rival_index')))).toEqual({ auc: 0, interval: [0, 0] })
})

test('within authorities only their own subjects are compared, weighed as Van Elteren does', async () => {
  await fc.assert(fc.asyncProperty(trials, async (all) => {
    const found = await over(all, (ask) => withinAuthorities(ask, raw('index')))
    const strata = ['甲局', '乙局'].map((authority) => all.filter((one) => one.authority === authority)).filter((some) => some.some((one) => one.bad) && some.some((one) => !one.bad))
    if (strata.length < 2) {
      expect(found).toBeNull()
      return
    }
    const parts = strata.map((some) => ({ some, m: some.filter((one) => one.bad).length, n: some.filter((one) => !one.bad).length }))
    const weights = parts.map(({ m, n }) => (m * n) / (m + n + 1))
    const all2 = weights.reduce((sum, one) => sum + one, 0)
    const auc = parts.reduce((sum, { some }, i) => sum + weights[i]! * area(some, (one) => one.index), 0) / all2
    expect(found!.auc).toBeCloseTo(auc, 12)
    expect(found!.n).toBe(strata.flat().length)
    const error = Math.sqrt(parts.reduce((sum, { m, n }, i) => sum + (weights[i]! * hanleyMcNeil(auc, m, n)) ** 2, 0)) / all2
    expect(found!.interval[0]).toBeCloseTo(Math.max(0, auc - 1.959964 * error), 10)
  }), { numRuns: 25 })
  // A strict authority that inspects the safer, a lenient one the riskier: raw the ranking looks useless, within each it is perfect.
  const skewed = [...[1, 2, 3, 4].map((index) => ({ bad: index > 1, index, authority: '甲局' })), ...[5, 6, 7, 8].map((index) => ({ bad: index > 7, index, authority: '乙局' }))].map((one) => ({ ...one, rival: 0, weight: 1 }))
  expect(area(skewed, (one) => one.index)).toBeLessThan(0.5)
  expect((await over(skewed, (ask) => withinAuthorities(ask, raw('index'))))!.auc).toBe(1)
})

test('expected rates are those observed where the index is a logistic one; Brier and error by their definitions', async () => {
  // 400 trials at each of five indices whose log-odds rise by equal steps.
  const all = [-2, -1, 0, 1, 2].flatMap((step) => Array.from({ length: 400 }, (_, i) => ({ bad: i < 400 / (1 + Math.exp(-step)), index: 10 + step * 4, rival: 0, weight: 1, authority: '' })))
  const found = await over(all, (ask) => calibrationOf(ask, raw('index')))
  expect(found.calibration).toHaveLength(5)
  for (const [i, one] of found.calibration.entries()) {
    expect(one).toMatchObject({ n: 400, from: 2 + 4 * i, to: 2 + 4 * i })
    expect(one.expected).toBeCloseTo(1 / (1 + Math.exp(2 - i)), 1)
    expect(Math.abs(one.expected - one.positives / one.n)).toBeLessThan(0.02)
  }
  expect(found.calibrationError).toBeLessThan(0.01)
  expect(found.calibrationError).toBeCloseTo(found.calibration.reduce((sum, one) => sum + Math.abs(one.expected - one.positives / one.n) / 5, 0), 12)
  const base = all.filter((one) => one.bad).length / all.length
  expect(found.brierBase).toBeCloseTo(base * (1 - base), 12)
  const best = found.calibration.reduce((sum, one) => sum + ((one.positives / one.n) * (1 - one.positives / one.n)) / 5, 0)
  expect(found.brier).toBeGreaterThan(best)
  expect(found.brier).toBeLessThan(best + 0.002)
  // An index that parts them without error ends near 0; one that is the same for all tells the base rate.
  const parted = await over(all.map((one) => ({ ...one, index: Number(one.bad) })), (ask) => calibrationOf(ask, raw('index')))
  expect(parted.brier).toBeLessThan(0.001)
  const flat = await over(all.map((one) => ({ ...one, index: 7 })), (ask) => calibrationOf(ask, raw('index')))
  expect(flat.calibration).toHaveLength(1)
  expect(flat.brier).toBeCloseTo(flat.brierBase, 3)
})

test('stability is 0 for the same shares, and by its formula otherwise', () => {
  expect(stability([10, 20, 30], [20, 40, 60])).toBe(0)
  expect(stability([50, 50], [80, 20])).toBeCloseTo(0.3 * Math.log(0.8 / 0.5) - 0.3 * Math.log(0.2 / 0.5), 12)
  expect(stability([100, 0], [50, 50])).toBeGreaterThan(0.25)
  expect(Number.isFinite(stability([100, 0], [0, 100]))).toBe(true)
})
