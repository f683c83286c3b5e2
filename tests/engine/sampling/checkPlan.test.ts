import { afterEach, beforeEach, expect, test } from 'vitest'
import { verbs, type BrokenRule, type DrawInfo, type Input, type PlanTask } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { defineKeys } from '../../../electron/engine/identity/keys.ts'
import { recusals } from '../../../electron/engine/sampling/recusals.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addScored } from './scored.ts'

let room: TestRoom
let verb: ReturnType<typeof sampling>
const count = 1000
beforeEach(async () => {
  room = await openRoom('2026-02-01')
  verb = sampling(room)
  await addScored(room, count)
  await room.database().write(async (ask) => {
    await ask.run(raw(`INSERT INTO department VALUES ('S', '市监局', NULL, DATE '2025-01-01', NULL), ('Z', '住建局', NULL, DATE '2025-01-01', NULL)`))
    await item(ask, { item: 'S1' })
    await item(ask, { item: 'S2', kind: 'key', ceiling: null })
    await item(ask, { item: 'Z1', department: 'Z', kind: 'key', ceiling: null, qualification: '房地产执法' })
    for (let n = 1; n <= 40; n++) await officer(ask, `S${n}`, 'S', n % 4 === 0 ? ['特种设备'] : [], null)
    for (let n = 1; n <= 5; n++) await officer(ask, `Z${n}`, 'Z', n === 1 ? ['房地产执法'] : [], null)
  })
  await verb.savePlan(verbs.savePlan.parse({ year: 2026, name: '2026 年度抽查计划' }))
})
afterEach(() => room.close())

type Ask = Parameters<Parameters<ReturnType<TestRoom['database']>['write']>[0]>[0]
interface Made { item: string; department?: string; kind?: string; ceiling?: number | null; floor?: number | null; most?: number | null; months?: number | null; qualification?: string; from?: string; until?: string | null }
const item = (ask: Ask, { item: code, department = 'S', kind = 'general', ceiling = 0.5, floor = null, most = null, months = null, qualification, from = '2025-01-01', until = null }: Made) => ask.run(sql`INSERT INTO inspection_item VALUES (${code}, ${department}, ${`${code}检查`}, '某法', '企业', '内容', '现场', ${kind}, ${qualification ?? null}, ${floor}, ${ceiling}, ${most}, ${months}, ${from}::DATE, ${until}::DATE)`)
const officer = (ask: Ask, id: string, department: string, qualifications: string[], most: number | null, name = `人${id}`) =>
  ask.run(sql`INSERT INTO officer VALUES (${id}, ${name}, ${department}, ${`证${id}`}, DATE '2024-01-01', DATE '2027-12-31', ${JSON.stringify(qualifications)}, '[]', '[]', ${most}, DATE '2025-01-01', NULL)`)
const write = (text: string) => room.database().write((ask) => ask.run(raw(text)))
const change = (work: (ask: Ask) => Promise<unknown>) => room.database().write(work)

const usual: Input<'savePlanTask'> = { year: 2026, name: '登记事项抽查', items: ['S1'], mode: 'undirected', periodFrom: '2026-03-01', periodUntil: '2026-06-30', lead: 'S' }
const save = (task: Partial<Input<'savePlanTask'>> = {}): Promise<PlanTask> => verb.savePlanTask(verbs.savePlanTask.parse({ ...usual, ...task }))
const check = async (): Promise<BrokenRule[]> => (await verb.checkPlan({ year: 2026 })).broken
const told = (rules: BrokenRule[]) => rules.map(({ rule, severity, where }) => [rule, severity, where])
const only = async (task: Partial<Input<'savePlanTask'>>): Promise<BrokenRule> => {
  await save(task)
  const rules = await check()
  expect(told(rules)).toHaveLength(1)
  return rules[0]!
}
const commit = async (task: number): Promise<DrawInfo> => (await room.jobs.result((await verb.commitDraw(verbs.commitDraw.parse({ name: 'x', task }))).job)) as DrawInfo

