import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { copyCity } from '../city.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-profile-'))
const workspace = join(folder, 'city.mingcha')
let code = ''
const said = async (...args: string[]): Promise<{ exit: number; out: string }> => {
  let out = ''
  return { exit: await command(args, { out: { write: (text) => { out += text } }, err: { write: () => undefined } }), out }
}
const told = async <T>(...args: string[]): Promise<T> => JSON.parse((await said(...args, '--json')).out) as T

beforeAll(async () => {
  await copyCity(workspace, { scored: true })
  const { subjects } = await told<{ subjects: { uscc: string | null; tier: string }[] }>('subjects', workspace, '--where', 'tier_reason=index', '--tier', 'B,C', '--sort', '-index', '--limit', '20')
  code = subjects.find((one) => one.uscc !== null)!.uscc!
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('moves: the changes that would move the tier, and with --ahead the days to come', { timeout: 120_000 }, async () => {
  const moves = await told<{ tier: string; index: number; lower: { tier: string; under: number; single: { index: number; to_points: number }[] }; ahead?: { days: { day: string }[] } }>('moves', workspace, code, '--ahead', '1')
  expect(moves.lower.tier < moves.tier).toBe(true)
  expect(moves.lower.single.every((one) => one.index < moves.lower.under)).toBe(true)
  expect(moves.ahead!.days).toHaveLength(5)
  expect((await said('moves', workspace, code)).out).toContain(`down to ${moves.lower.tier}: below ${moves.lower.under}`)
  expect((await said('moves', workspace, code, '--ahead', '99')).exit).toBe(2)
})

test('timeline: entries by lane and day, and all of them as CSV', { timeout: 120_000 }, async () => {
  type Timeline = { total: number; lanes: { lane: string; total: number }[]; events: { lane: string; occurred_on: string | null }[] }
  const all = await told<Timeline>('timeline', workspace, code, '--limit', '1000')
  expect(all.events).toHaveLength(all.total)
  expect(all.lanes.reduce((sum, one) => sum + one.total, 0)).toBe(all.total)
  const some = await told<Timeline>('timeline', workspace, code, '--lanes', 'operation,tier', '--from', '2025-01-01')
  expect(some.total).toBe(all.events.filter((one) => ['operation', 'tier'].includes(one.lane) && (one.occurred_on ?? '') >= '2025-01-01').length)
  const out = join(folder, 'timeline.csv')
  expect(await told('timeline', workspace, code, '--out', out)).toEqual({ entries: all.total, out })
  expect(readFileSync(out, 'utf8').trimEnd().split('\r\n')).toHaveLength(all.total + 1)
  expect((await said('timeline', workspace, code, '--lanes', 'weather')).exit).toBe(2)
})
