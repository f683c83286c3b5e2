import { randomUUID } from 'node:crypto'
import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError, toErrorValue } from '../../../shared/errors.ts'
import type { JointDone, JointRefusal } from '../../../shared/punishments.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { Room } from '../room.ts'
import { canonical, sha256, wellFormed } from '../workspace/canonical.ts'
import { account } from '../workspace/person.ts'
import { catalogueOf, holds } from './catalog.ts'
import { carries, namedGrounds, type ListWords } from './grounds.ts'

/** What a request asks, as its seal covers it. */
export interface Sealed { number: string; name: string; code: string; measure: string; area: string; ground: string; basis: string; content: string; requesting: string; executing: string; validFrom: string; validUntil: string; requestedOn: string }
/** SHA-256 over the canonical JSON of what is asked: an answer that names it answers nothing else. */
export const sealOf = ({ number, name, code, measure, area, ground, basis, content, requesting, executing, validFrom, validUntil, requestedOn }: Sealed): string =>
  sha256(canonical(wellFormed({ number, name, code, measure, area, ground, basis, content, requesting, executing, validFrom, validUntil, requestedOn })))

export const refusal = (place: number, code: string, message: string, hint: string, params: Record<string, string | number> = {}): JointRefusal => {
  const { message: said, hint: mend, params: about } = toErrorValue(new MingchaError(code, message, hint, params))
  return { place, code, message: said, hint: mend ?? '', params: about ?? {} }
}

/** A day some months later: the last of the term that begins on `from`. */
export const lastDay = (from: string, months: number): Sql => sql`(${from}::DATE + INTERVAL (${months}) MONTH - INTERVAL 1 DAY)::DATE`

/** What stands before the numbers of this workspace's requests: made at the first, the same for ever. */
async function officeOf(ask: Connection): Promise<string> {
  await ask.run(sql`INSERT INTO meta SELECT 'joint_office', ${randomUUID().slice(0, 8).toUpperCase()} WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'joint_office')`)
  return (await ask.one<{ value: string }>(sql`SELECT value FROM meta WHERE key = 'joint_office'`)).value
}

/**
 * Asks a department for a measure upon each of these grounds; what has no ground for it is told, the rest is asked.
 * @throws MingchaError no_such_measure, measure_not_in_force, measure_days
 */
