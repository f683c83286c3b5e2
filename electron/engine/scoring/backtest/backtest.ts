import { tiers, type Tier } from '../../../../shared/classes.ts'
import type { Backtest, BacktestChallenger, BacktestModel, Parsed } from '../../../../shared/contract.ts'
import { MingchaError } from '../../../../shared/errors.ts'
import type { Connection, Database } from '../../duckdb/database.ts'
import { raw, sql, type Sql } from '../../duckdb/sql.ts'
import type { JobRun } from '../../jobs/jobs.ts'
import { refuseFailedCases } from '../check.ts'
import { columnsFor, lastOutcome, outcomesAfter, type CompiledClass } from '../compile.ts'
import type { Ready } from '../compareModels.ts'
import { refuseExpressions } from '../guard.ts'
import type { Model } from '../model.ts'
import { compileOnce, fillScores } from '../score.ts'
import { calibrationOf } from './calibration.ts'
import { bandCounts, dimensionStability, indexStability } from './drift.ts'
import { authoritiesOf, findAuthorities, weighTrials, weightedArea, withinAuthorities } from './inspected.ts'
import { difference, orderedBy, wilson } from './ranking.ts'

/** What is asked of the outcomes of a period. */
export type Question = Pick<Required<Parsed<'backtest'>>, 'split' | 'until' | 'outcome' | 'of' | 'seen'>
/** A model to be tried; `own`: a person's own, whose cases must pass first. */
export interface Tried { model: Model; own: boolean }

/**
 * Would the index have found what inspections found later? Every subject is scored as of the day before `split` by exactly what a run does,
 * in a transaction that is rolled back; trials are the subjects with an inspection that meets `of` from `split` to `until`, bad where one
 * met `outcome`; with `seen` only those inspected before, too. Beside the index stands the naive rule that the last inspection repeats itself (never inspected: in between),
 * and, where one is given, another model.
 * @throws MingchaError outcome_invalid, no_trials
 */
export async function backtest(database: Database, champion: Tried, challenger: Tried | null, question: Question, run: JobRun): Promise<Backtest> {
  run.progress('check')
  const ready = await prepare(database, champion, question)
  const rival = challenger && (await compiled(database, challenger, question))
  return rolledBack(database, run, (ask) => judge(ask, ready, rival, question, run))
}

/** The champion's classes, ready to run, the question held against them. @throws MingchaError model_invalid, outcome_invalid, no_trials */
export async function prepare(database: Database, champion: Tried, question: Question): Promise<Ready> {
  if (question.split > question.until) throw new MingchaError('no_trials', `nothing can happen from ${question.split} to ${question.until}`, 'Choose an earlier split.', { split: question.split, until: question.until })
  const ready = await compiled(database, champion, question)
  await database.read((ask) => refuseOutcome(ask, ready.classes, question))
  return ready
}

const compiled = (database: Database, { model, own }: Tried, question: Question): Promise<Ready> => database.read(async (ask) => {
  const classes = await compileOnce(database, ask, model, dayBefore(question.split))
  if (own) await refuseFailedCases(ask, model)
  return { model, classes }
})

/** Everything that is told of a champion and its challenger, in a transaction that the caller rolls back. */
export async function judge(ask: Connection, champion: Ready, challenger: Ready | null, question: Question, run: JobRun): Promise<Backtest> {
  const { split, until } = question
  const asOf = dayBefore(split)
  const inspections = inspectionsOf(champion)
  if (challenger) {
    await fillScores(ask, challenger.model, challenger.classes, asOf, run)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE rival AS SELECT subject_id, index, tier FROM score`)
  }
  await fillScores(ask, champion.model, champion.classes, asOf, run)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE before AS SELECT subject_id, index, tier FROM score`)
  const bandsBefore = await bandCounts(ask, champion.classes)
  const { n, positives } = await findTrials(ask, inspections, question, challenger !== null)
  const selection = await weighTrials(ask, seenOnly(inspections, question))
  const authorities = await findAuthorities(ask, inspections, question) ? await authoritiesOf(ask, raw('index')) : { authorities: 0, byAuthority: [] }
  const adjust = async (column: Sql): Promise<Pick<BacktestModel, 'withinAuthority' | 'weighted'>> =>
    ({ withinAuthority: await withinAuthorities(ask, column), weighted: selection && (await weightedArea(ask, column)) })
  const modelOf = async (model: Model, index: Sql, tier: Sql, scores: Sql): Promise<BacktestModel> =>
    ({ model: model.version, ...(await orderedBy(ask, index)), byTier: await ratesByTier(ask, tier, scores), ...(await calibrationOf(ask, index)), ...(await adjust(index)) })
  const answer = {
    ...(await modelOf(champion.model, raw('index'), raw('tier'), raw('before'))),
    split, until, asOf, n, positives, baseRate: positives / n, naive: await orderedBy(ask, raw('last_result')), ...authorities, selection,
    challenger: challenger && { ...(await modelOf(challenger.model, raw('rival_index'), raw('rival_tier'), raw('rival'))), ...(await against(ask)) },
  }
  await fillScores(ask, champion.model, champion.classes, until, run)
  return { ...answer, psi: await indexStability(ask), psiByDimension: dimensionStability(champion.classes, bandsBefore, await bandCounts(ask, champion.classes)) }
}

export const inspectionsOf = ({ classes }: Ready): CompiledClass => classes.find(({ group }) => group.class === 'supervision')!

