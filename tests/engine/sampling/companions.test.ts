import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CampaignInfo, Parsed } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { means } from '../../../electron/engine/sampling/means.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { canonical, sha256, type Json } from '../../../electron/engine/workspace/canonical.ts'
import { verify } from '../../../shared/verify/verify.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addLibraries, addScored, seed } from './scored.ts'

type Change = Parsed<'changeCampaign'>['change']
interface Told { companion: string; name: string; seal: string; visits: string[]; recused: string[]; item: string | null; leaves: boolean; library: string }
interface Bundle { changes: { kind: string; reason: string; detail: Told }[]; visits: { id: string; departments: { items: string[] }[]; teams: { officers: string[] }[] }[]; officers: { id: string; name: string }[]; digests: Record<string, string> }

let room: TestRoom
let verbs: ReturnType<typeof sampling>
const change = (what: Partial<Extract<Change, { kind: 'companion' }>>, reason = '专业复杂'): Promise<CampaignInfo> => verbs.changeCampaign({ campaign: 1, reason, change: { kind: 'companion', library: 'expert', companion: 'E1', leaves: false, ...what } as Change })
const bundle = async (): Promise<Bundle> => JSON.parse(new TextDecoder().decode(await verbs.exportCampaign({ campaign: 1 }))) as Bundle
const named = async (bundle: Bundle): Promise<string[]> => {
  const rest = Object.fromEntries(Object.entries(bundle).filter(([key]) => key !== 'digests'))
  const sealed = new TextEncoder().encode(canonical({ ...rest, digests: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, sha256(canonical(value as unknown as Json))])) } as unknown as Json))
  return (await verify(means, sealed)).checks.filter((one) => !one.ok).map((one) => one.name)
}
const goers = async (): Promise<Map<string, string[]>> => new Map([...tableFromIPC((await verbs.campaignVisits({ campaign: 1, offset: 0, limit: 10_000 })).arrow)].flatMap((row) => {
  const { id, companions } = row!.toJSON() as { id: string; companions: string | null }
  return companions === null ? [] : [[id, (JSON.parse(companions) as { companion: string }[]).map((one) => one.companion)] as const]
}))

let all: Bundle['visits']
let bound: string
beforeAll(async () => {
  room = await openRoom()
  verbs = sampling(room)
  await addScored(room, 1500)
  await addLibraries(room)
  const tiers = (...values: string[]) => [{ field: 'tier' as const, op: 'in' as const, values }]
  await room.jobs.result((await verbs.commitCampaign({ name: '联合抽查', policy: 'xian-2020', spares: 2, perDepartment: 1, least: 2, on: '2026-11-22', tasks: [{ department: 'market', items: ['M-1'], filter: tiers('C', 'D') }, { department: 'fire', items: ['F-1', 'F-2'], filter: tiers('B', 'C', 'D') }] })).job)
  await room.jobs.result((await verbs.drawCampaign({ campaign: 1, seed, witnesses: [], rehearsal: false })).job)
  all = (await bundle()).visits
  const fire = all.filter((one) => one.departments.some((part) => part.items.includes('F-1')))
  bound = fire[1]!.id
  const { name } = await room.database().read((ask) => ask.one<{ name: string }>(sql`SELECT name FROM subject JOIN draw_frame USING (subject_id) WHERE id = ${bound} LIMIT 1`))
  await room.database().write(async (ask) => {
    for (const [id, person, organisation, until] of [['E1', '王教授', name, null], ['E2', '员m1', '某大学', null], ['E3', '周工', '某院', '2026-11-01'], ['E4', '法人甲', '', null], ['m1', '郑高工', '某院', null]] as const) await ask.run(sql`INSERT INTO expert VALUES (${id}, ${person}, ${organisation === '' ? null : organisation}, NULL, '[]', DATE '2020-01-01', ${until}::DATE)`)
    await ask.run(raw(`INSERT INTO third_party VALUES ('T1', '某检测公司', 'testing', 'CMA-1', NULL, DATE '2020-01-01', NULL)`))
  })
})
afterAll(() => room.close())

