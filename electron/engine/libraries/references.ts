import type { Connection } from '../duckdb/database.ts'
import { raw } from '../duckdb/sql.ts'
import type { References } from './cells.ts'
import type { Library } from './columns.ts'

/** Keys that rows of this library may name, by code and, where only one row bears it, by name. Keys that ended are known too: rows of the past name them. */
export async function referencesOf(ask: Connection, library: Library): Promise<References> {
  const wanted = new Set(library.columns.map((one) => one.of))
  const references: References = {}
  if (wanted.has('department')) {
    const rows = await ask.rows<{ code: string; name: string }>(raw('SELECT DISTINCT code, name FROM department ORDER BY code'))
    references.department = new Map([...unique(rows.map(({ code, name }) => [name, code])), ...rows.map(({ code }) => [code, code] as const)])
  }
  if (wanted.has('officer')) {
    const rows = await ask.rows<{ officer: string }>(raw('SELECT DISTINCT officer FROM officer'))
    references.officer = new Map(rows.map(({ officer }) => [officer, officer]))
  }
  return references
}

/** Names that lead to one code only. */
function unique(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const codes = new Map<string, Set<string>>()
  for (const [name, code] of pairs) codes.set(name, (codes.get(name) ?? new Set()).add(code))
  return [...codes].flatMap(([name, [code, ...others]]) => (others.length === 0 && code !== undefined ? [[name, code] as const] : []))
}
