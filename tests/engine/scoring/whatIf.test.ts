import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tiers } from '../../../shared/classes.ts'
import { bandAt } from '../../../shared/points.ts'
import { bandCounts, columnsOf, retier, spreadOf, tiersAfter } from '../../../shared/whatIf.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { score } from '../../../electron/engine/scoring/score.ts'
import { changedModel } from '../../../electron/engine/scoring/whatIf.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill, mixedCity } from './records.ts'

const model = readModel(builtInModel(resources), resources)
const base = { ...model, thresholds: { B: 2, C: 5, D: 9 } }
let room: TestRoom
const run = (by = base) => score(room.database(), by, '2026-11-22', false, { signal: new AbortController().signal, progress: () => undefined })

beforeAll(async () => {
  room = await openRoom()
  await fill(room, mixedCity(80))
})
afterAll(() => room.close())

test('the loop over columns counts what a run of the drafted model counts', async () => {
  const weight = fc.integer({ min: 0, max: 80 }).map((n) => n / 4)
  const draft = fc.record({
    dimension: fc.constantFrom('penalty.count_2y', 'penalty.severe_3y', 'supervision.problems_2y', 'supervision.never_inspected', 'registration.status', 'complaint.upheld_2y'),
    weight,
    changes: fc.dictionary(fc.constantFrom('penalty.recency', 'supervision.problem_share', 'registration.industry'), fc.record({ weight })),
    thresholds: fc.constantFrom({ B: 2, C: 5, D: 9 }, { B: 1, C: 10, D: 20 }),
  })
  await fc.assert(fc.asyncProperty(draft, async ({ dimension, weight: set, changes, thresholds }) => {
    await run()
    const columns = (await scoring(room).whatIf({ dimension, changes }))!
    const moved = retier(columnsOf(columns), columns, { weight: set, cap: columns.cap ?? undefined, thresholds })
    const was = await room.database().read((ask) => ask.rows<{ subject_id: number; tier: string }>(raw('SELECT subject_id, tier FROM score')))
    const before = new Map(was.map((row) => [row.subject_id, row.tier]))
    const after = await run({ ...changedModel(base, { ...changes, [dimension]: { weight: set } }), thresholds })
    expect(tiersAfter(moved)).toEqual(after.tiers)
    const now = await room.database().read((ask) => ask.rows<{ subject_id: number; tier: string }>(raw('SELECT subject_id, tier FROM score')))
    const expected = tiers.flatMap((from) => tiers.map((to) => now.filter((row) => row.tier === to && before.get(row.subject_id) === from).length))
    expect([...moved]).toEqual(expected)
  }), { numRuns: 12 })
}, 240_000)

test('the spread of the index and the subjects of each band are those of the run', async () => {
  await run()
  const found = (await scoring(room).whatIf({ dimension: 'penalty.count_2y', changes: {} }))!
  const columns = columnsOf(found)
  const { weight, cap, bands } = base.classes.flatMap((group) => group.dimensions).find((one) => one.id === 'penalty.count_2y')!
  const ask = <T>(text: string): Promise<T[]> => room.database().read((connection) => connection.rows<T>(raw(text)))
  const bins = await ask<{ bin: number; n: number }>('SELECT least(99, floor(index + 5e-7))::INTEGER AS bin, count(*) AS n FROM score GROUP BY 1')
  expect([...spreadOf(columns, found, { weight, cap }, 100)]).toEqual(Array.from({ length: 100 }, (_, bin) => bins.find((row) => row.bin === bin)?.n ?? 0))
  const values = await ask<{ value: number | null }>('SELECT CASE WHEN m.subject_id IS NULL THEN (SELECT count_2y FROM measure_penalty WHERE subject_id = 0) ELSE count_2y END AS value FROM score LEFT JOIN measure_penalty m USING (subject_id)')
  expect([...bandCounts(columns, bands.length + 1)]).toEqual(Array.from({ length: bands.length + 1 }, (_, band) => values.filter(({ value }) => bandAt({ bands }, value) === band).length))
})

test('an unknown dimension, and a draft that is no model, are refused by place', async () => {
  await run()
  const ask = scoring(room)
  await expect(ask.whatIf({ dimension: 'penalty.nothing', changes: {} })).rejects.toMatchObject({ code: 'no_such_dimension' })
  await expect(ask.whatIf({ dimension: 'penalty.count_2y', changes: { 'penalty.recency': { weight: -1 } } })).rejects.toMatchObject({ code: 'model_invalid', params: { where: 'penalty.recency' } })
})

test('columns are read from any byte', () => {
  const bytes = new Uint8Array(1 + 24)
  bytes.set(new Uint8Array(Int32Array.of(1, 2, 3, 4, 5, 6).buffer), 1)
  const { others, rest, mark } = columnsOf({ columns: bytes.subarray(1) })
  expect([[...others], [...rest], [...mark]]).toEqual([[1, 2], [3, 4], [5, 6]])
})
