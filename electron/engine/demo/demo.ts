import { createHash } from 'node:crypto'
import { recordClasses } from '../../../shared/classes.ts'
import type { ImportReport } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { keepLookups } from '../workspace/lookups.ts'
import { affairs } from './affairs.ts'
import { conduct } from './conduct.ts'
import { writeDepartments } from './departments.ts'
import { subjectSteps } from './people.ts'
import { insertOf } from './records.ts'
import { readCity, type City } from './words.ts'

export interface DemoOptions { subjects: number; seed: string }

/** Megabytes for DuckDB's buffers meanwhile: whatever the city's size, it is written once and not read again. */
const memoryMb = 1024
/** Ids made at a time: two of DuckDB's row groups, so that memory does not grow with the city. */
const rangeSize = 245_760
/** Address agencies a range. */
const hubs = 2

/**
 * Fills the open, empty workspace with an invented city; `importFiles` is the ordinary import, used for the departments' dirty
 * files. The same seed, size and day write the same rows. Cancelled or failed, the workspace is empty again.
 * @throws MingchaError cancelled; demo_not_empty where the workspace holds something; demo_import_failed where a department's file was refused.
 */
export const fillDemo = (room: Room, options: DemoOptions, run: JobRun, importFiles: (paths: string[]) => Promise<ImportReport>): Promise<void> =>
  room.database().within(memoryMb, () => fill(room, options, run, importFiles))

async function fill(room: Room, { subjects, seed }: DemoOptions, run: JobRun, importFiles: (paths: string[]) => Promise<ImportReport>): Promise<void> {
  const city = readCity(room.resources)
  const seedNumber = createHash('sha256').update(seed).digest().readBigUInt64BE(0).toString()
  const database = room.database()
  await database.write(async (ask) => {
    if ((await ask.one<{ n: number }>(sql`SELECT (SELECT count(*) FROM subject) + (SELECT count(*) FROM batch) AS n`)).n > 0) {
      throw new MingchaError('demo_not_empty', 'the workspace is not empty', 'Let the demo have a workspace of its own.')
    }
    await writeCity(ask, city, { subjects, seed: seedNumber, today: room.today() }, run)
  }, run.signal)
  try {
    run.progress('demo.departments', subjects, subjects)
    await writeDepartments(database, { subjects, seed: seedNumber, today: room.today() }, async (paths) => {
      const refused = (await importFiles(paths)).files.find((file) => file.note !== null)
      if (refused) {
        throw new MingchaError('demo_import_failed', `${refused.name}: ${refused.note!.message}`, 'This is an error of the program: please report it.', { file: refused.name, detail: refused.note!.message })
      }
    })
    run.signal.throwIfAborted()
  } catch (error) {
    await database.write(empty)
    throw run.signal.aborted ? new MingchaError('cancelled', 'cancelled', 'The workspace is as it was.') : error
  }
}

export interface CityOptions { subjects: number; /** 64 bits, as decimal text. */ seed: string; /** YYYY-MM-DD */ today: string }

async function writeCity(ask: Connection, city: City, options: CityOptions, run: JobRun): Promise<void> {
  const { subjects } = options
  const { batch } = await ask.one<{ batch: number }>(sql`SELECT nextval('batch_number') AS batch`)
  const sources: { kind: ReturnType<typeof conduct>[number]; fileId: number; before: number }[] = []
  for (const kind of [...conduct(city), ...affairs(city)].sort((a, b) => recordClasses.indexOf(a.class) - recordClasses.indexOf(b.class))) {
    const { fileId } = await ask.one<{ fileId: number }>(sql`SELECT nextval('file_number') AS "fileId"`)
    sources.push({ kind, fileId, before: 0 })
  }
  for (let first = 1; first <= subjects; first += rangeSize) {
    const last = Math.min(subjects, first + rangeSize - 1)
    run.progress('demo.subjects', first - 1, subjects)
    await writeSubjects(ask, city, options, { first, last, batch })
    for (const [i, source] of sources.entries()) {
      run.signal.throwIfAborted()
      run.progress(`demo.${source.kind.class}`, first - 1 + Math.floor(((last - first + 1) * (i + 1)) / (sources.length + 1)), subjects)
      source.before += await ask.run(raw(insertOf(source.kind, { batch, ...source })))
    }
  }
  run.progress('demo.sources', subjects, subjects)
  await ask.run(raw('DROP TABLE demo_subject'))
  await keepLookups(ask, raw('SELECT subject_id FROM subject'))
  await ask.run(sql`INSERT INTO batch (batch, imported_at, files, subjects_created) VALUES (${batch}, ${options.today}::TIMESTAMP, ${sources.length}, ${subjects})`)
  for (const { kind, fileId, before: rows } of sources) {
    const name = `demo/${kind.class}`
    const sha256 = createHash('sha256').update(JSON.stringify([name, options])).digest('hex')
    await ask.run(sql`INSERT INTO source_file VALUES (${fileId}, ${batch}, ${name}, ${sha256}, 0, 'demo', 'utf-8', ${kind.class}, 0, '[]', ${rows}, ${rows}, 0, 0, '{}', ${rows}, 0, 0, 0, '{}')`)
  }
}

/** One range of subjects, first into a table of its own (the hidden trait and the counts are nobody else's business), then into the workspace. */
async function writeSubjects(ask: Connection, city: City, { seed, today }: CityOptions, { first, last, batch }: { first: number; last: number; batch: number }): Promise<void> {
  // In a small city an agency must still have a few dozen shells to be one.
  const hubShare = Math.max(0.012, Math.min(0.08, 40 / (last - first + 1)))
  const source = sql`SELECT id, ${seed}::UBIGINT AS seed, ${today}::DATE AS today, ${first}::INTEGER AS first_id, ${last}::INTEGER AS last_id, ${hubShare}::DOUBLE AS hub_share
    FROM range(${first}::BIGINT, ${last + 1}::BIGINT) ids(id)`
  const { text, final } = stepsOf(city)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE demo_subject AS WITH demo_source AS (${source}), ${text} SELECT * FROM ${final} ORDER BY subject_id`)
  const counts = recordClasses.map((name) => `n_${name}`).join(' + ')
  await ask.run(sql`INSERT INTO subject
    SELECT subject_id, uscc, local_code, name, ${nameKey('name')}, legal_rep, registrar, region, industry, type, status, established, capital_yuan, address, phone, ${raw(counts)}, ${batch} FROM demo_subject`)
  await ask.run(sql`INSERT INTO subject_name SELECT subject_id, one, ${nameKey('one')}, ${batch} FROM (
    SELECT subject_id, unnest(CASE WHEN former_name IS NULL OR former_name = name THEN [name] ELSE [former_name, name] END) AS one FROM demo_subject)`)
}

function stepsOf(city: City): { text: Sql; final: Sql } {
  let from = 'demo_source'
  const steps = subjectSteps(city, hubs).map(({ name, text, window }) => {
    const step = `demo_${name} AS (SELECT ${text} FROM ${from}${window ? ` WINDOW ${window}` : ''})`
    from = `demo_${name}`
    return step
  })
  return { text: raw(steps.join(', ')), final: raw(from) }
}

/** The key of a name that this room made up (no other sign in it needs normalising). */
const nameKey = (column: string): Sql => raw(`lower(replace(replace(${column}, '（', '('), '）', ')'))`)

/** Back to an empty workspace, whatever the import has written. */
async function empty(ask: Connection): Promise<void> {
  const tables = await ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary AND table_name NOT IN ('migration', 'meta', 'han_initial')`)
  for (const { name } of tables) await ask.run(sql`DELETE FROM ${ident(name)}`)
}
