import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import { timelineLanes, type TimelineLane } from '../../../shared/profile.ts'
import { ident, raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { subjects } from '../../../electron/engine/subjects/subjects.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
let verbs: ReturnType<typeof subjects>
interface Event { lane: TimelineLane; occurred_on: Date | null; kind: string | null; what: string | null; source_row: bigint | null; source_file: string | null; ref_kind: string; ref: number | null; class: string | null }
const day = (event: Event): string | null => (event.occurred_on === null ? null : new Date(event.occurred_on).toISOString().slice(0, 10))
const page = async (input: Partial<Parameters<typeof verbs.subjectEvents>[0]> = {}): Promise<{ total: number; rows: Event[] }> => {
  const { total, arrow } = await verbs.subjectEvents({ subjectId: 1, offset: 0, limit: 10_000, ...input })
  return { total, rows: tableFromIPC(arrow).toArray().map((row) => row.toJSON() as Event) }
}

/** Subject 1 has 1,200 penalties over ten years and seven records of each other class, one of them without a day; 2 was merged into it; 3 has one record. */
beforeAll(async () => {
  room = await openRoom()
  await room.database().write(async (ask) => {
    await ask.run(raw(`INSERT INTO subject (subject_id, name, name_key, records, first_batch) SELECT i, '户' || i, '户' || i, 0, 1 FROM (VALUES (1), (3), (4)) t(i)`))
    for (const name of recordClasses) {
      await ask.run(sql`INSERT INTO ${ident(name)} (subject_id, attached, occurred_on, known_on, row_key, batch, file_id, source_file, source_row)
        SELECT 1, 'code', CASE WHEN i > 1 THEN DATE '2016-03-01' + (i * 3)::INTEGER END, DATE '2026-11-01', uuid(), 1, 1, ${`${name}.csv`}, i FROM range(1, ${name === 'penalty' ? 1201 : 8}) t(i)`)
    }
    await ask.run(raw(`INSERT INTO complaint (subject_id, attached, occurred_on, known_on, content, row_key, batch, file_id, source_file, source_row) VALUES (3, 'code', DATE '2026-01-02', DATE '2026-01-03', '短斤少两', uuid(), 1, 1, 'c.csv', 99)`))
    for (const [run, on, tier] of [[1, '2025-01-01', 'A'], [2, '2025-06-01', 'A'], [3, '2026-01-01', 'C']] as const) {
      await ask.run(sql`INSERT INTO score_run VALUES (${run}, 'base-1', 'x', ${on}::DATE, TIMESTAMP '2026-11-01 08:00:00', 3, 60, '{}', '{}', 0)`)
      await ask.run(sql`INSERT INTO score_past VALUES (${run}, 1, ${run * 10}, ${tier})`)
    }
    await ask.run(raw(`INSERT INTO subject_merge (decision, kind, from_subject, into_subject, created, name, first_batch) VALUES (1, 'merge', 2, 1, false, '户2', 1)`))
    await ask.run(raw(`INSERT INTO campaign (campaign, name, state, committed_at, commitment, rules, seed) VALUES (1, '联合', 'staffed', TIMESTAMP '2026-11-01 08:00:00', 'x', '{"staffing":{"on":"2026-11-20"}}', '31415926535897932384')`))
    await ask.run(raw(`INSERT INTO campaign_visit (campaign, visit, id, subject_id, departments) VALUES (1, 1, 'x', 2, '[{"department":"m","items":["M-1","M-2"]}]')`))
    await ask.run(raw(`INSERT INTO inspection_result (result, origin, number, visit, item, department, id, subject_id, state, revision, code_set, codes, outcome, problem, inspected_on, remark, entered_by, entered_at, follow_up)
      VALUES (1, 'campaign', 1, 1, 'M-1', 'm', 'x', 2, 'approved', 2, 's', '[]', 'problem', true, DATE '2026-11-21', '', '甲', TIMESTAMP '2026-11-21 00:00:00', 'open')`))
    await ask.run(raw(`INSERT INTO desk_case (case_no, kind, list, ground, period, party, subject_id, name, rule, rule_version, facts, evidence, urgency, found_at, found_on, due_on, state, outcome, assignee, escalated, revision)
      VALUES (5, 'warning', '', 'g', '', '1', 1, '户1', 'penalty_burst', 1, '{}', 0, 50, TIMESTAMP '2026-11-10 08:00:00', DATE '2026-11-10', DATE '2026-11-20', 'open', '', '', 0, 2)`))
    await ask.run(raw(`INSERT INTO case_event VALUES (5, 1, TIMESTAMP '2026-11-10 08:00:00', '', '', 'found', '', '{}'), (5, 2, TIMESTAMP '2026-11-12 08:00:00', '甲', '', 'escalated', '跨部门', '{}')`))
  })
  verbs = subjects(room, async () => null)
})
afterAll(() => room.close())

test('every record of every class, inspections of merged subjects, cases and changes of tier stand in their lanes', async () => {
  const { lanes, from, until } = await verbs.subjectTimeline({ subjectId: 1 })
  expect(lanes.map((one) => one.lane)).toEqual(timelineLanes)
  for (const { lane, total, undated, months } of lanes) {
    const own = (await page({ lanes: [lane] })).rows
    expect(total).toBe({ penalty: 1200, inspection: 2, case: 2, tier: 2 }[lane as string] ?? 7)
    expect(own).toHaveLength(total)
    expect(undated).toBe(own.filter((one) => day(one) === null).length)
    const counted = new Map<string, number>()
    for (const one of own) if (day(one) !== null) counted.set(day(one)!.slice(0, 7), (counted.get(day(one)!.slice(0, 7)) ?? 0) + 1)
    expect(months).toEqual([...counted].sort().map(([month, n]) => ({ month, n })))
  }
  expect([from, until]).toEqual(['2016-03-07', '2026-11-21'])
  const { rows, total } = await page()
  expect(total).toBe(rows.length)
  expect(rows.filter((one) => one.lane === 'inspection').map((one) => [day(one), one.kind, one.ref_kind, one.ref])).toEqual([['2026-11-21', 'problem', 'campaign', 1], ['2026-11-20', 'due', 'campaign', 1]])
  expect(rows.filter((one) => one.lane === 'tier').map((one) => [day(one), one.what, one.kind, one.ref])).toEqual([['2026-01-01', 'A', 'C', 3], ['2025-01-01', null, 'A', 1]])
  expect(rows.filter((one) => one.lane === 'case').map((one) => [one.kind, one.what, one.ref])).toEqual([['escalated', 'penalty_burst', 5], ['found', 'penalty_burst', 5]])
})

test('pages within lanes and days are a cut of all, newest first, without overlap', async () => {
  const all = (await page()).rows
  const key = (one: Event): string => `${one.lane} ${String(one.source_file)} ${String(one.source_row)} ${one.ref_kind} ${String(one.ref)} ${String(one.kind)} ${String(one.what)}`
  expect(new Set(all.map(key)).size).toBe(all.length)
  const days = all.map(day)
  expect(days.slice(days.indexOf(null)).every((one) => one === null)).toBe(true)
  await fc.assert(fc.asyncProperty(fc.subarray([...timelineLanes], { minLength: 1 }), fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 4000 }), fc.nat({ max: 60 }), async (lanes, start, length, offset) => {
    const iso = (n: number): string => new Date(Date.parse('2016-01-01') + n * 86_400_000).toISOString().slice(0, 10)
    const [from, until] = [iso(start), iso(start + length)]
    const wanted = all.filter((one) => lanes.includes(one.lane) && day(one) !== null && day(one)! >= from && day(one)! <= until)
    const got = await page({ lanes, from, until, offset, limit: 25 })
    expect(got.total).toBe(wanted.length)
    expect(got.rows.map(key)).toEqual(wanted.slice(offset, offset + 25).map(key))
  }), { numRuns: 40 })
})

test('one record, and none, are told as well', async () => {
  expect((await page({ subjectId: 3 })).rows).toMatchObject([{ lane: 'complaint', what: '短斤少两', class: 'complaint', source_file: 'c.csv' }])
  const { lanes, from, until } = await verbs.subjectTimeline({ subjectId: 4 })
  expect([lanes.reduce((sum, one) => sum + one.total, 0), from, until]).toEqual([0, null, null])
})
