import { afterEach, beforeEach, expect, test } from 'vitest'
import { verbs as schemas, type CampaignInfo, type Input, type PlanTask } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
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

const usual: Input<'savePlanTask'> = { year: 2026, name: '餐饮与消防', items: ['M-1', 'F-1'], mode: 'directed', scope: [{ field: 'industry', op: 'in', values: ['F'] }], tiers: ['C', 'D'], ratios: { D: 0.5 }, periodFrom: '2026-11-01', periodUntil: '2026-12-31', lead: 'fire', joining: ['market'] }
const save = (task: Partial<Input<'savePlanTask'>> = {}): Promise<PlanTask> => verbs.savePlanTask(schemas.savePlanTask.parse({ ...usual, ...task }))
const idsOf = async (condition: string): Promise<number[]> => (await room.database().read((ask) => ask.rows<{ subject_id: number }>(raw(`SELECT subject_id FROM subject LEFT JOIN score USING (subject_id) WHERE ${condition} ORDER BY 1`)))).map((row) => row.subject_id)

test('tasks of plans are told to those in their scope and tier, while they are to be drawn', async () => {
  const one = await save()
  await save({ name: '已过', periodFrom: '2026-01-01', periodUntil: '2026-03-31' })
  await save({ name: '无此池', scope: [{ field: 'pool', op: 'in', values: [77] }] })
  const all = await save({ name: '全库', scope: [], tiers: ['A', 'B', 'C', 'D'], ratios: {}, frequency: 2, periodFrom: '2026-10-01' })
  for (const tier of ['A', 'C', 'D'] as const) {
    for (const industry of ['F', 'C']) {
      const [subjectId] = await idsOf(`tier = '${tier}' AND industry = '${industry}' AND status = 'active'`)
      const { tasks, rule, visits } = await verbs.nextInspections({ subjectId: subjectId! })
      expect(tasks.map((task) => [task.task, task.left, task.ratio])).toEqual([[all.task, 2, { A: 0.03, C: 0.2, D: 1 }[tier]], ...(industry === 'F' && tier !== 'A' ? [[one.task, 1, tier === 'D' ? 0.5 : 0.2]] : [])])
      expect(rule).toMatchObject({ policy: 'xian-2020', tier, excluded: false })
      expect(visits).toEqual([])
    }
  }
  const [closed] = await idsOf(`tier IS NOT NULL AND status = 'revoked'`)
  expect(await verbs.nextInspections({ subjectId: closed! })).toMatchObject({ tasks: [], rule: { excluded: true } })
  const [unscored] = await idsOf('tier IS NULL')
  expect(await verbs.nextInspections({ subjectId: unscored! })).toEqual({ visits: [], tasks: [], rule: null })
})

test('a drawn visit is told with its day and items until all of them have results, to whom the subject was merged too; rehearsals never', async () => {
  const tasks = [{ department: 'market', items: ['M-1'], filter: [{ field: 'tier' as const, op: 'in' as const, values: ['D'] }] }, { department: 'health', items: ['H-1'], filter: [{ field: 'tier' as const, op: 'in' as const, values: ['D'] }] }]
  const joint = async (name: string, rehearsal: boolean): Promise<number> => {
    const { campaign } = (await room.jobs.result((await verbs.commitCampaign(schemas.commitCampaign.parse({ name, policy: 'xian-2020', perDepartment: 1, least: 2, on: '2026-11-25', tasks }))).job)) as CampaignInfo
    await room.jobs.result((await verbs.drawCampaign({ campaign, seed: rehearsal ? 'try' : seed, witnesses: [], rehearsal })).job)
    return campaign
  }
  await joint('演练', true)
  const campaign = await joint('联合抽查', false)
  const visit = await room.database().read((ask) => ask.one<{ visit: number; subject_id: number }>(sql`SELECT visit, subject_id FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NULL ORDER BY visit LIMIT 1`))
  const told = { origin: 'campaign', number: campaign, name: '联合抽查', visit: visit.visit, day: '2026-11-25', items: [{ item: 'H-1', name: 'H-1', department: 'health' }, { item: 'M-1', name: 'M-1', department: 'market' }] }
  const asked = async (subjectId = visit.subject_id) => (await verbs.nextInspections({ subjectId })).visits
  expect(await asked()).toEqual([told])
  await verbs.setVisitDay({ campaign, visit: visit.visit, day: '2026-12-01' })
  expect(await asked()).toEqual([{ ...told, day: '2026-12-01' }])
  const enter = (item: string): Promise<number> => room.database().write((ask) => ask.run(sql`INSERT INTO inspection_result (result, origin, number, visit, item, department, id, subject_id, state, revision, code_set, codes, outcome, problem, inspected_on, remark, entered_by, entered_at, follow_up)
    SELECT nextval('result_number'), 'campaign', ${campaign}, ${visit.visit}, ${item}, 'x', id, subject_id, 'awaiting_review', 1, 's', '[]', 'passed', false, DATE '2026-11-26', '', '甲', TIMESTAMP '2026-11-26 00:00:00', 'not_needed' FROM campaign_visit WHERE campaign = ${campaign} AND visit = ${visit.visit}`))
  await enter('M-1')
  expect((await asked())[0]!.items.map((one) => one.item)).toEqual(['H-1'])
  await room.database().write((ask) => ask.run(sql`INSERT INTO subject_merge (decision, kind, from_subject, into_subject, created, name, first_batch) VALUES (1, 'merge', ${visit.subject_id}, 1, false, 'x', 1)`))
  expect((await asked(1)).some((one) => one.number === campaign && one.visit === visit.visit)).toBe(true)
  await enter('H-1')
  expect(await asked()).toEqual([])
})
