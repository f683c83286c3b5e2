import fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { read, utils, write } from '@e965/xlsx'
import { jointFormats } from '../../../shared/punishments.ts'
import { openListed, type Listed } from './city.ts'

let here: Listed
let there: Listed
beforeEach(async () => { [here, there] = [await openListed(), await openListed()] })
afterEach(async () => { await here.room.close(); await there.room.close() })

const asking = { measure: 'honours', by: '王科长', reason: '在列期间', requesting: '市场监管局' }
const keep = (name: string, bytes: Uint8Array | string): string => { const path = join(here.room.folder, name); writeFileSync(path, bytes); return path }

async function asked(): Promise<number[]> {
  const { requests } = await here.ask.requestMeasures({ ...asking, grounds: [{ entry: here.entry }] })
  await here.ask.requestMeasures({ ...asking, measure: 'procurement', grounds: [{ entry: here.entry }] })
  return [requests[0]!.request, requests[0]!.request + 1]
}

describe.each(jointFormats)('as %s', (format) => {
  test('requests go out, are answered elsewhere, and the answers come back; again they change nothing', async () => {
    const requests = await asked()
    const out = await here.ask.exportMeasures({ kind: 'request', requests, format, by: '王科长' })
    expect([out.lines, out.sha256]).toEqual([2, expect.stringMatching(/^[0-9a-f]{64}$/)])
    const path = keep(out.name, out.bytes)
    expect(await there.ask.importMeasures({ kind: 'request', path, by: '赵' })).toMatchObject({ before: false, read: 2, taken: 2, same: 0, refused: [] })
    const received = (await there.ask.listMeasures({ direction: 'in' })).requests
    expect(received.map((one) => [one.direction, one.groundKind, one.name, one.state, one.subjectId])).toEqual([['in', 'file', '企业1', 'open', 1], ['in', 'file', '企业1', 'open', 1]])
    expect(await there.ask.importMeasures({ kind: 'request', path, by: '赵' })).toMatchObject({ before: true, taken: 0 })
    await expect(there.ask.exportMeasures({ kind: 'feedback', requests: received.map((one) => one.request), format, by: '赵' })).rejects.toMatchObject({ code: 'joint_no_feedback' })

    await there.ask.answerMeasures({ requests: received.map(({ request, revision }) => ({ request, revision })), result: 'executed', note: '=已取消评优', department: '文明办', by: '赵' })
    const back = await there.ask.exportMeasures({ kind: 'feedback', requests: received.map((one) => one.request), format, by: '赵' })
    const answers = keep(back.name, back.bytes)
    expect(await here.ask.importMeasures({ kind: 'feedback', path: answers, by: '王科长' })).toMatchObject({ taken: 2, same: 0, refused: [] })
    const mine = (await here.ask.listMeasures({})).requests
    expect(mine.map((one) => [one.state, one.feedback?.department, one.feedback?.note, one.feedback?.executedOn])).toEqual([['executed', '文明办', '=已取消评优', '2026-11-30'], ['executed', '文明办', '=已取消评优', '2026-11-30']])
    // The same file, and the same answers written into another file, bring nothing.
    expect(await here.ask.importMeasures({ kind: 'feedback', path: answers, by: '王科长' })).toMatchObject({ before: true, taken: 0 })
    const again = await there.ask.exportMeasures({ kind: 'feedback', requests: [received[0]!.request], format, by: '赵' })
    expect(await here.ask.importMeasures({ kind: 'feedback', path: keep(again.name, again.bytes), by: '王科长' })).toMatchObject({ taken: 0, same: 1 })
    expect((await here.ask.readMeasure({ request: requests[0]! })).events.map((one) => one.kind)).toEqual(['answered', 'sent', 'requested'])
    // What is released here is released there, by the same file way.
    await here.ask.releaseMeasures({ requests: mine.map(({ request, revision }) => ({ request, revision })), by: '王科长', reason: '已移出' })
    const ended = await here.ask.exportMeasures({ kind: 'request', requests, format, by: '王科长' })
    expect(await there.ask.importMeasures({ kind: 'request', path: keep(`e-${ended.name}`, ended.bytes), by: '赵' })).toMatchObject({ taken: 2 })
    expect((await there.ask.listMeasures({ direction: 'in' })).counts).toMatchObject({ released: 2 })
  })
})

