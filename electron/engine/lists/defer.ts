import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { CasesDone } from '../../../shared/lists.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { note, pick, type Seen } from './chosen.ts'

const undecided = raw("CASE WHEN c.state NOT IN ('open', 'notified') THEN 'case_not_open' END")

/** Puts cases off until a day, or takes that back. @throws MingchaError case_snooze where the day is not to come */
export async function snoozeCases(room: Room, { cases, by, until, reason }: Parsed<'snoozeCases'>): Promise<CasesDone> {
  if (until !== null && until <= room.today()) throw new MingchaError('case_snooze', `${until} is not to come`, 'Name a later day.', { until })
  return change(room, cases, undecided, sql`snoozed_until = ${until}::DATE`, { kind: 'snoozed', by, reason, content: sql`json_object('until', ${until})` })
}

/** Gives cases to a person, or to nobody: also what waits for a second person. */
export const assignCases = (room: Room, { cases, by, to }: Parsed<'assignCases'>): Promise<CasesDone> =>
  change(room, cases, raw("CASE WHEN c.state = 'closed' THEN 'case_not_open' END"), sql`assignee = ${to}`, { kind: 'assigned', by, reason: '', content: sql`json_object('to', ${to})` })

/** Refers cases upwards; what was put off comes back. */
export const escalateCases = (room: Room, { cases, by, reason }: Parsed<'escalateCases'>): Promise<CasesDone> =>
  change(room, cases, undecided, raw('escalated = escalated + 1, snoozed_until = NULL'), { kind: 'escalated', by, reason, content: raw("json_object('times', c.escalated)") })

const change = (room: Room, cases: Seen, why: Sql, set: Sql, event: { kind: string; by: string; reason: string; content: Sql }): Promise<CasesDone> => room.database().write(async (ask) => {
  const refused = await pick(ask, cases, why)
  await ask.run(sql`UPDATE desk_case SET ${set}, revision = revision + 1 WHERE case_no IN (SELECT case_no FROM picked)`)
  return note(ask, refused, event)
})