export async function requestMeasures(room: Room, words: ListWords, { grounds, measure: code, by, reason, requesting, executing, from, until }: Parsed<'requestMeasures'>): Promise<JointDone> {
  const today = room.today()
  const measure = catalogueOf(room.resources).measures.find((one) => one.code === code && holds(one, today)) ?? catalogueOf(room.resources).measures.find((one) => one.code === code)
  if (!measure) throw new MingchaError('no_such_measure', `there is no measure «${code}»`, 'List the measures to see their codes.', { measure: code })
  if (!holds(measure, today)) throw new MingchaError('measure_not_in_force', `the measure «${code}» is not in force on ${today}`, 'Choose one that is.', { measure: measure.name[0], today })
  const first = from ?? today
  if (until !== undefined && until < first) throw new MingchaError('measure_days', `${until} lies before ${first}`, 'Name a last day after the first.', { from: first, until })
  return room.database().write(async (ask) => {
    await defineKeys(ask)
    const found = await namedGrounds(ask, words, today, grounds)
    const office = await officeOf(ask)
    const last = until ?? (measure.months === null ? null : (await ask.one<{ day: string }>(sql`SELECT ${lastDay(first, measure.months)} AS day`)).day)
    const standing = new Set((await ask.rows<{ key: string }>(sql`SELECT coalesce('e' || entry, 'p' || penalty) AS key FROM joint_request WHERE direction = 'out' AND measure = ${code} AND state NOT IN ('released', 'refused') AND (valid_until IS NULL OR valid_until >= ${today}::DATE)`)).map((one) => one.key))
    const refused: JointRefusal[] = []
    const rows: object[] = []
    let { next } = await ask.one<{ next: number }>(raw('SELECT coalesce(max(request), 0) + 1 AS next FROM joint_request'))
    for (const [place] of grounds.entries()) {
      const ground = found.get(place)
      if (!ground) { refused.push(refusal(place, 'measure_no_ground', `line ${place + 1} names neither an entry that stands nor a decision of penalty`, 'A measure rests on a confirmed listing or a penalty: a tier, an index or a case that is not decided is no ground.', { line: place + 1 })); continue }
      if (!carries(measure, ground)) { refused.push(refusal(place, 'measure_ground', `${ground.name}: «${ground.says}» does not carry the measure ${code}`, 'Choose a measure that the law ties to this ground.', { name: ground.name, ground: ground.says, measure: measure.name[0] })); continue }
      const key = ground.entry === null ? `p${ground.penalty}` : `e${ground.entry}`
      if (standing.has(key)) { refused.push(refusal(place, 'measure_twice', `${ground.name}: the measure ${code} was asked for upon this ground already`, 'Release that one first, or let it end.', { name: ground.name, measure: measure.name[0] })); continue }
      standing.add(key)
      const number = `${office}-${next}`
      const asked = { number, name: ground.name, code: ground.code, measure: code, area: measure.area[0], ground: ground.on === null ? ground.says : `${ground.says}，${ground.on}`, basis: measure.basis, content: measure.content[0], requesting, executing: executing ?? measure.executing, validFrom: first, validUntil: last ?? '', requestedOn: today }
      rows.push({ ...asked, seal: sealOf(asked), request: next++, party: ground.party, subject_id: ground.subjectId, ground_kind: ground.kind, entry: ground.entry, penalty: ground.penalty })
    }
    if (rows.length > 0) await ask.run(sql`INSERT INTO joint_request SELECT o.request, 'out', o.number, o.seal, o.party, o.subject_id, o.name, o.code, o.measure, o.area, o.ground, o.ground_kind, o.entry, o.penalty::UUID, o.basis, o.content, o.requesting, o.executing, o."validFrom"::DATE, nullif(o."validUntil", '')::DATE,
        ${reason}, ${by}, current_timestamp::TIMESTAMP, ${today}::DATE, 'open', NULL, NULL, 1
      FROM (SELECT unnest(from_json(${JSON.stringify(rows)}, '[{"request":"INTEGER","number":"VARCHAR","seal":"VARCHAR","party":"VARCHAR","subject_id":"INTEGER","name":"VARCHAR","code":"VARCHAR","measure":"VARCHAR","area":"VARCHAR","ground":"VARCHAR","ground_kind":"VARCHAR","entry":"INTEGER","penalty":"VARCHAR","basis":"VARCHAR","content":"VARCHAR","requesting":"VARCHAR","executing":"VARCHAR","validFrom":"VARCHAR","validUntil":"VARCHAR"}]')) AS o)`)
    const numbers = rows.map((one) => (one as { request: number }).request)
    await noteEvents(ask, numbers, { kind: 'requested', by, reason, file: null })
    return { done: rows.length, requests: numbers.map((request) => ({ request, revision: 1 })), refused }
  })
}

/** An event of each of these requests, whose revision is already the one after it. */
export const noteEvents = (ask: Connection, requests: readonly number[], { kind, by, reason, file }: { kind: string; by: string; reason: string; file: number | null }): Promise<number> =>
  ask.run(sql`INSERT INTO joint_event SELECT request, revision, current_timestamp::TIMESTAMP, ${by}, ${account()}, ${kind}, ${reason}, ${file}::INTEGER FROM joint_request WHERE list_contains(from_json(${JSON.stringify(requests)}, '["INTEGER"]'), request) ORDER BY request`)

interface State { place: number; request: number | null; name: string; state: string; direction: string; changed: boolean; ended: boolean }

/** Sorts requests, each on the revision that its reader saw, into those that may be changed and those that may not, with why. */
async function choose(ask: Connection, requests: readonly { request: number; revision: number }[], today: string, why: (one: State) => JointRefusal | null): Promise<{ numbers: number[]; refused: JointRefusal[] }> {
  const states = await ask.rows<State & { asked: number }>(sql`SELECT k.place, k.request AS asked, r.request, coalesce(r.name, '') AS name, coalesce(r.state, '') AS state, coalesce(r.direction, '') AS direction, r.revision IS DISTINCT FROM k.revision AS changed, coalesce(r.valid_until < ${today}::DATE, false) AS ended
    FROM (SELECT unnest(from_json(${JSON.stringify(requests.map((one, place) => ({ place, ...one })))}, '[{"place":"INTEGER","request":"INTEGER","revision":"INTEGER"}]'), recursive := true)) k LEFT JOIN joint_request r USING (request) ORDER BY k.place`)
  const numbers: number[] = []
  const refused: JointRefusal[] = []
  for (const one of states) {
    const no = one.request === null ? refusal(one.place, 'no_such_request', `there is no request ${one.asked}`, 'List the requests to see their numbers.', { request: one.asked })
      : one.changed || numbers.includes(one.request) ? refusal(one.place, 'request_changed', `request ${one.request} was changed since it was read`, 'Read it again.', { request: one.request })
        : why(one)
    if (no) refused.push(no)
    else numbers.push(one.request!)
  }
  return { numbers, refused }
}

