import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import { defineKeys } from './keys.ts'
import { markTouched } from '../workspace/touched.ts'
import { overClasses } from '../workspace/overClasses.ts'

const code18 = '[0-9A-HJ-NPQRTUWXY]{18}'

/** What is wrong with a code `k` (a code_key) written `said`; NULL: nothing, or it was never meant for a credit code. */
const damageOf = raw(String.raw`CASE
  WHEN is_uscc(k) THEN CASE WHEN k <> said THEN 'notation' END
  WHEN uscc_in(k) IS NOT NULL THEN 'glued'
  WHEN length(k) > 18 AND len(list_distinct(list_filter(regexp_extract_all(k, '${code18}'), lambda part : is_uscc(part)))) > 1 THEN 'several'
  WHEN regexp_full_match(k, '[1-9](\.\d+)?E\+?17') THEN 'scientific'
  WHEN regexp_full_match(k, '\d{15}000') THEN 'zeros'
  WHEN regexp_full_match(k, '[0-9A-Z*]{18}') AND contains(k, '*') THEN CASE WHEN length(replace(k, '*', '')) >= 6 THEN 'masked' END
  WHEN regexp_full_match(k, '[0-9A-Z]{18}') THEN 'check'
  WHEN regexp_full_match(k, '[0-9A-Z]{17}|[0-9A-Z]{19}') THEN 'length' END`)

/**
 * Whether the damaged text can be what became of the code `c`. A spreadsheet's rounding: the same number within half of its last digit, and
 * all digits. Zeros: the same 15 digits. Masked: the same wherever it shows. Else at most two keys were struck wrongly (Damerau–Levenshtein).
 */
const agrees = raw(String.raw`CASE damage
  WHEN 'several' THEN contains(code_key, c)
  WHEN 'scientific' THEN regexp_full_match(c, '\d{18}') AND abs(try_cast(c AS DOUBLE) - try_cast(code_key AS DOUBLE)) <= 0.51 * 10.0 ** (17 - length(regexp_extract(code_key, '\.(\d+)', 1)))
  WHEN 'zeros' THEN left(c, 15) = left(code_key, 15)
  WHEN 'masked' THEN c LIKE replace(code_key, '*', '_')
  ELSE damerau_levenshtein(code_key, c) <= 2 END`)

/**
 * Repairs the damaged codes of a batch, and those of earlier batches whose names the batch brought, where evidence names exactly one valid
 * code: the cell itself, or the record's name together with a cell that agrees. Records under no subject then come under that code's
 * subject; one that lies under another subject is left alone. What was written stays written: `repair` tells what it was taken for.
 * @returns how many rows of each class moved: they want clustering
 */
export async function repairCodes(ask: Connection, batch: number): Promise<Map<RecordClass, number>> {
  await defineKeys(ask)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE doubtful AS ${overClasses((one) => sql`SELECT ${one} AS class, file_id, source_row, subject_code AS said, subject_name AS name FROM ${ident(one)}
    WHERE batch = ${batch} AND subject_code IS NOT NULL AND (attached <> 'code' OR NOT regexp_full_match(subject_code, ${code18}))`)}`)
  // Most batches have none, and to plan what follows takes longer than to carry it out.
  const { doubtful } = await ask.one<{ doubtful: number }>(sql`SELECT count(*) AS doubtful FROM doubtful`)
  if (doubtful > 0) await ask.run(sql`INSERT INTO damaged_code
    SELECT class, file_id, source_row, ${batch}, said, k, name_key(name), damage FROM doubtful JOIN (
      SELECT said, k, ${damageOf} AS damage FROM (SELECT said, code_key(said) AS k FROM (SELECT DISTINCT said FROM doubtful)) WHERE damage IS NOT NULL) USING (said)`)
  await ask.run(raw('DROP TABLE doubtful'))
  const { open } = await ask.one<{ open: number }>(sql`SELECT count(*) AS open FROM damaged_code WHERE batch = ${batch} OR name_key IN (SELECT name_key FROM subject_name WHERE batch = ${batch})`)
  if (open === 0) return new Map()
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE mended AS
    WITH open AS (SELECT * FROM damaged_code WHERE (batch = ${batch} OR name_key IN (SELECT name_key FROM subject_name WHERE batch = ${batch})) AND (class, file_id, source_row) NOT IN (SELECT (class, file_id, source_row) FROM repair)),
    bearer AS (SELECT DISTINCT o.*, s.uscc AS c, s.subject_id FROM open o JOIN subject_name n ON n.name_key = nullif(o.name_key, '') JOIN subject s ON s.subject_id = n.subject_id AND s.uscc IS NOT NULL
      WHERE o.damage NOT IN ('notation', 'glued'))
    SELECT class, file_id, source_row, batch, raw_code, uscc_in(code_key) AS code, s.subject_id, 'text' AS evidence FROM open JOIN subject_code s ON s.uscc = uscc_in(code_key) WHERE damage IN ('notation', 'glued')
    UNION ALL SELECT class, file_id, source_row, any_value(batch), any_value(raw_code), min(c) FILTER (fits), min(subject_id) FILTER (fits), 'name' FROM (SELECT *, ${agrees} AS fits FROM bearer)
    GROUP BY class, file_id, source_row HAVING count(*) FILTER (fits) = 1 AND (count(*) = 1 OR any_value(damage) <> 'scientific')`)
  const moved = new Map<RecordClass, number>()
  for (const one of await classesIn(ask)) {
    await ask.run(sql`DELETE FROM mended m WHERE class = ${one} AND EXISTS (SELECT 1 FROM ${ident(one)} r WHERE r.file_id = m.file_id AND r.source_row = m.source_row AND r.subject_id <> m.subject_id)`)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE homeless AS SELECT r.rowid AS place, m.subject_id, r.attached, r.batch, r.file_id FROM ${ident(one)} r JOIN mended m USING (file_id, source_row) WHERE m.class = ${one} AND r.subject_id IS NULL`)
    const found = await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = h.subject_id, attached = 'name' FROM homeless h WHERE r.rowid = h.place`)
    if (found === 0) continue
    moved.set(one, found)
    await markTouched(ask, sql`SELECT subject_id FROM homeless`)
    await ask.run(sql`UPDATE subject AS s SET records = s.records + h.n FROM (SELECT subject_id, count(*)::INTEGER AS n FROM homeless GROUP BY subject_id) h WHERE s.subject_id = h.subject_id`)
    // A file's counts are as at its import, and this is part of it.
    await ask.run(sql`UPDATE source_file AS f SET attached_by_name = f.attached_by_name + h.n, queued = f.queued - h.queued, unattached = f.unattached - (h.n - h.queued)
      FROM (SELECT file_id, count(*) AS n, count(*) FILTER (attached = 'queued') AS queued FROM homeless WHERE batch = ${batch} GROUP BY file_id) h WHERE f.file_id = h.file_id`)
  }
  await ask.run(sql`INSERT INTO repair SELECT * FROM mended ORDER BY file_id, source_row`)
  await ask.run(raw('DROP TABLE IF EXISTS homeless; DROP TABLE mended'))
  return moved
}

async function classesIn(ask: Connection): Promise<RecordClass[]> {
  return (await ask.rows<{ class: RecordClass }>(sql`SELECT DISTINCT class FROM mended`)).map((row) => row.class)
}
