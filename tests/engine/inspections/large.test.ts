import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { Connection } from '../../../electron/engine/duckdb/database.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom } from '../../room.ts'
import { addScored, seed } from '../sampling/scored.ts'
import { askedOf, imported, rowsOf } from './drawn.ts'

test('6,000 results go all the way in a few statements, however many they are', { timeout: 180_000 }, async () => {
  const room = await openRoom('2026-11-23')
  const spies = (['run', 'rows', 'arrow'] as const).map((name) => vi.spyOn(Connection.prototype, name))
  const statements = async <T>(most: number, work: () => Promise<T>): Promise<T> => {
    for (const spy of spies) spy.mockClear()
    const answer = await work()
    expect(spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)).toBeLessThan(most)
    return answer
  }
  try {
    await addScored(room, 6300)
    const { commitDraw, drawSample } = sampling(room)
    await room.jobs.result((await commitDraw({ name: '全量', policy: 'xian-2020', filter: [], spares: 0, ratios: { A: 1, B: 1, C: 1, D: 1 } })).job)
    await room.jobs.result((await drawSample({ draw: 1, seed, witnesses: [], rehearsal: false })).job)
    const ask = askedOf(room)
    const of = { draw: 1 }
    const json = JSON.parse(new TextDecoder().decode(await statements(10, () => ask.exportTaskPackage({ of, format: 'json' })))) as { rows: Record<string, unknown>[] }
    expect(json.rows.length).toBeGreaterThan(5500)
    for (const [i, row] of json.rows.entries()) Object.assign(row, { inspected_on: i % 100 === 3 ? 'soon' : '2026-11-23', codes: i % 10 === 0 ? ['Z'] : ['1'], entered_by: '甲' })
    const bad = Math.ceil((json.rows.length - 3) / 100)
    const path = join(room.folder, 'p.json')
    writeFileSync(path, JSON.stringify(json))
    const report = await statements(30, () => imported(room, ask, { path }))
    expect(report).toMatchObject({ read: json.rows.length, taken: json.rows.length - bad, refusedRows: bad })
    const seen = async (state: 'awaiting_review' | 'approved') => (await rowsOf(ask, { of, states: [state] })).map(({ result, revision }) => ({ result: result!, revision }))
    const waiting = await seen('awaiting_review')
    expect(await statements(15, () => ask.reviewResults({ by: '乙', results: waiting, decision: 'approve' }))).toEqual({ done: report.taken, refused: [] })
    const approved = await seen('approved')
    expect(await statements(60, () => ask.publishResults({ by: '丙', results: approved }))).toMatchObject({ done: report.taken, publication: { entries: report.taken } })
    expect((await ask.inspectionStatistics({ of })).total).toMatchObject({ drawn: json.rows.length, published: report.taken, onTime: report.taken })
  } finally {
    vi.restoreAllMocks()
    await room.close()
  }
})
