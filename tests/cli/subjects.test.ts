import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { codeOf } from '../engine/importing/codeOf.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-subjects-'))
const workspace = join(folder, 'one.mingcha')
beforeAll(async () => {
  await run('create', workspace)
  writeFileSync(join(folder, '登记.csv'), ['企业名称,统一社会信用代码,成立日期,法定代表人,住所', `西安鼎盛科技有限公司,${codeOf(1)},2020-01-01,张三,高新路科技大厦1号`, `西安金恒商贸有限公司,${codeOf(2)},2020-01-02,李四,高新路科技大厦1号`, `西安锦程餐饮店,${codeOf(3)},2020-01-03,李四,别处大街9号`, ''].join('\n'))
  await run('import', workspace, join(folder, '登记.csv'))
  await run('score', workspace)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await command(args, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code, out, err }
}

test('search: by initials and by a person whose name is not told', async () => {
  expect(JSON.parse((await run('search', workspace, 'dskj', '--json')).out)).toMatchObject([{ name: '西安鼎盛科技有限公司', matched: 'initials' }])
  const person = await run('search', workspace, '李四')
  expect(person.out).toContain('legal_rep')
  expect(person.out).not.toContain('李四')
  expect(await run('search', workspace, '西安', '--limit', '2', '--json').then(({ out }) => JSON.parse(out) as unknown[])).toHaveLength(2)
})

test('relations: what is shared with whom, by steps and by the size of a hub', async () => {
  const told = JSON.parse((await run('relations', workspace, codeOf(1), '--json')).out) as { first: number; second: number; connectors: { shared: string; label: string; members: number; hub: boolean }[]; subjects: { name: string; step: number }[] }
  expect(told).toMatchObject({ first: 1, second: 1, subjects: [{ name: '西安金恒商贸有限公司', step: 1 }, { name: '西安锦程餐饮店', step: 2 }] })
  expect(told.connectors.map((one) => [one.shared, one.label, one.members])).toEqual([['address', '高新路科技大厦1号', 2], ['person', '李四', 2]])
  expect(JSON.parse((await run('relations', workspace, codeOf(1), '--steps', '1', '--json')).out)).toMatchObject({ first: 1, second: null })
  expect((await run('relations', workspace, codeOf(1))).out).toContain('1 subjects in one step, 1 more in two')
  expect(await run('relations', workspace, codeOf(1), '--steps', '3')).toMatchObject({ code: 2 })
})

test('compare: both sides, and where they differ', async () => {
  const { left, right, differing } = JSON.parse((await run('compare', workspace, codeOf(1), '西安锦程餐饮店', '--json')).out) as { left: { index: number; subject: { name: string } }; right: { index: number; records: { registration: number } }; differing: { difference: number }[] }
  expect([left.subject.name, right.records.registration]).toEqual(['西安鼎盛科技有限公司', 1])
  expect(differing.reduce((sum, one) => sum + one.difference, 0)).toBeCloseTo(right.index - left.index, 6)
  expect((await run('compare', workspace, codeOf(1), codeOf(3))).out).toContain('西安锦程餐饮店')
  expect(await run('compare', workspace, codeOf(1), '查无此名', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('subject_not_found') })
})
