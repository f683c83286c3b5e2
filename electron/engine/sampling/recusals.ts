import { sql, type Sql } from '../duckdb/sql.ts'
import { holdsOn } from '../workspace/holds.ts'

/**
 * Who must not inspect whom on a day, and why: (officer, subject_id, kind, evidence), on a connection that has the keys' macros. Declared (interest, kin,
 * former_employer, other), or found: former_employer, or same_name where the legal representative bears the officer's name. `subjects` gives subject_id,
 * `officers` gives officer; an officer and a subject come once for each reason. What was declared is looked up by code, then by every name that the subject
 * bore; a name that several bear recuses the officer from all of them, and so does a namesake: whoever is recused in vain costs nothing but another
 * officer's turn.
 */
export function recusals(subjects: Sql, officers: Sql, day: string): Sql {
  return sql`
    WITH asked AS (SELECT DISTINCT subject_id FROM (${subjects})),
    able AS (SELECT * FROM officer WHERE ${holdsOn(day, 'officer')} AND officer IN (SELECT officer FROM (${officers}))),
    bears AS (SELECT subject_id, name_key FROM subject JOIN asked USING (subject_id) UNION SELECT subject_id, name_key FROM subject_name JOIN asked USING (subject_id)),
    coded AS (SELECT subject_id, uscc AS code FROM subject_code JOIN asked USING (subject_id) UNION SELECT subject_id, local_code FROM subject_local_code JOIN asked USING (subject_id)),
    declared AS (SELECT officer, subject, kind, reason, name_key(subject) AS key, code_key(subject) AS code FROM officer_recusal r SEMI JOIN able USING (officer) WHERE ${holdsOn(day, 'r')}),
    employed AS (SELECT officer, employer, nullif(name_key(employer), '') AS key FROM (SELECT officer, unnest(from_json(coalesce(former_employers, '[]'), '["VARCHAR"]')) AS employer FROM able))
    SELECT officer, subject_id, kind, subject || ': ' || reason AS evidence FROM declared JOIN bears ON name_key = key
    UNION SELECT d.officer, c.subject_id, d.kind, d.subject || ': ' || d.reason FROM declared d JOIN coded c ON upper(c.code) = d.code
    UNION SELECT officer, subject_id, 'former_employer', employer FROM employed JOIN bears ON name_key = key
    UNION SELECT officer, subject_id, 'same_name', legal_rep FROM subject JOIN asked USING (subject_id) JOIN able ON trim(legal_rep) = trim(able.name)`
}
