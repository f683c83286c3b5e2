import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { fill, openCity, words, type Station } from './station.ts'

/** Libraries from a template with a mistake in it, a change that is kept, and a plan that is refused until it keeps the rules. */
let station: Station
beforeAll(async () => { station = await openCity() })
afterAll(async () => station?.close())

const to = (hash: string) => station.page.evaluate((address) => { location.hash = address }, hash)
const bring = async (path: string): Promise<void> => {
  const chooser = station.page.waitForEvent('filechooser')
  await station.page.getByRole('button', { name: words.libraries.choose }).click()
  await (await chooser).setFiles(path)
}

test('a template with a bad row writes nothing and says what to mend; without it, it is written', async () => {
  const { page } = station
  await to('#/libraries/department')
  await page.getByRole('button', { name: words.libraries.import, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.libraries.reason).fill('机构改革')
  const path = join(station.folder, '部门.csv')
  writeFileSync(path, '部门代码,部门名称,监管职责,生效日期\nXCJ,乡村振兴局,,2026-01-01\nBAD,,,2026-13-01\n')
  await bring(path)
  await dialog.getByText(fill(words.libraries.notApplied, { name: '部门.csv', read: 2, rows: 1 })).waitFor()
  await dialog.getByText(fill(words.errors.library_missing.what, { column: '部门名称' })).waitFor()
  expect((await station.engine.verbs.libraryPage({ kind: 'department' })).total).toBe(18)
  await dialog.getByRole('button', { name: fill(words.libraries.skip, { rows: 1 }) }).click()
  await dialog.getByText(fill(words.libraries.applied, { name: '部门.csv', added: 1, changed: 0, unchanged: 0, ended: 0 })).waitFor()
  await dialog.getByRole('button', { name: words.shell.close }).last().click()
  await page.getByRole('gridcell', { name: '乡村振兴局' }).waitFor()
})

test('a row is changed in the drawer, and both states stay in the log', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'XCJ' }).click()
  await page.getByRole('button', { name: words.libraries.change, exact: true }).click()
  const form = page.locator('.libraries-form')
  await form.locator('input').nth(1).fill('农村工作局')
  await form.locator('label', { hasText: words.libraries.reason }).locator('input').fill('更名')
  await form.getByRole('button', { name: words.libraries.save }).click()
  await page.getByRole('gridcell', { name: '农村工作局' }).waitFor()
  await to('#/libraries/log')
  await page.getByRole('cell', { name: /乡村振兴局 → 农村工作局/ }).waitFor()
})

test('officers are shown with their names masked', async () => {
  const { page } = station
  await to('#/libraries/officer')
  const names = page.locator('.ag-cell[col-id="name"]')
  await names.first().waitFor()
  await page.getByRole('button', { name: 'CZJ0001' }).click()
  await expect.poll(() => page.locator('.libraries-cells').textContent()).toMatch(/.\*+/)
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await names.allTextContents()).filter((one) => one !== '').every((one) => /^.{1,2}\*{1,2}.?$/.test(one))).toBe(true)
})

test('the plan names the rule; once it is kept, the task is committed from the board', async () => {
  const { page } = station
  await to('#/plan')
  const rule = page.locator('.plan-broken .plan-rule[data-severity="refuse"]').filter({ hasText: '价格行为抽查' }).filter({ hasText: '8.0%' })
  await rule.waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await rule.textContent()).toContain('5.0%')
  await rule.getByRole('button', { name: words.plan.toTask }).click()
  await page.getByRole('button', { name: words.plan.draw }).waitFor()
  expect(await page.getByRole('button', { name: words.plan.draw }).isDisabled()).toBe(true)
  await page.getByRole('spinbutton', { name: fill(words.plan.ratioOf, { tier: 'A' }) }).fill('3')
  await page.getByRole('button', { name: words.plan.save, exact: true }).click()
  await rule.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '价格行为抽查' }).first().click()
  await page.locator('.plan-actions').getByRole('button', { name: words.plan.draw }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: words.plan.draw }).click()
  await expect.poll(() => page.evaluate(() => location.hash), { timeout: 20_000 }).toMatch(/^#\/sampling\/\d+/)
  expect((await station.engine.verbs.listPlans({}))[0]!.tasks.find((one) => one.name === '价格行为抽查')!.draws).toHaveLength(1)
  expect(station.complaints).toEqual([])
})
