import type { Connection } from '../duckdb/database.ts'
import type { ModelClass, Veto } from './model.ts'
import type { Stored } from './stored.ts'
import { wordedFacts, type Worded } from './texts.ts'
import { aliased, baseTable, columnRef, everyNode, parseTrees, rewrite, textsOf, type Node } from './tree.ts'

/**
 * What the values of a class need of a record and what does not depend on the day is worked out once, when the record has come, and
 * kept in a narrow table. A pass on any day then reads flags and numbers instead of texts: of `count(*) FILTER (WHERE food AND counted
 * AND age_days <= 1095)` it is `food AND counted` that is kept. The facts' parse tree is flattened to expressions over stored columns;
 * the largest parts of the values that rest on one record alone are taken out of them.
 */
export interface Kept {
  tables: KeptTable[]
  /** A SELECT over the names in `tables`: one row a record, with what `values` and `conditions` read. */
  rows: string
  /** The value of each dimension, in order, and the condition of each veto, over those rows. */
  values: string[]
  conditions: string[]
}
export interface KeptTable {
  /** The table that keeps it. */
  name: string
  /** known_<class> or subject: what it is made of, and the name under which `rows` reads it. */
  from: string
  /** What is kept, as a SELECT from that name. */
  made: string
  /** The same with what rests on texts taken out, as for facts. */
  worded: Worded | null
}

const pure = new Set(['FUNCTION', 'CONSTANT', 'COLUMN_REF', 'CONJUNCTION', 'OPERATOR', 'COMPARISON', 'CASE', 'CAST', 'BETWEEN'])
const aggregates = new Set(['count', 'count_star', 'sum', 'min', 'max', 'avg', 'bool_or', 'bool_and', 'median', 'max_by', 'min_by', 'arg_max', 'arg_min'])
const isAggregate = (node: Node): boolean => node.class === 'FUNCTION' && aggregates.has(String(node.function_name))

/** Null where facts have another form than SELECTs, one in the other, over stored tables or their joins. */
export async function keptFacts(ask: Connection, group: ModelClass, vetoes: readonly Veto[], stored: Stored): Promise<Kept | null> {
  const [facts, ...expressions] = await parseTrees(ask, [group.facts.trim(), ...[...group.dimensions.map((one) => one.value), ...vetoes.map((one) => one.condition)].map((text) => `SELECT ${text}`)])
  const source = flatten(facts!, stored)
  const subject = source?.columns.get('subject_id')
  if (!source || !subject || !isRef(subject)) return null
  const declared = new Map<string, Node>()
  for (const [name, type] of Object.entries(group.columns)) {
    const meant = source.columns.get(name)
    if (!meant) return null
    declared.set(name, source.typeOf(meant) === type ? meant : cast(meant, type))
  }
  const keeper = new Keeper(source.tables, declared.keys())
  /** Columns of the rows that the day makes, by name. */
  const dated = new Map<string, Node>(declared.has('age_days') ? [['age_days', declared.get('age_days')!]] : [])
  const over = (expression: Node): Node => {
    // What is only counted is kept as its hash: two texts of one subject would share one by a chance of 2^-64.
    const hashed = rewrite(expression, (node) => (node.function_name === 'count' && node.distinct === true && group.columns[refName((node.children as Node[])[0]!)] === 'VARCHAR'
      ? { ...node, children: [hashOf((node.children as Node[])[0]!)] } : undefined))
    const inlined = rewrite(hashed, (node) => {
      const meant = declared.get(refName(node))
      if (!meant || keeper.homeOf(meant)) return meant
      dated.set(refName(node), meant)
      return undefined
    }) as Node
    return keeper.passed(keeper.lift(inlined))
  }
  const values = expressions.map((one) => over((one.select_list as Node[])[0]!))
  const from = rewrite(source.from, (node) => (isRef(node) ? keeper.lift(node) : undefined))
  const rows = [aliased(subject, 'subject_id'), ...[...dated].map(([name, meant]) => aliased(keeper.lift(meant), name)), ...keeper.shown()]
  const statement = (list: Node[], from_table: unknown): Node => ({ ...facts!, cte_map: { map: [] }, select_list: list, from_table })
  const made = [...source.tables].map(([alias, table]) => ({ table, text: statement(keeper.kept(alias), baseTable(table)) }))
  const texts = await textsOf(ask, [statement(rows, from), ...made.map((one) => one.text), ...values.map((one) => statement([one], { type: 'EMPTY', alias: '', sample: null }))])
  const tables: KeptTable[] = []
  for (const [i, { table }] of made.entries()) {
    const name = table === `known_${group.class}` ? `fact_${group.class}` : `fact_${group.class}_${table.replace(/^known_/, '')}`
    tables.push({ name, from: table, made: texts[1 + i]!, worded: await wordedFacts(ask, texts[1 + i]!, stored) })
  }
  const each = texts.slice(1 + made.length).map((text) => text.slice('SELECT '.length))
  return { tables, rows: texts[0]!, values: each.slice(0, group.dimensions.length), conditions: each.slice(group.dimensions.length) }
}

