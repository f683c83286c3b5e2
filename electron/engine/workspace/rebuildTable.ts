import type { Connection } from '../duckdb/database.ts'
import { ident, literal, raw, sql, type Sql } from '../duckdb/sql.ts'

/** A new table of the same definition, filled by `rows`, takes the old one's place: its blocks are in order and the old ones are freed, as DELETE would not. */
export async function rebuildTable(ask: Connection, table: string, rows: Sql): Promise<void> {
  const { definition, comment } = await ask.one<{ definition: string; comment: string | null }>(sql`
    SELECT sql AS definition, comment FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ${table}`)
  const fresh = `${table}_fresh`
  await ask.run(raw(definition.replace(/^CREATE TABLE (main\.)?"?\w+"?/, `CREATE TABLE ${fresh}`)))
  await ask.run(sql`INSERT INTO ${ident(fresh)} ${rows}`)
  await ask.run(sql`DROP TABLE ${ident(table)}`)
  await ask.run(sql`ALTER TABLE ${ident(fresh)} RENAME TO ${ident(table)}`)
  if (comment !== null) await ask.run(sql`COMMENT ON TABLE ${ident(table)} IS ${raw(literal(comment))}`)
}