async function changed(ask: Connection, numbers: readonly number[], refused: JointRefusal[]): Promise<JointDone> {
  const requests = await ask.rows<{ request: number; revision: number }>(sql`SELECT request, revision FROM joint_request WHERE list_contains(from_json(${JSON.stringify(numbers)}, '["INTEGER"]'), request) ORDER BY request`)
  return { done: requests.length, requests, refused }
}
const among = (numbers: readonly number[]): Sql => sql`list_contains(from_json(${JSON.stringify(numbers)}, '["INTEGER"]'), request)`

/** Ends measures before their last day. */
export const releaseMeasures = (room: Room, { requests, by, reason }: Parsed<'releaseMeasures'>): Promise<JointDone> => room.database().write(async (ask) => {
  const { numbers, refused } = await choose(ask, requests, room.today(), ({ place, request, state, direction }) => state === 'released' ? refusal(place, 'joint_released', `request ${request} was released`, 'Nothing is left to be done.', { request: request! })
    : direction === 'in' ? refusal(place, 'joint_not_ours', `request ${request} is another department's`, 'Who asked for it releases it: bring in their file.', { request: request! }) : null)
  await ask.run(sql`UPDATE joint_request SET state = 'released', released_on = ${room.today()}::DATE, revision = revision + 1 WHERE ${among(numbers)}`)
  await noteEvents(ask, numbers, { kind: 'released', by, reason, file: null })
  return changed(ask, numbers, refused)
})

/** Releases whatever rests on an entry that stands no more: its legal ground is gone. */
export async function releaseEnded(ask: Connection, today: string, by: string): Promise<void> {
  const ended = await ask.rows<{ request: number }>(raw("SELECT request FROM joint_request WHERE direction = 'out' AND state <> 'released' AND entry IN (SELECT entry FROM list_entry WHERE state = 'removed')"))
  if (ended.length === 0) return
  const numbers = ended.map((one) => one.request)
  await ask.run(sql`UPDATE joint_request SET state = 'released', released_on = ${today}::DATE, revision = revision + 1 WHERE ${among(numbers)}`)
  await noteEvents(ask, numbers, { kind: 'released', by, reason: '移出名录，法定事由消失', file: null })
}

/** An answer entered by a person: to a request from elsewhere, or what a department said of ours. */
export const answerMeasures = (room: Room, { requests, result, on, note, department, by }: Parsed<'answerMeasures'>): Promise<JointDone> => room.database().write(async (ask) => {
  const day = on ?? room.today()
  const { numbers, refused } = await choose(ask, requests, room.today(), ({ place, request, state, ended }) => state === 'released' || ended ? refusal(place, 'joint_released', `request ${request} was released or has ended`, 'Nothing is left to be done.', { request: request! }) : null)
  for (const request of numbers) await takeAnswer(ask, { request, result, executedOn: day, note, department, person: by, file: null })
  await noteEvents(ask, numbers, { kind: 'answered', by, reason: note, file: null })
  return changed(ask, numbers, refused)
})

export interface Answer { request: number; result: string; executedOn: string; note: string; department: string; person: string; file: number | null }
/** What makes an answer the same as another. */
export const digestOf = ({ request, result, executedOn, note, department, person }: Answer): string => sha256(canonical(wellFormed({ request, result, executedOn, note, department, person })))

/** The answer stands from now on; the event is noted by whoever brought it. */
export async function takeAnswer(ask: Connection, answer: Answer): Promise<void> {
  await ask.run(sql`INSERT INTO joint_feedback VALUES (nextval('joint_feedback_number')::INTEGER, ${answer.request}, ${answer.result}, ${answer.executedOn}::DATE, ${answer.note}, ${answer.department}, ${answer.person}, ${digestOf(answer)}, ${answer.file}::INTEGER)`)
  await ask.run(sql`UPDATE joint_request SET state = ${answer.result}, revision = revision + 1 WHERE request = ${answer.request}`)
}
