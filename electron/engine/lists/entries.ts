import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { DeskCase, ListEntry, ListName, ListOutput } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { workingDayAfter } from '../workspace/workingDays.ts'
import { decideCases, type Consequences } from './decide.ts'
import { oneCase } from './queue.ts'
import { listsOf } from './rules.ts'

/** Entries under a condition on e, the latest listed first. */
export const entriesOf = (ask: Connection, condition: Sql, limit: number, offset: number): Promise<ListEntry[]> => ask.rows<ListEntry>(sql`
  SELECT e.entry, e.case_no AS "caseNo", e.subject_id AS "subjectId", coalesce(s.name, e.name) AS name, coalesce(s.uscc, s.local_code) AS code, e.list, e.marked, e.ground, e.period, d.basis, d.reason, d.decided_by AS "decidedBy", d.second_by AS "secondBy",
    e.listed_on AS "listedOn", e.alert_on AS "alertOn", e.until_on AS "untilOn", e.state, e.removed_on AS "removedOn", r.reason AS "removalReason", e.removal_case AS "removedByCase", q.case_no AS "removalCase"
  FROM (SELECT * FROM list_entry e WHERE ${condition} ORDER BY listed_on DESC, entry DESC LIMIT ${limit} OFFSET ${offset}) e JOIN case_decision d USING (decision) LEFT JOIN subject s USING (subject_id) LEFT JOIN case_decision r ON r.decision = e.removal_decision
    LEFT JOIN (SELECT period, max(case_no) AS case_no FROM desk_case WHERE kind = 'removal' AND state <> 'closed' GROUP BY period) q ON q.period = e.entry::VARCHAR
  ORDER BY e.listed_on DESC, e.entry DESC`)

export async function listEntries(ask: Connection, { list, state, ground, subjectId, text, ending, offset, limit }: Parsed<'listEntries'>, today: string): Promise<ListOutput['listEntries']> {
  const condition = join([
    sql`e.state = ${state}`,
    ...(list === undefined ? [] : [sql`e.list = ${list}`]),
    ...(ground === undefined ? [] : [sql`e.ground = ${ground}`]),
    ...(subjectId === undefined ? [] : [sql`e.subject_id = ${subjectId}`]),
    ...(text === undefined ? [] : [sql`contains(lower(e.name), lower(${text}))`]),
    ...(ending === undefined ? [] : [sql`coalesce(e.alert_on <= ${today}::DATE, false) = ${ending}`]),
  ], ' AND ')
  const { total, abnormal, serious } = await ask.one<Record<'total' | ListName, number>>(sql`SELECT count(*) FILTER (WHERE ${condition}) AS total, count(*) FILTER (WHERE e.state = 'listed' AND e.list = 'abnormal') AS abnormal, count(*) FILTER (WHERE e.state = 'listed' AND e.list = 'serious') AS serious FROM list_entry e`)
  return { total, standing: { abnormal, serious }, entries: await entriesOf(ask, condition, limit, offset) }
}

/**
 * Proposes to remove an entry: its case is opened where no rule had found one, and decided; a second person confirms.
 * @throws MingchaError no_such_list_entry; entry_removed where it does not stand; removal_waits where its removal is proposed already
 */
export async function proposeRemoval(room: Room, follows: Consequences, { entry, by, reason, basis }: Parsed<'proposeRemoval'>): Promise<DeskCase> {
  const [lists, today] = [listsOf(room.resources), room.today()]
  const caseNo = await room.database().write(async (ask) => {
    const [found] = await ask.rows<{ list: ListName; ground: string; state: string }>(sql`SELECT list, ground, state FROM list_entry WHERE entry = ${entry}`)
    if (!found) throw new MingchaError('no_such_list_entry', `there is no entry ${entry}`, 'List the entries to see their numbers.', { entry })
    if (found.state !== 'listed') throw new MingchaError('entry_removed', `entry ${entry} was removed`, 'List the entries that stand.', { entry })
    const [waiting] = await ask.rows<{ case_no: number; state: string }>(sql`SELECT case_no, state FROM desk_case WHERE kind = 'removal' AND period = ${String(entry)} AND state <> 'closed'`)
    if (waiting?.state === 'proposed') throw new MingchaError('removal_waits', `case ${waiting.case_no} proposes the removal of entry ${entry} already`, 'Confirm that one.', { entry, case: waiting.case_no })
    if (waiting) return waiting.case_no
    const { number } = await ask.one<{ number: number }>(sql`SELECT nextval('desk_case_number')::INTEGER AS number`)
    const dueOn = workingDayAfter(room.resources, today, lists[found.list].grounds[found.ground]?.removal.within ?? 5).day
    await ask.run(sql`INSERT INTO desk_case SELECT ${number}, 'removal', list, ground, entry::VARCHAR, party, subject_id, name, 'application', 1, json_object('entry', entry, 'listed', listed_on), 0, listed_on, 50, current_timestamp::TIMESTAMP, ${today}::DATE, ${dueOn}::DATE, 'open', '', NULL, '', 0, NULL, NULL, NULL, 1
      FROM list_entry WHERE entry = ${entry}`)
    await ask.run(sql`INSERT INTO case_event VALUES (${number}, 1, current_timestamp::TIMESTAMP, ${by}, '', 'found', ${reason}, json_object('rule', 'application', 'version', 1))`)
    return number
  })
  const { revision } = await room.database().read((ask) => oneCase(ask, caseNo, today))
  await decideCases(room, follows, { cases: [{ caseNo, revision }], outcome: 'remove', by, reason, ...(basis === undefined ? {} : { basis }) })
  return room.database().read((ask) => oneCase(ask, caseNo, today))
}

