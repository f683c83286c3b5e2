import { recordClasses } from '../../../shared/classes.ts'
import type { ColumnFigures, DictionaryTable } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'

/** Columns that hold persons, or numbers that reach them: samples show them masked. */
const persons = new Set(['legal_rep', 'inspectors', 'other_name', 'imported_by', 'undone_by', 'decided_by'])
const phones = new Set(['phone'])
/** Rows that samples are taken of: enough to see what a column looks like, and the same cost whatever the table holds. */
const sampled = 10_000

/** How far each column of a table is filled, in one pass; its most frequent values in a sample; the source columns that came into it. */
export async function columnFigures(ask: Connection, table: DictionaryTable): Promise<ColumnFigures> {
  const columns = table.columns.map((one) => one.name)
  const counts = await ask.one<Record<string, number>>(sql`SELECT count(*) AS rows ${join(table.columns.map(({ name, type }, i) => sql`, count(${said(name, type)}) AS ${raw(`f${i}`)}, approx_count_distinct(${said(name, type)}) AS ${raw(`d${i}`)}`), '')} FROM ${ident(table.name)}`)
  const samples = counts['rows'] === 0 ? {} : await ask.one<Record<string, string[] | null>>(sql`SELECT ${join(table.columns.map(({ name, type }, i) => sql`${type === 'JSON' || type === 'UUID' || name === 'original' || name === 'yaml' ? raw('NULL') : sql`approx_top_k(${shown(name)}, 5)`} AS ${raw(`s${i}`)}`), ', ')}
    FROM (SELECT * FROM ${ident(table.name)} USING SAMPLE reservoir(${raw(String(sampled))} ROWS) REPEATABLE (1))`)
  const sources = await sourcesOf(ask, table)
  return {
    table: table.name, rows: counts['rows']!,
    columns: columns.map((name, i) => ({
      name, filled: counts[`f${i}`]!, distinct: Math.min(counts[`d${i}`]!, counts[`f${i}`]!), samples: (samples[`s${i}`] ?? []).filter((one) => one !== null), sources: sources.get(name) ?? [],
    })),
  }
}

/** An empty text says as little as NULL. */
const said = (name: string, type: string): Sql => (type === 'VARCHAR' ? sql`nullif(${ident(name)}, '')` : ident(name))

/** A value as anyone may see it; numbers of citizens and of telephones are masked wherever they stand. */
function shown(name: string): Sql {
  const text = sql`left(${ident(name)}::VARCHAR, 80)`
  if (phones.has(name)) return sql`left(${text}, 3) || '****' || right(${text}, 2)`
  if (persons.has(name)) return sql`CASE WHEN regexp_matches(${text}, '公司|中心|企业|合伙|[厂店社局院校部所]$') THEN ${text} ELSE left(${text}, 1) || '**' END`
  return sql`regexp_replace(regexp_replace(${text}, '[1-9]\\d{5}(19|20)\\d{2}(0[1-9]|1[0-2])\\d{5}[\\dXx]', '******************', 'g'), '(^|\\D)(1[3-9]\\d)\\d{6}(\\d{2})($|\\D)', '\\1\\2******\\3\\4', 'g')`
}

/** Headers of the sources by the column that they came into, the most frequent first. */
async function sourcesOf(ask: Connection, table: DictionaryTable): Promise<Map<string, { header: string; files: number }[]>> {
  if (!recordClasses.some((one) => one === table.name)) return new Map()
  const rows = await ask.rows<{ name: string; header: string; files: number }>(sql`
    SELECT m.column AS name, m.source AS header, count(DISTINCT file_id) AS files
    FROM (SELECT file_id, unnest(from_json(mapping, '[{"source": "VARCHAR", "column": "VARCHAR"}]')) AS m FROM source_file WHERE class = ${table.name})
    GROUP BY ALL ORDER BY files DESC, header`)
  const found = new Map<string, { header: string; files: number }[]>()
  for (const { name, header, files } of rows) {
    const column = name === '' ? 'extra' : name
    found.set(column, [...(found.get(column) ?? []), { header, files }])
  }
  return found
}
