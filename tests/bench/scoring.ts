import { recordClasses } from '../../shared/classes.ts'
import { columnsOf, retier } from '../../shared/whatIf.ts'
import type { Database } from '../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'
import type { Model } from '../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../electron/engine/scoring/read.ts'
import { compileOnce, score } from '../../electron/engine/scoring/score.ts'
import { compareModels } from '../../electron/engine/scoring/compareModels.ts'
import { whatIf } from '../../electron/engine/scoring/whatIf.ts'
import { markTouched } from '../../electron/engine/workspace/touched.ts'
import { least, spent, type Spent } from './spent.ts'

/**
 * Scoring of a workspace: everything, after another weight, after a batch of 10,000 records, and the slider, each beside its goal.
 * The batch is taken back; the workspace is left scored.
 */
export async function benchScoring(database: Database, resources: string, note: (measure: string, time: number, against: string, baseline: number) => void): Promise<void> {
  const model = readModel(builtInModel(resources), resources)
  const { asOf } = await database.read((ask) => ask.one<{ asOf: string }>(sql`SELECT coalesce(max(as_of), current_date)::VARCHAR AS "asOf" FROM score_run`))
  const run = (by = model, day = asOf) => score(database, by, day, false, { signal: new AbortController().signal, progress: () => undefined })
  const both = (measure: string, time: Spent, against: string, baseline: Spent): void => {
    note(`${measure}, clock`, time.wall, against, baseline.wall)
    note(`${measure}, processor`, time.cpu, against, baseline.cpu)
  }
  const bare = await least(5, async () => {
    for (const name of recordClasses) await database.read((ask) => ask.run(raw(`SELECT count(*) FROM (SELECT subject_id, count(*) FROM ${name} GROUP BY subject_id)`)))
  })
  const dimensions = `measure and score ${model.classes.reduce((sum, group) => sum + group.dimensions.length, 0)} dimensions`
  await database.write((ask) => ask.run(raw('DELETE FROM measured; DELETE FROM fact_taken')))
  both(`${dimensions} from nothing: the model compiled, the facts worked out`, await spent(() => run()), 'GROUP BY subject_id of the same tables', bare)
  const { before } = await database.read((ask) => ask.one<{ before: string }>(sql`SELECT (${asOf}::DATE - 1)::VARCHAR AS before`))
  await run(model, before)
  const whole = await spent(() => run())
  both(`${dimensions} on another day: the facts are kept`, whole, 'GROUP BY subject_id of the same tables', bare)

  const other = structuredClone(model)
  other.classes.find((group) => group.class === 'penalty')!.dimensions[0]!.weight += 1
  await run(other)
  other.classes.find((group) => group.class === 'penalty')!.dimensions[0]!.weight += 1
  both('score after another weight', await spent(() => run(other)), 'measuring and scoring all on another day', whole)
  await run()

  const sample = raw('(SELECT * FROM penalty WHERE subject_id IS NOT NULL USING SAMPLE reservoir(10000 ROWS) REPEATABLE (7))')
  await database.write(async (ask) => {
    await ask.run(sql`INSERT INTO penalty SELECT * REPLACE (2147483647 AS batch, 2147483647 AS file_id, row_number() OVER () AS source_row) FROM ${sample}`)
    await markTouched(ask, raw('SELECT subject_id FROM penalty WHERE batch = 2147483647'))
  })
  both('score after a batch of 10,000 penalties', await spent(() => run()), 'measuring and scoring all on another day', whole)
  await database.write(async (ask) => {
    await markTouched(ask, raw('SELECT subject_id FROM penalty WHERE batch = 2147483647'))
    await ask.run(raw('DELETE FROM penalty WHERE batch = 2147483647'))
  })
  await run()

  const classes = await database.read((ask) => compileOnce(database, ask, model, asOf))
  const past = { run: 0, asOf, lastBatch: 2147483647, model, classes }
  const load = (drafted: Model) => database.read(async (ask) => whatIf(ask, past, { model: drafted, classes: await compileOnce(database, ask, drafted, asOf) }, 'penalty.count_2y'))
  let columns = await load(model)
  const loading = await least(3, async () => { columns = await load(model) })
  note('slider, columns loaded', loading.wall, 'its goal', 0.2)
  const drafted = { ...model, ceilings: { ...model.ceilings, supervision: 18, penalty: 18 }, thresholds: { B: 8, C: 20, D: 45 } }
  both('slider on a draft with another class changed', await least(3, () => load(drafted)), 'slider, columns loaded', loading)
  both('two models compared', await least(3, async () => {
    const classes = await database.read((ask) => compileOnce(database, ask, drafted, asOf))
    await database.read((ask) => compareModels(ask, past, past, { model: drafted, classes }, 20))
  }), 'measuring and scoring all on another day', whole)
  const read = columnsOf(columns)
  const loop = await least(30, () => retier(read, columns, { weight: 3, thresholds: model.thresholds }))
  note(`slider over ${read.mark.length} subjects`, loop.cpu, 'its goal', 0.016)
}
