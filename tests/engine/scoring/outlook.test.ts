import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Tier } from '../../../shared/classes.ts'
import type { ScoreRun } from '../../../shared/contract.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill, type City } from './records.ts'

let room: TestRoom
let verbs: ReturnType<typeof scoring>
beforeEach(async () => {
  room = await openRoom('2026-11-22')
  verbs = scoring(room)
})
afterEach(() => room.close())

const score = async (asOf?: string): Promise<ScoreRun> => (await room.jobs.result((await verbs.scoreSubjects(asOf === undefined ? {} : { asOf })).job)) as ScoreRun
const standing = async (subjectId: number): Promise<{ index: number; tier: Tier }> => (await room.database().read((ask) => ask.rows<{ index: number; tier: Tier }>(raw(`SELECT index, tier FROM score WHERE subject_id = ${subjectId}`))))[0]!

/** 1 was fined and found with problems often, 2 lost its licence to revocation, 3 shares its address with 1, 4 has nothing. */
const town: City = {
  subjects: [{ subject_id: 1, address: '高新路一百号' }, { subject_id: 2 }, { subject_id: 3, address: '高新路一百号' }, { subject_id: 4 }],
  records: [
    ...['2025-02-01', '2025-09-01', '2026-01-10', '2026-04-10', '2026-08-01', '2026-10-01'].flatMap((occurred_on): City['records'] => [
      { class: 'penalty', subject_id: 1, kind: 'fine', fine_yuan: 90_000, severity: 'high', violation: '虚假宣传', occurred_on },
      { class: 'supervision', subject_id: 1, result: 'problem', item: '食品安全', double_random: true, occurred_on },
      { class: 'complaint', subject_id: 1, upheld: true, amount_yuan: 20_000, occurred_on },
    ]),
    { class: 'penalty', subject_id: 2, kind: 'revocation', occurred_on: '2026-03-01' },
    { class: 'penalty', subject_id: 2, kind: 'fine', fine_yuan: 5000, occurred_on: '2026-03-01' },
    { class: 'listing', subject_id: 4, kind: 'serious', list_name: '严重违法失信名单', occurred_on: '2026-03-01' },
  ],
}

test('runs on the days told give the index and tier told, the day of the change to the day', async () => {
  await fill(room, town)
  await score()
  expect((await standing(1)).tier > 'B').toBe(true)
  const outlook = (await verbs.tierOutlook({ subjectId: 1, years: 3 }))!
  expect(outlook.days[0]).toMatchObject({ day: '2026-11-22', tier: (await standing(1)).tier })
  expect(outlook.days[0]!.index).toBeCloseTo((await standing(1)).index, 6)
  expect(outlook.days).toHaveLength(1 + 12)
  const { before, after, causes } = outlook.change!
  expect(Date.parse(after.day) - Date.parse(before.day)).toBe(86_400_000)
  expect(after.tier).not.toBe(before.tier)
  expect(causes.length).toBeGreaterThan(0)
  for (const told of [before, after, ...outlook.days.filter((_, i) => i === 6)]) {
    await score(told.day)
    const was = await standing(1)
    expect(was.tier).toBe(told.tier)
    expect(was.index).toBeCloseTo(told.index, 6)
  }
})

test('a veto holds the tier until it lapses, an override to its last day', async () => {
  await fill(room, town)
  const { override } = await verbs.proposeOverride({ subjectId: 4, tier: 'B', overVeto: true, reason: '已整改', ground: '会商', author: '甲', expiresOn: '2027-02-10' })
  await verbs.confirmOverride({ override, by: '乙' })
  await score()
  const held = (await verbs.tierOutlook({ subjectId: 4, years: 1 }))!
  expect(held.change).toMatchObject({ before: { day: '2027-02-10', tier: 'B', override, veto: 'serious_list' }, after: { day: '2027-02-11', tier: 'D', override: null, veto: 'serious_list' } })
  await score('2027-02-11')
  expect((await standing(4)).tier).toBe('D')
  expect(await verbs.tierOutlook({ subjectId: 999, years: 1 })).toBeNull()
})

test('what came after the run is not looked at', async () => {
  await fill(room, town)
  await score()
  const before = await verbs.tierOutlook({ subjectId: 4, years: 1 })
  await room.database().write((ask) => ask.run(raw(`INSERT INTO complaint (subject_id, attached, occurred_on, known_on, upheld, row_key, batch, file_id, source_file, source_row) SELECT 4, 'code', DATE '2026-11-01', DATE '2026-11-01', true, uuid(), 2, 2, 'b.csv', i FROM range(1, 30) t(i)`)))
  expect(await verbs.tierOutlook({ subjectId: 4, years: 1 })).toEqual(before)
})
