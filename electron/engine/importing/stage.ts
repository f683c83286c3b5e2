import { createWriteStream } from 'node:fs'
import { copyFile, stat, symlink } from 'node:fs/promises'
import { join as joinPath, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FileChoice } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { Database, type Connection } from '../duckdb/database.ts'
import { join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { completed, noFacts } from './completeRows.ts'
import { parseMacros } from './parseMacros.ts'
import type { Proposal } from './propose.ts'
import { decoded, utf8OfGb18030 } from './readText.ts'
import type { Reference } from './reference.ts'
import { databaseParts, recordDatabase } from './readDatabase.ts'
import { placed } from './readParquet.ts'
import { isWorkbook, missing, type Sniffed } from './sniff.ts'
import { elementsOf } from './splitElements.ts'
import { RecordSplitter } from './splitRecords.ts'
import { isNamed, recordJson, recordParquet } from './stageNested.ts'
import { readPlaces, type ClassColumn, type TransformInput } from './transform.ts'
import { workbookRows } from './workbook.ts'
import { RecordWriter } from './writeRecords.ts'
import { writeStaged, type Staged } from './writeStaged.ts'

export interface StageInput {
  choice: FileChoice
  name: string
  sniffed: Sniffed
  delimiter: string
  /** Cells of the widest record in the head. */
  width: number
  sheet: string | null
  proposal: Proposal & { recordClass: NonNullable<Proposal['recordClass']> }
  columns: ClassColumn[]
  reference: Reference
  today: string
  /** A folder of this import alone; `number` keeps its files apart. */
  folder: string
  number: number
  scratch: Database
  signal: AbortSignal
  /** Tells of something special in reading. */
  remark(code: string, params: Record<string, string | number>): void
  /** How much of the file is done, 0–1. */
  progress(share: number): void
}

/** Beyond this many cells a strict reader takes too much memory: the careful one drops trailing blanks first. */
const widest = 1000

/** Also: the date columns whose slashed dates were read month first. */
export type StagedFrom = Staged & { monthFirst: string[] }

/** Reads a file into Parquet files. Everything up to here happens outside the workspace. */
export async function stage(input: StageInput): Promise<StagedFrom> {
  const { sniffed } = input
  if (sniffed.format === 'duckdb') return parquetOf(input, '', 'strict')
  if (sniffed.format === 'parquet') return parquetOf(input, await placed(input.choice.path, input.folder, `${input.number}-in.parquet`), 'strict')
  if (sniffed.format === 'csv' && !sniffed.needsCare && input.width <= widest) {
    try {
      return await parquetOf(input, await plainText(input), 'strict')
    } catch (error) {
      // Whatever strict reading stumbles over, careful reading takes, row by row.
      if (input.signal.aborted || error instanceof MingchaError) throw error
    }
  }
  return parquetOf(input, await rewritten(input), 'rewritten')
}

/** Text that DuckDB reads as it is. */
const isPlain = ({ encoding, lossy }: Sniffed): boolean => encoding === 'utf-8-bom' || (encoding === 'utf-8' && !lossy)

/** A path that DuckDB reads as UTF-8: the file itself, or a transcoded copy. */
async function plainText(input: StageInput): Promise<string> {
  const { choice, sniffed, folder, number, signal } = input
  const direct = isPlain(sniffed)
  if (direct && !/[[*?\]{}]/.test(choice.path)) return resolve(choice.path)
  if (sniffed.copy !== null) return sniffed.copy
  const path = joinPath(folder, `${number}.csv`)
  if (direct) {
    // Its name would be read as a pattern.
    await symlink(resolve(choice.path), path).catch(() => copyFile(choice.path, path))
    return path
  }
  const text = sniffed.encoding === 'gb18030' && !sniffed.lossy ? utf8OfGb18030(choice.path, input.name, signal, readingOf(input)) : decoded(choice.path, input.name, sniffed.encoding || 'utf-8', signal, readingOf(input))
  await pipeline(text, createWriteStream(path), { signal })
  return path
}

/** A copy in which every record is whole and every bad one marked: for workbooks and for text that strict reading refuses. */
async function rewritten(input: StageInput): Promise<string> {
  const { choice, sniffed, proposal, folder, number, signal } = input
  const path = joinPath(folder, `${number}-records.csv`)
  const { format } = sniffed
  const writer = new RecordWriter(path, isNamed(format) ? 1 : proposal.headers.length, format === 'csv' ? requiredOf(input) : 0)
  try {
    if (!isWorkbook(format)) {
      const splitter = format === 'json' || format === 'jsonl' ? elementsOf(format, input.name) : new RecordSplitter(input.delimiter, proposal.headers.length)
      for await (const text of decoded(choice.path, input.name, sniffed.encoding || 'utf-8', signal, readingOf(input))) {
        for (const record of splitter.push(text)) await writer.write(record)
      }
      for (const record of splitter.push('', true)) await writer.write(record)
    } else {
      const facts = noFacts()
      const rows = workbookRows(choice.path, input.name, format, input.sheet, facts)
      for await (const { number: row, cells } of completed(rows, facts, proposal.headerRow, proposal.headers, input.remark)) {
        signal.throwIfAborted()
        await writer.write({ number: row, cells, bad: null, original: '' })
      }
    }
    await writer.end()
  } catch (error) {
    writer.abandon()
    throw error
  }
  return path
}

/** Progress of a pass over the bytes: it is the first third of the work. */
function readingOf({ sniffed, progress }: StageInput): (bytes: number) => void {
  let done = 0
  return (bytes) => progress((done += bytes) / sniffed.bytes / 3)
}

/** Cells that a record must have: up to the last header that has a name. */
const requiredOf = ({ proposal }: StageInput): number => (proposal.headerRow === 0 ? 0 : proposal.headers.length)

async function parquetOf(input: StageInput, source: string, kind: 'strict' | 'rewritten'): Promise<StagedFrom> {
  const { proposal, sniffed, folder, number, signal } = input
  const named = isNamed(sniffed.format)
  const overflow = kind === 'strict' && !named ? Math.max(0, input.width - proposal.headers.length) : 0
  // A table first: it numbers the records for nothing, and its texts can be counted and looked up. It is committed before it is read:
  // over rows that are not, DuckDB mostly works twice as long.
  const read = (ask: Connection): Promise<void> => watched(ask, input, kind === 'strict' && (isPlain(sniffed) || sniffed.format === 'parquet' || sniffed.format === 'duckdb') ? 0 : 1 / 3, 0.5, async () => {
    if (sniffed.format === 'parquet') await recordParquet(ask, source, input.name)
    else if (sniffed.format === 'duckdb') await recordDatabase(ask, input.choice.path, input.sheet, input.name)
    else if (named) await recordJson(ask, source, proposal, input.name)
    else await ask.run(sql`CREATE OR REPLACE TEMP TABLE cell AS SELECT * FROM ${cellsOf(source, kind, proposal.headers.length + overflow, { delimiter: input.delimiter, simpleLines: sniffed.simpleLines })}`)
  })
  const type = async (ask: Connection): Promise<StagedFrom> => {
    await ask.run(sql`CREATE OR REPLACE TEMP VIEW record AS ${await recordOf(ask, kind, named)} FROM cell`)
    const transform: TransformInput = {
      recordClass: proposal.recordClass, columns: input.columns, headers: proposal.headers, mapping: proposal.columns.map((one) => one.column),
      monthFirst: new Set(), repeated: new Set(), units: input.choice.units ?? {}, fileName: input.name, headerRow: proposal.headerRow, required: kind === 'strict' && !named ? requiredOf(input) : 0, overflow,
      nul: named, lossy: sniffed.lossy, today: input.today, reference: input.reference,
    }
    transform.monthFirst = input.choice.dateOrder === undefined ? await monthFirstOf(ask, transform) : input.choice.dateOrder === 'month_first' ? new Set(transform.mapping) : new Set()
    transform.repeated = await repeatedOf(ask, transform)
    const staged = await writeStaged(ask, transform, joinPath(folder, `${number}.parquet`), (work) => watched(ask, input, 0.5, 1, work))
    if (!isWorkbook(sniffed.format)) await unchanged(input)
    return { ...staged, monthFirst: [...transform.monthFirst] }
  }
  try {
    await input.scratch.write(read, signal)
    return await input.scratch.write(type, signal)
  } finally {
    await input.scratch.write((ask) => ask.run(raw('DROP VIEW IF EXISTS record; DROP TABLE IF EXISTS cell')))
  }
}

/** Reports the progress of a statement as the part of the file's work from `start` to `end`. */
async function watched<T>(ask: Connection, { progress }: StageInput, start: number, end: number, work: () => Promise<T>): Promise<T> {
  const watch = setInterval(() => progress(start + ((end - start) * Math.max(0, ask.progress)) / 100), 300)
  try {
    return await work()
  } finally {
    clearInterval(watch)
  }
}

/** The database in which files are staged: it reads these files and the folder, and nothing else. */
export async function openScratch(files: readonly string[], folder: string, reference: Reference): Promise<Database> {
  const scratch = await Database.openConfined(files.flatMap(databaseParts), folder, { memoryMb: 512 })
  await scratch.write(async (ask) => { for (const macro of parseMacros(reference)) await ask.run(macro) })
  return scratch
}

/** The cells of a file, in the order of its records. */
function cellsOf(source: string, kind: 'strict' | 'rewritten', cells: number, { delimiter, simpleLines }: { delimiter: string; simpleLines: boolean }): Sql {
  const names = Array.from({ length: cells }, (_, i) => `c${i}`)
  const columns = (kind === 'strict' ? names : ['n', 'bad', 'original', ...names]).map((name) => `'${name}': 'VARCHAR'`).join(', ')
  const reading = kind === 'strict' && simpleLines ? '' : ', parallel=false, max_line_size=33554432, buffer_size=67108864'
  return raw(`read_csv(${literal(source)}, auto_detect=false, header=false, columns={${columns}}, delim=${literal(kind === 'strict' ? delimiter : ',')}, quote='"', escape='"',
    strict_mode=true, null_padding=true, nullstr='\x01\x02', hive_partitioning=false${reading})`)
}

/** A rewritten file's records: n, bad, original, c0 …. */
export const recordsOf = (source: string, cells: number): Sql => sql`${whole} FROM ${cellsOf(source, 'rewritten', cells, { delimiter: ',', simpleLines: false })}`

const whole = raw("SELECT n::BIGINT AS n, nullif(bad, '') AS bad, nullif(original, '') AS original, * EXCLUDE (n, bad, original)")

/** Records out of cells: their number, what is wrong with them, what they were. */
async function recordOf(ask: Connection, kind: 'strict' | 'rewritten', named: boolean): Promise<Sql> {
  if (named) return raw('SELECT *')
  if (kind === 'rewritten') return whole
  // Row numbers of a table that is not yet committed do not begin at 0.
  const { first } = await ask.one<{ first: string | null }>(sql`SELECT min(rowid)::VARCHAR AS first FROM cell`)
  return raw(`SELECT rowid - ${first ?? 0} + 1 AS n, NULL::VARCHAR AS bad, NULL::VARCHAR AS original, *`)
}

/** Date columns that hold slashed dates with a second number over 12 and none with a first: month first, as 5/25/2024. */
async function monthFirstOf(ask: Connection, input: TransformInput): Promise<Set<string>> {
  const dates = input.mapping.flatMap((column, i) => (/_on$|_until$|_from$/.test(column) ? [{ column, i }] : []))
  if (dates.length === 0) return new Set()
  // CASE: the costly half only where a cell begins so.
  const part = (i: number, which: number): Sql => raw(`CASE WHEN regexp_matches(c${i}, '^\\s*\\d{1,2}[-/.]') THEN try_cast(regexp_extract(c${i}, '^\\s*(\\d{1,2})[-/.](\\d{1,2})[-/.]\\d{2,4}', ${which}) AS INTEGER) > 12 END`)
  const row = await ask.one<Record<string, number>>(sql`SELECT ${join(dates.flatMap(({ i }, k) => [
    sql`count(*) FILTER (${part(i, 1)}) AS ${raw(`day${k}`)}`, sql`count(*) FILTER (${part(i, 2)}) AS ${raw(`month${k}`)}`]), ', ')} FROM record WHERE n > ${input.headerRow}`)
  return new Set(dates.filter((_, k) => row[`month${k}`]! > row[`day${k}`]!).map(({ column }) => column))
}

/** Records that are looked at to learn which texts repeat: spread over the whole, in runs that DuckDB reads at once. */
const sampled = 131_072
const run = 2048

/** Places at which a text stands eight times and more on average: reading each once and looking it up is then far less work. */
async function repeatedOf(ask: Connection, input: TransformInput): Promise<Set<number>> {
  const { records } = await ask.one<{ records: number }>(sql`SELECT count(*) AS records FROM record WHERE n > ${input.headerRow}`)
  const places = readPlaces(input)
  if (records < 10_000 || places.length === 0) return new Set() // planning the joins would take longer
  const every = Math.max(1, Math.floor(records / sampled))
  const row = await ask.one<Record<string, number>>(sql`SELECT count(*) AS looked_at, ${raw(places.map((place) => `approx_count_distinct(c${place}) AS texts${place}`).join(', '))} FROM record WHERE n > ${input.headerRow} AND (n // ${run}) % ${every} = 0`)
  return new Set(places.filter((place) => row[`texts${place}`]! * 8 <= row['looked_at']!))
}

/** What was read must be what was hashed. */
async function unchanged({ choice, name, sniffed }: StageInput): Promise<void> {
  const now = await stat(choice.path).catch(() => null)
  if (!now) throw missing(name)
  if (now.size !== sniffed.bytes || now.mtimeMs !== sniffed.modified) throw new MingchaError('file_changed', `${name} changed while it was read`, 'Import it again when nothing writes to it.', { name })
}
