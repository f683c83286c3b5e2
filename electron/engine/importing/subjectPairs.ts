import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { leaveCommitted, mergeSubjects } from './merge.ts'
import { matchingMacros, matchingOf, type Matching } from './matching.ts'
import { defineKeys } from '../identity/keys.ts'

const everybody = raw('SELECT subject_id FROM subject')

/** Whom the batches from `first` on created, named or registered. */
export const broughtSince = (first: number): Sql => (first === 1 ? everybody : sql`SELECT subject_id FROM subject WHERE first_batch >= ${first} UNION SELECT subject_id FROM subject_name WHERE batch >= ${first}
  UNION SELECT subject_id FROM registration WHERE batch >= ${first} AND subject_id IS NOT NULL AND reg_no IS NOT NULL`)

/**
 * Subjects that may be one: those that bear the same name, and those one of whose numbers is the other's organisation code (characters 9–17 of a
 * credit code) or old registration number. Merged without
 * asking on proof alone: same name and same number; or same name borne by these two only, one of them without any number, and nothing speaking
 * against it. The rest is queued.
 * @param fresh a SELECT of subject_id: only pairs with one of these; everybody: what was queued is found anew
 * @returns pairs found, subjects merged, and records that moved
 */
export async function resolveSubjects(ask: Connection, room: Room, fresh: Sql = everybody): Promise<{ pairs: number; merged: number; moved: number }> {
  const matching = matchingOf(room.resources)
  await defineKeys(ask)
  for (const macro of matchingMacros(matching)) await ask.run(macro)
  if (fresh === everybody) await ask.run(raw("DELETE FROM candidate WHERE kind = 'subject' AND state = 'queued'"))
  const pairs = await findPairs(ask, fresh, matching)
  if (pairs === 0) return { pairs, merged: 0, moved: 0 }
  let [merged, moved] = [0, 0]
  for (;;) {
    // Each subject once a round: a third that joins two comes in the next.
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE sure AS
      SELECT * FROM (SELECT try_cast(item AS INTEGER) AS from_subject, subject_id AS into_subject, name, score, fields FROM candidate WHERE kind = 'subject' AND state = 'queued' AND score >= ${matching.automatic_from}) p
      WHERE NOT EXISTS (SELECT 1 FROM candidate c WHERE c.kind = 'subject' AND c.state = 'queued' AND (c.score, c.item, c.subject_id) > (p.score, p.from_subject::VARCHAR, p.into_subject)
        AND (c.subject_id IN (p.from_subject, p.into_subject) OR c.item IN (p.from_subject::VARCHAR, p.into_subject::VARCHAR)))`)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE merging AS SELECT nextval('decision_number')::INTEGER AS decision, from_subject, into_subject FROM sure`)
    await leaveCommitted(ask)
    const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM merging`)
    if (n === 0) break
    await ask.run(sql`INSERT INTO identity_decision SELECT decision, 'subject', from_subject::VARCHAR, name, into_subject, 'same', score, fields, current_timestamp::TIMESTAMP, '', NULL FROM merging JOIN sure USING (from_subject, into_subject)`)
    moved += await mergeSubjects(ask, room)
    merged += n
  }
  await ask.run(raw('DROP TABLE sure; DROP TABLE IF EXISTS merging'))
  return { pairs, merged, moved }
}

/** A credit code of fifteen digits and zeros may be a spreadsheet's, though it passes the checks. */
const suspect = (of: string): string => `coalesce(${of}.uscc LIKE '_______________000', false)`

/** The survivor of a pair: not the suspect one; the older one; of two of a batch, the one with a credit code. */
const survivor = raw(`CASE WHEN ${suspect('a')} <> ${suspect('b')} THEN ${suspect('b')} WHEN a.first_batch <> b.first_batch THEN a.first_batch < b.first_batch WHEN (a.uscc IS NULL) <> (b.uscc IS NULL) THEN a.uscc IS NOT NULL ELSE a.subject_id < b.subject_id END`)

/** Whether one's number can be what became of the other's credit code. */
const damaged = raw(`(left(coalesce(l.uscc, l.local_code), 15) = left(coalesce(r.uscc, r.local_code), 15) AND (${suspect('l')} OR ${suspect('r')} OR l.uscc IS NULL OR r.uscc IS NULL) AND length(coalesce(l.uscc, l.local_code)) >= 15)
  OR ((l.uscc IS NULL) <> (r.uscc IS NULL) AND length(coalesce(l.uscc, l.local_code)) BETWEEN 16 AND 20 AND damerau_levenshtein(coalesce(l.uscc, l.local_code), coalesce(r.uscc, r.local_code)) <= 2)`)

/** Fills `candidate` with pairs in which one subject has no trustworthy credit code: two that have are two. */
async function findPairs(ask: Connection, fresh: Sql, { subject: effect, queued_from: queuedFrom }: Matching): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE lacking AS SELECT subject_id, local_code FROM subject s WHERE uscc IS NULL OR ${raw(suspect('s'))}`)
  const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM lacking`)
  if (n === 0) return ask.run(raw('DROP TABLE lacking')).then(() => 0)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE fresh AS ${fresh}`)
  // Numbers by which a subject may be known: as it bears them, inside its credit code, and as its register entries tell them.
  const plain = (column: string): Sql => raw(`replace(code_key(${column}), '-', '')`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE number AS SELECT DISTINCT subject_id, number FROM (
      SELECT subject_id, ${plain('local_code')} AS number FROM lacking WHERE local_code IS NOT NULL UNION ALL SELECT subject_id, ${plain('reg_no')} FROM registration WHERE reg_no IS NOT NULL AND subject_id IN (SELECT subject_id FROM lacking))
    WHERE regexp_full_match(number, ${String.raw`[0-9A-Z]{8}[0-9X]|\d{13,15}`}) AND NOT regexp_full_match(number, '0+|1+|9+')`)
  await ask.run(sql`INSERT INTO number SELECT subject_id, number FROM (SELECT subject_id, substr(uscc, 9, 9) AS number FROM subject WHERE uscc IS NOT NULL
      UNION SELECT subject_id, ${plain('reg_no')} FROM registration WHERE reg_no IS NOT NULL AND subject_id IS NOT NULL) WHERE number IN (SELECT number FROM number) AND (subject_id, number) NOT IN (SELECT (subject_id, number) FROM number)`)
  const both = (of: Sql): Sql => sql`SELECT DISTINCT least(l.subject_id, o.subject_id) AS x, greatest(l.subject_id, o.subject_id) AS y FROM ${of} WHERE l.subject_id <> o.subject_id AND l.subject_id IN (SELECT subject_id FROM lacking) AND (l.subject_id IN (FROM fresh) OR o.subject_id IN (FROM fresh))`
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE met AS ${both(sql`subject_name l JOIN subject_name o ON l.name_key = o.name_key AND l.name_key <> ''`)} UNION ${both(sql`number l JOIN number o USING (number)`)}`)
  const { met } = await ask.one<{ met: number }>(sql`SELECT count(*) AS met FROM met`)
  if (met === 0) return ask.run(raw('DROP TABLE lacking; DROP TABLE fresh; DROP TABLE number; DROP TABLE met')).then(() => 0)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE bearers AS SELECT name_key, count(DISTINCT subject_id) AS n FROM subject_name WHERE name_key IN (SELECT name_key FROM subject_name WHERE subject_id IN (SELECT x FROM met)) GROUP BY name_key`)
  const pairs = await insertPairs(ask, effect, queuedFrom)
  await ask.run(raw('DROP TABLE lacking; DROP TABLE fresh; DROP TABLE number; DROP TABLE met; DROP TABLE bearers'))
  return pairs
}

function insertPairs(ask: Connection, effect: Matching['subject'], queuedFrom: number): Promise<number> {
  const none = (of: string): string => `(${of}.uscc IS NULL AND ${of}.local_code IS NULL)`
  return ask.run(sql`INSERT INTO candidate
    WITH pair AS (SELECT CASE WHEN ${survivor} THEN b.subject_id ELSE a.subject_id END AS f, CASE WHEN ${survivor} THEN a.subject_id ELSE b.subject_id END AS i FROM met JOIN subject a ON a.subject_id = x JOIN subject b ON b.subject_id = y),
    named AS (SELECT p.f, p.i, min(n.n) AS bearers FROM pair p JOIN subject_name l ON l.subject_id = p.f JOIN subject_name r ON r.subject_id = p.i AND r.name_key = l.name_key JOIN bearers n ON n.name_key = l.name_key GROUP BY ALL),
    numbered AS (SELECT p.f, p.i, min(l.number) AS number FROM pair p JOIN number l ON l.subject_id = p.f JOIN number r ON r.subject_id = p.i AND r.number = l.number GROUP BY ALL),
    sides AS (SELECT p.f, p.i, l.name AS l_name, r.name AS r_name, coalesce(l.uscc, l.local_code, m.number) AS l_code, coalesce(r.uscc, r.local_code, m.number) AS r_code, l.legal_rep AS l_rep, r.legal_rep AS r_rep,
        l.address AS l_address, r.address AS r_address, l.phone AS l_phone, r.phone AS r_phone, l.records, n.bearers, l.uscc IS NOT NULL AND r.uscc IS NOT NULL AS both_coded, (l.uscc IS NULL) <> (r.uscc IS NULL) AS one_coded,
        ${raw(none('l'))} OR ${raw(none('r'))} AS one_bare, coalesce(m.number IS NOT NULL AND (l.uscc IS NULL OR r.uscc IS NULL), false) OR coalesce(${damaged}, false) AS same_number
      FROM pair p JOIN subject l ON l.subject_id = p.f JOIN subject r ON r.subject_id = p.i LEFT JOIN named n USING (f, i) LEFT JOIN numbered m USING (f, i)),
    compared AS (SELECT *, CASE WHEN bearers IS NOT NULL THEN ${effect.name} ELSE ${effect.name_near} END AS by_name,
        CASE WHEN same_number THEN ${effect.number_same} WHEN both_coded THEN ${effect.code_other} WHEN one_bare AND bearers = 2 THEN ${effect.code_lacking} WHEN one_bare THEN ${effect.code_shared} WHEN one_coded THEN ${effect.code_other_kind} ELSE ${effect.code_other} END AS by_code,
        rep_effect(l_rep, r_rep, ${effect.legal_rep_same}, ${effect.legal_rep_other}) AS by_rep, address_effect(l_address, r_address, ${effect.address_near}, ${effect.address_far}) AS by_address,
        CASE WHEN length(l_phone) >= 7 AND l_phone = r_phone THEN ${effect.phone_same} ELSE 0 END AS by_phone FROM sides),
    scored AS (SELECT *, least(by_name + by_code + by_rep + by_address + by_phone, CASE WHEN bearers IS NOT NULL AND (same_number OR (one_bare AND bearers = 2 AND by_rep >= 0 AND by_address >= 0)) THEN 1 ELSE ${effect.unproven_most} END) AS score FROM compared)
    SELECT 'subject', f::VARCHAR, l_name, records, i, round(score, 4), to_json([
      {'field': 'name', 'left': l_name, 'right': r_name, 'effect': by_name::DOUBLE}, {'field': 'code', 'left': l_code, 'right': r_code, 'effect': by_code::DOUBLE}, {'field': 'legal_rep', 'left': l_rep, 'right': r_rep, 'effect': by_rep::DOUBLE},
      {'field': 'address', 'left': l_address, 'right': r_address, 'effect': by_address::DOUBLE}, {'field': 'phone', 'left': l_phone, 'right': r_phone, 'effect': by_phone::DOUBLE}]), 'queued'
    FROM scored WHERE score >= ${queuedFrom} AND (f, i) NOT IN (SELECT (try_cast(item AS INTEGER), subject_id) FROM candidate WHERE kind = 'subject') AND (i, f) NOT IN (SELECT (try_cast(item AS INTEGER), subject_id) FROM candidate WHERE kind = 'subject')`)
}
