import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseCounts, CasePage, CaseQueue } from '../../shared/lists.ts'
import { faultsOf } from './faults.ts'
import { openStation, words, type Station } from './station.ts'

/** The review desk: every case of an invented city decided, and confirmed by a second person, without the mouse. */
let station: Station
beforeAll(async () => {
  station = await openStation()
  const { engine, folder, page } = station
  await engine.verbs.awaitJob(await engine.verbs.createDemo({ path: join(folder, 'city'), subjects: 600 }))
  await engine.verbs.awaitJob(await engine.verbs.scoreSubjects({}))
  await page.reload()
  await page.getByRole('navigation', { name: words.shell.rail }).waitFor()
}, 180_000)
afterAll(async () => station?.close())

const queue = (name: CaseQueue): Promise<CasePage> => station.engine.verbs.listCases({ queue: name, limit: 1000 })
const counts = (): Promise<CaseCounts> => station.engine.verbs.countCases({})
const left = async (name: CaseQueue): Promise<number> => (await counts()).queues[name]
const press = (...keys: string[]): Promise<void> => keys.reduce((before, key) => before.then(() => station.page.keyboard.press(key)), Promise.resolve())
const write = async (key: string, text: string): Promise<void> => {
  await press(key)
  await station.page.keyboard.type(text)
  await press('Escape')
}

test('a reviewer decides all cases by keyboard alone', async () => {
  const { page } = station
  await press('g', 'r')
  await page.getByText(words.lists.noneText).waitFor()
  await press('f')
  await page.getByRole('listbox', { name: words.lists.queue }).getByRole('option').first().waitFor()
  const found = await left('open')
  expect(found).toBeGreaterThanOrEqual(400)
  expect(await faultsOf(page)).toEqual([])

  // One: down, ground, Enter asks for the name first, then decides; Z takes it back.
  await page.getByRole('article').waitFor()
  await press('Enter')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type('Wang Li')
  await press('Escape', 'Enter')
  await expect.poll(() => left('open')).toBe(found - 1)
  await press('z')
  await expect.poll(() => left('open')).toBe(found)
  // Put off, and back.
  await press('s')
  await expect.poll(() => left('snoozed')).toBe(1)
  await press('z')
  await expect.poll(() => left('snoozed')).toBe(0)
  // Two marked, taken and referred.
  await press(' ', ' ', 'a')
  await expect.poll(async () => (await queue('open')).cases.filter((one) => one.assignee === 'Wang Li').length).toBe(2)

  // All the rest in sweeps: those of a rule marked, decided for one reason. Where the record does not tell the ground, a person does.
  const sweep = async (): Promise<void> => {
    const before = await left('open')
    const line = page.locator('.case-line[data-current="true"]')
    await expect.poll(() => line.count()).toBe(1)
    if ((await page.locator('.case-many').count()) === 0) await press('m')
    if ((await page.locator('.case-grounds input:checked').count()) === 0 && (await page.locator('.case-grounds').count()) === 1) await press('4')
    await press('Enter')
    await expect.poll(() => left('open')).toBeLessThan(before)
    const now = (await left('open')).toLocaleString('en')
    await expect.poll(async () => (await page.locator('.case-count').textContent())?.includes(`of ${now}`)).toBe(true)
  }
  for (let sweeps = 0; sweeps < 40 && (await left('open')) > 0; sweeps++) await sweep()
  expect(await left('open')).toBe(0)
  const { queues, decidedToday } = await counts()
  expect(queues.proposed).toBeGreaterThan(0)
  expect(queues.proposed + queues.snoozed + queues.closed).toBe(found)
  expect(decidedToday).toBe(found)
}, 180_000)

test('the same person confirms nothing; a second one everything; the lists hold what was confirmed', async () => {
  const { page, engine } = station
  const proposed = await left('proposed')
  await press(']')
  await page.getByRole('option').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('Enter')
  await page.getByText('was proposed').or(page.getByText(words.lists.refused.replace('{{n}}', '1'))).first().waitFor()
  expect(await left('proposed')).toBe(proposed)
  await write('p', 'Li Si')
  for (let sweep = 0; sweep < 20 && (await left('proposed')) > 0; sweep++) {
    const before = await left('proposed')
    await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(0)
    if ((await page.locator('.case-many').count()) === 0) await press('m')
    await press('Enter')
    await expect.poll(() => left('proposed')).toBeLessThan(before)
  }
  expect(await left('proposed')).toBe(0)
  const { total } = await engine.verbs.listEntries({})
  expect(total).toBe(proposed)
  await press(']', ']', ']')
  await page.getByText(words.lists.standing.split('{{')[0]!).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(station.complaints).toEqual([])
}, 120_000)
