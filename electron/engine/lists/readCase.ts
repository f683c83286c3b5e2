import type { RecordClass } from '../../../shared/classes.ts'
import type { CaseAttachment, CaseDecision, CaseDossier, CaseEvent, CaseEvidence } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, sql } from '../duckdb/sql.ts'
import { entriesOf } from './entries.ts'
import { oneCase } from './queue.ts'

const mostEvidence = 200
const mostOthers = 50
/** Columns of a record that say where it is from, or say in a code what another says in words. */
const beside = new Set(['subject_id', 'attached', 'subject_name', 'subject_code', 'occurred_on', 'known_on', 'extra', 'row_key', 'batch', 'file_id', 'source_row', 'org_code'])

/** A case with the records it rests on, what was decided, everything that happened, and what else there is of the party. @throws MingchaError no_such_case */
export async function readCase(ask: Connection, caseNo: number, today: string): Promise<CaseDossier> {
  const found = await oneCase(ask, caseNo, today)
  const { party } = await ask.one<{ party: string }>(sql`SELECT party FROM desk_case WHERE case_no = ${caseNo}`)
  const decisions = await ask.rows<CaseDecision>(sql`SELECT decision, outcome, ground, basis, reason, decided_by AS "decidedBy", decided_at AS "decidedAt", state, second_by AS "secondBy", second_at AS "secondAt", second_note AS "secondNote" FROM case_decision WHERE case_no = ${caseNo} ORDER BY decision DESC`)
  const attachments = await ask.rows<CaseAttachment>(sql`SELECT sha256, name, media, bytes, revision FROM case_attachment WHERE case_no = ${caseNo} ORDER BY revision, name`)
  const events = await ask.rows<Omit<CaseEvent, 'content'> & { content: string }>(sql`SELECT revision, happened_at AS "happenedAt", done_by AS "doneBy", kind, reason, content::VARCHAR AS content FROM case_event WHERE case_no = ${caseNo} ORDER BY revision DESC, happened_at DESC`)
  const others = await ask.rows<CaseDossier['others'][number]>(sql`SELECT case_no AS "caseNo", kind, list, ground, period, state, outcome, found_on AS "foundOn" FROM desk_case WHERE party = ${party} AND case_no <> ${caseNo} ORDER BY state = 'closed', case_no DESC LIMIT ${mostOthers}`)
  return { case: found, evidence: await evidenceOf(ask, caseNo), decisions, attachments, events: events.map((one) => ({ ...one, content: JSON.parse(one.content) as CaseEvent['content'] })), entries: await entriesOf(ask, sql`e.party = ${party}`, 50, 0), others }
}

async function evidenceOf(ask: Connection, caseNo: number): Promise<CaseEvidence[]> {
  const rows = await ask.rows<{ class: RecordClass; fileId: number; sourceRow: number; occurredOn: string | null }>(sql`SELECT class, file_id AS "fileId", source_row AS "sourceRow", occurred_on AS "occurredOn" FROM case_evidence WHERE case_no = ${caseNo} ORDER BY occurred_on DESC NULLS LAST, class, file_id, source_row LIMIT ${mostEvidence}`)
  const told = new Map<string, Record<string, string>>()
  for (const one of new Set(rows.map((row) => row.class))) {
    const records = await ask.rows<{ fileId: number; sourceRow: number; cells: string }>(sql`SELECT r.file_id AS "fileId", r.source_row AS "sourceRow", to_json(r)::VARCHAR AS cells
      FROM ${ident(one)} r SEMI JOIN (SELECT file_id, source_row FROM case_evidence WHERE case_no = ${caseNo} AND class = ${one}) e USING (file_id, source_row)`)
    for (const { fileId, sourceRow, cells } of records) told.set(`${one} ${fileId} ${sourceRow}`, cellsOf(cells))
  }
  return rows.map(({ class: recordClass, ...row }) => {
    const cells = told.get(`${recordClass} ${row.fileId} ${row.sourceRow}`)
    return { recordClass, ...row, there: cells !== undefined, cells: cells ?? {} }
  })
}

/** The filled cells that say something: of a word and its code the word. */
function cellsOf(json: string): Record<string, string> {
  const all = Object.entries(JSON.parse(json) as Record<string, unknown>).filter(([name, value]) => value !== null && value !== '' && !beside.has(name))
  const written = new Set(all.map(([name]) => name).filter((name) => name.endsWith('_text')))
  return Object.fromEntries(all.filter(([name]) => !written.has(`${name}_text`)).map(([name, value]) => [name, String(value)]))
}

