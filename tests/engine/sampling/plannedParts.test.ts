import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verbs as schemas, type CampaignInfo, type Input, type PlanTask } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { means } from '../../../electron/engine/sampling/means.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { verify } from '../../../shared/verify/verify.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addLibraries, addScored, seed } from './scored.ts'

let room: TestRoom
let verbs: ReturnType<typeof sampling>
beforeEach(async () => {
  room = await openRoom()
  verbs = sampling(room)
  await addScored(room, 1500)
  await addLibraries(room)
  await verbs.savePlan(schemas.savePlan.parse({ year: 2026, name: '2026 年度抽查计划' }))
})
afterEach(() => room.close())

const usual: Input<'savePlanTask'> = { year: 2026, name: '餐饮与消防', items: ['M-1', 'F-1', 'F-2'], mode: 'directed', tiers: ['C', 'D'], ratios: { C: 0.3, D: 0.5 }, periodFrom: '2026-11-01', periodUntil: '2026-12-31', lead: 'fire', joining: ['market'], spares: 2 }
const save = (task: Partial<Input<'savePlanTask'>> = {}): Promise<PlanTask> => verbs.savePlanTask(schemas.savePlanTask.parse({ ...usual, ...task }))
const commit = async (planTasks: number[], over: Partial<Input<'commitCampaign'>> = {}): Promise<CampaignInfo> =>
  (await room.jobs.result((await verbs.commitCampaign(schemas.commitCampaign.parse({ name: '计划联合抽查', tasks: [], planTasks, perDepartment: 2, on: '2026-11-22', ...over }))).job)) as CampaignInfo
const draw = async (campaign: number): Promise<CampaignInfo> => (await room.jobs.result((await verbs.drawCampaign({ campaign, seed, witnesses: [], rehearsal: false })).job)) as CampaignInfo
const drawsOf = async (task: number): Promise<number[]> => (await verbs.listPlans({}))[0]!.tasks.find((one) => one.task === task)!.draws

test('a task becomes a part for each of its departments, by its frame, ratios and spares, and is drawn once', async () => {
  const { task } = await save({ frequency: 2 })
  const planned = (await verbs.checkPlan({ year: 2026 })).tasks[0]!
  const info = await commit([task])
  expect(info.parts.map((one) => [one.department, one.task, one.items.map((item) => item.code)])).toEqual([['fire', task, ['F-1', 'F-2']], ['market', task, ['M-1']]])
  const draws = (await verbs.listDraws({})).filter((one) => info.parts.some((part) => part.draw === one.draw))
  for (const one of draws) expect(one.strata.filter((stratum) => stratum.frame > 0)).toEqual(planned.strata)
  expect(draws[0]!.strata.map((one) => one.spares)).toEqual([0, 0, 2, 2])
  expect(await drawsOf(task)).toEqual([info.parts[0]!.draw])

  const drawn = await draw(info.campaign)
  expect(drawn).toMatchObject({ state: 'staffed', visits: planned.drawn, drawn: 2 * planned.drawn })
  for (const row of tableFromIPC((await verbs.campaignVisits({ campaign: 1, offset: 0, limit: 1000 })).arrow)) {
    const { departments, officers } = row!.toJSON() as { departments: string; officers: string }
    expect((JSON.parse(departments) as { department: string }[]).map((one) => one.department)).toEqual(['fire', 'market'])
    expect(JSON.parse(officers)).toHaveLength(4)
  }
  const { checks } = await verify(means, await verbs.exportCampaign({ campaign: 1 }))
  expect(checks.filter((one) => !one.ok)).toEqual([])

  const again = await commit([task])
  expect(await drawsOf(task)).toEqual([info.parts[0]!.draw, again.parts[0]!.draw])
  await expect(commit([task])).rejects.toMatchObject({ code: 'plan_draws_used_up', params: { frequency: 2 } })
})

test('several tasks are one inspection: a subject of two is visited once, with the items of both', async () => {
  const one = await save()
  const two = await save({ name: '卫生', items: ['H-1'], lead: 'health', joining: [], tiers: ['D'], ratios: { D: 1 }, spares: 0 })
  const info = await commit([one.task, two.task])
  expect(info.parts.map((part) => [part.department, part.task])).toEqual([['fire', one.task], ['market', one.task], ['health', two.task]])
  const drawn = await draw(info.campaign)
  const of = async (part: number): Promise<Set<string>> => new Set((await room.database().read((ask) => ask.rows<{ id: string }>(sql`SELECT id FROM draw_frame WHERE role = 'drawn' AND draw = ${info.parts[part]!.draw}`))).map((row) => row.id))
  const [fire, market, health] = [await of(0), await of(1), await of(2)]
  expect(market).toEqual(fire)
  expect(drawn.visits).toBe(new Set([...fire, ...health]).size)
  expect(drawn.visits).toBeLessThan(fire.size + health.size)
  expect([await drawsOf(one.task), await drawsOf(two.task)]).toEqual([[info.parts[0]!.draw], [info.parts[2]!.draw]])
  await expect(save({ task: one.task })).rejects.toMatchObject({ code: 'plan_task_drawn' })
})

