import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Output, Parsed } from '../../../shared/contract.ts'
import { timelineLanes, type SubjectTimeline, type TimelineLane } from '../../../shared/profile.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { allIdsOf } from '../workspace/allIdsOf.ts'
import { counts } from '../workspace/countingDraws.ts'
import { beneath, seen } from '../workspace/personal.ts'

/** What an entry of each class says in a line: what it is about, how it ended, and the sum at issue. */
const said: Record<RecordClass, { kind: string; what: string; note: string; yuan: string }> = {
  registration: { kind: 'NULL', what: 'coalesce(status_text, type_text, reg_no)', note: 'coalesce(authority, address)', yuan: 'capital_yuan' },
  supervision: { kind: 'result', what: 'coalesce(item, task_name, kind)', note: 'coalesce(result_text, handling)', yuan: 'NULL' },
  penalty: { kind: 'kind', what: 'coalesce(violation, fact, doc_no)', note: 'coalesce(content, kind_text)', yuan: 'fine_yuan' },
  complaint: { kind: 'kind', what: 'coalesce(content, complaint_no)', note: 'coalesce(result_text, valid_text)', yuan: 'amount_yuan' },
  operation: { kind: 'kind', what: 'coalesce(tax_kind, rating, year::VARCHAR)', note: 'coalesce(state, authority)', yuan: 'coalesce(amount_yuan, revenue_yuan)' },
  opinion: { kind: 'sentiment', what: 'coalesce(title, topic)', note: 'platform', yuan: 'NULL' },
  judicial: { kind: 'kind', what: 'coalesce(title, cause, case_no)', note: 'coalesce(state, court)', yuan: 'amount_yuan' },
  licence: { kind: 'status', what: 'coalesce(licence_name, content, licence_no)', note: 'coalesce(status_text, authority)', yuan: 'NULL' },
  product: { kind: 'kind', what: 'coalesce(product, sample_no)', note: 'coalesce(failure, result_text)', yuan: 'NULL' },
  listing: { kind: 'kind', what: 'coalesce(list_name, doc_no)', note: 'coalesce(ground, fact)', yuan: 'amount_yuan' },
  relation: { kind: 'kind', what: 'coalesce(other_name, other_code)', note: 'until_on::VARCHAR', yuan: 'NULL' },
}

/**
 * What happened to a subject, one row each, in the columns of `subjectEvents`. Numbers stand in the text: as constants they reach the scans, which skip
 * the rows of others.
 * @param ids the subject and those that were merged into it, whose inspections are now its own
 */
function laneRows(ask: Connection, lane: TimelineLane, subjectId: number, ids: Sql): Sql {
  const own = raw(String(subjectId))
  const none = raw('NULL::DATE AS known_on')
  const nowhere = raw('NULL::INTEGER AS file_id, NULL::VARCHAR AS source_file, NULL::BIGINT AS source_row, NULL::INTEGER AS batch')
  const untold = raw('NULL::DOUBLE AS amount_yuan, NULL::VARCHAR AS class')
  switch (lane) {
    case 'inspection': return sql`
      SELECT 'inspection' AS lane, coalesce(r.inspected_on, p.day, (c.rules->'staffing'->>'on')::DATE) AS occurred_on, ${none}, coalesce(r.outcome, 'due') AS kind,
        coalesce(i.name, nullif(v.item, ''), c.name, d.name) AS what, coalesce(c.name, d.name) AS note, ${untold}, ${nowhere}, v.origin AS ref_kind, v.number AS ref
      FROM (SELECT origin, number, visit, item FROM inspection_duty WHERE standing AND subject_id IN (${ids})) v
        LEFT JOIN ${seen(ask, 'inspection_result', '')} r ON (r.origin, r.number, r.visit, r.item) = (v.origin, v.number, v.visit, v.item)
        LEFT JOIN campaign c ON v.origin = 'campaign' AND c.campaign = v.number LEFT JOIN draw d ON v.origin = 'draw' AND d.draw = v.number
        LEFT JOIN campaign_day p ON v.origin = 'campaign' AND p.campaign = v.number AND p.visit = v.visit
        LEFT JOIN (SELECT item, arg_max(name, valid_from) AS name FROM inspection_item GROUP BY item) i ON i.item = v.item
      WHERE ${counts(raw('coalesce(c.seed, d.seed)'))}`
    case 'case': return sql`
      SELECT 'case' AS lane, e.happened_at::DATE AS occurred_on, ${none}, e.kind, k.rule AS what, nullif(e.reason, '') AS note, ${untold}, ${nowhere}, 'case' AS ref_kind, k.case_no AS ref
      FROM (SELECT case_no, rule FROM ${seen(ask, 'desk_case', '')} WHERE subject_id = ${own}) k JOIN case_event e USING (case_no)`
    case 'tier': return sql`
      SELECT 'tier' AS lane, as_of AS occurred_on, ${none}, tier AS kind, was AS what, printf('%.1f', index) AS note, ${untold}, ${nowhere}, 'run' AS ref_kind, run AS ref
      FROM (SELECT run, r.as_of, tier, index, lag(tier) OVER (ORDER BY r.as_of, run) AS was FROM (SELECT run, tier, index FROM score_past WHERE subject_id = ${own}) JOIN score_run r USING (run)) WHERE was IS DISTINCT FROM tier`
    default: {
      const { kind, what, note, yuan } = said[lane]
      return sql`SELECT ${lane} AS lane, occurred_on, known_on, ${raw(kind)}::VARCHAR AS kind, ${raw(what)} AS what, ${raw(note)} AS note, ${raw(yuan)}::DOUBLE AS amount_yuan, ${lane} AS class, file_id, source_file, source_row, batch, 'record' AS ref_kind, NULL::INTEGER AS ref
        FROM ${seen(ask, lane, [kind, what, note].join(' '))} AS seen WHERE subject_id = ${own}`
    }
  }
}

