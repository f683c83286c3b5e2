import { recordClasses } from '../../../shared/classes.ts'
import type { IdentityPair, MatchReport } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, sql } from '../duckdb/sql.ts'
import { nameMacro } from '../identity/normaliseName.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { markTouched } from '../workspace/touched.ts'
import { certain, findCandidates } from './candidates.ts'
import { clusterMoved } from './cluster.ts'
import { person } from './undo.ts'

export type Decision = 'same' | 'different' | 'unsure'

/** Compares names, attaches what is beyond doubt and queues the rest. @throws MingchaError cancelled */
export function matchNames(room: Room, run: JobRun): Promise<MatchReport> {
  return room.database().write(async (ask) => {
    run.progress('match')
    const { names, pairs } = await findCandidates(ask)
    const sure = await certain(ask)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE verdict (name_key VARCHAR, subject_id INTEGER)`)
    if (sure.length > 0) await ask.run(sql`INSERT INTO verdict VALUES ${join(sure.map((one) => sql`(${one.name_key}, ${one.subject_id})`), ', ')}`)
    run.progress('attach')
    const attached = await apply(ask, 'same', '')
    const { queued } = await ask.one<{ queued: number }>(sql`SELECT count(*) AS queued FROM candidate WHERE state = 'queued'`)
    return { names, pairs, automatic: sure.length, attached, queued }
  }, run.signal)
}

/** A person's answer to one pair. @throws MingchaError no_such_pair */
export function decideIdentity(room: Room, nameKey: string, subjectId: number, answer: Decision): Promise<{ moved: number }> {
  return room.database().write(async (ask) => {
    const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM candidate WHERE name_key = ${nameKey} AND subject_id = ${subjectId} AND state IN ('queued', 'unsure')`)
    if (n === 0) throw new MingchaError('no_such_pair', 'this pair is not in the queue (any more)', 'Ask for the queue again.', { name: nameKey, subject: subjectId })
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE verdict AS SELECT ${nameKey} AS name_key, ${subjectId}::INTEGER AS subject_id`)
    return { moved: await apply(ask, answer, person()) }
  })
}

/** Carries out the answer to the pairs of the temp table `verdict` and records it; answers how many records moved. */
async function apply(ask: Connection, answer: Decision, by: string): Promise<number> {
  await ask.run(nameMacro(true))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE given AS SELECT nextval('decision_number')::INTEGER AS decision, c.* FROM candidate c JOIN verdict v USING (name_key, subject_id)`)
  await ask.run(sql`INSERT INTO identity_decision SELECT decision, name_key, subject_id, ${answer}, score, fields, current_timestamp::TIMESTAMP, ${by}, NULL FROM given`)
  await ask.run(sql`UPDATE candidate SET state = ${answer} WHERE (name_key, subject_id) IN (SELECT (name_key, subject_id) FROM given)`)
  let moved = 0
  if (answer === 'same') {
    await markTouched(ask, sql`SELECT subject_id FROM given`)
    // The name is that subject's from now on: batch 0, as no batch told it.
    await ask.run(sql`INSERT INTO subject_name SELECT subject_id, name, name_key, 0 FROM given WHERE (subject_id, name_key) NOT IN (SELECT (subject_id, name_key) FROM subject_name)`)
    for (const one of recordClasses) {
      await ask.run(sql`CREATE OR REPLACE TEMP TABLE homeless AS SELECT r.place, g.decision, g.subject_id, r.file_id, r.source_row, r.attached FROM (
        SELECT rowid AS place, file_id, source_row, attached, name_key(subject_name) AS name_key FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'none') r JOIN given g USING (name_key)`)
      const found = await ask.run(sql`INSERT INTO identity_move SELECT decision, ${one}, file_id, source_row, attached FROM homeless`)
      if (found === 0) continue
      await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = h.subject_id, attached = 'name' FROM homeless h WHERE r.rowid = h.place`)
      await ask.run(sql`UPDATE subject AS s SET records = s.records + h.n FROM (SELECT subject_id, count(*)::INTEGER AS n FROM homeless GROUP BY subject_id) h WHERE s.subject_id = h.subject_id`)
      await clusterMoved(ask, one, found)
      moved += found
    }
  }
  return moved
}

/** Takes the latest decision back that still stands: its records lie again as they did, and the pair is in the queue. @throws MingchaError nothing_decided */
export function undoIdentity(room: Room): Promise<{ moved: number; nameKey: string; subjectId: number }> {
  return room.database().write(async (ask) => {
    const [last] = await ask.rows<{ decision: number; name_key: string; subject_id: number }>(sql`SELECT decision, name_key, subject_id FROM identity_decision WHERE undone_at IS NULL ORDER BY decision DESC LIMIT 1`)
    if (!last) throw new MingchaError('nothing_decided', 'there is no decision to take back', 'Decide a pair of the queue first.')
    let moved = 0
    for (const one of recordClasses) {
      const back = await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = NULL, attached = m.attached FROM identity_move m
        WHERE m.decision = ${last.decision} AND m.class = ${one} AND r.file_id = m.file_id AND r.source_row = m.source_row AND r.subject_id = ${last.subject_id}`)
      if (back > 0) await clusterMoved(ask, one, back)
      moved += back
    }
    await ask.run(sql`DELETE FROM identity_move WHERE decision = ${last.decision}`)
    await ask.run(sql`DELETE FROM subject_name WHERE subject_id = ${last.subject_id} AND name_key = ${last.name_key} AND batch = 0`)
    if (moved > 0) await markTouched(ask, sql`SELECT ${last.subject_id}::INTEGER`)
    await ask.run(sql`UPDATE subject SET records = records - ${moved} WHERE subject_id = ${last.subject_id}`)
    await ask.run(sql`UPDATE candidate SET state = 'queued' WHERE name_key = ${last.name_key} AND subject_id = ${last.subject_id}`)
    await ask.run(sql`UPDATE identity_decision SET undone_at = current_timestamp::TIMESTAMP WHERE decision = ${last.decision}`)
    return { moved, nameKey: last.name_key, subjectId: last.subject_id }
  })
}

/** A page of pairs that want a decision, the likeliest first; those left unsure come last. */
export async function identityQueue(ask: Connection, offset: number, limit: number): Promise<{ total: number; pairs: IdentityPair[] }> {
  // A name that came under a subject meanwhile wants no decision any more.
  const open = sql`candidate c JOIN subject s USING (subject_id) WHERE c.state IN ('queued', 'unsure') AND c.name_key NOT IN (SELECT name_key FROM candidate WHERE state = 'same')`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM ${open}`)
  const rows = await ask.rows<{ name_key: string; name: string; records: number; subject_id: number; subject: string; uscc: string | null; local_code: string | null; score: number; fields: string; state: 'queued' | 'unsure' }>(sql`
    SELECT c.name_key, c.name, c.records, s.subject_id, s.name AS subject, s.uscc, s.local_code, c.score, c.fields::VARCHAR AS fields, c.state FROM ${open} ORDER BY c.state, c.score DESC, c.name_key, s.subject_id LIMIT ${limit} OFFSET ${offset}`)
  return { total, pairs: rows.map((row) => ({
    nameKey: row.name_key, name: row.name, records: row.records, subjectId: row.subject_id, subjectName: row.subject, code: row.uscc ?? row.local_code, score: row.score,
    fields: JSON.parse(row.fields) as IdentityPair['fields'], unsure: row.state === 'unsure' })) }
}
