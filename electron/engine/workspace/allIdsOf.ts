import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { seen } from './personal.ts'

/** The numbers of a subject and of all that were merged into it, as a list in SQL: what was drawn or inspected under them is its own. */
export async function allIdsOf(ask: Connection, subjectId: number): Promise<Sql> {
  const former = await ask.rows<{ id: number }>(sql`SELECT subject_id AS id FROM ${seen(ask, 'former_subject', '')} WHERE now_id = ${subjectId}`)
  return raw([subjectId, ...former.map((one) => one.id)].join(', '))
}
