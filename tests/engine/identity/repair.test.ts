import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedFolder } from '../../shared.ts'
import { accounted, openBench, type Bench } from '../importing/bench.ts'
import { codeOf } from '../importing/codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const register = (rows: [string, string][]): string => ['企业名称,统一社会信用代码,成立日期', ...rows.map(([name, code]) => `${name},${code},2001-01-01`), ''].join('\n')
const penalties = (rows: [string, string][]): string => ['当事人名称,统一社会信用代码,处罚日期,处罚类别', ...rows.map(([name, code], i) => `${name},${code},2024/1/${i + 1},罚款`), ''].join('\n')
const repairs = (): Promise<unknown[][]> => bench.rows<{ source_row: number; code: string; evidence: string; damage: string }>(
  'SELECT r.source_row, r.code, r.evidence, d.damage FROM repair r JOIN damaged_code d USING (class, file_id, source_row) ORDER BY source_row').then((rows) => rows.map((row) => [row.source_row, row.code, row.evidence, row.damage]))
const full = (text: string): string => [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')

const one = codeOf(1)
const two = codeOf(2)
// All digits, as a spreadsheet takes for a number: 918012017 … by hand, both checks right.
const digits = Array.from({ length: 200 }, (_, i) => codeOf(i)).filter((code) => /^\d{18}$/.test(code)).slice(0, 2)

test('each kind of damage is repaired where evidence names one code', async () => {
  const [numeral] = digits as [string, string]
  await bench.load(bench.file('登记.csv', register([['甲公司', one], ['乙公司', two], ['数公司', numeral]])))
  const wrong = `${one.slice(0, 17)}${one.endsWith('0') ? '1' : '0'}`
  const file = await bench.loadOne(bench.file('处罚.csv', penalties([
    ['别名甲', one.toLowerCase()], ['别名乙', full(one)], ['别名丙', `${one}(00)`], ['别名丁', `代码${one}号`],
    ['甲公司', `${one}/${two}`], ['数公司', Number(numeral).toExponential(2).toUpperCase()], ['数公司', `${numeral.slice(0, 15)}000`],
    ['甲公司', one.slice(0, 16) + one.slice(17)], ['甲公司', wrong], ['甲公司', `${one.slice(0, 8)}******${one.slice(14)}`],
    ['甲公司', one], ['甲公司', '110105012345678'], ['甲公司', '无'], ['甲公司', '******************'],
  ])))
  expect(await repairs()).toEqual([
    [2, one, 'text', 'notation'], [3, one, 'text', 'notation'], [4, one, 'text', 'notation'], [5, one, 'text', 'glued'],
    [6, one, 'name', 'several'], [7, numeral, 'name', 'scientific'], [8, numeral, 'name', 'zeros'], [9, one, 'name', 'length'], [10, one, 'name', 'check'], [11, one, 'name', 'masked']])
  expect(file).toMatchObject({ loaded: 14, repaired: 10, attachedByCode: 5, attachedByName: 9 })
  // What was written stays.
  expect(await bench.rows('SELECT subject_code FROM penalty WHERE source_row = 7')).toEqual([{ subject_code: Number(numeral).toExponential(2).toUpperCase() }])
  const page = await bench.importer.verbs.repairPage({ offset: 0, limit: 2 })
  expect(page.total).toBe(10)
  expect(tableFromIPC(page.arrow).toArray().map((row) => [row.class, row.subject_name, row.raw_code, row.code, row.source_file])).toEqual([['penalty', '甲公司', one.toLowerCase(), one, '处罚.csv'], ['penalty', '甲公司', full(one), one, '处罚.csv']])
})

test('evidence against a repair prevents it', async () => {
  const [numeral] = digits as [string, string]
  await bench.load(bench.file('登记.csv', register([['甲公司', one], ['数公司', numeral]])))
  const far = `91110108${numeral.slice(8, 17)}9`
  await bench.load(bench.file('处罚.csv', penalties([
    ['数公司', '1.23E+17'], ['数公司', '110105012345678000'], ['数公司', far], ['甲公司', `${codeOf(50)}/${codeOf(51)}`], ['谁公司', `${one.slice(0, 17)}?`], ['谁公司', one.slice(0, 17)]])))
  expect(await repairs()).toEqual([])
})

test('of several codes of a name, the one that the cell agrees with; two that agree decide nothing', async () => {
  const [first, second] = digits as [string, string]
  await bench.load(bench.file('登记.csv', register([['同名公司', first], ['同名公司', second]])))
  const file = await bench.loadOne(bench.file('处罚.csv', penalties([['同名公司', first.slice(0, 17)], ['同名公司', Number(first).toExponential(2)], ['同名公司', '']])))
  expect(await repairs()).toEqual([[2, first, 'name', 'length']])
  expect(file).toMatchObject({ attachedByName: 1, queued: 2, unattached: 0, repaired: 1 })
  expect(accounted(file)).toBe(true)
  expect(await bench.rows('SELECT uscc, records FROM subject ORDER BY uscc')).toEqual([{ uscc: first, records: 2 }, { uscc: second, records: 1 }].sort((a, b) => (a.uscc < b.uscc ? -1 : 1)))
})

test('a later batch repairs what an earlier one left open, and its undo takes the repair back', async () => {
  await bench.load(bench.file('处罚.csv', penalties([['后来公司', one.slice(0, 17)]])))
  expect(await repairs()).toEqual([])
  const { batch } = await bench.load(bench.file('登记.csv', register([['后来公司', one]])))
  expect(await repairs()).toEqual([[2, one, 'name', 'length']])
  expect((await bench.importer.verbs.listSources({})).map((file) => file.repaired)).toEqual([1, 0])
  await bench.room.jobs.result((await bench.importer.verbs.undoBatch({ batch: batch! })).job)
  expect(await repairs()).toEqual([])
  expect(await bench.rows('SELECT subject_id, attached FROM penalty')).toEqual([{ subject_id: null, attached: 'none' }])
})

interface Truth { file: string; row: number; defect: string; expected: string }
/** The oracle of damaged codes; its names hold no comma or quote in the columns after them. */
function truth(): Truth[] {
  const lines = readFileSync(join(sharedFolder!, 'data/beijing-open-data-truth/damaged_codes.csv'), 'utf8').replace(/^\uFEFF/, '').split(/\r?\n/).slice(1)
  return lines.filter((line) => line !== '').map((line) => {
    const cells = line.split(',')
    return { file: `${cells[0]!}.csv`, row: Number(cells[1]), defect: cells.at(-2)!, expected: cells.at(-1)! }
  })
}

describe.skipIf(sharedFolder === null)('the published damage (shared/data beside the checkout)', () => {
  test('Beijing: every repair agrees with the oracle where both decide, and few that it expects are missed', { timeout: 300_000 }, async () => {
    const { files } = await bench.load(join(sharedFolder!, 'data', 'beijing-open-data'))
    expect(files.filter((file) => !accounted(file))).toEqual([])
    const repaired = new Map((await bench.rows<{ name: string; source_row: number; code: string }>('SELECT f.name, r.source_row, r.code FROM repair r JOIN source_file f USING (file_id)')).map((row) => [`${row.name} ${row.source_row}`, row.code]))
    expect(files.reduce((sum, file) => sum + file.repaired, 0)).toBe(repaired.size)
    const expected = truth().filter((one) => one.expected !== '')
    const damaged = expected.filter((one) => one.defect === 'excel-15-digit-loss')
    expect(damaged.length).toBe(56)
    const decided = expected.filter((one) => repaired.has(`${one.file} ${one.row}`))
    const right = decided.filter((one) => repaired.get(`${one.file} ${one.row}`) === one.expected)
    expect(decided.filter((one) => !right.includes(one))).toEqual([])
    expect(right.length / damaged.length).toBeGreaterThanOrEqual(0.9)
    // Repaired or not, where the row came to lie: a cut code that passes both checks by chance made a subject, which was merged by name and digits.
    const classes = [...new Set(files.map((file) => file.class!))]
    const under = new Map((await bench.rows<{ source_file: string; source_row: number; uscc: string }>(classes.map((name) => `SELECT r.source_file, r.source_row, s.uscc FROM ${name} r JOIN subject s USING (subject_id) WHERE s.uscc IS NOT NULL`).join(' UNION ALL '))).map((row) => [`${row.source_file} ${row.source_row}`, row.uscc]))
    expect(expected.filter((one) => under.get(`${one.file} ${one.row}`) !== one.expected)).toEqual([])
    const figures = { expected: expected.length, damaged: damaged.length, decided: decided.length, precision: right.length / decided.length, recall: right.length / damaged.length }
    expect(figures.precision).toBeGreaterThanOrEqual(0.995)
    if (process.env['MINGCHA_SHOW']) console.log(figures)
  })
})
