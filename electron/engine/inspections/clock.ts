import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from '../../../shared/schema.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { readOnce } from '../workspace/readOnce.ts'
import { workingDayCounts } from '../workspace/workingDays.ts'

const whole = z.coerce.number().int().positive()
const schema = z.array(z.strictObject({ validFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), publish: whole, correct: whole, source: z.string().min(1) })).min(1)

/** resources/results/terms.yaml: working days for publishing and for correcting, the latest first. */
export const readTerms = readOnce((resources) => schema.parse(parse(readFileSync(join(resources, 'results', 'terms.yaml'), 'utf8'), { schema: 'failsafe' })).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1)))

/** The announced years as lists for SQL (literals, which DuckDB reads once a statement, not once a row): how many working days there are up to each day since the first, and where the nth of them lies. */
const calendar = readOnce((resources) => {
  const { first, counts } = workingDayCounts(resources)
  const dayAt = (i: number): string => new Date(Date.parse(`${first}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10)
  const nth = counts.flatMap((n, i) => (n > (counts[i - 1] ?? 0) ? [i] : []))
  return { first, last: dayAt(counts.length - 1), counts: raw(`[${counts.join(',')}]`), nth: raw(`[${nth.join(',')}]`), of: new Map(counts.map((n, i) => [dayAt(i), n])) }
})

/** Whether the calendar knows a day, as SQL. */
const known = (resources: string, day: Sql): Sql => sql`(${day} BETWEEN ${calendar(resources).first}::DATE AND ${calendar(resources).last}::DATE)`

/** Working days from the first that the calendar knows up to a day, as SQL; NULL where it does not know the day. */
const upTo = (resources: string, day: Sql): Sql => sql`CASE WHEN ${known(resources, day)} THEN (${calendar(resources).counts})[(${day} - ${calendar(resources).first}::DATE)::INTEGER + 1] END`

const term = (resources: string, kind: 'publish' | 'correct', day: Sql): Sql =>
  readTerms(resources).reduceRight((otherwise, one) => sql`CASE WHEN ${day} >= ${one.validFrom}::DATE THEN ${one[kind]}::INTEGER ELSE ${otherwise} END`, sql`${readTerms(resources).at(-1)![kind]}::INTEGER`)

/**
 * A relation of results with the time that runs for each: its columns and due_on, days_left (working days from today until then, negative: overdue),
 * and `unknown_year`, the year without a calendar for which one of them is not told. Nothing is due of what is published and not being corrected, or not entered.
 * A day is never guessed: how many days are left is known as long as the calendar knows today, the last day only if it knows that one too.
 * @param rows has state, inspected_on, correction, found_on
 */
export function timed(resources: string, rows: Sql, today: string): Sql {
  const { first, last, nth, of } = calendar(resources)
  const now = of.get(today) ?? null
  return sql`SELECT t.* EXCLUDE (start_on, until_n), (until_n - ${now}::INTEGER)::INTEGER AS days_left,
      CASE WHEN start_on IS NULL OR (due_on IS NOT NULL AND ${now !== null}) THEN NULL WHEN until_n IS NULL THEN year(start_on) WHEN ${now === null} THEN ${Number(today.slice(0, 4))} ELSE ${Number(last.slice(0, 4)) + 1} END::INTEGER AS unknown_year
    FROM (SELECT *, ${first}::DATE + (${nth})[until_n] AS due_on
      FROM (SELECT *, ${upTo(resources, sql`start_on`)} + CASE WHEN correction IS NOT NULL THEN ${term(resources, 'correct', sql`found_on`)} ELSE ${term(resources, 'publish', sql`inspected_on`)} END AS until_n
        FROM (SELECT *, CASE WHEN state IN ('not_entered', 'published') THEN NULL WHEN correction IS NOT NULL THEN found_on ELSE inspected_on END AS start_on FROM (${rows})))) t`
}

/** Whether `until` lies within the time that runs from `start`, as SQL; NULL where the calendar does not know a day of the two. */
export const withinTime = (resources: string, kind: 'publish' | 'correct', start: Sql, until: Sql): Sql =>
  sql`(${upTo(resources, until)} - ${upTo(resources, start)} <= ${term(resources, kind, start)})`
