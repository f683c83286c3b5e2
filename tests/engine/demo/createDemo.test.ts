import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEngine } from '../../../electron/engine/engine.ts'
import { recordClasses } from '../../../shared/classes.ts'
import { resources } from '../../room.ts'

test('the demo brings its departments’ files in by the ordinary import', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-'))
  const engine = createEngine({ resources, home: folder, today: () => '2026-11-22', database: { memoryMb: 1024, threads: 2 } })
  const { job } = await engine.verbs.createDemo({ path: join(folder, 'city'), subjects: 1000 })
  expect(await engine.verbs.awaitJob({ job })).toMatchObject({ name: 'city', subjects: 1000 })

  const files = (await engine.verbs.listSources({})).filter(({ name }) => !name.startsWith('demo/'))
  expect(Object.fromEntries(files.map((file) => [file.name, file.class]))).toEqual({
    '行政处罚信息公示表.csv': 'penalty', '投诉举报导出.csv': 'complaint', '双随机检查结果.csv': 'supervision', '行政许可决定公示.csv': 'licence', '经营异常名录.csv': 'listing', '欠税公告.csv': 'operation',
  })
  for (const file of files) {
    expect(file.note, file.name).toBeNull()
    expect(file.read, file.name).toBe(file.loaded + file.duplicate + file.quarantined)
    expect(file.attachedByCode + file.attachedByName, file.name).toBeGreaterThan(file.loaded * 0.8)
  }
  expect(files.reduce((sum, file) => sum + file.quarantined, 0)).toBeGreaterThan(3)
  expect(files.reduce((sum, file) => sum + file.duplicate, 0)).toBeGreaterThan(3)

  const status = await engine.verbs.workspaceStatus({})
  expect(status.subjects).toBe(1000)
  for (const name of recordClasses) expect(status.records[name], name).toBe(status.files.filter((file) => file.class === name).reduce((sum, file) => sum + file.loaded, 0))

  // The libraries at the size of a district.
  expect(Object.fromEntries((await engine.verbs.listLibraries({})).map((one) => [one.kind, one.rows]))).toMatchObject({ department: 18, item: 331, officer: 940, expert: 3, body: 13 })
  const pools = await engine.verbs.listPools({})
  expect(pools).toHaveLength(97)
  expect(new Set(pools.map((one) => one.name)).size).toBe(97)
  const able = await engine.verbs.libraryPage({ kind: 'officer', available: true, limit: 1 })
  expect(able.total).toBeGreaterThan(800)
  expect(able.total).toBeLessThan(940)
  await engine.verbs.awaitJob(await engine.verbs.scoreSubjects({}))
  const [plan] = await engine.verbs.listPlans({})
  expect(plan).toMatchObject({ year: 2027 })
  const { broken } = await engine.verbs.checkPlan({ year: plan!.year })
  expect(broken.map((one) => one.rule)).toEqual(expect.arrayContaining(['plan_tier_ceiling', 'plan_item_ceiling']))
  const refused = new Set(broken.flatMap((one) => (one.severity === 'refuse' ? one.tasks : [])))
  expect(refused.size).toBeLessThan(plan!.tasks.length / 2)
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})
