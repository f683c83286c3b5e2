import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { MatchReport } from '../../../shared/contract.ts'
import { sharedFolder } from '../../shared.ts'
import { matchingOf } from '../../../electron/engine/importing/matching.ts'
import { resources } from '../../room.ts'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

const { automatic_from: automaticFrom, queued_from: queuedFrom } = matchingOf(resources)
let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const match = async (scope: 'new' | 'all' = 'new'): Promise<MatchReport> => bench.room.jobs.result((await bench.importer.verbs.matchNames({ scope })).job) as Promise<MatchReport>
const queue = async () => (await bench.importer.verbs.identityQueue({ offset: 0, limit: 100 })).pairs
const attached = (): Promise<unknown[]> => bench.rows('SELECT subject_name AS name, subject_id AS id, attached FROM licence ORDER BY source_row')

const subjects: [string, string, string, string][] = [
  ['西安云岭食品有限公司', codeOf(1), '张三', '高新区科技路1号'], ['西安远帆机械有限公司', codeOf(2), '李四', '高新区科技路2号'], ['西安远帆机械有限公司第二分公司', codeOf(3), '李四', ''],
  ['青禾软件(西安)有限公司', codeOf(4), '王五', '']]
const licences: [string, string, string][] = [
  ['云岭食品股份有限公司', '张三', '高新区科技路1号院'], ['西安云岭食品股份有限公司', '张三', '高新区科技路1号'], ['远帆机械有限公司', '', ''],
  ['西安远帆机械有限公司第三分公司', '李四', ''], ['青禾软件有限公司', '赵六', ''], ['青禾软件集团有限公司', '', ''], ['毫不相干公司', '', '']]

async function fill(): Promise<void> {
  await bench.load(bench.file('登记.csv', ['企业名称,统一社会信用代码,成立日期,法定代表人,住所', ...subjects.map(([name, code, rep, address]) => `${name},${code},2001-01-01,${rep},${address}`), ''].join('\n')))
  await bench.load({ path: bench.file('许可.csv', ['企业名称,许可证编号,发证日期,法定代表人,地址', ...licences.map(([name, rep, address], i) => `${name},证${i},2024-01-01,${rep},${address}`), ''].join('\n')), recordClass: 'licence' })
}

test('what is beyond doubt is attached, what is near is queued with its evidence, what is not is left alone', async () => {
  await fill()
  const report = await match()
  expect(report).toMatchObject({ names: 7, automatic: 2, attached: 2, queued: 2 })
  expect(await attached()).toEqual([
    { name: '云岭食品股份有限公司', id: 1, attached: 'name' }, { name: '西安云岭食品股份有限公司', id: 1, attached: 'name' }, ...licences.slice(2).map(([name]) => ({ name, id: null, attached: 'none' }))])
  const pairs = await queue()
  expect(pairs.map((pair) => [pair.name, pair.subjectName, pair.code])).toEqual([['远帆机械有限公司', '西安远帆机械有限公司', codeOf(2)], ['青禾软件集团有限公司', '青禾软件(西安)有限公司', codeOf(4)]])
  for (const pair of pairs) {
    expect(pair.score).toBeGreaterThanOrEqual(queuedFrom)
    expect(pair.score).toBeLessThan(automaticFrom)
    expect(pair.fields.reduce((sum, field) => sum + field.effect, 0)).toBeCloseTo(pair.score, 3)
    expect(pair.fields.map((field) => field.field)).toEqual(['name', 'legal_rep', 'address'])
  }
  // Nothing is compared into existence twice.
  expect(await match()).toMatchObject({ automatic: 0, queued: 2 })
})

test('answers are carried out, kept and taken back one by one', async () => {
  await fill()
  await match()
  const before = await bench.rows('SELECT * FROM subject ORDER BY ALL')
  const rowsBefore = await attached()
  const [first, second] = await queue()
  const { verbs } = bench.importer
  expect(await verbs.decideIdentity({ kind: 'name', item: first!.item, subjectId: first!.subjectId, decision: 'same' })).toMatchObject({ moved: 1 })
  expect(await verbs.decideIdentity({ kind: 'name', item: second!.item, subjectId: second!.subjectId, decision: 'different' })).toMatchObject({ moved: 0 })
  expect(await queue()).toEqual([])
  expect((await attached())[2]).toEqual({ name: '远帆机械有限公司', id: 2, attached: 'name' })
  expect(await bench.rows('SELECT records FROM subject WHERE subject_id = 2')).toEqual([{ records: 2 }])
  // The name is known from now on, and what was refused is not asked again.
  expect(await bench.loadOne({ path: bench.file('许可2.csv', '企业名称,许可证编号,发证日期\n远帆机械有限公司,证99,2024-05-01\n'), recordClass: 'licence' })).toMatchObject({ attachedByName: 1 })
  expect(await match()).toMatchObject({ queued: 0 })
  await expect(verbs.decideIdentity({ kind: 'name', item: first!.item, subjectId: first!.subjectId, decision: 'same' })).rejects.toMatchObject({ code: 'no_such_pair' })
  await bench.room.jobs.result((await verbs.undoBatch({ batch: 3 })).job)
  expect(await verbs.undoIdentity({})).toMatchObject({ moved: 0, item: second!.item })
  expect(await verbs.undoIdentity({})).toMatchObject({ moved: 1, item: first!.item })
  expect((await queue()).map((pair) => pair.item)).toEqual([first!.item, second!.item])
  expect(await attached()).toEqual(rowsBefore)
  expect(await bench.rows('SELECT * FROM subject ORDER BY ALL')).toEqual(before)
  await verbs.decideIdentity({ kind: 'name', item: first!.item, subjectId: first!.subjectId, decision: 'unsure' })
  expect((await queue()).map((pair) => [pair.item, pair.unsure])).toEqual([[second!.item, false], [first!.item, true]])
  for (let left = 3; left > 0; left--) await verbs.undoIdentity({})
  await expect(verbs.undoIdentity({})).rejects.toMatchObject({ code: 'nothing_decided' })
  expect((await attached()).every((row) => (row as { id: unknown }).id === null)).toBe(true)
})

