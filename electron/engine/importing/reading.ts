import type { RecordClass } from '../../../shared/classes.ts'
import type { Remark } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { join, raw, sql } from '../duckdb/sql.ts'
import type { Reference } from './reference.ts'
import type { ClassColumn } from './transform.ts'
import { writeStaged, type Staged } from './writeStaged.ts'

/** How a file's rows were read beyond its class, header and mapping: kept with the file, so that one row can be read again as they all were. */
export interface Reading {
  recipe: { name: string; version: number } | null
  sheet: string | null
  /** '' where there is none. */
  delimiter: string
  units: Record<string, string>
  /** As a person chose it; null: as each column's own cells told. */
  dateOrder: 'day_first' | 'month_first' | null
  /** Date columns whose slashed dates put the month first. */
  monthFirst: string[]
  lossy: boolean
  /** Day of the import: nothing in the file can have been known later. */
  today: string
  /** Edition of the words (resources/reference/words.yaml) by which its texts became codes. */
  words: string
  /** What was special in reading it. */
  remarks: Remark[]
}

/** A file of the workspace, with all that reading a row of it takes. */
export interface ReadFile {
  fileId: number
  batch: number
  name: string
  sha256: string
  recordClass: RecordClass
  headers: string[]
  /** Column of the class by header; '' is kept in extra. */
  mapping: string[]
  reading: Reading
}

/** @throws MingchaError no_such_file_id */
export async function readFileOf(ask: Connection, fileId: number): Promise<ReadFile> {
  const [file] = await readFiles(ask, [fileId])
  if (!file) throw new MingchaError('no_such_file_id', `there is no file number ${fileId}`, 'See the files in the data view.', { file: fileId })
  return file
}

/** Files by their numbers, in the order of these. */
export async function readFiles(ask: Connection, fileIds: number[]): Promise<ReadFile[]> {
  if (fileIds.length === 0) return []
  const rows = await ask.rows<{ file_id: number; batch: number; name: string; sha256: string; class: RecordClass; mapping: string; reading: string }>(sql`
    SELECT file_id, batch, name, sha256, class, mapping::VARCHAR AS mapping, reading::VARCHAR AS reading FROM source_file WHERE file_id IN (${join(fileIds.map((id) => sql`${id}`), ', ')}) ORDER BY file_id`)
  return rows.map((row) => {
    const columns = JSON.parse(row.mapping) as { source: string; column: string }[]
    const reading = JSON.parse(row.reading) as Partial<Reading>
    return {
      fileId: row.file_id, batch: row.batch, name: row.name, sha256: row.sha256, recordClass: row.class, headers: columns.map((one) => one.source), mapping: columns.map((one) => one.column),
      reading: { recipe: null, sheet: null, delimiter: '', units: {}, dateOrder: null, monthFirst: [], lossy: false, today: '', words: '', remarks: [], ...reading },
    }
  })
}

/**
 * Reads rows of a file again, by the same SQL as its import: `cells` names a Parquet file in the staging folder with n (the row's number in the
 * source), cells (VARCHAR[], the headers' first); what is read goes to `target` and a file beside it. A row that is all blank does not come.
 */
export function readAgain(scratch: Database, file: ReadFile, columns: ClassColumn[], reference: Reference, cells: string, target: string): Promise<Staged> {
  return scratch.write(async (ask) => {
    const { widest } = await ask.one<{ widest: number }>(sql`SELECT coalesce(max(len(cells)), 0) AS widest FROM read_parquet(${cells})`)
    const width = Math.max(widest, file.headers.length)
    const names = Array.from({ length: width }, (_, i) => `coalesce(cells[${i + 1}], '') AS c${i}`).join(', ')
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE record AS SELECT n, NULL::VARCHAR AS bad, NULL::VARCHAR AS original, ${raw(names)} FROM read_parquet(${cells})`)
    const staged = await writeStaged(ask, {
      recordClass: file.recordClass, columns, headers: file.headers, mapping: file.mapping, monthFirst: new Set(file.reading.monthFirst), repeated: new Set(), units: file.reading.units, fileName: file.name,
      headerRow: 0, required: 0, overflow: width - file.headers.length, nul: true, lossy: file.reading.lossy, today: file.reading.today, reference,
    }, target)
    await ask.run(sql`DROP TABLE record`)
    return staged
  })
}
