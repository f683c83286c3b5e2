import type { Parsed } from '../../../shared/contract.ts'
import type { DossierOutput, NoteFile, SubjectNote } from '../../../shared/dossier.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { readKept, refuseUnsighted, type Kept } from '../workspace/attachments.ts'
import { account, person } from '../workspace/person.ts'
import { findSubject } from './subject.ts'

/** @returns the number of the note. @throws MingchaError subject_not_found */
export async function addNote(ask: Connection, { subjectId, text }: Parsed<'addNote'>, files: readonly Kept[]): Promise<number> {
  const { now, name, code } = await findSubject(ask, subjectId)
  const { note } = await ask.one<{ note: number }>(sql`SELECT nextval('note_number')::INTEGER AS note`)
  await ask.run(sql`INSERT INTO subject_note VALUES (${note}, ${now}, ${name}, ${code}, ${text.toWellFormed()}, ${person()}, ${account()}, current_timestamp::TIMESTAMP, NULL, NULL, NULL)`)
  await ask.run(sql`INSERT INTO note_file SELECT DISTINCT ON (sha256) ${note}::INTEGER, sha256, name, media, bytes FROM (SELECT unnest(${JSON.stringify(files)}::JSON::STRUCT(sha256 VARCHAR, name VARCHAR, media VARCHAR, bytes BIGINT)[], recursive := true))`)
  return note
}

/** @throws MingchaError no_such_note, note_struck */
export async function strikeNote(ask: Connection, { note, reason }: Parsed<'strikeNote'>): Promise<void> {
  const found = await oneNote(ask, note)
  if (found.struck) throw new MingchaError('note_struck', `note ${note} was struck by ${found.struck.by}`, 'It stays as it is.', { note, by: found.struck.by })
  await ask.run(sql`UPDATE subject_note SET struck_by = ${person()}, struck_at = current_timestamp::TIMESTAMP, struck_for = ${reason.toWellFormed()} WHERE note = ${note}`)
}

/** Notes of a subject and of those that were merged into it. */
export const notesOf = (ask: Connection, subjectId: number): Promise<SubjectNote[]> =>
  notesWhere(ask, sql`subject_id = ${subjectId} OR subject_id IN (SELECT subject_id FROM former_subject WHERE now_id = ${subjectId})`)

/** @throws MingchaError no_such_note */
export async function oneNote(ask: Connection, note: number): Promise<SubjectNote> {
  const [found] = await notesWhere(ask, sql`note = ${note}`)
  if (!found) throw new MingchaError('no_such_note', `there is no note ${note}`, 'List the notes of the subject to see their numbers.', { note })
  return found
}

/** @throws MingchaError no_such_note, no_such_attachment, attachment_damaged, attachment_masked */
export async function readNoteFile(ask: Connection, workspace: string, { note, sha256 }: Parsed<'readNoteFile'>): Promise<DossierOutput['readNoteFile']> {
  const file = (await oneNote(ask, note)).files.find((one) => one.sha256 === sha256)
  if (!file) throw new MingchaError('no_such_note_file', `note ${note} has no such attachment`, 'See its attachments.', { note })
  refuseUnsighted(file.name)
  return { name: file.name, media: file.media, bytes: await readKept(workspace, sha256, file.name) }
}

async function notesWhere(ask: Connection, which: Sql): Promise<SubjectNote[]> {
  const rows = await ask.rows<{ note: number; text: string; by: string; at: string; struck_by: string | null; struck_at: string | null; struck_for: string | null; files: string }>(sql`
    SELECT note, text, written_by AS by, written_at AS at, struck_by, struck_at, struck_for,
      (SELECT coalesce(to_json(list({sha256: f.sha256, name: f.name, media: f.media, bytes: f.bytes} ORDER BY f.name)), '[]')::VARCHAR FROM note_file f WHERE f.note = n.note) AS files
    FROM subject_note n WHERE ${which} ORDER BY note DESC`)
  return rows.map(({ note, text, by, at, struck_by: struckBy, struck_at: struckAt, struck_for: reason, files }) => ({
    note, text, by, at, struck: struckBy === null ? null : { by: struckBy, at: struckAt ?? '', reason: reason ?? '' }, files: JSON.parse(files) as NoteFile[],
  }))
}
