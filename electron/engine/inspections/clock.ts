import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from '../../../shared/schema.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { readOnce } from '../workspace/readOnce.ts'
import { workingDayCounts } from '../workspace/workingDays.ts'

const whole = z.coerce.number().int().positive()
const schema = z.array(z.strictObject({ validFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), publish: whole, correct: whole, source: z.string().min(1) })).min(1)

/** resources/results/terms.yaml: working days for publishing and for correcting, the latest first. */
export const readTerms = readOnce((resources) => schema.parse(parse(readFileSync(join(resources, 'results', 'terms.yaml'), 'utf8'), { schema: 'failsafe' })).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1)))

const counted = readOnce((resources) => {
  const { first, counts } = workingDayCounts(resources)
  return { first, last: new Date(Date.parse(`${first}T00:00:00Z`) + (counts.length - 1) * 86_400_000).toISOString().slice(0, 10), json: JSON.stringify(counts) }
})

/** The calendar as a relation (day, n): n working days up to the day, it included. Days of years that were not announced have no row. */
export const workdays = (resources: string): Sql => sql`(SELECT ${counted(resources).first}::DATE + (i - 1)::INTEGER AS day, c[i] AS n FROM (SELECT ${counted(resources).json}::JSON::INTEGER[] AS c), LATERAL (SELECT unnest(generate_series(1, len(c)))::INTEGER AS i))`

/** Whether the calendar knows a day, as SQL. */
const known = (resources: string, day: Sql): Sql => sql`(${day} BETWEEN ${counted(resources).first}::DATE AND ${counted(resources).last}::DATE)`

const term = (resources: string, kind: 'publish' | 'correct', day: Sql): Sql =>
  readTerms(resources).reduceRight((otherwise, one) => sql`CASE WHEN ${day} >= ${one.validFrom}::DATE THEN ${one[kind]}::INTEGER ELSE ${otherwise} END`, sql`${readTerms(resources).at(-1)![kind]}::INTEGER`)

/**
 * A relation of results with the time that runs for each: its columns and due_on, days_left (working days from today until then, negative: overdue),
 * and `unknown_year`, the year without a calendar for which one of them is not told. Nothing is due of what is published and not being corrected, or not entered.
 * A day is never guessed: how many days are left is known as long as the calendar knows today, the last day only if it knows that one too.
 * @param rows has state, inspected_on, correction, found_on
 */
export function timed(resources: string, rows: Sql, today: string): Sql {
  const start = sql`CASE WHEN state IN ('not_entered', 'published') THEN NULL WHEN correction IS NOT NULL THEN found_on ELSE inspected_on END`
  return sql`SELECT t.* EXCLUDE (start_on, term), d.day AS due_on, (a.n + t.term - (SELECT n FROM ${workdays(resources)} WHERE day = ${today}::DATE))::INTEGER AS days_left,
      CASE WHEN start_on IS NULL OR d.day IS NOT NULL AND ${known(resources, sql`${today}::DATE`)} THEN NULL
        WHEN NOT ${known(resources, sql`start_on`)} THEN year(start_on) WHEN NOT ${known(resources, sql`${today}::DATE`)} THEN year(${today}::DATE) ELSE year(${counted(resources).last}::DATE) + 1 END::INTEGER AS unknown_year
    FROM (SELECT *, ${start} AS start_on, CASE WHEN correction IS NOT NULL THEN ${term(resources, 'correct', sql`found_on`)} ELSE ${term(resources, 'publish', sql`inspected_on`)} END AS term FROM (${rows})) t
      LEFT JOIN ${workdays(resources)} a ON a.day = t.start_on
      LEFT JOIN (SELECT n, min(day) AS day FROM ${workdays(resources)} GROUP BY n) d ON d.n = a.n + t.term`
}

/** Whether `until` lies within the time that runs from `start`, as SQL; NULL where the calendar does not know a day of the two. */
export const withinTime = (resources: string, kind: 'publish' | 'correct', start: Sql, until: Sql): Sql =>
  sql`((SELECT n FROM ${workdays(resources)} WHERE day = ${until}) - (SELECT n FROM ${workdays(resources)} WHERE day = ${start}) <= ${term(resources, kind, start)})`
