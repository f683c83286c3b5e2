import { recordClasses } from '../../../shared/classes.ts'
import type { Parsed, SplitReport } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import { normaliseName } from '../identity/normaliseName.ts'
import type { Room } from '../room.ts'
import { markTouched } from '../workspace/touched.ts'
import { clusterMoved } from './cluster.ts'
import { describeSubjects } from './describeSubjects.ts'
import { keepChanges, takeImage } from './images.ts'
import { noBatch, recount, refuseCommitted } from './merge.ts'
import { nextSubject } from './attach.ts'
import { referenceOf } from './reference.ts'
import { person } from '../workspace/person.ts'

/**
 * Takes records away from a subject: those that came under it by one of its names, or those named one by one. They go to another subject, to
 * a new one, or back to those that wait. A name goes with its last record; where it is taken away the pair is answered as different.
 * @throws MingchaError subject_not_found, nothing_to_split, merge_in_draw
 */
export function splitSubject(room: Room, { subjectId, names, records, to }: Parsed<'splitSubject'>): Promise<SplitReport> {
  return room.database().write(async (ask) => {
    await defineKeys(ask)
    await refuseCommitted(ask, typeof to === 'number' ? [subjectId, to] : [subjectId])
    const { decision } = await ask.one<{ decision: number }>(sql`SELECT nextval('decision_number')::INTEGER AS decision`)
    const giver = await subjectRow(ask, subjectId)
    if (typeof to === 'number') await subjectRow(ask, to)
    if (to === subjectId || await choose(ask, subjectId, names.map(normaliseName), records) === 0) {
      throw new MingchaError('nothing_to_split', `subject ${subjectId} has no such records to give`, 'Choose names that records came by, or records of this subject, and another subject to take them.', { subject: subjectId })
    }
    const created = to === 'new'
    const target = created ? await createSubject(ask) : to === 'none' ? null : to
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE involved AS SELECT ${decision}::INTEGER AS decision, unnest([${subjectId}::INTEGER, ${target}::INTEGER]) AS subject_id`)
    await takeImage(ask, 'before')
    const moved = await move(ask, decision, subjectId, target)
    await giveNames(ask, subjectId, target)
    await redescribe(ask, room, target === null ? [subjectId] : [subjectId, target])
    await takeImage(ask, 'after')
    await keepChanges(ask)
    await ask.run(sql`INSERT INTO subject_merge VALUES (${decision}, 'split', ${subjectId}, ${target}, ${created}, ${giver.name}, NULL, NULL, ${giver.first_batch}, NULL)`)
    await ask.run(sql`INSERT INTO identity_decision VALUES (${decision}, 'split', ${JSON.stringify({ names, records, to })}, ${giver.name}, ${subjectId}, 'split', 1, '[]', current_timestamp::TIMESTAMP, ${person()}, NULL)`)
    await ask.run(raw('DROP TABLE chosen; DROP TABLE involved'))
    return { decision, moved, subjectId: target }
  })
}

async function subjectRow(ask: Connection, subjectId: number): Promise<{ name: string; first_batch: number }> {
  const [row] = await ask.rows<{ name: string; first_batch: number }>(sql`SELECT name, first_batch FROM subject WHERE subject_id = ${subjectId}`)
  if (!row) throw new MingchaError('subject_not_found', `there is no subject «${subjectId}» in this workspace`, 'Check the code or the name, or search for a part of it.', { text: String(subjectId) })
  return row
}

/** Temp table `chosen` of the records to be moved; answers how many. A record that tells the subject's own code is not its by name alone: it is moved only where it is chosen itself. */
async function choose(ask: Connection, subjectId: number, names: string[], records: Parsed<'splitSubject'>['records']): Promise<number> {
  const list = (values: Sql[]): Sql => (values.length === 0 ? raw('NULL') : join(values, ', '))
  return ask.run(sql`CREATE OR REPLACE TEMP TABLE chosen AS ${join(recordClasses.map((one) => sql`
    SELECT ${one} AS class, file_id, source_row, attached, name_key(subject_name) AS name_key, subject_name AS name, code_key(subject_code) AS code FROM ${ident(one)} WHERE subject_id = ${subjectId}
      AND ((attached <> 'code' AND name_key(subject_name) IN (${list(names.map((name) => sql`${name}`))}))
        OR (file_id, source_row) IN (SELECT (0, 0::BIGINT) WHERE false ${join(records.filter((record) => record.recordClass === one).map((record) => sql` UNION ALL SELECT (${record.fileId}::INTEGER, ${record.sourceRow}::BIGINT)`), '')}))`), ' UNION ALL ')}`)
    .then(() => ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM chosen`)).then(({ n }) => n)
}

