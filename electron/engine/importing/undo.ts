import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { UndoReport } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { clusterMoved } from './cluster.ts'
import { describeSubjects } from './describeSubjects.ts'
import { batchFiles, detailOf, recountRejects } from './counts.ts'
import { referenceOf } from './reference.ts'
import { resolveSubjects } from './subjectPairs.ts'
import { takeBack } from './takeBack.ts'
import { person } from '../workspace/person.ts'
import { markTouched } from '../workspace/touched.ts'
import { overClasses } from '../workspace/overClasses.ts'

/**
 * Takes a batch back, in one transaction: the workspace is then as if it had never come. An import goes with the mends of its rejects; a mend's
 * rows lie in quarantine again, as they were before it. A subject that it created stays where a record
 * of another batch bears its identity (its code, or a register entry); else it goes, and records that had found it only by name are
 * given their subject anew. What is not brought back: rows of later files that were left out as duplicates of the batch's rows.
 * Numbers of subjects and batches that go may leave gaps or, at the end, be given again.
 * @throws MingchaError no_such_batch; undo_publication, undo_decision where it is no import; undo_in_draw where a committed or drawn frame holds a subject that would go; cancelled
 */
export function undoBatch(room: Room, batch: number, run: JobRun): Promise<UndoReport> {
  return room.database().write(async (ask) => {
    const steps = recordClasses.length
    run.progress('undo', 0, steps)
    const mends = await findUndoing(ask, batch)
    const files = await ask.rows<{ class: RecordClass }>(sql`SELECT class FROM source_file WHERE batch IN (FROM undoing) UNION ALL SELECT class FROM source_file WHERE file_id IN (SELECT file_id FROM reject_change WHERE batch IN (FROM undoing) AND undone_at IS NULL) AND batch NOT IN (FROM undoing)`)
    await defineKeys(ask)
    await takeMergesBack(ask)
    await findTouched(ask)
    await refuseDrawn(ask, batch)
    const moved = new Map<RecordClass, number>()
    let records = 0
    for (const [done, one] of recordClasses.entries()) {
      run.progress('undo', done, steps)
      records += await ask.run(sql`DELETE FROM ${ident(one)} WHERE batch IN (FROM undoing)`)
    }
    await takeNamesBack(ask)
    const { count: subjectsRemoved } = await ask.one<{ count: number }>(sql`SELECT count(*) AS count FROM vanished`)
    let detached = 0
    for (const [done, one] of recordClasses.entries()) {
      run.progress('attach', done, steps)
      const changed = await attachAnew(ask, one)
      if (changed > 0) moved.set(one, changed)
      detached += changed
    }
    // Names that wait again have been waiting since before the last comparing.
    if (detached > 0) await ask.run(sql`DELETE FROM meta WHERE key = 'compared_batch'`)
    await relateAnew(ask)
    await forgetSubjects(ask)
    for (const [done, one] of recordClasses.entries()) {
      run.progress('cluster', done, steps)
      const rows = moved.get(one)
      if (rows !== undefined) await clusterMoved(ask, one, rows)
    }
    run.progress('recount')
    await describeAnew(ask, batch, room)
    await markTouched(ask, sql`SELECT subject_id FROM touched UNION SELECT subject_id FROM reattached`)
    await keepHistory(ask, batch, records, subjectsRemoved)
    const { quarantined } = await ask.one<{ quarantined: number }>(sql`SELECT count(*) AS quarantined FROM quarantine WHERE batch IN (FROM undoing)`)
    const returned = await returnRejects(ask)
    for (const table of ['quarantine', 'source_file', 'repair', 'damaged_code', 'batch']) await ask.run(sql`DELETE FROM ${ident(table)} WHERE batch IN (FROM undoing)`)
    for (const table of ['identity_move', 'reject_change']) await ask.run(sql`DELETE FROM ${ident(table)} WHERE file_id NOT IN (SELECT file_id FROM source_file)`)
    const { laterDuplicates } = await ask.one<{ laterDuplicates: number }>(sql`SELECT coalesce(sum(duplicate), 0)::BIGINT AS "laterDuplicates" FROM source_file
      WHERE batch > ${batch} AND batch NOT IN (FROM undoing) AND ${files.length === 0 ? raw('false') : sql`class IN (${join(files.map((file) => sql`${file.class}`), ', ')})`}`)
    // Without the batch, who bears a name that it told may be one with another.
    await resolveSubjects(ask, room, sql`SELECT subject_id FROM subject_name WHERE name_key IN (SELECT name_key FROM lost) UNION SELECT subject_id FROM touched WHERE subject_id IN (SELECT subject_id FROM subject)`)
    await ask.run(sql`DROP TABLE undoing; DROP TABLE touched; DROP TABLE vanished; DROP TABLE lost; DROP TABLE reattached`)
    return { batch, mends, files: files.length, records, quarantined, returned, subjectsRemoved, detached, laterDuplicates }
  }, run.signal)
}

