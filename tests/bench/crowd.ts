import { recordClasses } from '../../shared/classes.ts'
import type { Database } from '../../electron/engine/duckdb/database.ts'
import { ident, raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { keepStanding } from '../../electron/engine/scoring/standing.ts'

/** Tables whose rows are of a subject: they stay in the order of its number. */
const tables = ['subject', 'subject_name', 'score', 'score_past', ...recordClasses, ...recordClasses.map((name) => `measure_${name}`)]

/**
 * Makes of a scored workspace one of `times` as many subjects, each with its records, values and score: another city of as many would take the bench an
 * hour. Names, addresses and telephones of the copies are others, since nobody shares them in two cities.
 */
export async function multiply(database: Database, times: number): Promise<void> {
  const { shift } = await database.read((ask) => ask.one<{ shift: number }>(raw('SELECT max(subject_id) AS shift FROM subject')))
  for (const table of tables) {
    const own = (await database.read((ask) => ask.rows<{ name: string }>(sql`SELECT name FROM pragma_table_info(${table})`))).map((row) => row.name)
    const other = ['name', 'name_key', 'address', 'phone', 'legal_rep', 'local_code'].filter((name) => table.startsWith('subject') && own.includes(name)).map((name) => `${name} || '-' || k AS ${name}`)
    const replaced = [`subject_id + k * ${shift} AS subject_id`, ...other, ...(own.includes('uscc') ? ['NULL AS uscc'] : [])].join(', ')
    for (let k = 1; k < times; k++) {
      await database.write((ask) => ask.run(raw(`INSERT INTO ${table} SELECT * EXCLUDE (k) REPLACE (${replaced}) FROM (SELECT t.*, ${k} AS k FROM ${table} t WHERE subject_id BETWEEN 1 AND ${shift})`)))
    }
    process.stderr.write(`${table} × ${times}\n`)
  }
  await database.write(async (ask) => {
    const { run } = await ask.one<{ run: number }>(raw('SELECT max(run) AS run FROM score_run'))
    await ask.run(sql`DELETE FROM ${ident('score_median')} WHERE run = ${run}`)
    await keepStanding(ask, run)
  })
}
