import type { Output, Parsed } from '../../../shared/contract.ts'
import type { Chip, Filter, Sort } from '../../../shared/filter.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { orderOf, whereOf } from '../workspace/where.ts'
import type { RegionNames } from '../workspace/regions.ts'

const scored = new Set(['tier', 'index', 'tier_reason'])

/** The narrowest table that has every column asked for: without tier and index the join with `score` is not needed. */
function sourceOf(filter: Filter, sort: Sort): Sql {
  if (filter.length > 0 && [...filter, ...sort].every(({ field }) => scored.has(field)) && filter.some(needsScore)) return raw('score')
  return [...filter, ...sort].some(({ field }) => scored.has(field)) ? raw('subject_now') : raw('subject')
}

/** Whether a chip lets no unscored subject pass. */
const needsScore = (chip: Chip): boolean => scored.has(chip.field) && chip.op !== 'empty' && (chip.op !== 'between' || chip.min !== undefined || chip.max !== undefined)

/**
 * One page of the subject grid, and how many subjects pass the filter. The page's ids are found on the columns of filter
 * and sort alone (ORDER BY + LIMIT, so a heap of one page); its wide columns are fetched by id afterwards.
 */
export async function subjectPage(database: Database, { filter, sort, offset, limit }: Parsed<'subjectPage'>): Promise<Output['subjectPage']> {
  return database.read(async (ask) => {
    const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM ${sourceOf(filter, [])} WHERE ${whereOf(filter)}`)
    const ids = await ask.rows<{ subject_id: number }>(sql`
      SELECT subject_id FROM ${await pageSource(ask, filter, sort, offset + limit)} WHERE ${whereOf(filter)} ORDER BY ${orderOf(sort)} LIMIT ${limit} OFFSET ${offset}`)
    const page = ids.length === 0 ? raw('0') : join(ids.map((row) => sql`${row.subject_id}`), ', ')
    const arrow = await ask.arrow(sql`
      SELECT subject_id, name, coalesce(uscc, local_code) AS uscc, tier, index, region, industry, type, status, registrar, legal_rep,
        established, capital_yuan, records
      FROM subject_now WHERE subject_id IN (${page}) ORDER BY ${orderOf(sort)}`)
    return { total, arrow }
  })
}

/** Sorted by tier or index alone, the unscored stand last: until their pages come, `score` by itself has the order. */
async function pageSource(ask: Connection, filter: Filter, sort: Sort, end: number): Promise<Sql> {
  if (filter.length > 0 || !scored.has(sort[0]?.field ?? '') || !sort.every(({ field }) => scored.has(field))) return sourceOf(filter, sort)
  const { rows } = await ask.one<{ rows: number }>(sql`SELECT count(*) AS rows FROM score`)
  return end <= rows ? raw('score') : raw('subject_now')
}

/** Counts by value of one column within a filter, most frequent first; codes of places carry their names. */
export async function facet(database: Database, names: RegionNames, { field, filter, limit }: Parsed<'facet'>): Promise<Output['facet']> {
  const column = field === 'text' ? ident('name') : ident(field)
  // Without a filter the unscored are those that `score` lacks: counted, not joined.
  const source = !scored.has(field) ? sourceOf(filter, [{ field: field === 'text' ? 'name' : field, descending: false }]) : filter.length > 0 ? raw('subject_now')
    : sql`(SELECT ${column}, 1 AS n FROM score UNION ALL SELECT NULL, (SELECT count(*) FROM subject) - (SELECT count(*) FROM score))`
  const count = scored.has(field) && filter.length === 0 ? raw('sum(n)::BIGINT') : raw('count(*)')
  const rows = await database.read((ask) => ask.rows<{ value: string | null; count: number }>(sql`
    SELECT ${column}::VARCHAR AS value, ${count} AS count FROM ${source} WHERE ${whereOf(filter)} GROUP BY 1 HAVING count > 0 ORDER BY count DESC, value LIMIT ${limit}`))
  const placed = field === 'region' || field === 'registrar'
  return rows.map(({ value, count }) => ({ value, label: (placed && value !== null && names(value)) || (value ?? ''), count }))
}
