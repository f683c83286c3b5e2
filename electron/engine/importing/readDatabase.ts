import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { Database, holderOf, ranOut, type Connection } from '../duckdb/database.ts'
import { ident, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { refuseTooMany } from './propose.ts'
import { cellsOf } from './readParquet.ts'

/**
 * DuckDB files as sources. They are attached read-only in a confined scratch database and nowhere else: what their views say runs
 * there, and can read the chosen files and the staging folder at most.
 */

/** A database and what lies beside it until it is checkpointed: all that attaching it may look at. */
export const databaseParts = (path: string): string[] => ['', '.wal', '.wal.checkpoint', '.wal.recovery'].map((ending) => `${resolve(path)}${ending}`)

/** Columns by which a workspace keeps house: no part of what a source said. */
const housekeeping = new Set(['subject_id', 'attached', 'row_key', 'batch', 'file_id', 'source_file', 'source_row', 'other_subject_id'])

interface Table { name: string; schema: string; table: string }

/**
 * Attaches a file to this confined connection's database, once; answers its alias.
 * @throws MingchaError database_locked where another process writes to it, database_unreadable
 */
async function attached(ask: Connection, path: string, name: string): Promise<string> {
  const alias = `source_${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16)}`
  try {
    await ask.run(sql`ATTACH IF NOT EXISTS ${raw(literal(resolve(path)))} AS ${ident(alias)} (READ_ONLY)`)
  } catch (error) {
    const holder = holderOf(error)
    if (holder !== null) throw new MingchaError('database_locked', `${name} is open in another process (${holder})`, 'Close it there first, or make a copy when it is closed.', { name, holder })
    throw unreadableDatabase(name, error)
  }
  return alias
}

const unreadableDatabase = (name: string, error: unknown): MingchaError => {
  const detail = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300)
  return new MingchaError('database_unreadable', `${name} cannot be read as a DuckDB file: ${detail}`, 'It is damaged, encrypted or of a newer DuckDB: export its tables as Parquet or CSV there.', { name, detail })
}

/** Tables and views by the names that are offered: bare in schema main, schema.name elsewhere; of a workspace its records only. */
async function tablesOf(ask: Connection, alias: string): Promise<{ tables: Table[]; workspace: boolean }> {
  const found = await ask.rows<Omit<Table, 'name'>>(sql`SELECT schema_name AS schema, table_name AS "table" FROM duckdb_tables() WHERE database_name = ${alias} AND NOT internal
    UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = ${alias} AND NOT internal ORDER BY ALL`)
  const all = found.map((one) => ({ ...one, name: one.schema === 'main' ? one.table : `${one.schema}.${one.table}` }))
  const names = new Set(all.map((one) => one.name))
  const workspace = ['migration', 'source_file', ...recordClasses].every((one) => names.has(one))
  return { tables: workspace ? all.filter((one) => recordClasses.includes(one.name as RecordClass)) : all, workspace }
}

interface Source { relation: Sql; columns: { name: string; type: string }[]; workspace: boolean }

/** @throws MingchaError no_such_sheet, view_unreadable */
async function sourceOf(ask: Connection, path: string, name: string, sheet: string | null): Promise<Source> {
  const alias = await attached(ask, path, name)
  const { tables, workspace } = await tablesOf(ask, alias)
  const table = sheet === null ? tables[0] : tables.find((one) => one.name === sheet)
  if (!table) throw sheet === null ? new MingchaError('not_a_table', `${name} holds no table`, 'Import a DuckDB file that has tables.', { name }) : new MingchaError('no_such_sheet', `${name} has no table ${sheet}`, `It has: ${tables.slice(0, 20).map((one) => one.name).join(', ')}.`, { name, sheet })
  const relation = sql`${ident(alias)}.${ident(table.schema)}.${ident(table.table)}`
  try {
    const columns = await ask.rows<{ name: string; type: string }>(sql`SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${relation})`)
    return { relation, workspace, columns: workspace ? columns.filter((one) => !housekeeping.has(one.name)) : columns }
  } catch (error) {
    throw unreadableView(name, table.name, error)
  }
}

const unreadableView = (name: string, view: string, error: unknown): MingchaError => {
  const detail = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300)
  return new MingchaError('view_unreadable', `${name}: ${view} cannot be read: ${detail}`, 'A view may read only tables of its own file: store its rows as a table there.', { name, view, detail })
}

const rowsOf = ({ relation, columns }: Source): Sql => sql`SELECT row_number() OVER () AS n, ${cellsOf(columns)} FROM ${relation}`

async function confined<T>(path: string, look: (ask: Connection) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder('look')
  const scratch = await Database.openConfined(databaseParts(path), folder, { memoryMb: 256, threads: 1 })
  try {
    return await scratch.write(look) // the writer: no further connection can be made once confined
  } finally {
    await scratch.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a DuckDB file offers, with how many rows of each were seen (two at most; views that fail count as two: reading them says why). */
export const databaseTables = (path: string, name: string): Promise<{ name: string; rows: number }[]> => confined(path, async (ask) => {
  const { tables } = await tablesOf(ask, await attached(ask, path, name))
  const found: { name: string; rows: number }[] = []
  for (const table of tables) {
    const rows = await sourceOf(ask, path, name, table.name).then(({ relation }) => ask.one<{ rows: number }>(sql`SELECT count(*) AS rows FROM (SELECT 1 FROM ${relation} LIMIT 2)`)).then((row) => row.rows, () => 2)
    found.push({ name: table.name, rows })
  }
  return found
})

/** The first rows of a table or view under a header row. `recordClass`: set where a workspace's own class is read. */
export const databaseHead = (path: string, name: string, sheet: string | null, most = 300): Promise<string[][]> => confined(path, async (ask) => {
  const source = await sourceOf(ask, path, name, sheet)
  refuseTooMany(source.columns.length, name)
  try {
    const rows = await ask.rows<Record<string, string>>(sql`${rowsOf(source)} LIMIT ${most}`)
    return [source.columns.map((column) => column.name), ...rows.map((row) => source.columns.map((_, i) => row[`c${i}`] ?? ''))]
  } catch (error) {
    throw unreadableView(name, sheet ?? '', error)
  }
})

/** The table `cell` from a table or view of a DuckDB file. */
export async function recordDatabase(ask: Connection, path: string, sheet: string | null, name: string): Promise<void> {
  const source = await sourceOf(ask, path, name, sheet)
  try {
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE cell AS SELECT n, NULL::VARCHAR AS bad, NULL::VARCHAR AS original, * EXCLUDE (n) FROM (${rowsOf(source)})`)
  } catch (error) {
    throw ranOut(error) ? error : unreadableView(name, sheet ?? '', error)
  }
}

/** A database that was not checkpointed is known by its log, too. */
export async function withLog(path: string, sha256: string): Promise<string> {
  if (!existsSync(`${path}.wal`)) return sha256
  const hash = createHash('sha256').update(sha256)
  for await (const chunk of createReadStream(`${path}.wal`) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
