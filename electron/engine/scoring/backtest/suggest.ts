import type { SuggestedWeights } from '../../../../shared/contract.ts'
import { MingchaError } from '../../../../shared/errors.ts'
import type { Connection, Database } from '../../duckdb/database.ts'
import { ident, join, raw, sql } from '../../duckdb/sql.ts'
import type { JobRun } from '../../jobs/jobs.ts'
import { byPoints, double } from '../combine.ts'
import type { Ready } from '../compareModels.ts'
import { columnOf, measureTable } from '../compile.ts'
import { pointsOf, type ModelDimension } from '../model.ts'
import { fillScores } from '../score.ts'
import { changedModel } from '../whatIf.ts'
import { dayBefore, findTrials, inspectionsOf, judge, prepare, rolledBack, type Question, type Tried } from './backtest.ts'
import { fitLogistic, linear, logLoss, type LogisticFit, type SparseColumn } from './logistic.ts'

/** Strengths of the pull to the present weights that are tried, from the strongest. */
const ridges = [3000, 1000, 300, 100, 30, 10, 3]
const folds = 5
/** Of more trials, those with the smallest hashes are learnt from. */
const mostTrials = 50_000
/** A standard deviation of the present index moves the log-odds by at least so much: else its scale could not be told. */
const leastSlope = 0.1
/** Weights are given in such steps; a smaller change is none. */
const step = 0.05

/**
 * Which weights would have foretold the outcomes better? The log-odds of an outcome are a sum of points / 100 × weight over the dimensions, by a
 * ridge logistic regression (see fitLogistic) that is drawn to the present weights, none below 0: a dimension keeps its direction. The
 * scale, log-odds by point of the index, is that of the present index in the training period. How strong the pull is, is chosen by the loss on fifths of the training
 * trials that were left out: the strongest that is no more than one standard error behind the best (Hastie, Tibshirani and Friedman, §7.10). Class ceilings, caps and vetoes are no part of the regression; the judgement on the later period is by
 * the whole model with the weights as they would be set. Learnt is from `train` to the day before `split`, judged from `split` to `until`.
 * @throws MingchaError outcome_invalid, no_trials of either period
 */