/**
 * Merges and splits in which a subject stands that the batch created go first, as do splits of nothing but its records: without the batch they
 * would not have been. Of the others, what the batch told is forgotten, so that no later undo brings it back.
 */
async function takeMergesBack(ask: Connection): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE taken AS SELECT m.decision FROM subject_merge m LEFT JOIN subject f ON f.subject_id = m.from_subject LEFT JOIN subject i ON i.subject_id = m.into_subject WHERE m.undone_at IS NULL AND (
    m.first_batch IN (FROM undoing) OR f.first_batch IN (FROM undoing) OR i.first_batch IN (FROM undoing)
    OR (m.kind = 'split' AND NOT EXISTS (SELECT 1 FROM identity_move v JOIN source_file s USING (file_id)
      LEFT JOIN (SELECT file_id, source_row, batch FROM reject_change WHERE outcome = 'loaded' AND undone_at IS NULL) c USING (file_id, source_row) WHERE v.decision = m.decision AND coalesce(c.batch, s.batch) NOT IN (FROM undoing))))`)
  // What builds upon one of them goes with it.
  for (;;) {
    const more = await ask.run(sql`INSERT INTO taken SELECT DISTINCT l.decision FROM subject_merge l JOIN subject_merge e ON e.decision IN (SELECT decision FROM taken) AND l.decision > e.decision
      AND (l.from_subject IN (e.from_subject, e.into_subject) OR l.into_subject IN (e.from_subject, e.into_subject)) WHERE l.undone_at IS NULL AND l.decision NOT IN (SELECT decision FROM taken)`)
    if (more === 0) break
  }
  await takeBack(ask)
  await ask.run(sql`DELETE FROM identity_change WHERE table_name IN ('subject_name', 'repair') AND (content->>'batch')::INTEGER IN (FROM undoing)`)
}

/** Temp table `undoing`: the batch, and where it is an import the mends of its rejects, whose numbers are answered. */
async function findUndoing(ask: Connection, batch: number): Promise<number[]> {
  const [known] = await ask.rows<{ kind: string }>(sql`SELECT kind FROM batch WHERE batch = ${batch}`)
  if (known?.kind === 'publication') throw new MingchaError('undo_publication', `batch ${batch} holds published results of inspections`, 'What was published stays on record: correct the results instead.', { batch })
  if (known?.kind === 'decision') throw new MingchaError('undo_decision', `batch ${batch} holds listings and removals that were decided here`, 'An entry of a list ends by its removal.', { batch })
  if (!known) throw new MingchaError('no_such_batch', `there is no batch ${batch}`, 'See the batches in the data view.', { batch })
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE undoing AS SELECT batch FROM batch WHERE batch = ${batch} OR mends = ${batch}`)
  return (await ask.rows<{ batch: number }>(sql`SELECT batch FROM undoing WHERE batch <> ${batch} ORDER BY batch`)).map((one) => one.batch)
}

