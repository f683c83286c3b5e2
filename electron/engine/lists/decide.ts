import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { CasesDone } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { account, samePerson } from '../workspace/person.ts'
import { workingDayAfter } from '../workspace/workingDays.ts'
import { note, pick } from './chosen.ts'
import { forgetHearing, waitsForParty } from './hearing.ts'
import { recordEntries, type BringOwn } from './records.ts'
import { listsOf, rulesOf, type Lists } from './rules.ts'

/** What follows elsewhere from entries that begin and end, in the same transaction: handed in by engine.ts. */
export interface Consequences {
  bringOwn: BringOwn
  /** Releases whatever rested on an entry that stands no more. */
  releaseEnded: (ask: Connection, by: string) => Promise<void>
}

/** An expression by list: `CASE c.list WHEN 'abnormal' THEN … END`. */
const byList = (lists: Lists, of: (one: Lists[keyof Lists]) => Sql, otherwise: Sql): Sql =>
  sql`CASE c.list ${join(Object.entries(lists).map(([name, one]) => sql`WHEN ${name} THEN ${of(one)}`), ' ')} ELSE ${otherwise} END`
const oneOf = (column: Sql, values: readonly string[]): Sql => (values.length === 0 ? raw('false') : sql`${column} IN (${join(values.map((value) => sql`${value}`), ', ')})`)

/** Whether a case's party is marked where others are listed. */
const marked = (lists: Lists): Sql => byList(lists, (one) => oneOf(raw("coalesce((SELECT type FROM subject s WHERE s.subject_id = c.subject_id), '')"), one.marks?.types ?? []), raw('false'))

/** Entries that stand, by what must not be listed twice. */
const standing = (ground: Sql): Sql => sql`(c.party, c.list, ${ground}, c.period) IN (SELECT (party, list, ground, period) FROM list_entry WHERE state = 'listed')`

/**
 * Decides cases for one reason; each on the state that its reader saw. Listings and removals of a list that wants two persons are proposed
 * and change nothing yet; a notice starts the time for statements and a hearing; all else closes the case.
 */