test('a plan that keeps the rules is told so, and its tasks are drawn as they say', async () => {
  const { task, state } = await save({ ratios: { D: 0.5 } })
  expect(state).toBe('draft')
  const { tasks, broken } = await verb.checkPlan({ year: 2026 })
  expect(broken).toEqual([])
  expect(tasks[0]!.strata.map(({ stratum, ratio }) => [stratum, ratio])).toEqual([['A', 0.03], ['B', 0.05], ['C', 0.2], ['D', 0.5]])
  const [plan] = await verb.listPlans({})
  expect(plan!.tasks[0]).toMatchObject({ task, state: 'checked', draws: [], items: ['S1'], ratios: { D: 0.5 } })
  const info = await commit(task)
  expect(info).toMatchObject({ name: '登记事项抽查', state: 'committed', frame: tasks[0]!.frame })
  expect(info.strata).toEqual(tasks[0]!.strata)
  await expect(commit(task)).rejects.toMatchObject({ code: 'plan_draws_used_up', params: { draw: String(info.draw) } })
  await expect(save({ task })).rejects.toMatchObject({ code: 'plan_task_drawn' })
  await expect(verb.deletePlanTask({ task })).rejects.toMatchObject({ code: 'plan_task_drawn' })
})

test('a task draws its tiers alone', async () => {
  const { task } = await save({ mode: 'directed', tiers: ['C', 'D'], items: ['S2'] })
  const info = await commit(task)
  expect(info.strata.map(({ frame }) => frame > 0)).toEqual([false, false, true, true])
})

test.each<[string, Partial<Input<'savePlanTask'>>, string, Record<string, unknown>]>([
  ['a ratio above the ceiling of its tier', { ratios: { A: 0.06 } }, 'plan_tier_ceiling', { where: 'A', params: { ratio: 0.06, ceiling: 0.05, over: 0.01 } }],
  ['a ratio of 0', { ratios: { B: 0 } }, 'plan_tier_zero', { where: 'B' }],
  ['no item', { items: [] }, 'plan_items_none', {}],
  ['an item that is not on the list', { items: ['S1', 'X9'] }, 'plan_item_unlisted', { where: 'X9' }],
  ['an item of a department that takes no part', { items: ['Z1'] }, 'plan_item_foreign', { where: 'Z1', params: { department: 'Z' } }],
  ['a department that there is not', { joining: ['Q'] }, 'plan_department_unknown', { where: 'Q' }],
  ['a period that ends before it begins', { periodUntil: '2026-02-28' }, 'plan_period_reversed', {}],
  ['a period beyond the year', { periodUntil: '2027-01-31' }, 'plan_period_elsewhere', {}],
  ['an undirected draw of two tiers', { tiers: ['C', 'D'] }, 'plan_undirected_narrowed', {}],
  ['no tier', { tiers: [], mode: 'directed' }, 'plan_tiers_none', {}],
  ['a scope without subjects', { mode: 'directed', scope: [{ field: 'region', op: 'in', values: ['999999'] }] }, 'plan_frame_empty', {}],
  ['a scope that names no pool', { mode: 'directed', scope: [{ field: 'pool', op: 'in', values: [77] }] }, 'plan_scope_broken', {}],
  ['a tier without subjects', { mode: 'directed', tiers: ['D'], scope: [{ field: 'index', op: 'between', max: 96 }, { field: 'name', op: 'contains', value: '商' }], ratios: {} }, 'plan_frame_empty', {}],
])('%s is refused by name, and so is the draw', async (_what, task, rule, more) => {
  const { task: number } = await save(task)
  const rules = await check()
  expect(rules.find((one) => one.rule === rule)).toMatchObject({ severity: 'refuse', tasks: [number], params: { name: usual.name }, ...more })
  expect((await verb.listPlans({}))[0]!.tasks[0]!.state).toBe('draft')
  await expect(commit(number)).rejects.toMatchObject({ code: rules.find((one) => one.severity === 'refuse')!.rule })
  expect(await verb.listDraws({})).toEqual([])
})

test('an empty stratum that is asked for is refused', async () => {
  const rule = await only({ mode: 'directed', tiers: ['C', 'D'], items: ['S2'], scope: [{ field: 'index', op: 'between', max: 96 }] })
  expect(rule).toMatchObject({ rule: 'plan_stratum_empty', severity: 'refuse', where: 'D' })
})

test('what is bad order is warned of and can be drawn', async () => {
  const { task } = await save({ mode: 'directed', ratios: { C: 0.1 } })
  expect(told(await check())).toEqual([['plan_directed_open', 'warn', ''], ['plan_tier_floor', 'warn', 'C']])
  expect(await commit(task)).toMatchObject({ state: 'committed' })
})

test('an item in force for part of the period is refused', async () => {
  await write(`UPDATE inspection_item SET valid_until = DATE '2026-05-31' WHERE item = 'S1'`)
  expect(await only({})).toMatchObject({ rule: 'plan_item_not_in_force', params: { until: '2026-05-31' } })
})

