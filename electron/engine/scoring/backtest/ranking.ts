import type { BacktestOrder } from '../../../../shared/contract.ts'
import type { Connection } from '../../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../../duckdb/sql.ts'

/** Shares of the ranking at which its catch is told: every twentieth. */
const steps = 20
export const lifts = [5, 10, 20] as const
/** Two-sided 95 %. */
export const z = 1.959964
export type Interval = [number, number]

/** An estimate with its standard error as a 95 % interval within two bounds. */
export const around = (estimate: number, error: number, least = 0, most = 1): Interval => [Math.max(least, estimate - z * error), Math.min(most, estimate + z * error)]

/**
 * How well a column ranks the temp table `trial (bad, …)`. Area under the ROC curve by Mann–Whitney with ties in the middle, its interval
 * after Hanley and McNeil (1982); lift: the rate among the top share over the base rate, equal values shared out evenly, its interval after Wilson.
 */
export async function orderedBy(ask: Connection, column: Sql): Promise<BacktestOrder> {
  const caught = join(Array.from({ length: steps }, (_, i) => sql`sum(hits * least(n, greatest(0, ${(i + 1) / steps}::DOUBLE * total - above)) / n)::DOUBLE`), ', ')
  const { auc, total, hits, gain } = await ask.one<{ auc: number; total: number; hits: number; gain: string }>(sql`
    WITH tied AS (SELECT ${column} AS value, count(*) AS n, count(*) FILTER (WHERE bad) AS hits FROM trial GROUP BY ALL),
    ranked AS (
      SELECT *, coalesce(sum(n) OVER down, 0) AS above, sum(n - hits) OVER () - coalesce(sum(n - hits) OVER down, 0) - (n - hits) AS below, sum(n) OVER () AS total
      FROM tied WINDOW down AS (ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    )
    SELECT sum(hits * (below + (n - hits) / 2)) / (sum(hits) * sum(n - hits))::DOUBLE AS auc, sum(n)::BIGINT AS total, sum(hits)::BIGINT AS hits, to_json([${caught}])::VARCHAR AS gain FROM ranked`)
  const captured = JSON.parse(gain) as number[]
  const lift: Record<string, number> = {}
  const liftInterval: Record<string, Interval> = {}
  for (const percent of lifts) {
    const rate = captured[(percent * steps) / 100 - 1]! / ((percent / 100) * total)
    lift[percent] = rate / (hits / total)
    liftInterval[percent] = wilson(rate, (percent / 100) * total).map((bound) => bound / (hits / total)) as Interval
  }
  return { auc, aucInterval: around(auc, hanleyMcNeil(auc, hits, total - hits)), lift, liftInterval, gain: captured.map((found, i) => ({ share: (i + 1) / steps, captured: found / hits })) }
}

/** Standard error of an area under the ROC curve, Hanley and McNeil (1982). */
export function hanleyMcNeil(auc: number, positives: number, negatives: number): number {
  const both = auc / (2 - auc)
  const one = (2 * auc * auc) / (1 + auc)
  return Math.sqrt(Math.max(0, auc * (1 - auc) + (positives - 1) * (both - auc * auc) + (negatives - 1) * (one - auc * auc)) / (positives * negatives))
}

/** 95 % interval of a rate, Wilson (1927). */
export function wilson(rate: number, n: number): Interval {
  const middle = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  return [middle - half, middle + half]
}

/**
 * Placement of every trial by a column (DeLong 1988): of a hit the weight of the misses that it ranks above, of a miss that of the hits
 * above it, as shares, ties by half. Their weighted mean over the hits, and over the misses, is the area under the ROC curve.
 * @param weight a column of weights; 1 for all
 */
export const placements = (column: Sql, weight: Sql = raw('1')): Sql => sql`
  WITH weighed AS (SELECT subject_id, bad, ${column} AS value, (${weight})::DOUBLE AS weight FROM trial),
  tied AS (SELECT value, coalesce(sum(weight) FILTER (WHERE bad), 0) AS hits, coalesce(sum(weight) FILTER (WHERE NOT bad), 0) AS misses FROM weighed GROUP BY value),
  ranked AS (SELECT *, coalesce(sum(hits) OVER up, 0) AS hits_below, coalesce(sum(misses) OVER up, 0) AS misses_below, sum(hits) OVER () AS all_hits, sum(misses) OVER () AS all_misses
    FROM tied WINDOW up AS (ORDER BY value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
  SELECT subject_id, bad, weight, CASE WHEN bad THEN (misses_below + misses / 2) / all_misses ELSE (all_hits - hits_below - hits / 2) / all_hits END AS place FROM weighed JOIN ranked USING (value)`

/**
 * The difference of two areas over the same trials, second less first, with the interval of DeLong, DeLong and Clarke-Pearson (1988):
 * both rank the same subjects, so what they have in common falls out.
 */
export async function difference(ask: Connection, first: Sql, second: Sql): Promise<{ auc: number; interval: Interval }> {
  const { auc, error } = await ask.one<{ auc: number; error: number }>(sql`
    SELECT avg(d) FILTER (WHERE bad) AS auc, sqrt(coalesce(var_samp(d) FILTER (WHERE bad), 0) / count(*) FILTER (WHERE bad) + coalesce(var_samp(d) FILTER (WHERE NOT bad), 0) / count(*) FILTER (WHERE NOT bad)) AS error
    FROM (SELECT a.bad, b.place - a.place AS d FROM (${placements(first)}) a JOIN (${placements(second)}) b USING (subject_id))`)
  return { auc, interval: around(auc, error, -1, 1) }
}