test('answers filled into the table that went out are taken; each bad row is told', async () => {
  const requests = await asked()
  const { bytes, name } = await here.ask.exportMeasures({ kind: 'request', requests, format: 'xlsx', by: '王科长' })
  const book = read(bytes)
  const sheet = book.Sheets[book.SheetNames[0]!]!
  const rows = utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' })
  const fill = (row: number, cells: Record<string, string>): void => { for (const [column, value] of Object.entries(cells)) rows[row]![rows[0]!.indexOf(column)] = value }
  fill(1, { 反馈结果: '已执行', 执行日期: '2026/11/29', 执行情况: '不予表彰', 反馈部门: '文明办' })
  fill(2, { 反馈结果: '办了', 执行日期: '2026-11-29' })
  rows.push([...rows[1]!], [...rows[1]!], [...rows[2]!], [...rows[1]!])
  fill(3, { 请求编号: 'XXXX-1' })
  fill(4, { 校验值: '0'.repeat(64) })
  fill(5, { 反馈结果: '不执行', 执行日期: '2027-01-01' })
  fill(6, { 执行情况: '又一次' })
  const changed = (cells: string[][]): string => { book.Sheets[book.SheetNames[0]!] = utils.aoa_to_sheet(cells); return keep(name, new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer)) }
  const taken = await here.ask.importMeasures({ kind: 'feedback', path: changed(rows), by: '王科长' })
  expect([taken.taken, taken.refused.map((one) => [one.place, one.code])]).toEqual([1, [[3, 'joint_result'], [4, 'joint_unknown'], [5, 'joint_seal_other'], [6, 'joint_day'], [7, 'joint_twice']]])
  // Our own file does not come back as somebody's request, and a changed cell breaks its seal.
  expect((await here.ask.importMeasures({ kind: 'request', path: changed(rows.slice(0, 2)), by: '王科长' })).refused.map((one) => one.code)).toEqual(['joint_own'])
  fill(1, { 惩戒措施: '罚款一百万元' })
  expect((await there.ask.importMeasures({ kind: 'request', path: changed(rows.slice(0, 2)), by: '赵' })).refused.map((one) => one.code)).toEqual(['joint_seal'])
  await expect(here.ask.importMeasures({ kind: 'feedback', path: keep('no.csv', '甲,乙\n1,2\n'), by: '王科长' })).rejects.toMatchObject({ code: 'joint_header' })
  await expect(here.ask.importMeasures({ kind: 'feedback', path: keep('no.json', '{"rows": 3}'), by: '王科长' })).rejects.toMatchObject({ code: 'joint_file_unreadable' })
  await expect(here.ask.importMeasures({ kind: 'feedback', path: join(here.room.folder, 'none.csv'), by: '王科长' })).rejects.toMatchObject({ code: 'no_such_file' })
})

test('whatever is written into a file, an answer counts once and the state is that of the latest', async () => {
  const requests = await asked()
  const { bytes } = await here.ask.exportMeasures({ kind: 'request', requests, format: 'json', by: '王科长' })
  const { rows, ...rest } = JSON.parse(new TextDecoder().decode(bytes)) as { rows: Record<string, string>[] }
  const answer = fc.record({ row: fc.integer({ min: 0, max: 1 }), result: fc.constantFrom('executed', '部分执行', 'refused'), note: fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.trim()), day: fc.integer({ min: 10, max: 30 }) })
  await fc.assert(fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), async (answers) => {
    const lines = answers.map(({ row, result, note, day }) => ({ ...rows[row]!, result, note, executed_on: `2026-11-${day}`, department: '财政局', person: '' }))
    const path = keep(`${Math.random()}.json`, JSON.stringify({ ...rest, rows: lines }))
    const done = await here.ask.importMeasures({ kind: 'feedback', path, by: '王科长' })
    expect(done.before || done.taken + done.same + done.refused.length === lines.length).toBe(true)
    expect((await here.ask.importMeasures({ kind: 'feedback', path, by: '王科长' })).taken).toBe(0)
    const { requests: now } = await here.ask.listMeasures({})
    for (const one of now) {
      const { feedback, events } = await here.ask.readMeasure({ request: one.request })
      expect(new Set(feedback.map((said) => JSON.stringify([said.result, said.note, said.executedOn]))).size).toBe(feedback.length)
      expect(feedback).toHaveLength(events.filter((event) => event.kind === 'answered').length)
      expect(one.state).toBe(feedback[0]?.result ?? 'open')
      expect(one.revision).toBe(events.length)
    }
  }), { numRuns: 15 })
}, 60_000)
