import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { nameMacro } from '../identity/normaliseName.ts'

/** From here on a pair is attached without asking, where it is the name's only one so high. */
export const automaticFrom = 0.95
/** Below this a pair is not shown at all. */
export const queuedFrom = 0.75
/** Names that share a key are compared with each other; a key that more subjects share than this tells nothing. */
const mostInBlock = 400

const places = '北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|西安'
const forms = String.raw`股份有限公司|有限责任公司|有限公司|\(有限合伙\)|\(普通合伙\)|\(个体工商户\)|集团|公司`

/** Macros over name keys: without legal form; without place; ordinals and branch words, in which names that are otherwise alike differ on purpose. */
const macros: Sql[] = [
  String.raw`core_of(n) AS regexp_replace(regexp_replace(n, '^\([^()]*\)', ''), '(${forms})+$', '')`,
  String.raw`distinct_of(core) AS regexp_replace(regexp_replace(core, '^(${places})(省|市|自治区)?', ''), '\((${places})(省|市)?\)', '')`,
  String.raw`marks_of(n) AS list_aggregate(regexp_extract_all(n, '[0-9一二三四五六七八九十]+|分公司|分店|支行|分行|营业部|分厂|分院|门店|店$'), 'string_agg', ' ')`,
].map((one) => raw(`CREATE OR REPLACE TEMP MACRO ${one}`))

/** Columns of a class that may tell who is meant. */
const repClasses = new Set<RecordClass>(['registration', 'penalty', 'licence', 'listing'])
const addressClasses = new Set<RecordClass>(['registration', 'operation', 'licence', 'listing'])

/**
 * Compares the names of records under no subject with every subject's names, former ones included, that share the first two signs of the
 * distinctive part. Score: the name (0.85 where only the legal form differs, 0.75 where the place does too, else 0.85 × Jaro–Winkler of the
 * distinctive parts squared), the legal representative (same +0.12, another −0.25), the address (near +0.10, far −0.05); names that differ in
 * ordinals or branch words are no pair, and names that have some must be equal otherwise. Fills `candidate` anew but for pairs that a person decided.
 * @returns names compared and pairs found
 */
export async function findCandidates(ask: Connection): Promise<{ names: number; pairs: number }> {
  for (const macro of [nameMacro(true), ...macros]) await ask.run(macro)
  const waiting = join(recordClasses.map((one) => sql`SELECT subject_name AS name, ${raw(repClasses.has(one) ? 'legal_rep' : 'NULL::VARCHAR')} AS rep, ${raw(addressClasses.has(one) ? 'address' : 'NULL::VARCHAR')} AS address
    FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'none' AND subject_name IS NOT NULL`), ' UNION ALL ')
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE waiting AS
    SELECT *, left(distinctive, 2) AS block FROM (SELECT *, distinct_of(core) AS distinctive FROM (SELECT *, core_of(name_key) AS core FROM (
      SELECT name_key(name) AS name_key, min(name) AS name, count(*) AS records, min(rep) FILTER (NOT contains(rep, '*')) AS rep, min(address) AS address FROM (${waiting}) GROUP BY 1)))
    WHERE length(distinctive) >= 2 AND NOT contains(name_key, '*')`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE known AS
    SELECT k.*, s.name AS subject, s.legal_rep AS rep, s.address, left(distinctive, 2) AS block FROM (SELECT *, distinct_of(core) AS distinctive FROM (SELECT subject_id, name, name_key, core_of(name_key) AS core FROM subject_name)) k
    JOIN subject s USING (subject_id) WHERE left(distinctive, 2) IN (SELECT block FROM waiting)`)
  await ask.run(sql`DELETE FROM known WHERE block IN (SELECT block FROM known GROUP BY block HAVING count(*) > ${mostInBlock}) AND distinctive NOT IN (SELECT distinctive FROM waiting)`)
  await ask.run(sql`DELETE FROM candidate WHERE state = 'queued'`)
  const pairs = await ask.run(sql`INSERT INTO candidate
    WITH compared AS (
      SELECT w.name_key, w.name, w.records, k.subject_id, k.name AS known_name, w.rep AS w_rep, k.rep AS k_rep, w.address AS w_address, k.address AS k_address,
        CASE WHEN w.core = k.core THEN 0.85 WHEN w.distinctive = k.distinctive THEN 0.75 WHEN marks_of(w.name_key) IS NOT NULL THEN 0 ELSE 0.85 * jaro_winkler_similarity(w.distinctive, k.distinctive) ** 2 END AS by_name,
        CASE WHEN w.rep IS NULL OR k.rep IS NULL OR contains(k.rep, '*') THEN 0 WHEN name_key(w.rep) = name_key(k.rep) THEN 0.12 ELSE -0.25 END AS by_rep,
        CASE WHEN w.address IS NULL OR k.address IS NULL THEN 0 WHEN jaro_winkler_similarity(name_key(w.address), name_key(k.address)) >= 0.9 THEN 0.10 ELSE -0.05 END AS by_address
      FROM waiting w JOIN known k USING (block) WHERE marks_of(w.name_key) IS NOT DISTINCT FROM marks_of(k.name_key)),
    best AS (SELECT *, by_name + by_rep + by_address AS score FROM compared QUALIFY row_number() OVER (PARTITION BY name_key, subject_id ORDER BY by_name DESC, known_name) = 1)
    SELECT name_key, name, records, subject_id, round(score, 4), to_json([
        {'field': 'name', 'left': name, 'right': known_name, 'effect': round(by_name, 4)}, {'field': 'legal_rep', 'left': w_rep, 'right': k_rep, 'effect': by_rep}, {'field': 'address', 'left': w_address, 'right': k_address, 'effect': by_address}]), 'queued'
    FROM best WHERE score >= ${queuedFrom} AND (name_key, subject_id) NOT IN (SELECT (name_key, subject_id) FROM candidate)`)
  const { names } = await ask.one<{ names: number }>(sql`SELECT count(*) AS names FROM waiting`)
  await ask.run(raw('DROP TABLE waiting; DROP TABLE known'))
  return { names, pairs }
}

/** Pairs that are beyond doubt: above the threshold, and the name's only one there. */
export const certain = (ask: Connection): Promise<{ name_key: string; subject_id: number }[]> =>
  ask.rows(sql`SELECT name_key, any_value(subject_id) AS subject_id FROM candidate WHERE state = 'queued' AND score >= ${automaticFrom} GROUP BY name_key HAVING count(*) = 1 ORDER BY name_key`)
