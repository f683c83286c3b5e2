import { sql, type Sql } from '../duckdb/sql.ts'

/** A seed that counts (shared/seed.ts): by any other a draw only rehearses. */
const counts = '\\d{20,}'

/**
 * Visits of each subject in a year by all that was drawn so far, of a plan or not: (subject_id, had). A joint inspection visits a subject once, whatever number
 * of departments and tasks drew it, on the day of the inspection; a subject in whose place another came is not visited; rehearsals visit nobody.
 */
export const visitsMade = (year: number): Sql => sql`
  SELECT subject_id, count(DISTINCT inspection) AS had FROM (
    SELECT v.subject_id, 'campaign ' || campaign AS inspection FROM campaign_visit v JOIN campaign c USING (campaign)
      WHERE v.dropped_by IS NULL AND regexp_full_match(c.seed, ${counts}) AND year((c.rules->'staffing'->>'on')::DATE) = ${year}
    UNION ALL
    SELECT f.subject_id, 'draw ' || f.draw FROM draw_frame f JOIN draw d USING (draw) LEFT JOIN (SELECT p.draw, t.year FROM plan_task_draw p JOIN plan_task t USING (task)) p USING (draw)
      WHERE f.role = 'drawn' AND f.draw NOT IN (SELECT draw FROM campaign_draw) AND regexp_full_match(d.seed, ${counts}) AND coalesce(p.year, year(d.committed_at)) = ${year}
  ) GROUP BY subject_id`
