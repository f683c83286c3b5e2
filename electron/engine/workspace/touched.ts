import type { Connection } from '../duckdb/database.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { keepLookups } from './lookups.ts'

/**
 * Notes that what is known of these subjects has changed, so that their scores are older than the data and their cases are to be looked for again, and keeps
 * what they are searched and joined by. Call it in the transaction that changes them, behind the changes, once for a set. Before the first run, and before
 * cases were first looked for, nothing is noted: everybody waits then.
 * @param subjects a SELECT of one column of subject ids, of those that came, changed or went; NULLs and repetitions do no harm
 */
export async function markTouched(ask: Connection, subjects: Sql): Promise<void> {
  await ask.run(sql`INSERT INTO desk_touched SELECT DISTINCT subject_id FROM (${subjects}) AS changed(subject_id)
    WHERE subject_id IS NOT NULL AND EXISTS (SELECT 1 FROM meta WHERE key = 'cases_found') AND subject_id NOT IN (SELECT subject_id FROM desk_touched)`)
  await ask.run(sql`INSERT INTO touched_subject
    SELECT DISTINCT subject_id FROM (${subjects}) AS changed(subject_id)
    WHERE subject_id IS NOT NULL AND EXISTS (SELECT 1 FROM score_run) AND subject_id NOT IN (SELECT subject_id FROM touched_subject)`)
  await keepLookups(ask, subjects)
}

/** Every touched subject has its new score. */
export const clearTouched = (ask: Connection): Promise<number> => ask.run(sql`DELETE FROM touched_subject`)

/** How many subjects have changed since the last run; those that have gone count too. */
export const countTouched = async (ask: Connection): Promise<number> =>
  (await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM touched_subject`)).n
