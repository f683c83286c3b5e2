import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { inspections } from './duties.ts'
import { beforeDraw, contentOf, followUpOf, settledAs } from './entries.ts'
import { change, choose } from './review.ts'

/**
 * Says what a published result ought to say. Until the correction is reviewed and published, what was published holds.
 * @throws MingchaError no_such_result, result_changed, result_not_published, result_found_on and those of an entry
 */
export async function correctResult(ask: Connection, room: Pick<Room, 'resources' | 'today'>, input: Parsed<'correctResult'>): Promise<void> {
  const { result, revision, by, reason, foundOn, inspectedOn, remark } = input
  await one(ask, result, revision, (state) => (state === 'published' ? null : new MingchaError('result_not_published', `result ${result} is ${state}: only what is published is corrected`, 'Change it, or let the reviewer return it.', { result, state })))
  const { published, drawn } = await ask.one<{ published: string; drawn: string }>(sql`SELECT (SELECT max(p.published_on) FROM publication_entry e JOIN publication p USING (publication) WHERE e.result = r.result) AS published, t.drawn_on AS drawn FROM inspection_result r JOIN ${inspections()} t USING (origin, number) WHERE result = ${result}`)
  if (foundOn > room.today() || foundOn < published) throw new MingchaError('result_found_on', `${foundOn} does not lie between the publication of ${published} and today`, 'Write the day on which the error was found.', { value: foundOn, published, today: room.today() })
  const early = beforeDraw(inspectedOn, drawn, room.today())
  if (early) throw early
  const { table, said } = contentOf(room, input)
  await change(ask, sql`state = 'awaiting_review', correction = ${reason}, found_on = ${foundOn}::DATE, code_set = ${table}, codes = ${JSON.stringify(said.codes.map((code) => code.code))}::JSON, outcome = ${said.outcome}, problem = ${said.problem},
    inspected_on = ${inspectedOn}::DATE, remark = ${remark}, entered_by = ${by}, entered_at = ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, reviewed_by = NULL, reviewed_at = NULL, follow_up = ${followUpOf(sql`${said.needs}::BOOLEAN`, raw('follow_up'))}`, { by, kind: 'correcting', reason })
}

/**
 * Gives a correction up: the result says again what was published last.
 * @throws MingchaError no_such_result, result_changed, result_not_correcting
 */
export async function keepResult(ask: Connection, { result, revision, by, reason }: Parsed<'keepResult'>): Promise<void> {
  const { correcting } = (await ask.rows<{ correcting: boolean }>(sql`SELECT correction IS NOT NULL AS correcting FROM inspection_result WHERE result = ${result}`))[0] ?? { correcting: false }
  await one(ask, result, revision, (state) => (correcting ? null : new MingchaError('result_not_correcting', `no correction of result ${result} is under way`, 'Look at it as it is now.', { result, state })))
  const { content } = await ask.one<{ content: string }>(sql`SELECT content::VARCHAR AS content FROM result_event WHERE result = ${result} AND kind IN ('published', 'kept') ORDER BY revision DESC LIMIT 1`)
  const before = JSON.parse(content) as { code_set: string; codes: string[]; outcome: string; problem: boolean; inspected_on: string; remark: string; follow_up: string }
  await change(ask, sql`state = 'published', correction = NULL, found_on = NULL, returned_for = NULL, code_set = ${before.code_set}, codes = ${JSON.stringify(before.codes)}::JSON, outcome = ${before.outcome}, problem = ${before.problem},
    inspected_on = ${before.inspected_on}::DATE, remark = ${before.remark}, follow_up = ${before.follow_up}`, { by, kind: 'kept', reason })
}

/** The one result as `chosen`, or why not. */
export async function one(ask: Connection, result: number, revision: number, judge: (state: string) => MingchaError | null): Promise<void> {
  const [refusal] = await choose(ask, [{ result, revision }], ({ state }) => judge(state))
  if (refusal) throw new MingchaError(refusal.code, refusal.message, refusal.hint, refusal.params)
}

/** Passes where a result may still be added to. @throws MingchaError no_such_result, result_changed, result_approved, result_published */
export const openForChange = (ask: Connection, result: number, revision: number): Promise<void> => one(ask, result, revision, (state) => settledAs(result, state))
