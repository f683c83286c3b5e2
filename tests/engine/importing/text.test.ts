import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const header = '企业名称,统一社会信用代码,处罚决定日期,处罚类别,罚款金额（万元）,备注'
const rows = [`北京甲商贸有限公司,${codeOf(1)},2024/3/5,罚款,0.5,一`, `北京乙餐饮有限公司,${codeOf(2)},2024/3/6,警告,,"两行\n的备注"`, `北京丙食品厂,,2024/3/7,罚款,1.2,`]
const text = [header, ...rows, ''].join('\n')

/** 处罚 in GB18030, without an encoder at hand: bytes by decoding every two-byte pair once. */
const pairs = new Map<string, [number, number]>()
for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.set(new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail)), [lead, trail])
const gb18030 = (from: string): Uint8Array => Uint8Array.from([...from].flatMap((sign) => (sign < '\x80' ? [sign.charCodeAt(0)] : pairs.get(sign)!)))
const utf16 = (from: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(from, 'utf16le')])

test.each([
  ['utf-8', text], ['utf-8-bom', `\ufeff${text}`], ['gb18030', gb18030(text)], ['utf-16le', utf16(text)], ['utf-8', text.replaceAll('\n', '\r\n')], ['utf-8', `${header}\r\n${rows.join('\n')}`],
  ['utf-8', text.replaceAll(/,(?![^"]*"\n)/g, '\t')], ['utf-8', text.replaceAll(',', ';')],
])('reads %s (%#)', async (encoding, content) => {
  const file = await bench.loadOne(bench.file('行政处罚.csv', content))
  expect(file).toMatchObject({ class: 'penalty', encoding, headerRow: 1, read: 3, loaded: 3, duplicate: 0, quarantined: 0, attachedByCode: 2, unattached: 1, note: null })
  expect(await bench.rows('SELECT subject_name, subject_code, occurred_on, kind, fine_yuan, extra::JSON->>\'备注\' AS note, source_row FROM penalty ORDER BY source_row')).toEqual([
    { subject_name: '北京甲商贸有限公司', subject_code: codeOf(1), occurred_on: '2024-03-05', kind: 'fine', fine_yuan: 5000, note: '一', source_row: 2 },
    { subject_name: '北京乙餐饮有限公司', subject_code: codeOf(2), occurred_on: '2024-03-06', kind: 'warning', fine_yuan: null, note: expect.stringMatching(/^两行\r?\n的备注$/), source_row: 3 },
    { subject_name: '北京丙食品厂', subject_code: null, occurred_on: '2024-03-07', kind: 'fine', fine_yuan: 12000, note: null, source_row: 4 },
  ])
})

test('the header under titles, with invisible characters, blanks and unnamed columns', async () => {
  const file = await bench.loadOne(bench.file('抽查.csv', `附件7,,,,\n2022年某区随机抽查结果,Unnamed: 1,Unnamed: 2,,\n   序号,\u200b检查对象名称, 检查日期 ,检查结果,\n1,甲医院,2022/10/31 15:51,合格,\n2,乙医院,2022-10-14 13:53,不合格,\n`))
  expect(file).toMatchObject({ class: 'supervision', headerRow: 3, read: 2, loaded: 2 })
  expect(await bench.rows('SELECT subject_name, result, known_on, source_row FROM supervision ORDER BY source_row')).toEqual([
    { subject_name: '甲医院', result: 'passed', known_on: '2022-10-31', source_row: 4 }, { subject_name: '乙医院', result: 'problem', known_on: '2022-10-14', source_row: 5 }])
})

test('every row is accounted for: blank lines are none, bad ones lie in quarantine with their number and text', async () => {
  const content = [header, `甲公司,${codeOf(1)},2024/1/1,罚款,1,`, '', ',,,,,', '只有,三,格', '太,多,了,一,二,三,四', `"没有,${codeOf(2)},收尾,引号,1,`, `乙公司,${codeOf(2)},2024/1/2,罚款,2,"他说"不行"了"`, ',,2024/1/3,罚款,3,谁', `甲公司,${codeOf(1)},2024/1/1,罚款,1,`, `丙\0公司,${codeOf(3)},2024/1/4,罚款,1,`, ''].join('\n')
  const file = await bench.loadOne(bench.file('处罚.csv', content))
  expect(accounted(file)).toBe(true)
  expect(file).toMatchObject({ read: 8, loaded: 2, duplicate: 1, quarantined: 5, reasons: { bad_width: 2, bad_quotes: 1, no_subject: 1, undecodable: 1 } })
  expect((await bench.quarantine()).map(({ source_row, reason }) => [source_row, reason])).toEqual([[5, 'bad_width'], [6, 'bad_width'], [7, 'bad_quotes'], [9, 'no_subject'], [11, 'undecodable']])
  expect((await bench.quarantine())[0]!.original).toBe('["只有","三","格"]')
  expect(await bench.rows("SELECT source_row, extra->>'备注' AS note FROM penalty ORDER BY 1")).toEqual([{ source_row: 2, note: null }, { source_row: 8, note: '他说"不行"了' }])
})

test('names, codes and formulas of an attacker are text', async () => {
  const evil = `Robert'); DROP TABLE subject;--`
  const file = await bench.loadOne(bench.file(`处罚'; DROP TABLE penalty;--.csv`, `${header}\n"${evil}",${codeOf(1)},2024/1/1,=cmd|'/C calc'!A0,1,"'; DROP TABLE batch"\n`))
  expect(file).toMatchObject({ loaded: 1, attachedByCode: 1 })
  expect(await bench.rows('SELECT s.name, p.kind_text, p.source_file FROM penalty p JOIN subject s USING (subject_id)')).toEqual([{ name: evil, kind_text: `=cmd|'/C calc'!A0`, source_file: `处罚'; DROP TABLE penalty;--.csv` }])
})

test('a name that is a pattern reads its own file only', async () => {
  bench.file('处罚1.csv', `${header}\n别人,${codeOf(9)},2024/1/1,罚款,9,\n`)
  const file = await bench.loadOne(bench.file('处罚[1].csv', `${header}\n自己,${codeOf(1)},2024/1/1,罚款,1,\n`))
  expect(file).toMatchObject({ loaded: 1 })
  expect(await bench.rows('SELECT name FROM subject')).toEqual([{ name: '自己' }])
})

test('days of one column are read one way: month first where a second number over twelve says so', async () => {
  await bench.loadOne(bench.file('处罚.csv', `${header}\n甲,${codeOf(1)},5/9/2024,罚款,1,\n乙,${codeOf(2)},5/25/2024,罚款,1,\n`))
  expect(await bench.rows('SELECT occurred_on FROM penalty ORDER BY source_row')).toEqual([{ occurred_on: '2024-05-09' }, { occurred_on: '2024-05-25' }])
})

test('Western bytes are asked about, and read when told', async () => {
  const path = bench.file('businesses.csv', Buffer.from('business_id,name,address,phone_number\n19,"TROPISUE\xd1O","1 Main St","+1415"\n20,"CAF\xc9 NOIR","2 Main St",""\n', 'latin1'))
  expect((await bench.loadOne(path)).note).toMatchObject({ code: 'encoding_unknown' })
  expect(await bench.loadOne({ path, encoding: 'windows-1252' })).toMatchObject({ class: 'registration', loaded: 2, attachedByCode: 2 })
  expect(await bench.rows('SELECT name, local_code, uscc FROM subject ORDER BY 1')).toEqual([{ name: 'CAFÉ NOIR', local_code: '20', uscc: null }, { name: 'TROPISUEÑO', local_code: '19', uscc: null }])
  const visits = await bench.loadOne(bench.file('inspections.csv', 'business_id,Score,date,type\n19,94,"20160513","Routine - Unscheduled"\n77,94,"20160513","Routine"\n'))
  expect(visits).toMatchObject({ class: 'supervision', attachedByCode: 1, unattached: 1 })
})

test('forced UTF-8 puts rows with foreign bytes in quarantine', async () => {
  const path = bench.file('处罚.csv', Buffer.concat([Buffer.from(`${header}\n甲,${codeOf(1)},2024/1/1,罚款,1,\n`), Buffer.from([0xff, 0xfe, 0xff]), Buffer.from(`,${codeOf(2)},2024/1/1,罚款,1,\n`)]))
  expect((await bench.loadOne(path)).note).toMatchObject({ code: 'encoding_unknown' })
  expect(await bench.loadOne({ path, encoding: 'utf-8' })).toMatchObject({ read: 2, loaded: 1, quarantined: 1, reasons: { undecodable: 1 } })
})

test('a preview shows what would happen; a class nobody can tell is asked for', async () => {
  const preview = await bench.importer.verbs.previewFile({ path: bench.file('行政处罚.csv', text) })
  expect(preview).toMatchObject({ format: 'csv', encoding: 'utf-8', headerRow: 1, delimiter: ',', recordClass: 'penalty', sheets: [] })
  expect(preview.columns.map((one) => one.column)).toEqual(['subject_name', 'subject_code', 'occurred_on', 'kind_text', 'fine_yuan', ''])
  expect(preview.classes[0]!.because.length).toBeGreaterThan(0)
  const path = bench.file('data.csv', '甲,乙\n1,2\n')
  expect((await bench.importer.verbs.previewFile({ path })).recordClass).toBeNull()
  expect((await bench.loadOne(path)).note).toMatchObject({ code: 'class_unknown' })
  expect(await bench.loadOne({ path, recordClass: 'opinion', mapping: [{ source: '甲', column: 'title' }] })).toMatchObject({ class: 'opinion', loaded: 1, unattached: 1 })
  expect(await bench.rows('SELECT title, subject_name, extra FROM opinion')).toEqual([{ title: '1', subject_name: null, extra: '{"乙":"2"}' }])
})

test('a list without a header is read by what its cells are', async () => {
  const file = await bench.loadOne(bench.file('经营异常.csv', '北京甲商贸有限公司\n北京乙商店\n北京丙餐厅\n'))
  expect(file).toMatchObject({ class: 'listing', headerRow: 0, read: 3, loaded: 3 })
  expect(await bench.rows('SELECT DISTINCT kind FROM listing')).toEqual([{ kind: 'abnormal' }])
})
