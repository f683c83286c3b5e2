import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Parsed, TierSummary } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import type { RegionNames } from '../workspace/regions.ts'
import { resolveFilter } from '../workspace/resolve.ts'
import { whereOf } from '../workspace/where.ts'
import type { PastRun } from './explain.ts'

const counts = join(tiers.map((tier) => sql`count(*) FILTER (WHERE tier = ${tier}) AS ${ident(tier)}`), ', ')

/** Histogram bins, each of width 100 / bins. */
const bins = 50

type By = Parsed<'tierSummary'>['by']

/**
 * Tiers of the latest run within a filter: in all, by the values of one column (most subjects first; '' unknown), and the
 * spread of the index. Codes of places carry their names; letters of industries and types are the screen's to word.
 */
export async function summarise(ask: Connection, past: PastRun, names: RegionNames, by: By, filter: Filter): Promise<TierSummary> {
  const within = sql`FROM subject_now WHERE tier IS NOT NULL AND ${whereOf(filter)}`
  const all = await ask.one<Record<Tier, number>>(sql`SELECT ${counts} ${within}`)
  const groups = by === 'pool' ? await poolGroups(ask, filter) : by === undefined ? [] : await ask.rows<{ key: string; label?: string } & Record<Tier, number>>(
    sql`SELECT coalesce(${ident(by)}, '') AS key, ${counts} ${within} GROUP BY 1 ORDER BY count(*) DESC, 1`)
  const filled = await ask.rows<{ bin: number; n: number }>(
    sql`SELECT least(${bins - 1}, floor(index * ${raw(String(bins / 100))})::INTEGER) AS bin, count(*) AS n ${within} GROUP BY 1`)
  const histogram = Array.from({ length: bins }, () => 0)
  for (const { bin, n } of filled) histogram[bin] = n
  return {
    asOf: past.asOf, model: past.model.version, run: past.run, tiers: all, histogram, thresholds: past.model.thresholds,
    groups: groups.map((row) => ({ ...row, label: (by === 'region' || by === 'registrar' ? names(row.key) : null) ?? row.label ?? row.key })),
  }
}

/** A subject stands in every pool that has it; a pool that names what the latest run no longer measures is left out. */
async function poolGroups(ask: Connection, filter: Filter): Promise<({ key: string; label: string } & Record<Tier, number>)[]> {
  const pools = await ask.rows<{ pool: number; name: string }>(sql`SELECT pool, name FROM subject_pool ORDER BY pool`)
  const groups = await Promise.all(pools.map(async ({ pool, name }) => {
    try {
      const members = await resolveFilter(ask, [{ field: 'pool', op: 'in', values: [pool] }])
      return [{ key: String(pool), label: name, ...(await ask.one<Record<Tier, number>>(sql`SELECT ${counts} FROM subject_now WHERE tier IS NOT NULL AND ${whereOf([...filter, ...members])}`)) }]
    } catch (error) {
      if (error instanceof MingchaError && error.code === 'no_such_dimension') return []
      throw error
    }
  }))
  return groups.flat()
}
