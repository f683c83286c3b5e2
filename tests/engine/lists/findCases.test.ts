import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { findCases } from '../../../electron/engine/lists/findCases.ts'
import { confirmCases, decideCases } from '../../../electron/engine/lists/decide.ts'
import { codeOf } from '../importing/codeOf.ts'
import { openBench, type Bench } from '../importing/bench.ts'
import { sharedFolder } from '../../shared.ts'
import { follows, quietly } from './desk.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const find = () => quietly((run) => findCases(bench.room, run))
/** Undecided cases as text, in order. */
const undecided = async (): Promise<string[]> => (await bench.rows<{ text: string }>(`SELECT c.kind || ' ' || c.ground || '/' || c.period || ' of ' || c.name || ' ' || coalesce(s.uscc, '-') || ' on ' || c.evidence AS text
  FROM desk_case c LEFT JOIN subject s USING (subject_id) WHERE state <> 'closed' ORDER BY 1`)).map((row) => row.text)

const files: Record<string, string[]> = {
  '企业登记.csv': ['企业名称,统一社会信用代码,成立日期,法定代表人', `甲公司,${codeOf(1)},2001-01-01,某甲`, `乙公司,${codeOf(2)},2001-01-01,某乙`],
  '双随机抽查结果.csv': ['企业名称,统一社会信用代码,检查日期,检查结果', `甲公司,${codeOf(1)},2026-05-01,通过登记的住所（经营场所）无法联系`, `乙公司,${codeOf(2)},2026-05-02,未发现问题`, '丙公司,,2026-05-03,通过登记的住所（经营场所）无法联系'],
  '双随机抽查结果二.csv': ['企业名称,统一社会信用代码,检查日期,检查结果', `甲公司,${codeOf(1)},2026-06-01,通过登记的住所（经营场所）无法联系`],
  '经营异常名录.csv': ['企业名称,列入日期,列入原因', '甲公司,2026-04-01,通过登记的住所或者经营场所无法联系', '丁公司,2026-04-01,公示企业信息隐瞒真实情况、弄虚作假', '乙公司,2026-04-02,未在责令的期限内公示有关企业信息'],
  '行政处罚.csv': ['当事人名称,统一社会信用代码,处罚日期,处罚类别,罚款金额（元）,决定书文号', `乙公司,${codeOf(2)},2026-02-01,罚款,20000,罚〔2026〕1号`, '丁公司,,2026-02-01,罚款,30000,罚〔2026〕2号'],
}
const bring = (name: string) => bench.load(bench.file(name, files[name]!.join('\n')))

test('one case a party, ground and period, in whatever order the files come and cases are looked for', async () => {
  for (const name of Object.keys(files)) await bring(name)
  await find()
  const expected = await undecided()
  expect(expected).toEqual([
    `listing falsehood/ of 丁公司 - on 1`, `listing publication/ of 乙公司 ${codeOf(2)} on 1`, 'listing unreachable/ of 丙公司 - on 1', `listing unreachable/ of 甲公司 ${codeOf(1)} on 3`,
    `warning penalty_unperformed/罚〔2026〕1号 of 乙公司 ${codeOf(2)} on 1`, 'warning penalty_unperformed/罚〔2026〕2号 of 丁公司 - on 1',
  ].toSorted())
  await bench.close()

  await fc.assert(fc.asyncProperty(fc.shuffledSubarray(Object.keys(files), { minLength: 5, maxLength: 5 }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), async (order, looks) => {
    bench = await openBench()
    try {
      for (const [i, name] of order.entries()) {
        await bring(name)
        if (looks[i]) await find()
      }
      await find()
      expect(await undecided()).toEqual(expected)
      // Looking again finds nothing more.
      expect(await find()).toMatchObject({ opened: 0, again: 0, updated: 0, lapsed: 0, moved: 0, joined: 0 })
      // Revisions and events go hand in hand.
      expect(await bench.rows('SELECT case_no FROM desk_case c WHERE revision <> (SELECT count(*) FROM case_event e WHERE e.case_no = c.case_no)')).toEqual([])
    } finally {
      await bench.close()
    }
  }), { numRuns: 6 })
  bench = await openBench()
}, 120_000)