/** What the history tells of batches that go: what they were, and who took them back. */
async function keepHistory(ask: Connection, batch: number, records: number, subjectsRemoved: number): Promise<void> {
  await ask.run(sql`INSERT INTO batch_history (batch, imported_by) SELECT batch, '' FROM undoing WHERE batch NOT IN (SELECT batch FROM batch_history)`)
  await ask.run(sql`UPDATE batch_history AS h SET imported_at = b.imported_at, kind = b.kind, names = f.names, read = f.read, loaded = CASE WHEN h.batch = ${batch} THEN ${records} ELSE f.loaded END,
      subjects_removed = CASE WHEN h.batch = ${batch} THEN ${subjectsRemoved} ELSE 0 END, undone_at = current_timestamp::TIMESTAMP, undone_by = ${person()}
    FROM batch b, (${batchFiles}) f WHERE b.batch IN (FROM undoing) AND h.batch = b.batch AND f.batch = b.batch`)
}

/**
 * What mends that go had made of rejects is undone: a row that no other mend has taken lies in quarantine again, with what the last standing
 * change left of it, or else as its source wrote it. Rows of files that go themselves are left to them. Answers how many lie there again.
 */
async function returnRejects(ask: Connection): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE freed AS SELECT DISTINCT c.file_id, c.source_row, f.batch, f.name, f.class FROM reject_change c JOIN source_file f USING (file_id)
    WHERE c.batch IN (FROM undoing) AND c.undone_at IS NULL AND f.batch NOT IN (FROM undoing)`)
  await ask.run(sql`UPDATE source_file AS f SET loaded = f.loaded - c.loaded, duplicate = f.duplicate - c.duplicate, attached_by_code = f.attached_by_code - c.by_code, attached_by_name = f.attached_by_name - c.by_name,
      queued = f.queued - c.queued, unattached = f.unattached - c.unattached
    FROM (SELECT file_id, count(*) FILTER (outcome = 'loaded') AS loaded, count(*) FILTER (outcome = 'duplicate') AS duplicate, count(*) FILTER (attached = 'code') AS by_code, count(*) FILTER (attached = 'name') AS by_name,
        count(*) FILTER (attached = 'queued') AS queued, count(*) FILTER (attached = 'none') AS unattached
      FROM reject_change WHERE batch IN (FROM undoing) AND undone_at IS NULL GROUP BY file_id) c WHERE f.file_id = c.file_id`)
  await ask.run(sql`DELETE FROM identity_move WHERE (file_id, source_row) IN (SELECT (file_id, source_row) FROM reject_change WHERE batch IN (FROM undoing) AND undone_at IS NULL AND outcome = 'loaded')`)
  await ask.run(sql`UPDATE reject_change SET undone_at = current_timestamp::TIMESTAMP WHERE batch IN (FROM undoing) AND undone_at IS NULL`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE returned AS
    SELECT r.*, c.* EXCLUDE (file_id, source_row) FROM freed r JOIN (
      SELECT file_id, source_row, arg_min(original, change) AS first_text, arg_min(reason, change) AS first_reason,
        arg_max(became, change) FILTER (standing) AS text, arg_max(reason_now, change) FILTER (standing) AS reason, coalesce(bool_or(outcome <> 'refused') FILTER (standing), false) AS taken,
        arg_max(outcome, change) FILTER (outcome IN ('discarded', 'restored')) AS state, arg_max(note, change) FILTER (outcome = 'discarded') AS note
      FROM (SELECT *, undone_at IS NULL AND outcome IN ('loaded', 'duplicate', 'refused') AS standing FROM reject_change WHERE (file_id, source_row) IN (SELECT (file_id, source_row) FROM freed))
      GROUP BY file_id, source_row) c USING (file_id, source_row) WHERE NOT taken`)
  await ask.run(sql`DELETE FROM quarantine WHERE (file_id, source_row) IN (SELECT (file_id, source_row) FROM returned)`)
  const rows = await ask.run(sql`INSERT INTO quarantine SELECT file_id, batch, name, source_row, class, reason, ${detailOf('reason')}, text, discarded
    FROM (SELECT * REPLACE (coalesce(reason, first_reason) AS reason, coalesce(text, first_text) AS text), CASE WHEN state = 'discarded' THEN note END AS discarded FROM returned) ORDER BY file_id, source_row`)
  await recountRejects(ask, sql`SELECT file_id FROM freed`)
  await ask.run(raw('DROP TABLE returned; DROP TABLE freed'))
  return rows
}

