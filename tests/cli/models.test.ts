import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { copyCity } from '../city.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-models-'))
const workspace = join(folder, 'city.mingcha')
beforeAll(async () => {
  await copyCity(workspace, { scored: true })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; json: () => Record<string, unknown> }> {
  let out = ''
  const code = await command(args, { out: { write: (text) => (out += text) }, err: { write: () => undefined } })
  return { code, out, json: () => JSON.parse(out) as Record<string, unknown> }
}

test('a draft is begun, changed, checked, compared, published and scored by', async () => {
  expect((await run('models', workspace, '--json')).json()).toMatchObject({ current: 'base-2', built_in: { version: 'base-2' }, versions: [], drafts: [] })
  expect((await run('models', workspace, 'draft', '--name', '调整', '--json')).json()).toMatchObject({ draft: 1, name: '调整', based_on: 'base-2', revision: 1, changes: [] })
  const edits = join(folder, 'edits.yaml')
  writeFileSync(edits, '- { kind: thresholds, B: 5, C: 12, D: 30 }\n- { kind: veto, id: tax_serious, on: false }\n')
  const changed = (await run('models', workspace, 'change', '--draft', '1', '--set', 'penalty.count_2y.weight=9', '--edits', edits, '--json')).json()
  expect(changed).toMatchObject({ revision: 2, changes: [{ kind: 'threshold', of: 'B', after: 5 }, { of: 'C' }, { of: 'D' }, { kind: 'veto', of: 'tax_serious', after: null }, { of: 'penalty.count_2y', field: 'weight', after: 9 }] })
  expect((await run('models', workspace, 'show', '--draft', '1')).out).toContain('penalty.count_2y')
  expect(await run('models', workspace, 'check', '--draft', '1', '--json')).toMatchObject({ code: 0, out: '[]\n' })
  const compared = (await run('models', workspace, 'compare', '--to', 'draft:1', '--json')).json() as { to: { tiers: object }; changes: unknown[] }
  expect(compared.changes).toHaveLength(5)
  const whatIf = (await run('whatif', workspace, '--set', 'penalty.recency.weight=2', '--draft', '1', '--json')).json()
  expect(whatIf).toHaveProperty('after')
  expect((await run('models', workspace, 'publish', '--draft', '1', '--as', 'xian-1', '--author', '甲', '--note', '首版', '--json')).json()).toMatchObject({ version: 'xian-1', based_on: 'base-2', draft: 1, author: '甲' })
  const scored = (await run('score', workspace, '--json')).json()
  expect([scored.model, scored.tiers]).toEqual(['xian-1', compared.to.tiers])
  expect((await run('score', workspace, '--version', 'base-2', '--json')).json()).toMatchObject({ model: 'base-2' })
  expect((await run('models', workspace, 'delete', '--draft', '1', '--json')).json()).toEqual({ draft: 1 })
  expect((await run('models', workspace)).out).toContain('xian-1')
}, 120_000)

test('what is wrong is told by its place, and what is wrongly asked', async () => {
  await run('models', workspace, 'draft', '--name', 'b')
  const edits = join(folder, 'wrong.json')
  writeFileSync(edits, JSON.stringify([{ kind: 'dimension', id: 'penalty.count_2y', set: { value: 'count(*) + 1' } }]))
  await run('models', workspace, 'change', '--draft', '2', '--edits', edits)
  expect(await run('models', workspace, 'check', '--draft', '2', '--json')).toMatchObject({ code: 1, out: expect.stringContaining('"of":"penalty.count_2y"') })
  expect((await run('models', workspace, 'publish', '--draft', '2', '--as', 'b-1', '--author', 'a', '--note', 'n', '--json')).json()).toMatchObject({ error: { code: 'draft_invalid' } })
  expect((await run('score', workspace, '--draft', '2', '--json')).json()).toMatchObject({ error: { code: 'model_invalid', message: expect.stringContaining('case 1') } })
  writeFileSync(edits, '[{"kind": "colour"}]')
  expect((await run('models', workspace, 'change', '--draft', '2', '--edits', edits, '--json')).json()).toMatchObject({ error: { code: 'edits_unreadable' } })
  expect((await run('models', workspace, 'compare', '--to', 'run:99', '--json')).json()).toMatchObject({ error: { code: 'no_such_run' } })
  for (const wrong of [['models', workspace, 'paint'], ['models', workspace, 'change', '--draft', '2'], ['models', workspace, 'show'], ['score', workspace, '--draft', '1', '--version', 'a'], ['models', workspace, 'publish', '--draft', '2']]) {
    expect((await run(...wrong)).code, wrong.join(' ')).toBe(2)
  }
}, 120_000)
