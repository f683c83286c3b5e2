import { afterEach, beforeEach, expect, test } from 'vitest'
import { verbs } from '../../../shared/contract.ts'
import { catalogueOf } from '../../../electron/engine/punishments/catalog.ts'
import { resources } from '../../room.ts'
import { openListed, type Listed } from './city.ts'

let made: Listed
beforeEach(async () => { made = await openListed() })
afterEach(() => made.room.close())

const asking = { measure: 'honours', by: '王科长', reason: '在列期间', requesting: '市场监管局' }
const penaltyOf = (sourceRow: number) => ({ penalty: { fileId: 1, sourceRow } })

test('a measure is offered from a confirmed listing or a penalty, never from a tier', async () => {
  const { ask, entry } = made
  const grounds = await ask.legalGrounds({ subjectId: 1 })
  expect(grounds.map((one) => [one.kind, one.measures.includes('honours'), one.measures.includes('food_permit'), one.bans])).toEqual([['entry', true, false, ['serious_list']], ['penalty', false, true, ['licence_revoked']]])
  expect(grounds[0]!.says).toContain('严重违法失信名单')
  // Tier D, an undecided listing and a warning carry nothing.
  expect(await ask.legalGrounds({ subjectId: 2 })).toEqual([])
  expect((await ask.legalGrounds({ entry })).map((one) => one.name)).toEqual(['企业1'])
  // There is no word for a tier: neither the contract nor the catalogue takes one.
  for (const ground of [{ tier: 'D' }, { subjectId: 2 }, { entry, tier: 'D' }, { index: 99 }]) expect(verbs.requestMeasures.safeParse({ ...asking, grounds: [ground] }).success).toBe(false)
  const { measures, bans } = catalogueOf(resources)
  for (const one of [...measures, ...bans]) expect(one.lists.length + one.penalties.length, one.code).toBeGreaterThan(0)
})

test('what has no legal ground for the measure is refused line by line; the rest is asked once', async () => {
  const { ask, entry } = made
  const done = await ask.requestMeasures({ ...asking, grounds: [{ entry }, { entry: entry + 50 }, penaltyOf(2), penaltyOf(4), penaltyOf(99), { entry }] })
  expect([done.done, done.refused.map((one) => [one.place, one.code])]).toEqual([1, [[1, 'measure_no_ground'], [2, 'measure_ground'], [3, 'measure_ground'], [4, 'measure_no_ground'], [5, 'measure_twice']]])
  const [request] = (await ask.listMeasures({})).requests
  expect(request).toMatchObject({ direction: 'out', name: '企业1', code: '91610131MA6TX00001', measure: 'honours', area: '荣誉与表彰', groundKind: 'entry', entry, requesting: '市场监管局', validFrom: '2026-11-30', validUntil: null, state: 'open', file: null, feedback: null })
  expect(request!.ground).toContain('2026-11-30')
  expect(request!.basis).not.toBe('')
  expect((await ask.requestMeasures({ ...asking, grounds: [{ entry }] })).refused.map((one) => one.code)).toEqual(['measure_twice'])
  await expect(ask.requestMeasures({ ...asking, measure: 'tier_d', grounds: [{ entry }] })).rejects.toMatchObject({ code: 'no_such_measure' })
  await expect(ask.requestMeasures({ ...asking, grounds: [{ entry }], until: '2026-11-01' })).rejects.toMatchObject({ code: 'measure_days' })
  // A measure upon a penalty runs as long as the law says.
  await ask.requestMeasures({ ...asking, measure: 'food_permit', grounds: [penaltyOf(2)] })
  expect((await ask.listMeasures({})).requests[0]).toMatchObject({ groundKind: 'penalty', validUntil: '2031-11-29' })
  made.at('2020-01-01')
  await expect(ask.requestMeasures({ ...asking, measure: 'key_supervision', grounds: [{ entry }] })).rejects.toMatchObject({ code: 'measure_not_in_force' })
})

