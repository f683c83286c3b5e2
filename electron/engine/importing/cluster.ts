import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { rebuildTable } from '../workspace/rebuildTable.ts'
import type { ClassColumn } from './transform.ts'
import { acceptedOf, type Staged } from './writeStaged.ts'

/** Columns that every record table has around its own. */
const shared = new Set(['subject_id', 'attached', 'subject_name', 'subject_code', 'occurred_on', 'known_on', 'extra', 'row_key', 'batch', 'file_id', 'source_file', 'source_row'])

/** A class's own columns in the table's order. */
export async function columnsOfClass(ask: Connection, recordClass: RecordClass): Promise<ClassColumn[]> {
  const rows = await ask.rows<ClassColumn>(sql`SELECT name, type FROM pragma_table_info(${recordClass}) ORDER BY cid`)
  return rows.filter((one) => !shared.has(one.name))
}

const order = raw('ORDER BY subject_id NULLS LAST, file_id, source_row')
/** The same for the rows of one file, as one number: sorting by it takes less. */
const orderInFile = raw('ORDER BY coalesce(subject_id, 2147483647)::BIGINT * 4294967296 + source_row')

/** A table of fewer rows is always put in order: that takes less than anybody notices. */
const small = 50_000
/** The tail may grow to this share of its table before the whole is put in order again: rows are then moved eight times on average, however small the batches. */
const share = 1 / 8

/** Puts a batch's rows into their class. A batch that is small beside its table comes behind it, in order by itself. */
export async function insertClustered(ask: Connection, recordClass: RecordClass, batch: number, files: { fileId: number; name: string; staged: Staged }[], dropped: boolean): Promise<void> {
  const columns = await columnsOfClass(ask, recordClass)
  const told = columns.filter((one) => files.some(({ staged }) => staged.columns.includes(one.name)))
  /** The name of the only file. */
  const alone = files.length === 1 ? files[0]!.name : null
  const brought = join(files.map(({ fileId, name, staged }): Sql => sql`
    SELECT i.subject_id, i.attached, i.subject_name, i.subject_code, p.occurred_on, p.known_on${join(told.map((one) => sql`, ${staged.columns.includes(one.name) ? sql`p.${ident(one.name)}` : raw(`NULL::${one.type}`)} AS ${ident(one.name)}`), '')}, p.extra, p.row_key, ${fileId}::INTEGER AS file_id, ${alone === null ? sql`${name} AS source_file, ` : raw('')}p.source_row
    FROM ${acceptedOf(fileId, staged, dropped)} p JOIN (SELECT who, subject_id, attached, subject_name, subject_code FROM incoming WHERE file_id = ${fileId}) i USING (who)`), ' UNION ALL ')
  /** What is the same for all rows is added behind the sort, which would carry it along. */
  const rows = (inOrder: Sql): Sql => sql`SELECT subject_id, attached, subject_name, subject_code, occurred_on, known_on, ${join(columns.map((one) => (told.includes(one) ? ident(one.name) : raw(`NULL::${one.type}`))), ', ')},
    extra::JSON, row_key, ${batch}::INTEGER, file_id, ${alone === null ? raw('source_file') : sql`${alone}`}, source_row FROM (SELECT * FROM (${brought}) ${inOrder})`
  const { before, coming } = await ask.one<{ before: number; coming: number }>(sql`SELECT (SELECT count(*) FROM ${ident(recordClass)}) AS before, (SELECT coalesce(sum(rows), 0)::BIGINT FROM incoming WHERE class = ${recordClass}) AS coming`)
  if (before > 0 && await dueFor(ask, recordClass, before + coming, coming)) return rebuild(ask, recordClass, sql`SELECT * FROM ${ident(recordClass)} UNION ALL ${rows(raw(''))}`)
  await ask.run(sql`INSERT INTO ${ident(recordClass)} ${rows(files.length === 1 ? orderInFile : order)}`)
  if (before > 0) await lengthenTail(ask, recordClass, coming)
}

/** Brings a table back in order after `moved` rows of it found their subjects, unless they are few. */
export async function clusterMoved(ask: Connection, recordClass: RecordClass, moved: number): Promise<void> {
  const { rows } = await ask.one<{ rows: number }>(sql`SELECT count(*) AS rows FROM ${ident(recordClass)}`)
  if (await dueFor(ask, recordClass, rows, moved)) return rebuild(ask, recordClass, sql`SELECT * FROM ${ident(recordClass)}`)
  await lengthenTail(ask, recordClass, moved)
}

/** Whether `more` rows out of order would be too many in a table that then holds `rows`. */
async function dueFor(ask: Connection, recordClass: RecordClass, rows: number, more: number): Promise<boolean> {
  const { tail } = await ask.one<{ tail: number }>(sql`SELECT coalesce(max(value::BIGINT), 0) AS tail FROM meta WHERE key = ${tailOf(recordClass)}`)
  return rows < small || tail + more > rows * share
}

/** Where the workspace keeps how many rows of a table lie outside its order. */
const tailOf = (recordClass: RecordClass): string => `unclustered_${recordClass}`

const lengthenTail = (ask: Connection, recordClass: RecordClass, rows: number): Promise<number> =>
  ask.run(sql`INSERT INTO meta VALUES (${tailOf(recordClass)}, ${String(rows)}) ON CONFLICT (key) DO UPDATE SET value = (meta.value::BIGINT + excluded.value::BIGINT)::VARCHAR`)

async function rebuild(ask: Connection, recordClass: RecordClass, rows: Sql): Promise<void> {
  await rebuildTable(ask, recordClass, sql`SELECT * FROM (${rows}) ${order}`)
  await ask.run(sql`DELETE FROM meta WHERE key = ${tailOf(recordClass)}`)
}
