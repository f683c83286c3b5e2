import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Table } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, sql } from '../duckdb/sql.ts'

/** A page of rows that are under no subject, newest file first; of one class or of all. */
export async function attachmentPage(ask: Connection, kind: 'queued' | 'none', recordClass: RecordClass | undefined, offset: number, limit: number): Promise<Table> {
  const classes = recordClass === undefined ? recordClasses : [recordClass]
  const rows = join(classes.map((one) => sql`SELECT ${one} AS class, subject_name, subject_code, occurred_on, source_file, source_row, batch, file_id FROM ${ident(one)} WHERE subject_id IS NULL AND attached = ${kind}`), ' UNION ALL ')
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM (${rows})`)
  return { total, arrow: await ask.arrow(sql`SELECT * EXCLUDE (file_id) FROM (${rows}) ORDER BY file_id DESC, source_row LIMIT ${limit} OFFSET ${offset}`) }
}
