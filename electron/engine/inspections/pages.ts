import type { Parsed, ResultDetail, ResultsPage, ResultState } from '../../../shared/contract.ts'
import { resultStates } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { normaliseName } from '../identity/normaliseName.ts'
import type { Room } from '../room.ts'
import { timed } from './clock.ts'
import { readCodes } from './codes.ts'
import { departmentNames, inspections, itemNames, officerNames, ofInspection, refOf, standing, type Origin } from './duties.ts'
import { contributors } from './events.ts'
import { noSuchResult } from './review.ts'

type Around = Pick<Room, 'resources' | 'today'>

/** Everything that is owed under a condition on its inspection, with the time that runs. */
const running = (room: Around, condition: Sql): Sql => timed(room.resources, standing(condition), room.today())

/** The same with names. */
const named = (rows: Sql): Sql => sql`
  SELECT l.*, t.task, s.name, s.name_key, s.uscc, s.address, department_name, item_name FROM (${rows}) l
    JOIN ${inspections()} t USING (origin, number) LEFT JOIN subject s ON s.subject_id = l.now_id LEFT JOIN ${departmentNames} USING (department) LEFT JOIN ${itemNames} USING (item)`

function conditionOf({ department, subjectId, text, overdue, problem, followUp, correcting }: Parsed<'listResults'>): Sql {
  const conditions: Sql[] = [sql`true`]
  if (department !== undefined) conditions.push(sql`department = ${department}`)
  if (subjectId !== undefined) conditions.push(sql`now_id = ${subjectId}`)
  if (text !== undefined) {
    const code = text.normalize('NFKC').trim().toLowerCase()
    const key = normaliseName(text)
    conditions.push(sql`((${key !== ''} AND contains(coalesce(name_key, ''), ${key})) OR starts_with(lower(id), ${code}) OR starts_with(lower(coalesce(uscc, '')), ${code}) OR lower(item) = ${code} OR contains(lower(coalesce(item_name, '')), ${code}))`)
  }
  if (overdue !== undefined) conditions.push(sql`coalesce(days_left < 0, false) = ${overdue}`)
  if (problem !== undefined) conditions.push(sql`coalesce(problem, false) = ${problem}`)
  if (followUp !== undefined) conditions.push(sql`follow_up = ${followUp}`)
  if (correcting !== undefined) conditions.push(sql`(correction IS NOT NULL) = ${correcting}`)
  return join(conditions, ' AND ')
}

export async function listResults(ask: Connection, room: Around, input: Parsed<'listResults'>): Promise<ResultsPage> {
  const { of, states, sort, offset, limit, text } = input
  const owed = running(room, of ? ofInspection(of) : sql`true`)
  /** Names are looked up for the page alone, unless it is sought or sorted by them. */
  const byName = text !== undefined || sort.some((one) => one.field === 'name')
  const all = sql`SELECT * FROM (${byName ? named(owed) : owed}) WHERE ${conditionOf(input)}`
  const counts = await ask.rows<{ state: ResultState; n: number; overdue: number; years: string }>(sql`SELECT state, count(*) AS n, count(*) FILTER (days_left < 0) AS overdue, coalesce(to_json(list(DISTINCT unknown_year) FILTER (unknown_year IS NOT NULL)), '[]')::VARCHAR AS years FROM (${all}) GROUP BY state`)
  const kept = states === undefined || states.length === 0 ? resultStates : states
  const shown = counts.filter((row) => kept.includes(row.state))
  const order = join([...sort.map(({ field, descending }) => sql`${ident(field)} ${raw(descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST')}`), raw('origin, number DESC, visit, department, item')], ', ')
  const arrow = await ask.arrow(sql`
    WITH page AS (SELECT * FROM (${all}) WHERE state IN (${join(kept.map((one) => sql`${one}`), ', ')}) ORDER BY ${order} LIMIT ${limit} OFFSET ${offset})
    SELECT result, revision, origin, number, task, visit, now_id AS subject_id, id, name, uscc, address, department, department_name, item, item_name, officers, state, code_set, codes::VARCHAR AS codes, outcome, problem, inspected_on, remark,
      coalesce(attachments, 0)::INTEGER AS attachments, entered_by, entered_at, reviewed_by, reviewed_at, returned_for, correction, follow_up, publication, published_on, due_on, days_left
    FROM (${byName ? sql`SELECT * FROM page` : named(sql`SELECT * FROM page`)}) LEFT JOIN (SELECT 'campaign' AS origin, * FROM ${officerNames}) USING (origin, number, visit, department) LEFT JOIN (SELECT result, count(*) AS attachments FROM result_attachment GROUP BY result) USING (result) ORDER BY ${order}`)
  return {
    total: shown.reduce((sum, row) => sum + row.n, 0), arrow,
    states: Object.fromEntries(resultStates.map((state) => [state, counts.find((row) => row.state === state)?.n ?? 0])) as Record<ResultState, number>,
    overdue: shown.reduce((sum, row) => sum + row.overdue, 0),
    calendarMissing: [...new Set(shown.flatMap((row) => JSON.parse(row.years) as number[]))].sort(),
  }
}