test('a case whose evidence is taken back lapses, and goes on when it is there again', async () => {
  await bring('企业登记.csv')
  const { batch } = await bring('双随机抽查结果.csv')
  expect((await find()).opened).toBe(2)
  const before = await undecided()
  await bench.room.jobs.result((await bench.importer.verbs.undoBatch({ batch: batch! })).job)
  expect(await find()).toMatchObject({ lapsed: 2, open: 0 })
  expect(await undecided()).toEqual([])
  await bring('双随机抽查结果.csv')
  expect(await find()).toMatchObject({ again: 2, opened: 0, open: 2 })
  expect(await undecided()).toEqual(before)
  expect(await bench.rows('SELECT count(*) AS n FROM desk_case')).toEqual([{ n: 2 }])
})

test('what was dismissed comes back with a further record only; who is listed is not listed twice', async () => {
  await bring('企业登记.csv')
  await bring('双随机抽查结果.csv')
  await find()
  const cases = await bench.rows<{ caseNo: number; revision: number; name: string }>(`SELECT case_no AS "caseNo", revision, name FROM desk_case ORDER BY name`)
  const [third, first] = [cases.find((one) => one.name === '丙公司')!, cases.find((one) => one.name === '甲公司')!].map(({ caseNo, revision }) => ({ caseNo, revision }))
  await decideCases(bench.room, follows(bench.room), { cases: [first!], outcome: 'dismiss', by: '王科长', reason: '已电话联系' })
  const { cases: proposed } = await decideCases(bench.room, follows(bench.room), { cases: [third!], outcome: 'list', by: '王科长', reason: '查无下落' })
  await confirmCases(bench.room, follows(bench.room), { cases: proposed, by: '李科长', agree: true, note: '' })
  expect(await find()).toMatchObject({ opened: 0, open: 0 })
  await bring('双随机抽查结果二.csv')
  expect(await find()).toMatchObject({ opened: 1, open: 1 })
  expect(await undecided()).toEqual([`listing unreachable/ of 甲公司 ${codeOf(1)} on 2`])
  // The listed one was seen again at an inspection, now under its own code: the entry goes there, and its removal is proposed by the rule.
  await bench.load(bench.file('补充登记.csv', ['企业名称,统一社会信用代码,成立日期', `丙公司,${codeOf(3)},2001-01-01`].join('\n')))
  await bench.load(bench.file('复查结果.csv', ['企业名称,统一社会信用代码,检查日期,检查结果', `丙公司,${codeOf(3)},${bench.room.today()},未发现问题`].join('\n')))
  await find()
  expect(await bench.rows('SELECT s.uscc FROM list_entry JOIN subject s USING (subject_id)')).toEqual([{ uscc: codeOf(3) }])
})

describe.skipIf(sharedFolder === null)('real data (shared/data beside the checkout)', () => {
  test('Beijing: each abnormal name and each unperformed penalty is one case, and looking again finds nothing more', { timeout: 240_000 }, async () => {
    const folder = join(sharedFolder ?? '', 'data', 'beijing-open-data')
    const names = ['经营异常企业信息.csv', '密云区经营异常企业信息.csv', '市生态环境局-环境违法和受行政处罚信息.csv', '区经信局怀柔区行政处罚公示信息.csv', '国家税务总局北京市税务局行政处罚信息.csv', '区市场监管局双随机结果公示.csv']
    await bench.load(...names.slice(0, 2).map((name) => join(folder, name)))
    await find()
    await bench.load(...names.slice(2).map((name) => join(folder, name)))
    const found = await find()
    expect(await bench.rows("SELECT party FROM desk_case WHERE state <> 'closed' GROUP BY party, kind, list, ground, period HAVING count(*) > 1")).toEqual([])
    expect(await bench.rows(`SELECT rule, count(*) AS cases, sum(evidence)::BIGINT AS records FROM desk_case GROUP BY rule ORDER BY rule`)).toEqual([{ rule: 'listed_elsewhere', cases: 100_421, records: 100_813 }, { rule: 'penalty_unperformed', cases: 2424, records: 2424 }])
    expect(found.joined).toBe(0)
    expect(await find()).toMatchObject({ opened: 0, updated: 0, lapsed: 0, moved: 0, joined: 0 })
  })
})
