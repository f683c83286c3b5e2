import type { AnnualPlan, BrokenRule, PlanCheck, PlanTask } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import { holdsWithin } from '../workspace/holds.ts'
import { resolveFilter } from '../workspace/resolve.ts'
import { drawOf } from './annualPlan.ts'
import { checkOfficers } from './checkOfficers.ts'
import { checkSubjects } from './checkSubjects.ts'
import { countFrame, membersOf } from './frame.ts'
import { broken, type Item, type Judged } from './judged.ts'
import { strataOf } from './plan.ts'
import { findPolicy } from './policies.ts'

/**
 * Judges the plan of a year before anything is drawn. A rule is `refuse` where no draw could keep it: what only may come to that, by chance or by
 * an officer's falling ill, is `warn`.
 */
export async function checkPlan(ask: Connection, resources: string, plan: AnnualPlan, today: string): Promise<PlanCheck> {
  await defineKeys(ask)
  const departments = new Set((await ask.rows<{ code: string }>(sql`SELECT DISTINCT code FROM department WHERE ${holdsWithin(`${plan.year}-12-31`, `${plan.year}-01-01`)}`)).map((one) => one.code))
  const judged: Judged[] = []
  const rules: BrokenRule[] = []
  for (const task of plan.tasks) {
    const { one, found } = await judge(ask, resources, task)
    judged.push(one)
    rules.push(...found, ...checkTask(one, plan.year, departments, today))
  }
  rules.push(...(await checkSubjects(ask, judged, plan)), ...(await checkOfficers(ask, judged, plan.year, today)))
  const order = plan.tasks.map((one) => one.task)
  const place = (one: BrokenRule): number => (one.severity === 'refuse' ? 0 : order.length) + order.indexOf(one.tasks[0]!)
  return { year: plan.year, tasks: judged.map(({ task, strata, frame, drawn }) => ({ task: task.task, strata, frame, drawn, visits: drawn * task.frequency })), broken: rules.toSorted((a, b) => place(a) - place(b)) }
}

/** @throws MingchaError with the rule as its code, where a task breaks one that refuses it */
export function refuseBroken(check: PlanCheck, task: number): void {
  const found = check.broken.find((one) => one.severity === 'refuse' && one.tasks.includes(task))
  if (found) throw new MingchaError(found.rule, found.message, found.hint, found.params)
}

async function judge(ask: Connection, resources: string, task: PlanTask): Promise<{ one: Judged; found: BrokenRule[] }> {
  const listed = await ask.rows<Item>(sql`SELECT item, arg_max(name, valid_from) AS name, arg_max(department, valid_from) AS department, arg_max(kind, valid_from) AS kind, arg_max(qualification, valid_from) AS qualification, arg_max(floor_ratio, valid_from) AS floor, arg_max(ceiling_ratio, valid_from) AS ceiling,
      arg_max(most_per_subject, valid_from) AS most, coalesce(arg_max(window_months, valid_from), 12) AS months, min(valid_from) AS "from", max(coalesce(valid_until, DATE '9999-12-31')) AS until
    FROM inspection_item WHERE item IN (SELECT unnest(from_json(${JSON.stringify(task.items)}, '["VARCHAR"]'))) AND ${holdsWithin(task.periodUntil, task.periodFrom)} GROUP BY item ORDER BY item`)
  const bare: Judged = { task, policy: null, items: listed, strata: [], frame: 0, drawn: 0, left: Math.max(0, task.frequency - task.draws.length), members: null }
  if (task.tiers.length === 0) return { one: bare, found: [] }
  try {
    const draw = drawOf(task)
    const policy = findPolicy(resources, draw.policy)
    const filter = await resolveFilter(ask, draw.filter)
    const { sizes } = await countFrame(ask, filter, policy.excludedStatuses)
    const strata = strataOf(sizes, draw, policy).filter((one) => task.tiers.includes(one.stratum))
    const sum = (of: 'frame' | 'drawn'): number => strata.reduce((n, one) => n + one[of], 0)
    return { one: { ...bare, policy, strata, frame: sum('frame'), drawn: sum('drawn'), members: membersOf(filter, policy.excludedStatuses) }, found: [] }
  } catch (error) {
    if (!(error instanceof MingchaError)) throw error
    return { one: bare, found: [broken('plan_scope_broken', 'refuse', [task], '', `its scope cannot be told: ${error.message}`, error.hint, { detail: error.message })] }
  }
}

