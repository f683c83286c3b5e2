import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-papers-'))
const workspace = join(folder, 'city.mingcha')
const at = (name: string): string => join(folder, name)
let visits = 0

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await command(args, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code, out, err }
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await run(...args, '--json')).out) as T
const textOf = (path: string): string => new PizZip(readFileSync(path)).file('word/document.xml')!.asText().replace(/<[^>]+>/g, '')

beforeAll(async () => {
  await run('demo', workspace, '--subjects', '300')
  await run('score', workspace)
  const items = await json<{ rows: { item: string; department: string; qualification: string | null }[] }>('library', workspace, 'item', '--limit', '400')
  const plain = items.rows.find((one) => one.qualification === null)!
  writeFileSync(at('plan.yaml'), JSON.stringify({ tasks: [{ department: plain.department, items: [plain.item] }] }))
  const drawn = await json<{ state: string; visits: number }>('campaign', workspace, '--plan', at('plan.yaml'), '--seed', '31415926535897932384', '--out', at('bundle.json'))
  expect(drawn.state).toBe('staffed')
  visits = drawn.visits
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('papers: by the ending of the file, for all visits or some, with results', async () => {
  expect(await json('papers', workspace, '1', '--kind', 'notice', '--out', at('notice.docx'))).toMatchObject({ papers: visits, format: 'docx', path: at('notice.docx') })
  expect(textOf(at('notice.docx')).match(/双随机通〔\d{4}〕1-\d+号/g)).toHaveLength(visits)
  expect(await json('papers', workspace, '1', '--kind', 'task', '--out', at('task.zip'), '--visits', '1,3-4')).toMatchObject({ papers: 3, format: 'zip' })
  expect(Object.keys(new PizZip(readFileSync(at('task.zip'))).files).map((name) => name.split(' ')[1])).toEqual(['1-1', '1-3', '1-4'])
  expect(await json('papers', workspace, '1', '--kind', 'duty', '--out', at('duty.xlsx'))).toMatchObject({ format: 'xlsx' })
  const book = read(readFileSync(at('duty.xlsx')))
  expect(utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!).length).toBe(2 * visits)
  writeFileSync(at('results.yaml'), '- {visit: 2, result: 未发现问题}\n')
  await run('papers', workspace, '1', '--kind', 'result', '--out', at('result.docx'), '--results', at('results.yaml'))
  expect(textOf(at('result.docx')).split('双随机告').map((one) => one.includes('未发现问题'))).toEqual(Array.from({ length: visits + 1 }, (_, i) => i === 2))
})

test('templates: out, in, used, refused by the name of the field, back', async () => {
  expect(await json('papers', workspace)).toHaveLength(8)
  await run('papers', workspace, '--kind', 'record', '--template', at('record.docx'))
  const zip = new PizZip(readFileSync(at('record.docx')))
  const write = (from: string, to: string): void => writeFileSync(at('mine.docx'), zip.file('word/document.xml', zip.file('word/document.xml')!.asText().replace(from, to)).generate({ type: 'nodebuffer' }))
  write('现场检查记录表', '本局现场记录')
  expect(await json('papers', workspace, '--kind', 'record', '--import', at('mine.docx'))).toMatchObject({ paper: 'record', own: true, file: 'mine.docx', version: 1 })
  await run('papers', workspace, '1', '--kind', 'record', '--out', at('papers.docx'), '--visits', '1')
  expect(textOf(at('papers.docx'))).toContain('本局现场记录')
  write('{法定代表人}', '{法人}')
  expect(await run('papers', workspace, '--kind', 'record', '--import', at('mine.docx'))).toMatchObject({ code: 1, err: expect.stringContaining('{法人}') })
  expect(await json('papers', workspace, '--kind', 'record', '--restore')).toMatchObject({ own: false, version: 2 })
})

test('days: visits are spread, one is moved, and the list of duties goes by them', async () => {
  expect(await json('days', workspace, '1')).toEqual([])
  const spread = await json<{ day: string; visits: number; most: number }[]>('days', workspace, '1', '--from', '2027-03-06', '--per-day', '1')
  expect(spread[0]).toMatchObject({ day: '2027-03-08', most: 1 })
  expect(spread.reduce((sum, one) => sum + one.visits, 0)).toBe(visits)
  const moved = await json<{ day: string }[]>('days', workspace, '1', '--visit', '1', '--day', '2027-12-01')
  expect(moved.at(-1)!.day).toBe('2027-12-01')
  await run('papers', workspace, '1', '--kind', 'duty', '--out', at('days.xlsx'))
  const book = read(readFileSync(at('days.xlsx')))
  const days = utils.sheet_to_json<Record<string, string>>(book.Sheets[book.SheetNames[0]!]!).map((one) => one['检查日期']!)
  expect(days).toEqual(days.toSorted())
  expect(new Set(days)).toEqual(new Set(moved.map((one) => one.day)))
  expect((await run('days', workspace, '1', '--visit', '1')).code).toBe(2)
})

test('what is wrongly asked is told', async () => {
  expect((await run('papers', workspace, '1', '--out', at('a.docx'))).code).toBe(2)
  expect((await run('papers', workspace, '1', '--kind', 'letter', '--out', at('a.docx'))).code).toBe(2)
  expect((await run('papers', workspace, '1', '--kind', 'notice', '--out', at('a.docx'), '--visits', '9-1')).code).toBe(2)
  expect(await run('papers', workspace, '1', '--kind', 'notice', '--out', at('a.pdf'))).toMatchObject({ code: 1, err: expect.stringContaining('format') })
  expect(await run('papers', workspace, '7', '--kind', 'notice', '--out', at('a.docx'))).toMatchObject({ code: 1 })
})