/** A subject for the chosen records: by the one valid code that they tell, if nobody bears it, else by name alone. */
async function createSubject(ask: Connection): Promise<number> {
  const { id, uscc, name } = await ask.one<{ id: number; uscc: string | null; name: string | null }>(sql`SELECT ${nextSubject}::INTEGER AS id,
    (SELECT CASE WHEN count(DISTINCT code) = 1 THEN min(code) END FROM chosen WHERE is_uscc(code) AND code NOT IN (SELECT uscc FROM subject_code)) AS uscc,
    (SELECT min(name) FROM (SELECT name FROM chosen WHERE name IS NOT NULL GROUP BY name ORDER BY count(*) DESC, name LIMIT 1)) AS name`)
  await ask.run(sql`INSERT INTO subject (subject_id, uscc, name, name_key, status, first_batch) SELECT ${id}, ${uscc}, ${name ?? uscc ?? `#${id}`}::VARCHAR, name_key(${name ?? uscc ?? `#${id}`}::VARCHAR), 'unknown', 0`)
  return id
}

async function move(ask: Connection, decision: number, from: number, to: number | null): Promise<number> {
  let moved = 0
  // Back to the waiting: another bearer of the name is for a person to see.
  const attached = to === null ? sql`CASE WHEN c.name_key IN (SELECT name_key FROM subject_name WHERE subject_id <> ${from}) THEN 'queued' ELSE 'none' END` : sql`CASE WHEN c.code = (SELECT uscc FROM subject WHERE subject_id = ${to}) THEN 'code' ELSE 'name' END`
  for (const one of recordClasses) {
    const found = await ask.run(sql`INSERT INTO identity_move SELECT ${decision}, class, file_id, source_row, attached, ${from}::INTEGER FROM chosen WHERE class = ${one}`)
    if (found === 0) continue
    await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = ${to}::INTEGER, attached = ${attached} FROM chosen c WHERE c.class = ${one} AND r.file_id = c.file_id AND r.source_row = c.source_row AND r.subject_id = ${from}`)
    await clusterMoved(ask, one, found)
    moved += found
  }
  const others = sql`r.other_subject_id = ${from} AND name_key(r.other_name) IN (SELECT name_key FROM chosen) AND code_key(r.other_code) IS DISTINCT FROM (SELECT uscc FROM subject WHERE subject_id = ${from})`
  await ask.run(sql`INSERT INTO identity_move SELECT ${decision}, 'relation', r.file_id, r.source_row, 'other', ${from}::INTEGER FROM relation r WHERE ${others}`)
  await ask.run(sql`UPDATE relation AS r SET other_subject_id = ${to}::INTEGER WHERE ${others}`)
  const repaired = sql`subject_id = ${from} AND (class, file_id, source_row) IN (SELECT (class, file_id, source_row) FROM chosen)`
  await ask.run(sql`DELETE FROM repair WHERE ${repaired}`)
  return moved
}

/** Names that no record of the giver bears any more leave it; the taker bears what its records say. */
async function giveNames(ask: Connection, from: number, to: number | null): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE leaving AS SELECT name_key, min(name) AS name, count(*) AS records FROM chosen WHERE name_key <> '' GROUP BY name_key`)
  const kept = join(recordClasses.map((one) => sql`SELECT name_key(subject_name) AS name_key FROM ${ident(one)} WHERE subject_id = ${from}`), ' UNION ')
  await ask.run(sql`DELETE FROM leaving WHERE name_key IN (${kept}) AND ${to === null}`)
  await ask.run(sql`DELETE FROM subject_name WHERE subject_id = ${from} AND name_key IN (SELECT name_key FROM leaving) AND name_key NOT IN (${kept}) AND name_key <> (SELECT name_key FROM subject WHERE subject_id = ${from})`)
  if (to !== null) {
    await ask.run(sql`INSERT INTO subject_name SELECT ${to}::INTEGER, name, name_key, 0 FROM leaving WHERE (${to}::INTEGER, name_key) NOT IN (SELECT (subject_id, name_key) FROM subject_name)`)
  } else {
    await ask.run(sql`DELETE FROM candidate WHERE kind = 'name' AND subject_id = ${from} AND item IN (SELECT name_key FROM leaving)`)
    await ask.run(sql`INSERT INTO candidate SELECT 'name', name_key, name, records, ${from}::INTEGER, 0, '[]', 'different' FROM leaving`)
  }
  await ask.run(raw('DROP TABLE leaving'))
}

/** What the register entries that each has now say; facts that no entry tells any more stay with the giver. */
async function redescribe(ask: Connection, room: Room, subjects: number[]): Promise<void> {
  const ids = join(subjects.map((id) => sql`${id}::INTEGER`), ', ')
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE incoming AS SELECT 'registration' AS class, subject_id, 0::BIGINT AS source_row FROM (SELECT unnest([${ids}]) AS subject_id)`)
  await describeSubjects(ask, noBatch, referenceOf(room.resources), room.resources)
  await ask.run(raw('DROP TABLE incoming'))
  await recount(ask, sql`SELECT unnest([${ids}]) AS subject_id`)
  await markTouched(ask, sql`SELECT unnest([${ids}])`)
}
