import type { Connection } from '../duckdb/database.ts'
import type { Stored } from './stored.ts'
import { aliased, baseTable, columnRef, parseTrees, textsOf, type Node } from './tree.ts'

/**
 * Looking for words in texts is the dearest part of measuring, and the same texts come again and again. Here the parts of a class's
 * facts that rest on texts alone are found in the parse tree and taken out as columns of their own, which are worked out before any
 * join, and where texts repeat, once for each different text.
 */
export interface TextSet {
  /** known_<class> or subject, and the text columns there that they rest on. */
  table: string
  columns: string[]
  /** What rests on them, as a list for SELECT: expression AS text_1, … */
  worked: string
  /** How many searches that takes in one text. */
  searches: number
}
export interface Worded { /** The facts, reading the worked-out columns from known_<class>. */ facts: string; sets: TextSet[] }

const searches = new Set(['contains', 'regexp_matches', 'regexp_replace', 'translate', 'replace', '~~', '!~~', 'starts_with', 'ends_with'])
const pure = new Set(['FUNCTION', 'CONSTANT', 'COLUMN_REF', 'CONJUNCTION', 'OPERATOR', 'COMPARISON', 'CASE', 'CAST', 'BETWEEN'])
/** Fewer searches than this in a text are not worth a column. */
const worthwhile = 4

/** Null where nothing is to be gained: no or few searches, or facts of another form than one SELECT from known classes and subject. */
export async function wordedFacts(ask: Connection, facts: string, stored: Stored): Promise<Worded | null> {
  const node = (await parseTrees(ask, [facts.trim()]))[0]!
  const tables = node.type === 'SELECT_NODE' && ((node.cte_map as Node).map as unknown[]).length === 0 ? tablesOf(node.from_table as Node) : null
  if (!tables) return null
  const isText = (table: string, column: string): boolean => stored.get(table.replace(/^known_/, ''))?.get(column) === 'VARCHAR'

  /** The alias and the text columns that a part rests on, where it rests on those of one table alone. */
  const restsOn = (part: unknown): { alias: string; columns: Set<string>; searches: number } | null => {
    const found = { alias: '', columns: new Set<string>(), searches: 0 }
    const walk = (one: unknown): boolean => {
      if (typeof one !== 'object' || one === null) return true
      if (Array.isArray(one)) return one.every(walk)
      const here = one as Node
      if (typeof here.class === 'string' && !pure.has(here.class)) return false
      if (here.class === 'FUNCTION' && searches.has(String(here.function_name))) found.searches++
      if (here.class === 'COLUMN_REF') {
        const path = here.column_names as string[]
        const alias = path.length === 2 ? path[0]! : tables.size === 1 ? [...tables.keys()][0]! : ''
        const column = path.at(-1)!
        if (!isText(tables.get(alias) ?? '', column) || (found.alias !== '' && found.alias !== alias)) return false
        found.alias = alias
        found.columns.add(column)
      }
      return Object.values(here).every(walk)
    }
    return walk(part) && found.searches > 0 ? found : null
  }

  const sets = new Map<string, { alias: string; columns: string[]; parts: { node: Node; into: (replacement: Node) => void }[]; searches: number }>()
  const lift = (part: unknown, put: (replacement: Node) => void): void => {
    if (typeof part !== 'object' || part === null) return
    const on = restsOn(part)
    if (on && 'class' in part) {
      const columns = [...on.columns].sort()
      const key = `${on.alias}:${columns.join(',')}`
      const set = sets.get(key) ?? { alias: on.alias, columns, parts: [], searches: 0 }
      set.parts.push({ node: part as Node, into: put })
      set.searches += on.searches
      sets.set(key, set)
      return
    }
    for (const [name, value] of Object.entries(part)) lift(value, (replacement) => { (part as Record<string, unknown>)[name] = replacement })
  }
  const list = node.select_list as Node[]
  list.forEach((one, i) => lift(one, (replacement) => { list[i] = replacement }))

  const kept = [...sets.values()].filter((one) => one.searches >= worthwhile)
  if (kept.length === 0) return null
  const answer: Omit<TextSet, 'worked'>[] = []
  const statements: Node[] = []
  let number = 0
  for (const { alias, columns, parts, searches: count } of kept) {
    const worked = parts.map(({ node: part, into }) => {
      const name = `text_${++number}`
      into(aliased(tables.size === 1 ? columnRef(name) : columnRef(alias, name), (part as { alias: string }).alias))
      return aliased(unqualified(part) as Node, name)
    })
    statements.push({ ...node, select_list: worked, from_table: baseTable('texts') })
    answer.push({ table: tables.get(alias)!, columns, searches: count })
  }
  const [rewritten, ...worked] = await textsOf(ask, [node, ...statements])
  return { facts: rewritten!, sets: answer.map((set, i) => ({ ...set, worked: worked[i]!.slice('SELECT '.length, -' FROM texts'.length) })) }
}

/** Alias → table, of a plain table or joins of such; null for anything else. */
function tablesOf(from: Node): Map<string, string> | null {
  if (from.type === 'BASE_TABLE') return new Map([[String(from.alias || from.table_name), String(from.table_name)]])
  if (from.type !== 'JOIN') return null
  const [left, right] = [tablesOf(from.left as Node), tablesOf(from.right as Node)]
  return left && right ? new Map([...left, ...right]) : null
}

const unqualified = (part: unknown): unknown => {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map(unqualified)
  const node = part as Node
  if (node.class === 'COLUMN_REF') return { ...node, column_names: [(node.column_names as string[]).at(-1)!] }
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, unqualified(value)]))
}
