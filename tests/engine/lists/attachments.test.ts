import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openListed, type Listed } from '../punishments/city.ts'

let made: Listed
beforeEach(async () => { made = await openListed() })
afterEach(async () => {
  rmSync(join(made.room.folder, 'test.mingcha.files'), { recursive: true, force: true })
  await made.room.close()
})

test('what a decision rests on besides records is attached, seen by whoever confirms, and read back by its hash', async () => {
  const { desk, room } = made
  const photo = join(room.folder, '现场.png')
  writeFileSync(photo, Buffer.from('89504e470d0a1a0a00112233', 'hex'))
  const proposed = (await desk.listCases({ queue: 'proposed', limit: 10 })).cases[0]!
  const seen = { caseNo: proposed.caseNo, revision: proposed.revision }
  const attaching = { path: photo, name: '现场.png', by: '赵' }
  const done = await desk.attachToCases({ ...attaching, cases: [seen, { caseNo: 999, revision: 1 }] })
  expect([done.done, done.refused.map((one) => one.code)]).toEqual([1, ['no_such_case']])
  // Who confirms has to have seen it.
  expect((await desk.confirmCases({ cases: [seen], by: '李科长', agree: true, note: '' })).refused.map((one) => one.code)).toEqual(['case_changed'])
  const { attachments: [kept], events, case: now } = await desk.readCase({ caseNo: proposed.caseNo })
  expect(kept).toMatchObject({ name: '现场.png', media: 'image/png', bytes: 12, revision: proposed.revision + 1 })
  expect(events[0]).toMatchObject({ kind: 'attached', doneBy: '赵', reason: '现场.png', content: { sha256: kept!.sha256 } })
  expect((await desk.attachToCases({ ...attaching, cases: [{ caseNo: now.caseNo, revision: now.revision }] })).refused.map((one) => one.code)).toEqual(['case_attached'])
  expect(Buffer.from((await desk.readCaseAttachment({ caseNo: now.caseNo, sha256: kept!.sha256 })).bytes).toString('hex')).toBe('89504e470d0a1a0a00112233')
  await expect(desk.readCaseAttachment({ caseNo: now.caseNo, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'no_such_case_attachment' })
  writeFileSync(photo, 'no photo')
  await expect(desk.attachToCases({ ...attaching, cases: [{ caseNo: now.caseNo, revision: now.revision }] })).rejects.toMatchObject({ code: 'attachment_kind' })
  expect((await desk.confirmCases({ cases: [{ caseNo: now.caseNo, revision: now.revision }], by: '李科长', agree: true, note: '' })).done).toBe(1)
})
