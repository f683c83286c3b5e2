import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { AppliedRecipe, SourceFile } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { attachBatch, attachEarlier } from './attach.ts'
import { clusterMoved, insertClustered } from './cluster.ts'
import type { Proposal } from './propose.ts'
import type { Reference } from './reference.ts'
import type { Reading } from './reading.ts'
import type { Sniffed } from './sniff.ts'
import { describeSubjects } from './describeSubjects.ts'
import { acceptedOf, type Staged } from './writeStaged.ts'
import { detailOf, reasonsOf } from './counts.ts'

export interface StagedFile {
  name: string
  recordClass: RecordClass
  sniffed: Sniffed
  proposal: Proposal
  staged: Staged
  /** By which it was read. */
  recipe: AppliedRecipe | null
  reading: Reading
}
/** A staged file, or mended rows of one, with the number that its records bear. */
export interface NumberedFile { fileId: number; name: string; recordClass: RecordClass; staged: Staged }
export interface Loaded { batch: number; files: SourceFile[]; subjectsCreated: number }

/** Loads staged files as one batch. Runs inside the import's transaction: whatever fails here leaves the workspace as it was. */
export async function load(ask: Connection, staged: StagedFile[], reference: Reference, resources: string, progress: (phase: string, done: number, total: number) => void): Promise<Loaded> {
  const { batch, at } = await ask.one<{ batch: number; at: string }>(sql`SELECT nextval('batch_number') AS batch, current_timestamp::TIMESTAMP AS at`)
  const files: (StagedFile & NumberedFile)[] = []
  for (const file of staged) files.push({ ...file, fileId: (await ask.one<{ id: number }>(sql`SELECT nextval('file_number') AS id`)).id })

  const subjectsCreated = await bring(ask, batch, files, progress)
  for (const file of files) await noteFile(ask, file, batch)
  await ask.run(sql`INSERT INTO batch (batch, imported_at, files, subjects_created) VALUES (${batch}, ${at}::TIMESTAMP, ${files.length}, ${subjectsCreated})`)
  await describeSubjects(ask, batch, reference, resources)
  await ask.run(sql`DROP TABLE incoming`)
  return { batch, files: (await sourceFiles(ask, sql`batch = ${batch}`)), subjectsCreated }
}

/**
 * Brings the good rows of staged files into their classes under `batch`: duplicates out, subjects found or created, earlier rows attached.
 * The temp table `incoming` tells afterwards whom they name, a line for each identity of a file, and how each found its subject; the caller drops it.
 * @returns how many subjects were created
 */
export async function bring(ask: Connection, batch: number, files: NumberedFile[], progress: (phase: string, done: number, total: number) => void): Promise<number> {
  const classes = recordClasses.filter((one) => files.some((file) => file.recordClass === one))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE dropped (file_id INTEGER, source_row BIGINT)`)
  for (const one of classes) await dropDuplicates(ask, one, files.filter((file) => file.recordClass === one))
  const { dropped } = await ask.one<{ dropped: boolean }>(sql`SELECT count(*) > 0 AS dropped FROM dropped`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE incoming AS ${join(files.map((file) => identitiesOf(file, dropped)), ' UNION ALL ')}`)
  progress('attach', 0, classes.length)
  const subjectsCreated = await attachBatch(ask, batch)

  for (const [done, one] of classes.entries()) {
    progress('load', done, classes.length)
    await insertClustered(ask, one, batch, files.filter((file) => file.recordClass === one), dropped)
  }
  progress('cluster', 0, recordClasses.length)
  const moved = await attachEarlier(ask, batch)
  for (const [done, one] of recordClasses.entries()) {
    progress('cluster', done, recordClasses.length)
    const rows = moved.get(one)
    if (rows !== undefined) await clusterMoved(ask, one, rows)
  }
  await ask.run(sql`DROP TABLE dropped`)
  return subjectsCreated
}

/** Notes in `dropped` the rows that stand twice among the files of a class (all but the first), or in the class already. */
async function dropDuplicates(ask: Connection, recordClass: RecordClass, files: NumberedFile[]): Promise<void> {
  const keys = join(files.map(({ fileId, staged }) => sql`SELECT ${fileId}::INTEGER AS file_id, source_row, row_key FROM read_parquet(${staged.parquet}) WHERE reason IS NULL`), ' UNION ALL ')
  // Few files hold a row twice: counting tells, and sorting all keys is left out.
  const { rows, distinct } = await ask.one<{ rows: number; distinct: number }>(sql`SELECT count(*) AS rows, count(DISTINCT row_key) AS distinct FROM (${keys})`)
  if (rows > distinct) {
    await ask.run(sql`INSERT INTO dropped SELECT file_id, source_row FROM (
      SELECT file_id, source_row, row_number() OVER (PARTITION BY row_key ORDER BY file_id, source_row) AS copy FROM (${keys}) WHERE row_key IN (SELECT row_key FROM (${keys}) GROUP BY row_key HAVING count(*) > 1)) WHERE copy > 1`)
  }
  const { before } = await ask.one<{ before: number }>(sql`SELECT count(*) AS before FROM ${ident(recordClass)}`)
  if (before === 0) return
  await ask.run(sql`INSERT INTO dropped SELECT file_id, source_row FROM (${keys})
    WHERE row_key IN (SELECT row_key FROM ${ident(recordClass)} WHERE row_key IN (SELECT row_key FROM (${keys}))) AND (file_id, source_row) NOT IN (SELECT (file_id, source_row) FROM dropped)`)
}

