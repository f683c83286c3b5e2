import { raw, sql, type Sql } from '../duckdb/sql.ts'

/** A day as text, or SQL that gives one. */
type Day = string | Sql
const dayOf = (day: Day): Sql => (typeof day === 'string' ? sql`${day}::DATE` : day)

/**
 * Condition over rows that hold from valid_from to valid_until (NULL: until further notice): begun by `begun` and not ended before `until`. A span's
 * last and first day give the rows that hold on any of its days, its first and last those that hold on all. `of` is the table's alias.
 */
export function holdsWithin(begun: Day, until: Day, of?: string): Sql {
  const column = (name: string): Sql => raw(of === undefined ? name : `${of}.${name}`)
  return sql`(${column('valid_from')} <= ${dayOf(begun)} AND (${column('valid_until')} IS NULL OR ${column('valid_until')} >= ${dayOf(until)}))`
}

/** Rows that hold on a day. */
export const holdsOn = (day: Day, of?: string): Sql => holdsWithin(day, day, of)
