import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { CaseCursor, CaseKind, CasePage, CaseQueue, DeskCase } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'

/** Where a case lies, on a day: over desk_case. */
const lies: Record<CaseQueue, (today: string) => Sql> = {
  open: (today) => sql`state IN ('open', 'notified') AND (snoozed_until IS NULL OR snoozed_until <= ${today}::DATE)`,
  snoozed: (today) => sql`state IN ('open', 'notified') AND snoozed_until > ${today}::DATE`,
  proposed: () => raw("state = 'proposed'"),
  closed: () => raw("state = 'closed'"),
}
/** Order of a queue as four ascending keys, the last of them unique; a cursor is their values. */
const orders: Record<CaseQueue, Sql> = {
  open: raw('-escalated AS k1, due_on::VARCHAR AS k2, -urgency AS k3, case_no AS k4'),
  proposed: raw('-escalated AS k1, due_on::VARCHAR AS k2, -urgency AS k3, case_no AS k4'),
  snoozed: raw('0 AS k1, snoozed_until::VARCHAR AS k2, -urgency AS k3, case_no AS k4'),
  closed: raw("-epoch_ms(closed_on::TIMESTAMP) / 86400000 AS k1, '' AS k2, 0 AS k3, -case_no AS k4"),
}

type Filter = Omit<Parsed<'listCases'>, 'after' | 'limit'>

function passing({ queue, kinds, rule, ground, assignee, subjectId, text, overdue }: Filter, today: string, but: 'rule' | null = null): Sql {
  return join([
    lies[queue](today),
    ...(kinds === undefined ? [] : [kinds.length === 0 ? raw('false') : sql`kind IN (${join(kinds.map((one) => sql`${one}`), ', ')})`]),
    ...(rule === undefined || but === 'rule' ? [] : [sql`rule = ${rule}`]),
    ...(ground === undefined ? [] : [sql`ground = ${ground}`]),
    ...(assignee === undefined ? [] : [sql`assignee = ${assignee}`]),
    ...(subjectId === undefined ? [] : [sql`subject_id = ${subjectId}`]),
    ...(text === undefined ? [] : [sql`contains(lower(name), lower(${text}))`]),
    ...(overdue === undefined ? [] : [sql`(due_on < ${today}::DATE) = ${overdue}`]),
  ].map((one) => sql`(${one})`), ' AND ')
}

/** Cases as they are shown; `from` gives rows of desk_case. */
const shown = (from: Sql): Sql => sql`SELECT c.case_no AS "caseNo", c.kind, c.list, c.ground, c.period, c.subject_id AS "subjectId", coalesce(s.name, c.name) AS name, coalesce(s.uscc, s.local_code) AS code, s.type, t.tier,
    c.rule, c.rule_version AS "ruleVersion", c.facts::VARCHAR AS facts, c.evidence, c.latest_on AS "latestOn", c.urgency, c.found_on AS "foundOn", c.due_on AS "dueOn", c.state, c.outcome, c.assignee, c.escalated,
    c.snoozed_until AS "snoozedUntil", c.hearing_until AS "hearingUntil", c.closed_on AS "closedOn", c.revision, CASE WHEN c.state = 'proposed' THEN json_object('by', d.decided_by, 'outcome', d.outcome, 'ground', d.ground, 'basis', d.basis, 'reason', d.reason)::VARCHAR END AS proposal
  FROM (${from}) c LEFT JOIN subject s USING (subject_id) LEFT JOIN score t USING (subject_id) LEFT JOIN case_decision d ON d.decision = c.decision`

type Row = Omit<DeskCase, 'facts' | 'proposal'> & { facts: string; proposal: string | null }
const caseOf = ({ facts, proposal, ...row }: Row): DeskCase => ({ ...row, facts: JSON.parse(facts) as DeskCase['facts'], proposal: JSON.parse(proposal ?? 'null') as DeskCase['proposal'] })

/** A page of a queue. It costs a scan of the narrow columns of desk_case, wherever the page lies: what is shown beside is looked up for its rows alone. */
export async function listCases(ask: Connection, input: Parsed<'listCases'>, today: string): Promise<CasePage> {
  const { queue, after, limit } = input
  const order = orders[queue]
  const behind = after === undefined ? raw('true') : sql`(k1, k2, k3, k4) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`
  const rows = await ask.rows<Row & { k1: number; k2: string; k3: number; k4: number }>(sql`SELECT v.*, k.k1, k.k2, k.k3, k.k4
    FROM (SELECT * FROM (SELECT ${order} FROM desk_case WHERE ${passing(input, today)}) WHERE ${behind} ORDER BY k1, k2, k3, k4 LIMIT ${limit + 1}) k
    JOIN (${shown(raw('SELECT * FROM desk_case'))}) v ON v."caseNo" = abs(k.k4) ORDER BY k.k1, k.k2, k.k3, k.k4`)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next: CaseCursor | null = rows.length > limit && last ? [last.k1, last.k2, last.k3, last.k4] : null
  const counted = await ask.one<Record<CaseQueue | 'total' | 'due' | 'overdue' | 'decided', number>>(sql`SELECT ${join((Object.keys(lies) as CaseQueue[]).map((one) => sql`count(*) FILTER (WHERE ${lies[one](today)}) AS ${raw(one)}`), ', ')},
    count(*) FILTER (WHERE ${passing(input, today)}) AS total, count(*) FILTER (WHERE ${lies.open(today)} AND due_on <= ${today}::DATE) AS due, count(*) FILTER (WHERE ${lies.open(today)} AND due_on < ${today}::DATE) AS overdue,
    (SELECT count(DISTINCT case_no) FROM case_decision WHERE decided_on = ${today}::DATE AND state <> 'withdrawn') AS decided FROM desk_case`)
  const rules = await ask.rows<{ rule: string; kind: CaseKind; cases: number }>(sql`SELECT rule, kind, count(*) AS cases FROM desk_case WHERE ${passing({ queue: input.queue }, today)} GROUP BY rule, kind ORDER BY max(urgency) DESC, rule`)
  const { total, due, overdue, decided, ...queues } = counted
  return { cases: page.map(({ k1: _1, k2: _2, k3: _3, k4: _4, ...row }) => caseOf(row)), next, total, queues, rules, dueToday: due, overdue, decidedToday: decided }
}

/** @throws MingchaError no_such_case */
export async function oneCase(ask: Connection, caseNo: number): Promise<DeskCase> {
  const [found] = await ask.rows<Row>(shown(sql`SELECT * FROM desk_case WHERE case_no = ${caseNo}`))
  if (!found) throw new MingchaError('no_such_case', `there is no case ${caseNo}`, 'List the cases to see their numbers.', { case: caseNo })
  return caseOf(found)
}
