import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Backtest, BacktestOrder, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import { compileModel, refuseFailedCases } from './check.ts'
import { columnsFor, lastOutcome, outcomesAfter, type CompiledClass } from './compile.ts'
import { refuseExpressions } from './guard.ts'
import type { Model } from './model.ts'
import { fillScores } from './score.ts'

type Question = Omit<Required<Parsed<'backtest'>>, 'model' | 'naive'>

/** Shares of the ranking at which its catch is told: every twentieth. */
const steps = 20
const lifts = [5, 10, 20] as const
/** Two-sided 95 %. */
const z = 1.959964

/**
 * Would the index have found what inspections found later? Every subject is scored as of the day before `split` by exactly what a run does,
 * in a transaction that is rolled back; trials are the subjects with an inspection that meets `of` from `split` to `until`, bad where one
 * met `outcome`; with `seen` only those inspected before, too. Beside the index stands the naive rule that the last inspection repeats itself (never inspected: in between).
 * @param brought the model is a person's own: its cases must pass first
 * @throws MingchaError outcome_invalid, no_trials
 */
export async function backtest(database: Database, model: Model, question: Question, brought: boolean, run: JobRun): Promise<Backtest> {
  const { split, until } = question
  const asOf = dayBefore(split)
  if (split > until) throw new MingchaError('no_trials', `nothing can happen from ${split} to ${until}`, 'Choose an earlier split.', { split, until })
  run.progress('check')
  const classes = await database.read(async (ask) => {
    const compiled = await compileModel(ask, model, asOf)
    if (brought) await refuseFailedCases(ask, model)
    await refuseOutcome(ask, compiled, question)
    return compiled
  })
  return rolledBack(database, run, async (ask) => {
    await fillScores(ask, model, classes, asOf, run)
    await ask.run(sql`CREATE TEMP TABLE before AS SELECT subject_id, index, tier FROM score`)
    const answer = await compare(ask, classes.find(({ group }) => group.class === 'supervision')!, question)
    await fillScores(ask, model, classes, until, run)
    return { model: model.version, split, until, asOf, ...answer, psi: await stability(ask) }
  })
}

/** The outcome's expressions are held to the same rules as the model's, and must bind. */
async function refuseOutcome(ask: Connection, classes: readonly CompiledClass[], question: Question): Promise<void> {
  const refuse = (where: string, reason: string): MingchaError =>
    new MingchaError('outcome_invalid', `the outcome cannot be used: ${where}: ${reason}`, 'Write a condition over the columns that the model declares for inspections.', { where, reason })
  const compiled = classes.find(({ group }) => group.class === 'supervision')
  if (!compiled || !('age_days' in compiled.group.columns)) throw refuse('supervision', 'the model has no facts of inspections with age_days')
  const columns = columnsFor(compiled.group)
  const refusal = await refuseExpressions(ask, (['outcome', 'of'] as const).map((where) => ({ where, text: question[where], columns })))
  if (refusal) throw refuse(`${refusal.of.where}, character ${refusal.at}`, refusal.reason)
  for (const where of ['outcome', 'of'] as const) {
    const alone = { ...question, outcome: 'true', of: 'true', [where]: question[where] }
    await ask.rows(sql`SELECT * FROM (${outcomesAfter(compiled, alone)}) LIMIT 0`).catch((error: unknown) => {
      throw refuse(where, (error instanceof Error ? error.message : String(error)).split('\n')[0]!)
    })
  }
}

async function compare(ask: Connection, inspections: CompiledClass, question: Question): Promise<Omit<Backtest, 'model' | 'split' | 'until' | 'asOf' | 'psi'>> {
  const before = { ...question, asOf: dayBefore(question.split) }
  await ask.run(sql`CREATE TEMP TABLE trial AS
    SELECT o.subject_id, o.bad, b.index, b.tier, coalesce(l.bad, 0.5) AS last_result
    FROM (${outcomesAfter(inspections, question)}) o JOIN before b USING (subject_id) LEFT JOIN (${lastOutcome(inspections, before)}) l USING (subject_id)${question.seen ? sql` SEMI JOIN (${lastOutcome(inspections, { ...before, outcome: 'true', of: 'true' })}) s USING (subject_id)` : raw('')}`)
  const { n, positives } = await ask.one<{ n: number; positives: number }>(sql`SELECT count(*) AS n, count(*) FILTER (WHERE bad) AS positives FROM trial`)
  if (positives === 0 || positives === n) {
    throw new MingchaError('no_trials', `of ${n} subjects inspected from ${question.split} on, ${positives} had the outcome: nothing can be told apart`, 'Choose another split or another outcome.', { split: question.split, until: question.until, n, positives })
  }
  const byTier = await ask.rows<{ tier: Tier; n: number; positives: number }>(sql`SELECT tier, count(*) AS n, count(*) FILTER (WHERE bad) AS positives FROM trial GROUP BY tier`)
  return {
    n, positives, baseRate: positives / n,
    ...(await orderedBy(ask, raw('index'))),
    byTier: tiers.map((tier) => {
      const found = byTier.find((row) => row.tier === tier)
      return { tier, n: found?.n ?? 0, positives: found?.positives ?? 0, rate: found ? found.positives / found.n : null, interval: found ? wilson(found.positives / found.n, found.n) : null }
    }),
    calibration: await calibrationOf(ask),
    naive: await orderedBy(ask, raw('last_result')),
  }
}

