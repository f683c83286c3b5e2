import type { AnnualPlan, BrokenRule } from '../../../shared/contract.ts'
import type { Tier } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { visitsMade } from './visitsMade.ts'
import { broken, framesOf, shortened, type Item, type Judged } from './judged.ts'

/** By tier: subjects in any of the frames; how many visits the cap leaves room for; subjects that could be drawn more often than it allows. */
interface Room { tier: Tier; subjects: number; room: number; over: number }

/** What tasks do to subjects together: shares of items drawn in the year, visits of one subject for an item, visits of one subject at all. */
export async function checkSubjects(ask: Connection, all: readonly Judged[], plan: AnnualPlan): Promise<BrokenRule[]> {
  const found: BrokenRule[] = []
  const standing = all.filter((one) => one.members !== null && one.frame > 0)
  for (const { items, tasks, before } of await groupsOf(ask, standing, plan.year)) {
    const [item] = items
    const rooms = await roomOf(ask, tasks, item.most, sql`SELECT subject_id, count(*) AS had FROM draw_frame WHERE role = 'drawn' AND draw IN (${before}) GROUP BY subject_id`)
    const where = shortened(items.map((one) => one.item), 6)
    const name = shortened(items.map((one) => one.name), 2)
    found.push(...sharesOf(tasks, item, rooms, where, name), ...capOf(['plan_item_cap', 'plan_item_cap_possible'], tasks, item.most, rooms, where, `for item ${where} within ${item.months} months`, { item: name, months: item.months }))
  }
  if (plan.mostPerSubject !== null && standing.length > 0) {
    const rooms = await roomOf(ask, standing, plan.mostPerSubject, visitsMade(plan.year))
    found.push(...capOf(['plan_subject_cap', 'plan_subject_cap_possible'], standing, plan.mostPerSubject, rooms, '', `in ${plan.year}`, { year: String(plan.year) }))
  }
  return found
}

interface Group { items: [Item, ...Item[]]; tasks: Judged[]; /** Draws for these items that count within their window. */ before: Sql }

/** Items with the same bounds, in the same tasks now and in the same draws before: they break a rule together. */
async function groupsOf(ask: Connection, standing: readonly Judged[], year: number): Promise<Group[]> {
  const earlier = await ask.rows<{ item: string; draw: number; until: string }>(raw(`SELECT unnest(from_json(t.items, '["VARCHAR"]')) AS item, d.draw, t.period_until AS until FROM plan_task_draw d JOIN plan_task t USING (task) ORDER BY d.draw`))
  const groups = new Map<string, Group>()
  for (const item of new Map(standing.flatMap((one) => one.items.map((it) => [it.item, it] as const))).values()) {
    if (item.floor === null && item.ceiling === null && item.most === null) continue
    const tasks = standing.filter((one) => one.items.some((other) => other.item === item.item))
    const since = `${year - Math.max(0, Math.ceil(item.months / 12) - 1)}-01-01`
    const draws = earlier.filter((one) => one.item === item.item && one.until >= since).map((one) => one.draw)
    const key = JSON.stringify([item.floor, item.ceiling, item.most, item.months, tasks.map((one) => one.task.task), draws])
    const group = groups.get(key)
    if (group) group.items.push(item)
    else groups.set(key, { items: [item], tasks, before: draws.length === 0 ? raw('-1') : join(draws.map((draw) => sql`${draw}`), ', ') })
  }
  return [...groups.values()]
}

/** `made`: visits that subjects have had already (subject_id, had). */
async function roomOf(ask: Connection, tasks: readonly Judged[], most: number | null, made: Sql): Promise<Room[]> {
  const room = most === null ? raw('0') : sql`greatest(0, least(wanted, ${most} - coalesce(had, 0)))`
  const over = most === null ? raw('0') : sql`count(*) FILTER (wanted > greatest(0, ${most} - coalesce(had, 0)))`
  return ask.rows<Room>(sql`SELECT tier, count(*) AS subjects, sum(${room})::BIGINT AS room, ${over} AS over
    FROM (SELECT subject_id, any_value(tier) AS tier, sum(draws) AS wanted FROM (${framesOf(tasks)}) GROUP BY subject_id)
    LEFT JOIN (${made}) USING (subject_id) GROUP BY tier ORDER BY tier`)
}

/** Share of an item's subjects that its tasks draw in the year, against the item's floor and ceiling. */
function sharesOf(tasks: readonly Judged[], item: Item, rooms: readonly Room[], where: string, name: string): BrokenRule[] {
  const subjects = rooms.reduce((sum, one) => sum + one.subjects, 0)
  const visits = tasks.reduce((sum, one) => sum + one.drawn * one.task.frequency, 0)
  const share = visits / subjects
  const params = { share, visits, subjects, item: name }
  const of = tasks.map((one) => one.task)
  // By the ratios themselves: that each stratum is rounded up is none of the plan's doing.
  const asked = tasks.reduce((sum, one) => sum + one.strata.reduce((n, stratum) => n + stratum.frame * stratum.ratio, 0) * one.task.frequency, 0)
  if (item.ceiling !== null && asked > item.ceiling * subjects * (1 + 1e-9)) {
    return [broken('plan_item_ceiling', 'refuse', of, where, `item ${where} is drawn for ${visits} of ${subjects} subjects (${percent(share)}), its ceiling is ${percent(item.ceiling)}`, 'Lower ratios or frequency, or take the item out of a task.', { ...params, ceiling: item.ceiling, over: visits - Math.floor(item.ceiling * subjects) })]
  }
  if (item.floor !== null && visits < item.floor * subjects) {
    return [broken('plan_item_floor', 'refuse', of, where, `item ${where} is drawn for ${visits} of ${subjects} subjects (${percent(share)}), its floor is ${percent(item.floor)}`, 'Raise ratios or frequency, or add a task.', { ...params, floor: item.floor, missing: Math.ceil(item.floor * subjects) - visits })]
  }
  return []
}

/** No draw can keep a cap where more visits are planned than it leaves room for in a tier; where some subject is in several frames it may be broken by chance. */
function capOf([certain, possible]: readonly [string, string], tasks: readonly Judged[], most: number | null, rooms: readonly Room[], where: string, within: string, params: Record<string, string | number>): BrokenRule[] {
  if (most === null) return []
  const of = tasks.map((one) => one.task)
  for (const { tier, room } of rooms) {
    const planned = tasks.reduce((sum, one) => sum + (one.strata.find((stratum) => stratum.stratum === tier)?.drawn ?? 0) * one.left, 0)
    if (planned > room) {
      return [broken(certain, 'refuse', of.filter((_, i) => tasks[i]!.strata.some((stratum) => stratum.stratum === tier && stratum.drawn > 0)), where, `${planned} visits are planned of tier ${tier}, ${most} per subject ${within} leave room for ${room}`, 'Lower frequency or ratios, or merge the tasks into one visit.', { planned, room, over: planned - room, most, tier, ...params })]
    }
  }
  const over = rooms.reduce((sum, one) => sum + one.over, 0)
  if (over === 0) return []
  return [broken(possible, 'warn', of, where, `${over} subjects could be drawn more than ${most} times ${within}`, 'Merge tasks that have the same subjects into one visit, or draw them one after the other.', { over, most, ...params })]
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`
