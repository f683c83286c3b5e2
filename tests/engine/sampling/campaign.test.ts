import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CampaignInfo, Input } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addLibraries, addScored, seed } from './scored.ts'

let room: TestRoom
let verbs: ReturnType<typeof sampling>
beforeAll(async () => {
  room = await openRoom()
  verbs = sampling(room)
  await addScored(room, 1500)
  await addLibraries(room)
})
afterAll(() => room.close())

const tasks: Input<'commitCampaign'>['tasks'] = [
  { department: 'market', items: ['M-1'], filter: [{ field: 'tier', op: 'in', values: ['C', 'D'] }] },
  { department: 'fire', items: ['F-1', 'F-2'], filter: [{ field: 'tier', op: 'in', values: ['B', 'C', 'D'] }] },
  { department: 'health', items: ['H-1'], filter: [{ field: 'tier', op: 'in', values: ['D'] }] },
]
const asked = { name: '联合抽查', policy: 'xian-2020', tasks: tasks.map((one) => ({ filter: [], ...one })), spares: 2, perDepartment: 1, least: 2, on: '2026-11-22' }
const commit = async (over: Partial<typeof asked> = {}): Promise<CampaignInfo> => (await room.jobs.result((await verbs.commitCampaign({ ...asked, ...over })).job)) as CampaignInfo
const draw = async (campaign: number, with_ = seed): Promise<CampaignInfo> => (await room.jobs.result((await verbs.drawCampaign({ campaign, seed: with_, witnesses: ['公证员'], rehearsal: false })).job)) as CampaignInfo
const visitsOf = async (campaign: number) => [...tableFromIPC((await verbs.campaignVisits({ campaign, offset: 0, limit: 10_000 })).arrow)].map((row) => {
  const { id, departments, officers } = row!.toJSON() as { id: string; departments: string; officers: string }
  return { id, departments: JSON.parse(departments) as { department: string; draw: number; items: string[] }[], officers: JSON.parse(officers ?? '[]') as { department: string; officer: string; name: string }[] }
})

describe('a joint inspection', () => {
  let committed: CampaignInfo
  let drawn: CampaignInfo
  test('fixes every frame, the officers who are fit and those who must not meet, before the seed', async () => {
    committed = await commit()
    expect(committed).toMatchObject({ campaign: 1, state: 'committed', seed: null, officersKeptOut: expect.arrayContaining([{ reason: 'on_leave', count: 1 }, { reason: 'no_certificate', count: 1 }]) as unknown })
    expect(committed.parts.map((one) => one.department)).toEqual(['market', 'fire', 'health'])
    expect(committed.recusals).toBeGreaterThan(0)
    await expect(verbs.drawSample({ draw: committed.parts[0]!.draw, seed, witnesses: [], rehearsal: false })).rejects.toMatchObject({ code: 'draw_of_campaign' })
    await expect(verbs.exportCampaign({ campaign: 1 })).rejects.toMatchObject({ code: 'campaign_not_drawn' })
  })
  test('its visits are what the departments draw each by itself with the same seed, one visit a subject', async () => {
    drawn = await draw(1)
    expect(drawn).toMatchObject({ state: 'staffed', shortages: [], seed: seed.replaceAll(' ', '') })
    const alone = new Map<string, string[]>()
    for (const task of asked.tasks) {
      const { draw: number } = (await room.jobs.result((await verbs.commitDraw({ name: 'alone', policy: 'xian-2020', filter: task.filter, spares: 0 })).job)) as { draw: number }
      await room.jobs.result((await verbs.drawSample({ draw: number, seed, witnesses: [], rehearsal: false })).job)
      const rows = await room.database().read((ask) => ask.rows<{ id: string }>(sql`SELECT id FROM draw_frame WHERE draw = ${number} AND role = 'drawn'`))
      for (const { id } of rows) alone.set(id, [...(alone.get(id) ?? []), task.department])
    }
    const visits = await visitsOf(1)
    expect(new Map(visits.map((one) => [one.id, one.departments.map((two) => two.department)]))).toEqual(alone)
    expect(visits.length).toBe(drawn.visits)
    expect(drawn.drawn).toBe([...alone.values()].flat().length)
    expect(drawn.visits).toBeLessThan(drawn.drawn)
  })
  test('every visit has two fit officers at least, one of each department, qualified, none recused, evenly', async () => {
    const people = new Map((await room.database().read((ask) => ask.rows<{ officer: string; department: string; qualifications: string }>(sql`SELECT officer, department, qualifications::VARCHAR AS qualifications FROM officer`))).map((one) => [one.officer, one]))
    const recused = await room.database().read((ask) => ask.rows<{ officer: string; id: string }>(sql`SELECT officer, id FROM campaign_recusal WHERE campaign = 1`))
    const load = new Map<string, number>()
    for (const { id, departments, officers } of await visitsOf(1)) {
      expect(officers.length).toBeGreaterThanOrEqual(2)
      expect(new Set(officers.map((one) => one.department))).toEqual(new Set(departments.map((one) => one.department)))
      for (const { officer, department } of officers) {
        expect(people.get(officer)!.department).toBe(department)
        expect(['leave', 'expired']).not.toContain(officer)
        expect(recused.some((one) => one.officer === officer && one.id === id)).toBe(false)
        load.set(officer, (load.get(officer) ?? 0) + 1)
      }
      const fire = officers.find((one) => one.department === 'fire')
      if (fire) expect(people.get(fire.officer)!.qualifications).toContain('消防')
    }
    for (const department of ['market', 'health']) {
      const own = [...people.values()].filter((one) => one.department === department && !['leave', 'expired'].includes(one.officer)).map((one) => load.get(one.officer) ?? 0)
      expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1)
    }
  })
  test('its load by department counts what the teams hold, officers without a visit too', async () => {
    const visits = await visitsOf(1)
    const fit = await room.database().read((ask) => ask.rows<{ officer: string; department: string }>(sql`SELECT officer, department FROM campaign_officer WHERE campaign = 1`))
    const due = ['market', 'fire', 'health'].map((department) => {
      const own = fit.filter((one) => one.department === department).map(({ officer }) => visits.filter((one) => one.officers.some((two) => two.officer === officer)).length)
      return { department, visits: visits.filter((one) => one.departments.some((two) => two.department === department)).length, officers: own.length, seats: own.reduce((sum, n) => sum + n, 0), least: Math.min(...own), most: Math.max(...own) }
    })
    expect(await verbs.campaignLoads({ campaign: 1 })).toEqual(due)
    expect(due.every((one) => one.seats > 0)).toBe(true)
    await expect(verbs.campaignLoads({ campaign: 99 })).rejects.toMatchObject({ code: 'no_such_campaign' })
  })
  test('a draw is final, and the same seed gives the same visits and officers', async () => {
    await expect(draw(1)).rejects.toMatchObject({ code: 'campaign_drawn' })
    const again = await commit()
    await draw(again.campaign)
    const plain = (all: Awaited<ReturnType<typeof visitsOf>>) => all.map(({ id, officers }) => [id, officers.map((one) => one.officer)])
    expect(plain(await visitsOf(again.campaign))).toEqual(plain(await visitsOf(1)))
  })
})

