import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { spread } from '../../../electron/engine/sampling/schedule.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addStaffed } from '../papers/staffed.ts'

test('every visit gets the first day on which all its officers have room', () => {
  const officer = fc.constantFrom('a', 'b', 'c', 'd')
  fc.assert(fc.property(fc.array(fc.uniqueArray(officer, { minLength: 1, maxLength: 3 }), { maxLength: 20 }), fc.array(fc.tuple(officer, fc.nat(4), fc.integer({ min: 1, max: 3 })), { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (teams, before, perDay) => {
    const booked = new Map(before.map(([one, place, visits]) => [`${one}\t${place}`, visits]))
    const days = spread(teams.map((officers, visit) => ({ visit, officers })), booked, String, perDay)
    const load = new Map(booked)
    for (const [visit, officers] of teams.entries()) {
      let place = 0
      while (officers.some((one) => (load.get(`${one}\t${place}`) ?? 0) >= perDay)) place++
      expect(days.get(visit)).toBe(String(place))
      for (const one of officers) load.set(`${one}\t${place}`, (load.get(`${one}\t${place}`) ?? 0) + 1)
    }
  }))
})

describe('the days of a joint inspection', () => {
  let room: TestRoom
  let verbs: ReturnType<typeof sampling>
  let campaign: number
  beforeAll(async () => {
    room = await openRoom()
    verbs = sampling(room)
    campaign = await addStaffed(room)
  })
  afterAll(() => room.close())
  const made = () => room.database().read((ask) => ask.rows<{ visit: number; day: string; officer: string }>(sql`SELECT visit, day, officer FROM campaign_day JOIN campaign_team USING (campaign, visit) WHERE campaign = ${campaign} ORDER BY visit, officer`))

  test('are working days from the day on, and no officer makes more visits on one than asked', async () => {
    expect(await verbs.campaignDays({ campaign })).toEqual([])
    const days = await verbs.scheduleVisits({ campaign, from: '2026-11-21', perDay: 2, anew: false }) // a Saturday
    expect(days[0]!.day).toBe('2026-11-23')
    expect(days.some((one) => [0, 6].includes(new Date(`${one.day}T00:00:00Z`).getUTCDay()))).toBe(false)
    expect(Math.max(...days.map((one) => one.most))).toBe(2)
    const rows = await made()
    const load = new Map<string, number>()
    for (const { officer, day } of rows) load.set(`${officer} ${day}`, (load.get(`${officer} ${day}`) ?? 0) + 1)
    expect(Math.max(...load.values())).toBe(2)
    expect(days.reduce((sum, one) => sum + one.visits, 0)).toBe((await verbs.listCampaigns({}))[0]!.visits)
  })
  test('stay when spread again, move alone, and are made anew when asked', async () => {
    const before = await made()
    expect(await verbs.scheduleVisits({ campaign, from: '2026-12-01', perDay: 1, anew: false })).toEqual(await verbs.campaignDays({ campaign }))
    expect(await made()).toEqual(before)
    await verbs.setVisitDay({ campaign, visit: before[0]!.visit, day: '2027-03-03' })
    expect((await made())[0]!.day).toBe('2027-03-03')
    expect((await made()).filter((one) => one.visit !== before[0]!.visit)).toEqual(before.filter((one) => one.visit !== before[0]!.visit))
    await verbs.setVisitDay({ campaign, visit: before[0]!.visit, day: null })
    await verbs.scheduleVisits({ campaign, from: '2026-11-21', perDay: 2, anew: false })
    expect((await verbs.scheduleVisits({ campaign, from: '2026-11-21', perDay: 2, anew: true })).length).toBeGreaterThan(0)
    expect(await made()).toEqual(before)
  })
  test('what is not there is refused', async () => {
    await expect(verbs.setVisitDay({ campaign, visit: 9999, day: null })).rejects.toMatchObject({ code: 'no_such_visit' })
    await expect(verbs.scheduleVisits({ campaign: 99, from: '2026-11-21', perDay: 2, anew: false })).rejects.toMatchObject({ code: 'no_such_campaign' })
  })
})
