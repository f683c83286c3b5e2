import { utils, write } from '@e965/xlsx'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'
import { zipOf } from './zipOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
/** A workbook as some programs write it: prefixed names, phonetic runs, inline strings, rows and cells left out. */
const book = (sheet: string, extra: Record<string, string> = {}): Buffer => zipOf({
  '[Content_Types].xml': `${head}<Types/>`,
  'xl/workbook.xml': `${head}<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="结果" sheetId="1" r:id="rId7"/></x:sheets></x:workbook>`,
  'xl/_rels/workbook.xml.rels': `${head}<Relationships><Relationship Id="rId7" Type="t/worksheet" Target="worksheets/sheet9.xml"/></Relationships>`,
  'xl/sharedStrings.xml': `${head}<x:sst xmlns:x="m"><x:si><x:t>监管对象</x:t></x:si><x:si><x:r><x:t>检查</x:t></x:r><x:r><x:t>时间</x:t></x:r><x:rPh sb="0" eb="2"><x:t>jiancha</x:t></x:rPh></x:si><x:si><x:t>检查结果</x:t></x:si><x:si><x:t>甲旅行社_x000D_</x:t></x:si></x:sst>`,
  'xl/styles.xml': `${head}<x:styleSheet xmlns:x="m"><x:numFmts><x:numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></x:numFmts><x:cellStyleXfs><x:xf numFmtId="14"/></x:cellStyleXfs><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="180"/></x:cellXfs></x:styleSheet>`,
  'xl/worksheets/sheet9.xml': `${head}<x:worksheet xmlns:x="m"><x:sheetData>${sheet}</x:sheetData></x:worksheet>`, ...extra,
})
const sheet = '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>附件</x:t></x:is></x:c></x:row>'
  + '<x:row r="3"><x:c r="A3" t="s"><x:v>0</x:v></x:c><x:c r="B3" t="s"><x:v>1</x:v></x:c><x:c r="D3" t="s"><x:v>2</x:v></x:c></x:row>'
  + '<x:row r="4"><x:c r="A4" t="s"><x:v>3</x:v></x:c><x:c r="B4" s="1"><x:v>43985</x:v></x:c><x:c r="C4"><x:v>9.1110108E17</x:v></x:c><x:c r="D4" t="str"><x:f>A1</x:f><x:v>不合格</x:v></x:c></x:row>'
  + '<x:row r="7"><x:c r="A7" t="inlineStr"><x:is><x:t>乙旅行社</x:t></x:is></x:c></x:row>'

test.each(['双随机.xlsx', '双随机.csv'])('a workbook called %s', async (name) => {
  const file = await bench.loadOne(bench.file(name, book(sheet)))
  expect(file).toMatchObject({ class: 'supervision', encoding: '', headerRow: 3, read: 2, loaded: 2, quarantined: 0 })
  expect(await bench.rows('SELECT subject_name, occurred_on, result, extra, source_row FROM supervision ORDER BY source_row')).toEqual([
    { subject_name: '甲旅行社', occurred_on: '2020-06-03', result: 'problem', extra: '{"column 3":"911101080000000000"}', source_row: 4 },
    { subject_name: '乙旅行社', occurred_on: null, result: null, extra: null, source_row: 7 }])
  const preview = await bench.importer.verbs.previewFile({ path: bench.file(name, book(sheet)) })
  expect(preview).toMatchObject({ format: 'xlsx', sheets: ['结果'], sheet: '结果', headerRow: 3 })
})

test.each(['biff8', 'xlsx'] as const)('a workbook of another program (%s), dates by style, its second sheet', async (bookType) => {
  const made = utils.book_new()
  utils.book_append_sheet(made, utils.aoa_to_sheet([['说明']]), '说明')
  utils.book_append_sheet(made, utils.aoa_to_sheet([['企业名称', '统一社会信用代码', '列入日期', '列入原因'], ['甲公司', codeOf(1), { t: 'n', v: 45000, z: 'yyyy/m/d' }, '通过登记的住所无法联系'], ['乙公司', Number('110105780238342'), '2023年5月6日', '']]), '名录')
  const path = bench.file('经营异常名录.xls', write(made, { type: 'buffer', bookType }) as Buffer)
  expect((await bench.importer.verbs.previewFile({ path })).sheets).toEqual(['说明', '名录'])
  const file = await bench.loadOne({ path, sheet: '名录' })
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ class: 'listing', read: 2, loaded: 2, attachedByCode: 1 })
  expect(await bench.rows('SELECT subject_code, occurred_on, kind, ground_code FROM listing ORDER BY source_row')).toEqual([
    { subject_code: codeOf(1), occurred_on: '2023-03-15', kind: 'abnormal', ground_code: 'unreachable' }, { subject_code: '110105780238342', occurred_on: '2023-05-06', kind: 'abnormal', ground_code: null }])
  expect((await bench.loadOne({ path, sheet: '没有' })).note).toMatchObject({ code: 'no_such_sheet' })
})

test('a damaged sheet is refused, whole', async () => {
  const path = bench.file('双随机.xlsx', book(sheet.slice(0, -40)))
  expect((await bench.loadOne(path)).note).toMatchObject({ code: 'workbook_damaged' })
  expect(await bench.rows('SELECT count(*) AS n FROM supervision')).toEqual([{ n: 0 }])
})
