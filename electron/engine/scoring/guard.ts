import { recordClasses } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'

/** Functions that expressions of a dimension may call; operators are functions to DuckDB's parser. All are deterministic whatever the order of rows. */
const expressionFunctions = new Set([
  'count', 'count_star', 'sum', 'min', 'max', 'avg', 'bool_or', 'bool_and',
  '+', '-', '*', '/', '//', '%', 'abs', 'round', 'floor', 'ceil', 'sqrt', 'ln', 'log10', 'exp', 'least', 'greatest', 'nullif', 'coalesce',
])
/** Further ones for hand-written facts: text, dates, windows. */
const factFunctions = new Set([
  ...expressionFunctions, 'median', 'max_by', 'min_by', 'arg_max', 'arg_min', 'length', 'lower', 'upper', 'trim', 'replace', 'translate', 'regexp_replace', 'regexp_matches',
  'contains', 'starts_with', 'ends_with', '~~', '!~~', 'substr', 'substring', 'left', 'right', 'year', 'row_number', 'try_cast', '||', 'concat', 'list_value', 'struct_pack',
])
const expressionNodes = new Set(['COLUMN_REF', 'CONSTANT', 'FUNCTION', 'COMPARISON', 'CONJUNCTION', 'OPERATOR', 'CASE', 'CAST', 'BETWEEN'])
const factTables = new Set<string>(['subject', ...recordClasses.map((name) => `known_${name}`)])

/** Why a text may not run: a code worded in the locales (workshop.reasons) with what it names, and its English form. */
export interface Reason { code: 'comments' | 'expression' | 'table' | 'alias' | 'construct' | 'column' | 'function' | 'syntax' | 'statement' | 'facts'; what: string; reason: string }
/** A reason and its character (1-based). */
export interface Refusal extends Reason { at: number }
const because = (code: Reason['code'], reason: string, what = ''): Reason => ({ code, what, reason })

type Node = Record<string, unknown>

/**
 * Aggregates or conditions, each one expression over its `columns`, with listed functions only, no table and no subquery.
 * Answers the first that is refused. All are parsed in one statement: a model has hundreds.
 */
export async function refuseExpressions<T extends { text: string; columns: ReadonlySet<string> }>(connection: Connection, all: readonly T[]): Promise<(Refusal & { of: T }) | null> {
  const parsed = await parse(connection, 'SELECT ', all.map((one) => one.text))
  for (const [i, of] of all.entries()) {
    const refusal = refuseExpression(of.text, parsed[i]!, of.columns)
    if (refusal) return { ...inCharacters(of.text, refusal), of }
  }
  return null
}

function refuseExpression(text: string, parsed: Parsed, columns: ReadonlySet<string>): Refusal | null {
  // They would parse alone, but swallow what the compiler writes behind.
  if (/--|\/\*|;/.test(text)) return { ...because('comments', 'comments and semicolons are not allowed'), at: text.search(/--|\/\*|;/) + 1 }
  if ('reason' in parsed) return parsed
  const list = parsed.node.select_list as Node[] | undefined
  const extra = ['where_clause', 'group_expressions', 'group_sets', 'having', 'qualify', 'sample', 'modifiers', 'cte_map', 'order_bys'].find((name) => name in parsed.node)
  if (parsed.node.type !== 'SELECT_NODE' || list?.length !== 1 || extra) return { ...because('expression', 'one expression is expected, nothing more'), at: 1 }
  if ((parsed.node.from_table as Node | undefined)?.type !== 'EMPTY') return { ...because('table', 'an expression reads no table'), at: Math.max(1, text.search(/\bfrom\b/i) + 1) }
  if (typeof list[0]!.alias === 'string') return { ...because('alias', 'an expression has no alias'), at: 1 }
  return walk(list[0], 'SELECT '.length, (node) => {
    const kind = String(node.class)
    if (!expressionNodes.has(kind)) return because('construct', `${kind.toLowerCase()} is not allowed in an expression`, kind.toLowerCase())
    if (kind === 'COLUMN_REF') {
      const names = node.column_names as string[]
      if (names.length !== 1 || !columns.has(names[0]!)) return because('column', `the column ${names.join('.')} is not declared`, names.join('.'))
    }
    return refuseFunction(node, expressionFunctions)
  })
}

