import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { markTouched } from '../workspace/touched.ts'
import { clusterMoved, columnsOfClass } from './cluster.ts'
import { noteImport } from './listBatches.ts'
import { recount } from './merge.ts'

/** Records that the program itself made: what was published or decided here, not what a file told. */
export interface OwnRecords {
  kind: 'publication' | 'decision'
  recordClass: RecordClass
  /** Under which they stand among the files, and of whose bytes: that file is then known and never imported besides. */
  name: string
  sha256: string
  bytes: number
  /** Header of the file and the column of the class that it became. */
  mapping: { source: string; column: string }[]
  /** SELECT of source_row, subject_id (NULL: known by name alone), subject_name, subject_code, occurred_on, known_on, `columns`, extra, and replaced_file, replaced_row: the record that it supersedes, or NULL. */
  rows: Sql
  /** The class's own columns among them. */
  columns: string[]
}

/**
 * Brings such records in as a batch of their kind, which cannot be undone. A record that supersedes another takes its place, its subject included:
 * the other goes. Runs within the transaction of whoever publishes or decides.
 */
export async function bringOwn(ask: Connection, { kind, recordClass, name, sha256, bytes, mapping, rows, columns }: OwnRecords): Promise<{ batch: number; fileId: number }> {
  const { batch, fileId } = await ask.one<{ batch: number; fileId: number }>(sql`SELECT nextval('batch_number') AS batch, nextval('file_number') AS "fileId"`)
  const table = ident(recordClass)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE own AS SELECT n.* EXCLUDE (subject_id), coalesce(old.subject_id, n.subject_id)::INTEGER AS subject_id, coalesce(old.attached, CASE WHEN n.subject_id IS NULL THEN 'none' ELSE 'code' END) AS attached
    FROM (${rows}) n LEFT JOIN (SELECT file_id AS replaced_file, source_row AS replaced_row, subject_id, attached FROM ${table} WHERE (file_id, source_row) IN (SELECT (replaced_file, replaced_row) FROM (${rows}))) old USING (replaced_file, replaced_row)`)
  await ask.run(sql`DELETE FROM ${table} WHERE (file_id, source_row) IN (SELECT (replaced_file, replaced_row) FROM own)`)
  // Should a merge be taken back that moved the other, what took its place goes along.
  await ask.run(sql`INSERT INTO identity_move SELECT m.* REPLACE (${fileId}::INTEGER AS file_id, o.source_row AS source_row) FROM identity_move m JOIN own o ON m.class = ${recordClass} AND m.file_id = o.replaced_file AND m.source_row = o.replaced_row`)
  const told = await columnsOfClass(ask, recordClass)
  const cells = told.map((one) => (columns.includes(one.name) ? ident(one.name) : raw(`NULL::${one.type}`)))
  const loaded = await ask.run(sql`INSERT INTO ${table} SELECT subject_id, attached, subject_name, subject_code, occurred_on, known_on, ${join(cells, ', ')}, extra::JSON,
    md5(concat_ws(chr(31), ${recordClass}, ${sha256}, source_row))::UUID, ${batch}::INTEGER, ${fileId}::INTEGER, ${name}, source_row FROM own ORDER BY subject_id, source_row`)
  await clusterMoved(ask, recordClass, loaded)
  await ask.run(sql`INSERT INTO source_file SELECT ${fileId}::INTEGER, ${batch}::INTEGER, ${name}, ${sha256}, ${bytes}, ${kind}, 'utf-8-bom', ${recordClass}, 1, ${JSON.stringify(mapping)}::JSON, n, n, 0, 0, '{}'::JSON, coded, named, queued, n - coded - named - queued, '{}'::JSON
    FROM (SELECT count(*) AS n, count(*) FILTER (attached = 'code') AS coded, count(*) FILTER (attached = 'name') AS named, count(*) FILTER (attached = 'queued') AS queued FROM own)`)
  await ask.run(sql`INSERT INTO batch (batch, imported_at, files, subjects_created, kind) VALUES (${batch}, current_timestamp::TIMESTAMP, 1, 0, ${kind})`)
  await noteImport(ask, batch)
  await recount(ask, raw('SELECT subject_id FROM own'))
  await markTouched(ask, raw('SELECT subject_id FROM own'))
  await ask.run(raw('DROP TABLE own'))
  return { batch, fileId }
}
