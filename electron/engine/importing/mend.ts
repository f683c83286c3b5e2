import { mkdir, rm } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import type { MendReport, Parsed } from '../../../shared/contract.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { unsighted } from '../workspace/deed.ts'
import { defineMasks, maskedRow, readPersonal } from '../workspace/personal.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { columnsOfClass } from './cluster.ts'
import { describeSubjects } from './describeSubjects.ts'
import { noteImport } from './listBatches.ts'
import { bring, type NumberedFile } from './load.ts'
import { cutCells, fitted, rejectsWhere, type RejectFilter } from './quarantine.ts'
import { readAgain, readFiles, type ReadFile } from './reading.ts'
import { referenceOf } from './reference.ts'
import { detailOf, recountRejects } from './counts.ts'
import { settle } from './settle.ts'
import { openScratch } from './stage.ts'
import { person } from '../workspace/person.ts'

/** Where rows are read again: outside the workspace, as at an import. */
export interface Bench { scratch: Database; folder: string }

/** Lends a scratch database that reads `files` and a folder of its own. */
export async function withBench<T>(room: Room, files: readonly string[], work: (bench: Bench) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder('mend')
  try {
    await mkdir(joinPath(folder, 'spill'))
    const scratch = await openScratch(files, folder, referenceOf(room.resources))
    try {
      return await work({ scratch, folder })
    } finally {
      await scratch.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Mends rejects at the desk: with new cells for some, or one change to many. @throws MingchaError cancelled */
export function mendRejects(room: Room, asked: Parsed<'mendRejects'>, run: JobRun): Promise<MendReport> {
  return withBench(room, [], (bench) => room.database().write(async (ask) => {
    await makeAsked(ask)
    if ('change' in asked) {
      for (const file of await filesWith(ask, asked)) {
        await ask.run(sql`INSERT INTO asked SELECT ${file.fileId}::INTEGER, source_row, cells, source_row, ${asked.change.kind === 'take'}, '' FROM (${changed(file, asked)})`)
      }
    } else {
      const rows = JSON.stringify(asked.rows.map(({ fileId, sourceRow, cells }) => ({ f: fileId, r: sourceRow, c: cells })))
      await ask.run(sql`INSERT INTO asked SELECT k.f, k.r, k.c, k.r, true, '' FROM (SELECT unnest(from_json(${rows}, '[{"f":"INTEGER","r":"BIGINT","c":["VARCHAR"]}]')) AS k)`)
    }
    return mend(room, ask, bench, null, run)
  }, run.signal))
}

/** The temp table `asked`: rows of files with the cells that a person made of them (NULL: none). `forced`: tried even if unchanged; `line`: where a report shall say it is. */
export const makeAsked = (ask: Connection): Promise<number> => ask.run(raw('CREATE OR REPLACE TEMP TABLE asked (file_id INTEGER, source_row BIGINT, cells VARCHAR[], line BIGINT, forced BOOLEAN, key VARCHAR)'))

/** Files that have rejects which pass. */
export async function filesWith(ask: Connection, filter: RejectFilter): Promise<ReadFile[]> {
  const found = await ask.rows<{ file_id: number }>(sql`SELECT DISTINCT file_id FROM quarantine WHERE ${rejectsWhere(filter)}`)
  return readFiles(ask, found.map((one) => one.file_id))
}

/** The chosen rejects of a file (source_row, before, cells) after one change; those without the column, or never cut into cells, come with cells NULL. */
export function changed(file: ReadFile, { change, ...filter }: RejectFilter & Pick<Extract<Parsed<'mendRejects'>, { change: unknown }>, 'change'>): Sql {
  const width = file.headers.length
  const at = change.kind === 'take' ? -1 : file.headers.indexOf(change.header)
  const placed = (value: Sql): Sql => sql`list_concat(list_append(before[1:${raw(String(at))}], ${value}), before[${raw(String(at + 2))}:])`
  const cells = change.kind === 'take' ? raw('before') : at === -1 ? raw('NULL::VARCHAR[]') : change.kind === 'set' ? placed(sql`${change.value}`) : placed(sql`replace(before[${raw(String(at + 1))}], ${change.find}, ${change.value})`)
  return sql`SELECT source_row, before, CASE WHEN before IS NOT NULL THEN ${cells} END AS cells FROM (SELECT source_row, ${fitted('cut', String(width))} AS before
    FROM (SELECT source_row, ${cutCells} AS cut FROM quarantine WHERE ${rejectsWhere({ ...filter, fileId: file.fileId })}))`
}

/** As it reads once blanks, punctuation and leading zeros are gone: a spreadsheet that opens and saves a file writes days and figures anew, and that is no mending. */
export const spreadsheetSame = (a: string, b: string): Sql => raw(`list_transform(${a}, lambda c : loosely(c)) = list_transform(${b}, lambda c : loosely(c))`)
const loosely = raw(String.raw`CREATE OR REPLACE TEMP MACRO loosely(c) AS regexp_replace(regexp_replace(lower(c), '\b0+(\d)', '\1', 'g'), '[^\p{L}\p{N}]', '', 'g')`)

/**
 * Reads the rows of `asked` again as their files were read, and loads those that are good now as ordinary records of their file and row: one
 * batch of kind mend for each batch whose rejects they are, so that either can be undone. Those still refused keep what was made of them.
 * Runs inside the caller's transaction.
 */
export async function mend(room: Room, ask: Connection, bench: Bench, via: string | null, run: JobRun): Promise<MendReport> {
  run.progress('mend')
  await ask.run(loosely)
  if (unsighted()) await putUnseenBack(ask, room)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE mending AS
    SELECT * EXCLUDE (copy), CASE WHEN copy > 1 THEN 'twice' WHEN origin IS NULL THEN CASE WHEN done THEN 'already' ELSE 'unknown' END
        WHEN cells IS NULL OR (NOT forced AND before IS NOT NULL AND ${spreadsheetSame('cells', 'before')}) THEN 'unchanged' ELSE 'try' END AS state, NULL::VARCHAR AS reason_now
    FROM (SELECT a.file_id, a.source_row, a.line, a.key, a.forced, a.copy, q.reason, q.original, q.class, q.batch AS origin,
        ${fitted('a.cells', 'w.width')} AS cells,
        ${fitted('q.cut', 'w.width')} AS before,
        EXISTS (SELECT 1 FROM reject_change c WHERE c.file_id = a.file_id AND c.source_row = a.source_row AND c.outcome IN ('loaded', 'duplicate') AND c.undone_at IS NULL) AS done
      FROM (SELECT *, row_number() OVER (PARTITION BY file_id, source_row ORDER BY line) AS copy FROM asked WHERE file_id IS NOT NULL UNION ALL SELECT *, 1 FROM asked WHERE file_id IS NULL) a
      LEFT JOIN (SELECT *, ${cutCells} AS cut FROM quarantine) q ON q.file_id = a.file_id AND q.source_row = a.source_row
      LEFT JOIN (SELECT file_id, json_array_length(mapping)::INTEGER AS width FROM source_file) w ON w.file_id = a.file_id)`)
  await ask.run(raw('DROP TABLE asked'))
  const files = await readMending(room, ask, bench, run)
  const origins = await ask.rows<{ origin: number }>(sql`SELECT DISTINCT origin FROM mending WHERE state IN ('good', 'refused') ORDER BY origin`)
  const batches: number[] = []
  let subjectsCreated = 0
  for (const { origin } of origins) {
    const made = await loadMended(room, ask, origin, files, via, run)
    if (made === null) continue
    batches.push(made.batch)
    subjectsCreated += made.subjectsCreated
  }
  await ask.run(sql`DELETE FROM quarantine WHERE (file_id, source_row) IN (SELECT (file_id, source_row) FROM mending WHERE state = 'good')`)
  await ask.run(sql`UPDATE quarantine AS q SET original = to_json(m.cells)::VARCHAR, reason = m.reason_now, detail = ${detailOf('m.reason_now')} FROM mending m WHERE m.state = 'refused' AND q.file_id = m.file_id AND q.source_row = m.source_row`)
  await recountRejects(ask, sql`SELECT file_id FROM mending WHERE state IN ('good', 'refused')`)
  const report = await reportOf(ask, batches, subjectsCreated)
  await ask.run(raw('DROP TABLE mending'))
  return report
}

/** Cells that come back as they were masked were not changed: they are what they were. */
async function putUnseenBack(ask: Connection, room: Room): Promise<void> {
  await defineMasks(ask, readPersonal(room.resources))
  await ask.run(sql`UPDATE asked AS a SET cells = list_transform(list_zip(a.cells, q.cut, q.seen), lambda z : CASE WHEN z[1] = z[3] THEN z[2] ELSE z[1] END)[1:len(a.cells)]
    FROM (SELECT file_id, source_row, ${cutCells} AS cut, from_json(${maskedRow('original')}, '["VARCHAR"]') AS seen FROM quarantine t) q
    WHERE a.file_id = q.file_id AND a.source_row = q.source_row AND a.cells IS NOT NULL AND q.cut IS NOT NULL`)
}

/** Reads the rows that are worth trying; their state is then good or refused. Answers the files with good rows. */
async function readMending(room: Room, ask: Connection, { scratch, folder }: Bench, run: JobRun): Promise<(NumberedFile & { batch: number })[]> {
  const tried = await ask.rows<{ file_id: number }>(sql`SELECT DISTINCT file_id FROM mending WHERE state = 'try' ORDER BY file_id`)
  const good: (NumberedFile & { batch: number })[] = []
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE verdict (file_id INTEGER, source_row BIGINT, reason VARCHAR)`)
  for (const [done, file] of (await readFiles(ask, tried.map((one) => one.file_id))).entries()) {
    run.progress('stage', done, tried.length)
    run.signal.throwIfAborted()
    const cells = joinPath(folder, `${file.fileId}-cells.parquet`)
    const parquet = joinPath(folder, `${file.fileId}.parquet`)
    await ask.run(sql`COPY (SELECT source_row AS n, cells FROM mending WHERE state = 'try' AND file_id = ${file.fileId} ORDER BY source_row) TO ${cells} (FORMAT parquet)`)
    const staged = await readAgain(scratch, file, await columnsOfClass(ask, file.recordClass), referenceOf(room.resources), cells, parquet)
    await ask.run(sql`INSERT INTO verdict SELECT ${file.fileId}::INTEGER, source_row, reason FROM read_parquet(${parquet})`)
    good.push({ fileId: file.fileId, name: file.name, recordClass: file.recordClass, staged, batch: file.batch })
  }
  // A row that was made all blank is not read at all: it names nobody.
  await ask.run(sql`UPDATE mending AS m SET state = CASE WHEN v.found AND v.reason IS NULL THEN 'good' ELSE 'refused' END, reason_now = CASE WHEN v.found THEN v.reason ELSE 'no_subject' END
    FROM (SELECT t.file_id, t.source_row, d.source_row IS NOT NULL AS found, d.reason FROM (SELECT file_id, source_row FROM mending WHERE state = 'try') t LEFT JOIN verdict d USING (file_id, source_row)) v
    WHERE m.state = 'try' AND m.file_id = v.file_id AND m.source_row = v.source_row`)
  await ask.run(raw('DROP TABLE verdict'))
  return good
}

/** One batch of mended rows: those of the batch `origin`. null: nothing changed. */
async function loadMended(room: Room, ask: Connection, origin: number, files: (NumberedFile & { batch: number })[], via: string | null, run: JobRun): Promise<{ batch: number; subjectsCreated: number } | null> {
  const { good, changes } = await ask.one<{ good: number; changes: number }>(sql`SELECT count(*) FILTER (state = 'good') AS good, count(*) FILTER (state = 'good' OR cells IS DISTINCT FROM before OR reason_now <> reason) AS changes
    FROM mending WHERE origin = ${origin} AND state IN ('good', 'refused')`)
  if (changes === 0) return null
  const { batch } = await ask.one<{ batch: number }>(sql`SELECT nextval('batch_number') AS batch`)
  const mine = files.filter((file) => file.batch === origin)
  let subjectsCreated = 0
  if (good > 0) {
    subjectsCreated = await bring(ask, batch, mine, run.progress)
    await ask.run(sql`UPDATE source_file AS f SET loaded = f.loaded + c.loaded, duplicate = f.duplicate + c.good - c.loaded, attached_by_code = f.attached_by_code + c.by_code,
        attached_by_name = f.attached_by_name + c.by_name, queued = f.queued + c.queued, unattached = f.unattached + c.unattached
      FROM (SELECT m.file_id, count(*) AS good, count(i.file_id) AS loaded, count(*) FILTER (i.attached = 'code') AS by_code, count(*) FILTER (i.attached = 'name') AS by_name,
          count(*) FILTER (i.attached = 'queued') AS queued, count(*) FILTER (i.attached = 'none') AS unattached
        FROM mending m LEFT JOIN (${recordsIn(batch, mine)}) i ON i.file_id = m.file_id AND i.source_row = m.source_row WHERE m.origin = ${origin} AND m.state = 'good' GROUP BY m.file_id) c
      WHERE f.file_id = c.file_id`)
  }
  await ask.run(sql`INSERT INTO batch SELECT ${batch}, current_timestamp::TIMESTAMP, count(DISTINCT file_id), ${subjectsCreated}, 'mend', ${origin} FROM mending WHERE origin = ${origin} AND state IN ('good', 'refused')`)
  if (good > 0) {
    await describeSubjects(ask, batch, referenceOf(room.resources), room.resources)
    await ask.run(raw('DROP TABLE incoming'))
    subjectsCreated = await settle(ask, room, batch)
  } else await noteImport(ask, batch)
  await noteChanges(ask, batch, origin, mine, via)
  return { batch, subjectsCreated }
}

/** The records that a batch brought, of the classes of these files. */
function recordsIn(batch: number, files: NumberedFile[]): Sql {
  const classes = [...new Set(files.map((file) => file.recordClass))]
  return classes.length === 0 ? raw('SELECT NULL::INTEGER AS file_id, NULL::BIGINT AS source_row, NULL::VARCHAR AS attached WHERE false')
    : join(classes.map((one) => sql`SELECT file_id, source_row, attached FROM ${ident(one)} WHERE batch = ${batch}`), ' UNION ALL ')
}

/** After the repairs, which may have found subjects: an undo takes from the file's counts what is noted here. */
function noteChanges(ask: Connection, batch: number, origin: number, files: NumberedFile[], via: string | null): Promise<number> {
  return ask.run(sql`INSERT INTO reject_change
    SELECT nextval('change_number'), file_id, source_row, CASE WHEN state = 'refused' THEN 'refused' WHEN attached IS NULL THEN 'duplicate' ELSE 'loaded' END, ${batch}::INTEGER, reason, original, became, reason_now, attached,
      NULL, ${via}, current_timestamp::TIMESTAMP, ${person()}, NULL
    FROM (SELECT m.*, to_json(m.cells)::VARCHAR AS became, r.attached FROM mending m LEFT JOIN (${recordsIn(batch, files)}) r ON r.file_id = m.file_id AND r.source_row = m.source_row
      WHERE m.origin = ${origin} AND (m.state = 'good' OR (m.state = 'refused' AND (m.cells IS DISTINCT FROM m.before OR m.reason_now <> m.reason))) ORDER BY m.file_id, m.source_row)`)
}

async function reportOf(ask: Connection, batches: number[], subjectsCreated: number): Promise<MendReport> {
  const { duplicate } = await ask.one<{ duplicate: number }>(batches.length === 0 ? raw('SELECT 0 AS duplicate')
    : sql`SELECT count(*) AS duplicate FROM reject_change WHERE outcome = 'duplicate' AND batch IN (${join(batches.map((one) => sql`${one}`), ', ')})`)
  const states = await ask.rows<{ state: string; rows: number }>(sql`SELECT state, count(*) AS rows FROM mending GROUP BY state`)
  const rows = (state: string): number => states.find((one) => one.state === state)?.rows ?? 0
  const reasons = await ask.rows<{ reason: string; rows: number }>(sql`SELECT reason_now AS reason, count(*) AS rows FROM mending WHERE state = 'refused' GROUP BY reason_now ORDER BY rows DESC, reason`)
  const problems = await ask.rows<MendReport['problems'][number]>(sql`SELECT line AS row, CASE WHEN starts_with(key, '!') THEN 'unreadable' ELSE state END AS problem, CASE WHEN state = 'unknown' THEN ltrim(key, '!') ELSE coalesce(reason_now, '') END AS reason FROM mending WHERE state <> 'good' ORDER BY line LIMIT 100`)
  return {
    batches, rows: states.reduce((sum, one) => sum + one.rows, 0), loaded: rows('good') - duplicate, duplicate, refused: rows('refused'), unchanged: rows('unchanged'), already: rows('already') + rows('twice'), unknown: rows('unknown'), subjectsCreated,
    reasons: Object.fromEntries(reasons.map((one) => [one.reason, one.rows])), problems,
  }
}