export async function suggestWeights(database: Database, champion: Tried, train: string, question: Question, run: JobRun): Promise<SuggestedWeights> {
  if (train >= question.split) throw new MingchaError('no_trials', `nothing can be learnt from ${train} to ${dayBefore(question.split)}`, 'Begin the training period before the split.', { split: train, until: dayBefore(question.split), n: 0, positives: 0 })
  run.progress('check')
  const ready = await prepare(database, champion, question)
  const learning = { ...question, split: train, until: dayBefore(question.split) }
  return rolledBack(database, run, async (ask) => {
    await fillScores(ask, ready.model, ready.classes, dayBefore(train), run)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE before AS SELECT subject_id, index, tier FROM score`)
    const trials = await findTrials(ask, inspectionsOf(ready), learning, false)
    const design = await designOf(ask, ready)
    const learnt = await learn(design, run)
    const dimensions = design.dimensions.map(({ one, group }, j): SuggestedWeights['dimensions'][number] => ({
      dimension: one.id, class: group, nameZh: one.name[0], nameEn: one.name[1], direction: one.direction, weight: one.weight,
      suggested: Math.abs(learnt.weights[j]! - one.weight) < step ? one.weight : Math.min(100, Number((Math.round(learnt.weights[j]! / step) * step).toFixed(2))), nonZero: design.columns[j]!.rows.length / design.bad.length,
    })).sort((a, b) => Math.abs(b.suggested - b.weight) - Math.abs(a.suggested - a.weight) || (a.dimension < b.dimension ? -1 : 1))
    const changes = Object.fromEntries(dimensions.filter((one) => one.suggested !== one.weight).map((one) => [one.dimension, { weight: one.suggested }]))
    const model = { ...changedModel(ready.model, changes), version: `${ready.model.version}+` }
    const suggested: Ready = { model, classes: ready.classes.map((compiled) => ({ ...compiled, group: model.classes.find((group) => group.class === compiled.group.class)! })) }
    const judged = await judge(ask, ready, suggested, question, run)
    return { model: ready.model.version, train: { split: train, until: learning.until, ...trials }, ridge: learnt.ridge, loss: learnt.loss, dimensions, changes, judged }
  })
}

interface Design {
  dimensions: { one: ModelDimension; group: SuggestedWeights['dimensions'][number]['class'] }[]
  /** Points / 100 of each dimension. */
  columns: SparseColumn[]
  bad: Float64Array
  fold: Int32Array
}

/** Points of the training trials, by dimension, from the measure tables as of the day before the training period. */
async function designOf(ask: Connection, { classes }: Ready): Promise<Design> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE design AS SELECT row_number() OVER (ORDER BY subject_id)::INTEGER - 1 AS place, subject_id, bad, (hash(subject_id, 1) % ${folds}::UINTEGER)::INTEGER AS fold
    FROM (SELECT subject_id, bad FROM trial ORDER BY hash(subject_id), subject_id LIMIT ${mostTrials})`)
  const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM design`)
  const design: Design = { dimensions: [], columns: [], bad: new Float64Array(n), fold: new Int32Array(n) }
  await ask.each(sql`SELECT place, bad::INTEGER, fold FROM design ORDER BY place`, ([places, bad, fold]) => {
    places!.forEach((place, i) => {
      design.bad[place as number] = bad![i] as number
      design.fold[place as number] = fold![i] as number
    })
  })
  for (const { group } of classes) {
    if (group.dimensions.length === 0) continue
    const table = measureTable(group.class)
    const nothing = await ask.one<Record<string, number | null>>(sql`SELECT * FROM ${table} WHERE subject_id = 0`)
    const points = group.dimensions.map((one) => sql`CASE WHEN m.subject_id IS NULL THEN ${double(pointsOf(one, nothing[columnOf(one.id)] ?? null))} ELSE ${byPoints(one, sql`m.${ident(columnOf(one.id))}`, double)} END`)
    const found = group.dimensions.map((): { rows: number[]; values: number[] } => ({ rows: [], values: [] }))
    await ask.each(sql`SELECT d.place, ${join(points, ', ')} FROM design d LEFT JOIN ${table} m ON m.subject_id = d.subject_id ORDER BY d.place`, ([places, ...columns]) => {
      columns.forEach((column, j) => column.forEach((value, i) => {
        if (value === 0) return
        found[j]!.rows.push(places![i] as number)
        found[j]!.values.push((value as number) / 100)
      }))
    })
    for (const [j, one] of group.dimensions.entries()) {
      design.dimensions.push({ one, group: group.class })
      design.columns.push({ rows: Int32Array.from(found[j]!.rows), values: Float64Array.from(found[j]!.values) })
    }
  }
  await ask.run(raw('DROP TABLE design'))
  return design
}

interface Learnt { weights: Float64Array; ridge: number; loss: { present: number; suggested: number } }

/** The weights, and by which ridge; the loss is the mean over the parts left out. */
async function learn({ dimensions, columns, bad, fold }: Design, run: JobRun): Promise<Learnt> {
  const n = bad.length
  const present = Float64Array.from(dimensions, ({ one }) => one.weight)
  // A column without any difference between the trials says nothing: it stays out, and its weight as it is.
  const telling = columns.map((column) => column.rows.length > 0 && (column.rows.length < n || column.values.some((value) => value !== column.values[0])))
  const used = columns.map((column, j) => (telling[j] ? column : { rows: new Int32Array(0), values: new Float64Array(0) }))
  const index = linear({ intercept: 0, coefficients: present }, used, n)
  const scaleOf = (trials: Float64Array, successes: Float64Array): { start: LogisticFit; scale: number } => {
    const mean = index.reduce((sum, value) => sum + value, 0) / n
    const spread = Math.sqrt(index.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) || 1
    const all = { rows: Int32Array.from(index.keys()), values: index.map((value) => (value - mean) / spread) }
    const fit = fitLogistic({ columns: [all], trials, successes, prior: new Float64Array(1), ridge: 1e-3, nonNegative: true })
    const scale = Math.max(leastSlope, fit.coefficients[0]!) / spread
    return { scale, start: { intercept: fit.intercept - scale * mean, coefficients: present.map((weight) => weight * scale) } }
  }
  /** Fits by every ridge, from the strongest; what was left out rests on the prior alone and moves nothing. */
  const path = async (trials: Float64Array, successes: Float64Array, visit: (fit: LogisticFit, ridge: number | null) => void): Promise<number> => {
    const { scale, start } = scaleOf(trials, successes)
    visit(start, null)
    let fit = start
    for (const ridge of ridges) {
      await new Promise(setImmediate) // the engine answers others in between, and hears a cancel
      run.signal.throwIfAborted()
      fit = fitLogistic({ columns: used, trials, successes, prior: start.coefficients, ridge, nonNegative: true }, fit)
      visit(fit, ridge)
    }
    return scale
  }
  /** Of each ridge (null: the present weights) the loss on every part. */
  const losses = new Map<number | null, number[]>([null, ...ridges].map((ridge) => [ridge, []]))
  for (let part = 0; part < folds; part++) {
    run.progress('fit', part, folds + 1)
    const [trials, left] = [fold.map((one) => Number(one !== part)), fold.map((one) => Number(one === part))].map((mask) => Float64Array.from(mask)) as [Float64Array, Float64Array]
    await path(trials, bad.map((one, i) => one * trials[i]!), (fit, ridge) => losses.get(ridge)!.push(logLoss(linear(fit, used, n), left, bad.map((one, i) => one * left[i]!))))
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
  const lossOf = (ridge: number | null): number => mean(losses.get(ridge)!)
  const least = ridges.reduce((one, other) => (lossOf(other) < lossOf(one) ? other : one))
  const best = ridges.find((ridge) => {
    const over = losses.get(ridge)!.map((loss, part) => loss - losses.get(least)![part]!)
    return mean(over) <= Math.sqrt(over.reduce((sum, one) => sum + (one - mean(over)) ** 2, 0) / (folds - 1) / folds)
  })!
  run.progress('fit', folds, folds + 1)
  const chosen: LogisticFit[] = []
  const scale = await path(new Float64Array(n).fill(1), bad, (fit, ridge) => { if (ridge === best) chosen.push(fit) })
  const weights = chosen[0]!.coefficients.map((coefficient, j) => (telling[j] ? coefficient / scale : present[j]!))
  return { weights, ridge: best, loss: { present: lossOf(null), suggested: lossOf(best) } }
}
