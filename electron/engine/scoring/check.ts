import type { Connection } from '../duckdb/database.ts'
import { columnsFor, valueBySubject, valueOver, vetoOver, type CompiledClass } from './compile.ts'
import { inspectFacts, refuseExpression, type Refusal } from './guard.ts'
import { pointsOf, type Model, type ModelClass, type ModelDimension } from './model.ts'
import { invalid } from './read.ts'

/**
 * A model ready to run: every expression parsed by DuckDB and held to the declared columns and listed functions,
 * every statement bound in the workspace.
 * @throws MingchaError model_invalid with the dimension, the reason and the place.
 */
export async function compileModel(connection: Connection, model: Model, asOf: string): Promise<CompiledClass[]> {
  const answer: CompiledClass[] = []
  for (const group of model.classes) {
    const facts = await inspectFacts(connection, group.facts)
    if (facts.refusal) throw refused(model, `${group.class}.facts`, facts.refusal)
    const compiled: CompiledClass = { group, tables: facts.tables, vetoes: model.vetoes.filter((one) => one.class === group.class) }
    for (const one of group.dimensions) await checkDimension(connection, model, compiled, one)
    for (const veto of compiled.vetoes) {
      const where = `vetoes.${veto.id}`
      for (const part of ['condition', 'evidence'] as const) {
        const refusal = await refuseExpression(connection, veto[part], columnsFor(group))
        if (refusal) throw refused(model, `${where}.${part}`, refusal)
      }
      await bound(model, where, () => connection.rows(vetoOver(group, veto)))
    }
    await bound(model, `${group.class}.facts`, () => bindFacts(connection, compiled, asOf))
    answer.push(compiled)
  }
  return answer
}

async function checkDimension(connection: Connection, model: Model, { group }: CompiledClass, one: ModelDimension): Promise<void> {
  if (one.half_life_days && !('age_days' in group.columns)) throw invalid(model.version, `${one.id}.half_life_days`, 'the class declares no age_days')
  for (const part of ['value', 'evidence'] as const) {
    const refusal = await refuseExpression(connection, one[part], columnsFor(group, one))
    if (refusal) throw refused(model, `${one.id}.${part}`, refusal)
  }
  await bound(model, one.id, () => connection.rows(valueOver(group, one, [])))
}

/** EXPLAIN binds and plans without running. */
async function bindFacts(connection: Connection, compiled: CompiledClass, asOf: string): Promise<void> {
  const nothing = { id: 'x.x', value: 'count(*)' } as ModelDimension
  const statement = valueBySubject(compiled, compiled.group.dimensions[0] ?? nothing, { asOf })
  await connection.rows({ parts: [`EXPLAIN ${statement.parts[0]!}`, ...statement.parts.slice(1)], values: statement.values })
}

const refused = (model: Model, where: string, { reason, at }: Refusal) => invalid(model.version, `${where}, character ${at}`, reason)

async function bound<T>(model: Model, where: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw invalid(model.version, where, (error instanceof Error ? error.message : String(error)).split('\n')[0]!)
  }
}

export interface FailedCase { dimension: string; case: number; expected: { value: number | null; points: number }; got: { value: number | null; points: number } }

/** Runs the inline cases of a class in DuckDB; answers those that fail. */
export async function failedCases(connection: Connection, group: ModelClass): Promise<FailedCase[]> {
  const failed: FailedCase[] = []
  for (const dimension of group.dimensions) {
    for (const [i, { rows, value, points }] of dimension.cases.entries()) {
      const unknown = rows.flatMap(Object.keys).find((name) => !(name in group.columns))
      const { value: got } = await connection.one<{ value: number | null }>(valueOver(group, dimension, rows))
      const gotPoints = pointsOf(dimension, got)
      const near = got === value || (got !== null && value !== null && Math.abs(got - value) < 1e-5)
      if (unknown || !near || gotPoints !== points) failed.push({ dimension: dimension.id, case: i + 1, expected: { value, points }, got: { value: got, points: gotPoints } })
    }
  }
  return failed
}

/** A model that somebody brought must also pass its own cases. */
export async function refuseFailedCases(connection: Connection, model: Model): Promise<void> {
  for (const group of model.classes) {
    const [first] = await failedCases(connection, group)
    if (first) {
      const { dimension, expected, got } = first
      throw invalid(model.version, `${dimension}, case ${first.case}`, `expected ${expected.value} → ${expected.points} points, got ${got.value} → ${got.points}`)
    }
  }
}
