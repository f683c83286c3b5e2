import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { copyCity } from '../city.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-library-'))
const workspace = join(folder, 'city.mingcha')
beforeAll(async () => {
  await copyCity(workspace, { scored: false })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await command(args, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code, out, err }
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await run(...args, '--json')).out) as T

test('library: what there is, as on a day, its template, its import and its changes', async () => {
  const all = await json<{ kind: string; rows: number; columns: { name: string; name_zh: string }[] }[]>('library', workspace)
  expect(all.find((one) => one.kind === 'officer')).toMatchObject({ rows: 940 })
  const found = await json<{ total: number; rows: { item: string; department_name: string }[] }>('library', workspace, 'item', '--find', '电梯', '--limit', '5')
  expect(found.rows.length).toBe(Math.min(5, found.total))
  expect(found.rows[0]).toMatchObject({ department_name: '市场监督管理局' })
  expect((await json<{ total: number }>('library', workspace, 'item', '--on', '2000-01-01')).total).toBe(0)

  const template = join(folder, 'department.csv')
  expect(await json('library', workspace, 'department', '--template', template)).toMatchObject({ path: template })
  expect(existsSync(template)).toBe(true)
  writeFileSync(template, `${readFileSync(template, 'utf8')}NEW,新设局,,2026-01-01,\nBAD,,,2026-13-01,\n`)
  expect(await run('library', workspace, 'department', '--import', template)).toMatchObject({ code: 2 })
  const bad = await run('library', workspace, 'department', '--import', template, '--reason', '机构改革')
  expect(bad.code).toBe(1)
  expect(bad.out).toContain('NOTHING APPLIED')
  expect(bad.out).toContain('row 5: 部门名称 is blank')
  expect(await json('library', workspace, 'department', '--import', template, '--reason', '机构改革', '--skip-refused')).toMatchObject({ read: 2, added: 1, refused_rows: 1, applied: true })
  const log = await json<{ total: number; changes: { key: string; reason: string; after: { name: string } }[] }>('library', workspace, 'department', '--log', '--limit', '1')
  expect(log).toMatchObject({ total: 19, changes: [{ key: 'NEW', reason: '机构改革', after: { name: '新设局' } }] })
  expect((await run('library', workspace, 'nothing')).code).toBe(2)
})

test('plan check tells the rules that are broken and exits 1; a task that breaks one is not drawn', async () => {
  expect((await run('score', workspace)).code).toBe(0)
  const [plan] = await json<{ year: number; tasks: { task: number; name: string }[] }[]>('plan', 'list', workspace)
  expect(plan!.tasks).toHaveLength(24)
  const answer = await run('plan', 'check', workspace, '--year', String(plan!.year), '--json')
  expect(answer.code).toBe(1)
  const { broken } = JSON.parse(answer.out) as { broken: { rule: string; severity: string; tasks: number[]; message: string }[] }
  const prices = broken.find((one) => one.rule === 'plan_tier_ceiling')!
  expect(prices).toMatchObject({ severity: 'refuse', where: 'A', params: { ratio: 0.08, ceiling: 0.05, over: 0.03 } })
  expect((await run('plan', 'check', workspace)).out).toContain('plan_tier_ceiling')
  const drawn = await run('draw', workspace, '--task', String(prices.tasks[0]), '--seed', '31415926535897932384', '--out', join(folder, 'bundle.json'), '--json')
  expect(drawn.code).toBe(1)
  expect(drawn.out).toContain('"plan_')
  expect(existsSync(join(folder, 'bundle.json'))).toBe(false)
  expect(await run('plan', 'check', workspace, '--year', '2001', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('no_such_plan') })
  expect((await run('plan', 'draw', workspace)).code).toBe(2)
})

test('campaign --tasks makes a joint inspection of tasks of the plan, and refuses what breaks its rules', async () => {
  const [plan] = await json<{ year: number; tasks: { task: number; lead: string; joining: string[]; period_from: string; draws: number[] }[] }[]>('plan', 'list', workspace)
  const { broken } = await json<{ broken: { severity: string; tasks: number[]; rule: string }[] }>('plan', 'check', workspace)
  const refused = (task: number): string | undefined => broken.find((one) => one.severity === 'refuse' && one.tasks.includes(task))?.rule
  const good = plan!.tasks.find((one) => refused(one.task) === undefined && one.joining.length > 0)!
  const bad = plan!.tasks.find((one) => refused(one.task) !== undefined)!
  const asked = (tasks: string, on: string): string[] => ['campaign', workspace, '--tasks', tasks, '--on', on, '--seed', '31415926535897932384', '--out', join(folder, 'joint.json'), '--json']
  const told = await run(...asked(`${good.task},${bad.task}`, good.period_from))
  expect(told).toMatchObject({ code: 1, out: expect.stringContaining(refused(bad.task)!) })
  const drawn = await run(...asked(String(good.task), good.period_from))
  const info = JSON.parse(drawn.out) as { state: string; parts: { department: string; task: number; draw: number }[] }
  expect(info.parts.every((one) => one.task === good.task)).toBe(true)
  expect(info.parts.length).toBeGreaterThan(1)
  expect(info.state).toBe('staffed')
  expect((await run('verify', join(folder, 'joint.json'))).code).toBe(0)
  const [after] = await json<{ tasks: { task: number; draws: number[] }[] }[]>('plan', 'list', workspace)
  expect(after!.tasks.find((one) => one.task === good.task)!.draws).toEqual([info.parts[0]!.draw])
  expect((await run('campaign', workspace, '--seed', '31415926535897932384', '--out', join(folder, 'joint.json'))).code).toBe(2)
})
