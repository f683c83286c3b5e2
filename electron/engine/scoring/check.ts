import type { Connection } from '../duckdb/database.ts'
import { raw, type Sql } from '../duckdb/sql.ts'
import { columnOf, columnsFor, evidenceRows, measureClass, overNothing, readableColumns, valueOver, vetoColumn, vetoOver, withNeighbours, type CompiledClass } from './compile.ts'
import { inspectFacts, refuseExpressions, type Refusal } from './guard.ts'
import { keptFacts } from './kept.ts'
import { pointsOf, type Model, type ModelClass, type ModelDimension, type Veto } from './model.ts'
import { invalid } from './read.ts'
import type { Path } from './source.ts'
import { storedColumns } from './stored.ts'
import { wordedFacts } from './texts.ts'

/**
 * A model ready to run: every expression parsed by DuckDB and held to the declared columns and listed functions,
 * every statement bound in the workspace (`bind` false: bound before, as the model of a past run was).
 * @throws MingchaError model_invalid with the dimension, the reason and the place.
 */
export async function compileModel(connection: Connection, model: Model, asOf: string, bind = true): Promise<CompiledClass[]> {
  const answer: CompiledClass[] = []
  const stored = await storedColumns(connection)
  for (const group of model.classes) {
    const facts = await inspectFacts(connection, group.facts)
    const at = (part: string) => ({ where: `${group.class}.${part}`, at: ['classes', model.classes.indexOf(group), part] })
    if (facts.refusal) throw refused(model, at('facts'), facts.refusal)
    const near = group.neighbours === undefined || group.neighbours.trim() === 'none' ? null : await inspectFacts(connection, group.neighbours, ['reached'])
    if (near?.refusal) throw refused(model, at('neighbours'), near.refusal)
    const vetoes = model.vetoes.filter((one) => one.class === group.class)
    const compiled: CompiledClass = { group, tables: facts.tables, neighbours: near?.tables ?? null, worded: await wordedFacts(connection, group.facts, stored), kept: once((ask) => keptFacts(ask, group, vetoes, stored)), types: [], nothing: {}, vetoes }
    const refusal = await refuseExpressions(connection, expressionsOf(model, compiled))
    if (refusal) throw refused(model, refusal.of, refusal)
    if (bind) await bindClass(connection, model, compiled, asOf)
    answer.push({ ...compiled, ...(await overNoRows(connection, compiled)) })
  }
  return answer
}

function once<T>(work: (ask: Connection) => Promise<T>): (ask: Connection) => Promise<T> {
  let answer: Promise<T> | undefined
  return (ask) => {
    answer ??= work(ask).catch((error: unknown) => {
      answer = undefined // cancelled, perhaps: the next may ask again
      throw error
    })
    return answer
  }
}

/** What no rows at all give, and the types of the columns: INTEGER for whole numbers that 32 bits hold for sure, as small ones, and counts, which a subject's rows bound. */
async function overNoRows(connection: Connection, compiled: CompiledClass): Promise<Pick<CompiledClass, 'types' | 'nothing'>> {
  const { group, vetoes } = compiled
  const large = Object.keys(group.columns).filter((name) => group.columns[name] === 'BIGINT')
  const bounded = (value: string): boolean => !/[*]|\bsum\b/.test(value.replaceAll(/count\(\s*\*\s*\)/g, '')) && !large.some((name) => new RegExp(`\\b${name}\\b`).test(value))
  const row = await connection.one<Record<string, number | boolean | string | null>>(overNothing(compiled))
  const types = group.dimensions.map((one) => {
    const type = String(row[`type_${columnOf(one.id)}`])
    return ['TINYINT', 'SMALLINT', 'INTEGER'].includes(type) || (type === 'BIGINT' && bounded(one.value)) ? 'INTEGER' : 'DOUBLE'
  })
  const names = [...group.dimensions.map((one) => columnOf(one.id)), ...vetoes.map((one) => vetoColumn(one.id))]
  return { types, nothing: Object.fromEntries(names.map((name) => [name, row[name] as number | boolean | null])) }
}

/** A part of the model in words, and its path. */
interface Part { where: string; at: Path }
const partOf = (model: Model, group: ModelClass, one: ModelDimension | Veto, part?: string): Part => {
  const tail = part === undefined ? [] : [part]
  return 'condition' in one
    ? { where: ['vetoes', one.id, ...tail].join('.'), at: ['vetoes', model.vetoes.indexOf(one), ...tail] }
    : { where: [one.id, ...tail].join('.'), at: ['classes', model.classes.indexOf(group), 'dimensions', group.dimensions.indexOf(one), ...tail] }
}

function expressionsOf(model: Model, { group, vetoes }: CompiledClass): (Part & { text: string; columns: Set<string> })[] {
  const aged = 'age_days' in group.columns
  return [
    ...group.dimensions.flatMap((one) => {
      const half = partOf(model, group, one, 'half_life_days')
      if (one.half_life_days && !aged) throw invalid(model, half.where, 'the class declares no age_days', half.at)
      const columns = columnsFor(group, one)
      return (['value', 'evidence'] as const).map((part) => ({ ...partOf(model, group, one, part), text: one[part], columns }))
    }),
    ...vetoes.flatMap((one) => (['condition', 'evidence'] as const).map((part) => ({ ...partOf(model, group, one, part), text: one[part], columns: columnsFor(group) }))),
  ]
}

/** Binds a class in two statements; only where that fails, one dimension after the other, to name the culprit. */
async function bindClass(connection: Connection, model: Model, compiled: CompiledClass, asOf: string): Promise<void> {
  const { group, vetoes } = compiled
  try {
    await connection.rows(explained(measureClass(compiled, null, { asOf })))
    if (compiled.neighbours) await connection.rows(explained(withNeighbours(compiled, { asOf }, raw('touched_subject'))))
    await connection.rows(explained(evidenceRows(compiled, [...group.dimensions, ...vetoes].map((one) => `(${one.evidence})`).join(' AND '), { asOf }, 0, readableColumns(group))))
  } catch (error) {
    for (const one of group.dimensions) await bound(model, partOf(model, group, one, 'value'), one.id, () => connection.rows(valueOver(group, one, [])))
    for (const one of vetoes) await bound(model, partOf(model, group, one, 'condition'), `vetoes.${one.id}`, () => connection.rows(vetoOver(group, one)))
    await bound(model, { where: `${group.class}.facts`, at: ['classes', model.classes.indexOf(group), 'facts'] }, `${group.class}.facts`, () => Promise.reject(error))
  }
}

/** EXPLAIN binds and plans without running. */
const explained = (statement: Sql): Sql => ({ parts: [`EXPLAIN ${statement.parts[0]!}`, ...statement.parts.slice(1)], values: statement.values })

const refused = (model: Model, { where, at }: Part, { reason, at: character }: Refusal) => invalid(model, `${where}, character ${character}`, reason, at, character)

async function bound<T>(model: Model, { at }: Part, where: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw invalid(model, where, (error instanceof Error ? error.message : String(error)).split('\n')[0]!, at)
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
      const one = group.dimensions.find((candidate) => candidate.id === dimension)!
      throw invalid(model, `${dimension}, case ${first.case}`, `expected ${expected.value} → ${expected.points} points, got ${got.value} → ${got.points}`, [...partOf(model, group, one, 'cases').at, first.case - 1])
    }
  }
}
