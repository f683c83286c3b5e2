import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedCode } from './files.ts'
import { fill, openStation, words, type Station } from './station.ts'

/** A source month by month: what a person decides of the first file reads the next, and is put right on the way. */
let station: Station
const month = (n: number): string => {
  const path = join(station.folder, `处罚月报2024年${n}月.csv`)
  writeFileSync(path, `当事人名称,统一社会信用代码,处罚日期,罚款金额,备注\n甲${n}公司,${inventedCode(n)},1/${n}/2024,1.5,说明\n乙${n}公司,${inventedCode(n + 20)},某日,若干,说明\n`)
  return path
}
beforeAll(async () => {
  station = await openStation()
  await station.engine.verbs.createWorkspace({ path: join(station.folder, 'months') })
  await station.page.reload()
})
afterAll(async () => station?.close())

const nav = (label: string) => station.page.getByRole('navigation', { name: words.data.sources }).getByRole('button', { name: label })
const bring = async (button: string, path: string): Promise<void> => {
  const chooser = station.page.waitForEvent('filechooser')
  await station.page.getByRole('button', { name: button }).first().click()
  await (await chooser).setFiles(path)
}
const pick = async (label: string, option: string): Promise<void> => {
  await station.page.getByRole('combobox', { name: label }).click()
  await station.page.getByTitle(option, { exact: true }).last().click()
}
const penalties = async () => {
  const { engine } = station
  const found: Record<string, unknown>[] = []
  for (const subject of await engine.verbs.searchSubjects({ text: '甲' })) {
    const preview = await engine.verbs.subjectProfile({ subjectId: subject.subjectId })
    found.push({ name: preview.subject.name, penalties: preview.records.penalty })
  }
  return found
}

test('the wizard shows what 1/2/2024 becomes, and follows date order and unit', async () => {
  const { page } = station
  await page.evaluate(() => { location.hash = '#/data' })
  await bring(words.data.choose, month(2))
  await page.getByText(words.data.allReady).waitFor()
  const preview = page.getByRole('region', { name: words.data.preview })
  await preview.getByText(words.lookup.preview.typed, { exact: true }).click()
  await preview.getByText('2024-02-01').waitFor()
  await preview.getByText(fill(words.lookup.typedOf, { read: 2, refused: 0 })).waitFor()
  await preview.getByText(fill(words.lookup.typedUnread, { column: words.domain.columns.occurred_on, cells: 1 })).waitFor()
  await pick(words.lookup.dateOrder, words.lookup.dateOrders.month_first)
  await preview.getByText('2024-01-02').waitFor()
  await pick(fill(words.lookup.unitOf, { column: words.domain.columns.fine_yuan }), words.lookup.units.万元)
  await preview.getByText('15,000').waitFor()
})

test('it is saved as a recipe, and the file imported', async () => {
  const { page, engine } = station
  await page.getByRole('button', { name: words.data.recipeSave }).click()
  await page.getByRole('dialog').getByLabel(words.data.recipeName).fill('处罚月报')
  await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click()
  await page.getByText(fill(words.data.recipeSaved, { name: '处罚月报', version: 1 })).waitFor()
  await page.getByRole('button', { name: fill(words.data.start, { files: 1 }) }).click()
  await page.getByText(fill(words.data.resultOf, { batch: 1 })).waitFor()
  expect(await penalties()).toEqual([{ name: '甲2公司', penalties: 1 }])
  const { cells } = await engine.verbs.dataQuality({ by: 'month' })
  expect(cells.map((cell) => cell.key).toSorted()).toEqual(['', '2024-01'])
})

