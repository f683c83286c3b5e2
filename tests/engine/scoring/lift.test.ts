import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Backtest, ScoreRun } from '../../../shared/contract.ts'
import { fillDemo } from '../../../electron/engine/demo/demo.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => {
  room = await openRoom()
  await fillDemo(room, { subjects: 6000, seed: 'lift' }, { signal: new AbortController().signal, progress: () => undefined }, async () => ({ batch: null, files: [], subjectsCreated: 0, ignored: [] }))
}, 240_000)
afterAll(() => room.close())

test('the index of a year ago ranks the inspections of the year after', async () => {
  const found = (await room.jobs.result((await scoring(room).backtest({ split: '2025-11-22', outcome: 'bad', of: 'concluded', seen: false })).job)) as Backtest
  expect(found.n).toBeGreaterThan(500)
  expect(found.auc).toBeGreaterThan(0.74)
  expect(found.aucInterval[0]).toBeGreaterThan(found.naive.aucInterval[1])
  for (const [percent, least] of [[5, 3.5], [10, 3], [20, 2.2]] as const) expect(found.lift[percent], `lift at ${percent} %`).toBeGreaterThan(least)
  const rate = Object.fromEntries(found.byTier.map((one) => [one.tier, one.rate!]))
  expect(rate.B).toBeGreaterThan(1.5 * rate.A!)
  expect(rate.C).toBeGreaterThan(1.5 * rate.B!)
  expect(rate.D).toBeGreaterThan(rate.C!)
})

test('the tiers of the invented city have the shares of published systems', async () => {
  const verbs = scoring(room)
  const { tiers, subjects } = (await room.jobs.result((await verbs.scoreSubjects({})).job)) as ScoreRun
  const share = Object.fromEntries(Object.entries(tiers).map(([tier, n]) => [tier, n / subjects]))
  expect(share.A).toBeGreaterThan(0.5)
  expect(share.A! + share.B!).toBeGreaterThan(0.8)
  expect(share.D).toBeLessThan(0.05)
  expect(Math.min(...Object.values(tiers))).toBeGreaterThan(0)
})