/** Temp tables `touched` (whom the batch spoke of; `registered`: its register entries describe them) and `vanished` (whom nothing else vouches for). */
async function findTouched(ask: Connection): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE touched AS
    SELECT subject_id, bool_or(registered) AS registered, bool_or(created) AS created FROM (
      ${overClasses((one) => sql`SELECT DISTINCT subject_id, ${one === 'registration'} AS registered, false AS created FROM ${ident(one)} WHERE batch IN (FROM undoing) AND subject_id IS NOT NULL`)}
      UNION ALL SELECT subject_id, false, true FROM subject WHERE first_batch IN (FROM undoing)
      UNION ALL SELECT subject_id, false, false FROM subject_name WHERE batch IN (FROM undoing))
    GROUP BY subject_id`)
  // A register entry keeps even a subject that loses its code: it would have made one by its name.
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE voucher AS
    SELECT subject_id, min(batch) AS batch, bool_or(coded) AS coded, bool_or(coded AND class = 'registration') AS entered FROM (
      ${overClasses((one) => sql`SELECT subject_id, batch, attached = 'code' AS coded, ${one} AS class FROM ${ident(one)} WHERE batch NOT IN (FROM undoing) AND subject_id IN (SELECT subject_id FROM touched WHERE created)`)}) r
    JOIN subject s USING (subject_id) WHERE class = 'registration' OR (coded AND s.uscc IS NOT NULL) GROUP BY subject_id`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE vanished AS SELECT subject_id FROM touched WHERE created AND subject_id NOT IN (SELECT subject_id FROM voucher)`)
}

async function refuseDrawn(ask: Connection, batch: number): Promise<void> {
  const { subjects, draws } = await ask.one<{ subjects: number; draws: string | null }>(sql`SELECT count(DISTINCT subject_id) AS subjects, string_agg(DISTINCT draw::VARCHAR, ', ') AS draws
    FROM draw_frame WHERE subject_id IN (SELECT subject_id FROM vanished)`)
  if (subjects === 0) return
  throw new MingchaError('undo_in_draw', `batch ${batch} brought ${subjects} subjects that stand in the frame of draw ${draws}`, 'A committed frame is final: the batch stays. Correct its records by a new import.', { batch, subjects, draws: draws ?? '' })
}

/** Names that only the batch told go; a name that another batch's record tells too stays, as from that batch. Temp table `lost`: names gone from their subject. */
async function takeNamesBack(ask: Connection): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE lost AS SELECT subject_id, name_key FROM subject_name WHERE batch IN (FROM undoing) OR subject_id IN (SELECT subject_id FROM vanished)`)
  await ask.run(sql`DELETE FROM subject_name WHERE (subject_id, name_key) IN (SELECT (subject_id, name_key) FROM lost)`)
  await ask.run(sql`INSERT INTO subject_name
    SELECT subject_id, arg_min(name, (batch, file_id, source_row)), name_key, min(batch) FROM (
      SELECT *, name_key(name) AS name_key FROM (${overClasses((one) => sql`SELECT subject_id, subject_name AS name, batch, file_id, source_row FROM ${ident(one)}
        WHERE subject_name IS NOT NULL AND (attached = 'code' OR ${one === 'registration'}) AND subject_id IN (SELECT subject_id FROM lost WHERE subject_id NOT IN (SELECT subject_id FROM vanished))`)}))
    WHERE (subject_id, name_key) IN (SELECT (subject_id, name_key) FROM lost) GROUP BY subject_id, name_key ORDER BY subject_id`)
  await ask.run(sql`DELETE FROM lost WHERE (subject_id, name_key) IN (SELECT (subject_id, name_key) FROM subject_name)`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE reattached (subject_id INTEGER, registered BOOLEAN)`)
}

const bearers = sql`SELECT name_key, min(subject_id) AS subject_id, count(DISTINCT subject_id) AS subjects FROM subject_name WHERE name_key IN (SELECT name_key FROM lost) GROUP BY name_key`

/** Rows that had found, or could not tell, their subject by a lost name, and rows of vanished subjects: by name again, as an import would. */
async function attachAnew(ask: Connection, one: RecordClass): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE again AS
    SELECT w.place, CASE WHEN n.subjects = 1 THEN n.subject_id END AS subject_id, CASE WHEN n.subjects = 1 THEN 'name' WHEN n.subjects > 1 THEN 'queued' ELSE 'none' END AS attached
    FROM (SELECT rowid AS place, subject_id, attached, name_key(subject_name) AS name_key FROM ${ident(one)}
      WHERE (attached = 'queued' AND subject_id IS NULL) OR (attached = 'name' AND subject_id IN (SELECT subject_id FROM lost)) OR subject_id IN (SELECT subject_id FROM vanished)) w
    LEFT JOIN (${bearers}) n ON nullif(w.name_key, '') = n.name_key
    WHERE w.subject_id IN (SELECT subject_id FROM vanished) OR (w.subject_id IS NULL AND w.name_key IN (SELECT name_key FROM lost)) OR (w.subject_id, w.name_key) IN (SELECT (subject_id, name_key) FROM lost)`)
  await ask.run(sql`INSERT INTO reattached SELECT DISTINCT subject_id, ${one === 'registration'} FROM again WHERE subject_id IS NOT NULL`)
  // A repair of such a row had the lost name for its evidence.
  await ask.run(sql`DELETE FROM repair WHERE class = ${one} AND (file_id, source_row) IN (SELECT (file_id, source_row) FROM ${ident(one)} r JOIN again a ON r.rowid = a.place)`)
  const changed = await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = a.subject_id, attached = a.attached FROM again a WHERE r.rowid = a.place AND (r.subject_id IS DISTINCT FROM a.subject_id OR r.attached <> a.attached)`)
  await ask.run(sql`DROP TABLE again`)
  return changed
}

async function relateAnew(ask: Connection): Promise<void> {
  await ask.run(sql`UPDATE relation AS r SET other_subject_id = found.subject_id FROM (
      SELECT w.place, coalesce(u.subject_id, CASE WHEN n.subjects = 1 THEN n.subject_id END) AS subject_id
      FROM (SELECT rowid AS place, code_key(other_code) AS code, name_key(other_name) AS name_key FROM relation WHERE other_subject_id IN (SELECT subject_id FROM lost UNION SELECT subject_id FROM vanished)) w
      LEFT JOIN subject_code u ON w.code = u.uscc AND u.subject_id NOT IN (SELECT subject_id FROM vanished)
      LEFT JOIN (SELECT name_key, min(subject_id) AS subject_id, count(DISTINCT subject_id) AS subjects FROM subject_name GROUP BY name_key) n ON nullif(w.name_key, '') = n.name_key) found
    WHERE r.rowid = found.place`)
}

/** Subjects that nothing vouches for go with their scores; those that another batch vouches for are its subjects now. */
async function forgetSubjects(ask: Connection): Promise<void> {
  const gone = raw('subject_id IN (SELECT subject_id FROM vanished)')
  const scored = await ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' AND (table_name IN ('score', 'score_past', 'score_override') OR starts_with(table_name, 'measure_'))`)
  for (const { name } of scored) await ask.run(sql`DELETE FROM ${ident(name)} WHERE ${gone}`)
  await ask.run(sql`DELETE FROM subject_pool_member WHERE ${gone}`) // numbers may be given again: a pool must not take in a stranger
  await ask.run(sql`DELETE FROM watched_subject WHERE ${gone}`)
  await ask.run(sql`UPDATE subject_note SET subject_id = NULL WHERE ${gone}`)
  await ask.run(sql`UPDATE tier_override SET subject_id = NULL, withdrawn_by = coalesce(withdrawn_by, ''), withdrawn_at = coalesce(withdrawn_at, current_timestamp::TIMESTAMP), withdrawn_on = coalesce(withdrawn_on, current_timestamp::DATE) WHERE ${gone}`)
  await ask.run(sql`DELETE FROM subject WHERE ${gone}`)
  await ask.run(sql`UPDATE subject AS s SET first_batch = v.batch, uscc = CASE WHEN v.coded THEN s.uscc END, local_code = CASE WHEN v.entered THEN s.local_code END
    FROM voucher v WHERE s.subject_id = v.subject_id AND s.first_batch IN (FROM undoing)`)
  await ask.run(sql`DELETE FROM repair WHERE subject_id NOT IN (SELECT subject_id FROM subject WHERE uscc IS NOT NULL)`)
  await ask.run(sql`DELETE FROM candidate WHERE ${gone} OR (kind = 'subject' AND item IN (SELECT subject_id::VARCHAR FROM vanished))`)
  await ask.run(sql`DELETE FROM waiting_name WHERE batch IN (FROM undoing)`)
  await ask.run(sql`DELETE FROM identity_move WHERE decision IN (SELECT decision FROM identity_decision WHERE ${gone})`)
  await ask.run(sql`UPDATE identity_decision SET undone_at = current_timestamp::TIMESTAMP WHERE undone_at IS NULL AND ${gone}`)
  await ask.run(sql`DROP TABLE voucher`)
}

