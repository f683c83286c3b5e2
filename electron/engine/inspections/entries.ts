import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { personKey } from '../workspace/person.ts'
import { saidBy, tableOn, type Said } from './codes.ts'
import { inspections, type Origin } from './duties.ts'
import { noteDeeds } from './events.ts'

/** One result as it was written, on the desk or in a file. */
export interface Entry {
  /** Tells entries apart: a row of a file, a place in a list. */
  n: number
  origin: Origin
  number: number
  visit: number
  item: string
  /** That the editor saw; null: whatever there is (a file knows none). */
  revision: number | null
  by: string
  /** Who brought the file that another filled in; '' nobody. */
  importer: string
  codes: readonly string[]
  codeSet?: string | undefined
  inspectedOn: string
  remark: string
}
/** Why an entry was refused, and for which of its columns (resources/results/columns.yaml). */
export interface EntryRefusal { n: number; column: string; error: MingchaError }
export interface Taken { n: number; result: number }
export interface Entered { taken: Taken[]; same: Taken[]; refused: EntryRefusal[] }

interface Sound extends Entry { said: Said; table: string }
interface Found { n: number; inspection: boolean; drawn_on: string | null; visits: number; duty: boolean; standing: boolean; department: string | null; result: number | null; state: string | null; revision: number; codes: string | null; code_set: string | null; inspected_on: string | null; remark: string | null }

const longest = { remark: 4000, by: 60 }

/** Texts of a file as the workspace takes them: without NUL and broken signs. */
const clean = (entry: Entry): Entry => ({ ...entry, by: plain(entry.by), importer: plain(entry.importer), remark: plain(entry.remark), item: plain(entry.item) })
const plain = (text: string): string => text.toWellFormed().replaceAll('\0', '')

type Content = Pick<Entry, 'by' | 'codes' | 'codeSet' | 'inspectedOn' | 'remark'>

