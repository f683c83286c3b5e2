import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Input, InspectionRef } from '../../../shared/contract.ts'
import { openDrawn, rowsOf, type Drawn, type Row } from './drawn.ts'

const of: InspectionRef = { campaign: 1 }
let drawn: Drawn
let all: Row[]
beforeAll(async () => {
  drawn = await openDrawn()
  const rows = await rowsOf(drawn.ask, { of })
  await drawn.ask.enterResults({ of, by: '甲', entries: rows.slice(0, 30).map((row, i) => ({ visit: row.visit, item: row.item, revision: 0, codes: i % 3 === 0 ? ['X'] : ['1'], inspectedOn: '2026-11-23' })) })
  const seen = (await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })).map(({ result, revision }) => ({ result: result!, revision }))
  await drawn.ask.reviewResults({ by: '乙', results: seen.slice(0, 20), decision: 'approve' })
  await drawn.ask.publishResults({ by: '丙', results: seen.slice(0, 10).map(({ result }) => ({ result, revision: 2 })) })
  drawn.at('2026-12-22') // 21 working days after 23 November
  all = await rowsOf(drawn.ask, { of })
})
afterAll(() => drawn.room.close())

const late = (row: Row): boolean => row.days_left !== null && row.days_left < 0
const filters: [string, Input<'listResults'>, (row: Row) => boolean][] = [
  ['a state', { states: ['approved'] }, (row) => row.state === 'approved'], ['two states', { states: ['published', 'not_entered'] }, (row) => ['published', 'not_entered'].includes(row.state)],
  ['a department', { department: 'fire' }, (row) => row.department === 'fire'], ['problems', { problem: true }, (row) => row.outcome === 'problem'], ['no problem', { problem: false }, (row) => row.outcome !== 'problem'],
  ['what is overdue', { overdue: true }, late], ['what is not', { overdue: false }, (row) => !late(row)], ['what must follow', { followUp: 'open' }, (row) => row.follow_up === 'open'],
  ['an item', { text: 'f-2' }, (row) => row.item === 'F-2'], ['nothing under a sign', { text: '—' }, () => false], ['corrections', { correcting: true }, () => false],
]
test.each(filters)('lists by %s', async (_, input, passes) => {
  const found = await drawn.ask.listResults({ of, limit: 10_000, ...input })
  const rows = await rowsOf(drawn.ask, { of, ...input })
  const key = (row: Row): string => `${row.visit} ${row.item}`
  expect(rows.map(key).sort()).toEqual(all.filter(passes).map(key).sort())
  expect(found.total).toBe(rows.length)
  expect(found.overdue).toBe(rows.filter(late).length)
  expect(Object.values(found.states).reduce((sum, n) => sum + n, 0)).toBe(input.states ? all.length : rows.length)
})

test('by a subject, its name or its code; pages do not overlap and sort as asked', async () => {
  const [one] = all
  for (const input of [{ subjectId: one!.subject_id }, { text: one!.name }, { text: one!.id.toLowerCase() }]) expect((await rowsOf(drawn.ask, { of, ...input })).map((row) => row.subject_id)).toContain(one!.subject_id)
  for (const field of ['name', 'days_left', 'item', 'state'] as const) {
    for (const descending of [false, true]) {
      const pages = [...(await rowsOf(drawn.ask, { of, sort: [{ field, descending }], limit: 50 })), ...(await rowsOf(drawn.ask, { of, sort: [{ field, descending }], offset: 50, limit: 10_000 }))]
      expect(new Set(pages.map((row) => `${row.visit} ${row.item}`)).size).toBe(all.length)
      const values = pages.map((row) => row[field]).filter((value) => value !== null)
      expect(pages.slice(0, values.length).every((row) => row[field] !== null)).toBe(true)
      for (const [i, value] of values.entries()) if (i > 0) expect(descending ? values[i - 1]! >= value : values[i - 1]! <= value).toBe(true)
    }
  }
  expect((await drawn.ask.listResults({ of: { draw: 1 } })).total).toBe(0)
  expect((await rowsOf(drawn.ask)).length).toBe(all.length)
})

test('counts what is past its last day: in the list and by department', async () => {
  const { total, departments } = await drawn.ask.inspectionStatistics({ of })
  expect(all.filter(late)).toHaveLength(20)
  expect(total).toMatchObject({ overdue: 20, onTime: 10, late: 0 })
  expect(departments.reduce((sum, one) => sum + one.overdue, 0)).toBe(20)
})
