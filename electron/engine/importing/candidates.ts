import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql, type Sql } from '../duckdb/sql.ts'
import { overClasses } from '../workspace/overClasses.ts'
import type { Matching } from './matching.ts'

/** Columns of a class that may tell who is meant. */
const repClasses = new Set<RecordClass>(['registration', 'penalty', 'licence', 'listing'])
const addressClasses = new Set<RecordClass>(['registration', 'operation', 'licence', 'listing'])
export const repOf = (one: RecordClass): Sql => raw(repClasses.has(one) ? 'legal_rep' : 'NULL::VARCHAR')
export const addressOf = (one: RecordClass): Sql => raw(addressClasses.has(one) ? 'address' : 'NULL::VARCHAR')

const parts = raw('core_of(name_key) AS core, distinct_of(core) AS distinctive, plain_of(distinctive) AS plain, marks_of(name_key) AS marks')

/**
 * Compares the names of records under no subject with the subjects' names, former ones included: those of the batches from `first` on with all
 * of them, and all with the names that these batches told; 1: everything anew. Names are joined where their distinctive parts are equal but for
 * the unit, or where they begin alike and share legal representative or address; names that differ in figures, branch words or places are no pair.
 * Fills `candidate` with pairs of the kind `name`; what a person decided stays.
 * @returns names compared and pairs found
 */
