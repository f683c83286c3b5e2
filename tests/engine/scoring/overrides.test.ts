import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Input, TierOverride } from '../../../shared/contract.ts'
import { columnsOf, retier } from '../../../shared/whatIf.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { importing } from '../../../electron/engine/importing/importing.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill } from './records.ts'

const today = '2026-11-22'
let room: TestRoom
let verbs: ReturnType<typeof scoring>
let model: string
/** Subject 1 has nothing, 2 three problems, 3 a veto. */
beforeEach(async () => {
  room = await openRoom(today)
  verbs = scoring(room)
  model = join(room.folder, 'small')
  mkdirSync(model)
  writeFileSync(join(model, 'model.yaml'), `version: small-1\nvalid_from: '2026-01-01'\nname: [小, Small]\nwith: [supervision, listing]\nthresholds: { B: 5, C: 20, D: 50 }
ceilings: { registration: 0, supervision: 60, penalty: 0, complaint: 0, operation: 0, opinion: 0, judicial: 0, licence: 0, product: 0, listing: 40, relation: 0 }
vetoes:\n  - { id: serious, class: listing, name: [严重, Serious], legal_basis: 总局令第44号, condition: "bool_or(kind = 'serious')", evidence: "kind = 'serious'" }\n`)
  await fill(room, { subjects: [1, 2, 3].map((subject_id) => ({ subject_id })), records: [
    ...['2026-01-01', '2026-05-01', '2026-09-01'].map((occurred_on) => ({ class: 'supervision' as const, subject_id: 2, result: 'problem', occurred_on })),
    { class: 'listing', subject_id: 3, kind: 'serious' },
  ] })
})
afterEach(() => room.close())

const score = async (asOf = today): Promise<void> => { await room.jobs.result((await verbs.scoreSubjects({ asOf, model: { path: model } })).job) }
const propose = (input: Partial<Input<'proposeOverride'>> = {}): Promise<TierOverride> =>
  verbs.proposeOverride({ subjectId: 1, tier: 'C', overVeto: false, reason: '新迁入，历史不详', ground: '2026年第9次风险会商纪要', author: '王 科长', expiresOn: '2027-05-31', ...input })
const confirmed = async (input: Partial<Input<'proposeOverride'>> = {}): Promise<TierOverride> => verbs.confirmOverride({ override: (await propose(input)).override, by: '李科长' })
const standing = () => room.database().read((ask) => ask.rows(raw('SELECT subject_id AS id, tier, tier_reason AS why FROM score ORDER BY 1')))
const list = (ended = false) => verbs.listOverrides({ ended, offset: 0, limit: 100 })

test('a tier set by two persons holds in the runs from then to its last day; the index stays', async () => {
  await score()
  const before = await standing()
  expect(before).toEqual([{ id: 1, tier: 'A', why: 'index' }, { id: 2, tier: expect.stringMatching(/[BC]/), why: 'index' }, { id: 3, tier: 'D', why: 'veto' }])
  const first = await propose()
  expect(first).toMatchObject({ state: 'proposed', confirmedBy: null, name: '企业1', now: { tier: 'A', byThis: false } })
  await score()
  expect(await standing()).toEqual(before)

  await verbs.confirmOverride({ override: first.override, by: '李科长' })
  // Two wait for the next run: whose score is older than what is known, is counted.
  expect(await room.database().read((ask) => ask.rows(raw('SELECT * FROM touched_subject')))).toEqual([{ subject_id: 1 }])
  await score()
  expect(await standing()).toEqual([{ id: 1, tier: 'C', why: 'override' }, ...before.slice(1)])
  const explained = await verbs.explainSubject({ subjectId: 1 })
  expect(explained).toMatchObject({ tier: 'C', tierReason: 'override', veto: null, override: { tierWithout: 'A', override: { override: first.override, confirmedBy: '李科长', author: '王 科长', expiresOn: '2027-05-31', now: { byThis: true } } } })
  expect(explained!.index).toBeLessThan(5)
  expect(explained!.contributions.reduce((sum, one) => sum + one.contribution, 0)).toBeCloseTo(explained!.index, 9)
  expect((await verbs.explainSubject({ subjectId: 2 }))!.override).toBeNull()

  // Other days: before it was confirmed nobody could know it, after its end it is over; runs remember.
  await score('2026-11-21')
  expect(await standing()).toEqual(before)
  await score('2027-05-31')
  expect((await standing())[0]).toMatchObject({ tier: 'C', why: 'override' })
  await score('2027-06-01')
  expect((await standing())[0]).toMatchObject({ tier: 'A', why: 'index' })
  expect(await room.database().read((ask) => ask.rows(raw("SELECT run, p.tier, o.override, o.tier_without AS without FROM score_past p LEFT JOIN score_override o USING (run, subject_id) WHERE subject_id = 1 ORDER BY 1")))).toEqual([
    { run: 1, tier: 'A', override: null, without: null }, { run: 2, tier: 'A', override: null, without: null }, { run: 3, tier: 'C', override: 1, without: 'A' },
    { run: 4, tier: 'A', override: null, without: null }, { run: 5, tier: 'C', override: 1, without: 'A' }, { run: 6, tier: 'A', override: null, without: null }])
})

