import type { BacktestModel } from '../../../../shared/contract.ts'
import type { Connection } from '../../duckdb/database.ts'
import { raw, sql, type Sql } from '../../duckdb/sql.ts'
import { wilson } from './ranking.ts'

/** Parts into which the trials are cut, so that nobody's expectation rests on their own outcome. */
const folds = 5
const mostIterations = 25

/**
 * The index is no probability: a logistic curve of two coefficients (Platt 1999) makes it one, fitted for each fifth of the trials on the
 * other four. Expected against observed in ten groups of equal size by the index (equal indices stay together, so that there may be fewer);
 * Brier score: mean squared distance of expectation and outcome; calibration error: mean distance of expected and observed rate over the groups.
 */
export async function calibrationOf(ask: Connection, column: Sql): Promise<Pick<BacktestModel, 'calibration' | 'brier' | 'brierBase' | 'calibrationError'>> {
  await expectations(ask, column)
  const rows = await ask.rows<{ from: number; to: number; n: number; positives: number; expected: number }>(sql`
    WITH cut AS (SELECT DISTINCT unnest(quantile_disc(index, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) AS edge FROM expectation)
    SELECT min(index) AS "from", max(index) AS "to", count(*) AS n, count(*) FILTER (WHERE bad) AS positives, avg(p) AS expected FROM expectation GROUP BY (SELECT count(*) FROM cut WHERE edge < index) ORDER BY 1`)
  const { brier, base, n } = await ask.one<{ brier: number; base: number; n: number }>(sql`SELECT avg((p - bad::INTEGER) ** 2) AS brier, avg(bad::INTEGER) AS base, count(*) AS n FROM expectation`)
  await ask.run(raw('DROP TABLE expectation'))
  return {
    calibration: rows.map((row) => ({ ...row, interval: wilson(row.positives / row.n, row.n) })), brier, brierBase: base * (1 - base),
    calibrationError: rows.reduce((sum, row) => sum + row.n * Math.abs(row.expected - row.positives / row.n), 0) / n,
  }
}

/** Temp table `expectation (bad, index, p)`. Newton's method on all fifths at once: each step is one aggregate. */
async function expectations(ask: Connection, column: Sql): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE folded AS SELECT bad, ${column} AS index, coalesce((${column} - avg(${column}) OVER ()) / nullif(stddev_pop(${column}) OVER (), 0), 0) AS x,
    (hash(subject_id) % ${folds}::UINTEGER)::INTEGER AS fold FROM trial`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE curve AS SELECT i AS fold, ln((r.base + 1e-9) / (1 - r.base + 1e-9)) AS a, 0::DOUBLE AS b
    FROM range(${folds}) f(i), (SELECT avg(bad::INTEGER) AS base FROM folded) r`)
  for (let i = 0; i < mostIterations; i++) {
    // A trace of ridge keeps the curve finite where the index parts the outcomes without error.
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE curve AS
      SELECT fold, a + greatest(-3, least(3, (hbb * ga - hab * gb) / (haa * hbb - hab * hab))) AS a, b + greatest(-3, least(3, (haa * gb - hab * ga) / (haa * hbb - hab * hab))) AS b FROM (
        SELECT c.fold, any_value(c.a) AS a, any_value(c.b) AS b, sum(y - p) AS ga, sum((y - p) * x) - 1e-3 * any_value(c.b) AS gb, sum(p * (1 - p)) + 1e-6 AS haa, sum(p * (1 - p) * x) AS hab, sum(p * (1 - p) * x * x) + 1e-3 AS hbb
        FROM (SELECT c.fold, c.a, c.b, f.x, f.bad::INTEGER AS y, 1 / (1 + exp(-(c.a + c.b * f.x))) AS p FROM curve c JOIN folded f ON f.fold <> c.fold) c GROUP BY c.fold) ORDER BY fold`)
  }
  await ask.run(raw(`CREATE OR REPLACE TEMP TABLE expectation AS SELECT bad, index, 1 / (1 + exp(-(a + b * x))) AS p FROM folded JOIN curve USING (fold); DROP TABLE folded; DROP TABLE curve`))
}
