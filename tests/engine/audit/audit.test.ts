import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { access, roles } from '../../../shared/access.ts'
import { verbs } from '../../../shared/contract.ts'
import { createEngine, type RunningEngine } from '../../../electron/engine/engine.ts'
import { resources } from '../../room.ts'

let home: string
let engine: RunningEngine
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mingcha-audit-'))
  engine = createEngine({ resources, home, database: { memoryMb: 512, threads: 2 }, today: () => '2026-11-22' })
  await engine.verbs.createWorkspace({ path: join(home, 'one') })
})
afterEach(async () => {
  await engine.close()
  rmSync(home, { recursive: true, force: true })
})

const secret = 'a long passphrase'
const pool = { name: '全部', filter: [{ field: 'tier' as const, op: 'in' as const, values: ['A'] }] }
const add = (name: string, ...own: (typeof roles)[number][]) => engine.verbs.saveOperator({ name, roles: own, passphrase: secret })
const trail = async (of = engine.verbs) => (await of.listAudit({ limit: 100 })).entries.map((one) => [one.by, one.verb])

test('every verb has its access', () => expect(Object.keys(access).sort()).toEqual(Object.keys(verbs).sort()))

test('without operators everybody may everything, and it is put down to the account', async () => {
  expect(await engine.verbs.whoAmI({})).toMatchObject({ operators: false, name: null, roles: null })
  await engine.verbs.savePlan({ year: 2027, name: '甲' })
  await engine.verbs.savePlan({ year: 2027, name: '乙' })
  await engine.verbs.listPlans({})
  const { account } = await engine.verbs.whoAmI({})
  const { entries } = await engine.verbs.listAudit({ verb: 'savePlan' })
  expect(entries.map((one) => [one.by, (one.input as { name: string }).name, (one.before as { name: string }[]).map((row) => row.name), (one.after as { name: string }[]).map((row) => row.name)])).toEqual([[account, '乙', ['甲'], ['乙']], [account, '甲', [], ['甲']]])
  expect(await engine.verbs.verifyAudit({})).toMatchObject({ ok: true, links: 2 })
})

test('what fails leaves no link, and what a job writes is put down to who asked for it', async () => {
  await expect(engine.verbs.endLibraryRow({ kind: 'department', key: ['X'], last: '2026-01-01', reason: 'r' })).rejects.toMatchObject({ code: 'no_such_library_row' })
  expect(await trail()).toEqual([])
  await add('陈管理', 'administrator')
  const mine = engine.connect().verbs
  await mine.signIn({ name: '陈管理', passphrase: secret })
  await mine.awaitJob(await mine.scoreSubjects({}))
  const { entries } = await mine.listAudit({ verb: 'scoreSubjects' })
  expect(new Set(entries.map((one) => `${one.by} ${one.deed}`)).size).toBe(1)
  expect(entries[0]!.by).toBe('陈管理')
  expect(entries.at(-1)).toMatchObject({ step: 1, input: {} })
})

test('the first operator is an administrator, and one stays', async () => {
  await expect(engine.verbs.saveOperator({ name: '李分析', roles: ['analyst'], passphrase: secret })).rejects.toMatchObject({ code: 'administrator_needed' })
  expect(await engine.verbs.listOperators({})).toEqual({ operators: [] })
  await expect(engine.verbs.saveOperator({ name: '陈管理', roles: ['administrator'] })).rejects.toMatchObject({ code: 'passphrase_missing' })
  await add('陈管理', 'administrator')
  await engine.verbs.signIn({ name: ' 陈 管理', passphrase: secret })
  await expect(engine.verbs.endOperator({ name: '陈管理' })).rejects.toMatchObject({ code: 'administrator_needed' })
  await expect(engine.verbs.saveOperator({ name: '陈管理', roles: ['analyst'] })).rejects.toMatchObject({ code: 'administrator_needed' })
  await expect(engine.verbs.endOperator({ name: '无人' })).rejects.toMatchObject({ code: 'no_such_operator' })
})

