import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { CasesDone, ListOutput } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { keepFile, readKept, refuseUnsighted } from '../workspace/attachments.ts'
import { note, pick } from './chosen.ts'

/**
 * Attaches a photo or document to cases, whatever their state: who decides or confirms next must have seen it, since it changes their revision. A case that has
 * the same bytes already is left as it is, and told.
 * @throws MingchaError attachment_missing, attachment_large, attachment_kind
 */
export async function attachToCases(room: Room, { cases, path, name, by }: Parsed<'attachToCases'>): Promise<CasesDone> {
  const kept = await keepFile(room.database().path, path, name)
  return room.database().write(async (ask) => {
    const refused = await pick(ask, cases, sql`CASE WHEN (c.case_no, ${kept.sha256}) IN (SELECT (case_no, sha256) FROM case_attachment) THEN 'case_attached' END`)
    await ask.run(raw('UPDATE desk_case SET revision = revision + 1 WHERE case_no IN (SELECT case_no FROM picked)'))
    await ask.run(sql`INSERT INTO case_attachment SELECT case_no, ${kept.sha256}, ${kept.name.toWellFormed()}, ${kept.media}, ${kept.bytes}, revision FROM desk_case SEMI JOIN picked USING (case_no) ORDER BY case_no`)
    return note(ask, refused, { kind: 'attached', by, reason: kept.name.toWellFormed(), content: sql`json_object('sha256', ${kept.sha256})` })
  })
}

/** @throws MingchaError no_such_case_attachment, attachment_damaged, attachment_masked */
export async function readCaseAttachment(ask: Connection, workspace: string, { caseNo, sha256 }: Parsed<'readCaseAttachment'>): Promise<ListOutput['readCaseAttachment']> {
  const [found] = await ask.rows<{ name: string; media: string }>(sql`SELECT name, media FROM case_attachment WHERE case_no = ${caseNo} AND sha256 = ${sha256}`)
  if (!found) throw new MingchaError('no_such_case_attachment', `case ${caseNo} has no such attachment`, 'See its attachments.', { case: caseNo })
  refuseUnsighted(found.name)
  return { ...found, bytes: await readKept(workspace, sha256, found.name) }
}
