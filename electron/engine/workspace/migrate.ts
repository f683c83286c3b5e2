import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MingchaError } from '../../../shared/errors.ts'
import type { Database } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'

/** Numbered SQL files, `0001_name.sql`, in order of their numbers. */
function migrationFiles(folder: string): { number: number; name: string }[] {
  return readdirSync(folder)
    .flatMap((name) => (/^\d{4}_.+\.sql$/.test(name) ? [{ number: Number(name.slice(0, 4)), name }] : []))
    .sort((a, b) => a.number - b.number)
}

/**
 * Brings a workspace to this program's edition, each migration in a transaction of its own.
 * @throws MingchaError not_a_workspace for a DuckDB file of another kind, workspace_newer for one of a later program.
 */
export async function migrate(database: Database, resources: string): Promise<void> {
  const folder = join(resources, 'migrations')
  const tables = (await database.read((ask) => ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'main'`))).map((row) => row.name)
  if (tables.length > 0 && !tables.includes('migration')) {
    throw new MingchaError('not_a_workspace', `${database.path} is a DuckDB file, but not a Mingcha workspace`, 'Choose a .mingcha file, or create a new workspace.', { path: database.path })
  }
  const done = new Set(tables.length === 0 ? [] : (await database.read((ask) => ask.rows<{ number: number }>(sql`SELECT number FROM migration`))).map((row) => row.number))
  const files = migrationFiles(folder)
  const newest = files.at(-1)?.number ?? 0
  const edition = Math.max(0, ...done)
  if (edition > newest) {
    throw new MingchaError('workspace_newer', `${database.path} was written by a newer Mingcha (edition ${edition}, this one knows ${newest})`, 'Install the newer Mingcha.', { path: database.path, edition, known: newest })
  }
  for (const { number, name } of files.filter((file) => !done.has(file.number))) {
    await database.write(async (ask) => {
      await ask.run(sql`CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)`)
      await ask.run(raw(readFileSync(join(folder, name), 'utf8')))
      await ask.run(sql`INSERT INTO migration VALUES (${number}, ${name}, current_timestamp::TIMESTAMP)`)
    })
  }
}
