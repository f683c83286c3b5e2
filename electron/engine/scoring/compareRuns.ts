import type { Tier } from '../../../shared/classes.ts'
import type { RunComparison } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql } from '../duckdb/sql.ts'
import { columnOf, valuesOfSome, type CompiledClass } from './compile.ts'
import type { PastRun } from './explain.ts'
import { contributionOf, pointsOf } from './model.ts'
import { listRuns } from './score.ts'

/** Reasons told of each subject. */
const reasons = 3

/**
 * How the tiers of one run became those of another, and of the subjects that moved furthest why: the contributions that changed most.
 * Both runs' values are measured anew with the model, the day and the batches of then; what was undone or merged since is not there.
 * @param open the run with its model ready to run
 * @throws MingchaError no_such_run
 */
export async function compareRuns(ask: Connection, { from, to, limit }: { from: number; to: number; limit: number }, open: (run: number) => Promise<PastRun>): Promise<RunComparison> {
  const runs = await listRuns(ask)
  const runOf = (number: number) => {
    const found = runs.find((one) => one.run === number)
    if (!found) throw new MingchaError('no_such_run', `there is no run ${number}`, 'List the runs to see their numbers.', { run: number })
    return found
  }
  const [first, second] = [runOf(from), runOf(to)]
  const both = sql`(SELECT subject_id, index AS before, tier AS tier_before FROM score_past WHERE run = ${from}) b FULL JOIN (SELECT subject_id, index AS after, tier AS tier_after FROM score_past WHERE run = ${to}) a USING (subject_id)`
  const migration = await ask.rows<{ from: Tier | null; to: Tier | null; subjects: number }>(
    sql`SELECT tier_before AS "from", tier_after AS "to", count(*) AS subjects FROM ${both} GROUP BY ALL ORDER BY 1 NULLS LAST, 2 NULLS LAST`)
  const moved = await ask.rows<Omit<RunComparison['moved'][number], 'because'>>(sql`
    SELECT subject_id AS "subjectId", s.name, coalesce(s.uscc, s.local_code) AS uscc, before::DOUBLE AS before, after::DOUBLE AS after, tier_before AS "tierBefore", tier_after AS "tierAfter"
    FROM ${both} JOIN subject s USING (subject_id) WHERE tier_before <> tier_after ORDER BY abs(after - before) DESC, subject_id LIMIT ${limit}`)
  const ids = moved.map((one) => one.subjectId)
  const was = await contributions(ask, await open(from), ids)
  const now = await contributions(ask, await open(to), ids)
  return {
    from: first, to: second, migration,
    moved: moved.map((one) => {
      const [before, after] = [was.get(one.subjectId)!, now.get(one.subjectId)!]
      const because = [...new Set([...before.keys(), ...after.keys()])]
        .map((id) => ({ dimension: id, name: (after.get(id) ?? before.get(id))!.name, before: before.get(id)?.points ?? 0, after: after.get(id)?.points ?? 0 }))
        .filter((change) => Math.abs(change.after - change.before) > 1e-6)
        .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || a.dimension.localeCompare(b.dimension))
      return { ...one, because: because.slice(0, reasons).map(({ dimension, name, before: left, after: right }) => ({ dimension, nameZh: name[0], nameEn: name[1], before: left, after: right })) }
    }),
  }
}

type Contributions = Map<string, { name: readonly [string, string]; points: number }>

/** Index points of every dimension that counts, by subject: each contribution times its class's factor, as an explanation shows it. */
async function contributions(ask: Connection, past: PastRun, ids: readonly number[]): Promise<Map<number, Contributions>> {
  const answer = new Map<number, Contributions>(ids.map((id) => [id, new Map()]))
  if (ids.length === 0) return answer
  for (const compiled of past.classes) {
    const rows = await ask.rows<Record<string, number | null>>(valuesOfSome(compiled, past, join(ids.map((id) => raw(String(id))), ', ')))
    const nothing = rows.find((row) => row.subject_id === 0)!
    for (const id of ids) addClass(answer.get(id)!, compiled, rows.find((row) => row.subject_id === id) ?? nothing, past.model.ceilings[compiled.group.class] ?? 0)
  }
  return answer
}

function addClass(into: Contributions, { group }: CompiledClass, values: Record<string, number | null>, ceiling: number): void {
  const all = group.dimensions.map((one) => ({ one, uncut: contributionOf(one, pointsOf(one, values[columnOf(one.id)] ?? null)) }))
  const sum = all.reduce((total, { uncut }) => total + uncut, 0)
  const factor = sum <= 0 ? 0 : Math.min(sum, ceiling) / sum
  for (const { one, uncut } of all) if (uncut * factor !== 0) into.set(one.id, { name: one.name, points: uncut * factor })
}
