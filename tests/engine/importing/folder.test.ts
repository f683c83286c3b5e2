import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

test('a folder is previewed as the files in it, each with its own path', async () => {
  const folder = join(bench.room.folder, 'files', '各部门')
  mkdirSync(join(folder, '税务'), { recursive: true })
  const csv = (n: number): string => `当事人名称,统一社会信用代码,处罚日期\n甲${n}公司,${codeOf(n)},2024/1/2\n`
  bench.file('各部门/处罚.csv', csv(1))
  bench.file('各部门/税务/处罚.csv', csv(2))
  bench.file('各部门/说明.md', '# 说明')
  const seen = await bench.importer.verbs.previewFile({ path: folder })
  expect(seen).toMatchObject({ format: 'folder', name: '各部门' })
  expect(seen.entries.map((one) => [one.name, one.path])).toEqual([['处罚.csv', join(folder, '处罚.csv')], ['税务/处罚.csv', join(folder, '税务', '处罚.csv')]])
  for (const { path } of seen.entries) expect(await bench.importer.verbs.previewFile({ path: path! })).toMatchObject({ recordClass: 'penalty' })
  const told: number[] = []
  await bench.importer.importNow([{ path: folder }], { signal: new AbortController().signal, progress: (_phase, _done, _total, rows) => { if (rows !== undefined) told.push(rows) } })
  expect(told).toEqual([1, 2]) // rows read, file by file
  mkdirSync(join(folder, '空'))
  await expect(bench.importer.verbs.previewFile({ path: join(folder, '空') })).rejects.toMatchObject({ code: 'folder_empty', params: { name: '空' } })
})
