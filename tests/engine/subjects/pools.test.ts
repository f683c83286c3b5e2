import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrawInfo, Engine, Topic } from '../../../shared/contract.ts'
import type { Chip } from '../../../shared/filter.ts'
import { createEngine, type RunningEngine } from '../../../electron/engine/engine.ts'
import { copyCity } from '../../city.ts'
import { resources } from '../../room.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-pools-'))
let engine: RunningEngine
let verbs: Engine
const topics: Topic[] = []

beforeAll(async () => {
  engine = createEngine({ resources, home: folder, database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
  verbs = engine.verbs
  engine.listen({ changed: (topic) => topics.push(topic) })
  const path = join(folder, 'city.mingcha')
  await copyCity(path, { scored: false, today: '2026-11-22' })
  await verbs.openWorkspace({ path })
  await verbs.awaitJob(await verbs.scoreSubjects({ asOf: '2025-06-01' }))
}, 240_000)
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const total = (filter: Chip[]): Promise<number> => verbs.subjectPage({ filter, limit: 1 }).then((page) => page.total)
const pool = (...values: number[]): Chip => ({ field: 'pool', op: 'in', values })
const inspected: Chip = { field: 'supervision.problems_2y', op: 'between', min: 1 }
const food: Chip = { field: 'industry', op: 'in', values: ['H'] }

test('a pool by conditions follows the data; a list stays', async () => {
  const living = await verbs.savePool({ name: '有问题', filter: [inspected], note: '年度重点' })
  const fixed = await verbs.savePool({ name: '名单', kind: 'list', filter: [inspected] })
  expect(topics).toContain('pools')
  expect(living).toMatchObject({ name: '有问题', kind: 'predicate', note: '年度重点', asOf: '2025-06-01', subjects: await total([inspected]) })
  expect(fixed.subjects).toBe(living.subjects)
  expect(living.subjects).toBeGreaterThan(0)
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  const [listed, followed] = await verbs.listPools({})
  expect(listed!.subjects).toBe(fixed.subjects)
  expect(followed!.subjects).toBe(await total([inspected]))
  expect(followed!.subjects).not.toBe(fixed.subjects)
  expect(await total([pool(living.pool)])).toBe(followed!.subjects)
  expect(await total([pool(living.pool), food])).toBe(await total([inspected, food]))
  const both = await total([pool(living.pool, fixed.pool)])
  expect(both).toBeGreaterThanOrEqual(Math.max(fixed.subjects!, followed!.subjects!))
  expect(both).toBeLessThan(fixed.subjects! + followed!.subjects!)
})

test('tiers are told by pool, and a draw from a pool commits to what the pool is', async () => {
  const { pool: number, subjects } = await verbs.savePool({ name: '餐饮', filter: [food] })
  const group = (await verbs.tierSummary({ by: 'pool' }))!.groups.find((one) => one.key === String(number))!
  expect(group).toMatchObject({ label: '餐饮' })
  expect(group.A + group.B + group.C + group.D).toBe(subjects)
  const plan = await verbs.planDraw({ name: '库内抽查', filter: [pool(number)] })
  expect(plan.frame + plan.exclusions.reduce((sum, one) => sum + one.count, 0)).toBe(subjects)
  const draw = (await verbs.awaitJob(await verbs.commitDraw({ name: '库内抽查', filter: [pool(number)] }))) as DrawInfo
  await verbs.awaitJob(await verbs.drawSample({ draw: draw.draw, seed: '27182818284590452353' }))
  const bundle = await verbs.exportBundle({ draw: draw.draw })
  expect(new TextDecoder().decode(bundle)).toContain('"of":[[{"field":"industry","op":"in","values":["H"]}]]')
  expect((await verbs.verifyBundle({ bundle })).ok).toBe(true)
})

test('what cannot be saved or found is refused by name', async () => {
  const first = (await verbs.listPools({})).find((one) => one.name === '有问题')!.pool
  await expect(verbs.savePool({ name: ' 餐饮 ', filter: [food] })).rejects.toMatchObject({ code: 'pool_exists' })
  await expect(verbs.savePool({ name: '套', filter: [pool(first)] })).rejects.toMatchObject({ code: 'pool_nested' })
  expect(await verbs.savePool({ name: '套', kind: 'list', filter: [pool(first), food] })).toMatchObject({ subjects: await total([inspected, food]) })
  await expect(verbs.savePool({ name: '全部', filter: [] })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(total([pool(9999)])).rejects.toMatchObject({ code: 'no_such_pool', params: { pool: '9999' } })
  await expect(verbs.deletePool({ pool: 9999 })).rejects.toMatchObject({ code: 'no_such_pool' })
  const { pool: last } = (await verbs.listPools({}))[0]!
  await verbs.deletePool({ pool: last })
  await expect(total([pool(last)])).rejects.toMatchObject({ code: 'no_such_pool' })
  expect((await verbs.savePool({ name: '新', filter: [food] })).pool).toBe(last + 1)
})

test('all pools are counted in one pass as each is counted by itself', async () => {
  const pools = await verbs.listPools({})
  expect(pools.length).toBeGreaterThan(97)
  for (const one of pools) expect(await total([pool(one.pool)]), one.name).toBe(one.subjects)
})
