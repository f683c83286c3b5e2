import { recordClasses } from '../../../shared/classes.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { Room } from '../room.ts'
import { overClasses } from '../workspace/overClasses.ts'
import { keepLookups } from '../workspace/lookups.ts'
import { markTouched } from '../workspace/touched.ts'
import { clusterMoved } from './cluster.ts'
import { describeSubjects } from './describeSubjects.ts'
import { keepChanges, takeImage } from './images.ts'
import { referenceOf } from './reference.ts'

/** Subjects whose draw is committed and not drawn: nobody may come, go or change codes before the seed. */
const inCommitted = sql`SELECT subject_id FROM draw_frame WHERE draw IN (SELECT draw FROM draw WHERE state = 'committed')`

/** @throws MingchaError merge_in_draw where one of the subjects stands in a frame that waits for its seed */
export async function refuseCommitted(ask: Connection, subjects: readonly number[]): Promise<void> {
  for (const subject of subjects) {
    const rows = await ask.rows<{ draw: number }>(sql`SELECT draw FROM draw_frame WHERE subject_id = ${subject} AND draw IN (SELECT draw FROM draw WHERE state = 'committed') LIMIT 1`)
    if (rows[0]) {
      throw new MingchaError('merge_in_draw', `subject ${subject} stands in the committed frame of draw ${rows[0].draw}, which is not drawn yet`, 'Draw it first: until then nobody in the frame is merged or split.', { subject, draw: rows[0].draw })
    }
  }
}

/** Leaves out of the temp table `merging` those who stand in a frame that waits for its seed: they stay in the queue. */
export const leaveCommitted = (ask: Connection): Promise<number> =>
  ask.run(sql`DELETE FROM merging WHERE from_subject IN (${inCommitted}) OR into_subject IN (${inCommitted})`)

/**
 * Merges the pairs of the temp table `merging (decision, from_subject, into_subject)`, in which no subject stands twice. The survivor takes
 * the other's records, names and whatever it lacks itself; the newest register entry of both describes it; codes and numbers of the
 * other lead to it (former_subject). Scores of the other go, the survivor's are stale.
 * @returns records that moved
 */
export async function mergeSubjects(ask: Connection, room: Room): Promise<number> {
  await defineKeys(ask)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE involved AS SELECT decision, from_subject AS subject_id FROM merging UNION ALL SELECT decision, into_subject FROM merging`)
  await takeImage(ask, 'before')
  await ask.run(sql`INSERT INTO subject_merge SELECT m.decision, 'merge', m.from_subject, m.into_subject, false, f.name, CASE WHEN i.uscc IS NOT NULL THEN f.uscc END, CASE WHEN i.local_code IS NOT NULL THEN nullif(f.local_code, i.local_code) END, f.first_batch, NULL
    FROM merging m JOIN subject f ON f.subject_id = m.from_subject JOIN subject i ON i.subject_id = m.into_subject`)
  const moved = await moveRecords(ask)
  await ask.run(sql`INSERT INTO subject_name SELECT m.into_subject, n.name, n.name_key, n.batch FROM subject_name n JOIN merging m ON n.subject_id = m.from_subject WHERE (m.into_subject, n.name_key) NOT IN (SELECT (subject_id, name_key) FROM subject_name)`)
  await ask.run(sql`UPDATE repair AS r SET subject_id = m.into_subject FROM merging m WHERE r.subject_id = m.from_subject`)
  // The other stays in the pool too: should the merge be taken back, both are members.
  await ask.run(sql`INSERT INTO subject_pool_member SELECT DISTINCT p.pool, m.into_subject FROM subject_pool_member p JOIN merging m ON p.subject_id = m.from_subject WHERE (p.pool, m.into_subject) NOT IN (SELECT (pool, subject_id) FROM subject_pool_member)`)
  await repointCandidates(ask)
  for (const { name } of await ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'
      AND (table_name IN ('subject_name', 'score', 'touched_subject') OR starts_with(table_name, 'measure_'))`)) {
    await ask.run(sql`DELETE FROM ${ident(name)} WHERE subject_id IN (SELECT from_subject FROM merging)`)
  }
  await uniteFacts(ask, room)
  await markTouched(ask, sql`SELECT into_subject FROM merging`)
  await keepLookups(ask, sql`SELECT from_subject FROM merging`)
  await takeImage(ask, 'after')
  await keepChanges(ask)
  await ask.run(raw('DROP TABLE involved'))
  return moved
}