test('records whose name several subjects bear stand beside each of them; a decision is of their kind alone', async () => {
  await bench.load(bench.file('登记.csv', ['企业名称,统一社会信用代码,成立日期,法定代表人,住所', `同名店,${codeOf(1)},2010-01-01,张三,高新区科技路1号`, `同名店,${codeOf(2)},2020-01-01,李四,经开区凤城路2号`, ''].join('\n')))
  const licence = (file: string, rows: string[]) => bench.load({ path: bench.file(file, ['企业名称,统一社会信用代码,许可证编号,发证日期,法定代表人,地址', ...rows, ''].join('\n')), recordClass: 'licence' as const })
  await licence('许可.csv', ['同名店,,证1,2024-01-01,张三,高新区科技路1号', '同名店,,证2,2015-01-01,,', '同名店,,证3,2016-01-01,,', `同名店,${codeOf(2).slice(0, 17)}*,证4,2024-01-01,李四,`])
  expect(await attached()).toEqual([1, 2, 3].map(() => ({ name: '同名店', id: null, attached: 'queued' })).concat([{ name: '同名店', id: 2 as never, attached: 'name' }]))
  expect(await match()).toMatchObject({ automatic: 1, attached: 1, queued: 2 })
  const pairs = await queue()
  expect(pairs.map((pair) => [pair.kind, pair.recordClass, pair.records, pair.choices, pair.code, pair.score])).toEqual([['bearer', 'licence', 2, 2, codeOf(1), 0.5], ['bearer', 'licence', 2, 2, codeOf(2), 0.2]])
  expect(pairs[1]!.fields.find((one) => one.field === 'occurred_on')).toEqual({ field: 'occurred_on', left: '2015-01-01', right: '2020-01-01', effect: -0.3 })
  const { verbs } = bench.importer
  const before = await attached()
  expect(await verbs.decideIdentity({ kind: 'bearer', item: pairs[0]!.item, subjectId: 1, decision: 'same' })).toMatchObject({ moved: 2 })
  expect((await attached()).map((row) => (row as { id: number }).id)).toEqual([1, 1, 1, 2])
  expect(await queue()).toEqual([])
  // Another of the name is not decided by it, and waits again.
  await licence('许可2.csv', ['同名店,,证5,2017-01-01,王五,'])
  expect(await match()).toMatchObject({ queued: 2 })
  await verbs.undoIdentity({})
  expect(await bench.rows('SELECT subject_name AS name, subject_id AS id, attached FROM licence WHERE batch = 2 ORDER BY source_row')).toEqual(before)
})

test('a comparing looks at what came since the last one', async () => {
  await fill()
  expect(await match()).toMatchObject({ names: 7 })
  await bench.load({ path: bench.file('许可3.csv', '企业名称,许可证编号,发证日期\n云岭食品有限责任公司,证9,2024-05-01\n'), recordClass: 'licence' })
  // A subject that comes later meets the names that waited.
  await bench.load(bench.file('登记3.csv', `企业名称,统一社会信用代码,成立日期\n西安毫不相干有限公司,${codeOf(9)},2001-01-01\n`))
  expect(await match()).toMatchObject({ names: 1, pairs: 2 })
  const found = (await queue()).map((pair) => [pair.name, pair.subjectName]).sort()
  expect(found).toEqual(expect.arrayContaining([['云岭食品有限责任公司', '西安云岭食品有限公司'], ['毫不相干公司', '西安毫不相干有限公司']]))
  await match('all')
  expect((await queue()).map((pair) => [pair.name, pair.subjectName]).sort()).toEqual(found)
})

describe.skipIf(sharedFolder === null)('real names (shared/data beside the checkout)', () => {
  test('Beijing: 100,000 names without code are compared by blocks; every pair is explained', { timeout: 300_000 }, async () => {
    await bench.load(join(sharedFolder!, 'data', 'beijing-open-data'))
    const report = await match()
    expect(report.names).toBeGreaterThan(90_000)
    expect(report.queued).toBeGreaterThan(20)
    // Not all pairs: a few a name at most.
    expect(report.pairs).toBeLessThan(report.names)
    expect(await bench.rows(`SELECT count(*) AS n FROM candidate WHERE score < ${queuedFrom} OR (state = 'same' AND score < ${automaticFrom})`)).toEqual([{ n: 0 }])
    if (process.env['MINGCHA_SHOW']) console.log(report, bench.room.told.jobs.filter((job) => job.kind === 'match').map((job) => [job.phase, job.state, job.startedAt, job.endedAt]).at(-1), await bench.rows("SELECT name, s.name AS subject, score FROM candidate c JOIN subject s USING (subject_id) USING SAMPLE 25 (reservoir, 7)".replace('SELECT name,', 'SELECT c.name,')))
  })
})