test('a veto is lowered only where the override says so, and is still told', async () => {
  await confirmed({ subjectId: 3, tier: 'B' })
  await score()
  expect((await standing())[2]).toEqual({ id: 3, tier: 'D', why: 'veto' })
  expect((await list()).overrides[0]).toMatchObject({ state: 'confirmed', overVeto: false, now: { tier: 'D', tierReason: 'veto', veto: 'serious', byThis: false } })
  await confirmed({ subjectId: 3, tier: 'A', overVeto: true })
  await score()
  expect((await standing())[2]).toEqual({ id: 3, tier: 'A', why: 'override' })
  expect(await verbs.explainSubject({ subjectId: 3 })).toMatchObject({ tierReason: 'override', veto: { id: 'serious' }, override: { tierWithout: 'D', override: { overVeto: true, override: 2 } } })
  // A slider leaves it where it was set.
  const columns = (await verbs.whatIf({ dimension: 'supervision.problems_2y', changes: {} }))!
  const moved = retier(columnsOf(columns), columns, { weight: 0, thresholds: { B: 5, C: 20, D: 50 } })
  expect(Array.from(moved).slice(0, 4)).toEqual([2, 0, 0, 0])
  await verbs.withdrawOverride({ override: 2, by: '王科长', note: '名单未移出' })
  await score()
  expect((await standing())[2]).toEqual({ id: 3, tier: 'D', why: 'veto' })
})

test('nobody confirms their own proposal, however the name is written', async () => {
  const { override } = await propose()
  for (const by of ['王 科长', '王科长', ' 王　科长 ']) await expect(verbs.confirmOverride({ override, by })).rejects.toMatchObject({ code: 'same_person', params: { person: '王 科长', override } })
  const { override: other } = await propose({ subjectId: 2, author: 'ＷＡＮＧ' })
  await expect(verbs.confirmOverride({ override: other, by: 'Wang' })).rejects.toMatchObject({ code: 'same_person' })
  expect(await verbs.confirmOverride({ override, by: '李科长' })).toMatchObject({ state: 'confirmed', confirmedBy: '李科长' })
})

test('what cannot be is refused', async () => {
  for (const [expiresOn, sound] of [['2026-11-21', false], ['2026-11-22', true], ['2028-11-22', true], ['2028-11-23', false], ['2027-02-30', false]] as const) {
    if (sound) await verbs.withdrawOverride({ override: (await propose({ expiresOn })).override, by: '甲', note: '试' })
    else await expect(propose({ expiresOn })).rejects.toMatchObject({ code: 'override_expiry', params: { until: expiresOn, first: today, latest: '2028-11-22' } })
  }
  await expect(propose({ subjectId: 99 })).rejects.toMatchObject({ code: 'subject_not_found' })
  const { override } = await propose()
  await expect(propose()).rejects.toMatchObject({ code: 'override_waits', params: { override } })
  await verbs.confirmOverride({ override, by: '乙' })
  await expect(verbs.confirmOverride({ override, by: '丙' })).rejects.toMatchObject({ code: 'override_ended', params: { state: 'confirmed' } })
  await expect(verbs.confirmOverride({ override: 99, by: '丙' })).rejects.toMatchObject({ code: 'no_such_override' })
  await verbs.withdrawOverride({ override, by: '甲', note: '情况已变' })
  await expect(verbs.withdrawOverride({ override, by: '甲', note: '再' })).rejects.toMatchObject({ code: 'override_ended', params: { state: 'withdrawn' } })
})

test('the list has those that wait first, the ended only when asked for, and the last confirmed holds', async () => {
  await confirmed({ subjectId: 2, tier: 'D' })
  await confirmed({ subjectId: 2, tier: 'B', expiresOn: '2026-11-30' })
  await propose({ subjectId: 3 })
  await verbs.withdrawOverride({ override: (await confirmed({ subjectId: 1 })).override, by: '王科长', note: '误报' })
  await score()
  expect((await standing())[1]).toEqual({ id: 2, tier: 'B', why: 'override' })
  const open = await list()
  expect(open.overrides.map((one) => [one.override, one.state])).toEqual([[3, 'proposed'], [2, 'confirmed'], [1, 'confirmed']])
  expect(open).toMatchObject({ total: 3, states: { proposed: 1, confirmed: 2, expired: 0, withdrawn: 1 } })
  expect((await list(true)).overrides.map((one) => one.state)).toEqual(['proposed', 'confirmed', 'confirmed', 'withdrawn'])
  expect((await verbs.listOverrides({ subjectId: 2, ended: false, offset: 0, limit: 9 })).total).toBe(2)
  // The shorter one over, the longer one holds again.
  await score('2026-12-01')
  expect((await standing())[1]).toEqual({ id: 2, tier: 'D', why: 'override' })
})

test('a merge carries it to the survivor, and the undoing of the merge back', async () => {
  const importer = importing(room).verbs
  await confirmed({ subjectId: 1 })
  await score()
  const { decision } = await importer.mergeSubjects({ from: 1, into: 2 })
  expect((await list()).overrides[0]).toMatchObject({ subjectId: 2, name: '企业2' })
  await score()
  expect(await standing()).toEqual([{ id: 2, tier: 'C', why: 'override' }, { id: 3, tier: 'D', why: 'veto' }])
  await importer.undoIdentity({ decision })
  await score()
  expect((await standing()).slice(0, 2)).toEqual([{ id: 1, tier: 'C', why: 'override' }, { id: 2, tier: expect.stringMatching(/[BC]/), why: 'index' }])
})

test('with the batch that brought its subject it ends, and binds no other of that number', async () => {
  await confirmed({ subjectId: 1 })
  await score()
  await room.jobs.result((await importing(room).verbs.undoBatch({ batch: 1 })).job)
  await fill(room, { subjects: [{ subject_id: 1 }], records: [] })
  await score()
  expect(await standing()).toEqual([{ id: 1, tier: 'A', why: 'index' }])
  expect((await list(true)).overrides).toMatchObject([{ subjectId: null, name: '企业1', state: 'withdrawn', withdrawnBy: '' }])
  expect(await room.database().read((ask) => ask.rows(raw('SELECT * FROM score_override')))).toEqual([])
})
