import type { Tier } from '../../../shared/classes.ts'
import type { DueTask, DueVisit, NextInspections } from '../../../shared/profile.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { allIdsOf } from '../workspace/allIdsOf.ts'
import { counts } from '../workspace/countingDraws.ts'
import { seen } from '../workspace/personal.ts'
import { readOnce } from '../workspace/readOnce.ts'
import { resolveFilter } from '../workspace/resolve.ts'
import { whereOf } from '../workspace/where.ts'
import { listPlans } from './annualPlan.ts'
import { defaultPolicy, readPolicies } from './policies.ts'

const policiesOf = readOnce(readPolicies)

/** What is still to be inspected of a subject: drawn visits without a result, tasks of plans that may draw it, and what the rules say of its tier. */
export async function nextInspections(ask: Connection, room: Room, subjectId: number): Promise<NextInspections> {
  const [subject] = await ask.rows<{ tier: Tier | null; status: string | null }>(sql`SELECT tier, status FROM (SELECT subject_id, status FROM ${seen(ask, 'subject', '')} WHERE subject_id = ${raw(String(subjectId))}) LEFT JOIN (SELECT subject_id, tier FROM score WHERE subject_id = ${raw(String(subjectId))}) USING (subject_id)`)
  const visits = await visitsDue(ask, await allIdsOf(ask, subjectId))
  const policies = new Map(policiesOf(room.resources).map((one) => [one.id, one]))
  if (!subject || subject.tier === null) return { visits, tasks: [], rule: null }
  const { tier, status } = subject
  const usual = policies.get(defaultPolicy)!
  const excluded = (policy = usual): boolean => status !== null && policy.excludedStatuses.includes(status)
  const open = (await listPlans(ask)).flatMap((plan) => plan.tasks.filter((task) => task.frequency > task.draws.length && task.periodUntil >= room.today() && task.tiers.includes(tier) && !excluded(policies.get(task.policy))).map((task) => ({ plan, task })))
  const within = await inScope(ask, subjectId, open.map(({ task }) => task.scope))
  const tasks = open.filter((_, i) => within[i])
  const names = tasks.length === 0 ? new Map<string, string>() : new Map((await ask.rows<{ item: string; name: string }>(sql`SELECT item, arg_max(name, valid_from) AS name FROM inspection_item GROUP BY item`)).map((row) => [row.item, row.name]))
  const rule = usual.rules.find((one) => one.tier === tier)!
  return {
    visits,
    tasks: tasks.map(({ plan, task }): DueTask => ({
      task: task.task, year: plan.year, name: task.name, mode: task.mode, items: task.items.map((item) => ({ item, name: names.get(item) ?? item })), from: task.periodFrom, until: task.periodUntil, lead: task.lead,
      left: task.frequency - task.draws.length, ratio: task.ratios[tier] ?? policies.get(task.policy)?.ratios[tier] ?? null,
    })).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.task - b.task)),
    rule: { policy: usual.id, policyZh: usual.nameZh, policyEn: usual.nameEn, tier, ratio: usual.ratios[tier], textZh: rule.textZh, textEn: rule.textEn, excluded: excluded() },
  }
}

/** Which filters a subject passes, in one statement; one that names what no longer is, is passed by nobody. */
async function inScope(ask: Connection, subjectId: number, filters: readonly Filter[]): Promise<boolean[]> {
  if (filters.every((one) => one.length === 0)) return filters.map(() => true)
  const conditions: Sql[] = []
  for (const filter of filters) {
    try {
      conditions.push(whereOf(await resolveFilter(ask, filter)))
    } catch (error) {
      if (!(error instanceof MingchaError)) throw error
      conditions.push(raw('false'))
    }
  }
  const [found] = await ask.rows<Record<string, boolean | null>>(sql`SELECT ${join(conditions.map((one, i) => sql`(${one}) AS ${ident(`c${i}`)}`), ', ')} FROM subject_now WHERE subject_id = ${raw(String(subjectId))}`)
  return conditions.map((_, i) => found?.[`c${i}`] === true)
}

/** Visits of draws that count, of which an item has no result yet. */
async function visitsDue(ask: Connection, ids: Sql): Promise<DueVisit[]> {
  // Most were never drawn, and are told so without the rest being planned.
  const { drawn } = await ask.one<{ drawn: boolean }>(sql`SELECT EXISTS (SELECT 1 FROM campaign_visit WHERE subject_id IN (${ids})) OR EXISTS (SELECT 1 FROM draw_frame WHERE subject_id IN (${ids})) AS drawn`)
  if (!drawn) return []
  const rows = await ask.rows<Omit<DueVisit, 'items'> & { items: string }>(sql`
    WITH owed AS (SELECT origin, number, visit, item, department FROM inspection_duty WHERE standing AND subject_id IN (${ids})),
    named AS (SELECT item, arg_max(name, valid_from) AS name FROM inspection_item GROUP BY item)
    SELECT v.origin, v.number, coalesce(any_value(c.name), any_value(d.name)) AS name, v.visit, coalesce(any_value(p.day), any_value((c.rules->'staffing'->>'on')::DATE)) AS day,
      to_json(list({item: v.item, name: coalesce(i.name, v.item), department: v.department} ORDER BY v.item))::VARCHAR AS items
    FROM owed v LEFT JOIN inspection_result r ON (r.origin, r.number, r.visit, r.item) = (v.origin, v.number, v.visit, v.item)
      LEFT JOIN campaign c ON v.origin = 'campaign' AND c.campaign = v.number LEFT JOIN draw d ON v.origin = 'draw' AND d.draw = v.number
      LEFT JOIN campaign_day p ON v.origin = 'campaign' AND p.campaign = v.number AND p.visit = v.visit LEFT JOIN named i ON i.item = v.item
    WHERE r.result IS NULL AND ${counts(raw('coalesce(c.seed, d.seed)'))}
    GROUP BY v.origin, v.number, v.visit ORDER BY day NULLS LAST, v.origin, v.number, v.visit`)
  return rows.map((row) => ({ ...row, items: JSON.parse(row.items) as DueVisit['items'] }))
}
