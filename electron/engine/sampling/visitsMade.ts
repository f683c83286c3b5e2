import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { counts } from '../workspace/countingDraws.ts'

/**
 * Visits of each subject in a year by all that was drawn so far, of a plan or not: (subject_id, had). A joint inspection visits a subject once, whatever number
 * of departments and tasks drew it, on the day of the inspection; a subject in whose place another came is not visited; rehearsals visit nobody.
 */
export const visitsMade = (year: number): Sql => sql`
  SELECT subject_id, count(DISTINCT inspection) AS had FROM (
    SELECT v.subject_id, 'campaign ' || campaign AS inspection FROM campaign_visit v JOIN campaign c USING (campaign)
      WHERE v.dropped_by IS NULL AND ${counts(raw('c.seed'))} AND year((c.rules->'staffing'->>'on')::DATE) = ${year}
    UNION ALL
    SELECT f.subject_id, 'draw ' || f.draw FROM draw_frame f JOIN draw d USING (draw) LEFT JOIN (SELECT p.draw, t.year FROM plan_task_draw p JOIN plan_task t USING (task)) p USING (draw)
      WHERE f.role = 'drawn' AND f.draw NOT IN (SELECT draw FROM campaign_draw) AND ${counts(raw('d.seed'))} AND coalesce(p.year, year(d.committed_at)) = ${year}
  ) GROUP BY subject_id`