test('ceilings, floors and caps of an item count over all tasks of the year', async () => {
  await change((ask) => item(ask, { item: 'S3', ceiling: 0.1 }))
  await save({ items: ['S3'], name: '一' })
  expect(told(await check())).toEqual([])
  await save({ items: ['S3'], name: '二' })
  const [rule, ...others] = await check()
  expect(others).toEqual([])
  expect(rule).toMatchObject({ rule: 'plan_item_ceiling', severity: 'refuse', where: 'S3', tasks: [1, 2], params: { ceiling: 0.1 } })
  expect(rule!.params['share']).toBeGreaterThan(0.1)

  await write(`UPDATE inspection_item SET ceiling_ratio = NULL, floor_ratio = 0.5 WHERE item = 'S3'`)
  expect((await check())[0]).toMatchObject({ rule: 'plan_item_floor', severity: 'refuse', params: { floor: 0.5 } })
  // Tier D is drawn whole in both tasks: no draw can visit its subjects once only.
  await write(`UPDATE inspection_item SET floor_ratio = NULL, most_per_subject = 1 WHERE item = 'S3'`)
  const d = (await verb.checkPlan({ year: 2026 })).tasks[0]!.strata.find((one) => one.stratum === 'D')!.frame
  expect((await check())[0]).toMatchObject({ rule: 'plan_item_cap', severity: 'refuse', params: { tier: 'D', planned: 2 * d, room: d, over: d, most: 1 } })
  await write(`UPDATE plan_task SET ratios = '{"D": 0.4}'`)
  expect(told(await check())).toEqual([['plan_item_cap_possible', 'warn', 'S3']])
  await write(`UPDATE inspection_item SET most_per_subject = 2 WHERE item = 'S3'`)
  expect(await check()).toEqual([])
})

test('who was drawn already leaves less room', async () => {
  await change((ask) => item(ask, { item: 'S3', ceiling: null, most: 1 }))
  const { task } = await save({ items: ['S3'], name: '一' })
  const { draw } = await commit(task)
  await room.jobs.result((await verb.drawSample({ draw, seed: '31415926535897932384', witnesses: [], rehearsal: false })).job)
  expect(await check()).toEqual([])
  const second = await save({ items: ['S3'], name: '二' })
  expect(told(await check())).toEqual([['plan_item_cap', 'refuse', 'S3']])
  await expect(commit(second.task)).rejects.toMatchObject({ code: 'plan_item_cap', params: { room: 0, tier: 'D' } })
})

test('a firm is visited no more often than the plan allows', async () => {
  await verb.savePlan(verbs.savePlan.parse({ year: 2026, name: '计划', mostPerSubject: 1 }))
  await save({ items: ['S1'], name: '一', frequency: 2 })
  expect((await check())[0]).toMatchObject({ rule: 'plan_subject_cap', params: { tier: 'D', most: 1, year: '2026' } })
})

test('one officer left, none qualified, too much work: each is told by department and number', async () => {
  await save({ items: ['S2', 'Z1'], joining: ['Z'] })
  expect(await check()).toEqual([])
  await write(`UPDATE officer SET qualifications = '[]' WHERE officer = 'Z1'`)
  expect((await check())[0]).toMatchObject({ rule: 'plan_officers_unqualified', where: 'Z', params: { officers: 5, qualification: '房地产执法' } })
  await write(`UPDATE officer SET qualifications = '["房地产执法"]', most_visits = 10 WHERE department = 'Z'`)
  const { visits } = (await verb.checkPlan({ year: 2026 })).tasks[0]!
  expect((await check())[0]).toMatchObject({ rule: 'plan_officers_overworked', params: { visits, needed: 2 * visits, capacity: 50, missing: 2 * visits - 50 } })
  await write(`UPDATE officer SET certificate_until = DATE '2026-02-15' WHERE department = 'Z' AND officer > 'Z1'`)
  expect((await check())[0]).toMatchObject({ rule: 'plan_officers_few', severity: 'refuse', where: 'Z', params: { officers: 1, needed: 2, day: '2026-03-01' } })
  await write(`UPDATE officer SET certificate_until = NULL WHERE department = 'Z'; INSERT INTO officer_leave SELECT officer, '借调', DATE '2026-01-01', NULL FROM officer WHERE officer IN ('Z2', 'Z3', 'Z4', 'Z5')`)
  expect((await check())[0]).toMatchObject({ rule: 'plan_officers_few', params: { officers: 1 } })
})