/** What an entry says, or what is wrong with it, whatever the workspace knows. */
function understood({ resources, today }: Pick<Room, 'resources' | 'today'>, { by, codes, codeSet, inspectedOn, remark }: Content, refuse: (column: string, error: MingchaError) => void): { said: Said; table: string } | null {
  const day = new Date(`${inspectedOn}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== inspectedOn) {
    refuse('inspected_on', new MingchaError('result_day', `«${inspectedOn}» is no day`, 'Write the last day of the inspection as 2026-11-23.', { value: inspectedOn }))
    return null
  }
  if (inspectedOn > today()) {
    refuse('inspected_on', new MingchaError('result_future', `${inspectedOn} lies after today, ${today()}`, 'Write the last day of the inspection.', { value: inspectedOn, today: today() }))
    return null
  }
  if (remark.length > longest.remark) refuse('remark', tooLong('remark', remark, longest.remark))
  if (by.length > longest.by) refuse('entered_by', tooLong('name', by, longest.by))
  if (personKey(by) === '') refuse('entered_by', new MingchaError('result_nobody', 'nobody is named who entered it', 'Name the person who enters: another reviews.', {}))
  try {
    const table = tableOn(resources, inspectedOn, codeSet)
    return { table: table.id, said: saidBy(table, codes, remark) }
  } catch (error) {
    if (!(error instanceof MingchaError)) throw error
    refuse(error.code === 'result_code_table' ? 'code_set' : error.code === 'result_remark_missing' ? 'remark' : 'codes', error)
    return null
  }
}

const tooLong = (what: string, text: string, most: number): MingchaError => new MingchaError('result_long', `the ${what} has ${text.length} signs, at most ${most} are kept`, 'Shorten it; attach what is longer.', { length: text.length, most })

/** The same of a single result. @throws MingchaError result_day, result_future, result_long, result_nobody, result_code_table, result_code_none, result_code_unknown, result_code_exclusive, result_remark_missing */
export const contentOf = (room: Pick<Room, 'resources' | 'today'>, content: Content): { said: Said; table: string } => understood(room, content, (_, error) => { throw error })!

/** Nothing is inspected before it is drawn. The clock of a machine may be wrong: a draw in the future counts as today's. */
export const beforeDraw = (inspectedOn: string, drawnOn: string, today: string): MingchaError | null =>
  (inspectedOn >= drawnOn || inspectedOn >= today ? null : new MingchaError('result_before_draw', `${inspectedOn} lies before the draw of ${drawnOn}`, 'Write the last day of the inspection.', { value: inspectedOn, drawn: drawnOn }))

/** What an entry says that the workspace speaks against. */
function contradiction(entry: Sound, found: Found, today: string): { column: string; error: MingchaError } | null {
  const { origin, number, visit, item } = entry
  if (!found.inspection) return { column: 'number', error: new MingchaError('no_such_inspection', `there is no drawn ${origin === 'campaign' ? 'joint inspection' : 'draw'} ${number}`, 'Draw it first; a draw that is part of a joint inspection is entered there.', { origin, number }) }
  if (found.visits === 0) return { column: 'visit', error: new MingchaError('result_no_visit', `inspection ${number} has no visit ${visit}`, 'Take the number from its task package.', { number, visit }) }
  if (!found.duty) return { column: 'item', error: new MingchaError('result_no_item', `«${item}» is not to be inspected on visit ${visit}`, 'Take the item from the task package of this inspection.', { item, visit, number }) }
  if (!found.standing && found.result === null) return { column: 'visit', error: new MingchaError('result_visit_replaced', `another subject took the place of visit ${visit}`, 'Enter the result of the visit that took its place.', { visit, number }) }
  const early = beforeDraw(entry.inspectedOn, found.drawn_on!, today)
  return early && { column: 'inspected_on', error: early }
}

/** Whether a result may still be changed. */
function settled(entry: Sound, found: Found): MingchaError | null {
  if (entry.revision !== null && entry.revision !== found.revision) return changed(found.result ?? 0, found.revision, entry.revision)
  return settledAs(found.result ?? 0, found.state ?? '')
}

/** Why a result in this state is changed no more, or null. */
export function settledAs(result: number, state: string): MingchaError | null {
  if (state === 'published') return new MingchaError('result_published', `result ${result} is published`, 'Correct it, with a reason: what was published stays on record.', { result })
  return state === 'approved' ? new MingchaError('result_approved', `result ${result} is approved`, 'Let the reviewer return it first.', { result }) : null
}

export const changed = (result: number, revision: number, seen: number): MingchaError =>
  new MingchaError('result_changed', `the result was changed meanwhile: it is at revision ${revision}, ${seen} was seen`, 'Look at it as it is now.', { result, revision, seen })

/**
 * Enters results, or changes those that are not approved yet: the good ones, each other one told with its column. What is entered as it stands already
 * changes nothing. Runs within a transaction; statements are the same few however many the entries.
 */
export async function takeEntries(ask: Connection, room: Pick<Room, 'resources' | 'today'>, entries: readonly Entry[], source: string): Promise<Entered> {
  const refused: EntryRefusal[] = []
  const good: Sound[] = []
  const seen = new Map<string, number>()
  for (const entry of entries.map(clean)) {
    const before = refused.length
    const one = understood(room, entry, (column, error) => refused.push({ n: entry.n, column, error }))
    const key = JSON.stringify([entry.origin, entry.number, entry.visit, entry.item])
    const first = seen.get(key)
    if (first !== undefined) refused.push({ n: entry.n, column: 'visit', error: new MingchaError('result_twice', `the same item on the same visit stands in ${first} already`, 'Remove one of the two; several codes go into one cell.', { first }) })
    else seen.set(key, entry.n)
    if (one !== null && refused.length === before) good.push({ ...entry, ...one })
  }
  const found = await lookUp(ask, good)
  const [writing, same]: [(Sound & { found: Found })[], Taken[]] = [[], []]
  for (const [i, entry] of good.entries()) {
    const there = found[i]!
    const against = contradiction(entry, there, room.today())
    if (against) refused.push({ n: entry.n, ...against })
    else if (there.result !== null && saysTheSame(entry, there)) same.push({ n: entry.n, result: there.result })
    else {
      const error = settled(entry, there)
      if (error) refused.push({ n: entry.n, column: '', error })
      else writing.push({ ...entry, found: there })
    }
  }
  return { taken: await write(ask, writing, source), same, refused }
}

const saysTheSame = (entry: Sound, found: Found): boolean =>
  found.state !== 'returned' && found.code_set === entry.table && found.codes === JSON.stringify(entry.said.codes.map((one) => one.code)) && found.inspected_on === entry.inspectedOn && found.remark === entry.remark

/** What the workspace knows of the place of each entry, in their order. */
async function lookUp(ask: Connection, entries: readonly Sound[]): Promise<Found[]> {
  if (entries.length === 0) return []
  const places = JSON.stringify(entries.map(({ origin, number, visit, item }, i) => ({ i, origin, number, visit, item })))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE entered_place AS SELECT unnest(${places}::JSON::STRUCT(i INTEGER, origin VARCHAR, number INTEGER, visit INTEGER, item VARCHAR)[], recursive := true)`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE entered_duty AS SELECT * FROM inspection_duty WHERE (origin, number) IN (SELECT (origin, number) FROM entered_place)`)
  const rows = await ask.rows<Found>(sql`
    SELECT p.i AS n, t.number IS NOT NULL AS inspection, t.drawn_on, coalesce(v.visits, 0) AS visits, d.item IS NOT NULL AS duty, coalesce(d.standing, false) AS standing, d.department,
      r.result, r.state, coalesce(r.revision, 0) AS revision, r.codes::VARCHAR AS codes, r.code_set, r.inspected_on, r.remark
    FROM entered_place p LEFT JOIN ${inspections()} t USING (origin, number) LEFT JOIN entered_duty d USING (origin, number, visit, item)
      LEFT JOIN (SELECT origin, number, visit, count(*) AS visits FROM entered_duty GROUP BY ALL) v USING (origin, number, visit) LEFT JOIN inspection_result r USING (origin, number, visit, item) ORDER BY p.i`)
  await ask.run(raw('DROP TABLE entered_place'))
  return rows
}

async function write(ask: Connection, entries: readonly (Sound & { found: Found })[], source: string): Promise<Taken[]> {
  if (entries.length === 0) {
    await ask.run(raw('DROP TABLE IF EXISTS entered_duty'))
    return []
  }
  const rows = JSON.stringify(entries.map(({ n, origin, number, visit, item, by, table, inspectedOn, remark, said, importer }) => ({
    n, origin, number, visit, item, by, person_key: personKey(by), importer, importer_key: personKey(importer), code_set: table, codes: said.codes.map((one) => one.code), outcome: said.outcome, problem: said.problem, needs: said.needs, inspected_on: inspectedOn, remark,
  })))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE entering AS SELECT e.*, coalesce(r.result, nextval('result_number'))::INTEGER AS result, r.result IS NULL AS fresh, d.department, d.id, d.subject_id
    FROM (SELECT unnest(${rows}::JSON::STRUCT(n INTEGER, origin VARCHAR, number INTEGER, visit INTEGER, item VARCHAR, "by" VARCHAR, person_key VARCHAR, importer VARCHAR, importer_key VARCHAR, code_set VARCHAR, codes JSON, outcome VARCHAR, problem BOOLEAN, needs BOOLEAN, inspected_on DATE, remark VARCHAR)[], recursive := true)) e
      JOIN entered_duty d USING (origin, number, visit, item) LEFT JOIN inspection_result r USING (origin, number, visit, item)`)
  const at = new Date().toISOString()
  await ask.run(sql`UPDATE inspection_result AS r SET state = 'awaiting_review', revision = r.revision + 1, code_set = e.code_set, codes = e.codes, outcome = e.outcome, problem = e.problem, inspected_on = e.inspected_on, remark = e.remark,
      entered_by = e."by", entered_at = ${at}::TIMESTAMPTZ::TIMESTAMP, returned_for = NULL, follow_up = ${followUpOf(raw('e.needs'), raw('r.follow_up'))} FROM entering e WHERE r.result = e.result`)
  await ask.run(sql`INSERT INTO inspection_result (result, origin, number, visit, item, department, id, subject_id, state, revision, code_set, codes, outcome, problem, inspected_on, remark, entered_by, entered_at, follow_up)
    SELECT result, origin, number, visit, item, department, id, subject_id, 'awaiting_review', 1, code_set, codes, outcome, problem, inspected_on, remark, "by", ${at}::TIMESTAMPTZ::TIMESTAMP, ${followUpOf(raw('needs'), raw("'open'"))} FROM entering WHERE fresh ORDER BY n`)
  await noteDeeds(ask, sql`SELECT result, "by", person_key, importer, importer_key, CASE WHEN fresh THEN 'entered' ELSE 'changed' END AS kind, '' AS reason, ${source}::VARCHAR AS source FROM entering`)
  const taken = await ask.rows<Taken>(sql`SELECT n, result FROM entering ORDER BY n`)
  await ask.run(raw('DROP TABLE entering; DROP TABLE entered_duty'))
  return taken
}

/** What must follow after a change, as SQL: what was done stays done. */
export const followUpOf = (needs: ReturnType<typeof raw>, before: ReturnType<typeof raw>): ReturnType<typeof raw> => sql`CASE WHEN NOT ${needs} THEN 'not_needed' WHEN ${before} = 'done' THEN 'done' ELSE 'open' END`
