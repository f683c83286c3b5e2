import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { columnOf, measureTable, valuesBySubject, valuesOfNobody, vetoColumn, type CompiledClass } from './compile.ts'
import type { PastRun } from './explain.ts'
import type { Model, ModelClass, ModelDimension, Veto } from './model.ts'

/** The values of a class under a model that was not run. */
export interface Drafted {
  compiled: CompiledClass
  /** A table or query in brackets with a row a subject that has rows in the class: (subject_id, a column a dimension, veto_…). */
  values: Sql
  /** Those over no rows at all, by column. */
  nothing: Record<string, number | null>
  /** The class adds to every index what it added in the run. */
  asRun: boolean
}

let temporary = 0

/**
 * The values of all classes under another model, as the latest run would have measured them: from its measure tables, and what the model
 * measures otherwise into temporary tables, which are gone when `work` has ended. Nothing is written.
 */
export async function withDrafted<T>(ask: Connection, past: PastRun, model: Model, classes: readonly CompiledClass[], work: (drafted: Drafted[]) => Promise<T>): Promise<T> {
  const made: Sql[] = []
  const fresh = async (compiled: CompiledClass): Promise<Sql> => {
    const table = ident(`draft_${++temporary}`)
    made.push(table)
    await ask.run(sql`CREATE TEMP TABLE ${table} AS ${valuesBySubject(compiled, past)}`)
    return table
  }
  try {
    const drafted: Drafted[] = []
    for (const compiled of classes) drafted.push(await draftedClass(ask, past, model, compiled, fresh))
    return await work(drafted)
  } finally {
    for (const table of made) await ask.run(sql`DROP TABLE IF EXISTS ${table}`)
  }
}

async function draftedClass(ask: Connection, past: PastRun, model: Model, compiled: CompiledClass, fresh: (compiled: CompiledClass) => Promise<Sql>): Promise<Drafted> {
  const { group, vetoes } = compiled
  const before = past.classes.find((one) => one.group.class === group.class)
  const kept = before && JSON.stringify([before.group.facts, before.group.columns]) === JSON.stringify([group.facts, group.columns]) ? before : undefined
  const isKept = (one: ModelDimension): boolean => kept?.group.dimensions.some((was) => was.id === one.id && was.value === one.value && was.half_life_days === one.half_life_days) ?? false
  const isKeptVeto = (one: Veto): boolean => kept?.vetoes.some((was) => was.id === one.id && was.condition === one.condition) ?? false
  const [dimensions, newVetoes] = [group.dimensions.filter((one) => !isKept(one)), vetoes.filter((one) => !isKeptVeto(one))]
  const asRun = before !== undefined && dimensions.length === 0 && scoring(group, model) === scoring(before.group, past.model)
  const nobody = kept ? await ask.one<Record<string, number | null>>(sql`SELECT * FROM ${measureTable(group.class)} WHERE subject_id = 0`) : {}
  if (dimensions.length === 0 && newVetoes.length === 0) return { compiled, values: measureTable(group.class), nothing: nobody, asRun }

  const changed: CompiledClass = { ...compiled, group: { ...group, dimensions }, vetoes: newVetoes }
  const table = await fresh(changed)
  const nothing = { ...nobody, ...(await ask.one<Record<string, number | null>>(valuesOfNobody(changed))) }
  if (!kept) return { compiled, values: table, nothing, asRun }
  const from = (name: string, own: boolean): Sql => sql`${raw(own ? 'm' : 'f')}.${ident(name)}`
  const columns = [raw('m.subject_id'), ...group.dimensions.map((one) => from(columnOf(one.id), isKept(one))), ...vetoes.map((one) => from(vetoColumn(one.id), isKeptVeto(one)))]
  return { compiled, values: sql`(SELECT ${join(columns, ', ')} FROM ${measureTable(group.class)} m LEFT JOIN ${table} f ON f.subject_id = m.subject_id WHERE m.subject_id > 0)`, nothing, asRun }
}

/** All that makes points of values. */
const scoring = (group: ModelClass, model: Model): string =>
  JSON.stringify([model.ceilings[group.class] ?? 0, group.dimensions.map((one) => [one.id, one.bands, one.missing, one.weight, one.cap ?? one.weight])])

/** Where the values of each class lie, as `scores` takes them. */
export const valuesByClass = (drafted: readonly Drafted[]): Map<RecordClass, Sql> => new Map(drafted.map(({ compiled, values }) => [compiled.group.class, values]))
