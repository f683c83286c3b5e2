import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill } from './records.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

test('two runs tell who moved tier, and the contributions behind it, each as it was then', async () => {
  const verbs = scoring(room)
  const score = async (): Promise<unknown> => room.jobs.result((await verbs.scoreSubjects({})).job)
  await fill(room, { subjects: [1, 2, 3].map((id) => ({ subject_id: id })), records: [{ class: 'supervision', subject_id: 1, result: 'passed' }] })
  await score()
  await room.database().write((ask) => ask.run(raw("INSERT INTO batch (batch, imported_at, files, subjects_created) SELECT 2, TIMESTAMP '2026-11-22 09:00:00', 1, 0")))
  await fill(room, { subjects: [], records: [
    ...[1, 2, 3].map((i) => ({ class: 'penalty' as const, subject_id: 2, batch: 2, file_id: 2, kind: 'suspension', severity: 'high', fine_yuan: 900_000, occurred_on: `2026-0${i}-01` })),
    { class: 'listing', subject_id: 3, batch: 2, file_id: 2, kind: 'serious', occurred_on: '2026-03-01' },
  ] })
  await score()
  const { from, to, migration, moved } = await verbs.compareRuns({ from: 1, to: 2, limit: 20 })
  expect([from.run, to.run]).toEqual([1, 2])
  expect(migration.reduce((sum, one) => sum + one.subjects, 0)).toBe(3)
  expect(migration.filter((one) => one.from !== one.to).reduce((sum, one) => sum + one.subjects, 0)).toBe(moved.length)
  expect(moved.map((one) => one.subjectId).sort()).toEqual([2, 3])
  const fined = moved.find((one) => one.subjectId === 2)!
  expect(fined.because.map((one) => one.dimension.split('.')[0])).toEqual(['penalty', 'penalty', 'penalty'])
  for (const { before, after } of fined.because) {
    expect(before).toBe(0)
    expect(after).toBeGreaterThan(0)
  }
  expect(moved.find((one) => one.subjectId === 3)!.tierAfter).toBe('D')
  await expect(verbs.compareRuns({ from: 1, to: 9, limit: 20 })).rejects.toMatchObject({ code: 'no_such_run', params: { run: 9 } })
}, 240_000)
