import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { overClasses } from '../workspace/overClasses.ts'
import { addressOf, repOf } from './candidates.ts'
import type { Matching } from './matching.ts'

const authorityClasses = new Set<RecordClass>(['registration', 'supervision', 'penalty', 'operation', 'licence', 'listing'])
/** More bearers than this, and no person can tell them apart here. */
const mostBearers = 20

/** What records of one name have in common where they speak of one subject: they are decided together. */
const itemOf = (one: RecordClass): Sql => sql`to_json([${one}, name_key(subject_name), coalesce(code_key(subject_code), ''), coalesce(name_key(${repOf(one)}), ''), coalesce(name_key(${addressOf(one)}), '')])::VARCHAR`

/** Rows of a class whose name several subjects bear, with the item that they belong to. */
const queuedRows = (one: RecordClass): Sql => sql`SELECT ${one} AS class, rowid AS place, file_id, source_row, batch, attached, occurred_on, subject_name, subject_code, ${repOf(one)} AS rep, ${addressOf(one)} AS address,
  ${raw(authorityClasses.has(one) ? 'authority' : 'NULL::VARCHAR')} AS authority, ${itemOf(one)} AS item FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'queued'`

/**
 * Puts records whose name several subjects bear beside each of them, explained by what is written for a code, legal representative, address,
 * the authority's place and the dates. All bearers are shown, however unlikely, as somebody has to decide. Fills `candidate` with pairs of the kind `bearer`.
 * @param regions names of GB/T 2260 codes
 */
export async function findBearers(ask: Connection, { bearer: effect }: Matching, regions: readonly { code: string; name: string }[]): Promise<number> {
  await ask.run(raw("DELETE FROM candidate WHERE kind = 'bearer' AND state = 'queued'"))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE ambiguous AS SELECT item, any_value(class) AS class, name_key(any_value(subject_name)) AS name_key, min(subject_name) AS name, min(code_key(subject_code)) AS code, min(rep) AS rep, min(address) AS address,
      min(authority) AS authority, min(occurred_on) AS earliest, count(*) AS records FROM (${overClasses(queuedRows)}) GROUP BY item`)
  const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM ambiguous`)
  if (n === 0) return 0
  const borne = await ask.rows<{ region: string }>(sql`SELECT DISTINCT region FROM subject WHERE region IS NOT NULL AND subject_id IN (SELECT subject_id FROM subject_name WHERE name_key IN (SELECT name_key FROM ambiguous))`)
  const places = regions.filter(({ code }) => borne.some(({ region }) => region === code))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE place_name (region VARCHAR, place VARCHAR)`)
  if (places.length > 0) await ask.run(sql`INSERT INTO place_name VALUES ${join(places.map(({ code, name }) => sql`(${code}, ${name})`), ', ')}`)
  const pairs = await ask.run(sql`INSERT INTO candidate
    WITH pair AS (
      SELECT a.*, s.subject_id, s.name AS known_name, coalesce(s.uscc, s.local_code) AS known_code, s.uscc, s.local_code, s.legal_rep AS known_rep, s.address AS known_address, s.established, p.place,
        CASE WHEN coalesce(a.code, '') = '' THEN 0 WHEN a.code = s.local_code OR a.code = substr(s.uscc, 9, 9) OR replace(a.code, '-', '') = substr(s.uscc, 9, 9) OR left(a.code, 15) = left(s.uscc, 15) OR damerau_levenshtein(a.code, s.uscc) <= 2
          OR EXISTS (SELECT 1 FROM registration r WHERE r.subject_id = s.subject_id AND r.reg_no = a.code) THEN ${effect.code_agrees} WHEN length(a.code) >= 9 AND s.uscc IS NOT NULL AND NOT contains(a.code, '*') AND NOT contains(a.code, '+') THEN ${effect.code_other} ELSE 0 END AS by_code,
        rep_effect(a.rep, s.legal_rep, ${effect.legal_rep_same}, ${effect.legal_rep_other}) AS by_rep, address_effect(a.address, s.address, ${effect.address_near}, ${effect.address_far}) AS by_address,
        CASE WHEN contains(a.authority, p.place) THEN ${effect.region_named} ELSE 0 END AS by_region,
        CASE WHEN a.earliest < s.established - INTERVAL 31 DAY THEN ${effect.before_founding} ELSE 0 END AS by_date
      FROM ambiguous a JOIN (SELECT DISTINCT name_key, subject_id FROM subject_name) n USING (name_key) JOIN subject s USING (subject_id) LEFT JOIN place_name p USING (region)
      WHERE name_key IN (SELECT name_key FROM subject_name GROUP BY name_key HAVING count(DISTINCT subject_id) <= ${mostBearers}))
    SELECT 'bearer', item, name, records, subject_id, round(greatest(0, least(1, ${effect.name} + by_code + by_rep + by_address + by_region + by_date)), 4), to_json([
      {'field': 'name', 'left': name, 'right': known_name, 'effect': ${effect.name}::DOUBLE}, {'field': 'code', 'left': code, 'right': known_code, 'effect': by_code::DOUBLE}, {'field': 'legal_rep', 'left': rep, 'right': known_rep, 'effect': by_rep::DOUBLE},
      {'field': 'address', 'left': address, 'right': known_address, 'effect': by_address::DOUBLE}, {'field': 'region', 'left': authority, 'right': place, 'effect': by_region::DOUBLE},
      {'field': 'occurred_on', 'left': earliest::VARCHAR, 'right': established::VARCHAR, 'effect': by_date::DOUBLE}]), 'queued'
    FROM pair WHERE ('bearer', item, subject_id) NOT IN (SELECT (kind, item, subject_id) FROM candidate)`)
  await ask.run(raw('DROP TABLE ambiguous; DROP TABLE place_name'))
  return pairs
}

/** Rows of a class that belong to the items of the temp table `given`. */
export const rowsOfItems = (one: RecordClass): Sql => sql`SELECT q.place, g.decision, g.subject_id, q.file_id, q.source_row, q.attached FROM (${queuedRows(one)}) q JOIN given g ON g.kind = 'bearer' AND g.item = q.item`

