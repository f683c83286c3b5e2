import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'

/** A subject as it is now, after merges. @throws MingchaError subject_not_found */
export async function findSubject(ask: Connection, subjectId: number): Promise<{ now: number; name: string; code: string | null }> {
  const [found] = await ask.rows<{ now: number; name: string; code: string | null }>(sql`SELECT subject_id AS now, name, coalesce(uscc, local_code) AS code FROM subject
    WHERE subject_id = coalesce((SELECT now_id FROM former_subject WHERE subject_id = ${subjectId}), ${subjectId})`)
  if (!found) throw new MingchaError('subject_not_found', `there is no subject «${subjectId}» in this workspace`, 'Check the code or the name, or search for a part of it.', { text: String(subjectId) })
  return found
}