/** The outcome's expressions are held to the same rules as the model's, and must bind. */
async function refuseOutcome(ask: Connection, classes: readonly CompiledClass[], question: Question): Promise<void> {
  const refuse = (where: string, reason: string): MingchaError =>
    new MingchaError('outcome_invalid', `the outcome cannot be used: ${where}: ${reason}`, 'Write a condition over the columns that the model declares for inspections.', { where, reason })
  const inspections = classes.find(({ group }) => group.class === 'supervision')
  if (!inspections || !('age_days' in inspections.group.columns)) throw refuse('supervision', 'the model has no facts of inspections with age_days')
  const columns = columnsFor(inspections.group)
  const refusal = await refuseExpressions(ask, (['outcome', 'of'] as const).map((where) => ({ where, text: question[where], columns })))
  if (refusal) throw refuse(`${refusal.of.where}, character ${refusal.at}`, refusal.reason)
  for (const where of ['outcome', 'of'] as const) {
    const alone = { ...question, outcome: 'true', of: 'true', [where]: question[where] }
    await ask.rows(sql`SELECT * FROM (${outcomesAfter(inspections, alone)}) LIMIT 0`).catch((error: unknown) => {
      throw refuse(where, (error instanceof Error ? error.message : String(error)).split('\n')[0]!)
    })
  }
}

/** Condition that leaves the subjects in whom an inspection was known at the split, where only these are asked for. */
export const seenOnly = (inspections: CompiledClass, question: Question): Sql =>
  (question.seen ? sql`subject_id IN (SELECT subject_id FROM (${lastOutcome(inspections, { asOf: dayBefore(question.split), outcome: 'true', of: 'true' })}))` : raw('true'))

/**
 * Temp table `trial (subject_id, bad, index, tier, last_result, weight)`, with `rivals` also (rival_index, rival_tier), from the temp table `before` and `rival`.
 * @throws MingchaError no_trials where all or none had the outcome
 */
export async function findTrials(ask: Connection, inspections: CompiledClass, question: Question, rivals: boolean): Promise<{ n: number; positives: number }> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE trial AS
    SELECT o.subject_id, o.bad, b.index, b.tier, coalesce(l.bad, 0.5) AS last_result, 1::DOUBLE AS weight${rivals ? raw(', r.index AS rival_index, r.tier AS rival_tier') : raw('')}
    FROM (${outcomesAfter(inspections, question)}) o JOIN before b USING (subject_id) LEFT JOIN (${lastOutcome(inspections, { ...question, asOf: dayBefore(question.split) })}) l USING (subject_id)${rivals ? raw(' JOIN rival r USING (subject_id)') : raw('')}
    WHERE ${seenOnly(inspections, question)}`)
  const { n, positives } = await ask.one<{ n: number; positives: number }>(sql`SELECT count(*) AS n, count(*) FILTER (WHERE bad) AS positives FROM trial`)
  if (positives === 0 || positives === n) {
    throw new MingchaError('no_trials', `of ${n} subjects inspected from ${question.split} on, ${positives} had the outcome: nothing can be told apart`, 'Choose another split or another outcome.', { split: question.split, until: question.until, n, positives })
  }
  return { n, positives }
}

async function ratesByTier(ask: Connection, tier: Sql, scores: Sql): Promise<BacktestModel['byTier']> {
  const rows = await ask.rows<{ tier: Tier; n: number; positives: number; subjects: number }>(sql`
    SELECT s.tier, s.subjects, coalesce(t.n, 0) AS n, coalesce(t.positives, 0) AS positives FROM (SELECT tier, count(*) AS subjects FROM ${scores} GROUP BY tier) s
    LEFT JOIN (SELECT ${tier} AS tier, count(*) AS n, count(*) FILTER (WHERE bad) AS positives FROM trial GROUP BY 1) t USING (tier)`)
  return tiers.map((one) => {
    const { subjects, n, positives } = rows.find((row) => row.tier === one) ?? { subjects: 0, n: 0, positives: 0 }
    return { tier: one, subjects, n, positives, rate: n === 0 ? null : positives / n, interval: n === 0 ? null : wilson(positives / n, n) }
  })
}

/** The challenger against the champion, over the temp tables `trial`, `before` and `rival`. Equal indices at the edge of the first tenth are taken in order of a hash. */
async function against(ask: Connection): Promise<Pick<BacktestChallenger, 'difference' | 'topTenth' | 'moves'>> {
  const top = await ask.rows<{ champion: boolean; challenger: boolean; n: number; positives: number }>(sql`
    SELECT champion, challenger, count(*) AS n, count(*) FILTER (WHERE bad) AS positives FROM (
      SELECT bad, row_number() OVER (ORDER BY index DESC, hash(subject_id), subject_id) <= ceil(count(*) OVER () / 10) AS champion, row_number() OVER (ORDER BY rival_index DESC, hash(subject_id), subject_id) <= ceil(count(*) OVER () / 10) AS challenger
      FROM trial) WHERE champion OR challenger GROUP BY ALL`)
  const of = (champion: boolean, challenger: boolean): { n: number; positives: number } => {
    const { n, positives } = top.find((row) => row.champion === champion && row.challenger === challenger) ?? { n: 0, positives: 0 }
    return { n, positives }
  }
  return {
    difference: await difference(ask, raw('index'), raw('rival_index')),
    topTenth: { both: of(true, true), champion: of(true, false), challenger: of(false, true) },
    moves: await ask.rows(sql`SELECT b.tier AS "from", r.tier AS "to", count(*) AS subjects, count(t.bad) AS n, count(*) FILTER (WHERE t.bad) AS positives
      FROM before b JOIN rival r USING (subject_id) LEFT JOIN trial t USING (subject_id) GROUP BY 1, 2 ORDER BY 1, 2`),
  }
}

export const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)

/** What `work` answers; whatever it wrote is gone. */
export async function rolledBack<T>(database: Database, run: JobRun, work: (ask: Connection) => Promise<T>): Promise<T> {
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