test('a subject that several departments of a task visit has had one visit for it', async () => {
  await room.database().write((ask) => ask.run(raw(`UPDATE inspection_item SET most_per_subject = 1 WHERE item = 'F-1'`)))
  const { task } = await save({ ratios: { C: 0.3, D: 0.5 }, frequency: 1 })
  await draw((await commit([task])).campaign)
  await save({ name: '再查', ratios: { C: 0.3, D: 0.5 } })
  // Had each department's draw counted, half of D would have been left no room at all.
  expect((await verbs.checkPlan({ year: 2026 })).broken.filter((one) => one.severity === 'refuse')).toEqual([])
  await save({ name: '三查', ratios: { C: 0.3, D: 0.6 } })
  expect((await verbs.checkPlan({ year: 2026 })).broken.map((one) => one.rule)).toContain('plan_item_cap')
})

test('the cap of the plan counts every inspection of the year, of the plan or not, and a joint one once', async () => {
  await verbs.savePlan(schemas.savePlan.parse({ year: 2026, name: '2026', mostPerSubject: 2 }))
  const every = { tiers: ['D' as const], ratios: { D: 1 }, spares: 0 }
  const planned = await save({ ...every, name: '首查' })
  const caps = async (): Promise<string[]> => (await verbs.checkPlan({ year: 2026 })).broken.flatMap((one) => (one.severity === 'refuse' ? [one.rule] : []))
  // Two departments and two tasks of one inspection: one visit each.
  const beside = await save({ ...every, name: '并查', items: ['H-1'], lead: 'health', joining: [] })
  await draw((await commit([planned.task, beside.task])).campaign)
  const left = await save({ ...every, name: '再查' })
  expect(await caps()).toEqual([])
  const own = { tasks: [{ department: 'health', items: ['H-1'], filter: [{ field: 'tier' as const, op: 'in' as const, values: ['D'] }], ratios: { D: 1 } }], perDepartment: 2 }
  const free = await commit([], own)
  expect(await caps()).toEqual([]) // committed, and nobody drawn yet
  await room.jobs.result((await verbs.drawCampaign({ campaign: free.campaign, seed: '12', witnesses: [], rehearsal: true })).job)
  expect(await caps()).toEqual([]) // a rehearsal visits nobody
  await draw((await commit([], own)).campaign)
  expect(await caps()).toEqual(['plan_subject_cap'])
  await expect(commit([left.task])).rejects.toMatchObject({ code: 'plan_subject_cap', params: { tier: 'D', room: 0, most: 2 } })
})

test('a broken rule refuses the commitment by its name, and nothing is fixed', async () => {
  const good = await save()
  const bad = await save({ name: '价格', items: ['M-1'], lead: 'market', joining: [], mode: 'undirected', tiers: ['A', 'B', 'C', 'D'], ratios: { A: 0.06 } })
  await expect(commit([good.task, bad.task])).rejects.toMatchObject({ code: 'plan_tier_ceiling', params: { ratio: 0.06, ceiling: 0.05 } })
  const foreign = await save({ name: '外单位', joining: [] })
  await expect(commit([foreign.task])).rejects.toMatchObject({ code: 'plan_item_foreign' })
  await expect(commit([good.task], { on: '2027-01-04' })).rejects.toMatchObject({ code: 'plan_day_outside', params: { until: '2026-12-31' } })
  await expect(commit([good.task, good.task])).rejects.toMatchObject({ code: 'plan_task_twice' })
  await expect(commit([999])).rejects.toMatchObject({ code: 'no_such_plan_task' })
  expect(schemas.commitCampaign.safeParse({ name: 'x', tasks: [] }).success).toBe(false)
  expect(await verbs.listCampaigns({})).toEqual([])
  expect(await verbs.listDraws({})).toEqual([])
  expect(await drawsOf(good.task)).toEqual([])
})

test('departments may add tasks of their own', async () => {
  const { task } = await save()
  const info = await commit([task], { tasks: [{ department: 'health', items: ['H-1'], filter: [{ field: 'tier', op: 'in', values: ['D'] }] }] })
  expect(info.parts.map((one) => [one.department, one.task])).toEqual([['fire', task], ['market', task], ['health', null]])
})