/** The trials in ten groups of equal size by the index: the rate should rise with it. Equal indices stay together, so that there may be fewer groups. */
async function calibrationOf(ask: Connection): Promise<Backtest['calibration']> {
  const rows = await ask.rows<{ from: number; to: number; n: number; positives: number }>(sql`
    WITH cut AS (SELECT DISTINCT unnest(quantile_disc(index, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) AS edge FROM trial)
    SELECT min(index) AS "from", max(index) AS "to", count(*) AS n, count(*) FILTER (WHERE bad) AS positives FROM trial GROUP BY (SELECT count(*) FROM cut WHERE edge < index) ORDER BY 1`)
  return rows.map((row) => ({ ...row, interval: wilson(row.positives / row.n, row.n) }))
}

/**
 * How well a column ranks the trials. Area under the ROC curve by Mann–Whitney with ties in the middle, its interval after Hanley and
 * McNeil (1982); lift: the rate among the top share over the base rate, equal values shared out evenly, its interval after Wilson.
 */
async function orderedBy(ask: Connection, column: Sql): Promise<BacktestOrder> {
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
  const liftInterval: Record<string, [number, number]> = {}
  for (const percent of lifts) {
    const rate = captured[(percent * steps) / 100 - 1]! / ((percent / 100) * total)
    lift[percent] = rate / (hits / total)
    liftInterval[percent] = wilson(rate, (percent / 100) * total).map((bound) => bound / (hits / total)) as [number, number]
  }
  return { auc, aucInterval: hanleyMcNeil(auc, hits, total - hits), lift, liftInterval, gain: captured.map((found, i) => ({ share: (i + 1) / steps, captured: found / hits })) }
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)

function hanleyMcNeil(auc: number, positives: number, negatives: number): [number, number] {
  const both = auc / (2 - auc)
  const one = (2 * auc * auc) / (1 + auc)
  const error = Math.sqrt((auc * (1 - auc) + (positives - 1) * (both - auc * auc) + (negatives - 1) * (one - auc * auc)) / (positives * negatives))
  return [Math.max(0, auc - z * error), Math.min(1, auc + z * error)]
}

export function wilson(rate: number, n: number): [number, number] {
  const middle = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  return [middle - half, middle + half]
}

/** Population stability index of the index between the day before the split and the last, over the tenths of the first; below 0.1 little has shifted, above 0.25 much. */
async function stability(ask: Connection): Promise<number> {
  const least = 1e-4 // an empty tenth must not make the logarithm endless
  return (await ask.one<{ psi: number }>(sql`
    WITH cut AS (SELECT DISTINCT unnest(quantile_cont(index, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) AS edge FROM before),
    bin AS (
      SELECT (SELECT count(*) FROM cut WHERE edge <= index) AS bin, count(*) FILTER (WHERE was)::DOUBLE AS was, count(*) FILTER (WHERE NOT was)::DOUBLE AS now
      FROM (SELECT index, true AS was FROM before UNION ALL SELECT index, false FROM score) GROUP BY 1
    ), shared AS (SELECT greatest(${least}, was / sum(was) OVER ()) AS was, greatest(${least}, now / sum(now) OVER ()) AS now FROM bin)
    SELECT sum((now - was) * ln(now / was)) AS psi FROM shared`)).psi
}

/** What `work` answers; whatever it wrote is gone. */
async function rolledBack<T>(database: Database, run: JobRun, work: (ask: Connection) => Promise<T>): Promise<T> {
  const done: { answer?: T } = {}
  try {
    return await database.write(async (ask) => {
      done.answer = await work(ask)
      throw done
    }, run.signal)
  } catch (thrown) {
    if (thrown === done) return done.answer!
    throw thrown
  }
}
