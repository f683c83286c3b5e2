import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { utils, read as readBook, write as writeBook } from '@e965/xlsx'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InspectionRef } from '../../../shared/contract.ts'
import { zipOf } from '../importing/zipOf.ts'
import { imported, openDrawn, rowsOf, type Drawn } from './drawn.ts'

const of: InspectionRef = { campaign: 1 }
const columns = ['抽查类别', '抽查编号', '检查序号', '统一社会信用代码', '主体名称', '登记住所', '检查部门', '事项编码', '检查事项', '检查人员', '结果代码表', '检查结束日期', '检查结果', '情况说明', '附件', '录入人']
/** The smallest photo that has a JPEG's first bytes. */
const photo = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(text)])

let drawn: Drawn
beforeEach(async () => { drawn = await openDrawn() })
afterEach(() => drawn.room.close())
const place = (name: string): string => join(drawn.room.folder, name)

type Cells = Record<string, string>
async function sheet(): Promise<Cells[]> {
  const { rows } = JSON.parse(new TextDecoder().decode(await drawn.ask.exportTaskPackage({ of, format: 'json' }))) as { rows: Record<string, string | number>[] }
  const names = ['origin', 'number', 'visit', 'code', 'name', 'address', 'department_name', 'item', 'item_name', 'officers', 'code_set', 'inspected_on', 'codes', 'remark', 'attachments', 'entered_by']
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [columns[i]!, String(row[name] ?? '')])))
}
const csv = (rows: readonly Cells[]): string => [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
const fill = (row: Cells, over: Cells = {}): Cells => ({ ...row, 检查结束日期: '2026-11-23', 检查结果: '1', 录入人: '甲', ...over })

describe('a task package', () => {
  test('goes out and comes back as a workbook, a CSV and JSON, with the same results', async () => {
    const filled = (rows: Cells[], from: number): Cells[] => rows.map((row, i) => (i >= from && i < from + 10 ? fill(row, i % 2 === 0 ? {} : { 检查结果: '住所无法联系、X', 情况说明: `=SUM(${i})` }) : row))
    const text = new TextDecoder().decode(await drawn.ask.exportTaskPackage({ of, format: 'csv' }))
    expect(text.split('\r\n')[0]).toBe(`\uFEFF${columns.map((name) => `"${name}"`).join(',')}`.slice(1))
    const all = await sheet()
    writeFileSync(place('a.csv'), csv(filled(all, 0)))
    expect(await imported(drawn.room, drawn.ask, { path: place('a.csv') })).toMatchObject({ name: 'a.csv', headerRow: 1, read: 10, taken: 10, same: 0, refusedRows: 0, blank: all.length - 10, refused: [], ignored: [] })

    const book = readBook(await drawn.ask.exportTaskPackage({ of, format: 'xlsx' }))
    const cells = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1, defval: '' })
    expect(cells[0]).toEqual(columns)
    expect(cells).toHaveLength(all.length - 10 + 1)
    const back = cells.slice(1).map((row) => Object.fromEntries(columns.map((name, i) => [name, String(row[i])])))
    const out = utils.book_new()
    utils.book_append_sheet(out, utils.aoa_to_sheet([['请填写白色各列'], columns, ...filled(back, 0).map((row) => columns.map((name) => (/编号|序号/.test(name) || row[name] === '1' ? Number(row[name]) : row[name] === '2026-11-23' ? new Date('2026-11-23T00:00:00') : row[name])))]), 'x')
    writeFileSync(place('b.xlsx'), writeBook(out, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
    expect(await imported(drawn.room, drawn.ask, { path: place('b.xlsx') })).toMatchObject({ headerRow: 2, read: 10, taken: 10, refusedRows: 0 })

    const json = JSON.parse(new TextDecoder().decode(await drawn.ask.exportTaskPackage({ of, format: 'json' }))) as { format: string; codes: { id: string; codes: unknown[] }; rows: Record<string, unknown>[] }
    expect(json).toMatchObject({ format: 'mingcha-task-1', codes: { id: '2025' } })
    for (const [i, row] of json.rows.slice(0, 10).entries()) Object.assign(row, { inspected_on: '2026-11-23', codes: i % 2 === 0 ? '1' : ['Z', 'X'], entered_by: '甲', remark: i % 2 === 0 ? '' : `=SUM(${i})` })
    writeFileSync(place('c.json'), JSON.stringify(json))
    expect(await imported(drawn.room, drawn.ask, { path: place('c.json') })).toMatchObject({ read: 10, taken: 10, refusedRows: 0 })

    const entered = await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })
    expect(entered).toHaveLength(30)
    expect(entered.map((row) => [row.codes, row.outcome])).toEqual(Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? ['["1"]', 'passed'] : ['["Z","X"]', 'problem'])))
    expect(entered[1]!.remark).toBe('=SUM(1)')
    // The same file again says what stands there already.
    expect(await imported(drawn.room, drawn.ask, { path: place('a.csv') })).toMatchObject({ read: 10, taken: 0, same: 10 })
  })

  test('is refused row by row, with the column and how to mend it, and everything that was read is accounted for', async () => {
    const rows = await sheet()
    const [first, second] = [rows[0]!, rows[1]!]
    const bad: [Cells, string, string][] = [
      [fill(rows[2]!, { 检查结果: '99' }), 'result_code_unknown', '检查结果'], [fill(rows[3]!, { 检查结果: '1、Z' }), 'result_code_exclusive', '检查结果'], [fill(rows[4]!, { 检查结果: 'Q' }), 'result_remark_missing', '情况说明'],
      [fill(rows[5]!, { 检查结果: '' }), 'result_code_none', '检查结果'], [fill(rows[6]!, { 检查结束日期: '2026-11-22' }), 'result_before_draw', '检查结束日期'], [fill(rows[7]!, { 检查结束日期: '2026-11-24' }), 'result_future', '检查结束日期'],
      [fill(rows[8]!, { 检查结束日期: '2026-02-30' }), 'result_day', '检查结束日期'], [fill(rows[9]!, { 录入人: '' }), 'result_nobody', '录入人'], [fill(rows[10]!, { 检查序号: '9999' }), 'result_no_visit', '检查序号'],
      [fill(rows[11]!, { 事项编码: 'E-1' }), 'result_no_item', '事项编码'], [fill(rows[12]!, { 抽查编号: '7' }), 'no_such_inspection', '抽查编号'], [fill(rows[13]!, { 抽查类别: '什么' }), 'package_origin', '抽查类别'],
      [fill(rows[14]!, { 检查序号: '一' }), 'package_number', '检查序号'], [fill(rows[15]!, { 结果代码表: '1999' }), 'result_code_table', '结果代码表'], [fill(rows[16]!, { 附件: '没有.jpg' }), 'attachment_missing', '附件'],
      [fill(first, { 检查结果: 'X' }), 'result_twice', '检查序号'],
    ]
    writeFileSync(place('bad.csv'), csv([fill(first), fill(second, { 检查结果: 'X W', 结果代码表: '2025', 检查结束日期: '2026年11月23日' }), ...bad.map(([row]) => row), ...rows.slice(20)]))
    const report = await imported(drawn.room, drawn.ask, { path: place('bad.csv') })
    expect(report.read).toBe(report.taken + report.same + report.refusedRows)
    expect(report).toMatchObject({ read: bad.length + 2, refusedRows: bad.length + 1, taken: 1, blank: rows.length - 20 })
    // Codes are told apart by 、 and commas, not by blanks: what was refused first is that.
    expect(report.refused.map((one) => [one.row, one.code, one.column])).toEqual([[3, 'result_code_unknown', '检查结果'], ...bad.map(([, code, column], i) => [i + 4, code, column])])
    expect(report.refused.every((one) => one.file === 'bad.csv' && one.message !== '' && one.hint !== '')).toBe(true)
    expect(await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })).toHaveLength(1)
    expect(await imported(drawn.room, drawn.ask, { path: place('bad.csv'), by: '丁' })).toMatchObject({ same: 1, taken: 1 }) // the nameless row
  })

  test('of another kind is refused as a whole', async () => {
    const fails = (name: string, content: string | Buffer) => {
      writeFileSync(place(name), content)
      return imported(drawn.room, drawn.ask, { path: place(name) })
    }
    await expect(fails('x.csv', 'a,b\r\n1,2\r\n')).rejects.toMatchObject({ code: 'package_header' })
    await expect(fails('x.json', '{"rows": 5}')).rejects.toMatchObject({ code: 'package_json' })
    await expect(fails('y.json', '{')).rejects.toMatchObject({ code: 'package_json' })
    await expect(fails('x.zip', zipOf({ 'p.jpg': photo('x') }))).rejects.toMatchObject({ code: 'package_no_table' })
    await expect(fails('y.zip', zipOf({ 'a.csv': Buffer.from('a'), 'b.csv': Buffer.from('b') }))).rejects.toMatchObject({ code: 'package_tables' })
    await expect(imported(drawn.room, drawn.ask, { path: place('nothing.csv') })).rejects.toMatchObject({ code: expect.any(String) as string })
    await expect(drawn.ask.exportTaskPackage({ of: { campaign: 9 } })).rejects.toMatchObject({ code: 'no_such_inspection' })
  })

  test('of one department has its lines alone; what was returned comes back into it as it was', async () => {
    const only = JSON.parse(new TextDecoder().decode(await drawn.ask.exportTaskPackage({ of, format: 'json', department: 'fire' }))) as { rows: { item: string; visit: number }[] }
    expect(new Set(only.rows.map((row) => row.item))).toEqual(new Set(['F-1', 'F-2']))
    const [row] = only.rows
    await drawn.ask.enterResults({ of, by: '甲', entries: [{ visit: row!.visit, item: row!.item, revision: 0, codes: ['X'], inspectedOn: '2026-11-23', remark: '=1+1 \'5' }] })
    expect((await sheet()).filter((one) => one['检查结果'] !== '')).toEqual([])
    const [entered] = await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })
    await drawn.ask.reviewResults({ by: '乙', results: [{ result: entered!.result!, revision: 1 }], decision: 'return', reason: '照片不清' })
    expect((await sheet()).filter((one) => one['检查结果'] !== '')).toMatchObject([{ 检查结果: 'X', 检查结束日期: '2026-11-23', 情况说明: '=1+1 \'5', 录入人: '甲' }])
    // A spreadsheet runs nothing of it, and the remark comes back as it was written.
    const text = new TextDecoder().decode(await drawn.ask.exportTaskPackage({ of, format: 'csv' }))
    expect(text).toContain(`"'=1+1 '5"`)
    writeFileSync(place('again.csv'), text)
    expect(await imported(drawn.room, drawn.ask, { path: place('again.csv') })).toMatchObject({ read: 1, taken: 1, refusedRows: 0 })
    expect(await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })).toMatchObject([{ remark: '=1+1 \'5', revision: 3 }])
  })
})

