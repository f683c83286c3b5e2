import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { subjects } from '../../../electron/engine/subjects/subjects.ts'
import { markTouched } from '../../../electron/engine/workspace/touched.ts'
import { openBench, type Bench } from '../importing/bench.ts'
import { codeOf } from '../importing/codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const penalties = (rows: string[]): string => ['当事人名称,统一社会信用代码,处罚日期,处罚类别', ...rows, ''].join('\n')
const touched = (): Promise<unknown[]> => bench.rows('SELECT subject_id AS id FROM touched_subject ORDER BY 1')
const score = async (): Promise<unknown> => bench.room.jobs.result((await scoring(bench.room).scoreSubjects({})).job)

test('a subject is touched by what comes, goes or moves since the last run, once; a run clears them', async () => {
  await bench.load(bench.file('1 处罚.csv', penalties([`甲公司,${codeOf(1)},2024/1/1,罚款`, `乙公司,${codeOf(2)},2024/1/1,罚款`])))
  expect(await touched()).toEqual([])
  expect((await bench.importer.verbs.workspaceStatus({})).score).toBeNull()
  await score()
  await bench.load(bench.file('2 处罚.csv', penalties([`乙公司,${codeOf(2)},2024/2/1,罚款`, `丙公司,${codeOf(3)},2024/2/1,罚款`, '谁,,2024/2/2,罚款'])))
  await bench.load(bench.file('3 处罚.csv', penalties(['乙公司,,2024/3/1,罚款'])))
  expect(await touched()).toEqual([{ id: 2 }, { id: 3 }])
  expect((await bench.importer.verbs.workspaceStatus({})).score).toMatchObject({ stale: 2 })
  expect((await subjects(bench.room, async () => null).overview({})).stale).toBe(2)
  await score()
  expect(await touched()).toEqual([])
  await bench.room.jobs.result((await bench.importer.verbs.undoBatch({ batch: 2 })).job)
  // 丙 has gone: it stays noted, as its scores have to go.
  expect(await touched()).toEqual([{ id: 2 }, { id: 3 }])
  await bench.room.database().write((ask) => markTouched(ask, sql`SELECT * FROM (VALUES (1), (NULL), (1), (2))`))
  expect(await touched()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
})
