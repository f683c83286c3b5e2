import type { Output, Parsed } from '../../../shared/contract.ts'
import type { Filter, Sort } from '../../../shared/filter.ts'
import type { Database } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { orderOf, whereOf } from '../workspace/where.ts'
import type { RegionNames } from '../workspace/regions.ts'

const scored = new Set(['tier', 'index'])

/** The narrowest table that has every column asked for: without tier and index the join with `score` is not needed. */
function sourceOf(filter: Filter, sort: Sort): Sql {
  return [...filter, ...sort].some(({ field }) => scored.has(field)) ? raw('subject_now') : raw('subject')
}

/**
 * One page of the subject grid, and how many subjects pass the filter. The page's ids are found on the columns of filter
 * and sort alone (ORDER BY + LIMIT, so a heap of one page); its wide columns are fetched by id afterwards.
 */
export async function subjectPage(database: Database, { filter, sort, offset, limit }: Parsed<'subjectPage'>): Promise<Output['subjectPage']> {
  return database.read(async (ask) => {
    const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM ${sourceOf(filter, [])} WHERE ${whereOf(filter)}`)
    const ids = await ask.rows<{ subject_id: number }>(sql`
      SELECT subject_id FROM ${sourceOf(filter, sort)} WHERE ${whereOf(filter)} ORDER BY ${orderOf(sort)} LIMIT ${limit} OFFSET ${offset}`)
    const page = ids.length === 0 ? raw('0') : join(ids.map((row) => sql`${row.subject_id}`), ', ')
    const arrow = await ask.arrow(sql`
      SELECT subject_id, name, coalesce(uscc, local_code) AS uscc, tier, index, region, industry, type, status, registrar, legal_rep,
        established, capital_yuan, records
      FROM subject_now WHERE subject_id IN (${page}) ORDER BY ${orderOf(sort)}`)
    return { total, arrow }
  })
}

/** Counts by value of one column within a filter, most frequent first; codes of places carry their names. */
export async function facet(database: Database, names: RegionNames, { field, filter, limit }: Parsed<'facet'>): Promise<Output['facet']> {
  const column = field === 'text' ? ident('name') : ident(field)
  const source = scored.has(field) ? raw('subject_now') : sourceOf(filter, [])
  const rows = await database.read((ask) => ask.rows<{ value: string | null; count: number }>(sql`
    SELECT ${column}::VARCHAR AS value, count(*) AS count FROM ${source} WHERE ${whereOf(filter)} GROUP BY ALL ORDER BY count DESC, value LIMIT ${limit}`))
  const placed = field === 'region' || field === 'registrar'
  return rows.map(({ value, count }) => ({ value, label: (placed && value !== null && names(value)) || (value ?? ''), count }))
}
