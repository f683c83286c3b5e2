import type { Parsed, Pool } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { person } from '../workspace/person.ts'
import { resolveFilter } from '../workspace/resolve.ts'
import { whereOf } from '../workspace/where.ts'

/**
 * Keeps a selection under a name. A predicate may not rest on other pools, since those can be deleted: save such a selection as a list.
 * @throws MingchaError pool_exists, pool_nested
 */
export async function savePool(database: Database, { name, kind, filter, note }: Parsed<'savePool'>): Promise<Pool> {
  if (kind === 'predicate' && filter.some((chip) => chip.field === 'pool')) {
    throw new MingchaError('pool_nested', 'the conditions of a pool cannot name another pool', 'Save the selection as a fixed list.')
  }
  const pool = await database.write(async (ask) => {
    const taken = await ask.rows(sql`SELECT 1 FROM subject_pool WHERE name = ${name}`)
    if (taken.length > 0) throw new MingchaError('pool_exists', `there is a subject pool ${name} already`, 'Choose another name, or delete that one first.', { name })
    const { pool: number } = await ask.one<{ pool: number }>(sql`SELECT nextval('pool_number')::INTEGER AS pool`)
    await ask.run(sql`INSERT INTO subject_pool (pool, name, kind, filter, note, author, created_at, as_of)
      VALUES (${number}, ${name}, ${kind}, ${JSON.stringify(filter)}, ${note}, ${person()}, current_timestamp::TIMESTAMP, (SELECT as_of FROM score_run ORDER BY run DESC LIMIT 1))`)
    if (kind === 'list') await ask.run(sql`INSERT INTO subject_pool_member SELECT ${number}, subject_id FROM subject_now WHERE ${whereOf(filter)} ORDER BY subject_id`)
    return number
  })
  return (await listPools(database)).find((one) => one.pool === pool)!
}

type Row = Omit<Pool, 'filter' | 'subjects'> & { filter: string }

/** Latest first, each with how many are in it now. */
export async function listPools(database: Database): Promise<Pool[]> {
  const rows = await database.read((ask) => ask.rows<Row>(sql`SELECT pool, name, kind, filter::VARCHAR AS filter, note, author, created_at AS "createdAt", as_of AS "asOf" FROM subject_pool ORDER BY pool DESC`))
  return Promise.all(rows.map(async (row) => ({ ...row, filter: JSON.parse(row.filter) as Filter, subjects: await database.read((ask) => sizeOf(ask, row.pool)) })))
}

async function sizeOf(ask: Connection, pool: number): Promise<number | null> {
  try {
    const filter = await resolveFilter(ask, [{ field: 'pool', op: 'in', values: [pool] }])
    return (await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM subject WHERE ${whereOf(filter)}`)).n
  } catch (error) {
    if (error instanceof MingchaError && error.code === 'no_such_dimension') return null
    throw error
  }
}

/** @throws MingchaError no_such_pool */
export async function deletePool(database: Database, pool: number): Promise<null> {
  return database.write(async (ask) => {
    const gone = await ask.run(sql`DELETE FROM subject_pool WHERE pool = ${pool}`)
    if (gone === 0) throw new MingchaError('no_such_pool', `there is no subject pool ${pool}`, 'List the pools to see their numbers.', { pool: String(pool) })
    await ask.run(sql`DELETE FROM subject_pool_member WHERE pool = ${pool}`)
    return null
  })
}
