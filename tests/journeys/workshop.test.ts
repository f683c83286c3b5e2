import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ModelDraft } from '../../shared/contract.ts'
import { openCity, words, type Station } from './station.ts'
import { faultsOf } from './faults.ts'

/** A draft from its first weight to the run by what was published. */
let station: Station
const w = words.workshop
beforeAll(async () => { station = await openCity() })
afterAll(async () => station?.close())

const read = (): Promise<ModelDraft> => station.engine.verbs.readDraft({ draft: 1 })
const one = async (id = 'penalty.count_2y') => (await read()).model.classes.flatMap((group) => group.dimensions).find((entry) => entry.id === id)!
/** Subjects that would change tier, as the page says and as the engine works it out. */
const moved = async (): Promise<number> => Number((await station.page.locator('.workshop-moved b').textContent())!.replaceAll(',', ''))
const movedByEngine = async (): Promise<number> => (await station.engine.verbs.compareModels({ to: { draft: 1 } })).migration.reduce((sum, row) => sum + (row.from === row.to ? 0 : row.subjects), 0)

test('a draft is begun, and nobody moves yet', async () => {
  const { page } = station
  await page.getByRole('link', { name: words.shell.views.workshop, exact: true }).click()
  await page.getByText(w.noDrafts, { exact: true }).waitFor()
  await page.getByRole('button', { name: w.newDraft }).first().click()
  await page.getByLabel(w.name, { exact: true }).fill('加重处罚')
  await page.getByRole('button', { name: w.begin, exact: true }).click()
  await expect.poll(() => page.url()).toContain('#/workshop/1')
  await expect.poll(moved).toBe(0)
  expect(await read()).toMatchObject({ name: '加重处罚', basedOn: 'base-2', revision: 1 })
})

test('a dimension is found by keyboard, its weight moved by keyboard, and the tiers follow', async () => {
  const { page } = station
  await page.getByRole('textbox', { name: words.dimensions.search }).fill('count_2y')
  await page.getByRole('treeitem').filter({ hasText: /two years/ }).first().waitFor()
  await page.locator('[role="treeitem"][tabindex="0"]').focus()
  for (let i = 0; i < 20 && (await page.evaluate(() => (document.activeElement as HTMLElement).dataset.path)) !== 'penalty.count_2y'; i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /penalty\.count_2y/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(w.weight)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.path)).toBe('penalty.count_2y')
  await page.keyboard.press('Enter')
  const before = (await one()).weight
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
  // A key held down on a slow machine: the next comes before the page was idle once.
  await page.evaluate(async () => {
    for (let i = 0; i < 55; i++) {
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', keyCode: 39, which: 39, bubbles: true, cancelable: true } as KeyboardEventInit))
      await Promise.resolve()
    }
  })
  await expect.poll(async () => (await one()).weight).toBeCloseTo(before + 3, 5)
  await expect.poll(async () => [await moved(), await movedByEngine()]).toEqual([await movedByEngine(), await movedByEngine()])
  expect(await moved()).toBeGreaterThan(0)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await one()).weight).toBe(before)
  await expect.poll(moved).toBe(0)
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(async () => (await one()).weight).toBeCloseTo(before + 3, 5)
  await page.getByText(w.onlyChanged.replace('{{n}}', '1')).waitFor()
})

test('thresholds and bands: what is in order goes into the draft, what is not says why', async () => {
  const { page } = station
  const { thresholds } = (await read()).model
  const threshold = page.getByRole('spinbutton', { name: w.thresholdOf.replace('{{tier}}', 'C') })
  await threshold.fill('18')
  await threshold.press('Enter')
  await expect.poll(async () => (await read()).model.thresholds).toEqual({ ...thresholds, C: 18 })
  await expect.poll(async () => [await moved(), await movedByEngine()]).toEqual([await movedByEngine(), await movedByEngine()])
  const second = page.getByRole('spinbutton', { name: w.fromOf.replace('{{row}}', '2') })
  const bands = (await one()).bands
  await second.fill('90')
  await second.press('Enter')
  await page.locator('.workshop-wrong').filter({ hasText: w.notSaved }).waitFor()
  expect((await one()).bands).toEqual(bands)
  await second.fill('1')
  await second.press('Enter')
  await expect.poll(() => page.locator('.workshop-wrong').count()).toBe(0)
  await page.getByRole('spinbutton', { name: w.pointsOf.replace('{{row}}', '2') }).fill('55')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await one()).bands[1]).toEqual([1, 55])
  await expect.poll(async () => [await moved(), await movedByEngine()]).toEqual([await movedByEngine(), await movedByEngine()])
})

