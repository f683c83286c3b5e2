import type { InspectionFigures, InspectionStatistics, Parsed } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { readTerms, timed, withinTime } from './clock.ts'
import { departmentNames, findInspection, inspections, ofInspection, refOf, standing, type Origin } from './duties.ts'

const figures = raw(`count(*) AS drawn, count(result) AS entered, count(*) FILTER (state = 'awaiting_review') AS "awaitingReview", count(*) FILTER (state = 'returned') AS returned, count(*) FILTER (state = 'approved') AS approved,
  count(publication) AS published, count(*) FILTER (publication IS NOT NULL AND follow_up <> 'open') AS closed, count(*) FILTER (published_problem) AS problems, count(DISTINCT now_id) FILTER (published_problem) AS "problemSubjects",
  count(*) FILTER (in_time) AS "onTime", count(*) FILTER (NOT in_time) AS late, count(*) FILTER (publication IS NULL AND days_left < 0) AS overdue,
  coalesce(sum(returns), 0)::BIGINT AS returns, coalesce(sum(corrections), 0)::BIGINT AS corrections, coalesce(sum(corrected_in_time), 0)::BIGINT AS "correctedOnTime"`)

type Counted = Omit<InspectionFigures, 'completion' | 'closure' | 'problemRate'>
/** group: 1 a department, 2 an inspection, 3 all. */
interface Group { group: number; department: string; name: string; origin: Origin; number: number; task: string; drawnOn: string; years: string }
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** Only the figures of a row, with their ratios. */
const figuresOf = ({ drawn, entered, awaitingReview, returned, approved, published, closed, problems, problemSubjects, onTime, late, overdue, returns, corrections, correctedOnTime }: Counted): InspectionFigures => ({
  drawn, entered, awaitingReview, returned, approved, published, closed, problems, problemSubjects, onTime, late, overdue, returns, corrections, correctedOnTime,
  completion: ratio(published, drawn), closure: ratio(closed, published), problemRate: ratio(problems, published),
})

/**
 * What became of what was drawn: of one inspection, or of all that were drawn within the days by a public seed. A problem is counted as it was published last.
 * @throws MingchaError no_such_inspection
 */
export async function inspectionStatistics(ask: Connection, room: Pick<Room, 'resources' | 'today'>, asked: Parsed<'inspectionStatistics'>): Promise<InspectionStatistics> {
  const { resources } = room
  if ('of' in asked) await findInspection(ask, asked.of)
  const which: Sql = 'of' in asked ? ofInspection(asked.of) : sql`(origin, number) IN (SELECT (origin, number) FROM ${inspections()} WHERE drawn_on BETWEEN ${asked.from}::DATE AND ${asked.until}::DATE AND NOT rehearsal)`
  const rows = await ask.rows<Counted & Group>(sql`WITH counted AS MATERIALIZED (
    SELECT l.origin, l.number, l.department, l.result, l.state, l.publication, l.follow_up, l.days_left, l.unknown_year, l.now_id, p.published_problem, department_name, t.task, t.drawn_on,
      CASE WHEN l.published_on IS NOT NULL THEN ${withinTime(resources, 'publish', raw('p.first_inspected_on'), raw('l.published_on'))} END AS in_time, e.returns, c.corrections, c.corrected_in_time
    FROM (${timed(resources, standing(which), room.today())}) l JOIN ${inspections()} t USING (origin, number) LEFT JOIN ${departmentNames} USING (department)
      LEFT JOIN (SELECT result, arg_max((content->>'problem')::BOOLEAN, revision) AS published_problem, arg_min((content->>'inspected_on')::DATE, revision) AS first_inspected_on FROM result_event WHERE kind = 'published' GROUP BY result) p USING (result)
      LEFT JOIN (SELECT result, count(*) AS returns FROM result_event WHERE kind = 'returned' GROUP BY result) e USING (result)
      LEFT JOIN (SELECT result, count(*) AS corrections, count(*) FILTER (${withinTime(resources, 'correct', raw('en.found_on'), raw('pu.published_on'))}) AS corrected_in_time FROM publication_entry en JOIN publication pu USING (publication) WHERE en.replaces IS NOT NULL GROUP BY result) c USING (result))
    SELECT grouping_id(department, origin)::INTEGER AS "group", department, coalesce(any_value(department_name), department) AS name, origin, number, any_value(task) AS task, any_value(drawn_on) AS "drawnOn",
      coalesce(to_json(list(DISTINCT unknown_year ORDER BY unknown_year) FILTER (unknown_year IS NOT NULL)), '[]')::VARCHAR AS years, ${figures}
    FROM counted GROUP BY GROUPING SETS ((department), (origin, number), ()) ORDER BY department, "drawnOn", origin, number`)
  const [departments, each, total] = [rows.filter((row) => row.group === 1), rows.filter((row) => row.group === 2), rows.find((row) => row.group === 3)!]
  const { publish, correct } = readTerms(resources)[0]!
  return {
    days: { publish, correct }, departments: departments.map(({ department, name, ...row }) => ({ department, name, ...figuresOf(row) })),
    inspections: each.map(({ origin, number, task, drawnOn, ...row }) => ({ of: refOf({ origin, number }), name: task, drawnOn, ...figuresOf(row) })), total: figuresOf(total), calendarMissing: JSON.parse(total.years) as number[],
  }
}
