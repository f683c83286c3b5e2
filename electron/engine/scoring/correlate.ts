import { DataType, tableFromIPC } from 'apache-arrow'
import type { Correlation } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, sql } from '../duckdb/sql.ts'
import { columnOf, measureTable } from '../workspace/measures.ts'
import { noSuchDimension, type PastRun } from './explain.ts'

/** ρ of two unrelated dimensions is then within ± 0.02 nineteen times in twenty. */
const sampled = 10_000

/** Mid-ranks of every dimension over one sample of subjects; NaN where the value is unknown. */
export interface Ranks { sampled: number; of: ReadonlyMap<string, Float32Array> }

/** Reads the sample of a run, once: the subjects whose numbers have the smallest hashes, so that it is the same every time. */
export async function rankSample(ask: Connection, past: PastRun): Promise<Ranks> {
  const of = new Map<string, Float32Array>()
  let rows = 0
  for (const { class: name, dimensions } of past.model.classes) {
    if (dimensions.length === 0) continue
    const columns = dimensions.map((one) => ident(columnOf(one.id)))
    const table = tableFromIPC(await ask.arrow(sql`
      WITH sample AS (SELECT subject_id FROM score ORDER BY hash(subject_id), subject_id LIMIT ${sampled})
      SELECT ${join(columns.map((column) => sql`CASE WHEN m.has THEN m.${column} ELSE n.${column} END::DOUBLE AS ${column}`), ', ')}
      FROM sample LEFT JOIN (SELECT *, true AS has FROM ${measureTable(name)}) m USING (subject_id), (SELECT ${join(columns, ', ')} FROM ${measureTable(name)} WHERE subject_id = 0) n
      ORDER BY subject_id`))
    rows = table.numRows
    for (const one of dimensions) {
      const vector = table.getChild(columnOf(one.id))!
      if (!DataType.isFloat(vector.type)) throw new Error(`${one.id} is not a number`)
      of.set(one.id, midRanks(Float64Array.from(vector, (value: number | null) => value ?? NaN)))
    }
  }
  return { sampled: rows, of }
}

/** Ranks from 1, equal values sharing the middle of theirs; NaN stays. */
export function midRanks(values: Float64Array): Float32Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const middle = new Map<number, number>()
  for (let i = 0; i < sorted.length;) {
    let j = i + 1
    while (j < sorted.length && sorted[j] === sorted[i]) j++
    middle.set(sorted[i]!, (i + 1 + j) / 2)
    i = j
  }
  return Float32Array.from(values, (value) => (Number.isNaN(value) ? NaN : middle.get(value)!))
}

/** Pearson's coefficient over the places that both have; null where one of them does not vary there. */
export function correlation(a: Float32Array, b: Float32Array): { rho: number; n: number } | null {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (x !== x || y !== y) continue // NaN
    n++
    sa += x
    sb += y
    saa += x * x
    sbb += y * y
    sab += x * y
  }
  const [va, vb] = [saa - (sa * sa) / n, sbb - (sb * sb) / n]
  return n < 3 || va <= 1e-9 * saa || vb <= 1e-9 * sbb ? null : { rho: (sab - (sa * sb) / n) / Math.sqrt(va * vb), n }
}

/** The dimensions with the strongest ρ, either sign. @throws MingchaError no_such_dimension */
export function strongest(past: PastRun, ranks: Ranks, id: string, limit: number): Correlation[] {
  const own = ranks.of.get(id)
  if (!own) throw noSuchDimension(id)
  return past.model.classes.flatMap((group) => group.dimensions.flatMap((one): Correlation[] => {
    const found = one.id === id ? null : correlation(own, ranks.of.get(one.id)!)
    return found ? [{ dimension: one.id, nameZh: one.name[0], nameEn: one.name[1], class: group.class, ...found }] : []
  })).sort((a, b) => Math.abs(b.rho) - Math.abs(a.rho) || (a.dimension < b.dimension ? -1 : 1)).slice(0, limit)
}
