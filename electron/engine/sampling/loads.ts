import type { DepartmentLoad } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { findCampaign } from './campaigns.ts'

/** How a joint inspection weighs on its departments, in their order: standing visits, committed officers, and visits an officer. @throws MingchaError no_such_campaign */
export async function loadsOf(ask: Connection, campaign: number): Promise<DepartmentLoad[]> {
  await findCampaign(ask, campaign)
  return ask.rows<DepartmentLoad>(sql`
    WITH standing AS (SELECT visit, departments FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NULL),
    visited AS (SELECT department, count(DISTINCT visit) AS visits FROM (SELECT visit, unnest(from_json(departments, '[{"department": "VARCHAR"}]'), recursive := true) FROM standing) GROUP BY department),
    made AS (SELECT officer, count(*) AS visits FROM campaign_team SEMI JOIN standing USING (visit) WHERE campaign = ${campaign} GROUP BY officer),
    borne AS (SELECT o.department, count(*) AS officers, coalesce(sum(visits), 0)::BIGINT AS seats, min(coalesce(visits, 0)) AS least, max(coalesce(visits, 0)) AS most
      FROM campaign_officer o LEFT JOIN made USING (officer) WHERE o.campaign = ${campaign} GROUP BY o.department)
    SELECT department, coalesce(visits, 0) AS visits, coalesce(officers, 0) AS officers, coalesce(seats, 0) AS seats, coalesce(least, 0) AS least, coalesce(most, 0) AS most
    FROM (SELECT department, min(place) AS place FROM campaign_draw WHERE campaign = ${campaign} GROUP BY department) LEFT JOIN visited USING (department) LEFT JOIN borne USING (department) ORDER BY place`)
}
