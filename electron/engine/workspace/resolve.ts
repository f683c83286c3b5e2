import { MingchaError } from '../../../shared/errors.ts'
import { filterSchema, isDimension, type Chip, type DimensionId, type Filter } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import { classOf, columnOf } from './measures.ts'

/** A pool's predicate, or null where its members are listed. */
export type PoolRule = Filter | null
/** A chip on pools that carries what its pools are, in the order of its values: what is frozen with it stays readable. */
export type PoolChip = Chip & { of: PoolRule[] }

/**
 * A filter that may go into SQL: its dimensions were measured by the latest run, its pools are looked up.
 * @throws MingchaError no_such_dimension, no_such_pool
 */
export async function resolveFilter(ask: Connection, filter: Filter): Promise<Filter> {
  await refuseUnmeasured(ask, filter.map((chip) => chip.field).filter(isDimension))
  return Promise.all(filter.map((chip) => (chip.field === 'pool' && chip.op === 'in' ? withRules(ask, chip) : chip)))
}

async function refuseUnmeasured(ask: Connection, ids: readonly DimensionId[]): Promise<void> {
  if (ids.length === 0) return
  const known = await ask.rows<{ id: string }>(sql`SELECT table_name || '.' || column_name AS id FROM duckdb_columns() WHERE schema_name = 'main' AND table_name IN (${join(ids.map((id) => sql`${`measure_${classOf(id)}`}`), ', ')})`)
  const absent = ids.find((id) => !known.some((one) => one.id === `measure_${classOf(id)}.${columnOf(id)}`))
  if (absent) throw new MingchaError('no_such_dimension', `the latest run measured no dimension ${absent}`, 'List the dimensions to see their ids.', { dimension: absent })
}

async function withRules(ask: Connection, chip: Chip & { op: 'in' }): Promise<PoolChip> {
  const rows = await ask.rows<{ pool: number; kind: string; filter: string }>(sql`SELECT pool, kind, filter::VARCHAR AS filter FROM subject_pool`)
  const of = await Promise.all(chip.values.map(async (value): Promise<PoolRule> => {
    const found = rows.find((row) => String(row.pool) === String(value))
    if (!found) throw new MingchaError('no_such_pool', `there is no subject pool ${String(value)}`, 'List the pools to see their numbers.', { pool: String(value) })
    if (found.kind === 'list') return null
    const rule = filterSchema.parse(JSON.parse(found.filter))
    await refuseUnmeasured(ask, rule.map((one) => one.field).filter(isDimension))
    return rule
  }))
  return { ...chip, of }
}
