import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import { readMigrations } from '../../../electron/engine/dictionary/readMigrations.ts'
import { quality } from '../../../electron/engine/quality/quality.ts'
import { ruleOf, rulesOf } from '../../../electron/engine/quality/rules.ts'
import { openBench, type Bench } from '../importing/bench.ts'
import { codeOf } from '../importing/codeOf.ts'
import { resources } from '../../room.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

test('the rules name columns that their class has', () => {
  const tables = readMigrations(resources)
  for (const one of recordClasses) {
    const columns = tables.find((table) => table.name === one)!.columns.map((column) => column.name)
    const rule = ruleOf(rulesOf(resources), one)
    expect([...rule.key, ...rule.past, ...Object.entries(rule.coded).flatMap(([column, { words }]) => [column, words])].filter((name) => !columns.includes(name)), one).toEqual([])
  }
})

const header = '当事人名称,统一社会信用代码,决定书文号,违法行为类型,处罚内容,处罚机关,处罚日期,罚款/没收,处罚类别'
const mapping = [['当事人名称', 'subject_name'], ['统一社会信用代码', 'subject_code'], ['决定书文号', 'doc_no'], ['违法行为类型', 'violation'], ['处罚内容', 'content'], ['处罚机关', 'authority'], ['处罚日期', 'occurred_on'], ['罚款/没收', 'fine_yuan'], ['处罚类别', 'kind_text']]
  .map(([source, column]) => ({ source: source!, column: column! }))
const bring = (month: number, rows: string[]) => bench.loadOne({ path: bench.file(`处罚2026年${month}月.csv`, [header, ...rows].join('\n')), recordClass: 'penalty', mapping })

test('what lacks, what could not be read, what lies ahead and what became no code is counted, and each count opens its rows', async () => {
  const good = (n: number, day: string): string => `甲${n}公司,${codeOf(n)},文${n},无证,处罚如下,市局,${day},500,罚款`
  await bring(1, [good(1, '2026-01-05'), good(2, '2026-01-09'), `乙公司,${codeOf(3).slice(0, 17)},,无证,处罚如下,市局,某日,约五百,罚款`, ',,文9,无证,处罚如下,市局,2026-01-01,1,罚款'])
  await bring(4, [good(4, '2026-04-20'), `丙公司,${codeOf(5)},文5,无证,处罚如下,市局,2099-01-01,500,从其规定`])
  const verbs = quality(bench.room)
  const { cells, asOf } = await verbs.dataQuality({ by: 'source' })
  expect(asOf).toBe('2026-11-22')
  expect(cells).toHaveLength(1)
  expect(cells[0]).toMatchObject({ recordClass: 'penalty', key: '处罚*年*月.csv', files: 2, rows: 5, quarantined: 1, invalid: 2, newest: '2026-04-20', fresh: 31, emptyMonths: 2 })
  expect(cells[0]!.valid).toBeCloseTo(3 / 6, 10)
  expect(cells[0]!.complete).toBeCloseTo(1 - 2 / 35, 10)
  const bad = Object.fromEntries(cells[0]!.checks.filter((one) => one.bad > 0).map((one) => [`${one.issue} ${one.column}`, one.bad]))
  expect(bad).toEqual({ 'missing doc_no': 1, 'missing occurred_on': 1, 'damaged subject_code': 1, 'unread occurred_on': 1, 'unread fine_yuan': 1, 'future occurred_on': 1, 'uncoded kind': 1 })
  const rows = async (issue: 'unread' | 'future' | 'uncoded' | 'damaged' | 'missing', column: string) => {
    const { total, arrow } = await verbs.qualityRows({ recordClass: 'penalty', by: 'source', key: '处罚*年*月.csv', issue, column, offset: 0, limit: 10 })
    const found = tableFromIPC(arrow).toArray().map((row) => [String(row.subject_name), row.written === null ? null : String(row.written), Number(row.source_row)])
    expect(found).toHaveLength(total)
    return found
  }
  expect(await rows('unread', 'fine_yuan')).toEqual([['乙公司', '约五百', 4]])
  expect(await rows('unread', 'occurred_on')).toEqual([['乙公司', '某日', 4]])
  expect(await rows('future', 'occurred_on')).toEqual([['丙公司', '2099-01-01', 3]])
  expect(await rows('uncoded', 'kind')).toEqual([['丙公司', '从其规定', 3]])
  expect(await rows('damaged', 'subject_code')).toEqual([['乙公司', codeOf(3).slice(0, 17), 4]])
  expect(await rows('missing', 'doc_no')).toEqual([['乙公司', null, 4]])
  expect(await rows('unread', 'nothing')).toEqual([])
})

test('every figure of every cell equals the number of rows it opens, by source, class and month', async () => {
  await bring(2, Array.from({ length: 30 }, (_, n) => `甲${n}公司,${n % 3 ? codeOf(n + 1) : ''},${n % 4 ? `文${n}` : ''},无证,内容,市局,${n % 5 ? `2026-0${1 + (n % 9)}-10` : '不知何日'},${n % 6 ? n : '若干'},${n % 7 ? '罚款' : '其余'}`))
  await bench.load(bench.file('企业登记.csv', ['企业名称,统一社会信用代码,成立日期', ...Array.from({ length: 12 }, (_, n) => `甲${n}公司,${codeOf(n + 1)},${n % 2 ? '2019-01-01' : ''}`)].join('\n')))
  const verbs = quality(bench.room)
  for (const by of ['source', 'class', 'month'] as const) {
    const { cells } = await verbs.dataQuality({ by })
    expect(cells.reduce((sum, cell) => sum + cell.rows, 0)).toBe(42)
    let opened = 0
    for (const cell of cells) for (const { issue, column, bad, applies } of cell.checks) {
      expect(bad).toBeLessThanOrEqual(applies)
      const { total } = await verbs.qualityRows({ recordClass: cell.recordClass, by, key: cell.key, issue, column, offset: 0, limit: 1 })
      expect(total, `${by} ${cell.key} ${issue} ${column}`).toBe(bad)
      opened += total
    }
    expect(opened).toBeGreaterThan(20)
  }
})
