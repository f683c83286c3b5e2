import type { SharedKind } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'

/** One thing that at least two subjects share. */
export interface Tie {
  key: string
  shared: SharedKind
  /** The subject that it is. */
  other: number | null
  step: 1 | 2
  members: number
  hub: boolean
  /** Whom it joins: all who share it; of a hub those from whom it was reached, and the subject that it is. */
  joins: number[]
}

export interface Neighbourhood {
  ties: Tie[]
  first: number[]
  /** null: not followed. */
  second: number[] | null
}

export interface Reach { subjectId: number; steps: 1 | 2; hub: number; today: string }

/** From more first neighbours than these nobody goes on: the second step would be half the city. */
const mostFirst = 500

/**
 * Whom a subject shares something with, and whom these do. What more than `hub` subjects share is counted and not followed, so that an
 * address agency joins nobody. Read by key from `subject_link`; no record is looked at.
 */
export async function neighbourhood(ask: Connection, reach: Reach): Promise<Neighbourhood> {
  const { subjectId, steps } = reach
  const nearest = await tiesOf(ask, reach, [subjectId], [], 1)
  const first = reached(nearest.ties, new Set([subjectId]))
  if (steps === 1 || first.length > mostFirst) return { ties: nearest.ties, first, second: null }
  const further = first.length === 0 ? { ties: [] } : await tiesOf(ask, reach, first, nearest.keys, 2)
  return { ties: [...nearest.ties, ...further.ties], first, second: reached(further.ties, new Set([subjectId, ...first])) }
}

const reached = (ties: Tie[], known: ReadonlySet<number>): number[] => [...new Set(ties.flatMap((tie) => tie.joins))].filter((id) => !known.has(id)).sort((a, b) => a - b)

/** What these subjects share with anybody, but for `known` keys; largest first. */
async function tiesOf(ask: Connection, { hub, today }: Reach, subjects: number[], known: string[], step: 1 | 2): Promise<{ keys: string[]; ties: Tie[] }> {
  const keys = (await ask.rows<{ key: string }>(sql`SELECT DISTINCT key::VARCHAR AS key FROM subject_link WHERE subject_id IN (${numbers(subjects)}) AND ${lasting(today)}
    UNION SELECT md5_number_upper('subject|' || id)::VARCHAR FROM unnest([${numbers(subjects)}]) t(id)`)).map((row) => row.key).filter((key) => !new Set(known).has(key))
  if (keys.length === 0) return { keys, ties: [] }
  const rows = await ask.rows<{ key: string; shared: SharedKind; other: number | null; members: number; joins: string }>(sql`
    SELECT key::VARCHAR AS key, any_value(shared) AS shared, any_value(other_subject_id) AS other, count(*) AS members,
      to_json(list(subject_id ORDER BY subject_id) FILTER (size <= ${hub} OR subject_id = other_subject_id OR subject_id IN (${numbers(subjects)})))::VARCHAR AS joins
    FROM (SELECT *, count(*) OVER (PARTITION BY key) AS size FROM (${sharing(keys, today)})) WHERE size > 1 GROUP BY key ORDER BY members DESC, key`)
  return { keys, ties: rows.map((row) => ({ ...row, step, hub: row.members > hub, joins: JSON.parse(row.joins) as number[] })) }
}

/** Who shares the things of these keys, each once a key: (key, shared, other_subject_id, subject_id). The subject that a thing is shares it too. */
export const sharing = (keys: readonly string[], today: string): Sql => {
  const link = sql`FROM subject_link WHERE key IN (${keyList(keys)}) AND ${lasting(today)}`
  return sql`SELECT key, shared, other_subject_id, subject_id ${link} UNION SELECT key, shared, other_subject_id, other_subject_id ${link} AND other_subject_id IS NOT NULL`
}

const lasting = (today: string): Sql => sql`(until_on IS NULL OR until_on > ${today}::DATE)`

/** Keys as constants, by which DuckDB leaves out blocks. */
export const keyList = (keys: readonly string[]): Sql => raw(keys.map((key) => `${BigInt(key)}::UBIGINT`).join(', '))

/** Numbers that DuckDB can prune by, as parameters could not be. */
export const numbers = (ids: readonly number[]): Sql => (ids.length === 0 ? raw('NULL') : join(ids.map((id) => raw(String(Math.trunc(id)))), ', '))
