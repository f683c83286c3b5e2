import type { Tier } from '../../../../shared/classes.ts'
import type { Backtest, BacktestAdjusted } from '../../../../shared/contract.ts'
import type { Connection } from '../../duckdb/database.ts'
import { raw, sql, type Sql } from '../../duckdb/sql.ts'
import type { CompiledClass } from '../compile.ts'
import { outcomesByAuthority } from '../compile.ts'
import { fitLogistic, linear, probability, type SparseColumn } from './logistic.ts'
import { around, hanleyMcNeil, placements } from './ranking.ts'

/** Of the authorities so many are told one by one, those with most subjects. */
const mostAuthorities = 30
/** Regions beyond these, by subjects, are one. */
const mostRegions = 40
/** An authority with fewer subjects of either outcome has no area of its own to tell. */
const fewestOutcomes = 5
/** With fewer subjects on either side, who is inspected cannot be modelled. */
const fewest = 30

/** Temp table `inspected_by (subject_id, authority, bad)` of the trials; false where the model's facts do not tell who inspected. */
export async function findAuthorities(ask: Connection, inspections: CompiledClass, question: { split: string; until: string; outcome: string; of: string }): Promise<boolean> {
  const told = 'authority' in inspections.group.columns || inspections.group.readable.includes('authority')
  await ask.run(told
    ? sql`CREATE OR REPLACE TEMP TABLE inspected_by AS SELECT o.* FROM (${outcomesByAuthority(inspections, question)}) o SEMI JOIN trial USING (subject_id)`
    : raw(`CREATE OR REPLACE TEMP TABLE inspected_by AS SELECT subject_id, '' AS authority, bad FROM trial`))
  return told
}

type Stratum = { authority: string; n: number; positives: number; auc: number | null }

/** Each authority's subjects ranked among themselves; '' where it is not told. */
const strataOf = (ask: Connection, column: Sql): Promise<Stratum[]> => ask.rows<Stratum>(sql`
  WITH tied AS (SELECT authority, value, count(*) FILTER (WHERE bad) AS hits, count(*) FILTER (WHERE NOT bad) AS misses FROM (SELECT i.authority, i.bad, t.${column} AS value FROM inspected_by i JOIN trial t USING (subject_id)) GROUP BY ALL),
  ranked AS (SELECT *, coalesce(sum(misses) OVER (PARTITION BY authority ORDER BY value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below FROM tied)
  SELECT authority, sum(hits + misses)::BIGINT AS n, sum(hits)::BIGINT AS positives, sum(hits * (below + misses / 2)) / nullif(sum(hits) * sum(misses), 0)::DOUBLE AS auc
  FROM ranked GROUP BY authority ORDER BY n DESC, authority`)

/** What each authority found among whom it inspected, those with most subjects first. */
export async function authoritiesOf(ask: Connection, column: Sql): Promise<Pick<Backtest, 'byAuthority' | 'authorities'>> {
  const strata = await strataOf(ask, column)
  return {
    authorities: strata.filter((one) => one.authority !== '').length,
    byAuthority: strata.slice(0, mostAuthorities).map(({ authority, n, positives, auc }) => (auc === null || Math.min(positives, n - positives) < fewestOutcomes
      ? { authority, n, positives, auc: null, aucInterval: null } : { authority, n, positives, auc, aucInterval: around(auc, hanleyMcNeil(auc, positives, n - positives)) })),
  }
}

/**
 * Area under the ROC curve within authorities: only a hit and a miss of the same authority are compared, so that one authority's strictness
 * against another's neither helps nor harms. The authorities' areas are weighed as Van Elteren (1960) does, by hits × misses / (subjects + 1);
 * the error of each is Hanley and McNeil's at the common area, since that of a small authority cannot be told from itself.
 * null: fewer than two known authorities have both hits and misses.
 */
export async function withinAuthorities(ask: Connection, column: Sql): Promise<BacktestAdjusted | null> {
  const strata = (await strataOf(ask, column)).flatMap(({ authority, n, positives, auc }) => (authority === '' || auc === null ? [] : [{ n, positives, auc, weight: (positives * (n - positives)) / (n + 1) }]))
  if (strata.length < 2) return null
  const all = strata.reduce((sum, one) => sum + one.weight, 0)
  const auc = strata.reduce((sum, one) => sum + one.weight * one.auc, 0) / all
  const error = Math.sqrt(strata.reduce((sum, one) => sum + (one.weight * hanleyMcNeil(auc, one.positives, one.n - one.positives)) ** 2, 0)) / all
  return { auc, interval: around(auc, error), n: strata.reduce((sum, one) => sum + one.n, 0) }
}

