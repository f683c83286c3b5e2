/** A statement with its parameters apart: values never become text. Fragments nest. */
export interface Sql { readonly parts: readonly string[]; readonly values: readonly SqlValue[] }
export type SqlValue = string | number | boolean | null

const isSql = (part: unknown): part is Sql => typeof part === 'object' && part !== null && 'parts' in part

/** `sql\`SELECT … WHERE a = ${value} AND ${fragment}\`` */
export function sql(strings: TemplateStringsArray, ...inserts: (SqlValue | Sql)[]): Sql {
  const parts = [strings[0]!]
  const values: SqlValue[] = []
  inserts.forEach((insert, i) => {
    const after = strings[i + 1]!
    if (isSql(insert)) {
      parts[parts.length - 1] += insert.parts[0]!
      for (let j = 0; j < insert.values.length; j++) {
        values.push(insert.values[j]!)
        parts.push(insert.parts[j + 1]!)
      }
      parts[parts.length - 1] += after
    } else {
      values.push(insert)
      parts.push(after)
    }
  })
  return { parts, values }
}

/** Text that is SQL by itself: from this program or its resources, never from a person. */
export const raw = (text: string): Sql => ({ parts: [text], values: [] })

/** A quoted identifier. */
export const ident = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`)

export function join(fragments: readonly Sql[], separator: string): Sql {
  return fragments.reduce((all, one, i) => (i === 0 ? one : sql`${all}${raw(separator)}${one}`), raw(''))
}

/** The text as DuckDB takes it, with $1, $2 … for the values. */
export const textOf = (statement: Sql): string => statement.parts.reduce((text, part, i) => (i === 0 ? part : `${text}$${i}${part}`), '')

/** The text with its values written in as literals, for a person to copy; never executed by the engine. */
export const readable = (statement: Sql): string =>
  statement.parts.reduce((text, part, i) => (i === 0 ? part : text + literal(statement.values[i - 1]!) + part), '')

/** A value as a DuckDB literal. */
export function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`
  if (typeof value === 'boolean') return String(value)
  const quoted = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`)
  return quoted.length === 1 ? quoted[0]! : `(${quoted.join(' || chr(0) || ')})` // the parser stops at a NUL
}

/** A path for read_csv and its kin, which take globs: TRAPS, `报表[1].csv` read `报表1.csv`. */
export const globLiteral = (path: string): string => path.replace(/[[*?]/g, (sign) => `[${sign}]`)
