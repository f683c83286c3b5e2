import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { assign, type Need, type Officer, type Recusal, type Visit } from './assign.ts'
import type { CampaignRules, StoredCampaign } from './campaigns.ts'

export interface VisitRow { visit: number; id: string; departments: string }

/** What a department owes a visit: its officers, the first with every qualification that its items ask; the first department fills up to the least. */
function needsOf(departments: readonly { department: string; qualifications: readonly string[] }[], { per_department: each, least }: CampaignRules['staffing']): Need[] {
  return departments.map(({ department, qualifications }, i) => ({ department, qualifications, officers: i === 0 ? Math.max(each, least - each * (departments.length - 1)) : each }))
}

type Drawn = { department: string; draw: number }[]

/** Qualifications that the items of a department on a visit ask. */
export function qualificationsOf({ departments }: Pick<VisitRow, 'departments'>, department: string, { parts }: CampaignRules): string[] {
  const drawn = JSON.parse(departments) as Drawn
  return [...new Set(parts.filter((part) => drawn.some((one) => one.draw === part.draw && one.department === department)).flatMap((part) => part.items.flatMap((item) => item.qualification ?? [])))].sort()
}

/** What a visit asks of each department, in the order of the parts; a department that takes part twice owes one team. */
export function visitOf(row: Pick<VisitRow, 'id' | 'departments'>, rules: CampaignRules): Visit {
  const names = [...new Set((JSON.parse(row.departments) as Drawn).map((one) => one.department))]
  return { id: row.id, needs: needsOf(names.map((department) => ({ department, qualifications: qualificationsOf(row, department, rules) })), rules.staffing) }
}

/** Visits that stand, in order. @param id only that of this subject */
export const visitRows = (ask: Connection, campaign: number, id: string | null = null): Promise<VisitRow[]> =>
  ask.rows<VisitRow>(sql`SELECT visit, id, departments::VARCHAR AS departments FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NULL AND (${id}::VARCHAR IS NULL OR id = ${id}) ORDER BY visit`)

export async function officersOf(ask: Connection, campaign: number): Promise<Officer[]> {
  const rows = await ask.rows<{ id: string; department: string; qualifications: string; most: number | null }>(sql`SELECT officer AS id, department, qualifications::VARCHAR AS qualifications, coalesce(raised, most) AS most FROM campaign_officer WHERE campaign = ${campaign} ORDER BY officer`)
  return rows.map((row) => ({ ...row, qualifications: JSON.parse(row.qualifications) as string[] }))
}

/** @param committed only those of the commitment */
export const recusalsOf = (ask: Connection, campaign: number, committed = false): Promise<Recusal[]> =>
  ask.rows<Recusal>(sql`SELECT officer, id AS visit, kind AS reason FROM campaign_recusal WHERE campaign = ${campaign} AND (NOT ${committed} OR event IS NULL) ORDER BY officer, visit`)

/** Gives every visit its officers, all or none: where a department cannot, the campaign keeps why, and what would do. */
export async function staff(ask: Connection, { campaign, rules, seed }: StoredCampaign): Promise<void> {
  const visits = await visitRows(ask, campaign)
  const { teams, shortages } = assign(visits.map((one) => visitOf(one, rules)), await officersOf(ask, campaign), await recusalsOf(ask, campaign), seed!)
  await ask.run(sql`UPDATE campaign SET state = ${shortages.length === 0 ? 'staffed' : 'unstaffed'}, shortages = ${shortages.length === 0 ? null : JSON.stringify(shortages)} WHERE campaign = ${campaign}`)
  if (shortages.length > 0) return
  const numbers = new Map(visits.map(({ id, visit }) => [id, visit]))
  const places = teams.flatMap(({ visit, department, officers }) => officers.map((officer, i) => ({ visit: numbers.get(visit)!, department, place: i + 1, officer })))
  await ask.run(sql`INSERT INTO campaign_team SELECT ${campaign}, t.visit, t.department, t.place, t.officer
    FROM (SELECT unnest(${JSON.stringify(places)}::JSON::STRUCT(visit INTEGER, department VARCHAR, place INTEGER, officer VARCHAR)[]) AS t) ORDER BY t.visit, t.department, t.place`)
}
