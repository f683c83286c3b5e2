import { createHash } from 'node:crypto'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { listsOf, type Lists } from './rules.ts'

/** Records that the program made, brought in under a batch of their own. Handed in by the importing room, which alone writes records. */
export type BringOwn = (ask: Connection, own: { kind: 'decision'; recordClass: 'listing'; name: string; sha256: string; bytes: number; mapping: { source: string; column: string }[]; rows: Sql; columns: string[] }) => Promise<{ batch: number; fileId: number }>

const columns = ['kind', 'list_name', 'ground', 'ground_code', 'doc_no', 'removed_on', 'removal_reason', 'fact', 'basis']

/**
 * What was carried out today as records of lists, in the same transaction: one for each entry of the temp table `begun` (entry), and in the place of
 * that of each entry of `ended` (entry) one that tells of the removal. An entry of which a file had told already, so that its case rests on a record
 * of a list, is told twice by nobody: that record stays as its file wrote it.
 */
export async function recordEntries(ask: Connection, room: Pick<Room, 'resources' | 'today'>, bringOwn: BringOwn): Promise<void> {
  const [lists, today] = [listsOf(room.resources), room.today()]
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE told AS
    SELECT row_number() OVER (ORDER BY entry) AS source_row, entry, e.subject_id, e.name AS subject_name, coalesce(s.uscc, s.local_code) AS subject_code, e.listed_on AS occurred_on, ${today}::DATE AS known_on, e.list AS kind,
      ${worded(lists, (list, marked) => (marked ? lists[list].marks!.name[0] : lists[list].name[0]))} AS list_name, ${groundWords(lists)} AS ground, CASE WHEN e.list = 'abnormal' THEN e.ground END AS ground_code,
      d.decision::VARCHAR AS doc_no, NULL::DATE AS removed_on, NULL::VARCHAR AS removal_reason, d.reason AS fact, d.basis, NULL::VARCHAR AS extra, NULL::INTEGER AS replaced_file, NULL::BIGINT AS replaced_row
    FROM list_entry e JOIN case_decision d USING (decision) LEFT JOIN subject s USING (subject_id)
    WHERE entry IN (SELECT entry FROM begun) AND e.case_no NOT IN (SELECT case_no FROM case_evidence WHERE class = 'listing')`)
  await ask.run(sql`INSERT INTO told SELECT (SELECT count(*) FROM told) + row_number() OVER (ORDER BY entry), entry, l.subject_id, l.subject_name, l.subject_code, l.occurred_on, l.known_on, l.kind, l.list_name, l.ground, l.ground_code,
      l.doc_no, e.removed_on, d.reason, l.fact, l.basis, l.extra::VARCHAR, k.file_id, k.source_row
    FROM list_entry e JOIN list_record k USING (entry) JOIN listing l ON l.file_id = k.file_id AND l.source_row = k.source_row JOIN case_decision d ON d.decision = e.removal_decision WHERE entry IN (SELECT entry FROM ended)`)
  const { lines } = await ask.one<{ lines: string | null }>(raw("SELECT string_agg(concat_ws(chr(9), entry, subject_name, subject_code, list_name, ground, occurred_on, doc_no, removed_on, removal_reason), chr(10) ORDER BY source_row) AS lines FROM told"))
  if (lines !== null) {
    const bytes = new TextEncoder().encode(lines)
    const { fileId } = await bringOwn(ask, {
      kind: 'decision', recordClass: 'listing', name: `名录决定 ${today}`, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, mapping: [], columns,
      rows: raw(`SELECT source_row, subject_id, subject_name, subject_code, occurred_on, known_on, ${columns.join(', ')}, extra, replaced_file, replaced_row FROM told`),
    })
    await ask.run(raw('DELETE FROM list_record WHERE entry IN (SELECT entry FROM told)'))
    await ask.run(sql`INSERT INTO list_record SELECT entry, ${fileId}::INTEGER, source_row FROM told ORDER BY entry`)
  }
  await ask.run(raw('DROP TABLE told'))
}

/** An expression over e.list and e.marked. */
const worded = (lists: Lists, of: (list: keyof Lists, marked: boolean) => string): Sql =>
  sql`CASE ${join((Object.keys(lists) as (keyof Lists)[]).flatMap((list) => [...(lists[list].marks === null ? [] : [sql`WHEN e.list = ${list} AND e.marked THEN ${of(list, true)}`]), sql`WHEN e.list = ${list} THEN ${of(list, false)}`]), ' ')} END`
const groundWords = (lists: Lists): Sql =>
  sql`CASE ${join(Object.entries(lists).flatMap(([list, one]) => Object.entries(one.grounds).map(([ground, of]) => sql`WHEN e.list = ${list} AND e.ground = ${ground} THEN ${of.name[0]}`)), ' ')} ELSE e.ground END`
