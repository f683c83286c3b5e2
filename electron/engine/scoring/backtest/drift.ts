import type { Backtest } from '../../../../shared/contract.ts'
import type { Connection } from '../../duckdb/database.ts'
import { ident, join, raw, sql } from '../../duckdb/sql.ts'
import { bandOf } from '../combine.ts'
import { columnOf, measureTable, type CompiledClass } from '../compile.ts'
import { bandAt } from '../model.ts'

/** An empty part must not make the logarithm endless. */
const least = 1e-4
/** So many subjects, those with the smallest hashes, tell of the dimensions: without any shift their index then lies below 0.001. */
const sample = 20_000

/** Population stability index of two sets of counts over the same parts: Σ (now − was) ln(now / was) of the shares. Below 0.1 little has shifted, above 0.25 much. */
export function stability(was: readonly number[], now: readonly number[]): number {
  const [before, after] = [was, now].map((all) => all.reduce((sum, n) => sum + n, 0)) as [number, number]
  return was.reduce((sum, n, i) => {
    const [p, q] = [Math.max(least, n / before), Math.max(least, now[i]! / after)]
    return sum + (q - p) * Math.log(q / p)
  }, 0)
}

/** Of the index, over the tenths of the temp table `before`, against `score`. */
export async function indexStability(ask: Connection): Promise<number> {
  const rows = await ask.rows<{ was: number; now: number }>(sql`
    WITH cut AS (SELECT DISTINCT unnest(quantile_cont(index, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) AS edge FROM before)
    SELECT count(*) FILTER (WHERE was) AS was, count(*) FILTER (WHERE NOT was) AS now
    FROM (SELECT index, true AS was FROM before UNION ALL SELECT index, false FROM score) GROUP BY (SELECT count(*) FROM cut WHERE edge <= index) ORDER BY 1, 2`)
  return stability(rows.map((row) => row.was), rows.map((row) => row.now))
}

/** Subjects of the sample in each band of every dimension, the unknown last, as the measure tables have them now. */
export async function bandCounts(ask: Connection, classes: readonly CompiledClass[]): Promise<Map<string, number[]>> {
  const answer = new Map<string, number[]>()
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE sampled AS SELECT subject_id FROM score ORDER BY hash(subject_id), subject_id LIMIT ${sample}`)
  const { all } = await ask.one<{ all: number }>(sql`SELECT count(*) AS "all" FROM sampled`)
  for (const { group } of classes) {
    if (group.dimensions.length === 0) continue
    const table = measureTable(group.class)
    const nothing = await ask.one<Record<string, number | null>>(sql`SELECT * FROM ${table} WHERE subject_id = 0`)
    const { rows, counts } = await ask.one<{ rows: number; counts: string }>(sql`
      SELECT count(*) AS rows, to_json([${join(group.dimensions.map((one) => sql`coalesce(histogram(${ident(columnOf(one.id))}), MAP {})`), ', ')}])::VARCHAR AS counts
      FROM (SELECT ${join(group.dimensions.map((one) => sql`${bandOf(one, ident(columnOf(one.id)))} AS ${ident(columnOf(one.id))}`), ', ')} FROM ${table} SEMI JOIN sampled USING (subject_id))`)
    const found = JSON.parse(counts) as Record<string, number>[]
    group.dimensions.forEach((one, i) => {
      const bands = Array.from({ length: one.bands.length + 1 }, (_, band) => found[i]![band] ?? 0)
      bands[bandAt(one, nothing[columnOf(one.id)] ?? null)]! += all - rows
      answer.set(one.id, bands)
    })
  }
  await ask.run(raw('DROP TABLE sampled'))
  return answer
}

/** Of every dimension that counts, over its bands, the most shifted first. */
export function dimensionStability(classes: readonly CompiledClass[], was: ReadonlyMap<string, number[]>, now: ReadonlyMap<string, number[]>): Backtest['psiByDimension'] {
  return classes.flatMap(({ group }) => group.dimensions.filter((one) => one.weight > 0).map((one) => ({
    dimension: one.id, nameZh: one.name[0], nameEn: one.name[1], psi: stability(was.get(one.id)!, now.get(one.id)!),
  }))).sort((a, b) => b.psi - a.psi || (a.dimension < b.dimension ? -1 : 1))
}