/** Whom a file's accepted rows name, how many name each, and the first place where they do. */
const identitiesOf = ({ fileId, recordClass, staged }: NumberedFile, dropped: boolean): Sql => sql`
  SELECT ${fileId}::INTEGER AS file_id, ${recordClass} AS class, who, named.rows, named.place, uscc, local_code, name_key, subject_name, subject_code
  FROM (SELECT who, count(*) AS rows, min(source_row) AS place FROM ${acceptedOf(fileId, staged, dropped)} GROUP BY who) named JOIN read_parquet(${staged.subjects}) USING (who)`

/** Its quarantined rows, and its line in source_file. */
async function noteFile(ask: Connection, file: StagedFile & NumberedFile, batch: number): Promise<void> {
  const { fileId, name, recordClass, sniffed, proposal, staged: { parquet } } = file
  await ask.run(sql`INSERT INTO quarantine SELECT ${fileId}, ${batch}, ${name}, source_row, ${recordClass}, reason,
      ${detailOf('reason')}, original, NULL
    FROM read_parquet(${parquet}) WHERE reason IS NOT NULL ORDER BY source_row`)
  const mapping = JSON.stringify(proposal.columns.map(({ source, column }) => ({ source, column })))
  await ask.run(sql`INSERT INTO source_file
    SELECT ${fileId}, ${batch}, ${name}, ${sniffed.sha256}, ${sniffed.bytes}, ${sniffed.format}, ${sniffed.encoding}, ${recordClass}, ${proposal.headerRow}, ${mapping}::JSON,
      total.rows, mine.loaded, total.rows - total.quarantined - mine.loaded, total.quarantined, total.reasons,
      mine.by_code, mine.by_name, mine.by_queued, mine.by_none, ${JSON.stringify(file.reading)}::JSON
    FROM (SELECT coalesce(sum(rows), 0)::BIGINT AS rows, coalesce(sum(rows) FILTER (reason IS NOT NULL), 0)::BIGINT AS quarantined,
        ${reasonsOf} AS reasons
      FROM (SELECT reason, count(*) AS rows FROM read_parquet(${parquet}) GROUP BY reason)) total,
      (SELECT coalesce(sum(rows), 0) AS loaded, ${join(['code', 'name', 'queued', 'none'].map((how) => sql`coalesce(sum(rows) FILTER (attached = ${how}), 0) AS ${raw(`by_${how}`)}`), ', ')}
      FROM incoming WHERE file_id = ${fileId}) mine`)
}

interface FileRow { file_id: number; batch: number; imported_at: string; name: string; class: RecordClass; encoding: string; header_row: number; read: number; loaded: number; duplicate: number; quarantined: number; reasons: string; attached_by_code: number; attached_by_name: number; queued: number; unattached: number; repaired: number; mended: number; discarded: number; reading: string }

/** By which words a file was read, and what was special in it; the demo's own rows were not read. */
function toldOf(reading: string): Pick<SourceFile, 'words' | 'remarks'> {
  const { words = '', remarks = [] } = JSON.parse(reading) as Partial<Reading>
  return { words, remarks }
}

/** Files of the workspace as the screen lists them, in order of import. */
export async function sourceFiles(ask: Connection, where: Sql): Promise<SourceFile[]> {
  const rows = await ask.rows<FileRow>(sql`SELECT f.*, b.imported_at, coalesce(m.repaired, 0) AS repaired, coalesce(c.mended, 0) AS mended, coalesce(q.discarded, 0) AS discarded FROM source_file f JOIN batch b USING (batch)
    LEFT JOIN (SELECT file_id, count(*) AS repaired FROM repair GROUP BY file_id) m USING (file_id)
    LEFT JOIN (SELECT file_id, count(*) AS mended FROM reject_change WHERE outcome IN ('loaded', 'duplicate') AND undone_at IS NULL GROUP BY file_id) c USING (file_id)
    LEFT JOIN (SELECT file_id, count(discarded) AS discarded FROM quarantine GROUP BY file_id) q USING (file_id) WHERE ${where} ORDER BY f.file_id`)
  return rows.map((row) => {
    const { recipe } = JSON.parse(row.reading) as Partial<Reading>
    return {
      ...toldOf(row.reading),
      fileId: row.file_id, batch: row.batch, importedAt: row.imported_at, name: row.name, class: row.class, encoding: row.encoding, headerRow: row.header_row,
      read: row.read, loaded: row.loaded, duplicate: row.duplicate, quarantined: row.quarantined, reasons: JSON.parse(row.reasons) as Record<string, number>,
      attachedByCode: row.attached_by_code, attachedByName: row.attached_by_name, queued: row.queued, unattached: row.unattached, repaired: row.repaired, mended: row.mended, discarded: row.discarded, note: null, ...(recipe ? { readBy: recipe } : {}),
    }
  })
}
