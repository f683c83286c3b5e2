import type { Plan } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { holdsOn } from '../workspace/holds.ts'
import { asPlanned, findTask } from './annualPlan.ts'
import { refuseTasks } from './commit.ts'

/** What one department inspects for a task of a plan. */
export interface PlannedPart { task: number; department: string; codes: string[]; plan: Plan }

/**
 * Tasks of annual plans as parts of a joint inspection: one a department that has items of the task, the leading one first. All departments of a task have
 * the same frame and ratios, and so draw the same subjects by the same seed: the task counts as drawn once, by the first of its draws.
 * @throws MingchaError no_such_plan_task, plan_draws_used_up, the rule of the plan that one breaks, plan_day_outside, no_such_item
 */
export async function plannedParts(ask: Connection, room: Room, tasks: readonly number[], on: string): Promise<PlannedPart[]> {
  const twice = tasks.find((one, i) => tasks.indexOf(one) !== i)
  if (twice !== undefined) throw new MingchaError('plan_task_twice', `task ${twice} is named twice`, 'A task is drawn once in a joint inspection.', { task: twice })
  await refuseTasks(ask, room, tasks)
  const parts: PlannedPart[] = []
  for (const number of tasks) {
    const { task } = await findTask(ask, number)
    if (on < task.periodFrom || on > task.periodUntil) throw new MingchaError('plan_day_outside', `${task.name}: ${on} is not within its period ${task.periodFrom} to ${task.periodUntil}`, 'Choose a day within the period, or change the period.', { name: task.name, day: on, from: task.periodFrom, until: task.periodUntil })
    const plan = await asPlanned(ask, { name: task.name, policy: task.policy, filter: [], spares: 0, task: number })
    const rows = await ask.rows<{ item: string; department: string }>(sql`SELECT item, department FROM inspection_item WHERE item IN (SELECT unnest(${JSON.stringify(task.items)}::JSON::VARCHAR[])) AND ${holdsOn(on)} ORDER BY item`)
    const missing = task.items.find((code) => !rows.some((one) => one.item === code))
    if (missing !== undefined) throw new MingchaError('no_such_item', `${task.lead} has no item ${missing} on its list on ${on}`, 'Only items on the list may be inspected: correct the task, or add the item to the list first.', { department: task.lead, item: missing, day: on })
    for (const department of new Set([task.lead, ...task.joining])) {
      const codes = rows.flatMap((one) => (one.department === department ? [one.item] : []))
      if (codes.length > 0) parts.push({ task: number, department, codes, plan })
    }
  }
  return parts
}
