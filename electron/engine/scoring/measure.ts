import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import { countTouched } from '../workspace/touched.ts'
import { measureClass, measureNothing, measureSome, measureTable, withNeighbours, type CompiledClass } from './compile.ts'
import { digest } from './digest.ts'
import { repeatedSets, takeFacts } from './takeFacts.ts'
import { statesOf } from './states.ts'
import type { Kept } from './kept.ts'
import type { Model } from './model.ts'

/** What became of a measure table: as it was, anew for the subjects of a table, or anew as a whole. */
export type Refreshed = { how: 'kept' | 'whole' } | { how: 'some'; affected: Sql }
export interface Measured { compiled: CompiledClass; refreshed: Refreshed; /** The bands and weights are those of the partial index in `score`. */ sameScores: boolean }

/** Above this share of the subjects all are measured again: one pass over everything is then quicker. */
const fewAtMost = 1 / 4

/**
 * Brings the measure tables up to the data as of a day, in the transaction of the caller. A class is measured as a whole only where the
 * model, the day or the data that its facts read have changed beyond the touched subjects and their neighbours.
 */
export async function measureAll(ask: Connection, model: Model, classes: readonly CompiledClass[], asOf: string, run: JobRun): Promise<Measured[]> {
  const { subjects } = await ask.one<{ subjects: number }>(sql`SELECT count(*) AS subjects FROM subject`)
  const touched = await countTouched(ask)
  const few = touched > 0 && touched <= subjects * fewAtMost
  const known = new Map((await ask.rows<{ class: RecordClass; basis: string; as_of: string; state: string; scored: string }>(sql`SELECT * FROM measured`)).map((row) => [row.class, row]))
  const stateOf = statesOf(ask, new Set(touched === 0 ? [...known.values()].flatMap((row) => row.state.split(' ')) : []))
  const answer: Measured[] = []
  for (const [i, compiled] of classes.entries()) {
    run.signal.throwIfAborted()
    run.progress('measure', i, classes.length)
    const { group, tables } = compiled
    const kept = await compiled.kept(ask)
    if (kept) await takeFacts(ask, group.class, kept, stateOf, few)
    const states: string[] = []
    for (const table of tables) states.push(await stateOf(table))
    const now = { basis: basisOf(compiled), state: states.join(' '), scored: scoredOf(model, compiled) }
    const before = known.get(group.class)
    const same = before?.basis === now.basis && before.as_of === asOf
    const described = tables.includes('subject') && compiled.neighbours !== null && !before?.state.split(' ').includes(await stateOf('subject'))
    let refreshed: Refreshed = { how: 'whole' }
    if (same && before.state === now.state) refreshed = { how: 'kept' }
    // Whom a changed description has left cannot be told from the new one: the class is measured as a whole.
    else if (same && few && group.neighbours !== undefined && !described) refreshed = { how: 'some', affected: await measureTouched(ask, compiled, kept, asOf) }
    else await measureWhole(ask, compiled, kept, asOf)
    if (refreshed.how !== 'kept' || before?.scored !== now.scored) {
      await ask.run(sql`INSERT OR REPLACE INTO measured VALUES (${group.class}, ${now.basis}, ${asOf}::DATE, ${now.state}, ${now.scored})`)
    }
    answer.push({ compiled, refreshed, sameScores: before?.scored === now.scored })
  }
  // The marks are about to be cleared: what they tell is lost to classes that this model does not have.
  const others = sql`class NOT IN (${join(classes.map(({ group }) => sql`${group.class}`), ', ')})`
  if (touched > 0) await ask.run(sql`DELETE FROM measured WHERE ${others}`)
  if (touched > 0) await ask.run(sql`DELETE FROM fact_taken WHERE ${others}`)
  return answer
}

async function measureWhole(ask: Connection, compiled: CompiledClass, kept: Kept | null, asOf: string): Promise<void> {
  const repeated = kept ? new Set<number>() : await repeatedSets(ask, compiled.worded)
  await ask.run(measureClass(compiled, kept, { asOf }, repeated))
  await ask.run(measureNothing(compiled))
  await ask.run(sql`COMMENT ON TABLE ${measureTable(compiled.group.class)} IS ${raw("'Values of the latest run, one column a dimension; subject 0 stands for subjects without rows.'")}`)
}

/** Measures the touched subjects and their neighbours; answers the temporary table that names them. */
async function measureTouched(ask: Connection, compiled: CompiledClass, kept: Kept | null, asOf: string): Promise<Sql> {
  const { group } = compiled
  if (!compiled.neighbours) {
    const touched = ident('touched_subject')
    await ask.run(sql`DELETE FROM ${measureTable(group.class)} WHERE subject_id IN (SELECT subject_id FROM touched_subject)`)
    await ask.run(measureSome(compiled, kept, { asOf }, touched, touched))
    return touched
  }
  const affected = ident(`affected_${group.class}`)
  const within = ident(`within_${group.class}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE ${affected} AS ${withNeighbours(compiled, { asOf }, raw('touched_subject'))}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE ${within} AS ${withNeighbours(compiled, { asOf }, affected)}`)
  await ask.run(sql`DELETE FROM ${measureTable(group.class)} WHERE subject_id IN (SELECT subject_id FROM ${affected})`)
  await ask.run(measureSome(compiled, kept, { asOf }, affected, within))
  await ask.run(sql`DROP TABLE ${within}`)
  return affected
}


const basisOf = ({ group, vetoes }: CompiledClass): string =>
  digest([group.facts, group.columns, group.dimensions.map((one) => [one.id, one.value, one.half_life_days ?? null]), vetoes.map((one) => [one.id, one.condition])])

const scoredOf = (model: Model, { group }: CompiledClass): string =>
  digest([model.ceilings[group.class] ?? 0, group.dimensions.map((one) => [one.id, one.bands, one.missing, one.weight, one.cap ?? null])])
