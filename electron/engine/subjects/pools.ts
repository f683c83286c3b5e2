import type { Parsed, Pool } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, sql, type Sql } from '../duckdb/sql.ts'
import { person } from '../workspace/person.ts'
import { resolveFilter } from '../workspace/resolve.ts'
import { whereOf } from '../workspace/where.ts'

/**
 * Keeps a selection under a name. A predicate may not rest on other pools, since those can be deleted: save such a selection as a list.
 * @throws MingchaError pool_exists, pool_nested, pool_watched
 */
export async function savePool(database: Database, { name, kind, filter, note }: Parsed<'savePool'>): Promise<Pool> {
  if (kind === 'predicate' && filter.some((chip) => chip.field === 'pool')) {
    throw new MingchaError('pool_nested', 'the conditions of a pool cannot name another pool', 'Save the selection as a fixed list.')
  }
  if (kind === 'predicate' && filter.some((chip) => chip.field === 'watched')) {
    throw new MingchaError('pool_watched', 'whom one watches differs from person to person', 'Save the selection as a fixed list.')
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

/** Latest first, each with how many are in it now: all predicates are counted in one pass over the subjects. */
export async function listPools(database: Database): Promise<Pool[]> {
  return database.read(async (ask) => {
    const rows = await ask.rows<Row>(sql`SELECT pool, name, kind, filter::VARCHAR AS filter, note, author, created_at AS "createdAt", as_of AS "asOf" FROM subject_pool ORDER BY pool DESC`)
    const listed = await ask.rows<{ pool: number; n: number }>(sql`SELECT pool, count(*) AS n FROM subject_pool_member SEMI JOIN subject USING (subject_id) GROUP BY pool`)
    const pools = rows.map((row) => ({ ...row, filter: JSON.parse(row.filter) as Filter }))
    const conditions = await Promise.all(pools.map((one) => (one.kind === 'list' ? null : conditionOf(ask, one.filter))))
    const counted = conditions.flatMap((one) => one ?? [])
    const sizes = counted.length === 0 ? [] : Object.values(await ask.one<Record<string, number>>(sql`SELECT ${join(counted.map((one, i) => sql`count(*) FILTER (${one}) AS ${ident(`n${i}`)}`), ', ')} FROM subject_now`))
    const place = new Map(counted.map((one, i) => [one, sizes[i]!]))
    return pools.map((one, i) => ({ ...one, subjects: one.kind === 'list' ? (listed.find((row) => row.pool === one.pool)?.n ?? 0) : conditions[i] ? place.get(conditions[i])! : null }))
  })
}

/** null: it names a dimension that the latest run no longer has. */
async function conditionOf(ask: Connection, filter: Filter): Promise<Sql | null> {
  try {
    return whereOf(await resolveFilter(ask, filter))
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
