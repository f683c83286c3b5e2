import type { AnnualPlan, Parsed, Plan, PlanCheck, PlanTask } from '../../../shared/contract.ts'
import { tiers } from '../../../shared/classes.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { filterSchema } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import { person } from '../workspace/person.ts'
import { resolveFilter } from '../workspace/resolve.ts'

/** @throws MingchaError no_such_plan */
export async function savePlan(ask: Connection, { year, name, mostPerSubject, note }: Parsed<'savePlan'>): Promise<AnnualPlan> {
  await ask.run(sql`INSERT OR REPLACE INTO annual_plan (year, name, most_per_subject, note, changed_at, changed_by) VALUES (${year}, ${name}, ${mostPerSubject}, ${note}, current_timestamp::TIMESTAMP, ${person()})`)
  return findPlan(ask, year)
}

/** Writes a task down as a draft. @throws MingchaError no_such_plan, no_such_plan_task, plan_task_drawn */
export async function savePlanTask(ask: Connection, { year, task: number, ...task }: Parsed<'savePlanTask'>): Promise<PlanTask> {
  await findPlan(ask, year)
  if (number !== undefined) await refuseDrawn(ask, number)
  const { task: id } = number === undefined ? await ask.one<{ task: number }>(sql`SELECT nextval('plan_task_number')::INTEGER AS task`) : { task: number }
  await ask.run(sql`INSERT OR REPLACE INTO plan_task (task, year, name, items, mode, scope, tiers, policy, ratios, frequency, period_from, period_until, lead, joining, spares, note, state, changed_at, changed_by)
    VALUES (${id}, ${year}, ${task.name}, ${JSON.stringify(task.items)}, ${task.mode}, ${JSON.stringify(task.scope)}, ${JSON.stringify(tiers.filter((one) => task.tiers.includes(one)))}, ${task.policy}, ${JSON.stringify(task.ratios)},
      ${task.frequency}, ${task.periodFrom}::DATE, ${task.periodUntil}::DATE, ${task.lead}, ${JSON.stringify(task.joining)}, ${task.spares}, ${task.note}, 'draft', current_timestamp::TIMESTAMP, ${person()})`)
  return (await findTask(ask, id)).task
}

/** @throws MingchaError no_such_plan_task, plan_task_drawn */
export async function deletePlanTask(ask: Connection, task: number): Promise<null> {
  await refuseDrawn(ask, task)
  await ask.run(sql`DELETE FROM plan_task WHERE task = ${task}`)
  return null
}

/** What was drawn for must stay as it was drawn. */
async function refuseDrawn(ask: Connection, task: number): Promise<void> {
  const { task: found } = await findTask(ask, task)
  if (found.draws.length > 0) throw new MingchaError('plan_task_drawn', `task ${task} was drawn already: draw ${found.draws.join(', ')}`, 'Add another task; both stay on record.', { task, draw: found.draws.join(', ') })
}

/** Notes which tasks broke no rule when the plan was checked. */
export async function keepStates(ask: Connection, plan: AnnualPlan, { broken }: PlanCheck): Promise<void> {
  for (const { task, state } of plan.tasks) {
    const now: PlanTask['state'] = broken.some((one) => one.severity === 'refuse' && one.tasks.includes(task)) ? 'draft' : 'checked'
    if (now !== state) await ask.run(sql`UPDATE plan_task SET state = ${now} WHERE task = ${task}`)
  }
}

/** Latest year first. */
export async function listPlans(ask: Connection): Promise<AnnualPlan[]> {
  const plans = await ask.rows<Omit<AnnualPlan, 'tasks'>>(raw('SELECT year, name, most_per_subject AS "mostPerSubject", note FROM annual_plan ORDER BY year DESC'))
  const rows = await ask.rows<Row>(raw(`SELECT ${columns} FROM plan_task t ORDER BY period_from, task`))
  return plans.map((plan) => ({ ...plan, tasks: rows.filter((row) => row.year === plan.year).map(taskOf) }))
}

/** @throws MingchaError no_such_plan */
export async function findPlan(ask: Connection, year: number): Promise<AnnualPlan> {
  const found = (await listPlans(ask)).find((one) => one.year === year)
  if (!found) throw new MingchaError('no_such_plan', `there is no plan for ${year}`, 'Begin the plan of that year first.', { year: String(year) })
  return found
}

/** @throws MingchaError no_such_plan_task */
export async function findTask(ask: Connection, task: number): Promise<{ plan: AnnualPlan; task: PlanTask }> {
  for (const plan of await listPlans(ask)) {
    const found = plan.tasks.find((one) => one.task === task)
    if (found) return { plan, task: found }
  }
  throw new MingchaError('no_such_plan_task', `there is no task ${task} in a plan`, 'List the plans to see the tasks.', { task })
}

/** What a task draws: its scope within its tiers, by its ratios. */
export const drawOf = (task: PlanTask): Plan & { task: number } => ({
  name: task.name, policy: task.policy, ratios: task.ratios, spares: task.spares, task: task.task,
  filter: task.tiers.length === tiers.length ? task.scope : [...task.scope, { field: 'tier', op: 'in', values: task.tiers }],
})

/** The plan of a draw as its task has it; without a task as it was asked. @throws MingchaError no_such_plan_task, no_such_pool, no_such_dimension */
export async function asPlanned(ask: Connection, asked: Plan): Promise<Plan> {
  if (asked.task === undefined) return asked
  const draw = drawOf((await findTask(ask, asked.task)).task)
  return { ...draw, filter: await resolveFilter(ask, draw.filter) }
}

type Row = { [K in keyof Omit<PlanTask, 'draws'>]: PlanTask[K] extends string | number ? PlanTask[K] : string } & { year: number; draws: string }
const columns = `task, year, name, items::VARCHAR AS items, mode, scope::VARCHAR AS scope, tiers::VARCHAR AS tiers, policy, ratios::VARCHAR AS ratios, frequency, period_from AS "periodFrom", period_until AS "periodUntil",
  lead, joining::VARCHAR AS joining, spares, note, state, changed_at AS "changedAt", changed_by AS "changedBy", (SELECT to_json(coalesce(list(d.draw ORDER BY d.draw), [])) FROM plan_task_draw d WHERE d.task = t.task)::VARCHAR AS draws`

function taskOf({ year: _year, ...row }: Row): PlanTask {
  const list = <T>(text: string): T => JSON.parse(text) as T
  return { ...row, items: list(row.items), scope: filterSchema.parse(list(row.scope)), tiers: list(row.tiers), ratios: list(row.ratios), joining: list(row.joining), draws: list(row.draws) }
}
