import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { fill, openStation, words, type Station } from './station.ts'

const a = words.audit
let station: Station
const passphrase = '一二三四五六七八九十'

beforeAll(async () => {
  station = await openStation()
  const { verbs } = station.engine
  await verbs.createWorkspace({ path: join(station.folder, 'office') })
  await verbs.savePlan({ year: 2027, name: '全年计划' })
  await verbs.savePlan({ year: 2027, name: '全年抽查计划' })
  await station.page.reload()
})
afterAll(async () => station?.close())

const signIn = async (name: string): Promise<void> => {
  const { page } = station
  await page.getByRole('heading', { name: a.signInTitle }).waitFor()
  await page.getByLabel(a.name, { exact: true }).first().click()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.getByLabel(a.passphrase, { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: fill(a.menu, { name }) }).waitFor()
}

test('what was done is told with what it was before and after; the chain holds', async () => {
  const { page } = station
  await page.getByRole('link', { name: words.shell.views.audit, exact: true }).click()
  await page.getByText(fill(a.sound, { links: 2 })).waitFor()
  expect(await page.locator('.audit-entries tbody tr').count()).toBe(2)
  await page.getByRole('button', { name: fill(a.link, { seq: 2 }) }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('row').filter({ hasText: 'name' }).filter({ hasText: '全年计划' }).filter({ hasText: '全年抽查计划' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  const { head } = await station.engine.verbs.verifyAudit({})
  await page.getByLabel(a.known).fill(head)
  await page.getByRole('button', { name: a.check }).click()
  await page.getByText(a.heldKnown).waitFor()
})

test('the first operator is an administrator and is signed in; a reviewer is added', async () => {
  const { page } = station
  await page.getByText(a.operators, { exact: true }).click()
  await page.getByText(a.noOperators).waitFor()
  await page.getByRole('button', { name: a.add }).click()
  await page.getByRole('dialog').getByLabel(a.name, { exact: true }).fill('陈管理')
  await page.getByRole('dialog').getByLabel(a.passphrase).fill(passphrase)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: a.save, exact: true }).click()
  await page.getByRole('button', { name: fill(a.menu, { name: '陈管理' }) }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: a.add }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel(a.name, { exact: true }).fill('钱审核')
  await drawer.getByRole('checkbox', { name: a.roleNames.analyst }).uncheck()
  await drawer.getByRole('checkbox', { name: a.roleNames.reviewer }).check()
  await drawer.getByLabel(a.passphrase).fill(passphrase)
  await page.getByRole('button', { name: a.save, exact: true }).click()
  await page.getByRole('row').filter({ hasText: '钱审核' }).filter({ hasText: a.roleNames.reviewer }).waitFor()
})

test('another connection is a stranger; a page loaded anew asks who one is, and the reviewer may not do everything', async () => {
  const { page } = station
  await expect(station.engine.verbs.listPlans({})).rejects.toMatchObject({ code: 'sign_in_first' })
  await page.reload()
  await page.getByRole('heading', { name: a.signInTitle }).waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  await signIn('钱审核')
  await page.evaluate(() => { location.hash = '#/audit/operators' })
  await page.getByRole('row').filter({ hasText: '陈管理' }).waitFor()
  expect(await page.getByRole('button', { name: a.add }).isDisabled()).toBe(true)
  await page.evaluate(() => { location.hash = '#/audit' })
  await page.getByRole('row').filter({ hasText: '钱审核' }).filter({ hasText: a.deeds.signIn }).first().waitFor()
  expect(await page.getByRole('button', { name: a.export }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: fill(a.menu, { name: '钱审核' }) }).click()
  await page.getByText(a.signOut, { exact: true }).click()
  await page.getByRole('heading', { name: a.signInTitle }).waitFor()
})

test('a wrong passphrase is told, and kept', async () => {
  const { page } = station
  await page.getByLabel(a.name, { exact: true }).first().click()
  await page.keyboard.type('陈管理')
  await page.keyboard.press('Enter')
  await page.getByLabel(a.passphrase, { exact: true }).fill('not the passphrase')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: words.errors.sign_in_refused.what }).waitFor()
  await page.getByLabel(a.passphrase, { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: fill(a.menu, { name: '陈管理' }) }).waitFor()
  await page.evaluate(() => { location.hash = '#/audit' })
  await page.getByText(fill(a.refused, { why: a.refusals.sign_in_refused })).waitFor()
})

test('the page said nothing untoward', () => expect(station.complaints).toEqual([]))
