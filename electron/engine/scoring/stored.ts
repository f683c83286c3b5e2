import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'

/** Columns of the workspace's tables, in order: table → column → type. */
export type Stored = Map<string, Map<string, string>>

export async function storedColumns(ask: Connection): Promise<Stored> {
  const answer: Stored = new Map()
  for (const { table, column, type } of await ask.rows<{ table: string; column: string; type: string }>(sql`SELECT table_name AS "table", column_name AS "column", data_type AS type
    FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' ORDER BY column_index`)) {
    answer.set(table, (answer.get(table) ?? new Map<string, string>()).set(column, type))
  }
  return answer
}
