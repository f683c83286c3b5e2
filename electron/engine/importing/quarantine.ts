import type { RecordClass } from '../../../shared/classes.ts'
import type { Parsed, Reject, RejectChangeInfo, RejectFacets, Table } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { readFileOf, type ReadFile } from './reading.ts'
import { person } from '../workspace/person.ts'

/** Reasons for which a row was never cut into cells: its original is text. */
const uncut = ['bad_quotes', 'too_long', 'bad_json']
/** The cells of a row of `quarantine` as VARCHAR[]; NULL where it was never cut. */
export const cutCells = raw(`CASE WHEN reason NOT IN (${uncut.map((one) => `'${one}'`).join(', ')}) THEN TRY(from_json(original, '["VARCHAR"]')) END`)

/** Cells fitted to a file's headers: short rows filled up with blanks, blanks beyond the headers dropped. */
export const fitted = (cells: string, width: string): Sql => raw(String.raw`CASE WHEN len(${cells}) < ${width} THEN list_resize(${cells}, ${width}, '')
  WHEN len(${cells}) > ${width} AND regexp_full_match(array_to_string(${cells}[${width} + 1:], ''), '\s*') THEN ${cells}[1:${width}] ELSE ${cells} END`)

export type RejectFilter = Omit<Parsed<'quarantinePage'>, 'offset' | 'limit'> & { rows?: { fileId: number; sourceRow: number }[] | undefined }

/** The rejects that a filter lets pass. */
export function rejectsWhere({ fileId, recordClass, reason, discarded, rows }: RejectFilter): Sql {
  return join([
    raw('true'),
    ...(fileId === undefined ? [] : [sql`file_id = ${fileId}`]),
    ...(recordClass === undefined ? [] : [sql`class = ${recordClass}`]),
    ...(reason === undefined ? [] : [sql`reason = ${reason}`]),
    ...(discarded === undefined ? [] : [raw(discarded ? 'discarded IS NOT NULL' : 'discarded IS NULL')]),
    ...(rows === undefined ? [] : [sql`(file_id, source_row) IN (SELECT (k.f, k.r) FROM (SELECT unnest(from_json(${JSON.stringify(rows.map((row) => ({ f: row.fileId, r: row.sourceRow })))}, '[{"f":"INTEGER","r":"BIGINT"}]')) AS k))`]),
  ], ' AND ')
}

