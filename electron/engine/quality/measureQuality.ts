import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { QualityCell } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { checkedRows, type Check } from './checked.ts'
import { ruleOf, type Rules } from './rules.ts'

export type By = 'source' | 'class' | 'month'

/** Months shown one by one, up to the present one; what lies before is `earlier`, what has no day is ''. */
const months = 36

/** What a record is counted under. */
export const keyOf = (by: By, today: string): Sql => by === 'source' ? raw('source') : by === 'class' ? raw("''")
  : sql`CASE WHEN occurred_on IS NULL THEN '' WHEN occurred_on < date_trunc('month', ${today}::DATE) - to_months(${months - 1}) THEN 'earlier' ELSE strftime(occurred_on, '%Y-%m') END`

/** Completeness, validity and timeliness of every class, in one pass over each. */
export async function measureQuality(ask: Connection, by: By, rules: Rules, today: string): Promise<QualityCell[]> {
  const cells: QualityCell[] = []
  const rejects = await ask.rows<{ class: RecordClass; key: string; rows: number }>(sql`SELECT class, ${by === 'source' ? raw("regexp_replace(source_file, '[0-9０-９]+', '*', 'g')") : raw("''")} AS key, count(*) AS rows FROM quarantine GROUP BY ALL`)
  for (const recordClass of recordClasses) {
    const refused = new Map(by === 'month' ? [] : rejects.filter((one) => one.class === recordClass).map((one) => [one.key, one.rows]))
    for (const cell of await ofClass(ask, recordClass, by, rules, today)) {
      const quarantined = refused.get(cell.key) ?? 0
      refused.delete(cell.key)
      cells.push(withRejects(cell, quarantined))
    }
    for (const [key, quarantined] of refused) cells.push(withRejects({ ...nothing, recordClass, key }, quarantined))
  }
  return cells
}

const nothing: Omit<QualityCell, 'recordClass' | 'key'> = { files: 0, rows: 0, quarantined: 0, complete: null, valid: null, invalid: 0, checks: [], daysToKnown: null, daysToImport: null, newest: null, age: null, fresh: null, emptyMonths: null }

/** A row that was refused is a row of the source that is not valid. */
function withRejects(cell: QualityCell, quarantined: number): QualityCell {
  const all = cell.rows + quarantined
  return { ...cell, quarantined, valid: all === 0 ? null : (cell.rows - cell.invalid) / all }
}

async function ofClass(ask: Connection, recordClass: RecordClass, by: By, rules: Rules, today: string): Promise<QualityCell[]> {
  const { rows, checks } = await checkedRows(ask, recordClass, rules)
  const each = join(checks.map(({ applies, bad }, i) => sql`, (${applies}) AS a${raw(String(i))}, (${bad}) AS b${raw(String(i))}`), '')
  const wrong = raw(checks.flatMap((one, i) => (one.issue === 'missing' ? [] : [`b${i}`])).join(' OR ') || 'false')
  const found = await ask.rows<Record<string, number | string | number[] | null>>(sql`
    SELECT key, count(DISTINCT file_id) AS files, count(*) AS rows, count(*) FILTER (${wrong}) AS invalid,
      approx_quantile(datediff('day', occurred_on, known_on), 0.5) FILTER (occurred_on <= known_on) AS to_known, approx_quantile(datediff('day', occurred_on, imported_on), 0.5) FILTER (occurred_on <= imported_on) AS to_import,
      max(occurred_on) FILTER (occurred_on <= ${today}::DATE) AS newest,
      list(DISTINCT year(occurred_on) * 12 + month(occurred_on)) FILTER (occurred_on <= ${today}::DATE AND occurred_on > ${today}::DATE - INTERVAL 20 YEAR) AS months
      ${join(checks.map((_, i) => raw(`, count(*) FILTER (a${i}) AS n${i}, count(*) FILTER (b${i}) AS m${i}`)), '')}
    FROM (SELECT file_id, occurred_on, known_on, imported_on, ${keyOf(by, today)} AS key ${each} FROM (${rows})) GROUP BY key ORDER BY key`)
  return found.map((row) => {
    const figure = (name: string): number => Number(row[name])
    const told = checks.map(({ issue, column }: Check, i) => ({ issue, column, applies: figure(`n${i}`), bad: figure(`m${i}`) }))
    const key = told.filter((one) => one.issue === 'missing')
    const rowsIn = figure('rows')
    const newest = row['newest'] as string | null
    return {
      recordClass, key: String(row['key']), files: figure('files'), rows: rowsIn, quarantined: 0, invalid: figure('invalid'),
      complete: key.length === 0 ? null : 1 - key.reduce((sum, one) => sum + one.bad, 0) / (rowsIn * key.length), valid: null,
      checks: told.filter((one) => one.applies > 0),
      daysToKnown: row['to_known'] as number | null, daysToImport: row['to_import'] as number | null, newest,
      age: newest === null ? null : (Date.parse(today) - Date.parse(newest)) / 86_400_000, fresh: ruleOf(rules, recordClass).fresh,
      emptyMonths: by === 'month' ? null : emptyMonths((row['months'] ?? []) as number[]),
    }
  })
}

/** Months without a record in the three years up to the newest; none are counted before the first. */
function emptyMonths(present: number[]): number | null {
  if (present.length === 0) return null
  const last = Math.max(...present)
  const first = Math.max(Math.min(...present), last - (months - 1))
  return last - first + 1 - present.filter((one) => one >= first).length
}