describe('photos', () => {
  test('come with a ZIP and with a folder, are kept once under their digest, and told when they were changed', async () => {
    const [first, second, third] = await sheet()
    const table = csv([fill(first!, { 附件: '一.jpg、二.jpg' }), fill(second!, { 附件: '照片/三.jpg' })])
    writeFileSync(place('filled.zip'), zipOf({ '表.csv': Buffer.from(table), '照片/一.jpg': photo('1'), '照片/二.jpg': photo('2'), '照片/三.jpg': photo('1') }))
    expect(await imported(drawn.room, drawn.ask, { path: place('filled.zip') })).toMatchObject({ name: '表.csv', taken: 2, attachments: 3 })
    mkdirSync(place('folder'))
    writeFileSync(place('folder/t.csv'), csv([fill(third!, { 附件: '四.jpg' }), fill(first!, { 附件: '五.bin' })]))
    writeFileSync(place('folder/四.jpg'), photo('4'))
    writeFileSync(place('folder/五.bin'), 'no photo')
    expect(await imported(drawn.room, drawn.ask, { path: place('folder') })).toMatchObject({ taken: 1, attachments: 1, refused: [{ code: 'attachment_kind', column: '附件' }] })
    const rows = await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })
    expect(rows.map((row) => row.attachments)).toEqual([2, 1, 1])
    const detail = await drawn.ask.readResult({ result: rows[0]!.result! })
    expect(detail.attachments.map((one) => [one.name, one.media, one.sha256])).toEqual([['一.jpg', 'image/jpeg', createHash('sha256').update(photo('1')).digest('hex')], ['二.jpg', 'image/jpeg', createHash('sha256').update(photo('2')).digest('hex')]])
    const { sha256 } = detail.attachments[0]!
    const file = join(`${drawn.room.database().path}.files`, sha256.slice(0, 2), sha256)
    expect(existsSync(file)).toBe(true)
    expect(Buffer.from((await drawn.ask.readAttachment({ result: detail.result, sha256 })).bytes)).toEqual(photo('1'))
    writeFileSync(file, photo('changed'))
    await expect(drawn.ask.readAttachment({ result: detail.result, sha256 })).rejects.toMatchObject({ code: 'attachment_damaged' })
    rmSync(file)
    await expect(drawn.ask.readAttachment({ result: detail.result, sha256 })).rejects.toMatchObject({ code: 'attachment_damaged' })
    await expect(drawn.ask.readAttachment({ result: detail.result, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'no_such_attachment' })
  })

  test('are added to what is not approved, by hand, and whoever adds one does not review it', async () => {
    const [row] = await rowsOf(drawn.ask, { of, limit: 1 })
    await drawn.ask.enterResults({ of, by: '甲', entries: [{ visit: row!.visit, item: row!.item, revision: 0, codes: ['1'], inspectedOn: '2026-11-23' }] })
    const { result } = (await rowsOf(drawn.ask, { of, states: ['awaiting_review'] }))[0]!
    writeFileSync(place('p.jpg'), photo('p'))
    await expect(drawn.ask.attachToResult({ result: result!, revision: 9, by: '戊', path: place('p.jpg') })).rejects.toMatchObject({ code: 'result_changed' })
    const detail = await drawn.ask.attachToResult({ result: result!, revision: 1, by: '戊', path: place('p.jpg') })
    expect(detail).toMatchObject({ revision: 2, attachments: [{ name: 'p.jpg', revision: 2, bytes: readFileSync(place('p.jpg')).length }], enteredByAll: ['甲', '戊'] })
    expect(await drawn.ask.reviewResults({ by: '戊', results: [{ result: result!, revision: 2 }], decision: 'approve' })).toMatchObject({ done: 0, refused: [{ code: 'result_own' }] })
    await drawn.ask.reviewResults({ by: '乙', results: [{ result: result!, revision: 2 }], decision: 'approve' })
    await expect(drawn.ask.attachToResult({ result: result!, revision: 3, by: '戊', path: place('p.jpg') })).rejects.toMatchObject({ code: 'result_approved' })
  })

  test('of a file that another filled in: whoever brings it does not review it either', async () => {
    const [row] = await sheet()
    writeFileSync(place('a.csv'), csv([fill(row!)]))
    await imported(drawn.room, drawn.ask, { path: place('a.csv'), by: '己' })
    const { result } = (await rowsOf(drawn.ask, { of, states: ['awaiting_review'] }))[0]!
    const refused = async (by: string) => (await drawn.ask.reviewResults({ by, results: [{ result: result!, revision: 1 }], decision: 'approve' })).refused.map((one) => one.code)
    expect([await refused('己'), await refused('甲')]).toEqual([['result_own'], ['result_own']])
    expect(await refused('乙')).toEqual([])
  })
})
