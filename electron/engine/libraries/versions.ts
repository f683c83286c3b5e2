import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { holdsOn } from '../workspace/holds.ts'
import { person } from '../workspace/person.ts'
import type { TypedRow } from './cells.ts'
import type { Library } from './columns.ts'

/** Why rows are changed, for the log; `source`: the file that brought them, '' by hand. */
export interface Mark { reason: string; source: string }
export interface Counts { added: number; changed: number; unchanged: number; ended: number }

const sameKey = (library: Library, a: string, b: string): Sql => raw(library.key.map((name) => `${a}."${name}" = ${b}."${name}"`).join(' AND '))
/** A version as the log keeps it. */
const told = (library: Library, alias: string, days?: { from: string; until: string }): Sql =>
  raw(`json_object(${library.columns.map(({ name }) => `'${name}', ${name === 'valid_from' ? (days?.from ?? `${alias}.valid_from`) : name === 'valid_until' ? (days?.until ?? `${alias}.valid_until`) : `${alias}."${name}"`}`).join(', ')})`)
const keyText = (library: Library, alias: string): Sql => raw(library.key.map((name) => `${alias}."${name}"`).join(" || '/' || "))

/** The rows of a library that hold on a day. */
export const rowsOn = (library: Library, day: string): Sql => sql`SELECT * FROM ${ident(library.table)} l WHERE ${holdsOn(day, 'l')}`

/**
 * Lets each row hold from its day on, until its own end or the next version of its key: the version that held on that day ends on the day
 * before, or is replaced where it began on that very day; one that says the same already stays. Every change is logged. Rows of one key
 * are taken in the order of their days.
 */
