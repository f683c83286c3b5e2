import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'

/** A node of DuckDB's parse tree, as json_serialize_sql writes it. */
export type Node = Record<string, unknown>

/** Statements as parse trees, all in one question; none may be wrong. */
export async function parseTrees(ask: Connection, texts: readonly string[]): Promise<Node[]> {
  const rows = await ask.rows<{ tree: string }>(
    sql`SELECT json_serialize_sql(t)::VARCHAR AS tree FROM (VALUES ${join(texts.map((text, i) => sql`(${i}, ${text}::VARCHAR)`), ', ')}) v(i, t) ORDER BY i`)
  return rows.map(({ tree }) => (JSON.parse(tree, withoutPlaces) as { statements: { node: Node }[] }).statements[0]!.node)
}

/** Parse trees as text again. */
export async function textsOf(ask: Connection, trees: readonly Node[]): Promise<string[]> {
  const whole = trees.map((node) => JSON.stringify({ error: false, statements: [{ node, named_param_map: [] }] }))
  const rows = await ask.rows<{ text: string }>(
    sql`SELECT json_deserialize_sql(t::JSON) AS text FROM (VALUES ${join(whole.map((tree, i) => sql`(${i}, ${tree}::VARCHAR)`), ', ')}) v(i, t) ORDER BY i`)
  return rows.map(({ text }) => text)
}

/** Places in the text mean nothing in a new one, and some are larger than a number can hold. */
const withoutPlaces = (key: string, value: unknown): unknown => (key === 'query_location' ? undefined : value)

/** A copy in which `change` has replaced what it answers for; where it answers undefined, the parts below are looked at. */
export function rewrite(part: unknown, change: (node: Node) => Node | undefined): unknown {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((one) => rewrite(one, change))
  const changed = typeof (part as Node).class === 'string' ? change(part as Node) : undefined
  return changed ?? Object.fromEntries(Object.entries(part).map(([name, value]) => [name, rewrite(value, change)]))
}

/** Looks at every expression of a tree. */
export function everyNode(part: unknown, look: (node: Node) => void): void {
  if (typeof part !== 'object' || part === null) return
  if (typeof (part as Node).class === 'string') look(part as Node)
  for (const value of Object.values(part)) everyNode(value, look)
}

export const columnRef = (...path: string[]): Node => ({ class: 'COLUMN_REF', type: 'COLUMN_REF', alias: '', column_names: path })
export const aliased = (node: Node, alias: string): Node => ({ ...node, alias })
export const baseTable = (name: string): Node =>
  ({ type: 'BASE_TABLE', alias: '', sample: null, schema_name: '', table_name: name, column_name_alias: [], catalog_name: '', at_clause: null })
