import type { Parsed, VisitDay } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { person } from '../workspace/person.ts'
import { workingDayAfter, workingDaysBetween } from '../workspace/workingDays.ts'
import { findCampaign } from './campaigns.ts'

/**
 * Gives each visit, in its order, the first of the days on which all its officers still have room: no officer makes more than `perDay` visits a day. `booked` are
 * visits that officers make already, by `officer TAB day`. Visits whose officers are free on different days wait for a common one.
 */
export function spread(visits: readonly { visit: number; officers: readonly string[] }[], booked: ReadonlyMap<string, number>, dayAt: (place: number) => string, perDay: number): Map<number, string> {
  const load = new Map(booked)
  const days = new Map<number, string>()
  /** Place of the first day on which an officer has room: never moves back. */
  const first = new Map<string, number>()
  for (const { visit, officers } of visits) {
    let place = Math.max(0, ...officers.map((one) => first.get(one) ?? 0))
    while (officers.some((one) => (load.get(`${one}\t${dayAt(place)}`) ?? 0) >= perDay)) place++
    const day = dayAt(place)
    days.set(visit, day)
    for (const one of officers) {
      load.set(`${one}\t${day}`, (load.get(`${one}\t${day}`) ?? 0) + 1)
      let next = first.get(one) ?? 0
      while ((load.get(`${one}\t${dayAt(next)}`) ?? 0) >= perDay) next++
      first.set(one, next)
    }
  }
  return days
}

/**
 * Spreads the visits over working days from a day on; those that have a day keep it, unless all are spread anew. Visits that the officers make on these days in
 * other inspections count. @throws MingchaError no_such_campaign, campaign_not_drawn, campaign_unstaffed
 */
export async function scheduleVisits(ask: Connection, resources: string, { campaign, from, perDay, anew }: Parsed<'scheduleVisits'>): Promise<VisitDay[]> {
  await refuseUnstaffed(ask, campaign)
  if (anew) await ask.run(sql`DELETE FROM campaign_day WHERE campaign = ${campaign}`)
  const rows = await ask.rows<{ visit: number; officers: string }>(sql`SELECT visit, coalesce(to_json(list(officer ORDER BY officer) FILTER (officer IS NOT NULL)), '[]')::VARCHAR AS officers FROM campaign_visit LEFT JOIN campaign_team USING (campaign, visit)
    WHERE campaign = ${campaign} AND dropped_by IS NULL AND visit NOT IN (SELECT visit FROM campaign_day WHERE campaign = ${campaign}) GROUP BY visit ORDER BY visit`)
  const booked = await ask.rows<{ officer: string; day: string; visits: number }>(sql`SELECT officer, day, count(*) AS visits FROM campaign_day JOIN campaign_visit USING (campaign, visit) JOIN campaign_team USING (campaign, visit) WHERE dropped_by IS NULL AND day >= ${from}::DATE GROUP BY ALL`)
  const days: string[] = []
  const dayAt = (place: number): string => {
    while (days.length <= place) days.push(days.length > 0 ? workingDayAfter(resources, days.at(-1)!, 1).day : firstWorked(resources, from))
    return days[place]!
  }
  const placed = spread(rows.map((row) => ({ visit: row.visit, officers: JSON.parse(row.officers) as string[] })), new Map(booked.map((one) => [`${one.officer}\t${one.day}`, one.visits])), dayAt, perDay)
  await ask.run(sql`INSERT INTO campaign_day SELECT ${campaign}, d.visit, d.day::DATE, current_timestamp::TIMESTAMP, ${person()} FROM (SELECT unnest(${JSON.stringify([...placed].map(([visit, day]) => ({ visit, day })))}::JSON::STRUCT(visit INTEGER, day VARCHAR)[]) AS d)`)
  return daysOf(ask, campaign)
}

/** Another day for one visit; null: none. @throws MingchaError no_such_campaign, campaign_not_drawn, campaign_unstaffed, no_such_visit */
export async function setVisitDay(ask: Connection, { campaign, visit, day }: Parsed<'setVisitDay'>): Promise<VisitDay[]> {
  await refuseUnstaffed(ask, campaign)
  const { there } = await ask.one<{ there: boolean }>(sql`SELECT count(*) > 0 AS there FROM campaign_visit WHERE campaign = ${campaign} AND visit = ${visit} AND dropped_by IS NULL`)
  if (!there) throw new MingchaError('no_such_visit', `the joint inspection ${campaign} has no visit ${visit}`, 'Look at its list of visits.', { campaign, visit: String(visit) })
  await ask.run(sql`DELETE FROM campaign_day WHERE campaign = ${campaign} AND visit = ${visit}`)
  if (day !== null) await ask.run(sql`INSERT INTO campaign_day VALUES (${campaign}, ${visit}, ${day}::DATE, current_timestamp::TIMESTAMP, ${person()})`)
  return daysOf(ask, campaign)
}

/** Days of a joint inspection in order: visits, officers under way, and visits of the officer who makes the most that day, those of other inspections included. */
export async function daysOf(ask: Connection, campaign: number): Promise<VisitDay[]> {
  await findCampaign(ask, campaign)
  return ask.rows<VisitDay>(sql`
    WITH made AS (SELECT campaign, visit, day, officer FROM campaign_day JOIN campaign_visit USING (campaign, visit) LEFT JOIN campaign_team USING (campaign, visit) WHERE dropped_by IS NULL),
    own AS (SELECT day, count(DISTINCT visit) AS visits, count(DISTINCT officer) AS officers FROM made WHERE campaign = ${campaign} GROUP BY day),
    borne AS (SELECT day, officer, count(*) AS visits FROM made SEMI JOIN (SELECT DISTINCT day, officer FROM made WHERE campaign = ${campaign}) USING (day, officer) GROUP BY ALL)
    SELECT day, any_value(own.visits) AS visits, any_value(own.officers) AS officers, coalesce(max(borne.visits), 0) AS most FROM own LEFT JOIN borne USING (day) GROUP BY day ORDER BY day`)
}

/** The day itself where it is worked, else the next that is. */
function firstWorked(resources: string, from: string): string {
  const before = new Date(Date.parse(`${from}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  return workingDaysBetween(resources, before, from) === 1 ? from : workingDayAfter(resources, from, 1).day
}

async function refuseUnstaffed(ask: Connection, campaign: number): Promise<void> {
  const found = await findCampaign(ask, campaign)
  if (found.drawn_at === null) throw new MingchaError('campaign_not_drawn', `the joint inspection ${campaign} is committed and not yet drawn`, 'Draw it with a public seed first.', { campaign })
  if (found.state === 'unstaffed') throw new MingchaError('campaign_unstaffed', `the visits of the joint inspection ${campaign} have no officers yet`, 'Let its departments staff them first.', { campaign })
}