const isRef = (node: Node): boolean => node.class === 'COLUMN_REF'
const pathOf = (node: Node): string[] => node.column_names as string[]
/** The name of a column without a table; else ''. */
const refName = (node: Node): string => (isRef(node) && pathOf(node).length === 1 ? pathOf(node)[0]! : '')
const constant = (id: string, value: unknown): Node => ({ class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', value: { type: { id, type_info: null }, is_null: value === null, ...(value === null ? {} : { value }) } })
const cast = (child: Node, id: string): Node => ({ class: 'CAST', type: 'OPERATOR_CAST', alias: '', child, cast_type: { id, type_info: null }, try_cast: false })
const operator = (type: string, ...children: Node[]): Node => ({ class: 'OPERATOR', type, alias: '', children })
const call = (name: string, ...children: Node[]): Node => ({ class: 'FUNCTION', type: 'FUNCTION', alias: '', function_name: name, schema: '', children, filter: null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] }, distinct: false, is_operator: false, export_state: false, catalog: '' })
const hashOf = (value: Node): Node => ({ class: 'CASE', type: 'CASE_EXPR', alias: '', else_expr: constant('NULL', null), case_checks: [{ when_expr: operator('OPERATOR_IS_NOT_NULL', value), then_expr: call('hash', value) }] })

/** Facts as expressions over stored columns. */
interface Source {
  /** Alias → known_<class> or subject, the leftmost first. */
  tables: Map<string, string>
  columns: Map<string, Node>
  from: Node
  typeOf(expression: Node): string | undefined
}

function flatten(node: Node, stored: Stored): Source | null {
  const plain = node.type === 'SELECT_NODE' && (node.cte_map as { map: unknown[] }).map.length === 0 && (node.modifiers as unknown[]).length === 0
    && !node.where_clause && !node.having && !node.qualify && !node.sample && (node.group_expressions as unknown[]).length === 0
  const from = plain ? flattenFrom(node.from_table as Node, stored) : null
  if (!from) return null
  const columns = new Map<string, Node>()
  for (const one of node.select_list as Node[]) {
    if (one.class === 'STAR') {
      if (from.star === null || one.relation_name || (one.exclude_list as unknown[]).length > 0 || (one.replace_list as unknown[]).length > 0 || one.expr || one.columns) return null
      for (const [name, expression] of from.star) columns.set(name, expression)
      continue
    }
    const name = String(one.alias) || (isRef(one) ? pathOf(one).at(-1)! : '')
    if (name === '' || columns.has(name)) return null
    let unknown = false
    const meant = rewrite({ ...one, alias: '' }, (part) => {
      if (part.class === 'SUBQUERY' || part.class === 'LAMBDA' || isAggregate(part)) unknown = true
      if (!isRef(part)) return undefined
      const found = from.resolve(pathOf(part)) ?? (pathOf(part).length === 1 ? columns.get(pathOf(part)[0]!) : undefined)
      if (!found) unknown = true
      return found ?? part
    }) as Node
    if (unknown) return null
    columns.set(name, meant)
  }
  return { tables: from.tables, columns, from: from.from, typeOf: from.typeOf }
}

interface From { tables: Map<string, string>; from: Node; star: Map<string, Node> | null; resolve(path: string[]): Node | undefined; typeOf(expression: Node): string | undefined }

