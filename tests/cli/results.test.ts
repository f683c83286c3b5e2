import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-results-'))
const workspace = join(folder, 'city.mingcha')
const at = (name: string): string => join(folder, name)
beforeAll(async () => {
  await run('demo', workspace, '--subjects', '300')
  await run('score', workspace)
  writeFileSync(at('plan.yaml'), ['name: 餐饮联合抽查', 'tasks:', '  - {department: SJJ, items: [SJJ-001]}', '  - {department: SJJ, items: [SJJ-002], filter: "tier=C"}'].join('\n'))
  const drawn = await run('campaign', workspace, '--plan', at('plan.yaml'), '--seed', '31415926535897932384', '--out', at('bundle.json'), '--json')
  expect(drawn.code, drawn.out + drawn.err).toBe(0)
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await command(args, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code, out, err }
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await run(...args, '--json')).out) as T
const today = new Date().toLocaleDateString('sv')

test('package out, results in, review by another, publish, statistics', { timeout: 120_000 }, async () => {
  expect(await json('package', workspace, '--campaign', '1', '--out', at('task.csv'))).toMatchObject({ format: 'csv' })
  expect(existsSync(at('task.csv'))).toBe(true)
  const lines = readFileSync(at('task.csv'), 'utf8').trimEnd().split('\r\n')
  const filled = lines.map((line, i) => (i === 0 ? line : line.replace(/"","","","",""$/, `"${i === 1 ? '昨天' : today}","${i % 5 === 0 ? 'Z' : '1'}","","","甲"`)))
  writeFileSync(at('filled.csv'), filled.join('\r\n'))
  const brought = await run('results', workspace, at('filled.csv'))
  expect(brought.code).toBe(1)
  expect(brought.out).toContain('row 2, 检查结束日期: «昨天» is no day')
  const total = lines.length - 1
  const [again] = await json<{ read: number; taken: number; same: number; refused_rows: number }[]>('results', workspace, at('filled.csv'))
  expect(again).toMatchObject({ read: total, taken: 0, same: total - 1, refused_rows: 1 })
  const owed = await json<{ total: number; states: Record<string, number>; results: { result: number; state: string; days_left: number }[] }>('results', workspace, '--campaign', '1', '--state', 'awaiting_review')
  expect(owed).toMatchObject({ total: total - 1, states: { not_entered: 1, awaiting_review: total - 1 } })

  expect((await run('review', workspace, '--by', '乙')).code).toBe(2)
  expect(await run('review', workspace, '--by', '甲', '--approve', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('result_own') as string })
  const first = owed.results[0]!.result
  expect(await json('review', workspace, String(first), '--by', '乙', '--return', '--reason', '照片不清')).toEqual({ done: 1, refused: [] })
  expect(await json('review', workspace, '--by', '乙', '--approve', '--campaign', '1')).toEqual({ done: total - 2, refused: [] })
  expect(await run('publish', workspace, String(first), '--by', '丙', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('result_not_approved') as string })
  const published = await json<{ done: number; publication: { publication: number; sha256: string } }>('publish', workspace, '--by', '丙', '--out', at('公示.csv'))
  expect(published).toMatchObject({ done: total - 2, publication: { publication: 1 } })
  expect(createHash('sha256').update(readFileSync(at('公示.csv'))).digest('hex')).toBe(published.publication.sha256)
  expect(await json('publish', workspace, '--export', '1', '--out', at('公示.xlsx'))).toMatchObject({ publication: 1 })
  expect(await json('publish', workspace, '--list')).toMatchObject({ total: 1, publications: [{ publication: 1, entries: total - 2 }] })
  // The file of a publication is known: it does not come in a second time.
  expect((await run('import', workspace, at('公示.csv'), '--json')).out).toContain('already_imported')

  const quarter = `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`
  const [one, all] = [await json('statistics', workspace, '--campaign', '1'), await json('statistics', workspace, '--quarter', quarter)]
  expect(one).toMatchObject({ total: { drawn: total, entered: total - 1, published: total - 2, returned: 1, returns: 1 }, departments: [{ department: 'SJJ', name: '市场监督管理局' }] })
  expect(all).toMatchObject({ total: (one as { total: unknown }).total })
  expect((await run('statistics', workspace, '--quarter', '2026')).code).toBe(2)
  expect((await run('results', workspace, '--state', 'nothing')).code).toBe(2)
  // The next scoring takes the results up.
  expect(JSON.parse((await run('status', workspace, '--json')).out)).toMatchObject({ score: { stale: expect.any(Number) as number } })
  expect((await json<{ run: number }>('score', workspace)).run).toBe(2)
})
