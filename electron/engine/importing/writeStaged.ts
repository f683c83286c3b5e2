import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { transformOf, type TransformInput } from './transform.ts'

/** What a file was read into, or some rows of it again: two Parquet files and what they hold. */
export interface Staged {
  /** Its records: source_row, reason, original, row_key, who, occurred_on, known_on, `columns`, extra. */
  parquet: string
  /** Whom they name, by the number `who`: uscc, local_code, name_key, subject_name, subject_code. */
  subjects: string
  /** The class's own columns among those of the records; the file says nothing of the others. */
  columns: string[]
}

/** They live for a minute: packing them takes longer than reading them unpacked. */
const form = raw('(FORMAT parquet, COMPRESSION uncompressed)')

/** Reads the relation `record` into a Parquet file at `parquet` and one beside it. `watch` goes round the longest statement. */
export async function writeStaged(ask: Connection, input: TransformInput, parquet: string, watch: (work: () => Promise<unknown>) => Promise<unknown> = (work) => work()): Promise<Staged> {
  const { tables, subjects, rows, columns } = transformOf(input)
  const staged = { parquet, subjects: parquet.replace(/\.parquet$/, '-who.parquet'), columns }
  for (const { name, select } of tables) await ask.run(sql`CREATE OR REPLACE TEMP TABLE ${raw(name)} AS ${select}`)
  await ask.run(sql`COPY (${subjects}) TO ${staged.subjects} ${form}`)
  await watch(() => ask.run(sql`COPY (${rows}) TO ${staged.parquet} ${form}`))
  await ask.run(raw(tables.map(({ name }) => `DROP TABLE ${name}`).join('; ')))
  return staged
}

/** A staged file's rows that come in: usable, and not noted in `dropped`, where there is any. */
export const acceptedOf = (fileId: number, { parquet }: Staged, dropped: boolean): Sql =>
  sql`(SELECT * FROM read_parquet(${parquet}) WHERE reason IS NULL ${dropped ? sql`AND source_row NOT IN (SELECT source_row FROM dropped WHERE file_id = ${fileId})` : raw('')})`

/** Every record as staged, with what it says of its subject. */
export const stagedRows = ({ parquet, subjects }: Staged): Sql => sql`(SELECT * EXCLUDE (who) FROM read_parquet(${parquet}) JOIN read_parquet(${subjects}) USING (who))`
