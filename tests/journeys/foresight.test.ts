import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { openCity, words, type Station } from './station.ts'

/** Two persons set a tier; a back-test suggests weights, some of them go into a draft, and the draft is tried against the model. */
let station: Station
let subject: { subjectId: number; name: string }
beforeAll(async () => {
  station = await openCity()
  const { verbs } = station.engine
  subject = (await verbs.overview({})).top[0]!
  // A model that looks at the register alone leaves inspections much to teach.
  const { draft, revision } = await verbs.createDraft({ name: 'Register alone' })
  await verbs.changeDraft({ draft, revision, edits: (await verbs.listDimensions({})).map((one) => ({ kind: 'dimension', id: one.id, set: { weight: one.class === 'registration' ? 2 : 0 } })) })
  await station.page.reload()
}, 240_000)
afterAll(async () => station?.close())

const open = (hash: string): Promise<void> => station.page.evaluate((to) => { location.hash = to }, hash)

test('one person proposes a tier in the profile, cannot confirm it, and a second does', async () => {
  const { page, engine: { verbs } } = station
  await open(`#/profile/${subject.subjectId}`)
  await page.getByRole('button', { name: words.overrides.propose }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('B ', { exact: false }).first().click()
  await dialog.getByLabel(words.overrides.reason, { exact: true }).fill('On-site check: the site has closed')
  await dialog.getByLabel(words.overrides.ground).fill('Minutes no. 9')
  await dialog.getByLabel(words.overrides.expiresOn).fill('2027-05-31')
  await dialog.getByLabel(words.overrides.author).fill('Wang')
  await dialog.getByRole('button', { name: words.overrides.proposeNow }).click()
  await expect.poll(async () => (await verbs.listOverrides({})).states.proposed).toBe(1)

  await open('#/tiers?tab=overrides')
  await page.getByRole('button', { name: words.overrides.confirm }).click()
  await page.getByLabel(words.overrides.second).fill('wang')
  await page.getByRole('dialog').getByRole('button', { name: words.overrides.confirm }).click()
  expect(await page.getByRole('alert').textContent()).toContain('Wang')
  await page.getByLabel(words.overrides.second).fill('Li')
  await page.getByRole('dialog').getByRole('button', { name: words.overrides.confirm }).click()
  await expect.poll(async () => (await verbs.listOverrides({})).states.confirmed).toBe(1)
  expect(await faultsOf(page)).toEqual([])

  await verbs.awaitJob(await verbs.scoreSubjects({}))
  await page.getByRole('button', { name: subject.name }).click()
  const reason = page.locator('.profile-reason')
  await reason.getByText('Li').waitFor()
  expect(await reason.textContent()).toContain('2027-05-31')
  expect(await page.locator('.profile-standing .tier-chip').textContent()).toBe('B')
})

test('weights are suggested and judged; some go into a draft, which is then the challenger', { timeout: 240_000 }, async () => {
  const { page, engine: { verbs } } = station
  await open('#/backtest')
  const choose = async (picker: number, model: string): Promise<void> => {
    await page.locator('.backtest-picker').nth(picker).click()
    await page.locator('.ant-select-dropdown:visible').getByTitle(model).click()
  }
  await choose(0, 'Register alone #1')
  await page.getByRole('button', { name: words.backtest.suggest }).click()
  const take = page.locator('.backtest-take')
  await take.waitFor({ timeout: 180_000 })
  await page.mouse.move(0, 0)
  await page.waitForTimeout(300) // fade-ins: half-faded text has no settled contrast
  expect(await faultsOf(page)).toEqual([])
  const boxes = page.locator('.backtest-scroll').first().locator('tbody .ant-checkbox-input')
  const suggested = await boxes.count()
  await boxes.first().click()
  await take.getByLabel(words.backtest.draftName).fill('From inspections')
  await take.locator('button[type=submit]').click()
  await expect.poll(async () => (await verbs.listModels({})).drafts.map((one) => one.name)).toContain('From inspections')
  const { draft } = (await verbs.listModels({})).drafts.find((one) => one.name === 'From inspections')!
  await expect.poll(async () => (await verbs.compareModels({ from: { draft: 1 }, to: { draft } })).changes.length).toBe(suggested - 1)
  await choose(1, `From inspections #${draft}`)
  await page.getByRole('button', { name: words.backtest.run, exact: true }).click()
  await page.locator('.backtest-take').waitFor({ state: 'detached', timeout: 120_000 })
  expect(await page.locator('.backtest-verdict').textContent()).toContain(words.backtest.difference)
  expect(await page.locator('.backtest-verdict').textContent()).toContain(words.backtest.verdict.better)
  expect(await page.locator('main').textContent()).toContain(`draft-${draft}.`)
})
