import type { DraftMistake } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { failedCases } from './check.ts'
import { columnsFor, valueOver, vetoOver } from './compile.ts'
import { refuseExpressions, type Refusal } from './guard.ts'
import type { Model, ModelClass, ModelDimension, Veto } from './model.ts'

export type Unusable = Pick<DraftMistake, 'code' | 'what' | 'reason' | 'at'>

/** What DuckDB's binder says, in its words. */
function unbound(error: unknown): Unusable {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]!
  return { code: 'bind', what: reason, reason, at: null }
}

const unusable = ({ code, what, reason, at }: Refusal): Unusable => ({ code, what, reason, at })

/**
 * Why an expression of a dimension cannot be used: held to the columns of its class and the listed functions, then bound in DuckDB beside an
 * expression that cannot fail. Null: it can be used. `at` is its 1-based character, null where DuckDB names none.
 */
export async function refusedExpression(ask: Connection, group: ModelClass, one: ModelDimension, field: 'value' | 'evidence'): Promise<Unusable | null> {
  if (one.half_life_days && !('age_days' in group.columns)) return { code: 'half_life', what: '', reason: 'a half-life needs the column age_days, which the class does not declare', at: null }
  const refusal = await refuseExpressions(ask, [{ text: one[field], columns: columnsFor(group, one) }])
  if (refusal) return unusable(refusal)
  const alone = { ...one, value: 'count(*)', evidence: 'true', [field]: one[field] }
  return ask.rows(valueOver({ ...group, dimensions: [alone] }, alone, [])).then(() => null, unbound)
}

/** The same for a veto, whose condition and evidence have no decay. */
async function refusedVeto(ask: Connection, group: ModelClass, veto: Veto): Promise<Unusable | null> {
  const refusal = await refuseExpressions(ask, (['condition', 'evidence'] as const).map((field) => ({ text: veto[field], columns: columnsFor(group) })))
  if (refusal) return unusable(refusal)
  return ask.rows(vetoOver(group, veto)).then(() => null, unbound)
}

/** The cases of some dimensions that come out otherwise than they say. */
export async function failingCases(ask: Connection, group: ModelClass, dimensions: readonly ModelDimension[]): Promise<DraftMistake[]> {
  const failed = await failedCases(ask, { ...group, dimensions: [...dimensions] })
  return failed.map(({ dimension, case: number, expected, got }) => ({ of: dimension, field: 'cases', code: 'case', what: '', reason: '', at: null, case: { number, expected, got } }))
}

/** Everything wrong with what a draft changed: expressions, then the cases of dimensions whose expressions hold. What it left as it was has been checked before. */
export async function mistakesOf(ask: Connection, base: Model, model: Model): Promise<DraftMistake[]> {
  const mistakes: DraftMistake[] = []
  for (const group of model.classes) {
    const before = base.classes.find((one) => one.class === group.class)
    const sameFacts = before && JSON.stringify([before.facts, before.columns]) === JSON.stringify([group.facts, group.columns])
    const changed = group.dimensions.filter((one) => !sameFacts || JSON.stringify(one) !== JSON.stringify(before.dimensions.find((other) => other.id === one.id)))
    const sound: ModelDimension[] = []
    for (const one of changed) {
      const found = mistakes.length
      for (const field of ['value', 'evidence'] as const) {
        const refusal = await refusedExpression(ask, group, one, field)
        if (refusal) mistakes.push({ of: one.id, field, ...refusal, case: null })
      }
      if (mistakes.length === found) sound.push(one)
    }
    mistakes.push(...(await failingCases(ask, group, sound)))
    for (const veto of model.vetoes.filter((one) => one.class === group.class && !base.vetoes.some((other) => JSON.stringify(other) === JSON.stringify(one)))) {
      const refusal = await refusedVeto(ask, group, veto)
      if (refusal) mistakes.push({ of: `vetoes.${veto.id}`, field: 'condition', ...refusal, case: null })
    }
  }
  return mistakes
}
