import { join as joinPath } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Database } from '../../../electron/engine/duckdb/database.ts'
import { globLiteral, ident, join, raw, sql } from '../../../electron/engine/duckdb/sql.ts'

export type TableName = RecordClass | 'subject'

/** What the facts of the catalogue read, beside subject_id, occurred_on and known_on of every class: nothing else is given to the peers. */
const read: Record<TableName, readonly string[]> = {
  subject: ['uscc', 'name', 'legal_rep', 'registrar', 'industry', 'type', 'status', 'established', 'capital_yuan', 'address', 'phone'],
  registration: ['subject_name', 'type_text', 'legal_rep', 'capital_yuan', 'scope', 'address', 'valid_until'],
  supervision: ['task_name', 'item', 'kind', 'result_text', 'result', 'double_random', 'score', 'reinspected_on', 'reinspection', 'handling'],
  penalty: ['violation', 'basis', 'kind', 'fine_yuan', 'confiscated_yuan', 'authority', 'valid_until', 'publicity_until', 'state', 'severity'],
  complaint: ['kind', 'content', 'result_text', 'upheld', 'mediated', 'amount_yuan', 'closed_on'],
  operation: ['kind', 'amount_yuan', 'tax_kind', 'rating', 'revenue_yuan', 'profit_yuan', 'assets_yuan', 'liabilities_yuan', 'employees', 'insured', 'on_time', 'state'],
  opinion: ['platform', 'title', 'sentiment', 'heat', 'topic'],
  judicial: ['kind', 'title', 'cause', 'role', 'amount_yuan', 'state'],
  licence: ['licence_name', 'status', 'valid_from', 'valid_until', 'previous_until'],
  product: ['subject_name', 'kind', 'product', 'producer', 'model', 'lot', 'failed', 'failure', 'next_due_on', 'source_row'],
  listing: ['kind', 'list_name', 'ground_code', 'removed_on', 'valid_until', 'amount_yuan'],
  relation: ['kind', 'other_name', 'other_code', 'other_subject_id', 'share', 'until_on'],
}
export const tableNames: readonly TableName[] = ['subject', ...recordClasses]
export const columnsOf = (table: TableName): string[] => ['subject_id', ...(table === 'subject' ? [] : ['occurred_on', 'known_on']), ...read[table]]

/** The columns of a table with DuckDB's types, in the order of the files. */
export async function typesOf(database: Database, table: TableName): Promise<{ name: string; type: string }[]> {
  const rows = await database.read((ask) => ask.rows<{ name: string; type: string }>(
    sql`SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = ${table} AND schema_name = 'main' AND database_name = current_database()`))
  const types = new Map(rows.map((row) => [row.name, row.type]))
  return columnsOf(table).map((name) => ({ name, type: types.get(name)! }))
}

/** Writes what the peers read as files TABLE.parquet or TABLE.csv (no header, '' is an empty text, nothing is NULL), in order of subject. */
export async function writeTables(database: Database, folder: string, format: 'parquet' | 'csv'): Promise<void> {
  for (const table of tableNames) {
    const rows = sql`SELECT ${join(columnsOf(table).map(ident), ', ')} FROM ${ident(table)} ORDER BY subject_id`
    const options = raw(format === 'csv' ? '(FORMAT csv, HEADER false)' : '(FORMAT parquet)')
    await database.read((ask) => ask.run(sql`COPY (${rows}) TO ${joinPath(folder, `${table}.${format}`)} ${options}`))
  }
}

/** How to read the values of a class that a peer wrote: (subject_id, one column a dimension). Texts in CSV, whose first rows must not decide what the others are. */
export const valuesIn = (path: string) =>
  path.endsWith('.csv') ? sql`read_csv(${globLiteral(path)}, header = true, delim = ',', all_varchar = true)` : sql`read_parquet(${globLiteral(path)})`
