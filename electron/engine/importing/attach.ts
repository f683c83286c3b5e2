import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import { markTouched } from '../workspace/touched.ts'

/** The first number that no subject bears or bore: that of a merged one leads to its survivor. */
export const nextSubject = raw('(SELECT coalesce(max(n), 0) + 1 FROM (SELECT max(subject_id) AS n FROM subject UNION ALL SELECT max(from_subject) FROM subject_merge))')

/**
 * Gives the identities of `incoming` (a line for each that a file's rows name) their subjects, creating those that are new, and answers how many were. A subject arises from a valid
 * code in any class, and from a register entry: by the source's own identifier, or by its name where it has neither. Everything else
 * attaches by code, then by exact normalised name where one subject alone ever bore it; several: queued, for a person to decide.
 */
export async function attachBatch(ask: Connection, batch: number): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE newcomer AS
    WITH seen AS (SELECT *, class <> 'registration' AS later, row_number() OVER (ORDER BY class <> 'registration', file_id, place) AS seat FROM incoming),
    coded AS (SELECT uscc, NULL::VARCHAR AS local_code, coalesce(first(subject_name ORDER BY seat) FILTER (name_key <> ''), uscc) AS name, min(seat) AS seat FROM seen
      WHERE uscc IS NOT NULL AND uscc NOT IN (SELECT uscc FROM subject_code) GROUP BY uscc),
    own AS (SELECT NULL::VARCHAR AS uscc, local_code, coalesce(first(subject_name ORDER BY seat) FILTER (name_key <> ''), local_code) AS name, min(seat) AS seat FROM seen
      WHERE uscc IS NULL AND local_code IS NOT NULL AND NOT later AND local_code NOT IN (SELECT local_code FROM subject_local_code) GROUP BY local_code),
    named AS (SELECT NULL::VARCHAR AS uscc, NULL::VARCHAR AS local_code, first(subject_name ORDER BY seat) AS name, min(seat) AS seat FROM seen
      WHERE uscc IS NULL AND local_code IS NULL AND NOT later AND name_key <> ''
        AND name_key NOT IN (SELECT name_key FROM subject_name) AND name_key NOT IN (SELECT name_key FROM seen WHERE name_key IS NOT NULL AND (uscc IS NOT NULL OR (local_code IS NOT NULL AND NOT later)))
      GROUP BY name_key)
    SELECT ${nextSubject} - 1 + row_number() OVER (ORDER BY seat) AS subject_id, uscc, local_code, name
    FROM (FROM coded UNION ALL FROM own UNION ALL FROM named)`)
  await defineKeys(ask)
  const created = await ask.run(sql`INSERT INTO subject (subject_id, uscc, local_code, name, name_key, first_batch) SELECT subject_id, uscc, local_code, name, name_key(name), ${batch} FROM newcomer ORDER BY subject_id`)

  await ask.run(sql`CREATE OR REPLACE TEMP TABLE coded AS
    SELECT i.*, coalesce(u.subject_id, l.subject_id) AS subject_id FROM incoming i
    LEFT JOIN subject_code u ON i.uscc = u.uscc
    LEFT JOIN (SELECT local_code, min(subject_id) AS subject_id FROM subject_local_code GROUP BY local_code HAVING count(*) = 1) l ON CASE WHEN i.uscc IS NULL THEN i.local_code END = l.local_code`)
  await ask.run(sql`INSERT INTO subject_name
    SELECT subject_id, first(name ORDER BY place), name_key, ${batch} FROM (
      SELECT subject_id, subject_name AS name, name_key, place FROM coded WHERE subject_id IS NOT NULL AND name_key <> ''
      UNION ALL SELECT subject_id, name, name_key(name), 0 FROM newcomer)
    WHERE (subject_id, name_key) NOT IN (SELECT (subject_id, name_key) FROM subject_name)
    GROUP BY subject_id, name_key ORDER BY subject_id`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT c.* REPLACE (coalesce(c.subject_id, CASE WHEN n.subjects = 1 THEN n.subject_id END) AS subject_id),
      CASE WHEN c.subject_id IS NOT NULL THEN 'code' WHEN n.subjects = 1 THEN 'name' WHEN n.subjects > 1 THEN 'queued' ELSE 'none' END AS attached
    FROM coded c LEFT JOIN (${bearersOf(sql`SELECT name_key FROM coded WHERE subject_id IS NULL`)}) n ON CASE WHEN c.subject_id IS NULL THEN nullif(c.name_key, '') END = n.name_key`)
  await ask.run(sql`DROP TABLE coded; DROP TABLE newcomer`)
  return created
}

