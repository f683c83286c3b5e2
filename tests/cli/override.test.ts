import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { copyCity } from '../city.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-override-'))
const workspace = join(folder, 'city.mingcha')
const said = async (...args: string[]): Promise<{ exit: number; out: string }> => {
  let out = ''
  return { exit: await command(args, { out: { write: (text) => { out += text } }, err: { write: () => undefined } }), out }
}
const told = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await said('override', workspace, ...args, '--json')).out) as Record<string, unknown>

beforeAll(async () => {
  await copyCity(workspace, { scored: false })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('two persons set a tier by command; the next score has it', { timeout: 120_000 }, async () => {
  const about = ['--subject', '#7', '--tier', 'd', '--reason', '走访', '--ground', '纪要', '--until', '2027-01-01']
  expect((await said('override', workspace, 'propose', ...about)).exit).toBe(2)
  expect(await told('propose', ...about, '--author', '甲')).toMatchObject({ override: 1, subject_id: 7, tier: 'D', state: 'proposed', over_veto: false })
  expect(await told('confirm', '--override', '1', '--by', '甲')).toMatchObject({ error: { code: 'same_person' } })
  expect((await said('override', workspace, 'confirm', '--override', '1', '--by', '乙')).out).toContain('Score again')
  expect((await said('score', workspace)).exit).toBe(0)
  expect(await told()).toMatchObject({ total: 1, states: { confirmed: 1 }, overrides: [{ state: 'confirmed', now: { tier: 'D', tier_reason: 'override', by_this: true } }] })
  const { name } = (((await told()).overrides) as { name: string }[])[0]!
  expect(JSON.parse((await said('profile', workspace, name, '--json')).out)).toMatchObject({ tier: 'D', tier_reason: 'override', override: { tier_without: expect.stringMatching(/^[A-C]$/), override: { confirmed_by: '乙' } } })
  expect((await said('subjects', workspace, '--where', 'tier_reason=override')).out).toContain(name)
  expect(await told('withdraw', '--override', '1', '--by', '丙', '--note', '误')).toMatchObject({ state: 'withdrawn' })
  expect(await told('list', '--all')).toMatchObject({ total: 1 })
  expect((await said('override', workspace, 'burn')).exit).toBe(2)
})
