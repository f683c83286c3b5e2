import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addLibraries, addScored, plan, seed } from '../sampling/scored.ts'
import { askedOf, imported, openDrawn, rowsOf } from './drawn.ts'

let room: TestRoom
beforeEach(async () => {
  room = await openRoom('2026-11-23')
  await addScored(room, 300)
  await addLibraries(room)
})
afterEach(() => room.close())

test('a draw by itself owes one result a subject; one of a planned task an item each, by the department of the item', async () => {
  const { commitDraw, drawSample } = sampling(room)
  for (let i = 0; i < 2; i++) await room.jobs.result((await commitDraw({ ...plan, spares: 0 })).job)
  await room.database().write(async (ask) => {
    await ask.run(raw(`INSERT INTO plan_task VALUES (5, 2026, '任务', '["M-1", "F-1"]', 'directed', '[]', '["D"]', 'xian-2020', '{}', 1, DATE '2026-01-01', DATE '2026-12-31', 'market', '["fire"]', 0, '', 'checked', now()::TIMESTAMP, '')`))
    await ask.run(raw('INSERT INTO plan_task_draw VALUES (5, 2)'))
  })
  const ask = askedOf(room)
  await expect(ask.exportTaskPackage({ of: { draw: 1 } })).rejects.toMatchObject({ code: 'no_such_inspection' })
  for (const draw of [1, 2]) await room.jobs.result((await drawSample({ draw, seed, witnesses: [], rehearsal: false })).job)
  const [single, planned] = [await rowsOf(ask, { of: { draw: 1 } }), await rowsOf(ask, { of: { draw: 2 } })]
  const { drawn } = await room.database().read((reader) => reader.one<{ drawn: number }>(raw('SELECT drawn FROM draw WHERE draw = 1')))
  expect(single).toHaveLength(drawn)
  expect(new Set(single.map((row) => `${row.department}|${row.item}`))).toEqual(new Set(['|']))
  expect(planned).toHaveLength(2 * drawn)
  expect(new Set(planned.map((row) => `${row.department}|${row.item}`))).toEqual(new Set(['market|M-1', 'fire|F-1']))
  const json = JSON.parse(new TextDecoder().decode(await ask.exportTaskPackage({ of: { draw: 1 }, format: 'json' }))) as { rows: Record<string, string>[] }
  for (const row of json.rows) Object.assign(row, { inspected_on: '2026-11-23', codes: '1', entered_by: '甲' })
  writeFileSync(join(room.folder, 'p.json'), JSON.stringify(json))
  expect(await imported(room, ask, { path: join(room.folder, 'p.json') })).toMatchObject({ read: drawn, taken: drawn, refusedRows: 0 })
  const seen = (await rowsOf(ask, { of: { draw: 1 } })).map(({ result, revision }) => ({ result: result!, revision }))
  expect(await ask.reviewResults({ by: '乙', results: seen, decision: 'approve' })).toEqual({ done: drawn, refused: [] })
  const { publication } = await ask.publishResults({ by: '丙', results: seen.map((one) => ({ ...one, revision: 2 })) })
  expect(publication).toMatchObject({ entries: drawn, tasks: [plan.name] })
  expect(await ask.listPublications({ of: { draw: 2 } })).toEqual({ total: 0, publications: [] })
  // What inspections found of the drawn sees them.
  expect((await sampling(room).drawFindings({ draw: 1 })).strata.reduce((sum, one) => sum + one.inspected, 0)).toBe(drawn)
  expect((await ask.inspectionStatistics({ from: '2000-01-01', until: '2200-01-01' })).inspections.map((one) => [one.of, one.drawn, one.published])).toEqual([[{ draw: 1 }, drawn, drawn], [{ draw: 2 }, 2 * drawn, 0]])
})

test('a draw that is part of a joint inspection owes nothing besides; a visit that was replaced owes nothing, but what was entered of it stays', async () => {
  const drawn = await openDrawn()
  try {
    const before = await rowsOf(drawn.ask)
    expect(before.every((row) => row.origin === 'campaign')).toBe(true)
    const { changeCampaign } = sampling(drawn.room)
    const lone = before.filter((row) => before.filter((one) => one.visit === row.visit).length === 1)
    const [kept, gone] = [lone[0]!, lone[1]!]
    await drawn.ask.enterResults({ of: { campaign: 1 }, by: '甲', entries: [{ visit: kept.visit, item: kept.item, revision: 0, codes: ['Z'], inspectedOn: '2026-11-23' }] })
    for (const row of [kept, gone]) await changeCampaign({ campaign: 1, reason: '已注销', change: { kind: 'subject', visit: row.id } })
    const after = await rowsOf(drawn.ask)
    expect(after.some((row) => row.visit === kept.visit && row.state === 'awaiting_review')).toBe(true)
    expect(after.some((row) => row.visit === gone.visit)).toBe(false)
    expect(after).toHaveLength(before.length + 1) // the spare of the one whose result stays; the other is replaced one to one
    expect((await drawn.ask.enterResults({ of: { campaign: 1 }, by: '甲', entries: [{ visit: gone.visit, item: gone.item, revision: 0, codes: ['1'], inspectedOn: '2026-11-23' }] })).refused).toMatchObject([{ code: 'result_visit_replaced' }])
  } finally {
    await drawn.room.close()
  }
})
