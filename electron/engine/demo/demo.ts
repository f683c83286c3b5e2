import { createHash } from 'node:crypto'
import { recordClasses } from '../../../shared/classes.ts'
import type { ImportReport } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { affairs } from './affairs.ts'
import { conduct } from './conduct.ts'
import { subjectSteps } from './people.ts'
import { insertOf } from './records.ts'
import { readCity, type City } from './words.ts'

export interface DemoOptions { subjects: number; seed: string }

/** Ids made at a time: two of DuckDB's row groups, so that memory does not grow with the city. */
const rangeSize = 245_760
/** Address agencies a range. */
const hubs = 2

/** Fills the open, empty workspace with an invented city; `importFiles` is the ordinary import, used for the departments' dirty files. */
export async function fillDemo(room: Room, { subjects, seed }: DemoOptions, run: JobRun, importFiles: (paths: string[]) => Promise<ImportReport>): Promise<void> {
  const city = readCity(room.resources)
  const seedNumber = createHash('sha256').update(seed).digest().readBigUInt64BE(0).toString()
  await room.database().write(async (ask) => {
    const written = new Map<string, number>()
    const kinds = [...conduct(city), ...affairs(city)].sort((a, b) => recordClasses.indexOf(a.class) - recordClasses.indexOf(b.class))
    for (let first = 1; first <= subjects; first += rangeSize) {
      const last = Math.min(subjects, first + rangeSize - 1)
      run.progress('demo.subjects', first - 1, subjects)
      await makeSubjects(ask, city, seedNumber, room.today(), first, last)
      for (const [i, kind] of kinds.entries()) {
        run.signal.throwIfAborted()
        run.progress(`demo.${kind.class}`, first - 1 + Math.floor(((last - first + 1) * i) / kinds.length), subjects)
        const before = written.get(kind.class) ?? 0
        written.set(kind.class, before + await ask.run(raw(insertOf(kind, recordClasses.indexOf(kind.class) + 1, before))))
      }
    }
    await ask.run(raw('DROP TABLE demo_subject'))
    await noteSources(ask, subjects)
  }, run.signal)
  void importFiles
}

async function makeSubjects(ask: Connection, city: City, seed: string, today: string, first: number, last: number): Promise<void> {
  const hubShare = Math.max(0.012, Math.min(0.08, 40 / (last - first + 1)))
  let from = 'demo_born'
  const steps = subjectSteps(city, hubs).map(({ name, text }) => {
    const step = `demo_${name} AS (SELECT ${text} FROM ${from}${text.includes('OVER earlier') ? ' WINDOW earlier AS (ORDER BY subject_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)' : ''})`
    from = `demo_${name}`
    return step
  })
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE demo_subject AS WITH demo_source AS (
      SELECT id, ${seed}::UBIGINT AS seed, ${today}::DATE AS today, ${first}::INTEGER AS first_id, ${last}::INTEGER AS last_id, ${hubShare}::DOUBLE AS hub_share FROM range(${first}::BIGINT, ${last + 1}::BIGINT) ids(id)),
    ${raw(steps.join(', ').replace('FROM demo_born)', 'FROM demo_source)'))} SELECT * FROM ${raw(from)} ORDER BY subject_id`)
  const counts = recordClasses.map((name) => `n_${name}`).join(' + ')
  await ask.run(raw(`INSERT INTO subject SELECT subject_id, uscc, local_code, name, lower(name), legal_rep, registrar, region, industry, type, status, established, capital_yuan, address, phone, ${counts}, 1 FROM demo_subject`))
  await ask.run(raw(`INSERT INTO subject_name SELECT subject_id, name, lower(name), 1 FROM demo_subject`))
}

/** One batch, one source a class. */
async function noteSources(ask: Connection, subjects: number): Promise<void> {
  await ask.run(sql`INSERT INTO batch VALUES (nextval('batch_number'), current_timestamp::TIMESTAMP, ${recordClasses.length}, ${subjects})`)
  for (const name of recordClasses) {
    await ask.run(sql`INSERT INTO source_file
      SELECT nextval('file_number'), 1, ${`demo/${name}`}, md5(${name}), 0, 'demo', '', ${name}, 0, '[]', n, n, 0, 0, '{}', n, 0, 0, 0 FROM (SELECT count(*) AS n FROM ${raw(name)})`)
  }
}
