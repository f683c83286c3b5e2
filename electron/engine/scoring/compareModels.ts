import { byTier, type Tier } from '../../../shared/classes.ts'
import type { ModelComparison } from '../../../shared/contract.ts'
import { changesBetween } from '../../../shared/modelDraft.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql, type Sql } from '../duckdb/sql.ts'
import { nothingOf, scores } from './combine.ts'
import type { CompiledClass } from './compile.ts'
import { valuesByClass, withDrafted } from './drafted.ts'
import type { PastRun } from './explain.ts'
import type { Model } from './model.ts'
import { applyOverrides } from './overrides.ts'

/** A model and its classes, ready to run. */
export interface Ready { model: Model; classes: CompiledClass[] }

let temporary = 0

/** How tiers under one model become those under another, over the subjects and the data of the latest run. Nothing is written. */
export async function compareModels(ask: Connection, past: PastRun, from: Ready, to: Ready, limit: number): Promise<ModelComparison> {
  const made: Sql[] = []
  try {
    for (const ready of [from, to]) made.push(await scoredBy(ask, past, ready))
    const both = sql`(SELECT subject_id, index AS before, tier AS tier_before FROM ${made[0]!}) b JOIN (SELECT subject_id, index AS after, tier AS tier_after FROM ${made[1]!}) a USING (subject_id)`
    const migration = await ask.rows<ModelComparison['migration'][number]>(sql`SELECT tier_before AS "from", tier_after AS "to", count(*) AS subjects FROM ${both} GROUP BY ALL ORDER BY 1, 2`)
    const moved = await ask.rows<ModelComparison['moved'][number]>(sql`
      SELECT subject_id AS "subjectId", s.name, coalesce(s.uscc, s.local_code) AS uscc, before, after, tier_before AS "tierBefore", tier_after AS "tierAfter"
      FROM ${both} JOIN subject s USING (subject_id) WHERE tier_before <> tier_after ORDER BY abs(after - before) DESC, subject_id LIMIT ${limit}`)
    const counted = (side: 'from' | 'to'): Record<Tier, number> => byTier((tier) => migration.reduce((sum, row) => sum + (row[side] === tier ? row.subjects : 0), 0))
    return {
      run: past.run, asOf: past.asOf, from: { version: from.model.version, tiers: counted('from') }, to: { version: to.model.version, tiers: counted('to') },
      migration, moved, changes: changesBetween(from.model, to.model),
    }
  } finally {
    for (const table of made) await ask.run(sql`DROP TABLE IF EXISTS ${table}`)
  }
}

/** A temporary table of what a run by the model would give: (subject_id, index, tier, tier_reason, veto). Classes that add what they added in the run are taken from `score`. */
async function scoredBy(ask: Connection, past: PastRun, { model, classes }: Ready): Promise<Sql> {
  const table = ident(`compared_${++temporary}`)
  await withDrafted(ask, past, model, classes, (drafted) => {
    const anew = drafted.filter((one) => !one.asRun)
    const nothing = new Map(anew.map(({ compiled, nothing: values }) => [compiled.group.class, nothingOf(compiled, values, model.ceilings[compiled.group.class] ?? 0)]))
    const source = scores(model, { anew: anew.map((one) => one.compiled), nothing, subjects: raw('score'), values: valuesByClass(drafted) })
    return ask.run(sql`CREATE TEMP TABLE ${table} AS SELECT subject_id, index, tier, tier_reason, veto FROM (${source})`)
  })
  await applyOverrides(ask, model, past.asOf, table)
  return table
}
