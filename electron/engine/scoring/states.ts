import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'

/**
 * Digests of tables, each taken once. Cells of a record never change within its batch, only its subject does: so whose rows there
 * are is enough. A subject's description is taken as a whole, its count of records left out.
 * @param last states of the last run, where no subject was touched since: true of a table that has as many rows as then
 */
export function statesOf(ask: Connection, last: ReadonlySet<string> = new Set()): (table: string) => Promise<string> {
  const taken = new Map<string, string>()
  return async (table) => {
    const before = taken.get(table)
    if (before !== undefined) return before
    const known = [...last].filter((state) => state.startsWith(`${table}:`))
    if (known.length === 1) {
      const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM ${ident(table.replace(/^known_/, ''))}`)
      if (known[0]!.startsWith(`${table}:${n}:`)) {
        taken.set(table, known[0]!)
        return known[0]!
      }
    }
    const columns = table === 'subject'
      ? raw('subject_id, uscc, local_code, name, legal_rep, registrar, region, industry, type, status, established, capital_yuan, address, phone, first_batch')
      : raw('subject_id, batch, file_id, source_row')
    const { state } = await ask.one<{ state: string }>(
      sql`SELECT ${`${table}:`} || count(*) || ':' || coalesce(bit_xor(hash(${columns})), 0) AS state FROM ${ident(table.replace(/^known_/, ''))}`)
    taken.set(table, state)
    return state
  }
}
