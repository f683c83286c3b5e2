import type { DimensionOutcomes, OutcomeBand } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { concluded, problem } from '../workspace/inspected.ts'
import { wilson } from './backtest/ranking.ts'
import { bandOf } from './combine.ts'
import type { ModelDimension } from './model.ts'

/** Fewer subjects inspected, or found with problems, after the as-of day than this tell nothing. */
const fewestInspected = 100
const fewestProblems = 10

/**
 * What inspections found, by the bands of a dimension: lift, information value, area under the ROC curve. `within` has
 * (subject_id, value). Inspections after the as-of day count; where they are too few, those of the year up to it, marked as a leak.
 */
export async function outcomesOf(ask: Connection, dimension: ModelDimension, asOf: string, within: Sql): Promise<DimensionOutcomes | null> {
  const { later } = await ask.one<{ later: number }>(sql`SELECT count(DISTINCT subject_id) AS later FROM supervision WHERE occurred_on > ${asOf}::DATE`)
  if (later >= fewestInspected) {
    const after = await judged(ask, dimension, within, sql`occurred_on > ${asOf}::DATE`)
    if (after.n >= fewestInspected && after.problems >= fewestProblems) return { leak: false, ...after }
  }
  const before = await judged(ask, dimension, within, sql`occurred_on > ${asOf}::DATE - 365 AND occurred_on <= ${asOf}::DATE`)
  return before.n === 0 ? null : { leak: true, ...before }
}

async function judged(ask: Connection, dimension: ModelDimension, within: Sql, period: Sql): Promise<Omit<DimensionOutcomes, 'leak'>> {
  const unknown = dimension.bands.length
  const trials = sql`WITH trial AS (
    SELECT value, bad, first, last FROM (
      SELECT subject_id, bool_or(${problem}) AS bad, min(occurred_on) AS first, max(occurred_on) AS last
      FROM supervision WHERE subject_id IS NOT NULL AND ${period} AND ${concluded} GROUP BY subject_id
    ) JOIN ${within} USING (subject_id))`
  const rows = await ask.rows<{ band: number; n: number; problems: number; first: string; last: string }>(sql`${trials}
    SELECT ${bandOf(dimension, raw('value'))} AS band, count(*) AS n, count(*) FILTER (WHERE bad) AS problems, min(first) AS first, max(last) AS last FROM trial GROUP BY 1 ORDER BY 1`)
  const n = rows.reduce((sum, row) => sum + row.n, 0)
  const problems = rows.reduce((sum, row) => sum + row.problems, 0)
  const { auc } = await ask.one<{ auc: number | null }>(sql`${trials}, tied AS (SELECT value, count(*) FILTER (WHERE bad) AS hits, count(*) FILTER (WHERE NOT bad) AS others FROM trial WHERE value IS NOT NULL GROUP BY value)
    SELECT sum(hits * (below + others / 2)) / nullif(sum(hits) * sum(others), 0)::DOUBLE AS auc
    FROM (SELECT *, coalesce(sum(others) OVER (ORDER BY value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below FROM tied)`)
  const days = (pick: (all: string[]) => string | undefined, of: 'first' | 'last'): string => pick(rows.map((row) => row[of]).sort()) ?? ''
  return {
    from: days((all) => all[0], 'first'), until: days((all) => all.at(-1), 'last'), n, problems, auc,
    informationValue: problems === 0 || problems === n ? null : informationValue(rows, n, problems),
    bands: [...dimension.bands.map(([from, points], i) => reading({ from, unknown: false, points }, rows.find((row) => row.band === i), problems / n)),
      ...(rows.some((row) => row.band === unknown) ? [reading({ from: null, unknown: true, points: dimension.missing }, rows.find((row) => row.band === unknown), problems / n)] : [])],
  }
}

function reading(head: Pick<OutcomeBand, 'from' | 'unknown' | 'points'>, row: { n: number; problems: number } | undefined, base: number): OutcomeBand {
  const { n, problems } = row ?? { n: 0, problems: 0 }
  const told = n > 0 && base > 0
  return { ...head, n, problems, lift: told ? problems / n / base : null, liftInterval: told ? wilson(problems / n, n).map((bound) => Math.max(0, bound) / base) as [number, number] : null }
}

/** Siddiqi's information value; half a subject on each side keeps an empty cell from being endless. */
function informationValue(rows: readonly { n: number; problems: number }[], n: number, problems: number): number {
  const others = n - problems
  return rows.reduce((sum, row) => {
    const [bad, good] = [(row.problems + 0.5) / (problems + 0.5 * rows.length), (row.n - row.problems + 0.5) / (others + 0.5 * rows.length)]
    return sum + (bad - good) * Math.log(bad / good)
  }, 0)
}
