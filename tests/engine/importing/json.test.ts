import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ElementSplitter, LineSplitter } from '../../../electron/engine/importing/splitElements.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

describe('elements', () => {
  const values = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 })
  const inChunks = (text: string, size: number): string[] => Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size))
  test.each([undefined, 2])('come out as they went in, however the text is cut (indent %s)', (indent) => fc.assert(fc.property(values, fc.integer({ min: 1, max: 50 }), (all, size) => {
    for (const [text, splitter] of [[JSON.stringify(all, null, indent), new ElementSplitter('a.json')], [JSON.stringify({ total: [1, '[{'], data: all, 'x]': { y: '}' } }, null, indent), new ElementSplitter('b.json')], [all.map((one) => JSON.stringify(one)).join('\n'), new LineSplitter()]] as const) {
      const found = [...inChunks(text, size).flatMap((part) => [...splitter.push(part)]), ...splitter.push('', true)]
      expect(found.map((one) => JSON.parse(one.cells[0]!) as unknown)).toEqual(JSON.parse(JSON.stringify(all)))
      expect(found.map((one) => one.number)).toEqual(all.map((_, i) => i + 1))
    }
  })))
})

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())
const one = (n: number, more: object = {}): object => ({ 企业名称: `第${n}公司`, 统一社会信用代码: codeOf(n), 处罚决定日期: '2024-01-02', 处罚类别: '罚款', ...more })

test('nested objects are dotted columns, arrays their text; what comes late is kept, too', async () => {
  const many = Array.from({ length: 400 }, (_, i) => one(i + 1))
  const content = [one(900, { 机关: { 名称: '某局', 层级: { 级: 3 } }, 附件: ['a', { b: 1 }], 编号: 12345678901234567890n.toString() }), ...many, one(901, { 迟来: '值', 机关: '市局', 'a.b/~': true })]
  const file = await bench.loadOne(bench.file('行政处罚.json', JSON.stringify(content)))
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ class: 'penalty', headerRow: 0, read: 402, loaded: 402 })
  const rows = await bench.rows<{ extra: string; source_row: number }>(`SELECT extra::VARCHAR AS extra, source_row FROM penalty WHERE subject_code IN ('${codeOf(900)}', '${codeOf(901)}') ORDER BY source_row`)
  expect(rows.map((row) => row.source_row)).toEqual([1, 402])
  expect(JSON.parse(rows[0]!.extra)).toMatchObject({ '机关.名称': '某局', '机关.层级.级': '3', 附件: '["a",{"b":1}]', 编号: '12345678901234567890' })
  expect(JSON.parse(rows[1]!.extra)).toMatchObject({ 迟来: '值', 机关: '市局', 'a.b/~': 'true' })
})

test('what is null in one row is an object in another, also under a name like NULL', async () => {
  const content = [one(1, { 机关: null, NULL: null }), one(2, { 机关: { 名称: '某局' }, NULL: { NULL: 'x' } }), one(3, { 机关: [null], NULL: 7 })]
  expect(await bench.loadOne(bench.file('行政处罚.json', JSON.stringify(content)))).toMatchObject({ read: 3, loaded: 3 })
  const rows = await bench.rows<{ extra: string | null }>('SELECT extra::VARCHAR AS extra FROM penalty ORDER BY source_row')
  expect(JSON.parse(rows[1]!.extra!)).toMatchObject({ '机关.名称': '某局', 'NULL.NULL': 'x' })
  expect(JSON.parse(rows[2]!.extra!)).toMatchObject({ NULL: '7' })
})

test('a bad line costs itself', async () => {
  const lines = [JSON.stringify(one(1)), '{"企业名称": "断', '', '[1,2]', '"text"', JSON.stringify(one(2)), `{"企业名称": ${'"x"'.repeat(3)}}`]
  const file = await bench.loadOne(bench.file('行政处罚.jsonl', lines.join('\n')))
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ read: 6, loaded: 2, quarantined: 4, reasons: { bad_json: 4 } })
  expect((await bench.quarantine()).map((row) => [row.source_row, row.original])).toEqual([[2, lines[1]], [4, '[1,2]'], [5, '"text"'], [7, lines[6]]])
})

test('a bad element costs itself; an array that breaks off is refused with its place', async () => {
  const bad = `[\n${JSON.stringify(one(1))},\n{"企业名称" "无冒号"},\n7,\n${JSON.stringify(one(2))}\n]`
  expect(await bench.loadOne(bench.file('行政处罚 1.json', bad))).toMatchObject({ read: 4, loaded: 2, reasons: { bad_json: 2 } })
  expect((await bench.loadOne(bench.file('行政处罚 2.json', bad.slice(0, -20)))).note).toMatchObject({ code: 'json_malformed', params: { line: 5, element: 4 } })
  expect((await bench.loadOne(bench.file('行政处罚 3.json', JSON.stringify({ a: [one(1)], b: [one(2)] })))).note).toMatchObject({ code: 'json_shape' })
  expect((await bench.loadOne(bench.file('行政处罚 4.json', '[]'))).note).toMatchObject({ code: 'not_a_table' })
  expect(await bench.loadOne(bench.file('行政处罚 5.json', JSON.stringify(one(5), null, 1)))).toMatchObject({ read: 1, loaded: 1 })
  expect((await bench.loadOne(bench.file('行政处罚.parquet', 'PAR1 and nothing else PAR1'))).note).toMatchObject({ code: 'parquet_damaged' })
})