test('an expression that cannot run is refused with its reason and its place; failing cases are told and taken over', async () => {
  const { page } = station
  const { value } = await one()
  const area = page.getByRole('textbox', { name: w.value, exact: true })
  await area.fill('count(*) FILTER (WHERE colour = 1)')
  await page.getByRole('alert').filter({ hasText: w.refusedAt.replace('{{at}}', '24').replace('{{reason}}', 'the column colour is not declared') }).waitFor()
  expect(await page.getByRole('button', { name: w.apply, exact: true }).isDisabled()).toBe(true)
  // Another dimension and back does not lose what was typed.
  await page.getByRole('treeitem').filter({ hasText: w.vetoes }).count()
  await page.evaluate(() => { location.hash = '#/workshop/1/penalty.recency' })
  await page.getByRole('heading', { name: /penalty\.recency/ }).waitFor()
  await page.goBack()
  await expect.poll(() => area.inputValue()).toBe('count(*) FILTER (WHERE colour = 1)')
  await area.fill(`${value} + 1`)
  await page.getByText(w.runs, { exact: true }).waitFor()
  await area.press('Control+Enter')
  await expect.poll(async () => (await one()).value).toBe(`${value} + 1`)
  await page.getByRole('button', { name: w.check, exact: true }).click()
  await page.getByRole('dialog').getByText(w.failingCase.split(':')[0]!.replace('{{number}}', '1')).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: w.takeOver }).click()
  await expect.poll(() => station.engine.verbs.checkDraft({ draft: 1 })).toEqual([])
  await expect.poll(async () => [await moved(), await movedByEngine()]).toEqual([await movedByEngine(), await movedByEngine()])
})

test('a veto is turned off; the draft is compared', async () => {
  const { page } = station
  await page.evaluate(() => { location.hash = '#/workshop/1/vetoes' })
  const veto = (await read()).vetoes[0]!
  await page.getByRole('switch', { name: veto.name[1] }).click()
  await expect.poll(async () => (await read()).model.vetoes.some((entry) => entry.id === veto.id)).toBe(false)
  await page.getByRole('button', { name: w.compareWith }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(w.furthest).waitFor()
  const compared = await station.engine.verbs.compareModels({ from: { version: 'base-2' }, to: { draft: 1 } })
  expect(await dialog.locator('.workshop-matrix tbody td').allTextContents()).toEqual(['A', 'B', 'C', 'D'].flatMap((from) => ['A', 'B', 'C', 'D'].map((to) => String(compared.migration.find((row) => row.from === from && row.to === to)?.subjects ?? 0))))
  expect(await dialog.locator('.workshop-changes tbody tr').count()).toBe(compared.changes.length)
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
})

test('another window\'s change is followed, and none is overwritten', async () => {
  const { page } = station
  const { revision } = await read()
  await station.engine.verbs.changeDraft({ draft: 1, revision, edits: [{ kind: 'dimension', id: 'penalty.recency', set: { weight: 0 } }] })
  await page.getByText(w.savedAt.slice(w.savedAt.indexOf(', ')).replace('{{revision}}', String(revision + 1))).waitFor()
  await page.evaluate(() => { location.hash = '#/workshop/1/penalty.recency' })
  await expect.poll(() => page.getByRole('spinbutton', { name: w.weight, exact: true }).inputValue()).toMatch(/^0(\.0)?$/)
})

test('it is published, scored by, and the run\'s model is the version', async () => {
  const { page } = station
  await page.getByRole('button', { name: w.publish }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(w.version, { exact: true }).fill('base-2')
  await dialog.getByLabel(w.author, { exact: true }).fill('风险科')
  await dialog.getByLabel(w.why, { exact: true }).fill('加重处罚次数')
  await dialog.getByRole('button', { name: w.publishNow, exact: true }).click()
  await dialog.getByRole('alert').filter({ hasText: words.errors.version_exists.what.replace('{{version}}', 'base-2') }).waitFor()
  await dialog.getByLabel(w.version, { exact: true }).fill('xian-2027-1')
  await dialog.getByRole('button', { name: w.publishNow, exact: true }).click()
  await dialog.getByText(w.published.replace('{{version}}', 'xian-2027-1')).waitFor()
  await dialog.getByRole('button', { name: w.scoreWith }).click()
  await expect.poll(async () => (await station.engine.verbs.listRuns({}))[0]!.model, { timeout: 60_000 }).toBe('xian-2027-1')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(moved, { timeout: 20_000 }).toBe(0)
  expect((await station.engine.verbs.listModels({})).versions).toMatchObject([{ version: 'xian-2027-1', author: '风险科', note: '加重处罚次数', basedOn: 'base-2' }])
  await page.getByRole('link', { name: w.title }).click()
  await page.getByText('xian-2027-1').first().waitFor()
})

test('the page said nothing untoward', () => expect(station.complaints).toEqual([]))
