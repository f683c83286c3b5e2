import { byTier, type Tier } from '../../../shared/classes.ts'
import type { Parsed, TierHistory, TierMatrix, TierMigration } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import type { RegionNames } from '../workspace/regions.ts'
import { whereOf } from '../workspace/where.ts'

const passing = (filter: Filter): Sql => (filter.length === 0 ? raw('true') : sql`subject_id IN (SELECT subject_id FROM subject_now WHERE ${whereOf(filter)})`)

/** Tiers in every run of the subjects that pass the filter now; runs in order of their as-of day. */
export async function tierHistory(ask: Connection, filter: Filter): Promise<TierHistory[]> {
  const rows = await ask.rows<{ run: number; model: string; asOf: string; tier: Tier; n: number }>(sql`
    SELECT run, r.model, r.as_of AS "asOf", tier, count(*) AS n FROM score_past JOIN score_run r USING (run) WHERE ${passing(filter)} GROUP BY ALL ORDER BY r.as_of, run`)
  const runs = [...new Map(rows.map((row) => [row.run, row])).values()]
  return runs.map(({ run, model, asOf }) => ({ run, model, asOf, tiers: byTier((tier) => rows.find((row) => row.run === run && row.tier === tier)?.n ?? 0) }))
}

/** @throws MingchaError no_such_run */
export async function tierMigration(ask: Connection, { from, to, filter }: Parsed<'tierMigration'>): Promise<TierMigration> {
  const runs = await tierHistory(ask, filter)
  const known = await ask.rows<{ run: number; model: string; asOf: string }>(sql`SELECT run, model, as_of AS "asOf" FROM score_run WHERE run IN (${from}, ${to})`)
  const of = (run: number): TierHistory => {
    const head = known.find((one) => one.run === run)
    if (!head) throw new MingchaError('no_such_run', `there is no score run ${run}`, 'List the runs to see their numbers.', { run })
    return runs.find((one) => one.run === run) ?? { ...head, tiers: { A: 0, B: 0, C: 0, D: 0 } }
  }
  const [first, last] = [of(from), of(to)]
  const moves = await ask.rows<TierMigration['moves'][number]>(sql`
    SELECT o.tier AS "from", n.tier AS "to", count(*) AS subjects
    FROM (SELECT subject_id, tier FROM score_past WHERE run = ${from} AND ${passing(filter)}) o FULL JOIN (SELECT subject_id, tier FROM score_past WHERE run = ${to} AND ${passing(filter)}) n USING (subject_id)
    GROUP BY ALL ORDER BY 1 NULLS LAST, 2 NULLS LAST`)
  return { from: first, to: last, moves }
}

/** Region by industry, most subjects first; '' unknown. */
export async function tierMatrix(ask: Connection, names: RegionNames, filter: Filter): Promise<TierMatrix> {
  const rows = await ask.rows<{ region: string; industry: string; subjects: number; risky: number }>(sql`
    SELECT coalesce(region, '') AS region, coalesce(industry, '') AS industry, count(*) AS subjects, count(*) FILTER (WHERE tier IN ('C', 'D')) AS risky
    FROM subject_now WHERE tier IS NOT NULL AND ${whereOf(filter)} GROUP BY 1, 2`)
  const order = (of: (row: (typeof rows)[number]) => string): string[] => {
    const sums = new Map<string, number>()
    for (const row of rows) sums.set(of(row), (sums.get(of(row)) ?? 0) + row.subjects)
    return [...sums].sort((a, b) => Number(a[0] === '') - Number(b[0] === '') || b[1] - a[1]).map(([key]) => key)
  }
  const [regions, industries] = [order((row) => row.region), order((row) => row.industry).sort((a, b) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1))]
  return {
    rows: regions.map((key) => ({ key, label: names(key) ?? key })),
    columns: industries.map((key) => ({ key, label: key })),
    cells: rows.map((row) => ({ row: regions.indexOf(row.region), column: industries.indexOf(row.industry), subjects: row.subjects, risky: row.risky })),
  }
}
