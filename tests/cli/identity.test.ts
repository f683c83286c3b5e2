import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { codeOf } from '../engine/importing/codeOf.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-cli-identity-'))
const homeBefore = process.env['MINGCHA_HOME']
const workspace = join(folder, 'city.mingcha')

async function run(...args: string[]): Promise<{ code: number; json: Record<string, unknown> }> {
  let out = ''
  const code = await command([...args, '--json'], { out: { write: (part) => { out += part } }, err: { write: () => undefined } })
  return { code, json: JSON.parse(out) as Record<string, unknown> }
}

beforeAll(async () => {
  process.env['MINGCHA_HOME'] = join(folder, 'home')
  const bring = async (name: string, rows: string[]): Promise<void> => {
    writeFileSync(join(folder, name), [...rows, ''].join('\n'))
    expect((await run('import', workspace, join(folder, name))).code).toBe(0)
  }
  await run('create', workspace)
  await bring('登记.csv', ['企业名称,统一社会信用代码,成立日期', `甲机械有限公司,${codeOf(1)},2001-01-01`, `乙食品有限公司,${codeOf(2)},2001-01-01`])
  await bring('处罚.csv', ['当事人名称,统一社会信用代码,处罚日期,处罚类别', '甲机械股份有限公司,,2024/1/1,罚款', `乙食品店,${codeOf(2)},2024/1/2,罚款`])
})
afterAll(() => {
  if (homeBefore === undefined) delete process.env['MINGCHA_HOME']
  else process.env['MINGCHA_HOME'] = homeBefore
  rmSync(folder, { recursive: true, force: true })
})

it('lists, decides, merges, splits and takes back, each as one JSON value', async () => {
  const list = await run('identity', workspace, '--match')
  expect(list.json).toMatchObject({ matched: { names: 1, queued: 1, merged: 0 }, total: 1, kinds: { name: 1, bearer: 0, subject: 0 }, pairs: [{ kind: 'name', item: '甲机械股份有限公司', subject_id: 1, choices: 1, score: 0.85 }] })
  expect((await run('identity', workspace, 'decide', '--item', '甲机械股份有限公司', '--subject', '1', '--answer', 'same')).json).toEqual({ decision: 1, moved: 1 })
  expect((await run('identity', workspace, 'merge', '--from', '2', '--into', '1')).json).toEqual({ decision: 2, moved: 2, subject_id: 1 })
  expect((await run('profile', workspace, codeOf(2))).json).toMatchObject({ subject: { subject_id: 1, uscc: codeOf(1) }, asked_for: { subject_id: 2, code: codeOf(2) }, merged_from: [{ decision: 2, name: '乙食品有限公司' }], records: { penalty: 2 } })
  expect((await run('identity', workspace, 'undo', '--decision', '1')).json).toMatchObject({ error: { code: 'decision_built_upon' } })
  expect((await run('identity', workspace, 'undo')).json).toMatchObject({ decision: 2, kind: 'subject', moved: 2 })
  const files = (await run('status', workspace)).json['files'] as { file_id: number }[]
  expect((await run('identity', workspace, 'split', '--subject', '2', '--records', `penalty:${files[1]!.file_id}:3`, '--to', 'new')).json).toEqual({ decision: 3, moved: 1, subject_id: 3 })
  expect((await run('identity', workspace, 'decisions')).json).toMatchObject({ total: 2, decisions: [{ decision: 3, kind: 'split', answer: 'split' }, { decision: 1, kind: 'name', answer: 'same' }] })
  for (const [decision, moved] of [[3, 1], [1, 1]]) expect((await run('identity', workspace, 'undo')).json).toMatchObject({ decision, moved })
  expect(await run('identity', workspace, 'undo')).toMatchObject({ code: 1, json: { error: { code: 'nothing_decided' } } })
})
