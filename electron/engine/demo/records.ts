import type { RecordClass } from '../../../shared/classes.ts'
import { unit } from './chance.ts'

/** How one class's records arise from the subjects of a range. All members are SQL text over the columns of the steps before. */
export interface RecordKind {
  class: RecordClass
  /** Columns computed first, for others to build upon. `on` (the day it happened) must come of these. */
  before: Record<string, string>[]
  /** Columns of the class's own. */
  columns: Record<string, string>
  /** The name as the source wrote it, where it is not the present one. */
  writtenName?: string
  /** Set where column `other` names a subject of the same range: adds partner_name and partner_code. */
  partner?: true
  /** Mean days from happening to being known; 0: known the same day. */
  delay: number
}

/** A day within the last `years` years, recent ones likelier, never before the subject was. */
export const recentDay = (years: number, lean = 1.35): string =>
  `today - floor(least(${Math.round(years * 365.25)}, today - established) * power(${unit('day')}, ${lean}))::INTEGER`

/** Saturdays and Sundays back to Friday: offices work on weekdays. */
export const weekday = (day: string): string => `(${day} - greatest(0, isodow(${day}) - 5)::INTEGER)`

/** Moves a part of the days of the year into a season, as far as it lies between founding and today. */
export function season(day: string, month: number, part: number): string {
  const moved = `make_date(year(${day}), ${month}, 1 + floor(${unit('season')} * 27)::BIGINT)`
  return `CASE WHEN ${unit('season?')} < ${part} AND ${moved} BETWEEN established AND today THEN ${moved} ELSE ${day} END`
}

/** The INSERT of one class for the range that lies in demo_subject; rows in order of subject and number. `before`: rows of the class already written. */
export function insertOf(kind: RecordKind, { batch, fileId, before }: { batch: number; fileId: number; before: number }): string {
  const number = [...kind.class].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003
  const select = (columns: Record<string, string>): string => Object.entries(columns).map(([name, text]) => `${text} AS "${name}"`).join(', ')
  let from = `(SELECT * REPLACE (hash(xor(r, hash(k * 1000003 + ${number}))) AS r) FROM (SELECT *, unnest(range(n_${kind.class})) AS k FROM demo_subject WHERE n_${kind.class} > 0))`
  for (const step of kind.before) from = `(SELECT *, ${select(step)} FROM ${from})`
  const names = Object.keys(kind.columns)
  const delay = kind.delay === 0 ? '0' : `floor(-ln(1 - ${unit('delay')}) * ${kind.delay})::INTEGER`
  return `INSERT INTO ${kind.class} (subject_id, attached, subject_name, subject_code, occurred_on, known_on, ${names.map((name) => `"${name}"`).join(', ')}, row_key, batch, file_id, source_file, source_row)
    SELECT subject_id, 'code', ${kind.writtenName ?? 'name'}, coalesce(uscc, local_code), "on", least(today, "on" + ${delay}), ${Object.values(kind.columns).join(', ')},
      md5('${kind.class}' || r || '/' || subject_id || '/' || k)::UUID, ${batch}, ${fileId}, 'demo/${kind.class}', ${before + 1} + at_${kind.class} + k FROM ${from}${kind.partner ? partners : ''}`
}

const partners = ` LEFT JOIN (SELECT subject_id AS partner_id, name AS partner_name, coalesce(uscc, local_code) AS partner_code FROM demo_subject) ON other = partner_id ORDER BY subject_id, k`