function flattenFrom(from: Node, stored: Stored): From | null {
  if (from.type === 'SUBQUERY') {
    const inner = flatten((from.subquery as { node: Node }).node, stored)
    return inner && { tables: inner.tables, from: inner.from, star: inner.columns, typeOf: inner.typeOf,
      resolve: (path) => (path.length === 1 || (path.length === 2 && path[0] === from.alias) ? inner.columns.get(path.at(-1)!) : undefined) }
  }
  const tables = tablesOf(from)
  if (!tables) return null
  const columnsOf = (alias: string): Map<string, string> => {
    const table = tables.get(alias)!
    const own = stored.get(table.replace(/^known_/, ''))
    return table === 'subject' ? own ?? new Map<string, string>() : new Map([...(own ?? []), ['age_days', 'INTEGER']])
  }
  const resolve = (path: string[]): Node | undefined => {
    const column = path.at(-1)!
    const aliases = path.length === 2 ? [path[0]!].filter((alias) => tables.has(alias)) : path.length === 1 ? [...tables.keys()] : []
    const found = aliases.filter((alias) => columnsOf(alias).has(column))
    return found.length === 1 ? columnRef(found[0]!, column) : undefined
  }
  const only = tables.size === 1 ? [...tables.keys()][0]! : null
  return { tables, from, resolve, star: only === null ? null : new Map([...columnsOf(only).keys()].map((column) => [column, columnRef(only, column)])),
    typeOf: (expression) => (isRef(expression) ? columnsOf(pathOf(expression)[0]!).get(pathOf(expression)[1]!) : undefined) }
}

/** Alias → table, of a stored table or of inner and left joins of different ones, the leftmost first; null for anything else. */
function tablesOf(from: Node): Map<string, string> | null {
  if (from.type === 'BASE_TABLE') return new Map([[String(from.alias || from.table_name), String(from.table_name)]])
  if (from.type !== 'JOIN' || from.ref_type !== 'REGULAR' || !['INNER', 'LEFT'].includes(String(from.join_type)) || (from.using_columns as unknown[]).length > 0) return null
  const [left, right] = [tablesOf(from.left as Node), tablesOf(from.right as Node)]
  const both = left && right && new Map([...left, ...right])
  return both && both.size === left.size + right.size && new Set(both.values()).size === both.size ? both : null
}

/** Whether an expression is NULL wherever its columns are: by what its nodes are known to do with NULL. */
function strict(node: Node): boolean {
  switch (node.class) {
    case 'COLUMN_REF': return true
    case 'CAST': return strict(node.child as Node)
    case 'COMPARISON': return !['COMPARE_DISTINCT_FROM', 'COMPARE_NOT_DISTINCT_FROM'].includes(String(node.type)) && (strict(node.left as Node) || strict(node.right as Node))
    case 'BETWEEN': return strict(node.input as Node)
    case 'CONJUNCTION': return (node.children as Node[]).every(strict)
    case 'OPERATOR': return ['OPERATOR_NOT', 'COMPARE_IN', 'COMPARE_NOT_IN'].includes(String(node.type)) && strict((node.children as Node[])[0]!)
    // Taken only where something is known, else NULL.
    case 'CASE': return ((node.else_expr as Node).value as Node | undefined)?.is_null === true
      && (node.case_checks as { when_expr: Node }[]).every(({ when_expr: when }) => strict(when) || (when.type === 'OPERATOR_IS_NOT_NULL' && strict((when.children as Node[])[0]!)))
    case 'FUNCTION': return !['concat', 'least', 'greatest', 'nullif', 'hash', 'list_value', 'struct_pack'].includes(String(node.function_name)) && (node.children as Node[]).some(strict)
    default: return false
  }
}

/** Takes the largest parts of expressions that rest on the stored columns of one record, and on no day, into tables of their own. */
class Keeper {
  readonly #tables: ReadonlyMap<string, string>
  /** By alias and by what is kept: its name. */
  readonly #kept = new Map<string, Map<string, { name: string; expression: Node }>>()
  readonly #names = new Set<string>(['subject_id', 'age_days', 'happened_on', 'seen_on'])
  readonly #shown = new Map<string, Node>()
  readonly #homes = new WeakMap<Node, string | null>()