async function moveRecords(ask: Connection): Promise<number> {
  let moved = 0
  for (const one of recordClasses) {
    const found = await ask.run(sql`INSERT INTO identity_move SELECT m.decision, ${one}, r.file_id, r.source_row, r.attached, r.subject_id FROM ${ident(one)} r JOIN merging m ON r.subject_id = m.from_subject`)
    if (found === 0) continue
    await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = m.into_subject FROM merging m WHERE r.subject_id = m.from_subject`)
    await clusterMoved(ask, one, found)
    moved += found
  }
  await ask.run(sql`INSERT INTO identity_move SELECT m.decision, 'relation', r.file_id, r.source_row, 'other', r.other_subject_id FROM relation r JOIN merging m ON r.other_subject_id = m.from_subject`)
  await ask.run(sql`UPDATE relation AS r SET other_subject_id = m.into_subject FROM merging m WHERE r.other_subject_id = m.from_subject`)
  return moved
}

/** The pair itself is answered; what was asked of the one that goes is asked of the survivor, unless that was asked before. */
async function repointCandidates(ask: Connection): Promise<void> {
  await ask.run(sql`UPDATE candidate AS c SET state = 'same' FROM merging m WHERE c.kind = 'subject' AND c.item = m.from_subject::VARCHAR AND c.subject_id = m.into_subject`)
  await ask.run(sql`INSERT INTO candidate SELECT c.* REPLACE (m.into_subject AS subject_id) FROM candidate c JOIN merging m ON c.subject_id = m.from_subject
    WHERE c.kind <> 'subject' AND (c.kind, c.item, m.into_subject) NOT IN (SELECT (kind, item, subject_id) FROM candidate)`)
  await ask.run(sql`DELETE FROM candidate WHERE subject_id IN (SELECT from_subject FROM merging) OR (kind = 'subject' AND state <> 'same' AND item IN (SELECT from_subject::VARCHAR FROM merging))`)
}

/** Facts that the survivor lacks come from the other; then its newest register entry speaks, whichever of the two it was of. */
async function uniteFacts(ask: Connection, room: Room): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE absorbed AS SELECT m.into_subject, s.* FROM subject s JOIN merging m ON s.subject_id = m.from_subject`)
  await ask.run(sql`DELETE FROM subject WHERE subject_id IN (SELECT from_subject FROM merging)`)
  const lacked = ['uscc', 'local_code', 'legal_rep', 'registrar', 'region', 'industry', 'type', 'established', 'capital_yuan', 'address', 'phone']
  await ask.run(sql`UPDATE subject AS s SET ${raw(lacked.map((name) => `${name} = coalesce(s.${name}, a.${name})`).join(', '))}, status = coalesce(nullif(s.status, 'unknown'), a.status),
      name = CASE WHEN s.name IN (s.uscc, s.local_code) THEN a.name ELSE s.name END, name_key = CASE WHEN s.name IN (s.uscc, s.local_code) THEN a.name_key ELSE s.name_key END, records = s.records + a.records
    FROM absorbed a WHERE s.subject_id = a.into_subject`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE incoming AS SELECT 'registration' AS class, subject_id, 0::BIGINT AS source_row FROM (SELECT DISTINCT subject_id FROM registration WHERE subject_id IN (SELECT into_subject FROM merging))`)
  await describeSubjects(ask, noBatch, referenceOf(room.resources), room.resources)
  await ask.run(raw('DROP TABLE incoming; DROP TABLE absorbed'))
}

/** No batch: nothing but the subjects named is described. */
export const noBatch = -1

/** Counts the records of the subjects that a SELECT names. */
export const recount = (ask: Connection, subjects: ReturnType<typeof sql>): Promise<number> => ask.run(sql`UPDATE subject AS s SET records = coalesce(c.n, 0)
  FROM (SELECT DISTINCT subject_id FROM (${subjects})) w LEFT JOIN (SELECT subject_id, sum(n)::INTEGER AS n FROM (${overClasses((one) => sql`SELECT subject_id, count(*) AS n FROM ${ident(one)} WHERE subject_id IN (${subjects}) GROUP BY subject_id`)}) GROUP BY subject_id) c USING (subject_id)
  WHERE s.subject_id = w.subject_id`)
