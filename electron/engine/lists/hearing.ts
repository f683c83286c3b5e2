import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { CasesDone } from '../../../shared/lists.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { note, pick } from './chosen.ts'

/** The latest step of a case c, as SQL; NULL: the party has not been heard of. */
const latest = raw('(SELECT arg_max(h.step, h.revision) FROM case_hearing h WHERE h.case_no = c.case_no)')

/**
 * Arms of a CASE over c that say why a listing has to wait for the party: a hearing that was asked for is still to be held, or the time for
 * statements and a hearing runs on. Once it was held, or the party waived it, nothing waits.
 */
export const waitsForParty = (today: string): Sql => sql`WHEN ${latest} = 'requested' THEN 'case_hearing_asked'
  WHEN c.hearing_until >= ${today}::DATE AND coalesce(${latest}, '') NOT IN ('held', 'waived') THEN 'case_hearing_open'`

/**
 * Notes what the party did after the notice: made a statement, asked for a hearing, was heard, or waived it. All but a statement bring the
 * case back to the queue at once. @throws MingchaError hearing_day where the day is to come
 */
export async function recordHearing(room: Room, { cases, by, step, on, reason }: Parsed<'recordHearing'>): Promise<CasesDone> {
  if (on > room.today()) throw new MingchaError('hearing_day', `${on} is still to come`, 'Note it on the day itself, or later.', { on })
  const noticed = raw("(SELECT max(d.decided_on) FROM case_decision d WHERE d.case_no = c.case_no AND d.outcome = 'notify' AND d.state = 'final')")
  return room.database().write(async (ask) => {
    const refused = await pick(ask, cases, sql`CASE WHEN c.state <> 'notified' THEN 'case_not_notified' WHEN ${on}::DATE < ${noticed} THEN 'case_hearing_early' END`, { until: noticed })
    await ask.run(sql`UPDATE desk_case SET revision = revision + 1 ${step === 'stated' ? raw('') : raw(', snoozed_until = NULL')} WHERE case_no IN (SELECT case_no FROM picked)`)
    await ask.run(sql`INSERT INTO case_hearing SELECT case_no, ${step}, ${on}::DATE, revision FROM desk_case SEMI JOIN picked USING (case_no)`)
    return note(ask, refused, { kind: 'hearing', by, reason, content: sql`json_object('step', ${step}, 'on', ${on})` })
  })
}

/** Takes the steps of picked cases back with their notice. */
export const forgetHearing = raw("DELETE FROM case_hearing WHERE case_no IN (SELECT case_no FROM desk_case SEMI JOIN picked USING (case_no) WHERE state = 'notified')")
