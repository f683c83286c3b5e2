import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join as joinPath } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FileChoice, MendReport, Output, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { inert } from '../../../shared/inert.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { nameOf } from './examine.ts'
import { filesWith, makeAsked, mend, withBench, type Bench } from './mend.ts'
import { cutCells, rejectsWhere } from './quarantine.ts'
import { readFiles, type ReadFile } from './reading.ts'
import { recordsOf } from './stage.ts'
import { tableRows, type TableRow } from './tableRows.ts'
import { RecordWriter } from './writeRecords.ts'

/** Columns around the original ones; the first two find the reject again. */
const keyColumns = { file: 'mingcha_file', row: 'mingcha_row', source: 'mingcha_source', reason: 'mingcha_reason', text: 'mingcha_text', beyond: 'mingcha_beyond_' }

/**
 * Text that a spreadsheet would take for a formula, or whose digits it would lose: it gets a leading ', numbers never. The same rule takes the ' off
 * again, whatever apostrophes the source itself had.
 */
const risky = (c: string): string => String.raw`(regexp_matches(${c}, '^''*([=+\-@\t\r\n＝＋－＠]|\d{12,}$|0\d+$)') AND NOT regexp_full_match(${c}, '-\d{1,11}(\.\d{1,9})?'))`
const inertSql = (c: string): string => `CASE WHEN ${risky(c)} THEN '''' || ${c} ELSE ${c} END`
const bare = (c: string): string => `CASE WHEN starts_with(${c}, '''') AND ${risky(`substr(${c}, 2)`)} THEN substr(${c}, 2) ELSE ${c} END`

/** How a file of mended rejects names a source: by its number and the beginning of its hash, so that another workspace's file is not taken for this one's. */
const keyOf = ({ fileId, sha256 }: Pick<ReadFile, 'fileId' | 'sha256'>): string => `F${fileId}-${sha256.slice(0, 8)}`

/** Bytes that may be answered at once; more go to a path. */
const mostBytes = 256 << 20

/**
 * Rejects as CSV for a person to mend outside: the original columns (those of several files side by side), before them what finds the row again,
 * behind them cells beyond the header and text that was never cut into cells.
 * @throws MingchaError no_rejects, rejects_too_many, file_failed
 */
export function exportRejects(room: Room, { path, ...filter }: Parsed<'exportRejects'>): Promise<Output['exportRejects']> {
  return withBench(room, [], ({ folder }) => room.database().read(async (ask) => {
    const files = await filesWith(ask, filter)
    if (files.length === 0) throw new MingchaError('no_rejects', 'no row in quarantine passes this filter', 'Widen the filter.')
    const where = rejectsWhere(filter)
    const { rows, width, uncut } = await ask.one<{ rows: number; width: number; uncut: number }>(sql`SELECT count(*) AS rows, coalesce(max(len(cut) - json_array_length(mapping)), 0)::INTEGER AS width, count(*) FILTER (cut IS NULL) AS uncut
      FROM (SELECT file_id, ${cutCells} AS cut FROM quarantine WHERE ${where}) JOIN source_file USING (file_id)`)
    const headers = [...new Set(files.flatMap((file) => file.headers))]
    const beyond = Array.from({ length: Math.max(0, width) }, (_, i) => `${keyColumns.beyond}${i + 1}`)
    const out = joinPath(folder, 'rejects.csv')
    const stream = (): ReturnType<typeof createWriteStream> => createWriteStream(out, { flags: 'a' })
    await pipeline([csvLine([keyColumns.file, keyColumns.row, keyColumns.source, keyColumns.reason, ...headers, ...beyond, ...(uncut > 0 ? [keyColumns.text] : [])])], stream())
    for (const file of files) {
      const part = joinPath(folder, 'part.csv')
      const cell = (i: number): string => `coalesce(replace(cut[${i + 1}], chr(0), '␀'), '')`
      const cells = [...headers.map((header) => file.headers.indexOf(header)).map((i) => (i === -1 ? "''" : inertSql(cell(i)))), ...beyond.map((_, i) => inertSql(cell(file.headers.length + i)))]
      await ask.run(sql`COPY (SELECT ${keyOf(file)}, source_row, ${raw(inertSql('source_file'))}, reason, ${raw([...cells, ...(uncut > 0 ? [`CASE WHEN cut IS NULL THEN ${inertSql("replace(original, chr(0), '␀')")} ELSE '' END`] : [])].join(', '))}
        FROM (SELECT *, ${cutCells} AS cut FROM quarantine WHERE ${where} AND file_id = ${file.fileId} ORDER BY source_row)) TO ${part} (FORMAT csv, HEADER false, FORCE_QUOTE *)`)
      await pipeline(createReadStream(part), stream())
    }
    if (path === undefined) {
      const bytes = await readFile(out)
      if (bytes.length > mostBytes) throw new MingchaError('rejects_too_many', `${rows} rejects are too many to hand over at once`, 'Choose one file or one reason, or export them by the command line.', { rows })
      return { rows, files: files.length, bytes: new Uint8Array(bytes) }
    }
    await placeAt(out, path)
    return { rows, files: files.length, bytes: null }
  }))
}

/** The mark by which spreadsheets know UTF-8, and the header. */
const csvLine = (names: string[]): string => `\uFEFF${names.map((name) => `"${inert(name).replaceAll('"', '""')}"`).join(',')}\r\n`