/** What one task breaks by itself. */
function checkTask({ task, policy, items, strata, frame, members }: Judged, year: number, departments: ReadonlySet<string>, today: string): BrokenRule[] {
  const found: BrokenRule[] = []
  const say = (severity: BrokenRule['severity']) => (rule: string, where: string, message: string, hint: string, params?: BrokenRule['params']): void => void found.push(broken(rule, severity, [task], where, message, hint, params))
  const [refuse, warn] = [say('refuse'), say('warn')]
  const parties = [task.lead, ...task.joining]

  if (task.items.length === 0) refuse('plan_items_none', '', 'it names no item', 'Choose items of the list: nothing else may be inspected.')
  for (const code of task.items) {
    const item = items.find((one) => one.item === code)
    if (!item) refuse('plan_item_unlisted', code, `item ${code} is not on the list in its period`, 'Choose items that are in force, or bring the list up to date.')
    else if (item.from > task.periodFrom || (item.until ?? '9999') < task.periodUntil) refuse('plan_item_not_in_force', code, `item ${code} holds from ${item.from} to ${item.until ?? ''} only`, 'Move the period, or leave the item out.', { from: item.from, until: item.until ?? '' })
    if (item && !parties.includes(item.department)) refuse('plan_item_foreign', code, `item ${code} is ${item.department}'s, which takes no part`, 'Let the department join, or leave the item out.', { department: item.department })
  }
  for (const code of parties) if (!departments.has(code)) refuse('plan_department_unknown', code, `there is no department ${code} in ${year}`, 'Choose departments of the library.')

  if (task.periodUntil < task.periodFrom) refuse('plan_period_reversed', '', `its period ends on ${task.periodUntil}, before it begins on ${task.periodFrom}`, 'Correct one of the two days.', { from: task.periodFrom, until: task.periodUntil })
  else if (!task.periodFrom.startsWith(`${year}-`) || !task.periodUntil.startsWith(`${year}-`)) refuse('plan_period_elsewhere', '', `its period ${task.periodFrom} to ${task.periodUntil} is not within ${year}`, 'Move it into the year of the plan.', { from: task.periodFrom, until: task.periodUntil, year: String(year) })
  else if (task.periodUntil < today && task.draws.length < task.frequency) warn('plan_period_over', '', `its period ended on ${task.periodUntil} and ${task.frequency - task.draws.length} draws are missing`, 'Move it, or say in its note why it was left.', { until: task.periodUntil, missing: task.frequency - task.draws.length })

  if (task.tiers.length === 0) refuse('plan_tiers_none', '', 'it is for no tier', 'Choose at least one.')
  for (const tier of task.tiers) if (task.ratios[tier] === 0) refuse('plan_tier_zero', tier, `tier ${tier} has a ratio of 0`, 'No tier gives exemption: leave the tier out of a directed task, or give it a ratio.', { tier })
  const narrowed = task.scope.length > 0 || task.tiers.length < 4
  if (task.mode === 'undirected' && narrowed) refuse('plan_undirected_narrowed', '', 'it is undirected and yet narrowed by a scope or tiers', 'An undirected draw is a lottery over the whole library: take the conditions off, or make it directed.')
  if (task.mode === 'directed' && !narrowed) warn('plan_directed_open', '', 'it is directed and has neither scope nor tiers', 'Say whom it is directed at, or make it undirected.')
  if (members === null || policy === null) return found

  if (frame === 0) refuse('plan_frame_empty', '', 'no scored subject is in its scope', 'Widen the scope, or score the subjects.')
  for (const { stratum, frame: size, ratio } of strata) {
    if (size === 0 && frame > 0) (task.ratios[stratum] !== undefined || task.tiers.length < 4 ? refuse : warn)('plan_stratum_empty', stratum, `tier ${stratum} is asked for and has no subject in the scope`, 'Leave the tier out, or widen the scope.', { tier: stratum })
    const { floor, ceiling } = policy.limits[stratum]
    if (ceiling !== null && ratio > ceiling) refuse('plan_tier_ceiling', stratum, `tier ${stratum} has a ratio of ${ratio}, its ceiling is ${ceiling}`, 'Lower the ratio.', { ratio, ceiling, over: Number((ratio - ceiling).toFixed(6)), tier: stratum })
    if (floor !== null && ratio > 0 && ratio * task.frequency < floor) warn('plan_tier_floor', stratum, `tier ${stratum} has a ratio of ${ratio} ${task.frequency} times, its floor is ${floor}`, 'Raise the ratio, or see that other tasks make up for it.', { ratio, floor, tier: stratum })
  }
  return found
}