test('everyone whom law bars is barred: declared by code or name, of the same name, formerly employed', async () => {
  const rows = await room.database().read((ask) => ask.rows<{ officer: string; kind: string; name: string }>(sql`
    SELECT officer, kind, s.name FROM campaign_recusal r JOIN (SELECT DISTINCT id, subject_id FROM draw_frame) USING (id) JOIN subject s USING (subject_id) WHERE campaign = 1 ORDER BY ALL`))
  expect(rows).toEqual(expect.arrayContaining([
    expect.objectContaining({ officer: 'm1', kind: 'kin' }), expect.objectContaining({ officer: 'm2', kind: 'interest' }),
    expect.objectContaining({ officer: 'm3', kind: 'same_name' }), expect.objectContaining({ officer: 'm4', kind: 'former_employer' }),
  ]))
})

test('a department that cannot staff its visits is told why, and nothing is staffed by halves', async () => {
  await room.database().write((ask) => ask.run(raw(`UPDATE officer SET most_visits = 0 WHERE department = 'health'`)))
  const { campaign } = await commit()
  const drawn = await draw(campaign)
  expect(drawn.state).toBe('unstaffed')
  expect(drawn.shortages).toMatchObject([{ department: 'health', relaxations: [{ kind: 'most' }] }])
  expect((await visitsOf(campaign)).every((one) => one.officers.length === 0)).toBe(true)
})

test('what cannot be inspected is refused before anything is fixed', async () => {
  await expect(commit({ tasks: [{ ...asked.tasks[0]!, items: ['nowhere'] }] })).rejects.toMatchObject({ code: 'no_such_item' })
  await expect(commit({ tasks: [{ ...asked.tasks[0]!, department: 'market', items: ['M-1'] }, { department: 'empty', items: ['E-1'], filter: [] }] })).rejects.toMatchObject({ code: 'no_officers' })
  await expect(commit({ tasks: [{ ...asked.tasks[0]!, filter: [{ field: 'industry', op: 'in', values: ['T'] }] }] })).rejects.toMatchObject({ code: 'frame_empty' })
  expect((await verbs.listCampaigns({})).map((one) => one.campaign)).toEqual([3, 2, 1])
})
