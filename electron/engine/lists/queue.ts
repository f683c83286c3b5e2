import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { caseQueues, type CaseCounts, type CaseCursor, type CaseKind, type CasePage, type CaseQueue, type DeskCase } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { seen } from '../workspace/personal.ts'

/** Where a case lies, on a day: over desk_case. */
const lies: Record<CaseQueue, (today: string) => Sql> = {
  open: (today) => sql`state IN ('open', 'notified') AND (snoozed_until IS NULL OR snoozed_until <= ${today}::DATE)`,
  snoozed: (today) => sql`state IN ('open', 'notified') AND snoozed_until > ${today}::DATE`,
  proposed: () => raw("state = 'proposed'"),
  closed: () => raw("state = 'closed'"),
}
/** Name of the queue in which a case lies. */
const queueAt = (today: string): Sql => sql`CASE ${join((Object.keys(lies) as CaseQueue[]).map((one) => sql`WHEN ${lies[one](today)} THEN ${one}`), ' ')} END`
/** Order of a queue as four ascending keys, the last of them unique; a cursor is their values. */
const orders: Record<CaseQueue, Sql> = {
  open: raw('-escalated AS k1, due_on AS k2, -urgency AS k3, case_no AS k4'),
  proposed: raw('-escalated AS k1, due_on AS k2, -urgency AS k3, case_no AS k4'),
  snoozed: raw('0 AS k1, snoozed_until AS k2, -urgency AS k3, case_no AS k4'),
  closed: raw("DATE '1970-01-01' - closed_on AS k1, DATE '1970-01-01' AS k2, 0 AS k3, -case_no AS k4"),
}

type Filter = Parsed<'countCases'>

/** Names that hold a text. Where it has no capitals and no small letters, as in Chinese, the names are read as they are. */
const named = (text: string): Sql => (text.toLowerCase() === text.toUpperCase() ? sql`contains(name, ${text})` : sql`contains(lower(name), lower(${text}))`)

function passing({ queue, kinds, rule, ground, assignee, subjectId, text, overdue }: Filter, today: string): Sql {
  return join([
    lies[queue](today),
    ...(kinds === undefined ? [] : [kinds.length === 0 ? raw('false') : sql`kind IN (${join(kinds.map((one) => sql`${one}`), ', ')})`]),
    ...(rule === undefined ? [] : [sql`rule = ${rule}`]),
    ...(ground === undefined ? [] : [sql`ground = ${ground}`]),
    ...(assignee === undefined ? [] : [sql`assignee = ${assignee}`]),
    ...(subjectId === undefined ? [] : [sql`subject_id = ${subjectId}`]),
    ...(text === undefined ? [] : [named(text)]),
    ...(overdue === undefined ? [] : [sql`(due_on < ${today}::DATE) = ${overdue}`]),
  ].map((one) => sql`(${one})`), ' AND ')
}

type Row = Omit<DeskCase, 'name' | 'code' | 'type' | 'tier' | 'facts' | 'proposal' | 'hearing'> & { name: string; facts: string; decision: number | null }

/** Numbers of this program as a list in SQL: as constants they reach the scans, which then skip what lies elsewhere. */
const listed = (numbers: readonly number[]): Sql => raw(numbers.length === 0 ? 'NULL' : numbers.join(', '))

/** These cases as they are shown, in the order given. What stands beside is looked up for them alone: a join would read all subjects. */
async function shown(ask: Connection, numbers: readonly number[], today: string): Promise<DeskCase[]> {
  if (numbers.length === 0) return []
  const rows = await ask.rows<Row>(sql`SELECT case_no AS "caseNo", kind, list, ground, period, subject_id AS "subjectId", name, rule, rule_version AS "ruleVersion", facts::VARCHAR AS facts, evidence, latest_on AS "latestOn", urgency,
    found_on AS "foundOn", due_on AS "dueOn", state, ${queueAt(today)} AS queue, outcome, assignee, escalated, snoozed_until AS "snoozedUntil", hearing_until AS "hearingUntil", closed_on AS "closedOn", revision, CASE WHEN state = 'proposed' THEN decision END AS decision
    FROM desk_case WHERE case_no IN (${listed(numbers)})`)
  const subjects = listed(rows.flatMap((row) => row.subjectId ?? []))
  const names = new Map((await ask.rows<{ id: number; name: string; code: string | null; type: string | null }>(sql`SELECT subject_id AS id, name, coalesce(uscc, local_code) AS code, type FROM ${seen(ask, 'subject', 'local_code')} WHERE subject_id IN (${subjects})`)).map((one) => [one.id, one]))
  const tiers = new Map((await ask.rows<{ id: number; tier: string }>(sql`SELECT subject_id AS id, tier FROM score WHERE subject_id IN (${subjects})`)).map((one) => [one.id, one.tier]))
  const proposals = new Map((await ask.rows<NonNullable<DeskCase['proposal']> & { decision: number }>(sql`SELECT decision, decided_by AS by, outcome, ground, basis, reason FROM case_decision WHERE decision IN (${listed(rows.flatMap((row) => row.decision ?? []))})`)).map(({ decision, ...one }) => [decision, one]))
  const notified = rows.filter((row) => row.hearingUntil !== null).map((row) => row.caseNo)
  const heard = new Map(notified.length === 0 ? [] : (await ask.rows<NonNullable<DeskCase['hearing']> & { caseNo: number }>(sql`SELECT case_no AS "caseNo", arg_max(step, revision) AS step, arg_max(happened_on, revision) AS "on" FROM case_hearing WHERE case_no IN (${listed(notified)}) GROUP BY case_no`)).map(({ caseNo, ...one }) => [caseNo, one]))
  const cases = new Map(rows.map(({ facts, decision, ...row }) => {
    const subject = names.get(row.subjectId ?? 0)
    return [row.caseNo, { ...row, name: subject?.name ?? row.name, code: subject?.code ?? null, type: subject?.type ?? null, tier: tiers.get(row.subjectId ?? 0) ?? null, facts: JSON.parse(facts) as DeskCase['facts'], proposal: proposals.get(decision ?? 0) ?? null, hearing: heard.get(row.caseNo) ?? null }]
  }))
  return numbers.flatMap((one) => cases.get(one) ?? [])
}