/** What the remaining register entries say of those that the batch's entries described, and the counts of records of everybody touched. */
async function describeAnew(ask: Connection, batch: number, room: Room): Promise<void> {
  // The same shape as an import's rows: these are the subjects to be described, those whose register entries found them again among them.
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE incoming AS SELECT 'registration' AS class, subject_id, 0::BIGINT AS source_row
    FROM (SELECT subject_id FROM touched WHERE registered OR created UNION SELECT subject_id FROM reattached WHERE registered) WHERE subject_id IN (SELECT subject_id FROM subject)`)
  await ask.run(sql`UPDATE subject AS s SET name = coalesce(f.name, s.uscc, s.local_code, s.name), legal_rep = NULL, registrar = NULL, region = NULL, industry = NULL, type = NULL, status = NULL,
      established = NULL, capital_yuan = NULL, address = NULL, phone = NULL
    FROM incoming i LEFT JOIN (SELECT subject_id, arg_min(name, (batch, later, file_id, source_row)) AS name FROM (
        ${overClasses((one) => sql`SELECT subject_id, subject_name AS name, batch, ${one !== 'registration'} AS later, file_id, source_row FROM ${ident(one)}
          WHERE subject_name IS NOT NULL AND attached IN ('code', 'name') AND subject_id IN (SELECT subject_id FROM incoming)`)}) GROUP BY subject_id) f USING (subject_id)
    WHERE s.subject_id = i.subject_id`)
  await describeSubjects(ask, batch, referenceOf(room.resources), room.resources)
  await ask.run(sql`UPDATE subject AS s SET records = coalesce(c.records, 0) FROM (SELECT subject_id FROM touched UNION SELECT subject_id FROM reattached) t
    LEFT JOIN (SELECT subject_id, sum(n)::INTEGER AS records FROM (${overClasses((one) => sql`SELECT subject_id, count(*) AS n FROM ${ident(one)}
      WHERE subject_id IN (SELECT subject_id FROM touched UNION SELECT subject_id FROM reattached) GROUP BY subject_id`)}) GROUP BY subject_id) c USING (subject_id)
    WHERE s.subject_id = t.subject_id`)
  await ask.run(sql`DROP TABLE incoming`)
}
