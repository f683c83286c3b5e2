import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill, mixedCity, type City } from './records.ts'

let room: TestRoom
let verbs: ReturnType<typeof scoring>
beforeEach(async () => {
  room = await openRoom('2026-11-22')
  verbs = scoring(room)
})
afterEach(() => room.close())

const score = async (asOf?: string): Promise<unknown> => room.jobs.result((await verbs.scoreSubjects(asOf === undefined ? {} : { asOf })).job)
const mixed = (): City => {
  const { subjects, records } = mixedCity(80)
  return { subjects: subjects.map((one, i) => ({ ...one, industry: i % 7 === 6 ? null : 'FHC'[i % 3]!, region: i % 4 === 0 ? null : ['610113', '610131'][i % 2]! })), records }
}
const middle = (values: number[]): number => { const all = [...values].sort((a, b) => a - b); const half = all.length / 2; return Number.isInteger(half) ? (all[half - 1]! + all[half]!) / 2 : all[Math.floor(half)]! }

test('ranks and medians are those that counting everybody gives', async () => {
  await fill(room, mixed())
  await score('2026-08-22')
  await score()
  type Row = { subject_id: number; index: number; industry: string | null; region: string | null } & Record<string, number>
  const all = await room.database().read((ask) => ask.rows<Row>(sql`SELECT c.*, s.industry, s.region FROM score c JOIN subject s USING (subject_id)`))
  const same = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6
  let ties = 0
  for (const one of all) {
    const told = (await verbs.subjectStanding({ subjectId: one.subject_id }))!
    expect(told.history.map((each) => [each.run, each.asOf])).toEqual([[1, '2026-08-22'], [2, '2026-11-22']])
    expect(told.history[1]!.index).toBeCloseTo(one.index, 4)
    expect(told.places.map((place) => place.by)).toEqual([...(one.industry ? ['industry'] : []), ...(one.region ? ['region'] : [])])
    for (const place of told.places) {
      const group = all.filter((each) => each[place.by] === one[place.by])
      expect(place).toMatchObject({ key: one[place.by], of: group.length, rank: 1 + group.filter((each) => each.index > one.index && !same(each.index, one.index)).length, equal: group.filter((each) => same(each.index, one.index)).length })
      ties += place.equal > 1 ? 1 : 0
    }
    if (one.industry === null) expect(told.peers).toBeNull()
    else {
      const group = all.filter((each) => each.industry === one.industry)
      expect(told.peers).toMatchObject({ industry: one.industry, subjects: group.length })
      expect(told.peers!.index).toBeCloseTo(middle(group.map((each) => each.index)), 9)
      for (const name of recordClasses) expect(told.peers!.partials[name]).toBeCloseTo(middle(group.map((each) => each[name]!)), 9)
      expect(told.history[1]!.median).toBe(told.peers!.index)
    }
  }
  expect(ties).toBeGreaterThan(10)
  expect(await verbs.subjectStanding({ subjectId: 4711 })).toBeNull()
})

test('who moved to another industry since the run is told no rank there', async () => {
  await fill(room, mixed())
  await score()
  await room.database().write((ask) => ask.run(raw(`UPDATE subject SET industry = 'T' WHERE subject_id = 1`)))
  expect((await verbs.subjectStanding({ subjectId: 1 }))!).toMatchObject({ peers: null })
  expect((await verbs.subjectStanding({ subjectId: 1 }))!.places.map((one) => one.by)).toEqual([])
})