export async function findCandidates(ask: Connection, matching: Matching, first: number): Promise<{ names: number; pairs: number }> {
  await keepParts(ask, first)
  const names = await fillWaiting(ask, first)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE known AS SELECT k.*, n.subject_id, n.name, n.batch, s.legal_rep AS rep, s.address FROM known_name k JOIN subject_name n USING (name_key) JOIN subject s USING (subject_id)
    WHERE length(k.distinctive) >= 2 AND (left(k.distinctive, 2) IN (SELECT left(distinctive, 2) FROM waiting))`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE crowded AS SELECT left(distinctive, 2) AS block FROM known GROUP BY 1 HAVING count(*) > ${matching.most_in_block}`)
  // A waiting name is compared where it or the known one is new.
  const fresh = sql`(w.batch >= ${first} OR k.batch >= ${first}) AND w.marks = k.marks`
  const alike = sql`left(w.distinctive, 2) = left(k.distinctive, 2)`
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE met AS
    SELECT w.name_key, k.name_key AS known_key, k.subject_id FROM waiting w JOIN known k ON w.plain = k.plain WHERE length(w.plain) >= 2 AND ${fresh}
    UNION SELECT w.name_key, k.name_key, k.subject_id FROM waiting w JOIN known k ON ${alike} AND w.legal_rep = k.rep WHERE NOT contains(k.rep, '*') AND ${fresh}
    UNION SELECT w.name_key, k.name_key, k.subject_id FROM waiting w JOIN known k ON ${alike} WHERE w.address IS NOT NULL AND k.address IS NOT NULL AND left(w.distinctive, 2) NOT IN (FROM crowded)
      AND jaro_winkler_similarity(name_key(w.address), name_key(k.address)) >= ${matching.address_near_from} AND ${fresh}`)
  if (first === 1) await ask.run(sql`DELETE FROM candidate WHERE kind = 'name' AND state = 'queued'`)
  const pairs = await insertPairs(ask, matching)
  await ask.run(raw('DROP TABLE waiting; DROP TABLE known; DROP TABLE crowded; DROP TABLE met'))
  return { names, pairs }
}

/** Parts of names that subjects came to bear; of all of them, what each sign tells. */
async function keepParts(ask: Connection, first: number): Promise<void> {
  if (first === 1) await ask.run(raw('DELETE FROM known_name'))
  await ask.run(sql`INSERT INTO known_name SELECT name_key, ${parts} FROM (SELECT DISTINCT name_key FROM subject_name WHERE (batch >= ${first} OR batch = 0) AND name_key NOT IN (SELECT name_key FROM known_name) AND NOT contains(name_key, '*'))`)
  const { signs } = await ask.one<{ signs: number }>(sql`SELECT count(*) AS signs FROM name_sign`)
  if (first > 1 && signs > 0) return
  await ask.run(raw('DELETE FROM name_sign'))
  await ask.run(sql`INSERT INTO name_sign SELECT sign, ln((SELECT count(*) + 1 FROM known_name) / count(*)) FROM (SELECT unnest(list_distinct(string_split(distinctive, ''))) AS sign FROM known_name) GROUP BY sign`)
}

/** Adds the waiting names of the batches from `first` on; temp table `waiting`: these, and those that begin as a name which the batches told. Answers how many names are new. */
async function fillWaiting(ask: Connection, first: number): Promise<number> {
  await ask.run(sql`DELETE FROM waiting_name WHERE batch >= ${first}`)
  await ask.run(sql`INSERT INTO waiting_name SELECT *, ${parts} FROM (
    SELECT name_key(name) AS name_key, min(name) AS name, count(*) AS records, min(rep) FILTER (NOT contains(rep, '*')) AS legal_rep, min(address) AS address, batch FROM (
      ${overClasses((one) => sql`SELECT subject_name AS name, ${repOf(one)} AS rep, ${addressOf(one)} AS address, batch FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'none' AND batch >= ${first} AND subject_name IS NOT NULL`)})
    GROUP BY ALL) WHERE NOT contains(name_key, '*')`)
  const { names } = await ask.one<{ names: number }>(sql`SELECT count(DISTINCT name_key) AS names FROM waiting_name WHERE batch >= ${first}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE waiting AS
    SELECT name_key, min(name) AS name, sum(records)::BIGINT AS records, min(legal_rep) AS legal_rep, min(address) AS address, max(batch) AS batch, any_value(core) AS core, any_value(distinctive) AS distinctive, any_value(plain) AS plain, any_value(marks) AS marks
    FROM waiting_name WHERE length(distinctive) >= 2 AND (name_key IN (SELECT name_key FROM waiting_name WHERE batch >= ${first}) OR left(distinctive, 2) IN (SELECT left(distinctive, 2) FROM known_name JOIN subject_name USING (name_key) WHERE subject_name.batch >= ${first}))
      AND name_key NOT IN (SELECT name_key FROM subject_name) GROUP BY name_key`)
  return names
}

/** Scores the pairs of the temp table `met` and queues those that are near enough. */
function insertPairs(ask: Connection, { name: effect, queued_from: queuedFrom, least_weight: leastWeight }: Matching): Promise<number> {
  const sides = sql`FROM met m JOIN waiting w USING (name_key) JOIN known k ON k.name_key = m.known_key AND k.subject_id = m.subject_id`
  return ask.run(sql`INSERT INTO candidate
    WITH pair AS (SELECT m.*, w.name, w.records, w.core, k.core AS k_core, w.distinctive AS w_part, k.distinctive AS k_part, w.core = k.core AS same_core, w.distinctive = k.distinctive AS same_part, w.plain = k.plain AS same_plain,
        k.name AS known_name, w.legal_rep AS w_rep, k.rep AS k_rep, w.address AS w_address, k.address AS k_address ${sides}),
    sign_of AS (SELECT part, sign, count(*) AS n FROM (SELECT DISTINCT part FROM (SELECT w_part AS part FROM pair UNION ALL SELECT k_part FROM pair)), unnest(string_split(part, '')) AS u(sign) GROUP BY ALL),
    weighed AS (SELECT part, sign, n, coalesce(weight, (SELECT max(weight) FROM name_sign), 1) AS weight FROM sign_of LEFT JOIN name_sign USING (sign)),
    whole AS (SELECT part, sum(n * weight) AS weight FROM weighed GROUP BY part),
    shared AS (SELECT w_part, k_part, sum(least(a.n, b.n) * a.weight) AS weight FROM (SELECT DISTINCT w_part, k_part FROM pair) p JOIN weighed a ON a.part = p.w_part JOIN weighed b ON b.part = p.k_part AND a.sign = b.sign GROUP BY ALL),
    compared AS (SELECT p.*,
        CASE WHEN same_core THEN ${effect.core} WHEN same_part THEN ${effect.place} WHEN same_plain THEN ${effect.unit} ELSE ${effect.similar} * coalesce(2 * s.weight / (a.weight + b.weight), 0) END AS by_name,
        rep_effect(w_rep, k_rep, ${effect.legal_rep_same}, ${effect.legal_rep_other}) AS by_rep, address_effect(w_address, k_address, ${effect.address_near}, ${effect.address_far}) AS by_address
      FROM pair p JOIN whole a ON a.part = w_part JOIN whole b ON b.part = k_part LEFT JOIN shared s USING (w_part, k_part) WHERE NOT places_differ(p.core, k_core) AND (same_core OR a.weight >= ${leastWeight} * (SELECT max(weight) FROM name_sign))),
    best AS (SELECT *, by_name + by_rep + by_address AS score FROM compared QUALIFY row_number() OVER (PARTITION BY name_key, subject_id ORDER BY by_name DESC, known_name) = 1)
    SELECT 'name', name_key, name, records, subject_id, round(score, 4), to_json([
        {'field': 'name', 'left': name, 'right': known_name, 'effect': round(by_name, 4)}, {'field': 'legal_rep', 'left': w_rep, 'right': k_rep, 'effect': by_rep}, {'field': 'address', 'left': w_address, 'right': k_address, 'effect': by_address}]), 'queued'
    FROM best WHERE score >= ${queuedFrom} AND ('name', name_key, subject_id) NOT IN (SELECT (kind, item, subject_id) FROM candidate)`)
}

/** Pairs that are beyond doubt: above the threshold, and the item's only one there. */
export const certain = (kind: 'name' | 'bearer', { automatic_from: from, queued_from: queuedFrom }: Matching): Sql => sql`SELECT kind, item, any_value(subject_id) FILTER (score >= ${from}) AS subject_id FROM candidate WHERE kind = ${kind} AND state = 'queued'
  GROUP BY kind, item HAVING count(*) FILTER (score >= ${from}) = 1 AND (kind = 'name' OR count(*) FILTER (score >= ${queuedFrom}) = 1)`
