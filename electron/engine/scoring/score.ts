import { byTier, type RecordClass, type Tier } from '../../../shared/classes.ts'
import type { ScoreRun } from '../../../shared/contract.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import { rebuildTable } from '../workspace/rebuildTable.ts'
import { clearTouched, countTouched } from '../workspace/touched.ts'
import { compileModel, refuseFailedCases } from './check.ts'
import { nothingOf, scores } from './combine.ts'
import { measureTable, type CompiledClass } from './compile.ts'
import { measureAll, type Measured } from './measure.ts'
import { dimensionCount, modelSchema, modelSha256, type Model } from './model.ts'
import { applyOverrides, keepOverrides } from './overrides.ts'
import { refusal } from './read.ts'
import { keepStanding } from './standing.ts'

/** Classes made ready for a workspace, by what they are made of: expressions are parsed once, whatever weights and bands are tried. */
const ready = new WeakMap<Database, Map<string, CompiledClass[]>>()

/** A model ready to run; parsed only where no other with the same facts and expressions was, and bound unless a run of this workspace used it. @throws MingchaError model_invalid */
export async function compileOnce(database: Database, ask: Connection, model: Model, asOf: string): Promise<CompiledClass[]> {
  const known = ready.get(database) ?? new Map<string, CompiledClass[]>()
  ready.set(database, known)
  const shape = JSON.stringify([model.vetoes, model.classes.map((group) => [group.class, group.facts, group.neighbours ?? null, group.columns, group.readable,
    group.dimensions.map((one) => [one.id, one.value, one.evidence, one.half_life_days ?? null])])])
  const before = known.get(shape)
  if (before) return before.map((compiled, i) => ({ ...compiled, group: model.classes[i]! }))
  const { used } = await ask.one<{ used: boolean }>(sql`SELECT count(*) > 0 AS used FROM score_run WHERE model_sha256 = ${modelSha256(model)}`)
  const classes = await compileModel(ask, model, asOf, !used)
  known.set(shape, classes)
  return classes
}

/**
 * Measures every class and scores every subject, in one transaction: cancelled or failed, the scores are as before.
 * @param brought the model is a person's own: its cases must pass first
 */
export async function score(database: Database, model: Model, asOf: string, brought: boolean, run: JobRun): Promise<ScoreRun> {
  run.progress('check')
  const classes = await database.read(async (ask) => {
    const compiled = await compileOnce(database, ask, model, asOf)
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

/** Partial indices of so many classes are changed in place; of more, a new table is quicker. */
const fewClasses = 3

/** The measure tables and `score` as of a day, in the transaction of the caller: what is still right of them is kept. */
export async function fillScores(ask: Connection, model: Model, classes: readonly CompiledClass[], asOf: string, run: JobRun): Promise<void> {
  const measured = await measureAll(ask, model, classes, asOf, run)
  run.signal.throwIfAborted()
  run.progress('score', 0, 1)
  const nothing = new Map(classes.map((compiled) => [compiled.group.class, nothingOf(compiled, compiled.nothing, model.ceilings[compiled.group.class] ?? 0)]))
  const tiering = JSON.stringify([model.thresholds, model.vetoes.map((one) => [one.class, one.id]), [...nothing]])
  const { before } = await ask.one<{ before: string | null }>(sql`SELECT (SELECT value FROM meta WHERE key = 'score_tiering') AS before`)
  const sameTiers = before === tiering
  if (!sameTiers) await ask.run(sql`INSERT OR REPLACE INTO meta VALUES ('score_tiering', ${tiering})`)
  const touched = await countTouched(ask)
  const changed = measured.filter(({ refreshed, sameScores }) => refreshed.how === 'whole' || !sameScores).map(({ compiled }) => compiled)
  if (sameTiers && changed.length === 0) await scoreSome(ask, model, measured, nothing)
  else if (sameTiers && touched === 0 && changed.length <= fewClasses && measured.every(({ refreshed }) => refreshed.how === 'kept')) await updateScores(ask, model, changed, nothing)
  else if (before !== null && touched === 0) await rebuildTable(ask, 'score', scores(model, { anew: changed, nothing, subjects: raw('score') }))
  else await rebuildTable(ask, 'score', scores(model, { anew: classes, nothing, subjects: raw('subject') }))
  await applyOverrides(ask, model, asOf)
}

/** The scores of those with records in the few classes whose weights or bands changed; only rows that differ are written. */
async function updateScores(ask: Connection, model: Model, changed: readonly CompiledClass[], nothing: ReadonlyMap<RecordClass, number>): Promise<void> {
  const columns = [...changed.map(({ group }) => group.class), 'index', 'tier', 'tier_reason', 'veto'].map(ident)
  const reached = join(changed.map(({ group }) => sql`SELECT subject_id FROM ${measureTable(group.class)}`), ' UNION ALL ')
  const anew = scores(model, { anew: changed, nothing, subjects: sql`(SELECT * FROM score WHERE subject_id IN (${reached}))` })
  await ask.run(sql`UPDATE score SET ${join(columns.map((one) => sql`${one} = n.${one}`), ', ')} FROM (${anew}) n
    WHERE n.subject_id = score.subject_id AND (${join(columns.map((one) => sql`n.${one} IS DISTINCT FROM score.${one}`), ' OR ')})`)
}

/** The scores of the touched subjects and of all whose values changed with theirs. */
async function scoreSome(ask: Connection, model: Model, measured: readonly Measured[], nothing: ReadonlyMap<RecordClass, number>): Promise<void> {
  if ((await countTouched(ask)) === 0) return
  const some = measured.flatMap(({ compiled, refreshed }) => (refreshed.how === 'some' ? [{ compiled, affected: refreshed.affected }] : []))
  const inside = raw('WHERE subject_id IN (SELECT subject_id FROM rescored)')
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE rescored AS ${join([sql`SELECT subject_id FROM touched_subject`, ...some.map((one) => sql`SELECT subject_id FROM ${one.affected}`)], ' UNION ')}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE score_before AS SELECT * FROM score ${inside}`)
  await ask.run(sql`DELETE FROM score ${inside}`)
  await ask.run(sql`INSERT INTO score ${scores(model, { anew: some.map((one) => one.compiled), nothing, kept: raw('score_before'), subjects: sql`(SELECT subject_id FROM subject ${inside})` })}`)
  await ask.run(raw('DROP TABLE rescored; DROP TABLE score_before'))
}

async function record(ask: Connection, model: Model, asOf: string): Promise<ScoreRun> {
  const counted = await ask.rows<{ tier: Tier; n: number }>(sql`SELECT tier, count(*) AS n FROM score GROUP BY tier`)
  const counts = byTier((tier) => counted.find((row) => row.tier === tier)?.n ?? 0)
  const { run } = await ask.one<{ run: number }>(sql`SELECT nextval('run_number')::INTEGER AS run`)
  await ask.run(sql`INSERT INTO score_run (run, model, model_sha256, as_of, created_at, subjects, dimensions, tier_counts, definition, last_batch)
    VALUES (${run}, ${model.version}, ${modelSha256(model)}, ${asOf}::DATE, current_timestamp::TIMESTAMP, ${counted.reduce((sum, row) => sum + row.n, 0)},
      ${dimensionCount(model)}, ${JSON.stringify(counts)}, ${JSON.stringify(model)}, (SELECT coalesce(max(batch), 0) FROM batch))`)
  await ask.run(sql`INSERT INTO score_past SELECT ${run}, subject_id, index, tier FROM score`)
  await keepOverrides(ask, model, asOf, run)
  await keepStanding(ask, run)
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
