import { pinyin } from 'pinyin-pro'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { differingContributions } from '../../shared/comparison.ts'
import { faultsOf } from './faults.ts'
import { fill, openCity, words, type Station } from './station.ts'

let station: Station
beforeAll(async () => { station = await openCity() })
afterAll(async () => station?.close())

const initialsOf = (name: string): string => [...name].map((sign) => ({ 行: 'h', 重: 'c', 厦: 'x', 曾: 'z' })[sign] ?? pinyin(sign, { toneType: 'none', nonZh: 'removed' }).slice(0, 1)).join('')

test('a subject is found by its initials, its network by keyboard, and one of it set beside it', { timeout: 180_000 }, async () => {
  const { page, engine } = station
  const agency = (await engine.verbs.subjectProfile({ subjectId: 11 })).subject
  const { connectors } = await engine.verbs.subjectRelations({ subjectId: 11 })
  const [largest] = connectors
  expect(largest!.members).toBeGreaterThan(5)

  await page.keyboard.press('Control+k')
  await page.keyboard.type(initialsOf(agency.name))
  const option = page.getByRole('option', { selected: true })
  await expect.poll(() => option.textContent(), { timeout: 20_000 }).toContain(agency.name)
  expect(await option.textContent()).toContain(words.shell.matched.initials)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: agency.name }).waitFor()

  const relations = page.getByRole('region', { name: words.relations.title })
  await relations.getByText(fill(words.relations.abnormal, { subjects: largest!.abnormal })).first().waitFor()
  const tie = relations.getByRole('button', { pressed: false }).filter({ hasText: largest!.label }).first()
  await tie.focus()
  await page.keyboard.press('Enter')
  await relations.getByText(fill(words.relations.sharing, { subjects: largest!.members, name: largest!.label })).waitFor()
  await relations.locator('.ag-cell').first().waitFor()

  const inGrid = (): Promise<boolean> => page.evaluate(() => document.activeElement?.closest('.relations .ag-root') instanceof Element)
  for (let i = 0; i < 200 && !await inGrid(); i++) await page.keyboard.press('Tab')
  expect(await inGrid()).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('c')
  await page.getByRole('heading', { level: 1, name: words.compare.title }).waitFor()
  const other = Number(new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('with'))
  const [left, right] = [await engine.verbs.subjectProfile({ subjectId: 11 }), await engine.verbs.subjectProfile({ subjectId: other })]
  const [most] = differingContributions(left.explanation!, right.explanation!)
  const row = page.getByRole('region', { name: words.compare.dimensions }).locator('tbody tr').first()
  await expect.poll(() => row.textContent(), { timeout: 20_000 }).toContain(most!.nameEn)
  expect(await row.textContent()).toContain(Math.abs(most!.difference).toFixed(2))
  for (const side of [left, right]) expect(await page.getByRole('region', { name: words.compare.facts }).textContent()).toContain(side.subject.name)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: words.shell.toDark, exact: true }).click()
  expect(await faultsOf(page, { recoloured: true })).toEqual([])

  await page.getByRole('button', { name: words.compare.end }).focus()
  await page.keyboard.press('Enter')
  await relations.locator('.relations-tie').first().waitFor()
  expect(await faultsOf(page, { recoloured: true })).toEqual([])
  await page.keyboard.press('Control+k')
  await page.keyboard.type(right.subject.name)
  await expect.poll(() => option.textContent(), { timeout: 20_000 }).toContain(right.subject.name)
  await page.keyboard.press('Shift+Enter')
  await page.getByRole('heading', { level: 1, name: words.compare.title }).waitFor()
  expect(station.complaints).toEqual([])
})
