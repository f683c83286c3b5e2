import type { MatchedBy, Output, Parsed } from '../../../shared/contract.ts'
import type { Tier } from '../../../shared/classes.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { normaliseName } from '../identity/normaliseName.ts'
import { veiled } from '../workspace/deed.ts'
import { codeKey } from './codeKey.ts'

/** What the text can be found in, and how: each a SELECT of subject_id, rank (lower first) and length (shorter first). */
interface Way { by: MatchedBy; rows: Sql }
interface Hit { subject_id: number; rank: number; length: number; way: MatchedBy }

/** A piece of a code tells something from this length on, and with a figure in it: 'ma' is in nearly every code. */
const leastCode = 4
const leastPerson = 2

/**
 * Subjects by code, name, pinyin initials, former name or legal representative. Ranked: equal code, equal name, beginning of code or name, within
 * either, initials, former name, representative; each of the last three equal before beginning before within; then the shorter text, then the lower number.
 * Who sees no person in full finds nobody by one. What ranks lower is looked up only where what ranks higher leaves room: most questions read one column of names.
 */
export async function searchSubjects(database: Database, { text, limit }: Parsed<'searchSubjects'>): Promise<Output['searchSubjects']> {
  const key = normaliseName(text)
  const code = codeKey(text)
  if (key === '') return []
  return database.read(async (ask) => {
    const found = new Map<number, Hit>()
    const latin = /^[a-z0-9]+$/.test(key)
    const rounds = [
      [...(code === '' ? [] : [byCode(code)]), latin ? byLatin(key) : byName(key)],
      ...(latin && key.length > 1 && /[a-z]/.test(key) ? [[byInitials(key)]] : []),
      [byFormerName(key)],
      ...([...key].length < leastPerson || veiled() ? [] : [[byPerson(text.normalize('NFKC').trim())]]),
    ]
    for (const ways of rounds) {
      for (const hit of await best(ask, ways, [...found.keys()], limit)) if (found.size < limit) found.set(hit.subject_id, hit)
      if (found.size >= limit) break
    }
    return told(ask, [...found.values()])
  })
}

const placeIn = (column: Sql, key: string): Sql => sql`CASE WHEN ${column} = ${key} THEN 0 WHEN starts_with(${column}, ${key}) THEN 1 ELSE 2 END`

function byCode(code: string): Way {
  const fragment = code.length >= leastCode && /\d/.test(code)
  // As a range of constants (letters and figures alone, codeKey), so that blocks of other codes are left out unread; «[» follows Z and 9.
  const where = (column: Sql): Sql => (fragment ? sql`contains(${column}, ${code})` : sql`${column} >= ${raw(literal(code))} AND ${column} < ${raw(literal(`${code}[`))}`)
  const rank = (column: Sql): Sql => sql`CASE WHEN ${column} = ${code} THEN 0 WHEN starts_with(${column}, ${code}) THEN 20 ELSE 30 END`
  const local = sql`replace(replace(upper(local_code), '-', ''), ' ', '')`
  return { by: 'code', rows: join([
    sql`SELECT subject_id, ${rank(sql`uscc`)} AS rank, 0 AS length FROM subject WHERE ${where(sql`uscc`)}`,
    sql`SELECT subject_id, ${rank(local)}, 0 FROM subject WHERE uscc IS NULL AND ${where(local)}`,
    sql`SELECT now_id, min(${rank(sql`code`)}), 0 FROM (SELECT now_id, coalesce(uscc, ${local}) AS code FROM former_subject) WHERE ${where(sql`code`)} GROUP BY now_id`,
  ], ' UNION ALL ') }
}

const byName = (key: string): Way => ({ by: 'name', rows: namesIn('subject', 'name_key', key) })
/** The same of a key without Han: only names that have Latin signs can have it. */
const byLatin = (key: string): Way => ({ by: 'name', rows: namesIn('subject_initials', 'latin', key) })

function namesIn(table: string, column: string, key: string): Sql {
  const name = ident(column)
  return sql`SELECT subject_id, CASE WHEN ${name} = ${key} THEN 10 WHEN starts_with(${name}, ${key}) THEN 21 ELSE 31 END AS rank, length(${name}) AS length FROM ${ident(table)} WHERE contains(${name}, ${key})`
}

/** A figure in initials is one of the name's own. */
const byInitials = (key: string): Way => ({ by: 'initials', rows: sql`
  SELECT subject_id, 40 + ${placeIn(sql`initials`, key)} AS rank, length(initials) AS length FROM subject_initials WHERE ${raw(/\d/.test(key) ? 'latin IS NOT NULL AND' : '')} contains(initials, ${key})` })

const byFormerName = (key: string): Way => ({ by: 'former_name', rows: sql`
  SELECT subject_id, 50 + min(${placeIn(sql`name_key`, key)}) AS rank, min(length(name_key)) AS length FROM subject_former_name WHERE contains(name_key, ${key}) GROUP BY subject_id` })

/** By the whole name of a person, or how it begins: as a range, which the scan itself applies, and without other columns. */
const byPerson = (name: string): Way => ({ by: 'legal_rep', rows: sql`
  SELECT subject_id, 60 + ${placeIn(sql`legal_rep`, name)} AS rank, length(legal_rep) AS length FROM subject WHERE legal_rep >= ${raw(literal(name))} AND legal_rep < ${raw(literal(`${name}\u{10FFFF}`))}` })

/** The first hits of several ways among those not found yet; whoever is hit in several counts where it ranks highest. A way names nobody more than twice. */
async function best(ask: Connection, ways: Way[], but: number[], limit: number): Promise<Hit[]> {
  const others = but.length === 0 ? raw('') : sql`WHERE subject_id NOT IN (${join(but.map((id) => sql`${id}`), ', ')})`
  const first = ({ by, rows }: Way): Sql => sql`(SELECT *, ${by} AS way FROM (${rows}) ${others} ORDER BY rank, length, subject_id LIMIT ${2 * limit})`
  return ask.rows<Hit>(sql`SELECT subject_id, min(rank) AS rank, arg_min(length, rank) AS length, arg_min(way, rank) AS way FROM (${join(ways.map(first), ' UNION ALL ')}) GROUP BY subject_id ORDER BY 2, 3, 1 LIMIT ${limit}`)
}

interface Row { subject_id: number; name: string; uscc: string | null; local_code: string | null; tier: Tier | null; index: number | null }

async function told(ask: Connection, hits: Hit[]): Promise<Output['searchSubjects']> {
  if (hits.length === 0) return []
  const ids = join(hits.map((hit) => sql`${hit.subject_id}`), ', ')
  const rows = await ask.rows<Row>(sql`SELECT s.subject_id, s.name, s.uscc, s.local_code, c.tier, c.index FROM (SELECT * FROM subject WHERE subject_id IN (${ids})) s LEFT JOIN (SELECT * FROM score WHERE subject_id IN (${ids})) c USING (subject_id)`)
  const byId = new Map(rows.map((row) => [row.subject_id, row]))
  return hits.flatMap(({ subject_id, way }) => {
    const row = byId.get(subject_id)
    return row ? [{ subjectId: subject_id, name: row.name, uscc: row.uscc, localCode: row.local_code, tier: row.tier, index: row.index, matched: way }] : []
  })
}