test('goes along with all visits of an item but those it is bound to; the officers stay as they were', async () => {
  const before = await bundle()
  const due = all.filter((one) => one.departments.some((part) => part.items.includes('F-1'))).map((one) => one.id)
  expect(due.length).toBeGreaterThan(3)
  const info = await change({ item: 'F-1' }, '消防设施专业性强')
  const told = info.changes.at(-1)! as unknown as { kind: string; reason: string; detail: Told }
  expect(told).toMatchObject({ kind: 'companion', reason: '消防设施专业性强', detail: { companion: 'E1', item: 'F-1', leaves: false, name: '王**', recused: [bound], visits: due.filter((id) => id !== bound) } })
  const [{ salt, name, organisation }] = await room.database().read((ask) => ask.rows<{ salt: string; name: string; organisation: string }>(raw(`SELECT DISTINCT salt, name, organisation FROM campaign_companion`))) as [{ salt: string; name: string; organisation: string }]
  expect(told.detail.seal).toBe(sha256(canonical([salt, name, organisation])))
  const after = await bundle()
  expect(after.visits).toEqual(before.visits)
  expect(JSON.stringify(after)).not.toContain('王教授')
  expect([...(await goers()).keys()].toSorted()).toEqual(told.detail.visits.toSorted())
  const { ok, checks } = await verify(means, await verbs.exportCampaign({ campaign: 1 }))
  expect(checks.filter((one) => !one.ok)).toEqual([])
  expect(ok).toBe(true)
  expect(checks.find((one) => one.name === 'companions')!.detail).toContain(`1 experts and third parties on ${due.length - 1} visits`)
})

test('a body joins one visit, leaves it, and goes with a visit that is dropped', async () => {
  const [first] = all
  await change({ library: 'body', companion: 'T1', visits: [first!.id] }, '抽样检验')
  expect((await goers()).get(first!.id)).toContain('T1')
  await expect(change({ library: 'body', companion: 'T1', visits: [first!.id] })).rejects.toMatchObject({ code: 'companion_unchanged' })
  const left = await change({ library: 'body', companion: 'T1', visits: [first!.id], leaves: true }, '机构停业')
  expect(left.changes.at(-1)!.detail).toMatchObject({ name: '某检测公司', leaves: true, recused: [] })
  expect((await goers()).get(first!.id) ?? []).not.toContain('T1')
  await expect(change({ library: 'body', companion: 'T1', visits: [first!.id], leaves: true })).rejects.toMatchObject({ code: 'companion_unchanged' })

  const spared = all.find((one) => one.departments.length === 2 && one.id !== bound && one.departments.some((part) => part.items.includes('M-1')))!
  await verbs.changeCampaign({ campaign: 1, reason: '已迁出', change: { kind: 'subject', visit: spared.id } }).catch(() => null)
  expect((await verify(means, await verbs.exportCampaign({ campaign: 1 }))).checks.filter((one) => !one.ok)).toEqual([])
  const dropped = !(await bundle()).visits.some((one) => one.id === spared.id)
  expect((await room.database().read((ask) => ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM campaign_companion c JOIN campaign_visit v USING (campaign, visit) WHERE v.dropped_by IS NOT NULL AND c.left_by IS NULL`))).n).toBe(0)
  expect(dropped).toBe(true)
})

test('an expert with the number of an officer is another person', async () => {
  const visit = (await bundle()).visits.find((one) => one.teams.some((team) => team.officers.includes('m1')))!
  await change({ companion: 'm1', visits: [visit.id] })
  expect((await verify(means, await verbs.exportCampaign({ campaign: 1 }))).ok).toBe(true)
})

describe('is refused', () => {
  test.each<[string, Partial<Extract<Change, { kind: 'companion' }>>, string]>([
    ['who bears an officer\'s name', { companion: 'E2', item: 'M-1' }, 'companion_officer'],
    ['whom the library does not have on the day', { companion: 'E3', item: 'M-1' }, 'no_such_companion'],
    ['who is in no library', { library: 'body', companion: 'E1', item: 'M-1' }, 'no_such_companion'],
    ['where no visit has the item', { companion: 'E1', item: 'H-1' }, 'companion_unchanged'],
    ['on a visit that there is not', { companion: 'E1', visits: ['nobody'] }, 'no_such_visit'],
  ])('%s', async (_, what, code) => {
    await expect(change(what)).rejects.toMatchObject({ code })
  })
  test('whom the subject employs', async () => {
    await expect(change({ companion: 'E1', visits: [bound] })).rejects.toMatchObject({ code: 'companion_recused', params: { visit: bound } })
  })
})

describe('each forgery is found', () => {
  test.each<[string, (one: Bundle) => void, string[]]>([
    ['a visit of the item left out', (one) => { one.changes[0]!.detail.visits.pop() }, ['changes']],
    ['an officer as an expert', (one) => { const officer = one.officers[0]!; Object.assign(one.changes[0]!.detail, { companion: officer.id, name: officer.name }) }, ['changes']],
    ['a visit that nobody drew', (one) => { one.changes[0]!.detail.recused[0] = 'nobody' }, ['changes']],
    ['no reason', (one) => { one.changes[0]!.reason = '' }, ['changes']],
    ['leaving without having come', (one) => { one.changes[1]!.detail.leaves = true }, ['changes']],
    ['an expert in the seat of an officer', (one) => { one.visits[0]!.teams[0]!.officers[0] = 'E1' }, ['teams']],
  ])('%s', async (_, forge, names) => {
    const forged = await bundle()
    forge(forged)
    expect(await named(forged)).toEqual(expect.arrayContaining(names))
  })
})
