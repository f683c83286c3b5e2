import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CasesDone } from '../../../shared/lists.ts'
import { findCases } from '../../../electron/engine/lists/findCases.ts'
import { lists } from '../../../electron/engine/lists/lists.ts'
import { importing } from '../../../electron/engine/importing/importing.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { fill, type City } from '../scoring/records.ts'
import { follows, quietly } from './desk.ts'

let day: string
let room: TestRoom
let verbs: ReturnType<typeof lists>
/** 1 and 2 are not to be reached, 2 is an individual business; 3 stands on a published list; a name without a subject is not to be reached either. */
const city: City = {
  subjects: [1, 2, 3].map((subject_id) => ({ subject_id, type: subject_id === 2 ? 'individual' : 'company', uscc: `91610131MA6TX0000${subject_id}` })),
  records: [
    ...[1, 2].map((subject_id) => ({ class: 'supervision' as const, subject_id, result: 'unreachable', occurred_on: '2026-10-09' })),
    { class: 'listing', subject_id: 3, kind: 'abnormal', ground_code: 'unreachable', occurred_on: '2025-10-09', list_name: '异常名录' },
  ],
}
beforeEach(async () => {
  day = '2026-11-20'
  room = await openRoom()
  room.today = () => day
  verbs = lists(room, follows(room))
  await fill(room, city)
  await room.database().write((ask) => ask.run(sql`INSERT INTO supervision (subject_id, attached, subject_name, occurred_on, known_on, result, row_key, batch, file_id, source_file, source_row)
    VALUES (NULL, 'none', '无名商行', '2026-10-09', '2026-10-09', 'unreachable', '00000000-0000-0000-0000-000000000099', 1, 1, 'test.csv', 99)`))
  await room.database().write((ask) => ask.run(sql`INSERT INTO score_run (run, as_of, model, model_sha256, created_at, subjects, dimensions, tier_counts, definition, last_batch) VALUES (1, '2026-11-01', 'x', '', TIMESTAMP '2026-11-01 00:00:00', 3, 1, '{}', '{}', 1)`))
  await quietly((run) => findCases(room, run))
})
afterEach(() => room.close())

const open = async () => (await verbs.listCases({ queue: 'open', kinds: ['listing'], limit: 100 })).cases
const listAll = async (): Promise<CasesDone> => {
  const { cases } = await verbs.decideCases({ cases: (await open()).map(({ caseNo, revision }) => ({ caseNo, revision })), outcome: 'list', by: '王科长', reason: '已核实' })
  return verbs.confirmCases({ cases, by: '李科长', agree: true, note: '' })
}
const rows = <T extends object>(text: string) => room.database().read((ask) => ask.rows<T>({ parts: [text], values: [] }))
const listed = () => rows<Record<string, unknown>>("SELECT coalesce(subject_id::VARCHAR, subject_name) AS who, attached, kind, list_name, ground_code, occurred_on, known_on, removed_on, removal_reason, batch FROM listing ORDER BY who, batch")

test('a confirmed listing is one record, a proposed one none; what a file had told of is not told twice; subjects are touched', async () => {
  const proposed = await verbs.decideCases({ cases: (await open()).map(({ caseNo, revision }) => ({ caseNo, revision })), outcome: 'list', by: '王科长', reason: '已核实' })
  expect(await listed()).toHaveLength(1)
  await verbs.confirmCases({ cases: proposed.cases, by: '李科长', agree: true, note: '' })
  const all = await listed()
  expect(all).toMatchObject([
    { who: '1', attached: 'code', kind: 'abnormal', list_name: '经营异常名录', ground_code: 'unreachable', occurred_on: day, known_on: day, removed_on: null },
    { who: '2', attached: 'code', kind: 'abnormal', list_name: expect.stringContaining('标记') as unknown, removed_on: null },
    { who: '3', list_name: '异常名录', occurred_on: '2025-10-09' },
    { who: '无名商行', attached: 'none', kind: 'abnormal' },
  ])
  expect(await rows('SELECT subject_id FROM touched_subject ORDER BY 1')).toEqual([{ subject_id: 1 }, { subject_id: 2 }])
  expect(await rows('SELECT records FROM subject WHERE subject_id = 1')).toEqual([{ records: 2 }])
  // Looking again finds nothing in what was recorded here, and confirming again records nothing.
  expect(await quietly((run) => findCases(room, run))).toMatchObject({ opened: 0, updated: 0 })
  expect((await verbs.confirmCases({ cases: proposed.cases, by: '李科长', agree: true, note: '' })).done).toBe(0)
  expect(await listed()).toEqual(all)
})

test('the removal ends the record and no second one is left; the batch is not undone', async () => {
  await listAll()
  const before = await listed()
  const entry = (await verbs.listEntries({ state: 'listed', subjectId: 1, offset: 0, limit: 10 })).entries[0]!
  day = '2026-12-01'
  const { caseNo, revision } = await verbs.proposeRemoval({ entry: entry.entry, by: '王科长', reason: '已办理住所变更登记' })
  expect(await listed()).toEqual(before)
  await verbs.confirmCases({ cases: [{ caseNo, revision }], by: '李科长', agree: true, note: '' })
  const after = await listed()
  expect(after).toHaveLength(before.length)
  expect(after[0]).toMatchObject({ who: '1', occurred_on: '2026-11-20', known_on: '2026-11-20', removed_on: '2026-12-01', removal_reason: '已办理住所变更登记' })
  expect(after.slice(1)).toEqual(before.slice(1))
  expect(await quietly((run) => findCases(room, run))).toMatchObject({ opened: 0 })
  const undo = importing(room).verbs
  await expect(room.jobs.result((await undo.undoBatch({ batch: Number(after[0]!['batch']) })).job)).rejects.toMatchObject({ code: 'undo_decision' })
  const batches = await undo.listBatches({})
  expect(batches.map((one) => [one.kind, one.loaded])).toEqual([['decision', 1], ['decision', 3]])
})
