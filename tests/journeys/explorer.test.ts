import { readFileSync } from 'node:fs'
import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Chip } from '../../shared/filter.ts'
import { openCity, words, type Station } from './station.ts'

/** From a dimension to a pool of subjects, and from the tiers to the rows behind a mark. */
let station: Station
beforeAll(async () => {
  station = await openCity({ scored: false })
  const { verbs } = station.engine
  await verbs.awaitJob(await verbs.scoreSubjects({ asOf: '2025-11-22' }))
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  await station.page.reload()
}, 240_000)
afterAll(async () => station?.close())

const filterNow = (): Chip[] => JSON.parse(new URLSearchParams(station.page.url().split('?')[1] ?? '').get('f') ?? '[]') as Chip[]
const total = (filter: Chip[]): Promise<number> => station.engine.verbs.subjectPage({ filter, limit: 1 }).then((page) => page.total)

test('a dimension is found and chosen by keyboard alone', async () => {
  const { page } = station
  await page.getByRole('link', { name: words.shell.views.dimensions, exact: true }).click()
  await page.getByRole('textbox', { name: words.dimensions.search }).fill('problem')
  await page.keyboard.press('Tab')
  while (await page.evaluate(() => document.activeElement?.getAttribute('role')) !== 'treeitem') await page.keyboard.press('Tab')
  await page.keyboard.press('Home')
  for (let i = 0; i < 40 && !page.url().includes('supervision.problems_2y'); i++) {
    await page.keyboard.press('ArrowDown')
    if (await page.evaluate(() => (document.activeElement as HTMLElement).dataset.path) === 'supervision.problems_2y') await page.keyboard.press('Enter')
  }
  expect(page.url()).toContain('dimensions/supervision.problems_2y')
  await page.getByRole('heading', { name: words.dimensions.outcomes }).waitFor()
})

test('a click on a bin and on an industry filters the charts and the grid', async () => {
  const { page } = station
  const values = page.getByRole('group', { name: words.dimensions.histogram })
  await values.getByRole('button').nth(1).focus()
  await page.keyboard.press('Enter')
  await expect.poll(filterNow).toHaveLength(1)
  expect(filterNow()[0]).toMatchObject({ field: 'supervision.problems_2y', op: 'between', min: 1 })
  await page.locator('.dimensions-groups').first().locator('tbody button').first().click()
  await expect.poll(filterNow).toHaveLength(2)
  const figure = page.locator('.dimensions-figures b').first()
  await expect.poll(() => figure.textContent()).toBe(String(await total(filterNow())))
  await expect.poll(() => page.locator('.status-bar').textContent()).toContain(String(await total(filterNow())))
})

test('the selection is saved as a pool and stands in the subjects', async () => {
  const { page } = station
  const subjects = await total(filterNow())
  await page.getByRole('button', { name: words.pools.save }).click()
  await page.getByLabel(words.pools.name, { exact: true }).fill('重点户')
  await page.getByRole('button', { name: words.pools.saveNow }).click()
  await expect.poll(async () => (await station.engine.verbs.listPools({})).filter((one) => one.name === '重点户').map((one) => one.subjects)).toEqual([subjects])
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: words.shell.clearFilter }).click()
  await page.getByRole('link', { name: words.shell.views.subjects, exact: true }).click()
  await page.locator('.facet-pool').getByRole('button', { name: '重点户' }).first().click()
  await expect.poll(filterNow).toEqual([{ field: 'pool', op: 'in', values: [String((await station.engine.verbs.listPools({})).find((one) => one.name === '重点户')!.pool)] }])
  await page.getByText(`${words.domain.fields.pool}: 重点户`).waitFor()
  await expect.poll(() => page.locator('.status-bar').textContent()).toContain(String(subjects))
  await page.goBack()
  await expect.poll(filterNow).toEqual([])
})

test('a move between two runs opens its subjects, and back returns', async () => {
  const { page } = station
  await page.evaluate(() => { location.hash = '#/tiers?tab=time' })
  const cell = page.locator('.tiers-table .tiers-cell button').first()
  await cell.waitFor()
  const shown = Number((await cell.textContent())!.replaceAll(',', ''))
  await cell.click()
  await expect.poll(() => page.url()).toContain('#/subjects')
  expect(filterNow().map((chip) => chip.field)).toEqual(['tier_at', 'tier_at'])
  expect(await total(filterNow())).toBe(shown)
  await page.goBack()
  await cell.waitFor()
})

test('a chart is taken away as a workbook, a picture and a drawing', async () => {
  const { page } = station
  await page.evaluate(() => { location.hash = '#/tiers?tab=matrix' })
  const save = async (kind: string): Promise<Buffer> => {
    await page.getByRole('button', { name: words.shell.exportChart.replace('{{title}}', words.tiers.heat) }).click()
    const download = page.waitForEvent('download')
    await page.getByText(kind, { exact: true }).last().click()
    return readFileSync(await (await download).path())
  }
  const book = read(await save(words.shell.exportXlsx), { type: 'buffer' })
  const rows = utils.sheet_to_json<(string | number)[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 })
  expect(rows.slice(1).reduce((sum, row) => sum + Number(row[2]), 0)).toBe(1500)
  expect((await save(words.shell.exportPng)).subarray(1, 4).toString()).toBe('PNG')
  expect((await save(words.shell.exportSvg)).toString()).toContain('<svg')
})

test('the page said nothing untoward', () => expect(station.complaints).toEqual([]))
