import type { DimensionExploration, DimensionGroup, Parsed, Table, ValueBin } from '../../../shared/contract.ts'
import type { ChipField, DimensionId, Filter } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql, type Sql } from '../duckdb/sql.ts'
import { valuesOf } from '../workspace/measures.ts'
import type { RegionNames } from '../workspace/regions.ts'
import { whereOf } from '../workspace/where.ts'
import { binsOf, fewValues, type Bin, type Spread } from './bins.ts'
import { byPoints, byStep, double } from './combine.ts'
import { noSuchDimension, type PastRun } from './explain.ts'
import type { ModelDimension } from './model.ts'
import { outcomesOf } from './outcomes.ts'

/** The dimension in the model of the latest run. @throws MingchaError no_such_dimension */
export function dimensionOf(past: PastRun, id: string): ModelDimension {
  const found = past.model.classes.flatMap((group) => group.dimensions).find((one) => one.id === id)
  if (!found) throw noSuchDimension(id)
  return found
}

/** Scored subjects that pass a filter with their value of a dimension; tier and index are joined only where a chip asks for them. */
const valued = (id: DimensionId, filter: Filter): Sql => sql`(SELECT subject_id, industry, region, value FROM ${raw(filter.some(({ field }) => field === 'tier' || field === 'index') ? 'subject_now' : 'subject')} JOIN (${valuesOf(id)}) USING (subject_id) WHERE ${whereOf(filter)})`

const without = (filter: Filter, field: ChipField): Filter => filter.filter((chip) => chip.field !== field)

/** How a dimension is spread over the subjects of the latest run, and what inspections found. */
export async function exploreDimension(ask: Connection, past: PastRun, names: RegionNames, { dimension: id, filter }: Parsed<'exploreDimension'>): Promise<DimensionExploration> {
  const dimension = dimensionOf(past, id)
  const within = valued(id, filter)
  const all = await ask.one<Pick<DimensionExploration, 'subjects' | 'known' | 'zero' | 'pointed' | 'mean' | 'median' | 'p90' | 'least' | 'most'>>(sql`
    SELECT count(*) AS subjects, count(value) AS known, count(*) FILTER (WHERE value = 0) AS zero, count(*) FILTER (WHERE ${pointed(dimension)}) AS pointed,
      avg(value) AS mean, median(value) AS median, quantile_cont(value, 0.9) AS p90, min(value) AS least, max(value) AS most FROM ${within}`)
  return {
    dimension: id, run: past.run, asOf: past.asOf, model: past.model.version, ...all,
    ...(await spreadOver(ask, dimension, id, valued(id, without(filter, id)))),
    industries: await groupsBy(ask, dimension, valued(id, without(filter, 'industry')), 'industry', (key) => key),
    regions: await groupsBy(ask, dimension, valued(id, without(filter, 'region')), 'region', (key) => names(key) ?? key),
    outcomes: await outcomesOf(ask, dimension, past.asOf, within),
  }
}

async function spreadOver(ask: Connection, dimension: ModelDimension, id: DimensionId, within: Sql): Promise<Pick<DimensionExploration, 'bins' | 'unknown'>> {
  const { known, least, most, positive, middle } = await ask.one<{ known: number } & Omit<Spread, 'values'>>(sql`
    SELECT count(value) AS known, min(value) AS least, max(value) AS most, min(value) FILTER (WHERE value > 0) AS positive, median(value) AS middle FROM (${valuesOf(id)})`)
  const values = await ask.rows<{ value: number }>(sql`SELECT value FROM (${valuesOf(id)}) WHERE value IS NOT NULL GROUP BY value ORDER BY value LIMIT ${fewValues + 1}`)
  const bins = known === 0 ? [] : binsOf(dimension, { least, most, positive, middle, values: values.length > fewValues ? null : values.map((row) => row.value) })
  const filled = await ask.rows<{ bin: number | null; n: number }>(sql`SELECT ${binSql(bins)} AS bin, count(*) AS n FROM ${within} GROUP BY 1`)
  const count = (bin: number | null): number => filled.find((row) => row.bin === bin)?.n ?? 0
  return { bins: bins.map((bin, i): ValueBin => ({ ...bin, subjects: count(i) })), unknown: { subjects: count(null), points: dimension.missing } }
}

/** The bin that a value lies in, by its place; NULL unknown. */
const binSql = (bins: readonly Bin[]): Sql => (bins.length === 0 ? raw('NULL::INTEGER')
  : byStep(raw('value'), bins.map(({ from }) => from), (place) => raw(place < bins.length ? String(place) : 'NULL')))

const pointed = (dimension: ModelDimension): Sql => sql`${byPoints(dimension, raw('value'), double)} <> 0`

/** By the kinds of one column, most subjects first; key '' unknown. */
async function groupsBy(ask: Connection, dimension: ModelDimension, within: Sql, by: 'industry' | 'region', name: (key: string) => string): Promise<DimensionGroup[]> {
  const rows = await ask.rows<Omit<DimensionGroup, 'label'>>(sql`
    SELECT coalesce(${ident(by)}, '') AS key, count(*) AS subjects, count(value) AS known, count(*) FILTER (WHERE ${pointed(dimension)}) AS pointed, avg(value) AS mean
    FROM ${within} GROUP BY 1 ORDER BY subjects DESC, key`)
  return rows.map((row) => ({ ...row, label: name(row.key) }))
}

/** One page of subjects by their value, the end with more points first; unknown values last. */
export async function dimensionSubjects(ask: Connection, past: PastRun, { dimension: id, filter, offset, limit }: Parsed<'dimensionSubjects'>): Promise<Table> {
  const { bands } = dimensionOf(past, id)
  const rising = bands.at(-1)![1] >= bands[0]![1]
  const source = valued(id, filter)
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM ${source}`)
  const order = sql`value ${raw(rising ? 'DESC' : 'ASC')} NULLS LAST, index DESC, subject_id`
  const arrow = await ask.arrow(sql`
    WITH page AS (SELECT subject_id, value, index, tier FROM (SELECT subject_id, value FROM ${source}) JOIN score USING (subject_id) ORDER BY ${order} LIMIT ${limit} OFFSET ${offset})
    SELECT subject_id, name, coalesce(uscc, local_code) AS uscc, tier, index, value, region, industry FROM page JOIN subject USING (subject_id) ORDER BY ${order}`)
  return { total, arrow }
}
