import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Backtest, Input, SuggestedWeights } from '../../../../shared/contract.ts'
import { raw } from '../../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../../electron/engine/scoring/scoring.ts'
import { markTouched } from '../../../../electron/engine/workspace/touched.ts'
import { openRoom, type TestRoom } from '../../../room.ts'
import { fill, type City } from '../records.ts'

let room: TestRoom
let verbs: ReturnType<typeof scoring>
let model: { path: string }
beforeEach(async () => {
  room = await openRoom()
  verbs = scoring(room)
  model = write('small', 'small-1')
})
afterEach(() => room.close())

function write(name: string, version: string): { path: string } {
  const folder = join(room.folder, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'model.yaml'), `version: ${version}\nvalid_from: '2026-01-01'\nname: [小, Small]\nwith: [supervision, listing]\nthresholds: { B: 5, C: 20, D: 50 }
ceilings: { registration: 0, supervision: 60, penalty: 0, complaint: 0, operation: 0, opinion: 0, judicial: 0, licence: 0, product: 0, listing: 40, relation: 0 }\n`)
  return { path: folder }
}

/** As good as chance, and the same every time. */
const chance = (n: number): number => createHash('sha256').update(String(n)).digest().readUInt32BE(0) / 2 ** 32

/** Whoever is on the abnormal list is found with problems eight times of ten, others twice; an early problem, which the model weighs more, means nothing. */
const city = (subjects: number, late: (i: number) => boolean = () => false): City => ({
  subjects: Array.from({ length: subjects }, (_, i) => ({ subject_id: i + 1, region: i % 3 === 0 ? '610103' : '610131' })),
  records: Array.from({ length: subjects }, (_, i) => i).flatMap((i): City['records'] => {
    const marked = i % 2 === 0
    const bad = (year: number): boolean => chance(i * 2 + year) < (marked ? 0.8 : 0.2)
    return [
      ...(marked ? [{ class: 'listing' as const, subject_id: i + 1, kind: 'abnormal', occurred_on: '2024-02-01' }] : []),
      ...(i % 3 === 1 ? [{ class: 'supervision' as const, subject_id: i + 1, result: 'problem', occurred_on: '2024-03-01' }] : []),
      { class: 'supervision' as const, subject_id: i + 1, result: bad(1) ? 'problem' : 'passed', occurred_on: '2025-06-01', authority: i % 5 === 0 ? '甲局' : '乙局' },
      ...(i % 4 === 3 ? [] : [{ class: 'supervision' as const, subject_id: i + 1, result: bad(2) !== late(i) ? 'problem' : 'passed', occurred_on: '2026-03-01', authority: i % 5 === 0 ? '甲局' : '乙局' }]),
    ]
  }),
})

const question = { split: '2026-01-01', outcome: 'bad', of: 'concluded', seen: false }
const suggest = async (input: Partial<Input<'suggestWeights'>> = {}): Promise<SuggestedWeights> => (await room.jobs.result((await verbs.suggestWeights({ ...question, train: '2025-01-01', model, ...input })).job)) as SuggestedWeights
const backtest = async (input: Partial<Input<'backtest'>>): Promise<Backtest> => (await room.jobs.result((await verbs.backtest({ ...question, model, ...input })).job)) as Backtest

test('what foretells gets weight, and the later period says whether it helps; nothing changes', { timeout: 120_000 }, async () => {
  await fill(room, city(400))
  await room.jobs.result((await verbs.scoreSubjects({ model })).job)
  const before = await room.database().read((ask) => ask.rows(raw('SELECT * FROM score ORDER BY 1')))
  const found = await suggest()
  expect(found).toMatchObject({ model: 'small-1', train: { split: '2025-01-01', until: '2025-12-31', n: 400 }, judged: { n: 300, split: '2026-01-01', challenger: { model: 'small-1+' } } })
  const listed = found.dimensions.find((one) => one.dimension === 'listing.abnormal_current')!
  expect(listed.nonZero).toBe(0.5)
  expect(listed.suggested).toBeGreaterThan(listed.weight)
  const early = found.dimensions.find((one) => one.dimension === 'supervision.problems_2y')!
  expect(early.nonZero).toBeCloseTo(1 / 3, 2)
  expect(early.suggested).toBeLessThan(early.weight)
  expect(found.loss.suggested).toBeLessThan(found.loss.present)
  const { judged } = found
  expect(judged.challenger!.auc).toBeGreaterThan(judged.auc)
  expect(judged.challenger!.difference.auc).toBeCloseTo(judged.challenger!.auc - judged.auc, 12)
  expect(found.dimensions.every((one) => one.suggested >= 0 && one.suggested <= 100)).toBe(true)
  expect(Object.keys(found.changes).sort()).toEqual(found.dimensions.filter((one) => one.suggested !== one.weight).map((one) => one.dimension).sort())
  // The changes are such as a draft takes, and give the index that was judged.
  expect(await verbs.whatIf({ dimension: 'listing.abnormal_current', changes: found.changes })).toMatchObject({ weight: listed.suggested })
  expect(await room.database().read((ask) => ask.rows(raw('SELECT * FROM score ORDER BY 1')))).toEqual(before)
  expect(await suggest()).toEqual(found)
})

