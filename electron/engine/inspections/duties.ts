import type { InspectionRef } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { leastDigits } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'

export type Origin = 'campaign' | 'draw'
export const originOf = (of: InspectionRef): { origin: Origin; number: number } => ('campaign' in of ? { origin: 'campaign', number: of.campaign } : { origin: 'draw', number: of.draw })
export const refOf = ({ origin, number }: { origin: Origin; number: number }): InspectionRef => (origin === 'campaign' ? { campaign: number } : { draw: number })

/** A moment (UTC) as a day of the place. */
const placeDay = (moment: Sql): Sql => sql`(${moment} + to_minutes(${-new Date().getTimezoneOffset()}))::DATE`

/** Drawn inspections: origin, number, task (its name), drawn_on, rehearsal (drawn with a seed that is no public one). */
export const inspections = (): Sql => sql`(
  SELECT 'campaign' AS origin, campaign AS number, name AS task, ${placeDay(raw('drawn_at'))} AS drawn_on, NOT regexp_full_match(seed, ${`[0-9]{${leastDigits},}`}) AS rehearsal FROM campaign WHERE drawn_at IS NOT NULL
  UNION ALL SELECT 'draw', draw, name, ${placeDay(raw('drawn_at'))}, NOT regexp_full_match(seed, ${`[0-9]{${leastDigits},}`}) FROM draw WHERE drawn_at IS NOT NULL AND draw NOT IN (SELECT draw FROM campaign_draw))`

/** The latest name of each department and item, whichever day it holds on. */
export const departmentNames = raw(`(SELECT code AS department, arg_max(name, valid_from) AS department_name FROM department GROUP BY code)`)
export const itemNames = raw(`(SELECT item, arg_max(name, valid_from) AS item_name FROM inspection_item GROUP BY item)`)

/**
 * What is owed and how it stands, a row an item on a visit: the columns of inspection_duty and of inspection_result (NULL where not entered; state then
 * not_entered, revision 0), and `now_id`, the subject after merges. A visit that another took the place of stays where something was entered of it.
 */
export const standing = (condition: Sql): Sql => sql`
  SELECT d.origin, d.number, d.visit, d.item, d.department, d.id, d.subject_id, coalesce(m.now_id, d.subject_id) AS now_id, d.standing,
    r.* EXCLUDE (origin, number, visit, item, department, id, subject_id, state, revision), coalesce(r.state, 'not_entered') AS state, coalesce(r.revision, 0) AS revision
  FROM (SELECT * FROM inspection_duty WHERE ${condition}) d LEFT JOIN inspection_result r USING (origin, number, visit, item) LEFT JOIN former_subject m ON m.subject_id = d.subject_id
  WHERE d.standing OR r.result IS NOT NULL`

export const ofInspection = (of: InspectionRef): Sql => {
  const { origin, number } = originOf(of)
  return sql`origin = ${origin} AND number = ${number}`
}

/** Officers of the department on a visit, by their names. */
export const officerNames = raw(`(SELECT t.campaign AS number, t.visit, t.department, string_agg(o.name, '、' ORDER BY t.place) AS officers FROM campaign_team t JOIN campaign_officer o USING (campaign, officer) GROUP BY ALL)`)

/** @throws MingchaError no_such_inspection */
export async function findInspection(ask: Connection, of: InspectionRef): Promise<{ task: string; drawnOn: string; rehearsal: boolean }> {
  const { origin, number } = originOf(of)
  const [found] = await ask.rows<{ task: string; drawn_on: string; rehearsal: boolean }>(sql`SELECT task, drawn_on, rehearsal FROM ${inspections()} WHERE origin = ${origin} AND number = ${number}`)
  if (!found) throw new MingchaError('no_such_inspection', `there is no drawn ${origin === 'campaign' ? 'joint inspection' : 'draw'} ${number}`, 'Draw it first; a draw that is part of a joint inspection is entered there.', { origin, number })
  return { task: found.task, drawnOn: found.drawn_on, rehearsal: found.rehearsal }
}
