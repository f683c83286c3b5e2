import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'

/** Why a row lies in quarantine, in English; the screen words the reason itself. */
const details: Readonly<Record<string, string>> = {
  bad_width: 'more or fewer cells than the header has', bad_quotes: 'a quote that never closes', too_long: 'longer than a record can be',
  undecodable: 'bytes that are no text', bad_json: 'no whole JSON object', too_deep: 'nested too deep', no_subject: 'neither a name nor a code',
}

/** What stands in quarantine.detail for a reason. */
export const detailOf = (reason: string): Sql => raw(`CASE ${reason} ${Object.entries(details).map(([code, text]) => `WHEN '${code}' THEN '${text}'`).join(' ')} ELSE '' END`)

/** Rows (reason, rows) as one JSON object; the reason NULL is left out. */
export const reasonsOf = raw(`coalesce(to_json(map_from_entries(list((reason, rows) ORDER BY reason) FILTER (reason IS NOT NULL))), '{}'::JSON)`)

/** Brings the counts of quarantined rows of these files in line with the quarantine. */
export const recountRejects = (ask: Connection, fileIds: Sql): Promise<number> => ask.run(sql`UPDATE source_file AS f SET quarantined = q.rows, reasons = q.reasons FROM (
    SELECT s.file_id, coalesce(sum(c.rows), 0)::BIGINT AS rows, ${reasonsOf} AS reasons
    FROM (SELECT DISTINCT file_id FROM (${fileIds})) s LEFT JOIN (SELECT file_id, reason, count(*) AS rows FROM quarantine GROUP BY file_id, reason) c USING (file_id) GROUP BY s.file_id) q
  WHERE f.file_id = q.file_id`)

/** Names of each batch's files, how many rows it read and how many of them are its records: of a mend, the rejects that it took up. */
export const batchFiles = sql`SELECT batch, to_json(list(name ORDER BY file_id)) AS names, sum(read)::BIGINT AS read, sum(loaded - mended)::BIGINT AS loaded
    FROM (SELECT f.batch, f.file_id, f.name, f.read, f.loaded, coalesce(m.mended, 0) AS mended FROM source_file f
      LEFT JOIN (SELECT file_id, count(*) AS mended FROM reject_change WHERE outcome = 'loaded' AND undone_at IS NULL GROUP BY file_id) m USING (file_id)) GROUP BY batch
  UNION ALL SELECT batch, to_json(list(name ORDER BY file_id)), sum(read)::BIGINT, sum(loaded)::BIGINT
    FROM (SELECT c.batch, c.file_id, f.name, count(*) AS read, count(*) FILTER (c.outcome = 'loaded') AS loaded FROM reject_change c JOIN source_file f USING (file_id)
      WHERE c.batch IS NOT NULL AND c.undone_at IS NULL GROUP BY ALL) GROUP BY batch`
