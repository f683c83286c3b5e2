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
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})
