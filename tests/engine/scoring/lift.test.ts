import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScoreRun } from '../../../shared/contract.ts'
import { fillDemo } from '../../../electron/engine/demo/demo.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => {
  room = await openRoom()
  await fillDemo(room, { subjects: 4000, seed: 'lift' }, { signal: new AbortController().signal, progress: () => undefined }, async () => ({ batch: null, files: [], subjectsCreated: 0, ignored: [] }))
}, 240_000)
afterAll(() => room.close())

test('the index of a year ago ranks the inspections of the year after', async () => {
  const verbs = scoring(room)
  const run = (await room.jobs.result((await verbs.scoreSubjects({ asOf: '2025-11-22' })).job)) as ScoreRun
  expect(run.subjects).toBe(4000)
  // Area under the ROC curve by ranks (Mann–Whitney), ties in the middle.
  const [found] = await room.database().read((ask) => ask.rows<{ n: number; base: number; auc: number; low: number; high: number }>(raw(`
    WITH outcome AS (
      SELECT subject_id, bool_or(result IN ('problem', 'unreachable', 'uncooperative'))::INTEGER AS bad FROM supervision
      WHERE known_on > DATE '2025-11-22' AND occurred_on > DATE '2025-11-22' AND result <> 'not_inspected' GROUP BY subject_id
    ), ranked AS (
      SELECT bad, tier, rank() OVER (ORDER BY index) + (count(*) OVER (PARTITION BY index) - 1) / 2 AS place FROM outcome JOIN score USING (subject_id)
    )
    SELECT count(*) AS n, avg(bad) AS base, (sum(place) FILTER (WHERE bad = 1) - sum(bad) * (sum(bad) + 1) / 2) / (sum(bad) * (count(*) - sum(bad))) AS auc,
      avg(bad) FILTER (WHERE tier = 'A') AS low, avg(bad) FILTER (WHERE tier IN ('C', 'D')) AS high FROM ranked`)))
  expect(found!.n).toBeGreaterThan(500)
  expect(found!.auc).toBeGreaterThan(0.7)
  expect(found!.high).toBeGreaterThan(3 * found!.low)
})

test('the tiers of the invented city have the shares of published systems', async () => {
  const verbs = scoring(room)
  const { tiers, subjects } = (await room.jobs.result((await verbs.scoreSubjects({})).job)) as ScoreRun
  const share = Object.fromEntries(Object.entries(tiers).map(([tier, n]) => [tier, n / subjects]))
  expect(share.A).toBeGreaterThan(0.5)
  expect(share.A! + share.B!).toBeGreaterThan(0.8)
  expect(share.D).toBeLessThan(0.08)
  expect(Math.min(...Object.values(tiers))).toBeGreaterThan(0)
})
