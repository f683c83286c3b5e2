import type { RecordClass } from '../../../shared/classes.ts'
import type { QualityIssue } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { ruleOf, type Rules } from './rules.ts'

/** One thing that can be wrong with a record: when it can be at all, when it is, and what the source wrote. All are expressions over `checkedRows`. */
export interface Check { issue: QualityIssue; column: string; applies: Sql; bad: Sql; written: Sql }
export interface Checked { rows: Sql; checks: Check[] }

const plumbing = new Set(['subject_id', 'attached', 'known_on', 'extra', 'row_key', 'batch', 'file_id', 'source_file', 'source_row', 'other_subject_id'])

/**
 * A class's records with what is needed to judge them, and the checks that its rule and its columns ask for. `rows` has the columns of the class,
 * `source` (the file's name with its figures as *), `imported_on`, `damaged` (its code is, and nothing repaired it) and `h_<column>`, the pointer into `extra` under
 * which a cell lies that the column could not take.
 */
export async function checkedRows(ask: Connection, recordClass: RecordClass, rules: Rules): Promise<Checked> {
  const rule = ruleOf(rules, recordClass)
  const columns = await ask.rows<{ name: string; type: string }>(sql`SELECT name, type FROM pragma_table_info(${recordClass})`)
  const mappings = sql`SELECT file_id, unnest(from_json(mapping, '[{"source": "VARCHAR", "column": "VARCHAR"}]')) AS m FROM source_file WHERE class = ${recordClass}`
  const mapped = new Set((await ask.rows<{ name: string }>(sql`SELECT DISTINCT m.column AS name FROM (${mappings})`)).map((one) => one.name))
  const typed = columns.filter((one) => one.type !== 'VARCHAR' && !plumbing.has(one.name) && mapped.has(one.name)).map((one) => one.name)
  // A JSON pointer, since a header may hold any sign.
  const pointers = typed.map((column) => sql`, '/' || replace(replace(any_value(m.source) FILTER (m.column = ${column}), '~', '~0'), '/', '~1') AS ${raw(`h_${column}`)}`)
  const rows = sql`SELECT t.*, f.* EXCLUDE (file_id), d.file_id IS NOT NULL AS damaged
    FROM ${ident(recordClass)} t
    JOIN (SELECT file_id, regexp_replace(any_value(name), '[0-9０-９]+', '*', 'g') AS source, any_value(imported_at)::DATE AS imported_on ${join(pointers, '')}
      FROM source_file JOIN batch USING (batch) LEFT JOIN (${mappings}) USING (file_id) WHERE class = ${recordClass} GROUP BY file_id) f USING (file_id)
    LEFT JOIN (SELECT DISTINCT file_id, source_row FROM damaged_code d WHERE class = ${recordClass} AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.class = d.class AND r.file_id = d.file_id AND r.source_row = d.source_row)) d USING (file_id, source_row)`
  const known = new Set(columns.map((one) => one.name))
  const unread = join(rules.unread.map((word) => raw(literal(word))), ', ')
  const checks: Check[] = [
    ...rule.key.filter((one) => known.has(one)).map((column): Check => ({ issue: 'missing', column, applies: raw('true'), bad: sql`${ident(column)} IS NULL`, written: raw('NULL::VARCHAR') })),
    { issue: 'damaged', column: 'subject_code', applies: raw('subject_code IS NOT NULL'), bad: raw('damaged'), written: raw('subject_code') },
    ...typed.map((column): Check => {
      const cell = sql`CASE WHEN ${ident(column)} IS NULL AND extra IS NOT NULL THEN json_extract_string(extra, ${raw(`h_${column}`)}) END`
      return { issue: 'unread', column, applies: sql`${ident(column)} IS NOT NULL OR (${cell}) IS NOT NULL`, bad: sql`(${cell}) IS NOT NULL`, written: cell }
    }),
    ...rule.past.filter((one) => known.has(one)).map((column): Check => ({ issue: 'future', column, applies: sql`${ident(column)} IS NOT NULL`, bad: sql`coalesce(${ident(column)} > imported_on, false)`, written: sql`${ident(column)}::VARCHAR` })),
    ...Object.entries(rule.coded).filter(([column, { words }]) => known.has(column) && known.has(words)).map(([column, { words, kinds }]): Check => {
      const applies = sql`${ident(words)} IS NOT NULL ${raw(kinds.length === 0 ? '' : `AND kind IN (${kinds.map(literal).join(', ')})`)}`
      return { issue: 'uncoded', column, applies, bad: sql`${applies} AND (${ident(column)} IS NULL OR ${ident(column)}::VARCHAR IN (${unread}))`, written: ident(words) }
    }),
  ]
  return { rows, checks }
}
