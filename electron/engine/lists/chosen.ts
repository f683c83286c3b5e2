import type { CasesDone } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { account } from '../workspace/person.ts'

export type Seen = readonly { caseNo: number; revision: number }[]
type Refusal = CasesDone['refused'][number]
interface Why { message: string; hint: string }

/** Why a case is left as it is. A code is worded in the locales. */
const reasons: Record<string, (about: { caseNo: number; state: string; outcome: string; ground: string; until: string }) => Why> = {
  no_such_case: ({ caseNo }) => ({ message: `there is no case ${caseNo}`, hint: 'List the cases to see their numbers.' }),
  case_changed: ({ caseNo }) => ({ message: `case ${caseNo} was changed since it was read`, hint: 'Read it again, then decide.' }),
  case_not_open: ({ caseNo, state }) => ({ message: `case ${caseNo} is ${state}`, hint: 'Only what is undecided can be decided, put off, assigned or referred: take its decision back first.' }),
  case_not_proposed: ({ caseNo }) => ({ message: `case ${caseNo} does not wait for a second person`, hint: 'List what is proposed to see what waits.' }),
  case_outcome: ({ caseNo }) => ({ message: `case ${caseNo} cannot end so`, hint: 'A listing or a notice wants a case for a list, a removal one for a removal.' }),
  case_ground: ({ caseNo, ground }) => ({ message: `case ${caseNo}: «${ground}» is no ground of its list`, hint: 'Choose one of the grounds of the list.' }),
  case_notice_first: ({ caseNo }) => ({ message: `case ${caseNo}: the party was not told of the listing`, hint: 'Give notice first; the listing can be proposed once the time for statements and a hearing is over.' }),
  case_hearing_open: ({ caseNo, until }) => ({ message: `case ${caseNo}: statements and a hearing can be asked for until ${until}`, hint: 'Decide after that day.' }),
  case_hearing_asked: ({ caseNo }) => ({ message: `case ${caseNo}: the hearing that the party asked for was not held yet`, hint: 'Note the hearing, or that the party waived it, then decide.' }),
  case_not_notified: ({ caseNo }) => ({ message: `case ${caseNo}: no notice runs`, hint: 'Give notice of the listing first.' }),
  case_hearing_early: ({ caseNo, until }) => ({ message: `case ${caseNo}: notice was given on ${until}`, hint: 'Name that day or a later one.' }),
  case_listed_already: ({ caseNo, ground }) => ({ message: `case ${caseNo}: the party stands on the list for «${ground}» already`, hint: 'Dismiss the case, or choose another ground.' }),
  case_entry_gone: ({ caseNo }) => ({ message: `case ${caseNo}: the entry does not stand any more`, hint: 'Dismiss the case.' }),
  case_final: ({ caseNo, outcome }) => ({ message: `case ${caseNo} ended as «${outcome}», which is not taken back`, hint: 'An entry of a list ends by its removal.' }),
  case_matter_open: ({ caseNo }) => ({ message: `case ${caseNo}: another case has the same matter`, hint: 'Decide that one.' }),
  case_attached: ({ caseNo }) => ({ message: `case ${caseNo} has this attachment already`, hint: 'Nothing is left to be done.' }),
  same_person: ({ caseNo }) => ({ message: `case ${caseNo} was proposed by the same person`, hint: 'A second person confirms.' }),
}

/** The case of `chosen` as c, the revision that its reader saw as k.revision. */
const joined = raw('chosen k LEFT JOIN desk_case c USING (case_no)')

/**
 * Fills the temp table `picked` (case_no) with the cases that may be changed.
 * @param why SQL of a code of `reasons`, over c; NULL: it may be
 * @param about SQL for ground and day that a reason names
 * @returns those that may not, with why
 */
export async function pick(ask: Connection, cases: Seen, why: Sql, about: { ground?: Sql; until?: Sql } = {}): Promise<Refusal[]> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE chosen AS SELECT DISTINCT ON (case_no) o.c AS case_no, o.r AS revision FROM (SELECT unnest(from_json(${JSON.stringify(cases.map((one) => ({ c: one.caseNo, r: one.revision })))}, '[{"c":"INTEGER","r":"INTEGER"}]')) AS o)`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE weighed AS SELECT k.case_no, CASE WHEN c.case_no IS NULL THEN 'no_such_case' WHEN c.revision <> k.revision THEN 'case_changed' ELSE ${why} END AS why,
    coalesce(c.state, '') AS state, coalesce(c.outcome, '') AS outcome, coalesce(${about.ground ?? raw('c.ground')}, '') AS ground, coalesce((${about.until ?? raw('c.hearing_until')})::VARCHAR, '') AS until FROM ${joined}`)
  await ask.run(raw('CREATE OR REPLACE TEMP TABLE picked AS SELECT case_no FROM weighed WHERE why IS NULL'))
  const refused = await ask.rows<{ caseNo: number; why: string; state: string; outcome: string; ground: string; until: string }>(raw('SELECT case_no AS "caseNo", why, state, outcome, ground, until FROM weighed WHERE why IS NOT NULL ORDER BY case_no'))
  return refused.map(({ why: code, ...params }) => ({ caseNo: params.caseNo, code, ...reasons[code]!(params), params: { ...params, case: params.caseNo } }))
}

/** Notes an event of every picked case, whose revision is already the one after it, and answers what was done. */
export async function note(ask: Connection, refused: Refusal[], { kind, by, reason, content }: { kind: string; by: string; reason: string; content: Sql }): Promise<CasesDone> {
  await ask.run(sql`INSERT INTO case_event SELECT c.case_no, c.revision, current_timestamp::TIMESTAMP, ${by}, ${account()}, ${kind}, ${reason}, ${content} FROM desk_case c SEMI JOIN picked USING (case_no) ORDER BY c.case_no`)
  const cases = await ask.rows<{ caseNo: number; revision: number }>(raw('SELECT case_no AS "caseNo", revision FROM desk_case SEMI JOIN picked USING (case_no) ORDER BY case_no'))
  await ask.run(raw('DROP TABLE chosen; DROP TABLE weighed; DROP TABLE picked'))
  return { done: cases.length, cases, refused }
}