export function decideCases(room: Room, follows: Consequences, { cases, outcome, by, reason, ground, basis }: Parsed<'decideCases'>): Promise<CasesDone> {
  const [lists, today] = [listsOf(room.resources), room.today()]
  const given = ground === undefined ? raw('c.ground') : sql`${ground}`
  const known = byList(lists, (one) => oneOf(given, Object.keys(one.grounds)), raw('false'))
  const notices = byList(lists, (one) => raw(String(one.notice !== null)), raw('false'))
  const why = {
    list: sql`WHEN c.kind <> 'listing' THEN 'case_outcome' WHEN NOT ${known} THEN 'case_ground' WHEN ${standing(given)} THEN 'case_listed_already'
      WHEN ${notices} AND c.hearing_until IS NULL THEN 'case_notice_first' ${waitsForParty(today)}`,
    notify: sql`WHEN c.kind <> 'listing' OR NOT ${notices} OR c.state = 'notified' THEN 'case_outcome' WHEN NOT ${known} THEN 'case_ground'`,
    remove: sql`WHEN c.kind <> 'removal' THEN 'case_outcome' WHEN try_cast(c.period AS INTEGER) NOT IN (SELECT entry FROM list_entry WHERE state = 'listed') THEN 'case_entry_gone'`,
    handled: raw("WHEN c.kind IN ('listing', 'removal') THEN 'case_outcome'"), dismiss: raw(''),
  }[outcome]
  return room.database().write(async (ask) => {
    const refused = await pick(ask, cases, sql`CASE WHEN c.state NOT IN ('open', 'notified') THEN 'case_not_open' ${why} END`, { ground: given })
    const mark = outcome === 'list' ? marked(lists) : raw('false')
    const second = outcome === 'list' || outcome === 'remove' ? byList(lists, (one) => raw(String(one.second)), raw('true')) : raw('false')
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE decided AS SELECT nextval('case_decision_number')::INTEGER AS decision, c.case_no, CASE WHEN ${mark} THEN 'mark' ELSE ${outcome} END AS outcome,
        ${outcome === 'list' || outcome === 'notify' ? given : raw('c.ground')} AS ground, ${basisOf(lists, room, basis, given, mark)} AS basis, ${second} AS second
      FROM desk_case c SEMI JOIN picked USING (case_no) ORDER BY c.case_no`)
    await ask.run(sql`INSERT INTO case_decision SELECT decision, case_no, outcome, ground, basis, ${reason}, ${by}, ${account()}, current_timestamp::TIMESTAMP, ${today}::DATE, CASE WHEN second THEN 'proposed' ELSE 'final' END, NULL, NULL, NULL, NULL FROM decided`)
    await ask.run(sql`UPDATE desk_case AS c SET decision = d.decision, snoozed_until = NULL, revision = revision + 1, state = CASE WHEN d.second THEN 'proposed' ELSE c.state END FROM decided d WHERE d.case_no = c.case_no`)
    if (outcome === 'notify') await giveNotice(ask, room, lists)
    else await carryOut(ask, room, follows, by, sql`SELECT case_no FROM decided WHERE NOT second`)
    const done = await note(ask, refused, { kind: 'decided', by, reason, content: raw(`(SELECT json_object('decision', d.decision, 'outcome', d.outcome, 'ground', d.ground, 'basis', d.basis) FROM decided d WHERE d.case_no = c.case_no)`) })
    await ask.run(raw('DROP TABLE decided'))
    return done
  })
}

/** The given basis, else what the law says of this ground; of a warning what its rule says. */
function basisOf(lists: Lists, room: Room, basis: string | undefined, ground: Sql, mark: Sql): Sql {
  if (basis !== undefined) return sql`${basis}`
  const grounds = byList(lists, (one) => sql`CASE ${ground} ${join(Object.entries(one.grounds).map(([code, of]) => sql`WHEN ${code} THEN CASE WHEN c.kind = 'removal' THEN ${of.removal.basis} ELSE ${of.basis} END`), ' ')} END`, raw('NULL'))
  const rules = rulesOf(room.resources).flatMap((rule) => (rule.basis === undefined ? [] : [sql`WHEN ${rule.id} THEN ${rule.basis}`]))
  return sql`coalesce(CASE WHEN ${mark} THEN ${byList(lists, (one) => sql`${one.marks?.basis ?? null}`, raw('NULL'))} END, ${grounds}, CASE c.rule ${join(rules, ' ')} END, '')`
}

/** The party is told; the case comes back on the day after the time for statements and a hearing. */
async function giveNotice(ask: Connection, room: Room, lists: Lists): Promise<void> {
  const until = byList(lists, (one) => sql`${one.notice === null ? null : workingDayAfter(room.resources, room.today(), one.notice).day}::DATE`, raw('NULL'))
  await ask.run(sql`UPDATE desk_case AS c SET state = 'notified', hearing_until = ${until}, snoozed_until = ${until} + 1 WHERE case_no IN (SELECT case_no FROM decided)`)
}

/** Cases whose decision holds: they close, entries begin or end, and with them the records that tell of them. */
async function carryOut(ask: Connection, room: Room, follows: Consequences, by: string, cases: Sql): Promise<void> {
  const [lists, today] = [listsOf(room.resources), room.today()]
  const adopting = rulesOf(room.resources).filter((rule) => rule.adopts).map((rule) => rule.id)
  const years = byList(lists, (one) => raw(`INTERVAL ${one.term.years} YEAR`), raw('NULL'))
  const alert = byList(lists, (one) => raw(String(one.term.alert_days)), raw('NULL'))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE holding AS SELECT c.*, d.outcome AS ends_as, d.ground AS ends_for FROM desk_case c JOIN case_decision d USING (decision) WHERE c.case_no IN (${cases})`)
  await ask.run(sql`INSERT INTO list_entry SELECT nextval('list_entry_number')::INTEGER, case_no, decision, party, subject_id, name, list, ends_as = 'mark', ends_for, period, listed_on, (until_on - alert)::DATE, until_on, 'listed', NULL, NULL, NULL
    FROM (SELECT c.*, ${alert} AS alert, (c.listed_on + ${years})::DATE AS until_on FROM (SELECT *, CASE WHEN ${oneOf(raw('rule'), adopting)} THEN coalesce(latest_on, ${today}::DATE) ELSE ${today}::DATE END AS listed_on FROM holding) c WHERE c.ends_as IN ('list', 'mark') ORDER BY c.case_no)`)
  await ask.run(sql`UPDATE list_entry AS e SET state = 'removed', removed_on = ${today}::DATE, removal_case = h.case_no, removal_decision = h.decision FROM holding h WHERE h.ends_as = 'remove' AND e.entry = try_cast(h.period AS INTEGER) AND e.state = 'listed'`)
  await ask.run(sql`UPDATE desk_case AS c SET state = 'closed', outcome = h.ends_as, closed_on = ${today}::DATE FROM holding h WHERE h.case_no = c.case_no`)
  const { ended } = await ask.one<{ ended: number }>(raw("SELECT count(*) AS ended FROM holding WHERE ends_as = 'remove'"))
  await ask.run(raw(`CREATE OR REPLACE TEMP TABLE begun AS SELECT entry FROM list_entry e JOIN holding h ON h.case_no = e.case_no AND h.decision = e.decision WHERE h.ends_as IN ('list', 'mark');
    CREATE OR REPLACE TEMP TABLE ended AS SELECT entry FROM list_entry e JOIN holding h ON h.case_no = e.removal_case AND h.decision = e.removal_decision`))
  await recordEntries(ask, room, follows.bringOwn)
  if (ended > 0) await follows.releaseEnded(ask, by)
  await ask.run(raw('DROP TABLE holding; DROP TABLE begun; DROP TABLE ended'))
}

/**
 * A second person's yes, upon which the decision holds, or no, upon which the case is open again. Nobody confirms what they proposed.
 * @throws MingchaError case_note_missing where a no has no reason
 */
export async function confirmCases(room: Room, follows: Consequences, { cases, by, agree, note: said }: Parsed<'confirmCases'>): Promise<CasesDone> {
  if (!agree && said === '') throw new MingchaError('case_note_missing', 'a reason is missing', 'Say why it is refused.')
  return room.database().write(async (ask) => {
    const proposers = await ask.rows<{ name: string }>(raw("SELECT DISTINCT decided_by AS name FROM case_decision WHERE state = 'proposed'"))
    const own = oneOf(raw('(SELECT d.decided_by FROM case_decision d WHERE d.decision = c.decision)'), proposers.map((one) => one.name).filter((name) => samePerson(name, by)))
    const refused = await pick(ask, cases, sql`CASE WHEN c.state <> 'proposed' THEN 'case_not_proposed' WHEN ${own} THEN 'same_person'
      WHEN ${agree} AND (SELECT d.outcome IN ('list', 'mark') AND (c.party, c.list, d.ground, c.period) IN (SELECT (party, list, ground, period) FROM list_entry WHERE state = 'listed') FROM case_decision d WHERE d.decision = c.decision) THEN 'case_listed_already'
      WHEN ${agree} AND (SELECT d.outcome = 'remove' AND try_cast(c.period AS INTEGER) NOT IN (SELECT entry FROM list_entry WHERE state = 'listed') FROM case_decision d WHERE d.decision = c.decision) THEN 'case_entry_gone' END`)
    // Two cases of one ground, given by persons: the first is listed, the other is one listing too many.
    const twice = agree ? await refuseTwins(ask) : []
    await ask.run(sql`UPDATE case_decision AS d SET state = ${agree ? 'final' : 'rejected'}, second_by = ${by}, second_account = ${account()}, second_at = current_timestamp::TIMESTAMP, second_note = ${agree ? null : said}
      FROM desk_case c WHERE c.decision = d.decision AND c.case_no IN (SELECT case_no FROM picked)`)
    await ask.run(raw('UPDATE desk_case SET revision = revision + 1 WHERE case_no IN (SELECT case_no FROM picked)'))
    if (agree) await carryOut(ask, room, follows, by, raw('SELECT case_no FROM picked'))
    else await ask.run(raw("UPDATE desk_case SET state = CASE WHEN hearing_until IS NULL THEN 'open' ELSE 'notified' END, decision = NULL WHERE case_no IN (SELECT case_no FROM picked)"))
    return note(ask, [...refused, ...twice], { kind: agree ? 'confirmed' : 'rejected', by, reason: said, content: raw(`json_object('decision', c.decision)`) })
  })
}

/** Leaves of the picked cases one for each party, list, ground and period, and of each removal one. */
async function refuseTwins(ask: Connection): Promise<CasesDone['refused']> {
  await ask.run(raw(`CREATE OR REPLACE TEMP TABLE twin AS SELECT case_no, revision FROM (SELECT c.case_no, c.revision, row_number() OVER (PARTITION BY c.party, c.list, d.ground, c.period, d.outcome = 'remove' ORDER BY c.case_no) AS n
    FROM desk_case c JOIN case_decision d USING (decision) SEMI JOIN picked p ON p.case_no = c.case_no) WHERE n > 1`))
  const twins = await ask.rows<{ caseNo: number; ground: string }>(raw('SELECT t.case_no AS "caseNo", d.ground FROM twin t JOIN desk_case c USING (case_no) JOIN case_decision d USING (decision) ORDER BY 1'))
  await ask.run(raw('DELETE FROM picked WHERE case_no IN (SELECT case_no FROM twin); DROP TABLE twin'))
  return twins.map(({ caseNo, ground }) => ({ caseNo, code: 'case_listed_already', message: `case ${caseNo}: the party stands on the list for «${ground}» already`, hint: 'Dismiss the case, or choose another ground.', params: { case: caseNo, caseNo, ground, state: 'proposed', outcome: '', until: '' } }))
}

/** Takes back what was proposed, a notice, or a decision that changed no list: the case is open again. */
export function reopenCases(room: Room, { cases, by, reason }: Parsed<'reopenCases'>): Promise<CasesDone> {
  return room.database().write(async (ask) => {
    const refused = await pick(ask, cases, raw(`CASE WHEN c.state = 'open' OR (c.state = 'closed' AND c.outcome NOT IN ('handled', 'dismiss')) THEN 'case_final'
      WHEN c.state = 'closed' AND EXISTS (SELECT 1 FROM desk_case o WHERE (o.party, o.kind, o.list, o.ground, o.period) = (c.party, c.kind, c.list, c.ground, c.period) AND o.state <> 'closed') THEN 'case_matter_open' END`))
    await ask.run(raw("UPDATE case_decision SET state = 'withdrawn' WHERE decision IN (SELECT decision FROM desk_case SEMI JOIN picked USING (case_no))"))
    await ask.run(forgetHearing)
    await ask.run(raw(`UPDATE desk_case SET hearing_until = CASE WHEN state = 'notified' THEN NULL ELSE hearing_until END, snoozed_until = NULL, decision = NULL, outcome = '', closed_on = NULL, revision = revision + 1,
      state = CASE WHEN state = 'proposed' AND hearing_until IS NOT NULL THEN 'notified' ELSE 'open' END WHERE case_no IN (SELECT case_no FROM picked)`))
    return note(ask, refused, { kind: 'reopened', by, reason, content: raw("'{}'::JSON") })
  })
}