  /** @param taken names that mean something else in the rows */
  constructor(tables: ReadonlyMap<string, string>, taken: Iterable<string>) {
    this.#tables = tables
    for (const name of taken) this.#names.add(name)
    for (const alias of tables.keys()) this.#kept.set(alias, new Map())
  }

  /** The alias whose stored columns alone an expression rests on; null for another, for a constant, and for what would not be NULL for a row that a left join did not find. */
  homeOf(expression: Node): string | null {
    const known = this.#homes.get(expression)
    if (known !== undefined) return known
    const homes = new Set<string>()
    let fixed = true
    everyNode(expression, (node) => {
      if (!pure.has(String(node.class)) || isAggregate(node)) fixed = false
      if (isRef(node)) {
        const [alias, column] = pathOf(node)
        // Ages come from the day that is asked for.
        if (column !== undefined && column !== 'age_days' && this.#tables.has(alias!)) homes.add(alias!)
        else fixed = false
      }
    })
    const [home] = homes
    const [first] = this.#tables.keys()
    const answer = fixed && homes.size === 1 && (home === first || strict(expression)) ? home! : null
    this.#homes.set(expression, answer)
    return answer
  }

  /** An expression over kept columns, each with its alias. `truth`: NULL counts as false here. */
  lift(expression: Node, truth = false): Node {
    const home = this.homeOf(expression)
    if (home !== null) return this.#keep(home, expression, truth)
    if (truth && expression.type === 'CONJUNCTION_AND') {
      const parts = (expression.children as Node[]).map((part) => ({ part, home: this.homeOf(part) }))
      const together = [...new Set(parts.flatMap((one) => one.home ?? []))].map((alias) => {
        const here = parts.filter((one) => one.home === alias).map((one) => one.part)
        return this.#keep(alias, here.length === 1 ? here[0]! : { ...expression, children: here }, true)
      })
      return { ...expression, children: [...together, ...parts.filter((one) => one.home === null).map((one) => this.lift(one.part, true))] }
    }
    const below = (part: unknown): unknown => rewrite(part, (node) => this.lift(node))
    if (isAggregate(expression)) return { ...expression, children: below(expression.children), filter: expression.filter ? this.lift(expression.filter as Node, true) : null }
    return Object.fromEntries(Object.entries(expression).map(([name, value]) => [name, below(value)]))
  }

  /** A lifted expression over rows that show what is kept under its own name. */
  passed(expression: Node): Node {
    return rewrite(expression, (node) => {
      if (!isRef(node) || pathOf(node).length < 2) return undefined
      const name = pathOf(node)[1]!
      this.#shown.set(name, node)
      return columnRef(name)
    }) as Node
  }

  /** The kept columns that rows must show. */
  shown(): Node[] {
    return [...this.#shown].map(([name, node]) => aliased(node, name))
  }

  /** What is kept of a table. */
  kept(alias: string): Node[] {
    const days = [columnRef('occurred_on'), columnRef('known_on')]
    const dated = this.#tables.get(alias) === 'subject' ? [] : [aliased(operator('OPERATOR_COALESCE', ...days), 'happened_on'), aliased(call('greatest', ...days), 'seen_on')]
    return [columnRef('subject_id'), ...dated, ...[...this.#kept.get(alias)!.values()].map(({ name, expression }) => aliased(expression, name))]
  }

  #keep(alias: string, expression: Node, truth: boolean): Node {
    if (isRef(expression) && pathOf(expression)[1] === 'subject_id') return expression
    const own = rewrite(expression, (node) => (isRef(node) ? columnRef(pathOf(node)[1]!) : undefined)) as Node
    const sure = truth ? operator('OPERATOR_COALESCE', own, cast(constant('VARCHAR', 'false'), 'BOOLEAN')) : own
    const kept = this.#kept.get(alias)!
    const key = JSON.stringify(sure)
    const known = kept.get(key) ?? { name: this.#nameOf(sure), expression: sure }
    kept.set(key, known)
    return columnRef(alias, known.name)
  }

  #nameOf(expression: Node): string {
    const own = refName(expression)
    const name = own !== '' && !this.#names.has(own) ? own : `k${this.#names.size}`
    this.#names.add(name)
    return name
  }
}
