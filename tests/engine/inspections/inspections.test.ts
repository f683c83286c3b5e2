import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InspectionRef } from '../../../shared/contract.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { openDrawn, rowsOf, type Drawn } from './drawn.ts'

let drawn: Drawn
beforeAll(async () => { drawn = await openDrawn() })
afterAll(() => drawn.room.close())
const of: InspectionRef = { campaign: 1 }

describe('the way of a result', () => {
  test('owes every item on every visit, each by its own department, and nothing else', async () => {
    const rows = await rowsOf(drawn.ask, { of })
    const owed = await drawn.room.database().read((ask) => ask.one<{ n: number }>(sql`SELECT sum(CASE department WHEN 'fire' THEN 2 ELSE 1 END * drawn)::INTEGER AS n FROM campaign_draw JOIN draw USING (draw)`))
    expect(rows).toHaveLength(owed.n)
    expect(new Set(rows.map((row) => `${row.department} ${row.item}`))).toEqual(new Set(['market M-1', 'fire F-1', 'fire F-2', 'health H-1']))
    expect(rows.every((row) => row.state === 'not_entered' && row.result === null && row.revision === 0 && row.due_on === null && row.officers)).toBe(true)
    expect((await drawn.ask.listResults({ of })).states).toEqual({ not_entered: owed.n, awaiting_review: 0, returned: 0, approved: 0, published: 0 })
  })
  test('is entered by one person, reviewed by another, and published', async () => {
    const [first, second, third] = await rowsOf(drawn.ask, { of, limit: 3 })
    const entry = (row: typeof first, codes: string[], remark = '') => ({ visit: row!.visit, item: row!.item, revision: 0, codes, inspectedOn: '2026-11-23', remark })
    expect(await drawn.ask.enterResults({ of, by: '甲', entries: [entry(first, ['未发现问题']), entry(second, ['Z', 'X']), entry(third, ['1', 'Z'])] })).toMatchObject({ taken: 2, same: 0, refused: [{ visit: third!.visit, column: 'codes', code: 'result_code_exclusive' }] })
    const entered = await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })
    expect(entered.map((row) => [row.codes, row.outcome, row.follow_up, row.days_left])).toEqual([['["1"]', 'passed', 'not_needed', 20], ['["Z","X"]', 'problem', 'open', 20]])
    const seen = entered.map(({ result, revision }) => ({ result: result!, revision }))
    expect(await drawn.ask.reviewResults({ by: ' 甲 ', results: seen, decision: 'approve' })).toMatchObject({ done: 0, refused: [{ code: 'result_own' }, { code: 'result_own' }] })
    expect(await drawn.ask.publishResults({ by: '丙', results: seen })).toMatchObject({ done: 0, publication: null, refused: [{ code: 'result_not_approved' }, { code: 'result_not_approved' }] })
    expect(await drawn.ask.reviewResults({ by: '乙', results: seen, decision: 'approve' })).toEqual({ done: 2, refused: [] })
    expect(await drawn.ask.reviewResults({ by: '乙', results: seen, decision: 'approve' })).toMatchObject({ done: 0, refused: [{ code: 'result_changed' }, { code: 'result_changed' }] })
    const approved = (await rowsOf(drawn.ask, { of, states: ['approved'] })).map(({ result, revision }) => ({ result: result!, revision }))
    const { publication } = await drawn.ask.publishResults({ by: '丙', results: approved })
    expect(publication).toMatchObject({ publication: 1, entries: 2, corrections: 0, tasks: ['联合抽查'] })
    const detail = await drawn.ask.readResult({ result: approved[1]!.result })
    expect(detail).toMatchObject({ state: 'published', problem: true, events: [{ kind: 'entered', by: '甲' }, { kind: 'approved', by: '乙' }, { kind: 'published', by: '丙' }], published: [{ publication: 1, entry: 2 }], cases: [{ ground: 'unreachable', state: 'open' }] })
    const records = await drawn.room.database().read((ask) => ask.rows(sql`SELECT subject_id, result, result_text, item, double_random, occurred_on, known_on, extra::VARCHAR AS extra FROM supervision ORDER BY source_row`))
    expect(records).toMatchObject([{ subject_id: first!.subject_id, result: 'passed' }, { subject_id: second!.subject_id, result: 'problem', result_text: '住所无法联系、责令限期改正', double_random: true, occurred_on: '2026-11-23', known_on: '2026-11-23' }])
  })
})