/** Hand-written facts: one SELECT over `subject` and the known_… tables, no table function, no parameter but $asof. Answers the tables it reads; `further` ones are open to it too. */
export async function inspectFacts(connection: Connection, text: string, further: readonly string[] = []): Promise<{ refusal: Refusal | null; tables: string[] }> {
  const parsed = (await parse(connection, '', [text]))[0]!
  if ('reason' in parsed) return { refusal: inCharacters(text, parsed), tables: [] }
  const tables = new Set<string>()
  const named = new Set<string>()
  walk(parsed.node, 0, (node) => {
    for (const entry of ((node.cte_map as Node | undefined)?.map as { key: string }[] | undefined) ?? []) named.add(entry.key)
    return null
  })
  const refusal = walk(parsed.node, 0, (node) => {
    if (node.type === 'TABLE_FUNCTION') return because('facts', 'table functions are not allowed in facts')
    if (node.type === 'RECURSIVE_CTE_NODE') return because('facts', `${String(node.cte_name)} reads itself: a cycle might never end`)
    if (node.type === 'BASE_TABLE') {
      const name = String(node.table_name)
      if (node.schema_name || node.catalog_name || !(factTables.has(name) || further.includes(name) || named.has(name))) return because('facts', `facts may not read ${name}: only subject and known_<class>`)
      if (!named.has(name)) tables.add(name)
    }
    if (node.class === 'PARAMETER' && node.identifier !== 'asof') return because('facts', 'the only parameter is $asof')
    return node.class === 'FUNCTION' ? refuseFunction(node, factFunctions) : null
  })
  return { refusal: refusal && inCharacters(text, refusal), tables: [...tables].sort() }
}

/** DuckDB counts bytes of UTF-8; a person counts characters. */
const inCharacters = (text: string, { at, ...reason }: Refusal): Refusal => ({ ...reason, at: Buffer.from(text).subarray(0, at - 1).toString().length + 1 })

function refuseFunction(node: Node, allowed: ReadonlySet<string>): Reason | null {
  if (node.class !== 'FUNCTION') return null
  const name = String(node.function_name).toLowerCase()
  return allowed.has(name) && (!node.schema || node.schema === 'main') ? null : because('function', `the function ${name} is not on the list`, name)
}

type Parsed = { node: Node } | Refusal

async function parse(connection: Connection, before: string, texts: readonly string[]): Promise<Parsed[]> {
  if (texts.length === 0) return []
  const values = join(texts.map((text, i) => sql`(${i}, ${before + text}::VARCHAR)`), ', ')
  const rows = await connection.rows<{ tree: string }>(
    sql`SELECT json_serialize_sql(t, skip_default := true, skip_empty := true, skip_null := true)::VARCHAR AS tree FROM (VALUES ${values}) v(i, t) ORDER BY i`)
  return rows.map(({ tree }) => {
    const answer = JSON.parse(tree) as { error: boolean; error_message?: string; position?: string; statements?: { node: Node }[] }
    if (answer.error) return { ...because('syntax', answer.error_message ?? 'cannot be parsed', answer.error_message ?? ''), at: Math.max(1, Number(answer.position ?? 0) - before.length + 1) }
    if (answer.statements?.length !== 1) return { ...because('statement', 'one statement is expected'), at: 1 }
    return { node: answer.statements[0]!.node }
  })
}

/** Depth first over every node of a parse tree; the first reason that `judge` gives, with its place. */
function walk(tree: unknown, offset: number, judge: (node: Node) => Reason | null, near = offset): Refusal | null {
  if (typeof tree !== 'object' || tree === null) return null
  const node = tree as Node
  const here = typeof node.query_location === 'number' ? node.query_location : near
  if (!Array.isArray(tree)) {
    // A constant's value and a cast's type are leaves that describe, not nodes that run.
    const reason = 'class' in node || 'table_name' in node || 'from_table' in node || 'cte_map' in node || node.type === 'TABLE_FUNCTION' || node.type === 'RECURSIVE_CTE_NODE' ? judge(node) : null
    if (reason) return { ...reason, at: here - offset + 1 }
    if (node.class === 'CONSTANT') return null
  }
  for (const value of Object.values(node)) {
    const found = walk(value, offset, judge, here)
    if (found) return found
  }
  return null
}
