import { rm, symlink, copyFile } from 'node:fs/promises'
import { join as joinPath, resolve } from 'node:path'
import { MingchaError } from '../../../shared/errors.ts'
import { Database, ranOut, type Connection } from '../duckdb/database.ts'
import { ident, join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { refuseTooMany } from './propose.ts'
import { temporaryFolder } from '../workspace/temporary.ts'

/** A name without signs of a pattern for a file that DuckDB reads, inside its folder. */
export async function placed(path: string, folder: string, name: string): Promise<string> {
  const target = joinPath(folder, name)
  await symlink(resolve(path), target).catch(() => copyFile(path, target))
  return target
}

/** Columns of a Parquet file in its order. @throws MingchaError parquet_damaged */
export async function parquetColumns(ask: Connection, file: string, name: string): Promise<{ name: string; type: string }[]> {
  try {
    return await ask.rows<{ name: string; type: string }>(sql`SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${relation(file)})`)
  } catch (error) {
    throw damagedParquet(name, error)
  }
}

export const damagedParquet = (name: string, error: unknown): MingchaError =>
  new MingchaError('parquet_damaged', `${name} is a damaged Parquet file: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`, 'Export it again at its source.', { name })

const relation = (file: string): Sql => raw(`read_parquet(${literal(file)}, hive_partitioning=false)`)

/** Rows as text: n, then every column as c0 …; dates and times in ISO form, numbers without exponent, nested values as JSON. */
export function parquetRows(file: string, columns: { name: string; type: string }[]): Sql {
  return sql`SELECT row_number() OVER () AS n, ${cellsOf(columns)} FROM ${relation(file)}`
}

/** Typed columns as text, c0 …. */
export const cellsOf = (columns: { name: string; type: string }[]): Sql => join(columns.map(({ name, type }, i) => sql`coalesce(${textOf(name, type)}, '') AS ${raw(`c${i}`)}`), ', ')

function textOf(name: string, type: string): Sql {
  const column = ident(name)
  if (type === 'DOUBLE' || type === 'FLOAT') return sql`CASE WHEN abs(${column}) < 1e18 AND ${column} = trunc(${column}) THEN ${column}::BIGINT::VARCHAR ELSE ${column}::VARCHAR END`
  if (/^STRUCT|^MAP|\[\d*\]$/.test(type)) return sql`to_json(${column})::VARCHAR`
  if (type.startsWith('TIMESTAMP')) return sql`regexp_replace(${column}::VARCHAR, ' 00:00:00(\\+00)?$', '')`
  return sql`${column}::VARCHAR`
}

/** The first rows of a Parquet file under a header row, read in a database that can reach nothing else. */
export async function parquetHead(path: string, name: string, most = 300): Promise<string[][]> {
  const folder = await temporaryFolder('look')
  const scratch = await Database.openConfined([resolve(path)], folder, { memoryMb: 256 })
  try {
    return await scratch.write(async (ask) => { // the writer: no further connection can be made once confined
      const file = await placed(path, folder, 'look.parquet')
      const columns = await parquetColumns(ask, file, name)
      refuseTooMany(columns.length, name) // before their rows take memory
      const rows = await ask.rows<Record<string, string>>(sql`${parquetRows(file, columns)} LIMIT ${most}`).catch((error: unknown) => { throw ranOut(error) ? error : damagedParquet(name, error) })
      return [columns.map((column) => column.name), ...rows.map((row) => columns.map((_, i) => row[`c${i}`] ?? ''))]
    })
  } finally {
    await scratch.close()
    await rm(folder, { recursive: true, force: true })
  }
}