test('a measure is released, ends with its ground, and expires', async () => {
  const { ask, desk, entry, at } = made
  const { requests } = await ask.requestMeasures({ ...asking, grounds: [{ entry }] })
  expect((await ask.releaseMeasures({ requests: [{ request: requests[0]!.request, revision: 7 }, { request: 99, revision: 1 }], by: '王科长', reason: '误' })).refused.map((one) => one.code)).toEqual(['request_changed', 'no_such_request'])
  const released = await ask.releaseMeasures({ requests, by: '王科长', reason: '已整改' })
  expect(released.done).toBe(1)
  expect((await ask.releaseMeasures({ requests: released.requests, by: '王科长', reason: '已整改' })).refused.map((one) => one.code)).toEqual(['joint_released'])
  // Released, it may be asked for again; the removal of the entry releases it.
  await ask.requestMeasures({ ...asking, grounds: [{ entry }] })
  await ask.requestMeasures({ ...asking, measure: 'procurement', grounds: [{ entry }], until: '2027-01-31' })
  expect((await ask.listMeasures({})).counts).toMatchObject({ open: 2, released: 1 })
  at('2027-02-01')
  expect((await ask.listMeasures({ state: 'expired' })).requests.map((one) => one.measure)).toEqual(['procurement'])
  const { caseNo, revision } = await desk.proposeRemoval({ entry, by: '王科长', reason: '提前移出' })
  await desk.confirmCases({ cases: [{ caseNo, revision }], by: '李科长', agree: true, note: '' })
  const after = await ask.listMeasures({})
  expect(after.counts).toMatchObject({ open: 0, released: 3 })
  expect((await ask.readMeasure({ request: after.requests[1]!.request })).events.map((one) => [one.kind, one.doneBy])).toEqual([['released', '李科长'], ['requested', '王科长']])
  // The ground is gone: nothing can be asked upon it any more.
  expect((await ask.requestMeasures({ ...asking, grounds: [{ entry }] })).refused.map((one) => one.code)).toEqual(['measure_no_ground'])
})

test('bans want two persons, keep no identity number, and are found among those in office', async () => {
  const { ask, room, entry, find, desk } = made
  const proposing = { grounds: [{ entry }], ban: 'serious_list', by: '王科长', reason: '被列入严重违法失信名单' }
  const { bans } = await ask.proposeBans({ ...proposing, idNumber: '11010119900101123X' })
  expect((await ask.listBans({})).bans[0]).toMatchObject({ name: '某甲', idMasked: '1101**********123X', state: 'proposed', validFrom: '2026-11-30', validUntil: '2029-11-29', serving: 2 })
  const kept = await room.database().read((read) => read.rows<{ text: string }>({ parts: ['SELECT to_json(b)::VARCHAR AS text FROM office_ban b'], values: [] }))
  expect(kept[0]!.text).not.toContain('19900101')
  expect((await ask.proposeBans(proposing)).refused.map((one) => one.code)).toEqual(['ban_twice'])
  expect((await ask.proposeBans({ ...proposing, ban: 'licence_revoked' })).refused.map((one) => one.code)).toEqual(['measure_ground'])
  expect((await ask.confirmBans({ bans, by: ' 王 科长', agree: true })).refused.map((one) => one.code)).toEqual(['ban_same_person'])
  await find()
  expect((await desk.listCases({ queue: 'open', rule: 'banned_serving', limit: 10 })).cases).toEqual([])
  const confirmed = await ask.confirmBans({ bans, by: '李科长', agree: true })
  expect(confirmed.done).toBe(1)
  await find()
  const { cases } = await desk.listCases({ queue: 'open', rule: 'banned_serving', limit: 10 })
  expect(cases.map((one) => [one.subjectId, one.facts['person'], one.facts['id']]).toSorted()).toEqual([[1, '某甲', '1101**********123X'], [3, '某甲', '1101**********123X']])
  await ask.liftBans({ bans: confirmed.bans, by: '李科长', reason: '同名，非本人' })
  expect(await find()).toMatchObject({ lapsed: 2 })
  await expect(ask.confirmBans({ bans, by: '李科长', agree: false })).rejects.toMatchObject({ code: 'case_note_missing' })
})