/** Under a temporary name until it is whole. */
async function placeAt(from: string, path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(createReadStream(from), createWriteStream(`${path}.part`))
    await rename(`${path}.part`, path)
  } catch (error) {
    await rm(`${path}.part`, { force: true })
    throw new MingchaError('file_failed', `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, 'Check the path, its permissions and the free space.', { path, detail: (error as { code?: string }).code ?? '' })
  }
}

/**
 * Takes a file of mended rejects back: each row finds its reject by file and row. Rows that are as they were exported are not tried, as nobody
 * mended them; columns may stand in any order, but none of a file's may be missing, for its cells would be taken for blank.
 * @throws MingchaError not_rejects, rejects_columns and those of reading a file
 */
export async function mendFile(room: Room, choice: FileChoice, run: JobRun): Promise<MendReport> {
  const name = nameOf(choice)
  run.progress('sniff')
  const read = await tableRows(choice, name, run.signal)
  if (read === null) throw notRejects(name)
  return withBench(room, [], async (bench) => {
    const path = joinPath(bench.folder, 'mended.csv')
    const header = await written(read, path, name)
    return room.database().write(async (ask) => {
      await makeAsked(ask)
      await bringBack(ask, bench, path, header, name)
      return mend(room, ask, bench, name, run)
    }, run.signal)
  })
}

/** Writes the records as a strict reader takes them, and answers the header. @throws MingchaError not_rejects */
async function written(records: AsyncGenerator<TableRow>, path: string, name: string): Promise<string[]> {
  let header: string[] | null = null
  let writer: RecordWriter | null = null
  try {
    for await (const record of records) {
      if (header !== null) {
        await writer!.write(record)
        continue
      }
      if (record.bad === null && record.cells.every((cell) => cell.trim() === '')) continue
      header = record.cells.map((cell) => cell.trim().replace(/^'(?=[=+\-@＝＋－＠])/, ''))
      while (header.at(-1) === '') header.pop()
      if (record.bad !== null || !header.includes(keyColumns.file) || !header.includes(keyColumns.row)) throw notRejects(name)
      writer = new RecordWriter(path, header.length, 0)
    }
    if (header === null || writer === null) throw notRejects(name)
    await writer.end()
    return header
  } catch (error) {
    writer?.abandon()
    throw error
  }
}

const notRejects = (name: string): MingchaError => new MingchaError('not_rejects', `${name} is no file of exported rejects`, `Its header must hold ${keyColumns.file} and ${keyColumns.row}, as they were exported.`, { name })

/** Fills `asked` from the written records. */
async function bringBack(ask: Connection, { scratch, folder }: Bench, path: string, header: string[], name: string): Promise<void> {
  const at = (column: string): number => header.indexOf(column)
  const staged = joinPath(folder, 'mended.parquet')
  await scratch.write((inner) => inner.run(sql`COPY (SELECT n, bad, CASE WHEN bad IS NOT NULL THEN '!' || bad ELSE trim(coalesce(${raw(`c${at(keyColumns.file)}`)}, '')) END AS key, try_cast(trim(${raw(`c${at(keyColumns.row)}`)}) AS BIGINT) AS source_row,
      list_transform([${raw(header.map((_, i) => `coalesce(c${i}, '')`).join(', '))}], lambda c : ${raw(bare('c'))}) AS cells
    FROM (${recordsOf(path, header.length)}) WHERE bad IS NOT NULL OR concat(${raw(header.map((_, i) => `c${i}`).join(', '))}) <> '') TO ${staged} (FORMAT parquet)`))
  const keys = await ask.rows<{ file_id: number; key: string }>(sql`SELECT s.file_id, k.key FROM (SELECT DISTINCT key FROM read_parquet(${staged})) k JOIN source_file s ON k.key = 'F' || s.file_id || '-' || left(s.sha256, 8)`)
  const beyond = header.flatMap((column, i) => (column.startsWith(keyColumns.beyond) ? [i] : []))
  for (const file of await readFiles(ask, keys.map((one) => one.file_id))) {
    const missing = file.headers.filter((one) => at(one.trim()) === -1)
    if (missing.length > 0) {
      throw new MingchaError('rejects_columns', `${name} lacks columns of ${file.name}: ${missing.slice(0, 5).join(', ')}`, 'Give the columns the names that they were exported under: cells under another name would be taken for blank.', { name, file: file.name, columns: missing.slice(0, 5).join(', ') })
    }
    const own = new Set(file.headers.map((one) => at(one.trim())))
    // Cells under the headers of other files, and beyond them, are more than this file's rows can have.
    const others = header.flatMap((column, i) => (own.has(i) || beyond.includes(i) || Object.values(keyColumns).includes(column) ? [] : [i]))
    const list = (places: number[]): Sql => raw(`[${places.map((i) => `cells[${i + 1}]`).join(', ')}]::VARCHAR[]`)
    await ask.run(sql`INSERT INTO asked SELECT ${file.fileId}::INTEGER, source_row, CASE WHEN bad IS NULL AND NOT (mended_none AND uncut) THEN list_concat(mine, rest) END, n, false, key
      FROM (SELECT *, array_to_string(mine, '') = '' AS mended_none, EXISTS (SELECT 1 FROM quarantine q WHERE q.file_id = ${file.fileId} AND q.source_row = p.source_row AND ${cutCells} IS NULL) AS uncut
        FROM (SELECT n, bad, key, source_row, ${list(file.headers.map((one) => at(one.trim())))} AS mine, list_concat(${list(beyond)}, list_filter(${list(others)}, lambda c : c <> '')) AS rest FROM read_parquet(${staged}) WHERE key = ${keyOf(file)}) p)`)
  }
  await ask.run(sql`INSERT INTO asked SELECT NULL, source_row, NULL, n, false, key FROM read_parquet(${staged}) WHERE key NOT IN (${keys.length === 0 ? raw("''") : join(keys.map((one) => raw(literal(one.key))), ', ')})`)
}
