import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { score } from '../../../electron/engine/scoring/score.ts'
import { countTouched } from '../../../electron/engine/workspace/touched.ts'
import { resources } from '../../room.ts'
import { openDrawn, rowsOf, type Drawn } from './drawn.ts'

const model = readModel(builtInModel(resources), resources)
let drawn: Drawn
beforeAll(async () => {
  drawn = await openDrawn(300)
  await drawn.room.database().write((ask) => ask.run(raw("SELECT nextval('run_number')"))) // run 1 was made up
})
afterAll(() => drawn.room.close())

const run = (asOf: string) => score(drawn.room.database(), model, asOf, false, { signal: new AbortController().signal, progress: () => undefined })
const indices = async (): Promise<Map<number, number>> => new Map((await drawn.room.database().read((ask) => ask.rows<{ subject_id: number; index: number }>(raw('SELECT subject_id, index FROM score')))).map((row) => [row.subject_id, row.index]))
const touched = () => drawn.room.database().read(countTouched)
/** Whose index differs between two runs. */
const moved = (before: Map<number, number>, after: Map<number, number>): number[] => [...after].flatMap(([id, index]) => (Math.abs(index - before.get(id)!) > 1e-9 ? [id] : []))

test('a published problem raises the index of its subject at the next scoring, and its correction takes that back', { timeout: 120_000 }, async () => {
  const of = { campaign: 1 }
  await run('2026-11-23')
  const before = await indices()
  const [bad, good] = (await rowsOf(drawn.ask, { of })).filter((row, i, all) => all.findIndex((one) => one.visit === row.visit) === i)
  await drawn.ask.enterResults({ of, by: '甲', entries: [[bad!, 'X'], [good!, '1']].map(([row, code]) => ({ visit: (row as typeof bad)!.visit, item: (row as typeof bad)!.item, revision: 0, codes: [code as string], inspectedOn: '2026-11-23' })) })
  const seen = async () => (await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })).map(({ result, revision }) => ({ result: result!, revision }))
  const publish = async (): Promise<void> => {
    const waiting = await seen()
    await drawn.ask.reviewResults({ by: '乙', results: waiting, decision: 'approve' })
    await drawn.ask.publishResults({ by: '丙', results: waiting.map(({ result, revision }) => ({ result, revision: revision + 1 })) })
  }
  expect(await touched()).toBe(0)
  await publish()
  expect(await touched()).toBe(2)
  await run('2026-11-23')
  const after = await indices()
  expect(after.get(bad!.subject_id)!).toBeGreaterThan(before.get(bad!.subject_id)!)
  expect(after.get(good!.subject_id)!).toBeLessThanOrEqual(before.get(good!.subject_id)!)
  expect(moved(before, after).every((id) => [bad!.subject_id, good!.subject_id].includes(id))).toBe(true)

  const { result, revision } = (await rowsOf(drawn.ask, { of, states: ['published'], problem: true }))[0]!
  await drawn.ask.correctResult({ result: result!, revision, by: '甲', reason: '误录', foundOn: '2026-11-23', codes: ['F'], inspectedOn: '2026-11-23' })
  expect(await touched()).toBe(0)
  await publish()
  await run('2026-11-23')
  expect((await indices()).get(bad!.subject_id)!).toBeLessThan(after.get(bad!.subject_id)!)
  // What a run kept and what one from scratch finds are the same.
  const kept = await indices()
  await drawn.room.database().write((ask) => ask.run(raw("DELETE FROM measured; DELETE FROM fact_taken; DELETE FROM meta WHERE key = 'score_tiering'")))
  await run('2026-11-23')
  expect(moved(kept, await indices())).toEqual([])
})
