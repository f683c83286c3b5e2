import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedCode, inventedName, writeFiles } from './files.ts'
import { fill, openStation, words, type Station } from './station.ts'

/** The main job as an analyst does it, from an empty computer to a verified draw. Each test goes on where the last one stopped. */
let station: Station
let made: ReturnType<typeof writeFiles>
beforeAll(async () => {
  station = await openStation()
  made = writeFiles(station.folder)
})
afterAll(async () => station?.close())

test('a first start offers to open, to create and to try; a workspace is created', async () => {
  const { page } = station
  await page.getByRole('button', { name: words.welcome.demoStart }).waitFor()
  await page.getByRole('textbox', { name: words.welcome.openPath }).fill(join(station.folder, 'nowhere.mingcha'))
  await page.getByRole('button', { name: words.welcome.openStart, exact: true }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox', { name: words.welcome.createName }).fill('高新分局')
  await page.getByRole('button', { name: words.welcome.createStart }).click()
  await page.getByText(words.data.empty).waitFor()
})

test('three departments’ files are previewed and imported, and every row is accounted for', async () => {
  const { page, engine } = station
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: words.data.choose }).first().click()
  await (await chooser).setFiles(made.files)
  await page.getByText(words.data.allReady).waitFor()
  await page.getByRole('button', { name: fill(words.data.start, { files: 3 }) }).click()
  await page.getByText(fill(words.data.resultOf, { batch: 1 })).waitFor()
  const sources = await engine.verbs.listSources({})
  expect(Object.fromEntries(sources.map((one) => [one.class, [one.read, one.loaded, one.quarantined]]))).toEqual({
    registration: [40, 40, 0], penalty: [60, 60, 0], supervision: [51, 50, 1],
  })
  for (const one of sources) expect(one.read).toBe(one.loaded + one.duplicate + one.quarantined)
  expect(sources.find((one) => one.class === 'supervision')).toMatchObject({ attachedByName: 50, encoding: 'utf-8-bom' })
  expect(sources.find((one) => one.class === 'penalty')).toMatchObject({ attachedByCode: 60, encoding: 'gb18030', headerRow: 3 })
})

test('the same files again change nothing and say so', async () => {
  const { page, engine } = station
  await page.getByRole('button', { name: words.data.toSources }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: words.data.choose }).first().click()
  await (await chooser).setFiles(made.files[0]!)
  await page.getByRole('button', { name: fill(words.data.start, { files: 1 }) }).click()
  await page.getByText(words.data.resultNone).waitFor()
  expect(await engine.verbs.listSources({})).toHaveLength(3)
  await page.getByRole('button', { name: words.data.toSources }).click()
})

test('scoring gives tiers, and the overview leads to the rows behind them', async () => {
  const { page } = station
  await page.getByRole('link', { name: words.shell.views.overview, exact: true }).click()
  await page.getByRole('button', { name: words.overview.scoreNow }).first().click()
  const start = page.getByRole('button', { name: words.overview.scoreStart })
  if (await start.isVisible().catch(() => false) || await start.waitFor({ timeout: 3000 }).then(() => true, () => false)) await start.click()
  await page.getByRole('button', { name: words.overview.scoreAgain }).waitFor()
  await page.getByText(words.overview.top).waitFor()
})

test('a subject is found by a part of its name, opened by keyboard, and its index explained to the row', async () => {
  const { page, engine } = station
  const wanted = inventedName(3)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(words.shell.searchHint).fill(wanted.slice(2, 7))
  await page.getByRole('dialog').getByText(wanted).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: wanted }).waitFor()
  await page.getByText(inventedCode(3)).first().waitFor()
  const profile = await engine.verbs.subjectProfile({ code: inventedCode(3) })
  const sum = profile.explanation!.contributions.reduce((total, one) => total + one.contribution, 0)
  expect(Math.abs(sum - profile.explanation!.index)).toBeLessThan(1e-6)
  expect(profile.records).toMatchObject({ registration: 1, penalty: 9, supervision: 3 })
})

test('tiers lead to the subjects grid, filtered by what was clicked', async () => {
  const { page } = station
  await page.getByRole('link', { name: words.shell.views.tiers, exact: true }).click()
  await page.locator('canvas, .chart svg').first().waitFor()
  await page.getByRole('link', { name: words.shell.views.subjects, exact: true }).click()
  await page.getByText(inventedName(0)).first().waitFor()
  await page.getByPlaceholder(words.subjects.search).fill(inventedName(5))
  await expect.poll(() => page.locator('.ag-row').count()).toBe(1)
})

test('a draw is planned, committed, drawn with a public seed, exported and verified; a changed bundle is refuted', async () => {
  const { page, folder } = station
  await page.goto(`${page.url().split('#')[0]}#/sampling/new`)
  await page.getByRole('button', { name: words.sampling.commitButton }).click()
  await page.getByRole('button', { name: words.sampling.commit, exact: true }).click()
  const seed = page.getByRole('textbox', { name: words.sampling.seed })
  await seed.waitFor()
  await seed.fill('314159')
  expect(await page.getByRole('button', { name: words.sampling.drawButton, exact: true }).isDisabled()).toBe(true)
  await seed.fill('31415 92653 58979 32384 6')
  await page.getByRole('button', { name: words.sampling.drawButton, exact: true }).click()
  await page.getByRole('tooltip').getByRole('button', { name: words.sampling.drawButton, exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: words.sampling.bundle }).click()
  const bundle = join(folder, 'bundle.json')
  await (await download).saveAs(bundle)
  expect(JSON.parse(readFileSync(bundle, 'utf8'))).toMatchObject({ seed: { canonical: '314159265358979323846' } })

  const verify = async (file: string): Promise<void> => {
    await page.goto(`${page.url().split('#')[0]}#/sampling/verify`)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: words.sampling.chooseFile }).click()
    await (await chooser).setFiles(file)
  }
  await verify(bundle)
  await page.getByText(/All \d+ checks pass/).first().waitFor()
  const changed = readFileSync(bundle)
  const at = changed.indexOf('西安') + 1
  changed[at]! ^= 1
  writeFileSync(join(folder, 'changed.json'), changed)
  await verify(join(folder, 'changed.json'))
  await page.getByText(/\d+ of \d+ checks fail/).first().waitFor()
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