/** Who bears, or bore, these names. */
const bearersOf = (names: Sql): Sql => sql`SELECT name_key, min(subject_id) AS subject_id, count(DISTINCT subject_id) AS subjects FROM subject_name WHERE name_key IN (${names}) GROUP BY name_key`

/**
 * Attaches rows of earlier batches to subjects, names and codes that this batch brought; answers how many rows of each class moved.
 * Only classes with rows that wait are looked at, as every look is a scan.
 */
export async function attachEarlier(ask: Connection, batch: number): Promise<Map<RecordClass, number>> {
  const moved = new Map<RecordClass, number>()
  const fresh = sql`SELECT name_key FROM subject_name WHERE batch = ${batch}`
  const { names, relations, ...waiting } = await ask.one<{ names: number; relations: number } & Record<RecordClass, number>>(sql`SELECT (SELECT count(*) FROM (${fresh})) AS names,
    (SELECT count(*) FROM relation WHERE other_subject_id IS NULL AND (batch = ${batch} OR (SELECT count(*) FROM (${fresh})) > 0)) AS relations,
    ${join(recordClasses.map((one) => sql`(SELECT count(*) FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'none' AND batch < ${batch}) AS ${ident(one)}`), ', ')}`)
  for (const one of recordClasses.filter((name) => names > 0 && waiting[name] > 0)) {
    const changed = await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = found.subject_id, attached = found.attached FROM (
      SELECT w.place, coalesce(l.subject_id, CASE WHEN n.subjects = 1 THEN n.subject_id END) AS subject_id,
        CASE WHEN l.subject_id IS NOT NULL THEN 'code' WHEN n.subjects = 1 THEN 'name' ELSE 'queued' END AS attached
      FROM (SELECT rowid AS place, code_key(subject_code) AS code, name_key(subject_name) AS name FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'none' AND batch < ${batch}) w
      LEFT JOIN (SELECT local_code, min(subject_id) AS subject_id FROM subject_local_code WHERE first_batch = ${batch} GROUP BY local_code HAVING count(*) = 1) l ON w.code = l.local_code
      LEFT JOIN (${bearersOf(fresh)}) n ON nullif(w.name, '') = n.name_key
      WHERE l.subject_id IS NOT NULL OR n.subjects IS NOT NULL) found
      WHERE r.rowid = found.place`)
    if (changed > 0) moved.set(one, changed)
  }
  if (relations > 0) await relateEarlier(ask, batch, names > 0)
  return moved
}

/** The other ends of relation records that are known now, of the batch's own records or, where it brought names, of all that wait. Their owners are touched. */
async function relateEarlier(ask: Connection, batch: number, all: boolean): Promise<void> {
  const waiting = sql`relation WHERE other_subject_id IS NULL AND (${all} OR batch = ${batch})`
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE related AS
    SELECT w.place, w.subject_id, coalesce(u.subject_id, CASE WHEN n.subjects = 1 THEN n.subject_id END) AS other
    FROM (SELECT rowid AS place, subject_id, code_key(other_code) AS code, name_key(other_name) AS name FROM ${waiting}) w
    LEFT JOIN subject_code u ON w.code = u.uscc LEFT JOIN (${bearersOf(sql`SELECT name_key(other_name) FROM ${waiting}`)}) n ON nullif(w.name, '') = n.name_key
    WHERE u.subject_id IS NOT NULL OR n.subjects = 1`)
  await ask.run(sql`UPDATE relation AS r SET other_subject_id = f.other FROM related f WHERE r.rowid = f.place`)
  await markTouched(ask, sql`SELECT subject_id FROM related`)
  await ask.run(raw('DROP TABLE related'))
}