interface Row { result: number; revision: number; origin: Origin; number: number; task: string; visit: number; now_id: number; id: string; name: string | null; uscc: string | null; address: string | null; department: string; department_name: string | null; item: string; item_name: string | null; state: ResultDetail['state']; code_set: string; codes: string; outcome: ResultDetail['outcome']; problem: boolean; inspected_on: string; remark: string; entered_by: string; entered_at: string; reviewed_by: string | null; reviewed_at: string | null; returned_for: string | null; correction: string | null; found_on: string | null; follow_up: ResultDetail['followUp']; due_on: string | null; days_left: number | null; unknown_year: number | null }

/** A result with all that ever happened to it. @throws MingchaError no_such_result */
export async function readResult(ask: Connection, room: Around, result: number): Promise<ResultDetail> {
  const [place] = await ask.rows<{ origin: Origin; number: number }>(sql`SELECT origin, number FROM inspection_result WHERE result = ${result}`)
  if (!place) throw noSuchResult(result)
  const row = await ask.one<Row>(sql`SELECT * REPLACE (codes::VARCHAR AS codes) FROM (${named(sql`SELECT * FROM (${running(room, ofInspection(refOf(place)))}) WHERE result = ${result}`)})`)
  const written = JSON.parse(row.codes) as string[]
  const events = await ask.rows<Omit<ResultDetail['events'][number], 'content'> & { content: string }>(sql`SELECT revision, happened_at AS at, done_by AS "by", importer, kind, reason, source, content::VARCHAR AS content FROM result_event WHERE result = ${result} ORDER BY revision`)
  const published = await ask.rows<Omit<ResultDetail['published'][number], 'content'> & { content: string }>(sql`SELECT publication, entry, p.published_on AS "publishedOn", e.revision, e.replaces, e.reason, e.content::VARCHAR AS content FROM publication_entry e JOIN publication p USING (publication) WHERE result = ${result} ORDER BY publication`)
  return {
    result, revision: row.revision, of: refOf(row), task: row.task, visit: row.visit, subject: { subjectId: row.now_id, id: row.id, name: row.name ?? row.id, uscc: row.uscc, address: row.address },
    department: { code: row.department, name: row.department_name ?? row.department }, item: { code: row.item, name: row.item_name ?? row.item },
    officers: row.origin === 'campaign' ? await ask.rows<ResultDetail['officers'][number]>(sql`SELECT officer, name, t.department FROM campaign_team t JOIN campaign_officer o USING (campaign, officer) WHERE campaign = ${row.number} AND visit = ${row.visit} ORDER BY t.department, place`) : [],
    state: row.state, codeSet: row.code_set, codes: readCodes(room.resources).find((table) => table.id === row.code_set)?.codes.filter((one) => written.includes(one.code)) ?? [],
    outcome: row.outcome, problem: row.problem, inspectedOn: row.inspected_on, remark: row.remark, enteredBy: row.entered_by, enteredAt: row.entered_at, reviewedBy: row.reviewed_by, reviewedAt: row.reviewed_at, returnedFor: row.returned_for,
    correction: row.correction === null ? null : { reason: row.correction, foundOn: row.found_on! }, followUp: row.follow_up,
    enteredByAll: (await ask.rows<{ by: string }>(sql`SELECT arg_max(done_by, revision) AS "by" FROM ${contributors} WHERE result = ${result} GROUP BY person_key ORDER BY max(revision)`)).map((one) => one.by),
    dueOn: row.due_on, daysLeft: row.days_left, calendarMissing: row.unknown_year === null ? [] : [row.unknown_year],
    attachments: await ask.rows(sql`SELECT sha256, name, media, bytes, revision FROM result_attachment WHERE result = ${result} ORDER BY revision, name`),
    events: events.map((one) => ({ ...one, content: JSON.parse(one.content) as ResultDetail['events'][number]['content'] })),
    published: published.map((one) => ({ ...one, content: JSON.parse(one.content) as Record<string, string> })),
    cases: await ask.rows(sql`SELECT case_number AS "caseNumber", list, ground, opened_at AS "openedAt", state, closed_for AS "closedFor" FROM list_case WHERE result = ${result} ORDER BY case_number`),
  }
}