test('tasks that compete for the same officers are judged together', async () => {
  const { task } = await save({ name: '一' })
  const { visits } = (await verb.checkPlan({ year: 2026 })).tasks.find((one) => one.task === task)!
  await write(`UPDATE officer SET most_visits = ${Math.ceil((3 * visits) / 40)} WHERE department = 'S'`)
  expect(await check()).toEqual([])
  await save({ name: '二' })
  expect((await check()).find((one) => one.rule === 'plan_officers_year')).toMatchObject({ severity: 'refuse', where: 'S', tasks: [1, 2] })
})

test('everyone recused is refused, some recused is warned of', async () => {
  await save({ items: ['Z1'], lead: 'Z' })
  await change(async (ask) => {
    for (let n = 1; n <= 4; n++) await ask.run(sql`INSERT INTO officer_recusal SELECT ${`Z${n}`}, coalesce(uscc, name), 'kin', '申报', DATE '2026-01-01', NULL FROM subject_now WHERE tier = 'D'`)
  })
  const [rule] = await check()
  expect(rule).toMatchObject({ rule: 'plan_all_recused', severity: 'refuse', where: 'Z', params: { tier: 'D' } })
  expect(rule!.params['subjects']).toBe(rule!.params['frame'])
  await write(`DELETE FROM officer_recusal WHERE subject NOT IN (SELECT coalesce(uscc, name) FROM subject_now WHERE tier = 'D' ORDER BY subject_id LIMIT 2)`)
  await write(`UPDATE plan_task SET ratios = '{"D": 0.5}'`)
  expect(told(await check())).toEqual([['plan_some_recused', 'warn', 'Z']])
})

test('recusals are found by code, name, former name, former employer and namesake, with the evidence, on their days', async () => {
  await change(async (ask) => {
    await ask.run(raw(`UPDATE subject SET legal_rep = '王甲' WHERE subject_id = 11; INSERT INTO subject_name VALUES (12, '旧商号（西安）', '旧商号(西安)', 1)`))
    await officer(ask, 'Q1', 'S', [], null, '王甲')
    await ask.run(raw(`UPDATE officer SET former_employers = '["商号13", "无此公司"]' WHERE officer = 'S1'`))
    await ask.run(raw(`INSERT INTO officer_recusal VALUES ('S2', '旧商号 (西安)', 'kin', '配偶任职', DATE '2026-01-01', NULL), ('S3', (SELECT lower(uscc) FROM subject WHERE subject_id = 14), 'interest', '持股', DATE '2026-01-01', DATE '2026-03-31'), ('S4', '商号15', 'other', '曾受处分', DATE '2027-01-01', NULL)`))
  })
  const on = (day: string) => room.database().read(async (ask) => {
    await defineKeys(ask)
    const found = recusals(sql`SELECT subject_id FROM subject WHERE subject_id BETWEEN 10 AND 20`, sql`SELECT officer FROM officer`, day)
    return ask.rows<{ officer: string; subjectId: number; kind: string; evidence: string }>(sql`SELECT officer, subject_id AS "subjectId", kind, evidence FROM (${found}) ORDER BY officer, subject_id, kind, evidence`)
  })
  expect(await on('2026-03-31')).toEqual([
    { officer: 'Q1', subjectId: 11, kind: 'same_name', evidence: '王甲' },
    { officer: 'S1', subjectId: 13, kind: 'former_employer', evidence: '商号13' },
    { officer: 'S2', subjectId: 12, kind: 'kin', evidence: '旧商号 (西安): 配偶任职' },
    { officer: 'S3', subjectId: 14, kind: 'interest', evidence: expect.stringMatching(/^91610131.*: 持股$/i) },
  ])
  expect((await on('2026-04-01')).map((one) => one.officer)).toEqual(['Q1', 'S1', 'S2'])
  expect((await on('2027-01-01')).map((one) => one.officer)).toEqual(['Q1', 'S1', 'S2', 'S4'])
  expect(await on('2024-12-31')).toEqual([])
})

test('what is not there is told so', async () => {
  await expect(save({ year: 2031 })).rejects.toMatchObject({ code: 'no_such_plan' })
  await expect(verb.checkPlan({ year: 2031 })).rejects.toMatchObject({ code: 'no_such_plan' })
  await expect(verb.deletePlanTask({ task: 9 })).rejects.toMatchObject({ code: 'no_such_plan_task' })
  await expect(commit(9)).rejects.toMatchObject({ code: 'no_such_plan_task' })
})
