import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { jointStates, type JointEvent, type JointFeedback, type JointRequest, type JointState, type PunishmentOutput } from '../../../shared/punishments.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql, type Sql } from '../duckdb/sql.ts'

/** The state of a request on a day: past its last day it has expired. Over r. */
const stateOn = (today: string): Sql => sql`CASE WHEN r.state NOT IN ('released', 'refused') AND r.valid_until < ${today}::DATE THEN 'expired' ELSE r.state END`

const feedbackColumns = `feedback, result, executed_on AS "executedOn", note, department, person, file`

/** Requests under a condition on r, the latest first. */
export async function requestsWhere(ask: Connection, today: string, condition: Sql, limit: number, offset: number): Promise<JointRequest[]> {
  const rows = await ask.rows<Omit<JointRequest, 'feedback'>>(sql`SELECT r.request, r.direction, r.number, r.seal, coalesce(f.now_id, r.subject_id) AS "subjectId", r.name, r.code, r.measure, r.area, r.ground, r.ground_kind AS "groundKind", r.entry, r.basis, r.content, r.requesting, r.executing,
      r.valid_from AS "validFrom", r.valid_until AS "validUntil", r.reason, r.requested_by AS "requestedBy", r.requested_on AS "requestedOn", ${stateOn(today)} AS state, r.released_on AS "releasedOn", r.file, r.revision
    FROM (SELECT * FROM joint_request r WHERE ${condition} ORDER BY request DESC LIMIT ${limit} OFFSET ${offset}) r LEFT JOIN former_subject f ON f.subject_id = r.subject_id ORDER BY r.request DESC`)
  const answers = new Map((await ask.rows<JointFeedback & { request: number }>(sql`SELECT request, ${{ parts: [feedbackColumns], values: [] }} FROM joint_feedback WHERE list_contains(from_json(${JSON.stringify(rows.map((one) => one.request))}, '["INTEGER"]'), request) QUALIFY row_number() OVER (PARTITION BY request ORDER BY feedback DESC) = 1`))
    .map(({ request, ...one }) => [request, one]))
  return rows.map((one) => ({ ...one, feedback: answers.get(one.request) ?? null }))
}

export async function listMeasures(ask: Connection, { direction, state, unsent, subjectId, text, offset, limit }: Parsed<'listMeasures'>, today: string): Promise<PunishmentOutput['listMeasures']> {
  const condition = join([
    sql`r.direction = ${direction}`,
    ...(state === undefined ? [] : [sql`${stateOn(today)} = ${state}`]),
    ...(unsent === undefined ? [] : [sql`(r.file IS NULL) = ${unsent}`]),
    ...(subjectId === undefined ? [] : [sql`(r.subject_id = ${subjectId} OR r.subject_id IN (SELECT subject_id FROM former_subject WHERE now_id = ${subjectId}))`]),
    ...(text === undefined ? [] : [sql`(contains(lower(r.name), lower(${text})) OR contains(lower(r.number), lower(${text})) OR contains(r.executing, ${text}))`]),
  ], ' AND ')
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM joint_request r WHERE ${condition}`)
  const counted = new Map((await ask.rows<{ state: JointState; n: number }>(sql`SELECT ${stateOn(today)} AS state, count(*) AS n FROM joint_request r WHERE r.direction = ${direction} GROUP BY 1`)).map((one) => [one.state, one.n]))
  const { unsent: waiting } = await ask.one<{ unsent: number }>(sql`SELECT count(*) AS unsent FROM joint_request r WHERE r.direction = ${direction} AND r.file IS NULL AND ${stateOn(today)} = 'open'`)
  return { total, counts: Object.fromEntries(jointStates.map((one) => [one, counted.get(one) ?? 0])) as Record<JointState, number>, unsent: waiting, requests: await requestsWhere(ask, today, condition, limit, offset) }
}

/** @throws MingchaError no_such_request */
export async function readMeasure(ask: Connection, request: number, today: string): Promise<PunishmentOutput['readMeasure']> {
  const [found] = await requestsWhere(ask, today, sql`r.request = ${request}`, 1, 0)
  if (!found) throw new MingchaError('no_such_request', `there is no request ${request}`, 'List the requests to see their numbers.', { request })
  return {
    request: found,
    feedback: await ask.rows<JointFeedback>(sql`SELECT ${{ parts: [feedbackColumns], values: [] }} FROM joint_feedback WHERE request = ${request} ORDER BY feedback DESC`),
    events: await ask.rows<JointEvent>(sql`SELECT e.revision, e.happened_at AS "happenedAt", e.done_by AS "doneBy", e.kind, e.reason, e.file, f.name AS "fileName", f.sha256 FROM joint_event e LEFT JOIN joint_file f USING (file) WHERE request = ${request} ORDER BY e.revision DESC`),
  }
}
