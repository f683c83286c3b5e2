import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { timed } from '../../../electron/engine/inspections/clock.ts'
import { workingDayAfter, workingDayCounts, workingDaysBetween } from '../../../electron/engine/workspace/workingDays.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

interface Timed { inspected_on: string; due_on: string | null; days_left: number | null; unknown_year: number | null }
const clock = (rows: string, today: string): Promise<Timed[]> => room.database().read((ask) => ask.rows<Timed>(sql`SELECT * FROM (${timed(resources, raw(rows), today)}) ORDER BY inspected_on, state`))

test('the last day and the days left are those that counting day by day gives', async () => {
  const rows = await clock(`SELECT 'awaiting_review' AS state, DATE '2025-12-20' + (i * 7)::INTEGER AS inspected_on, NULL::VARCHAR AS correction, NULL::DATE AS found_on FROM range(40) t(i)`, '2026-09-30')
  expect(rows).toHaveLength(40)
  for (const row of rows) {
    const { day } = workingDayAfter(resources, row.inspected_on, 20)
    expect(row).toMatchObject({ due_on: day, days_left: 20 - workingDaysBetween(resources, row.inspected_on, '2026-09-30'), unknown_year: null })
  }
})

test('nothing is due of what is published or not entered; a correction has its own time', async () => {
  const rows = await clock(`SELECT state, DATE '2026-11-02' AS inspected_on, correction, found_on FROM (VALUES ('published', NULL, NULL::DATE), ('not_entered', NULL, NULL), ('approved', NULL, NULL), ('returned', 'x', DATE '2026-11-20')) v(state, correction, found_on)`, '2026-11-23')
  expect(rows.map((row) => [row.due_on, row.days_left])).toEqual([['2026-11-30', 5], [null, null], [null, null], ['2026-11-27', 4]])
})

test('a year without a calendar is told, never guessed: the day is not known, the days left are as long as today is', async () => {
  const one = (inspected: string) => `SELECT 'approved' AS state, DATE '${inspected}' AS inspected_on, NULL::VARCHAR AS correction, NULL::DATE AS found_on`
  expect(await clock(one('2026-12-14'), '2026-12-21')).toMatchObject([{ due_on: null, days_left: 15, unknown_year: 2027 }])
  expect(await clock(one('2026-12-14'), '2027-01-04')).toMatchObject([{ due_on: null, days_left: null, unknown_year: 2027 }])
  expect(await clock(one('2026-11-02'), '2027-01-04')).toMatchObject([{ due_on: '2026-11-30', days_left: null, unknown_year: 2027 }])
  expect(await clock(one('2022-12-20'), '2023-01-10')).toMatchObject([{ due_on: null, days_left: null, unknown_year: 2022 }])
})

test('the counts of working days are those of the calendar', () => {
  const { first, counts } = workingDayCounts(resources)
  expect(first).toBe('2023-01-01')
  expect(counts).toHaveLength(365 + 366 + 365 + 365)
  const at = (day: string): number => counts[(Date.parse(day) - Date.parse(first)) / 86_400_000]!
  for (const [from, until] of [['2023-01-20', '2023-02-01'], ['2025-09-26', '2025-10-13'], ['2026-02-13', '2026-03-02']] as const) expect(at(until) - at(from)).toBe(workingDaysBetween(resources, from, until))
})
