import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Table } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'

/** A page of rows that are under no subject, newest file first; of one class or of all. */
export async function attachmentPage(ask: Connection, kind: 'queued' | 'none', recordClass: RecordClass | undefined, offset: number, limit: number): Promise<Table> {
  const classes = recordClass === undefined ? recordClasses : [recordClass]
  const rows = join(classes.map((one) => sql`SELECT ${one} AS class, subject_name, subject_code, occurred_on, source_file, source_row, batch, file_id FROM ${ident(one)} WHERE subject_id IS NULL AND attached = ${kind}`), ' UNION ALL ')
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM (${rows})`)
  return { total, arrow: await ask.arrow(sql`SELECT * FROM (${rows}) ORDER BY file_id DESC, source_row LIMIT ${limit} OFFSET ${offset}`) }
}

/** A page of repaired codes, newest file first: of one file or of all. */
export async function repairPage(ask: Connection, fileId: number | undefined, offset: number, limit: number): Promise<Table> {
  const where = fileId === undefined ? raw('true') : sql`r.file_id = ${fileId}`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM repair r WHERE ${where}`)
  return { total, arrow: await ask.arrow(sql`SELECT r.class, s.name AS subject_name, r.raw_code, r.code, d.damage, r.evidence, f.name AS source_file, r.source_row, r.batch, r.subject_id, r.file_id
    FROM repair r JOIN subject s USING (subject_id) JOIN source_file f USING (file_id) LEFT JOIN damaged_code d ON (d.class, d.file_id, d.source_row) = (r.class, r.file_id, r.source_row)
    WHERE ${where} ORDER BY r.file_id DESC, r.source_row LIMIT ${limit} OFFSET ${offset}`) }
}