/**
 * Who was inspected at all? The odds of it by tier as of the split, industry and region (ridge logistic regression over their cells), and from
 * them the weight of each trial, 1 / probability, at most that of the 99th percentile: `trial.weight`. Where everybody or nearly nobody was
 * inspected there is nothing to weigh by: null, and the weights stay 1.
 * @param among those who could have been inspected: a semi-join's condition on `subject_id`
 */
export async function weighTrials(ask: Connection, among: Sql): Promise<Backtest['selection']> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE population AS
    WITH large AS (SELECT region FROM subject WHERE region IS NOT NULL GROUP BY region ORDER BY count(*) DESC, region LIMIT ${mostRegions})
    SELECT b.tier, coalesce(s.industry, '') AS industry, CASE WHEN s.region IS NULL THEN '' WHEN s.region IN (SELECT region FROM large) THEN s.region ELSE '*' END AS region, b.subject_id, t.subject_id IS NOT NULL AS inspected
    FROM before b JOIN subject s USING (subject_id) LEFT JOIN trial t USING (subject_id) WHERE ${among}`)
  const cells = await ask.rows<{ tier: Tier; industry: string; region: string; n: number; inspected: number }>(sql`
    SELECT tier, industry, region, count(*) AS n, count(*) FILTER (WHERE inspected) AS inspected FROM population GROUP BY ALL ORDER BY ALL`)
  const sum = (of: (cell: (typeof cells)[number]) => number): number => cells.reduce((total, cell) => total + of(cell), 0)
  const [subjects, inspected] = [sum((cell) => cell.n), sum((cell) => cell.inspected)]
  const factors = (['tier', 'industry', 'region'] as const).filter((factor) => new Set(cells.map((cell) => cell[factor])).size > 1)
  if (inspected < fewest || subjects - inspected < fewest || factors.length === 0) return null
  const levels = factors.flatMap((factor) => [...new Set(cells.map((cell) => cell[factor] as string))].map((level) => ({ factor, level, of: cells.flatMap((cell, i) => (cell[factor] === level ? [i] : [])) })))
  const columns: SparseColumn[] = levels.map(({ of }) => ({ rows: Int32Array.from(of), values: new Float64Array(of.length).fill(1) }))
  const fit = fitLogistic({ columns, trials: Float64Array.from(cells, (cell) => cell.n), successes: Float64Array.from(cells, (cell) => cell.inspected), prior: new Float64Array(columns.length), ridge: 1, nonNegative: false })
  const odds = linear(fit, columns, cells.length)
  const told = JSON.stringify(cells.map(({ tier, industry, region }, i) => ({ tier, industry, region, weight: 1 / probability(odds[i]!) })))
  await ask.run(sql`UPDATE trial SET weight = c.weight FROM population p JOIN (SELECT unnest(from_json(${told}::JSON, '[{"tier":"VARCHAR","industry":"VARCHAR","region":"VARCHAR","weight":"DOUBLE"}]'), recursive := true)) c USING (tier, industry, region) WHERE p.subject_id = trial.subject_id`)
  await ask.run(sql`UPDATE trial SET weight = least(weight, (SELECT quantile_cont(weight, 0.99) FROM trial))`)
  const { effective, rate } = await ask.one<{ effective: number; rate: number }>(sql`SELECT sum(weight) ** 2 / sum(weight ** 2) AS effective, sum(weight) FILTER (WHERE bad) / sum(weight) AS rate FROM trial`)
  await ask.run(raw('DROP TABLE population'))
  const bare = new Set(levels.filter(({ of }) => of.every((i) => cells[i]!.inspected === 0)).flatMap(({ of }) => of))
  return { subjects, inspected, factors, uncovered: [...bare].reduce((total, i) => total + cells[i]!.n, 0), effective, rate }
}

/** Area under the ROC curve with the weights of the trials, as if everybody had been inspected; its error by the placements' weighted spread, the weights taken as known. */
export async function weightedArea(ask: Connection, column: Sql): Promise<BacktestAdjusted> {
  const { auc, error, n } = await ask.one<{ auc: number; error: number; n: number }>(sql`
    WITH placed AS (${placements(column, raw('weight'))}), area AS (SELECT sum(weight * place) FILTER (WHERE bad) / sum(weight) FILTER (WHERE bad) AS auc FROM placed)
    SELECT any_value(auc) AS auc, count(*) AS n, sqrt(sum((weight * (place - auc)) ** 2) FILTER (WHERE bad) / (sum(weight) FILTER (WHERE bad)) ** 2 + sum((weight * (place - auc)) ** 2) FILTER (WHERE NOT bad) / (sum(weight) FILTER (WHERE NOT bad)) ** 2) AS error
    FROM placed, area`)
  return { auc, interval: around(auc, error), n }
}
