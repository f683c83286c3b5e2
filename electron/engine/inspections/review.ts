import type { Output, Parsed, ResultsDone } from '../../../shared/contract.ts'
import { MingchaError, toErrorValue } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { personKey } from '../workspace/person.ts'
import { changed } from './entries.ts'
import { contributors, noteDeed } from './events.ts'

type Seen = Parsed<'reviewResults'>['results']
interface Row { result: number; seen: number; revision: number | null; state: string; mine: string | null }

/**
 * Temp table `chosen (result)`: of the results that were asked for those that stand as they were seen and pass `judge`. The caller drops it.
 * @returns why each other one was refused
 */
export async function choose(ask: Connection, seen: Seen, judge: (row: Row) => MingchaError | null, by = ''): Promise<ResultsDone['refused']> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE chosen AS SELECT result, max(revision) AS seen FROM (SELECT unnest(${JSON.stringify(seen)}::JSON::STRUCT(result INTEGER, revision INTEGER)[], recursive := true)) GROUP BY result`)
  const rows = await ask.rows<Row>(sql`SELECT c.result, c.seen, r.revision, coalesce(r.state, '') AS state, m.done_by AS mine
    FROM chosen c LEFT JOIN inspection_result r USING (result) LEFT JOIN (SELECT result, any_value(done_by) AS done_by FROM ${contributors} WHERE person_key = ${personKey(by)} GROUP BY result) m USING (result) ORDER BY c.result`)
  const refused = rows.flatMap((row): ResultsDone['refused'] => {
    const error = row.revision === null ? noSuchResult(row.result) : row.revision !== row.seen ? changed(row.result, row.revision, row.seen) : judge(row)
    return error === null ? [] : [{ result: row.result, ...toErrorValue(error) }]
  })
  if (refused.length > 0) await ask.run(sql`DELETE FROM chosen WHERE result IN (SELECT unnest(${JSON.stringify(refused.map((one) => one.result))}::JSON::INTEGER[]))`)
  return refused
}

export const noSuchResult = (result: number): MingchaError => new MingchaError('no_such_result', `there is no result ${result}`, 'List the results to see their numbers.', { result })

/** Changes the chosen results, and notes it. @returns how many */
export async function change(ask: Connection, set: Sql, deed: Parameters<typeof noteDeed>[2]): Promise<number> {
  const done = await ask.run(sql`UPDATE inspection_result SET revision = revision + 1, ${set} WHERE result IN (SELECT result FROM chosen)`)
  await noteDeed(ask, raw('SELECT result FROM chosen'), deed)
  await ask.run(raw('DROP TABLE chosen'))
  return done
}

/**
 * Approves or returns results. What waits for review may be either; what is approved may still be returned, until it is published.
 * @throws MingchaError result_reason_missing
 */
export async function reviewResults(ask: Connection, { by, results, decision, reason }: Parsed<'reviewResults'>): Promise<ResultsDone> {
  if (decision === 'return' && reason === '') throw new MingchaError('result_reason_missing', 'a result is returned for a reason', 'Write what must be mended.', {})
  const refused = await choose(ask, results, ({ result, state, mine }) => {
    if (state !== 'awaiting_review' && !(decision === 'return' && state === 'approved')) return new MingchaError('result_not_waiting', `result ${result} is ${state} and does not wait for review`, 'Look at it as it is now.', { result, state })
    if (mine !== null) return new MingchaError('result_own', `${mine} entered result ${result} and cannot review it`, 'Another person reviews.', { result, person: mine })
    return null
  }, by)
  const at = sql`reviewed_by = ${by}, reviewed_at = ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP`
  const done = decision === 'approve' ? await change(ask, sql`state = 'approved', returned_for = NULL, ${at}`, { by, kind: 'approved', reason }) : await change(ask, sql`state = 'returned', returned_for = ${reason}, ${at}`, { by, kind: 'returned', reason })
  return { done, refused }
}

export async function setFollowUp(ask: Connection, { by, results, followUp, note }: Parsed<'setFollowUp'>): Promise<Output['setFollowUp']> {
  const refused = await choose(ask, results, () => null)
  return { done: await change(ask, sql`follow_up = ${followUp}`, { by, kind: 'follow_up', reason: note }), refused }
}
