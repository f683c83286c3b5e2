import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { ScoreRun } from '../../../shared/contract.ts'
import type { Edit } from '../../../shared/modelDraft.ts'
import { columnsOf, retier } from '../../../shared/whatIf.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill, mixedCity } from './records.ts'

let room: TestRoom
let verbs: ReturnType<typeof scoring>
beforeAll(async () => {
  room = await openRoom()
  verbs = scoring(room)
  await fill(room, mixedCity(60))
})
afterAll(() => room.close())

const run = async (draft?: number): Promise<ScoreRun> => (await room.jobs.result((await verbs.scoreSubjects(draft === undefined ? {} : { model: { draft } })).job)) as ScoreRun
const standing = async (): Promise<Map<number, { tier: Tier; index: number }>> =>
  new Map((await room.database().read((ask) => ask.rows<{ subject_id: number; tier: Tier; index: number }>(raw('SELECT subject_id, tier, index FROM score')))).map((row) => [row.subject_id, row]))

/** A run refuses a draft whose cases fail: here they are to be what comes out. */
async function takeCasesOver(draft: number): Promise<void> {
  const [mistakes, { model, revision }] = [await verbs.checkDraft({ draft }), await verbs.readDraft({ draft })]
  const failing = model.classes.flatMap((group) => group.dimensions).filter((one) => mistakes.some((mistake) => mistake.of === one.id))
  await verbs.changeDraft({ draft, revision, edits: failing.map((one): Edit => ({ kind: 'dimension', id: one.id, set: { cases: one.cases.map((entry, i) => ({ ...entry, ...mistakes.find((mistake) => mistake.of === one.id && mistake.case?.number === i + 1)?.case?.got })) } })) })
}

const quarters = fc.integer({ min: 0, max: 40 }).map((n) => n / 4)
const edit = fc.oneof<fc.Arbitrary<Edit>[]>(
  fc.record({ kind: fc.constant('dimension' as const), id: fc.constantFrom('penalty.count_2y', 'penalty.recency', 'supervision.problems_2y', 'complaint.upheld_2y', 'registration.status'), set: fc.record({ weight: quarters }) }),
  fc.record({ kind: fc.constant('dimension' as const), id: fc.constant('penalty.count_2y'), set: fc.constantFrom({ value: 'count(*)' }, { value: 'count(*) FILTER (WHERE fine_yuan > 100000)' }, { bands: [[null, 10], [1, 30], [2, 90]] as [number | null, number][] }, { value: 'sum(decay_90)', half_life_days: 90 }) }),
  fc.record({ kind: fc.constant('veto' as const), id: fc.constantFrom('penalty_revocation', 'serious_list'), on: fc.boolean() }),
  fc.constantFrom({ kind: 'ceilings' as const, ceilings: { penalty: 5, supervision: 31 } }, { kind: 'thresholds' as const, B: 2, C: 5, D: 9 }, { kind: 'thresholds' as const, B: 3, C: 8, D: 30 }),
)

test('what a draft would do, told by columns or by comparing, is what a run by it does; and nothing is written', async () => {
  await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.constantFrom('penalty.count_2y', 'supervision.problems_2y', 'registration.status'), async (edits, dimension) => {
    await run()
    const before = await standing()
    const { draft, revision } = await verbs.createDraft({ name: 'd', note: '' })
    await verbs.changeDraft({ draft, revision, edits })
    const tables = () => room.database().read((ask) => ask.rows(raw("SELECT table_name, estimated_size FROM duckdb_tables() WHERE table_name NOT LIKE 'model_%' ORDER BY 1")))
    const all = await tables()
    const columns = (await verbs.whatIf({ dimension, model: { draft }, changes: {} }))!
    const found = await verbs.compareModels({ to: { draft }, limit: 100 })
    expect(await tables()).toEqual(all)
    expect(await standing()).toEqual(before)
    await takeCasesOver(draft)
    await run(draft)
    const after = await standing()
    const expected = tiers.flatMap((from) => tiers.map((to) => ({ from, to, subjects: [...before].filter(([id, was]) => was.tier === from && after.get(id)!.tier === to).length })))
    expect([...retier(columnsOf(columns), columns, { weight: columns.weight, cap: columns.cap ?? undefined, thresholds: columns.thresholds })]).toEqual(expected.map((one) => one.subjects))
    expect(found.migration).toEqual(expected.filter((one) => one.subjects > 0))
    expect(found.moved.map((one) => one.subjectId).sort((a, b) => a - b)).toEqual([...before].flatMap(([id, was]) => (after.get(id)!.tier === was.tier ? [] : [id])).sort((a, b) => a - b))
    for (const one of found.moved) {
      expect(one.before).toBeCloseTo(before.get(one.subjectId)!.index, 6)
      expect(one.after).toBeCloseTo(after.get(one.subjectId)!.index, 6)
    }
    // Backwards, from a run by the draft.
    const back = await verbs.compareModels({ to: { version: 'base-2' }, limit: 0 })
    expect(back.migration.map(({ from, to, subjects }) => ({ from: to, to: from, subjects })).sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1))).toEqual(found.migration)
    await verbs.deleteDraft({ draft })
  }), { numRuns: 10 })
}, 300_000)

test('two drafts are compared with what differs between them', async () => {
  await run()
  const [one, other] = [await verbs.createDraft({ name: 'a', note: '' }), await verbs.createDraft({ name: 'b', note: '' })]
  await verbs.changeDraft({ draft: one.draft, revision: 1, edits: [{ kind: 'dimension', id: 'penalty.count_2y', set: { weight: 2 } }, { kind: 'veto', id: 'serious_list', on: false }] })
  await verbs.changeDraft({ draft: other.draft, revision: 1, edits: [{ kind: 'thresholds', B: 1, C: 5, D: 60 }, { kind: 'dimension', id: 'penalty.count_2y', set: { bands: [[null, 0], [2, 50]] } }] })
  const found = await verbs.compareModels({ from: { draft: one.draft }, to: { draft: other.draft }, limit: 5 })
  const { weight, bands } = one.model.classes.find((group) => group.class === 'penalty')!.dimensions.find(({ id }) => id === 'penalty.count_2y')!
  expect(found.changes).toEqual([
    ...(['B', 'C', 'D'] as const).map((tier) => ({ kind: 'threshold', of: tier, field: 'whole', before: one.model.thresholds[tier], after: { B: 1, C: 5, D: 60 }[tier] })),
    { kind: 'veto', of: 'serious_list', field: 'whole', before: null, after: expect.stringContaining('serious') },
    { kind: 'dimension', of: 'penalty.count_2y', field: 'weight', before: 2, after: weight },
    { kind: 'dimension', of: 'penalty.count_2y', field: 'bands', before: bands, after: [[null, 0], [2, 50]] },
  ])
  expect(found.from.version).toBe(`draft-${one.draft}.2`)
  expect(Object.values(found.to.tiers).reduce((sum, n) => sum + n)).toBe(60)
  expect(found.moved.length).toBeLessThanOrEqual(5)
})