test('a connection signs in for itself; a role is checked in the engine, and a refusal is put down', async () => {
  await add('陈管理', 'administrator')
  await expect(engine.verbs.overview({})).rejects.toMatchObject({ code: 'sign_in_first', params: { verb: 'overview' } })
  await engine.verbs.signIn({ name: '陈管理', passphrase: secret })
  await add('赵检查', 'investigator')
  const other = engine.connect().verbs
  await expect(other.listPlans({})).rejects.toMatchObject({ code: 'sign_in_first' })
  await expect(other.signIn({ name: '赵检查', passphrase: 'not the passphrase' })).rejects.toMatchObject({ code: 'sign_in_refused' })
  await expect(other.signIn({ name: '无此人', passphrase: secret })).rejects.toMatchObject({ code: 'sign_in_refused' })
  expect(await other.signIn({ name: '赵检查', passphrase: secret })).toMatchObject({ name: '赵检查', roles: ['investigator'] })
  expect(await other.listPlans({})).toEqual([])
  await expect(other.savePlan({ year: 2027, name: '甲' })).rejects.toMatchObject({ code: 'not_your_role', params: { name: '赵检查', verb: 'savePlan', roles: 'analyst, manager, administrator' } })
  await other.savePool(pool).catch((error: { code: string }) => expect(error.code).not.toBe('not_your_role'))
  expect((await engine.verbs.listAudit({ by: '赵检查', verb: 'savePlan' })).entries).toEqual([expect.objectContaining({ refused: 'not_your_role' })])
  expect((await engine.verbs.listAudit({ verb: 'signIn', text: 'sign_in_refused' })).total).toBe(2)
  expect((await other.signOut({})).name).toBeNull()
  await expect(other.listPlans({})).rejects.toMatchObject({ code: 'sign_in_first' })
  expect(JSON.stringify((await engine.verbs.listAudit({})).entries)).not.toContain(secret)
})

test('whoever is ended may nothing more, on a connection that is open too', async () => {
  await add('陈管理', 'administrator')
  await engine.verbs.signIn({ name: '陈管理', passphrase: secret })
  await add('赵检查', 'investigator')
  const other = engine.connect().verbs
  await other.signIn({ name: '赵检查', passphrase: secret })
  await engine.verbs.endOperator({ name: '赵检查' })
  await expect(other.listPlans({})).rejects.toMatchObject({ code: 'sign_in_first' })
  await expect(other.signIn({ name: '赵检查', passphrase: secret })).rejects.toMatchObject({ code: 'sign_in_refused' })
  await engine.verbs.saveOperator({ name: '赵检查', roles: ['reviewer'] })
  expect(await other.signIn({ name: '赵检查', passphrase: secret })).toMatchObject({ roles: ['reviewer'] })
})

test('another workspace is another matter', async () => {
  await add('陈管理', 'administrator')
  await engine.verbs.signIn({ name: '陈管理', passphrase: secret })
  await engine.verbs.createWorkspace({ path: join(home, 'two') })
  expect(await engine.verbs.whoAmI({})).toMatchObject({ operators: false, name: null })
  await engine.verbs.openWorkspace({ path: join(home, 'one') })
  await expect(engine.verbs.listPlans({})).rejects.toMatchObject({ code: 'sign_in_first' })
})

test('who acts is the operator, whatever was typed: nobody confirms his own proposal', async () => {
  await engine.verbs.awaitJob(await engine.verbs.createDemo({ path: join(home, 'city'), subjects: 200 }))
  await engine.verbs.awaitJob(await engine.verbs.scoreSubjects({}))
  await add('陈管理', 'administrator', 'reviewer')
  await engine.verbs.signIn({ name: '陈管理', passphrase: secret })
  const { override } = await engine.verbs.proposeOverride({ subjectId: 1, tier: 'D', reason: 'r', ground: 'g', author: '别人', expiresOn: '2027-01-01' })
  expect((await engine.verbs.listOverrides({})).overrides[0]!.author).toBe('陈管理')
  await expect(engine.verbs.confirmOverride({ override, by: '第二人' })).rejects.toMatchObject({ code: 'same_person' })
  expect((await engine.verbs.verifyAudit({})).ok).toBe(true)
})
