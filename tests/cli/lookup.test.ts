import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { codeOf } from '../engine/importing/codeOf.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-lookup-'))
const workspace = join(folder, 'one.mingcha')
beforeAll(async () => {
  await run('create', workspace)
  writeFileSync(join(folder, '处罚2024年1月.csv'), `当事人名称,统一社会信用代码,处罚日期,罚款金额\n甲公司,${codeOf(1)},2024/1/2,5\n乙公司,${codeOf(2)},某日,若干\n`)
  await run('import', workspace, join(folder, '处罚2024年1月.csv'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await command(args, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code, out, err }
}

test('dictionary: what tables mean, with a workspace how far they are filled, and as pages', async () => {
  const plain = JSON.parse((await run('dictionary', '--json')).out) as { name: string; rows?: number; columns: { name: string; meaning_zh: string; filled?: number }[] }[]
  expect(plain.find((one) => one.name === 'penalty')!.columns.find((one) => one.name === 'fine_yuan')).toMatchObject({ type: 'DOUBLE', meaning_zh: expect.stringContaining('罚款') })
  expect(plain.every((one) => one.rows === undefined)).toBe(true)
  const [penalty] = JSON.parse((await run('dictionary', workspace, '--table', 'penalty', '--json')).out) as typeof plain
  expect(penalty).toMatchObject({ name: 'penalty', rows: 2 })
  expect(penalty!.columns.find((one) => one.name === 'fine_yuan')).toMatchObject({ filled: 1, sources: [{ header: '罚款金额', files: 1 }] })
  expect((await run('dictionary', '--table', 'penalty')).out).toContain('fine in yuan')
  expect(await run('dictionary', '--out', join(folder, 'pages'))).toMatchObject({ code: 0 })
  expect(readFileSync(join(folder, 'pages', 'data-dictionary.zh-CN.md'), 'utf8')).toContain('罚款（元）')
  expect(await run('dictionary', '--table', 'nothing', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('no_such_table') })
})

test('quality: by source, class and month, and as CSV', async () => {
  const { cells } = JSON.parse((await run('quality', workspace, '--json')).out) as { cells: { record_class: string; key: string; valid: number; checks: { issue: string; column: string; bad: number }[] }[] }
  expect(cells).toEqual([expect.objectContaining({ record_class: 'penalty', key: '处罚*年*月.csv', rows: 2, valid: 0.5 })])
  expect(cells[0]!.checks).toContainEqual(expect.objectContaining({ issue: 'unread', column: 'fine_yuan', bad: 1 }))
  expect((await run('quality', workspace, '--by', 'month')).out).toContain('2024-01')
  const out = join(folder, 'quality.csv')
  expect(await run('quality', workspace, '--by', 'class', '--out', out)).toMatchObject({ code: 0 })
  expect(readFileSync(out, 'utf8')).toMatch(/^\uFEFFclass,key,files,rows,.*\r\npenalty,,1,2,0,/)
  expect(await run('quality', workspace, '--by', 'colour')).toMatchObject({ code: 2 })
})
