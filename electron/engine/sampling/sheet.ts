import type { Parsed, Table } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { findCampaign } from './campaigns.ts'
import { findDraw } from './draws.ts'

/**
 * The drawn (or the spares) in order of stratum, highest risk first, and rank. `tier` and `index` are those of the run that
 * the draw was made on, not of a later one. @throws MingchaError no_such_draw
 */
export async function sheetOf(ask: Connection, { draw, role, offset, limit }: Parsed<'drawSheet'>): Promise<Table> {
  const { run } = await findDraw(ask, draw)
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM draw_frame WHERE draw = ${draw} AND role = ${role}`)
  const arrow = await ask.arrow(sql`
    SELECT f.rank, f.stratum, f.id, s.name, s.uscc, f.stratum AS tier,
      coalesce(CASE WHEN ${run} = (SELECT max(run) FROM score_run) THEN c.index END, p.index::DOUBLE) AS index,
      s.region, s.industry, s.address, f.ticket
    FROM draw_frame f LEFT JOIN former_subject m ON m.subject_id = f.subject_id JOIN subject s ON s.subject_id = coalesce(m.now_id, f.subject_id) LEFT JOIN score c ON c.subject_id = f.subject_id
      LEFT JOIN score_past p ON p.run = ${run} AND p.subject_id = f.subject_id
    WHERE f.draw = ${draw} AND f.role = ${role}
    ORDER BY f.stratum DESC, f.rank LIMIT ${limit} OFFSET ${offset}`)
  return { total, arrow }
}

/** Visits of a joint inspection that stand, in their order: number, subject, departments with their items, officers by department, experts and third parties beside them, the day. @throws MingchaError no_such_campaign */
export async function visitsOf(ask: Connection, { campaign, offset, limit }: Parsed<'campaignVisits'>): Promise<Table> {
  await findCampaign(ask, campaign)
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NULL`)
  const arrow = await ask.arrow(sql`
    WITH page AS (SELECT * FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NULL ORDER BY visit LIMIT ${limit} OFFSET ${offset})
    SELECT v.visit, v.subject_id, v.id, s.name, s.uscc, s.address, v.departments::VARCHAR AS departments,
      (SELECT to_json(list({department: t.department, officer: t.officer, name: o.name} ORDER BY t.department, t.place))::VARCHAR FROM campaign_team t JOIN campaign_officer o USING (campaign, officer)
        WHERE t.campaign = v.campaign AND t.visit = v.visit) AS officers,
      (SELECT to_json(list({library: c.library, companion: c.companion, name: c.name} ORDER BY c.event, c.library, c.companion))::VARCHAR FROM campaign_companion c WHERE c.campaign = v.campaign AND c.visit = v.visit AND c.left_by IS NULL) AS companions,
      (SELECT any_value(d.day) FROM campaign_day d WHERE d.campaign = v.campaign AND d.visit = v.visit) AS day
    FROM page v LEFT JOIN former_subject m ON m.subject_id = v.subject_id JOIN subject s ON s.subject_id = coalesce(m.now_id, v.subject_id) ORDER BY v.visit`)
  return { total, arrow }
}