/** A page of a queue: one scan of the narrow columns that its order is made of, wherever the page lies. */
export async function listCases(ask: Connection, { after, limit, ...filter }: Parsed<'listCases'>, today: string): Promise<CasePage> {
  const behind = after === undefined ? raw('true') : sql`(k1, k2, k3, k4) > (${after[0]}, ${after[1]}::DATE, ${after[2]}, ${after[3]})`
  const keys = await ask.rows<{ k1: number; k2: string; k3: number; k4: number }>(sql`SELECT k1, k2, k3, k4 FROM (SELECT ${orders[filter.queue]} FROM ${seen(ask, 'desk_case', '')} WHERE ${passing(filter, today)}) WHERE ${behind} ORDER BY k1, k2, k3, k4 LIMIT ${limit + 1}`)
  const page = keys.slice(0, limit)
  const last = page.at(-1)
  const next: CaseCursor | null = keys.length > limit && last ? [last.k1, last.k2, last.k3, last.k4] : null
  return { cases: await shown(ask, page.map((one) => Math.abs(one.k4)), today), next }
}

/** How many there are: of the filter, in each queue, by rule, due and overdue; in one pass. */
export async function countCases(ask: Connection, filter: Filter, today: string): Promise<CaseCounts> {
  const counted = await ask.rows<{ queue: CaseQueue; rule: string; kind: CaseKind; late: boolean; now: boolean; urgency: number; n: number; passing: number }>(sql`SELECT queue, rule, kind, late, now, max(urgency) AS urgency, count(*) AS n, count(*) FILTER (WHERE passes) AS passing
    FROM (SELECT ${queueAt(today)} AS queue, rule, kind, due_on < ${today}::DATE AS late, due_on = ${today}::DATE AS now, urgency, ${passing(filter, today)} AS passes FROM ${seen(ask, 'desk_case', '')}) GROUP BY ALL`)
  const { decided } = await ask.one<{ decided: number }>(sql`SELECT count(DISTINCT case_no) AS decided FROM ${seen(ask, 'case_decision', '')} WHERE decided_on = ${today}::DATE AND state <> 'withdrawn'`)
  const sum = (which: (one: (typeof counted)[number]) => boolean, of: 'n' | 'passing' = 'n'): number => counted.reduce((all, one) => (which(one) ? all + one[of] : all), 0)
  const rules = new Map<string, { rule: string; kind: CaseKind; cases: number; urgency: number }>()
  for (const one of counted.filter((row) => row.queue === filter.queue)) {
    const before = rules.get(one.rule)
    rules.set(one.rule, { rule: one.rule, kind: one.kind, cases: (before?.cases ?? 0) + one.n, urgency: Math.max(before?.urgency ?? 0, one.urgency) })
  }
  return {
    today, total: sum(() => true, 'passing'),
    queues: Object.fromEntries(caseQueues.map((queue) => [queue, sum((one) => one.queue === queue)])) as Record<CaseQueue, number>,
    rules: [...rules.values()].sort((a, b) => b.urgency - a.urgency || (a.rule < b.rule ? -1 : 1)).map(({ rule, kind, cases }) => ({ rule, kind, cases })),
    dueToday: sum((one) => one.queue === 'open' && (one.late || one.now)), overdue: sum((one) => one.queue === 'open' && one.late), decidedToday: decided,
  }
}

/** @throws MingchaError no_such_case */
export async function oneCase(ask: Connection, caseNo: number, today: string): Promise<DeskCase> {
  const [found] = await shown(ask, [caseNo], today)
  if (!found) throw new MingchaError('no_such_case', `there is no case ${caseNo}`, 'List the cases to see their numbers.', { case: caseNo })
  return found
}
