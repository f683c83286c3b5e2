import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confirmCases, decideCases } from '../../../electron/engine/lists/decide.ts'
import { findCases } from '../../../electron/engine/lists/findCases.ts'
import { codeOf } from '../importing/codeOf.ts'
import { openBench, type Bench } from '../importing/bench.ts'
import { follows, quietly } from './desk.ts'

/** Files that touch some of six firms, in ways that overlap: known and unknown, by code and by name. */
const files: Record<string, string[]> = {
  '登记一.csv': ['企业名称,统一社会信用代码,成立日期,法定代表人,住所', ...[1, 2, 3].map((n) => `企业${n}公司,${codeOf(n)},2001-01-01,某${n},高新路一号二单元`)],
  '登记二.csv': ['企业名称,统一社会信用代码,成立日期,法定代表人,住所', ...[4, 5].map((n) => `企业${n}公司,${codeOf(n)},2001-01-01,某${n},高新路一号二单元`)],
  '抽查一.csv': ['企业名称,统一社会信用代码,检查日期,检查结果', ...[1, 4].map((n) => `企业${n}公司,${codeOf(n)},2026-05-01,通过登记的住所（经营场所）无法联系`), '企业5公司,,2026-05-03,通过登记的住所（经营场所）无法联系', '无名公司,,2026-05-03,通过登记的住所（经营场所）无法联系'],
  '抽查二.csv': ['企业名称,统一社会信用代码,检查日期,检查结果', `企业1公司,${codeOf(1)},2026-06-01,通过登记的住所（经营场所）无法联系`, `企业2公司,${codeOf(2)},2026-06-02,未按规定公示应当公示的信息`, '企业4公司,,2026-06-03,未发现问题'],
  '异常名录.csv': ['企业名称,列入日期,列入原因', '企业1公司,2026-04-01,通过登记的住所或者经营场所无法联系', '无名公司,2026-04-01,公示企业信息隐瞒真实情况、弄虚作假', '企业3公司,2026-04-02,未在责令的期限内公示有关企业信息'],
  '处罚.csv': ['当事人名称,统一社会信用代码,处罚日期,处罚类别,罚款金额（元）,决定书文号', `企业2公司,${codeOf(2)},2026-02-01,罚款,20000,罚〔2026〕1号`, '企业5公司,,2026-02-01,罚款,30000,罚〔2026〕2号', `企业3公司,${codeOf(3)},2026-03-01,吊销许可证件,,罚〔2026〕3号`],
  '投诉.csv': ['被投诉单位,统一社会信用代码,投诉日期,投诉内容', ...[1, 1, 1, 1].map((n, i) => `企业${n}公司,${codeOf(n)},2026-11-${10 + i},不退款${i}`)],
}
type Deed = { kind: 'bring'; file: string } | { kind: 'undo'; which: number } | { kind: 'dismiss' | 'list' | 'confirm' | 'remove'; which: number } | { kind: 'ban' } | { kind: 'find' }

async function perform(bench: Bench, deed: Deed): Promise<void> {
  const cases = (condition: string) => bench.rows<{ caseNo: number; revision: number }>(`SELECT case_no AS "caseNo", revision FROM desk_case WHERE ${condition} ORDER BY case_no`)
  const one = async (condition: string, which: number) => { const all = await cases(condition); return all.length === 0 ? [] : [all[which % all.length]!] }
  const [room, after] = [bench.room, follows(bench.room)]
  if (deed.kind === 'bring') await bench.load(bench.file(deed.file, files[deed.file]!.join('\n')))
  else if (deed.kind === 'undo') {
    const batches = await bench.rows<{ batch: number }>("SELECT batch FROM batch WHERE kind = 'import' ORDER BY batch")
    if (batches.length > 0) await bench.room.jobs.result((await bench.importer.verbs.undoBatch({ batch: batches[deed.which % batches.length]!.batch })).job)
  } else if (deed.kind === 'ban') {
    await room.database().write((ask) => ask.run({ parts: ["INSERT INTO office_ban SELECT coalesce((SELECT max(ban) FROM office_ban), 0) + 1, '某1', '某1', '', '', NULL, '企业1公司', '', 'entry', NULL, NULL, '', '', DATE '2026-01-01', DATE '2029-01-01', '甲', TIMESTAMP '2026-01-01 00:00:00', '', 'imposed', '乙', NULL, NULL, NULL, NULL, 2"], values: [] }))
  } else if (deed.kind === 'confirm') {
    const proposed = await one("state = 'proposed'", deed.which)
    if (proposed.length > 0) await confirmCases(room, after, { cases: proposed, by: '李科长', agree: true, note: '' })
  } else if (deed.kind !== 'find') {
    const outcome = deed.kind
    const chosen = await one(outcome === 'list' ? "state = 'open' AND list = 'abnormal' AND ground <> 'unknown' AND kind = 'listing'" : outcome === 'remove' ? "state = 'open' AND kind = 'removal'" : "state = 'open'", deed.which)
    if (chosen.length > 0) await decideCases(room, after, { cases: chosen, outcome, by: '王科长', reason: '已核实' })
  }
}

const tables = ['desk_case', 'case_evidence', 'case_event', 'case_decision', 'list_entry']
/** All that the desk holds, without the moments at which it was written. */
const all = async (bench: Bench): Promise<unknown[]> => {
  const found: unknown[] = []
  for (const table of tables) {
    const columns = (await bench.rows<{ name: string }>(`SELECT column_name AS name FROM duckdb_columns() WHERE table_name = '${table}' AND data_type <> 'TIMESTAMP' AND column_name NOT IN ('account')`)).map((one) => one.name)
    found.push(await bench.rows(`SELECT ${columns.map((one) => `${one}::VARCHAR AS ${one}`).join(', ')} FROM ${table} ORDER BY ALL`))
  }
  return found
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...Object.keys(files)).map((file): Deed => ({ kind: 'bring', file })) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('dismiss' as const, 'list' as const, 'confirm' as const, 'remove' as const), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.constant<Deed>({ kind: 'ban' }) },
  { weight: 4, arbitrary: fc.constant<Deed>({ kind: 'find' }) },
)

test('looking only at whom something new is known of finds what looking at all finds, whatever happened', async () => {
  let few = 0
  await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 12 }), async (deeds) => {
    const [some, whole] = [await openBench(), await openBench()]
    const find = async () => {
      const [a, b] = [await quietly((run) => findCases(some.room, run)), await quietly((run) => findCases(whole.room, run, { whole: true }))]
      if (a.parties !== null) few++
      expect(b.parties).toBe(null)
      expect([a.opened, a.again, a.updated, a.moved, a.lapsed, a.joined, a.open]).toEqual([b.opened, b.again, b.updated, b.moved, b.lapsed, b.joined, b.open])
      expect(await all(some)).toEqual(await all(whole))
    }
    try {
      await perform(some, { kind: 'bring', file: '登记一.csv' })
      await perform(whole, { kind: 'bring', file: '登记一.csv' })
      await find()
      for (const one of deeds) {
        await perform(some, one)
        await perform(whole, one)
        if (one.kind === 'find') await find()
      }
      await find()
      // Nothing happened since: nobody is looked at.
      expect(await quietly((run) => findCases(some.room, run))).toMatchObject({ parties: 0, opened: 0, updated: 0, lapsed: 0 })
    } finally {
      await some.close()
      await whole.close()
    }
  }), { numRuns: 5 })
  expect(few).toBeGreaterThan(4)
}, 400_000)
