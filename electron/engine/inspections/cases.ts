import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import { codeRows } from './codes.ts'

/**
 * Opens the cases for the list of abnormal operation that a publication leads to: one a subject and ground, and none where one is open, or where the
 * lists say that the subject stands on it for this ground. A case whose result was corrected so that the ground is gone is dropped.
 */
export async function openCases(ask: Connection, resources: string, publication: number): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE ground AS
    SELECT DISTINCT result, coalesce(m.now_id, r.subject_id) AS subject_id, c.opens AS ground FROM (SELECT *, unnest(codes::VARCHAR[]) AS code FROM inspection_result WHERE result IN (SELECT result FROM publication_entry WHERE publication = ${publication})) r
      JOIN ${codeRows(resources)} c USING (code_set, code) LEFT JOIN former_subject m ON m.subject_id = r.subject_id WHERE c.opens IS NOT NULL`)
  const at = sql`${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP`
  await ask.run(sql`UPDATE list_case SET state = 'dropped', closed_at = ${at}, closed_for = ${`公示 ${publication} 号更正`} WHERE state = 'open' AND result IN (SELECT result FROM publication_entry WHERE publication = ${publication}) AND (result, ground) NOT IN (SELECT (result, ground) FROM ground)`)
  await ask.run(sql`INSERT INTO list_case
    SELECT nextval('case_number')::INTEGER, subject_id, 'abnormal', ground, '', result, ${publication}, ${at}, 'open', NULL, NULL FROM (SELECT subject_id, ground, min(result) AS result FROM ground GROUP BY ALL ORDER BY result) g
    WHERE NOT EXISTS (SELECT 1 FROM list_case o LEFT JOIN former_subject m ON m.subject_id = o.subject_id WHERE o.state = 'open' AND o.list = 'abnormal' AND o.ground = g.ground AND o.period = '' AND coalesce(m.now_id, o.subject_id) = g.subject_id)
      AND NOT EXISTS (SELECT 1 FROM listing l WHERE l.subject_id = g.subject_id AND l.kind = 'abnormal' AND l.ground_code = g.ground AND l.removed_on IS NULL)`)
  await ask.run(raw('DROP TABLE ground'))
}