test('the judged period is not learnt from', { timeout: 120_000 }, async () => {
  await fill(room, city(240))
  const { judged: _, ...learnt } = await suggest()
  await room.database().write(async (ask) => {
    await ask.run(raw('DELETE FROM supervision; DELETE FROM listing; DELETE FROM subject'))
    await markTouched(ask, raw('SELECT unnest(range(1, 241))'))
  })
  await fill(room, city(240, () => true))
  const { judged, ...again } = await suggest()
  expect(again).toEqual(learnt)
  expect(judged.auc).toBeLessThan(0.5)
})

test('periods that cannot be learnt from are refused', async () => {
  await fill(room, city(20))
  await expect(suggest({ train: '2026-01-01' })).rejects.toMatchObject({ code: 'no_trials' })
  await expect(suggest({ train: '2023-01-01', split: '2024-01-01' })).rejects.toMatchObject({ code: 'no_trials' })
})

test('a challenger stands on the same subjects: itself differs in nothing, another by who moves', { timeout: 120_000 }, async () => {
  await fill(room, city(200))
  const same = await backtest({ challenger: model })
  expect(same.challenger).toMatchObject({ auc: same.auc, difference: { auc: 0, interval: [0, 0] }, topTenth: { both: { n: 15 }, champion: { n: 0, positives: 0 }, challenger: { n: 0, positives: 0 } } })
  expect(same.challenger!.moves.every((one) => one.from === one.to)).toBe(true)
  const rival = write('other', 'other-1')
  writeFileSync(join(rival.path, 'model.yaml'), `version: other-1\nvalid_from: '2026-01-01'\nname: [他, Other]\nwith: [supervision, listing]\nthresholds: { B: 1, C: 2, D: 50 }\nceilings: { registration: 0, supervision: 0, penalty: 0, complaint: 0, operation: 0, opinion: 0, judicial: 0, licence: 0, product: 0, listing: 100, relation: 0 }\n`)
  const found = await backtest({ challenger: rival })
  const { champion, challenger, both } = found.challenger!.topTenth
  expect([champion.n + both.n, challenger.n + both.n]).toEqual([15, 15])
  expect(found.challenger!.moves.reduce((sum, one) => sum + one.subjects, 0)).toBe(200)
  expect(found.challenger!.moves.reduce((sum, one) => sum + one.positives, 0)).toBe(found.positives)
  expect(found.challenger!.byTier.reduce((sum, one) => sum + one.subjects, 0)).toBe(200)
  expect(found.challenger!.difference.auc).toBeCloseTo(found.challenger!.auc - found.auc, 12)
  expect((await backtest({})).challenger).toBeNull()
})

test('who inspected, and who was inspected at all, is told and adjusted for', { timeout: 120_000 }, async () => {
  await fill(room, city(200))
  const found = await backtest({})
  expect(found.authorities).toBe(2)
  expect(found.byAuthority.map((one) => [one.authority, one.n])).toEqual([['乙局', 120], ['甲局', 30]])
  expect(found.withinAuthority!.n).toBe(150)
  // Of four subjects the last was not inspected, whatever its tier and region.
  expect(found.selection).toMatchObject({ subjects: 200, inspected: 150, uncovered: 0, factors: expect.arrayContaining(['region']) })
  expect(found.selection!.effective).toBeGreaterThan(120)
  expect(found.selection!.effective).toBeLessThan(150)
  expect(Math.abs(found.weighted!.auc - found.auc)).toBeLessThan(0.1)
  expect(found.byTier.reduce((sum, one) => sum + one.subjects, 0)).toBe(200)
  expect(found.psiByDimension.map((one) => one.psi)).toEqual(found.psiByDimension.map((one) => one.psi).toSorted((a, b) => b - a))
  expect(found.psiByDimension.find((one) => one.dimension === 'supervision.problems_2y')!.psi).toBeGreaterThan(0.1)
})