export async function quarantinePage(ask: Connection, { offset, limit, ...filter }: Parsed<'quarantinePage'>): Promise<Table> {
  const where = rejectsWhere(filter)
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM quarantine WHERE ${where}`)
  return { total, arrow: await ask.arrow(sql`SELECT * FROM quarantine WHERE ${where} ORDER BY file_id, source_row LIMIT ${limit} OFFSET ${offset}`) }
}

export async function rejectFacets(ask: Connection, filter: Parsed<'rejectFacets'>): Promise<RejectFacets> {
  const { reason, fileId, recordClass, ...state } = filter
  const given = <T extends object>(part: T): T => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as T
  const counted = (column: string, others: RejectFilter): Promise<{ value: string | number; name: string; count: number }[]> => ask.rows(sql`
    SELECT ${raw(column)} AS value, any_value(source_file) AS name, count(*) AS count FROM quarantine WHERE ${rejectsWhere(others)} GROUP BY ${raw(column)} ORDER BY count DESC, value`)
  const { total, discarded } = await ask.one<{ total: number; discarded: number }>(sql`SELECT count(*) AS total, count(discarded) AS discarded FROM quarantine WHERE ${rejectsWhere(filter)}`)
  const reasons = await counted('reason', given({ fileId, recordClass, ...state }))
  const files = await counted('file_id', given({ reason, recordClass, ...state }))
  const classes = await counted('class', given({ reason, fileId, ...state }))
  return {
    total, discarded,
    reasons: reasons.map(({ value, count }) => ({ reason: String(value), count })),
    files: files.map(({ value, name, count }) => ({ fileId: Number(value), name, count })),
    classes: classes.map(({ value, count }) => ({ recordClass: value as RecordClass, count })),
  }
}

interface RejectLine { batch: number; class: RecordClass; reason: string; original: string; discarded: string | null; cells: string | null }

/** @throws MingchaError no_such_reject */
export async function rejectRow(ask: Connection, fileId: number, sourceRow: number): Promise<Reject> {
  const [row] = await ask.rows<RejectLine>(sql`SELECT batch, class, reason, original, discarded, to_json(${fitted('cut', 'width')})::VARCHAR AS cells
    FROM (SELECT *, ${cutCells} AS cut, (SELECT json_array_length(mapping)::INTEGER FROM source_file f WHERE f.file_id = q.file_id) AS width FROM quarantine q WHERE file_id = ${fileId} AND source_row = ${sourceRow})`)
  if (!row) throw noSuchReject(fileId, sourceRow)
  const file = await readFileOf(ask, fileId)
  const cut = row.cells === null ? null : (JSON.parse(row.cells) as (string | null)[] | null)
  const cells = (cut ?? proposed(row.original, file)).map((one) => one ?? '')
  return {
    fileId, sourceRow, file: file.name, batch: row.batch, recordClass: row.class, reason: row.reason, discarded: row.discarded,
    headers: file.headers.map((source, i) => ({ source, column: file.mapping[i] ?? '' })), cells: [...cells, ...file.headers.slice(cells.length).map(() => '')], raw: cut === null ? row.original : null,
    history: await changesOf(ask, fileId, sourceRow),
  }
}

export const noSuchReject = (fileId: number, sourceRow: number): MingchaError =>
  new MingchaError('no_such_reject', `row ${sourceRow} of file ${fileId} is not in quarantine (any more)`, 'It may have been mended; its record tells by whom.', { file: fileId, row: sourceRow })

/** Text that was never cut, cut at every delimiter: a proposal for a person to put right. */
function proposed(text: string, { reading, headers }: ReadFile): string[] {
  if (reading.delimiter === '') return []
  const cells = text.split(reading.delimiter).map((one) => one.trim().replace(/^"|"$/g, '').replaceAll('""', '"'))
  return cells.length > headers.length + 100 ? [] : cells
}

/** What was made of a row while it lay in quarantine, latest first. */
export async function changesOf(ask: Connection, fileId: number, sourceRow: number): Promise<RejectChangeInfo[]> {
  const rows = await ask.rows<{ outcome: RejectChangeInfo['outcome']; batch: number | null; reason: string; original: string; became: string | null; reason_now: string | null; note: string | null; via: string | null; changed_at: string; changed_by: string; undone_at: string | null }>(sql`
    SELECT outcome, batch, reason, original, became, reason_now, note, via, changed_at, changed_by, undone_at FROM reject_change WHERE file_id = ${fileId} AND source_row = ${sourceRow} ORDER BY change DESC`)
  return rows.map(({ became, reason_now: reasonNow, changed_at: at, changed_by: by, undone_at: undoneAt, ...row }) => ({ ...row, became: became === null ? null : (JSON.parse(became) as string[]), reasonNow, at, by, undoneAt }))
}

/** Gives rejects up; answers how many. Those given up before keep their reason. */
export async function discardRejects(ask: Connection, { note, ...filter }: Parsed<'discardRejects'>): Promise<{ rows: number }> {
  const where = sql`${rejectsWhere(filter)} AND discarded IS NULL`
  await noted(ask, 'discarded', note, where)
  return { rows: await ask.run(sql`UPDATE quarantine SET discarded = ${note} WHERE ${where}`) }
}

/** Takes rejects back from being given up. */
export async function restoreRejects(ask: Connection, filter: Parsed<'restoreRejects'>): Promise<{ rows: number }> {
  const where = sql`${rejectsWhere(filter)} AND discarded IS NOT NULL`
  await noted(ask, 'restored', null, where)
  return { rows: await ask.run(sql`UPDATE quarantine SET discarded = NULL WHERE ${where}`) }
}

const noted = (ask: Connection, outcome: 'discarded' | 'restored', note: string | null, where: Sql): Promise<number> => ask.run(sql`INSERT INTO reject_change
  SELECT nextval('change_number'), file_id, source_row, ${outcome}, NULL, reason, original, NULL, NULL, NULL, ${note}, NULL, current_timestamp::TIMESTAMP, ${person()}, NULL FROM (FROM quarantine WHERE ${where} ORDER BY file_id, source_row)`)
