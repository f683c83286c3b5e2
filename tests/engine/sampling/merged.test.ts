import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { importing } from '../../../electron/engine/importing/importing.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import type { DrawInfo } from '../../../shared/contract.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addScored, plan, seed } from './scored.ts'

let room: TestRoom
beforeAll(async () => {
  room = await openRoom()
  await addScored(room, 300)
})
afterAll(() => room.close())

test('a subject of a committed frame is merged only once it is drawn; bundle and sheet keep it', async () => {
  const draws = sampling(room)
  const { verbs } = importing(room)
  const { draw } = await room.jobs.result((await draws.commitDraw(plan)).job) as DrawInfo
  await expect(verbs.mergeSubjects({ from: 1, into: 2 })).rejects.toMatchObject({ code: 'merge_in_draw', params: { draw } })
  await room.jobs.result((await draws.drawSample({ draw, seed, witnesses: [], rehearsal: false })).job)
  const bundle = await draws.exportBundle({ draw })
  const sheet = async () => tableFromIPC((await draws.drawSheet({ draw, role: 'drawn', offset: 0, limit: 1000 })).arrow).toArray().map((row) => [row.id, row.name, row.index])
  const before = await sheet()
  const [[one], [other]] = await room.database().read(async (ask) => [
    await ask.rows<{ id: number; code: string }>(sql`SELECT subject_id AS id, id AS code FROM draw_frame WHERE role = 'drawn' ORDER BY position LIMIT 1`),
    await ask.rows<{ id: number; name: string }>(sql`SELECT subject_id AS id, name FROM subject WHERE subject_id NOT IN (SELECT subject_id FROM draw_frame) ORDER BY 1 LIMIT 1`)])
  await verbs.mergeSubjects({ from: one!.id, into: other!.id })
  expect(Buffer.compare(Buffer.from(await draws.exportBundle({ draw })), Buffer.from(bundle))).toBe(0)
  expect(await draws.verifyBundle({ bundle })).toMatchObject({ ok: true })
  expect(await sheet()).toEqual(before.map(([id, name, index]) => (id === one!.code ? [id, other!.name, index === null ? null : Math.fround(index)] : [id, name, index])))
  await verbs.undoIdentity({})
  expect(await sheet()).toEqual(before)
})
