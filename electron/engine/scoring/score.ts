import { tiers, type RecordClass, type Tier } from '../../../shared/classes.ts'
import type { ScoreRun } from '../../../shared/contract.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import { clearTouched } from '../workspace/touched.ts'
import { compileModel, refuseFailedCases } from './check.ts'
import { measureClass, measureNothing, measureTable, partialOf, scoreAll, type CompiledClass } from './compile.ts'
import { dimensionCount, modelSchema, modelSha256, type Model } from './model.ts'
import { refusal } from './read.ts'

/**
 * Measures every class and scores every subject, in one transaction: cancelled or failed, the scores are as before.
 * @param brought the model is a person's own: its cases must pass first
 */
export async function score(database: Database, model: Model, asOf: string, brought: boolean, run: JobRun): Promise<ScoreRun> {
  run.progress('check')
  const classes = await database.read(async (ask) => {
    const compiled = await compileModel(ask, model, asOf)
    if (brought) await refuseFailedCases(ask, model)
    return compiled
  })
  return database.write(async (ask) => {
    await fillScores(ask, model, classes, asOf, run)
    const recorded = await record(ask, model, asOf)
    await clearTouched(ask)
    run.progress('score', 1, 1)
    return recorded
  }, run.signal)
}

/** The measure tables and `score` anew, in the transaction of the caller. */
export async function fillScores(ask: Connection, model: Model, classes: readonly CompiledClass[], asOf: string, run: JobRun): Promise<void> {
  const nothing = new Map<RecordClass, number>()
  for (const [i, compiled] of classes.entries()) {
    run.signal.throwIfAborted()
    run.progress('measure', i, classes.length)
    nothing.set(compiled.group.class, await measure(ask, model, compiled, asOf))
  }
  run.signal.throwIfAborted()
  run.progress('score', 0, 1)
  await ask.run(sql`DELETE FROM score`)
  await ask.run(scoreAll(model, classes, nothing))
}

/** Fills the measure table of a class; answers the partial index of a subject without rows in it. */
async function measure(ask: Connection, model: Model, compiled: CompiledClass, asOf: string): Promise<number> {
  const table = measureTable(compiled.group.class)
  await ask.run(measureClass(compiled, { asOf }))
  await ask.run(measureNothing(compiled))
  await ask.run(sql`COMMENT ON TABLE ${table} IS ${raw("'Values of the latest run, one column a dimension; subject 0 stands for subjects without rows.'")}`)
  const partial = partialOf(compiled, model.ceilings[compiled.group.class] ?? 0)
  return (await ask.one<{ partial: number }>(sql`SELECT partial FROM (${partial}) WHERE subject_id = 0`)).partial
}

async function record(ask: Connection, model: Model, asOf: string): Promise<ScoreRun> {
  const counted = await ask.rows<{ tier: Tier; n: number }>(sql`SELECT tier, count(*) AS n FROM score GROUP BY tier`)
  const counts = Object.fromEntries(tiers.map((tier) => [tier, counted.find((row) => row.tier === tier)?.n ?? 0])) as Record<Tier, number>
  const { run } = await ask.one<{ run: number }>(sql`SELECT nextval('run_number')::INTEGER AS run`)
  await ask.run(sql`INSERT INTO score_run (run, model, model_sha256, as_of, created_at, subjects, dimensions, tier_counts, definition, last_batch)
    VALUES (${run}, ${model.version}, ${modelSha256(model)}, ${asOf}::DATE, current_timestamp::TIMESTAMP, ${counted.reduce((sum, row) => sum + row.n, 0)},
      ${dimensionCount(model)}, ${JSON.stringify(counts)}, ${JSON.stringify(model)}, (SELECT coalesce(max(batch), 0) FROM batch))`)
  await ask.run(sql`INSERT INTO score_past SELECT ${run}, subject_id, index, tier FROM score ORDER BY subject_id`)
  return (await listRuns(ask, 1))[0]!
}

/** Latest first. */
export async function listRuns(ask: Connection, limit = 1000): Promise<ScoreRun[]> {
  const rows = await ask.rows<Omit<ScoreRun, 'tiers'> & { tiers: string }>(sql`SELECT run, model, as_of AS "asOf", created_at AS "createdAt", subjects, dimensions, tier_counts::VARCHAR AS tiers
    FROM score_run ORDER BY run DESC LIMIT ${limit}`)
  return rows.map((row) => ({ ...row, tiers: JSON.parse(row.tiers) as Record<Tier, number> }))
}

/** The number of the latest run, or null. */
export async function lastRunNumber(ask: Connection): Promise<number | null> {
  return (await ask.one<{ run: number | null }>(sql`SELECT max(run) AS run FROM score_run`)).run
}

/** A run with the model that it used, checked again: the workspace may come from elsewhere. */
export async function readRun(ask: Connection, run: number): Promise<{ run: number; asOf: string; lastBatch: number; model: Model }> {
  const row = await ask.one<{ as_of: string; last_batch: number; definition: string }>(
    sql`SELECT as_of, last_batch, definition::VARCHAR AS definition FROM score_run WHERE run = ${run}`)
  const parsed = modelSchema.safeParse(JSON.parse(row.definition))
  if (!parsed.success) throw refusal(`of run ${run}`, parsed.error.issues[0]!.path.join('.'), parsed.error.issues[0]!.message)
  return { run, asOf: row.as_of, lastBatch: row.last_batch, model: parsed.data }
}