test('the recipe is edited by form and as text, compared, tried on next month’s file, and saved as its next version', async () => {
  const { page, engine } = station
  await page.getByRole('button', { name: words.data.toSources }).click()
  await nav(words.lookup.recipes).click()
  await pick(words.lookup.dateOrder, words.lookup.dateOrders.day_first)
  await page.getByText(words.lookup.tab.diff, { exact: true }).click()
  await page.locator('.diff li[data-kind="new"]', { hasText: 'date_order: day_first' }).waitFor()
  await page.locator('.diff li[data-kind="gone"]', { hasText: 'date_order: month_first' }).waitFor()
  await page.getByText(words.lookup.tab.yaml, { exact: true }).click()
  const text = page.getByLabel(words.lookup.yamlLabel)
  const yaml = await text.inputValue()
  expect(yaml).toContain('date_order: day_first')
  await text.fill(yaml.replace('class: penalty', 'class: nonsense'))
  await page.getByRole('alert').getByText(/line 3, class/).waitFor()
  expect(await page.locator('.recipe-text li[data-fault="true"]').textContent()).toBe('3')
  expect(await page.getByRole('button', { name: words.lookup.save }).isDisabled()).toBe(true)
  await text.fill(yaml)
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  await page.getByText(words.lookup.tab.test, { exact: true }).click()
  await bring(words.lookup.test, month(3))
  await page.getByText('2024-03-01').waitFor()
  await page.getByRole('button', { name: words.lookup.save }).click()
  await page.getByText(fill(words.lookup.saved, { name: '处罚月报', version: 2 })).waitFor()
  expect((await engine.verbs.listRecipes({})).map((one) => [one.version, /day_first/.test(one.yaml)])).toEqual([[2, true], [1, false]])
})

test('next month’s file is read by the new version', async () => {
  const { page, engine } = station
  await bring(words.data.choose, month(3))
  await page.getByText(fill(words.data.recipeApplied, { name: '处罚月报', version: 2 })).waitFor()
  await page.getByRole('button', { name: fill(words.data.start, { files: 1 }) }).click()
  await page.getByText(fill(words.data.resultOf, { batch: 2 })).waitFor()
  await page.getByText(fill(words.lookup.readBy, { name: '处罚月报', version: 2 })).waitFor()
  const { cells } = await engine.verbs.dataQuality({ by: 'month' })
  expect(cells.map((cell) => cell.key).toSorted()).toEqual(['', '2024-01', '2024-03'])
})

test('quality names what could not be read and opens its rows; the dictionary tells the column', async () => {
  const { page } = station
  await page.getByRole('button', { name: words.data.toSources }).click()
  await nav(words.lookup.quality).click()
  await page.getByRole('button', { name: '处罚月报*年*月.csv' }).click()
  await page.getByRole('button', { name: fill(words.lookup.rowsOf, { column: words.domain.columns.occurred_on, issue: words.lookup.issue.unread }) }).click()
  await page.getByRole('gridcell', { name: '乙2公司' }).waitFor()
  await page.getByRole('gridcell', { name: '某日' }).first().waitFor()
  await nav(words.lookup.dictionary).click()
  await page.getByLabel(words.lookup.find).fill('fine_yuan')
  await page.getByText('fine_yuan', { exact: true }).waitFor()
  await page.getByText(/← 罚款金额/).waitFor()
})

test('a recipe is deleted with all its versions', async () => {
  const { page, engine } = station
  await nav(words.lookup.recipes).click()
  await page.getByRole('button', { name: words.lookup.remove, exact: true }).click()
  await page.getByText(fill(words.lookup.removeAsk, { name: '处罚月报', versions: 2 })).waitFor()
  await page.getByRole('tooltip').getByRole('button', { name: words.lookup.remove, exact: true }).click()
  await page.getByText(words.lookup.recipesNone).waitFor()
  expect(await engine.verbs.listRecipes({})).toEqual([])
})

test('files dropped on the page come into the wizard', async () => {
  const { page } = station
  await page.locator('.data').evaluate((place, name) => {
    const dropped = new DataTransfer()
    for (const n of [1, 2]) dropped.items.add(new File([`当事人名称,处罚日期,罚款金额\n丁${n}公司,2024/5/6,10\n`], `${n}${name}`))
    place.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }))
  }, '处罚.csv')
  await page.getByRole('button', { name: '2处罚.csv', exact: true }).waitFor()
  await page.getByRole('button', { name: fill(words.data.start, { files: 2 }) }).waitFor()
  await page.getByRole('button', { name: words.data.leaveImport }).click()
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
