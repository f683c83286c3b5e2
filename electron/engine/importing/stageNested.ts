import type { FilePreview } from '../../../shared/contract.ts'
import { ranOut, type Connection } from '../duckdb/database.ts'
import { join, literal, raw, sql } from '../duckdb/sql.ts'
import { headerOf, leavesOf, pointerOf, type Leaf } from './flatten.ts'
import { refuseTooMany, type Proposal } from './propose.ts'
import { damagedParquet, parquetColumns, parquetRows } from './readParquet.ts'

/** Formats whose values bear their own names: there is no header row, and rows have no width. */
export const isNamed = (format: FilePreview['format']): boolean => format === 'json' || format === 'jsonl' || format === 'parquet' || format === 'duckdb'

/**
 * The table `cell` from elements of JSON (a CSV of n, bad, original, element). Leaves that the head of the file did not have become
 * further headers, kept in extra: no value is dropped because it came late.
 */
export async function recordJson(ask: Connection, source: string, proposal: Proposal, name: string): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE element AS SELECT n::BIGINT AS n,
      CASE WHEN bad <> '' THEN bad WHEN NOT json_valid(c0) THEN 'bad_json' WHEN json_type(c0) <> 'OBJECT' THEN 'bad_json' END AS bad,
      CASE WHEN bad <> '' THEN original ELSE c0 END AS original
    FROM ${raw(`read_csv(${literal(source)}, auto_detect=false, header=false, columns={'n': 'VARCHAR', 'bad': 'VARCHAR', 'original': 'VARCHAR', 'c0': 'VARCHAR'}, delim=',', quote='"', escape='"',
      strict_mode=true, nullstr='\x01\x02', hive_partitioning=false, parallel=false, max_line_size=33554432, buffer_size=67108864)`)}`)
  // Row by row first: the aggregate keeps what it has seen of every row it is given. What is null may be anything elsewhere.
  const { structure } = await ask.one<{ structure: string | null }>(sql`SELECT json_group_structure(regexp_replace(shape, '"NULL"([,}\\]]|$)', 'null\\1', 'g')::JSON)::VARCHAR AS structure
    FROM (SELECT DISTINCT json_structure(original)::VARCHAR AS shape FROM element WHERE bad IS NULL)`)
  const leaves = structure === null ? [] : leavesOf(JSON.parse(structure))
  const byHeader = new Map<string, Leaf[]>()
  for (const leaf of leaves) byHeader.set(headerOf(leaf), [...(byHeader.get(headerOf(leaf)) ?? []), leaf])
  const named = proposal.sources ?? []
  for (const header of byHeader.keys()) if (!named.includes(header)) add(proposal, header, named)
  refuseTooMany(proposal.headers.length, name)
  // A leaf of the head that is mixed with plain values further on is no leaf of the whole: it is asked for all the same.
  const pointers = named.map((header) => (byHeader.get(header) ?? [header.split('.')]).map(pointerOf))
  const list = [...new Set(pointers.flat())]
  const cells = pointers.map((some, i) => raw(`coalesce(${some.map((one) => `v[${list.indexOf(one) + 1}]`).join(', ')}, '') AS c${i}`))
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE cell AS SELECT n, bad, CASE WHEN bad IS NOT NULL THEN original END AS original, ${cells.length === 0 ? raw("'' AS c0") : join(cells, ', ')}
    FROM (SELECT *, ${list.length === 0 ? raw("['']") : raw(`CASE WHEN bad IS NULL THEN json_extract_string(original, [${list.map((one) => literal(one)).join(', ')}]) END`)} AS v FROM element)`)
  await ask.run(sql`DROP TABLE element`)
}

/** The table `cell` from a Parquet file. */
export async function recordParquet(ask: Connection, file: string, name: string): Promise<void> {
  const rows = parquetRows(file, await parquetColumns(ask, file, name))
  try {
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE cell AS SELECT n, NULL::VARCHAR AS bad, NULL::VARCHAR AS original, * EXCLUDE (n) FROM (${rows})`)
  } catch (error) {
    // A footer may be whole and a page behind it damaged.
    throw ranOut(error) ? error : damagedParquet(name, error)
  }
}

function add(proposal: Proposal, header: string, named: string[]): void {
  let unique = header.replace(/\p{C}/gu, '').trim().slice(0, 300) || `column ${proposal.headers.length + 1}`
  for (let n = 2, plain = unique; proposal.headers.includes(unique); n++) unique = `${plain} (${n})`
  named.push(header)
  proposal.headers.push(unique)
  proposal.columns.push({ source: unique, column: '', confidence: 0, samples: [] })
}
