import { recordClasses } from '../../../shared/classes.ts'
import type { IdentityDecision, Output, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { keepLookups } from '../workspace/lookups.ts'
import { unsighted } from '../workspace/deed.ts'
import { markTouched } from '../workspace/touched.ts'
import { clusterMoved } from './cluster.ts'
import { refuseCommitted } from './merge.ts'
import { takeBack } from './takeBack.ts'

interface Row { decision: number; kind: IdentityDecision['kind']; item: string; name: string; subject_id: number; subject: string | null; answer: IdentityDecision['answer']; score: number; decided_at: string; decided_by: string; moved: number }

const shown = (row: Row): IdentityDecision => ({
  decision: row.decision, kind: row.kind, item: row.kind === 'bearer' && unsighted() ? '' : row.item, name: row.name, subjectId: row.subject_id, subjectName: row.subject, answer: row.answer, score: row.score, decidedAt: row.decided_at, decidedBy: row.decided_by, moved: row.moved })

const rowsOf = (ask: Connection, where: Sql, limit: number, offset: number): Promise<Row[]> => ask.rows<Row>(sql`SELECT d.decision, d.kind, d.item, d.name, d.subject_id, s.name AS subject, d.answer, d.score, d.decided_at, d.decided_by,
    (SELECT count(*) FROM identity_move m WHERE m.decision = d.decision AND m.attached <> 'other') AS moved
  FROM (SELECT * FROM identity_decision d WHERE ${where} ORDER BY decision DESC LIMIT ${limit} OFFSET ${offset}) d LEFT JOIN subject s USING (subject_id) ORDER BY d.decision DESC`)

/** Decisions that concern a subject: those that gave it records or took some, and those of the subjects merged into it. */
const concerns = (subjectId: number): Sql => sql`(subject_id = ${subjectId} OR decision IN (SELECT decision FROM subject_merge WHERE ${subjectId} IN (from_subject, into_subject)) OR (kind = 'subject' AND item = ${String(subjectId)}))`

/** Decisions that stand, the latest first. */
export async function identityDecisions(ask: Connection, { subjectId, offset, limit }: Parsed<'identityDecisions'>): Promise<Output['identityDecisions']> {
  const where = sql`undone_at IS NULL AND ${subjectId === undefined ? raw('true') : concerns(subjectId)}`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM identity_decision WHERE ${where}`)
  return { total, decisions: (await rowsOf(ask, where, limit, offset)).map(shown) }
}

/**
 * Takes a decision back that still stands, by default the latest: its records lie again as they did, and its pair is in the queue.
 * @throws MingchaError nothing_decided; decision_built_upon where a later one concerns the same subjects; merge_in_draw
 */
export function undoIdentity(room: Room, decision?: number): Promise<IdentityDecision> {
  return room.database().write(async (ask) => {
    const [last] = await rowsOf(ask, sql`undone_at IS NULL AND ${decision === undefined ? raw('true') : sql`decision = ${decision}`}`, 1, 0)
    if (!last) throw new MingchaError('nothing_decided', 'there is no decision to take back', 'Decide a pair of the queue first.')
    const subjects = await involved(ask, last.decision, last.subject_id)
    for (const subject of subjects) {
      const [later] = await ask.rows<{ decision: number }>(sql`SELECT decision FROM identity_decision WHERE undone_at IS NULL AND decision > ${last.decision} AND answer IN ('same', 'split') AND ${concerns(subject)} ORDER BY decision DESC LIMIT 1`)
      if (later) throw new MingchaError('decision_built_upon', `decision ${later.decision} came later and builds upon decision ${last.decision}`, 'Take the later one back first.', { decision: last.decision, later: later.decision })
    }
    const merges = last.kind === 'split' || (last.kind === 'subject' && last.answer === 'same')
    if (!merges) return { ...shown(last), moved: await detach(ask, last) }
    await refuseCommitted(ask, subjects)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE taken AS SELECT ${last.decision}::INTEGER AS decision`)
    return { ...shown(last), moved: await takeBack(ask) }
  })
}

async function involved(ask: Connection, decision: number, subjectId: number): Promise<number[]> {
  const [pair] = await ask.rows<{ from_subject: number; into_subject: number | null }>(sql`SELECT from_subject, into_subject FROM subject_merge WHERE decision = ${decision}`)
  return pair ? [pair.from_subject, ...(pair.into_subject === null ? [] : [pair.into_subject])] : [subjectId]
}

/** Records that a name or an ambiguous item brought under a subject lie under none again. */
async function detach(ask: Connection, last: Row): Promise<number> {
  let moved = 0
  for (const one of recordClasses) {
    const back = await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = NULL, attached = m.attached FROM identity_move m
      WHERE m.decision = ${last.decision} AND m.class = ${one} AND r.file_id = m.file_id AND r.source_row = m.source_row AND r.subject_id = ${last.subject_id}`)
    if (back > 0) await clusterMoved(ask, one, back)
    moved += back
  }
  await ask.run(sql`DELETE FROM identity_move WHERE decision = ${last.decision}`)
  if (last.kind === 'name') await ask.run(sql`DELETE FROM subject_name WHERE subject_id = ${last.subject_id} AND name_key = ${last.item} AND batch = 0`)
  await ask.run(sql`UPDATE subject SET records = records - ${moved} WHERE subject_id = ${last.subject_id}`)
  await (moved > 0 ? markTouched : keepLookups)(ask, sql`SELECT ${last.subject_id}::INTEGER`)
  await ask.run(sql`UPDATE candidate SET state = 'queued' WHERE kind = ${last.kind} AND item = ${last.item} AND subject_id = ${last.subject_id}`)
  await ask.run(sql`UPDATE identity_decision SET undone_at = current_timestamp::TIMESTAMP WHERE decision = ${last.decision}`)
  return moved
}