export async function putVersions(ask: Connection, library: Library, rows: readonly TypedRow[], mark: Mark): Promise<Counts> {
  const counts: Counts = { added: 0, changed: 0, unchanged: 0, ended: 0 }
  const { rounds } = await stageRows(ask, library, rows)
  for (let round = 1; round <= rounds; round++) {
    const table = ident(library.table)
    const content = library.content.map(({ name }) => name)
    // `ends`: last day of the new version; a later one of the key is never overwritten.
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE library_step AS
      SELECT *, CASE WHEN was_from IS NULL THEN 'added' WHEN NOT same THEN 'changed' WHEN was_until IS NOT DISTINCT FROM ends THEN 'unchanged' WHEN ends IS NOT NULL AND (was_until IS NULL OR ends < was_until) THEN 'ended' ELSE 'changed' END AS action
      FROM (SELECT i.* EXCLUDE (round), c.valid_from AS was_from, c.valid_until AS was_until, ${raw(content.map((name) => `i."${name}" IS NOT DISTINCT FROM c."${name}"`).join(' AND '))} AS same, ${told(library, 'c')} AS before,
          least(CASE WHEN i.until_told THEN i.valid_until ELSE c.valid_until END, (SELECT min(n.valid_from) - 1 FROM ${table} n WHERE ${sameKey(library, 'n', 'i')} AND n.valid_from > i.valid_from)) AS ends
        FROM library_incoming i LEFT JOIN ${table} c ON ${sameKey(library, 'c', 'i')} AND ${holdsOn(raw('i.valid_from'), 'c')} WHERE i.round = ${round})`)
    await ask.run(sql`INSERT INTO library_change SELECT nextval('library_change_number'), current_timestamp::TIMESTAMP, ${person()}, ${library.table}, ${keyText(library, 's')}, action, CASE WHEN was_from IS NOT NULL THEN before END,
        ${told(library, 's', { from: 'CASE WHEN same THEN was_from ELSE s.valid_from END', until: 'ends' })}, ${mark.reason}, ${mark.source} FROM (SELECT * REPLACE (coalesce(same, false) AS same) FROM library_step WHERE action <> 'unchanged' ORDER BY n) s`)
    const step = (which: string): Sql => sql`FROM library_step s WHERE ${sameKey(library, 's', 't')} AND t.valid_from = s.was_from AND ${raw(which)}`
    await ask.run(sql`UPDATE ${table} t SET valid_until = s.valid_from - 1 ${step('NOT s.same AND s.was_from < s.valid_from')}`)
    await ask.run(sql`UPDATE ${table} t SET valid_until = s.ends ${step("s.same AND s.action <> 'unchanged'")}`)
    await ask.run(sql`DELETE FROM ${table} t WHERE EXISTS (SELECT 1 ${step('NOT s.same AND s.was_from = s.valid_from')})`)
    await ask.run(sql`INSERT INTO ${table} (${join(library.columns.map(({ name }) => ident(name)), ', ')}) SELECT ${join(content.map(ident), ', ')}, valid_from, ends FROM library_step WHERE was_from IS NULL OR NOT same ORDER BY n`)
    for (const { action, n } of await ask.rows<{ action: keyof Counts; n: number }>(sql`SELECT action, count(*) AS n FROM library_step GROUP BY 1`)) counts[action] += n
  }
  await ask.run(raw('DROP TABLE IF EXISTS library_step; DROP TABLE IF EXISTS library_incoming'))
  return counts
}

/** The rows as a temp table, numbered by the order in which those of one key follow. */
async function stageRows(ask: Connection, library: Library, rows: readonly TypedRow[]): Promise<{ rounds: number }> {
  const typeOf = (type: string): string => (type === 'number' ? 'INTEGER' : type === 'share' ? 'DOUBLE' : type === 'day' ? 'DATE' : type === 'list' ? 'JSON' : 'VARCHAR')
  const json = JSON.stringify(rows.map(({ n, values, from, until }) => ({ ...values, n, until_told: until !== undefined, valid_from: from, valid_until: until ?? null })))
  const shape = JSON.stringify([{ n: 'INTEGER', until_told: 'BOOLEAN', ...Object.fromEntries(library.columns.map(({ name, type }) => [name, type === 'list' || type === 'day' ? 'VARCHAR' : typeOf(type)])) }])
  const cells = library.columns.map(({ name, type }) => `r."${name}"::${typeOf(type)} AS "${name}"`).join(', ')
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE library_incoming AS SELECT *, row_number() OVER (PARTITION BY ${join(library.key.map(ident), ', ')} ORDER BY valid_from, n) AS round
    FROM (SELECT r.n AS n, r.until_told AS until_told, ${raw(cells)} FROM (SELECT unnest(from_json(${json}, ${shape})) AS r))`)
  return ask.one<{ rounds: number }>(sql`SELECT coalesce(max(round), 0)::INTEGER AS rounds FROM library_incoming`)
}

/**
 * Ends keys after `last`: the version that holds on that day ends with it, later ones go. `which` is a condition on the alias t.
 * @returns how many keys were ended
 */
export async function endKeys(ask: Connection, library: Library, which: Sql, last: string, mark: Mark): Promise<number> {
  const table = ident(library.table)
  const gone = sql`(${which}) AND (t.valid_until IS NULL OR t.valid_until > ${last}::DATE)`
  const { n } = await ask.one<{ n: number }>(sql`SELECT count(DISTINCT ${keyText(library, 't')}) AS n FROM ${table} t WHERE ${gone}`)
  await ask.run(sql`INSERT INTO library_change SELECT nextval('library_change_number'), current_timestamp::TIMESTAMP, ${person()}, ${library.table}, ${keyText(library, 't')}, 'ended', ${told(library, 't')},
      CASE WHEN valid_from <= ${last}::DATE THEN ${told(library, 't', { from: 't.valid_from', until: 'last_day' })} END, ${mark.reason}, ${mark.source} FROM (SELECT *, ${last}::DATE AS last_day FROM ${table} t WHERE ${gone} ORDER BY ${join(library.key.map(ident), ', ')}, valid_from) t`)
  await ask.run(sql`DELETE FROM ${table} t WHERE ${gone} AND t.valid_from > ${last}::DATE`)
  await ask.run(sql`UPDATE ${table} t SET valid_until = ${last}::DATE WHERE ${gone}`)
  return n
}
