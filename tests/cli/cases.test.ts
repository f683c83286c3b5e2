import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-cases-'))
const workspace = join(folder, 'city.mingcha')
const said = async (...args: string[]): Promise<{ exit: number; out: string }> => {
  let out = ''
  return { exit: await command(['cases', workspace, ...args], { out: { write: (text) => { out += text } }, err: { write: () => undefined } }), out }
}
const told = async <T = Record<string, unknown>>(...args: string[]): Promise<T> => JSON.parse((await said(...args, '--json')).out) as T

beforeAll(async () => {
  expect(await command(['demo', workspace, '--subjects', '300', '--seed', 'command'], { out: { write: () => undefined }, err: { write: () => undefined } })).toBe(0)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('cases are found, decided and confirmed by command, and an entry is removed', { timeout: 120_000 }, async () => {
  const found = await told<{ opened: number; open: number; rules: { rule: string; found: number; opened: number }[] }>('find')
  expect(found.open).toBe(found.opened)
  expect(found.rules.reduce((sum, one) => sum + one.opened, 0)).toBe(found.opened)
  const { total, cases } = await told<{ total: number; cases: { case_no: number; rule: string; due_on: string }[] }>()
  expect([total, cases.length, new Set(cases.map((one) => one.case_no)).size]).toEqual([found.open, found.open, found.open])

  const rule = ['--rule', 'unreachable_inspection']
  const number = found.rules.find((one) => one.rule === 'unreachable_inspection')!.opened
  expect((await said('decide', '--outcome', 'list', '--by', '甲', '--reason', '查无下落')).exit).toBe(2)
  expect(await told('decide', '--all', ...rule, '--outcome', 'list', '--by', '甲', '--reason', '查无下落')).toMatchObject({ done: number, refused: [] })
  expect((await said('confirm', '--all', '--by', '甲')).exit).toBe(1)
  expect(await told('confirm', '--all', '--by', '乙')).toMatchObject({ done: number, refused: [] })
  const { entries } = await told<{ entries: { entry: number }[] }>('entries')
  expect(entries).toHaveLength(number)
  const { case_no: removal } = await told<{ case_no: number }>('remove', '--entry', String(entries[0]!.entry), '--by', '甲', '--reason', '已可联系')
  expect(await told('confirm', '--cases', String(removal), '--by', '乙')).toMatchObject({ done: 1 })
  expect(await told('entries', '--removed')).toMatchObject({ entries: [{ entry: entries[0]!.entry, removal_reason: '已可联系' }] })
  expect((await said('show', '--case', String(removal))).out).toContain('confirmed')
  expect(await told('show', '--case', '999999')).toMatchObject({ error: { code: 'no_such_case' } })
  expect((await said('rules')).out).toContain('tier_rose')
  expect((await said('burn')).exit).toBe(2)
})
