import type { Output, Parsed } from '../../../shared/contract.ts'
import type { Tier } from '../../../shared/classes.ts'
import type { Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { normaliseName } from '../identity/normaliseName.ts'
import { codeKey } from './codeKey.ts'

interface Row { subject_id: number; name: string; uscc: string | null; local_code: string | null; tier: Tier | null; index: number | null; way: 'name' | 'former_name' | 'code' }

/**
 * Subjects by a code's beginning, or by a fragment of a present or former name: equal before beginning before within,
 * code before present name before former name, then the shorter name.
 */
export async function searchSubjects(database: Database, { text, limit }: Parsed<'searchSubjects'>): Promise<Output['searchSubjects']> {
  const key = normaliseName(text)
  const code = codeKey(text)
  if (key === '') return []
  const rows = await database.read((ask) => ask.rows<Row>(sql`
    WITH hit AS (
      SELECT subject_id, if(coalesce(uscc, upper(local_code)) = ${code}, 0, 1) AS rank, 0 AS place, 'code' AS way, 0 AS length
      FROM subject WHERE ${code} <> '' AND starts_with(coalesce(uscc, upper(local_code)), ${code})
      UNION ALL
      SELECT now_id, if(coalesce(uscc, upper(local_code)) = ${code}, 0, 1), 0, 'code', 0 FROM former_subject WHERE ${code} <> '' AND starts_with(coalesce(uscc, upper(local_code)), ${code})
      UNION ALL
      SELECT subject_id, CASE WHEN name_key = ${key} THEN 0 WHEN starts_with(name_key, ${key}) THEN 1 ELSE 2 END, 1, 'name', length(name_key)
      FROM subject WHERE contains(name_key, ${key})
      UNION ALL
      SELECT subject_id, CASE WHEN name_key = ${key} THEN 0 WHEN starts_with(name_key, ${key}) THEN 1 ELSE 2 END, 2, 'former_name', length(name_key)
      FROM subject_name WHERE contains(name_key, ${key})
    ), best AS (
      SELECT subject_id, min((rank, place, length, way)) AS found FROM hit GROUP BY subject_id
    ), first AS (
      SELECT subject_id, found FROM best ORDER BY found, subject_id LIMIT ${limit}
    )
    SELECT f.subject_id, s.name, s.uscc, s.local_code, c.tier, c.index, f.found[4] AS way
    FROM first f JOIN subject s USING (subject_id) LEFT JOIN score c USING (subject_id)
    ORDER BY f.found, f.subject_id`))
  return rows.map((row) => ({
    subjectId: row.subject_id, name: row.name, uscc: row.uscc, localCode: row.local_code, tier: row.tier, index: row.index, matched: row.way,
  }))
}
