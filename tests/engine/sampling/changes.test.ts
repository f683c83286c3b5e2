import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CampaignInfo } from '../../../shared/contract.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addLibraries, addScored, seed } from './scored.ts'

let room: TestRoom
let verbs: ReturnType<typeof sampling>
const tiers = (...values: string[]) => [{ field: 'tier' as const, op: 'in' as const, values }]
const draw = async (name: string, perDepartment: number, tasks: { department: string; items: string[]; filter: ReturnType<typeof tiers> }[]): Promise<CampaignInfo> => {
  const { campaign } = (await room.jobs.result((await verbs.commitCampaign({ name, policy: 'xian-2020', spares: 2, perDepartment, least: 2, on: '2026-11-22', tasks })).job)) as CampaignInfo
  return (await room.jobs.result((await verbs.drawCampaign({ campaign, seed, witnesses: [], rehearsal: false })).job)) as CampaignInfo
}
beforeAll(async () => {
  room = await openRoom()
  verbs = sampling(room)
  await addScored(room, 1500)
  await addLibraries(room)
})
afterAll(() => room.close())

test('changes are told with the names of whom they name, and stay', async () => {
  await draw('联合', 1, [{ department: 'market', items: ['M-1'], filter: tiers('C') }, { department: 'fire', items: ['F-1'], filter: tiers('C') }])
  expect(await verbs.campaignChanges({ campaign: 1 })).toEqual([])
  const visits = [...tableFromIPC((await verbs.campaignVisits({ campaign: 1, offset: 0, limit: 1000 })).arrow)].map((row) => row!.toJSON() as { id: string; name: string; officers: string; departments: string })
  const [first, second] = visits as [typeof visits[number], typeof visits[number]]
  const before = (JSON.parse(first.officers) as { department: string; officer: string; name: string }[])[0]!
  await verbs.changeCampaign({ campaign: 1, reason: '临时住院', change: { kind: 'officer', visit: first.id, officer: before.officer } })
  await verbs.changeCampaign({ campaign: 1, reason: '已迁往外省', change: { kind: 'subject', visit: second.id } })
  const [one, two] = await verbs.campaignChanges({ campaign: 1 })
  expect(one).toMatchObject({ event: 1, kind: 'officer', reason: '临时住院', department: before.department, subject: { id: first.id, name: first.name }, before: { officer: before.officer, name: before.name } })
  expect(two).toMatchObject({ event: 2, kind: 'subject', reason: '已迁往外省', subject: { id: second.id, name: second.name } })
  if (one?.kind !== 'officer' || two?.kind !== 'subject') throw new Error('other kinds')
  const after = [...tableFromIPC((await verbs.campaignVisits({ campaign: 1, offset: 0, limit: 1000 })).arrow)].map((row) => row!.toJSON() as { id: string; name: string; officers: string })
  expect(JSON.parse(after.find(({ id }) => id === first.id)!.officers)).toContainEqual({ department: before.department, ...one.after })
  for (const { id, name } of two.replacements) expect(after.find((row) => row.id === id)).toMatchObject({ name })
  expect(two.replacements.map((row) => row.department).sort()).toEqual((JSON.parse(second.departments) as { department: string }[]).map((row) => row.department).sort())
})

test('who could be let in is fit, of the department, and not in already', async () => {
  await room.database().write((ask) => ask.run(raw(`UPDATE officer SET most_visits = 0 WHERE department = 'health'`)))
  const { campaign, state } = await draw('卫生', 2, [{ department: 'health', items: ['H-1'], filter: tiers('D') }])
  expect(state).toBe('unstaffed')
  expect(await verbs.furtherOfficers({ campaign, department: 'health' })).toEqual([])
  await room.database().write((ask) => ask.run(raw(`INSERT INTO officer (officer, name, department, certificate_no, certificate_until, valid_from) VALUES ('h8', '员h8', 'health', 'C-h8', DATE '2030-01-01', DATE '2020-01-01'), ('h9', '员h9', 'health', 'C-h9', DATE '2026-01-01', DATE '2020-01-01'), ('m9', '员m9', 'market', 'C-m9', NULL, DATE '2020-01-01')`)))
  expect(await verbs.furtherOfficers({ campaign, department: 'health' })).toEqual([{ officer: 'h8', name: '员h8', qualifications: [], most: null }])
  await verbs.changeCampaign({ campaign, reason: '借调', change: { kind: 'relaxed', department: 'health', most: 500, officers: ['h8'] } })
  expect(await verbs.furtherOfficers({ campaign, department: 'health' })).toEqual([])
  expect(await verbs.campaignChanges({ campaign })).toMatchObject([{ event: 1, kind: 'relaxed', department: 'health', most: 500, officers: [{ officer: 'h8', name: '员h8' }] }])
})