/** Lane and day of what happened: as many rows as `laneRows`, and less to plan. */
const laneDays = (ask: Connection, lanes: readonly TimelineLane[], subjectId: number, ids: Sql): Sql => join(lanes.map((lane) => (isClass(lane)
  ? sql`SELECT ${lane} AS lane, occurred_on FROM ${beneath(ask, lane)} WHERE subject_id = ${raw(String(subjectId))}`
  : sql`SELECT lane, occurred_on FROM (${laneRows(ask, lane, subjectId, ids)})`)), ' UNION ALL ')
const isClass = (lane: TimelineLane): lane is RecordClass => (recordClasses as readonly string[]).includes(lane)

/** How much happened in each month, by lane: a few figures however many records there are. */
export async function subjectTimeline(ask: Connection, { subjectId }: Parsed<'subjectTimeline'>): Promise<SubjectTimeline> {
  const ids = await allIdsOf(ask, subjectId)
  const rows = await ask.rows<{ lane: TimelineLane; month: string | null; n: number; first: string | null; last: string | null }>(sql`
    SELECT lane, strftime(occurred_on, '%Y-%m') AS month, count(*) AS n, min(occurred_on) AS first, max(occurred_on) AS last FROM (${laneDays(ask, timelineLanes, subjectId, ids)}) GROUP BY ALL ORDER BY month`)
  const days = rows.flatMap((row) => [row.first, row.last]).filter((one) => one !== null).sort()
  return {
    lanes: timelineLanes.map((lane) => {
      const own = rows.filter((row) => row.lane === lane)
      return { lane, total: own.reduce((sum, row) => sum + row.n, 0), undated: own.find((row) => row.month === null)?.n ?? 0, months: own.flatMap(({ month, n }) => (month === null ? [] : [{ month, n }])) }
    }),
    from: days[0] ?? null, until: days.at(-1) ?? null,
  }
}

/** A page of what happened in some lanes within some days, newest first. */
export async function subjectEvents(ask: Connection, { subjectId, lanes = [...timelineLanes], from, until, offset, limit }: Parsed<'subjectEvents'>): Promise<Output['subjectEvents']> {
  const ids = await allIdsOf(ask, subjectId)
  const wanted = timelineLanes.filter((one) => lanes.includes(one))
  const within = [...(from === undefined ? [] : [sql`occurred_on >= ${from}::DATE`]), ...(until === undefined ? [] : [sql`occurred_on <= ${until}::DATE`])]
  const inTime = within.length === 0 ? raw('true') : join(within, ' AND ')
  const { rows, arrow } = await ask.countedArrow(sql`SELECT * FROM (${join(wanted.map((one) => laneRows(ask, one, subjectId, ids)), ' UNION ALL ')}) WHERE ${inTime} ORDER BY occurred_on DESC NULLS LAST, lane, known_on DESC, file_id, source_row, ref LIMIT ${limit} OFFSET ${offset}`)
  // A page that is not full tells where the end is.
  if (rows < limit && (rows > 0 || offset === 0)) return { total: offset + rows, arrow }
  return { total: (await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM (${laneDays(ask, wanted, subjectId, ids)}) WHERE ${inTime}`)).total, arrow }
}
