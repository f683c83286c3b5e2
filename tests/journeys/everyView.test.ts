import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zhCN } from '../../renderer/locales/zh-CN.ts'
import { fillLibraries } from '../libraries.ts'
import { faultsOf } from './faults.ts'
import { openCity, words, type Station } from './station.ts'

/** Every view over a scored demo city, in both languages and themes: readable, labelled, and reached by keyboard. */
const views = ['overview', 'data', 'data?show=quality', 'data?show=quality&by=month', 'data?show=dictionary', 'data?show=recipes', 'data?show=recipes&tab=yaml', 'subjects', 'dimensions', 'workshop', 'workshop/1', 'workshop/1/vetoes', 'workshop/1/ceilings', 'tiers', 'tiers?tab=matrix', 'tiers?tab=time', 'tiers?tab=overrides', 'backtest', 'plan', 'sampling', 'sampling/joint', 'sampling/joint/new', 'sampling/joint/1', 'sampling/joint/1?tab=results', 'sampling/joint/1?tab=statistics', 'libraries', 'libraries/officer', 'libraries/pools', 'libraries/log', 'lists', 'lists?queue=entries', 'audit', 'audit/operators'] as const
let station: Station
let profile = ''

beforeAll(async () => {
  station = await openCity()
  const { verbs } = station.engine
  const { subjectId } = (await verbs.overview({})).top[0]!
  await verbs.saveRecipe({ yaml: 'name: 月报\npattern: 月报*.csv\nclass: penalty\ncolumns:\n  - { source: 单位, column: subject_name }\n  - { source: 数额, column: fine_yuan }\n' })
  profile = `profile/${subjectId}`
  const { draft, revision } = await verbs.createDraft({ name: '草稿' })
  await verbs.changeDraft({ draft, revision, edits: [{ kind: 'dimension', id: 'complaint.upheld_2y', set: { weight: 9 } }, { kind: 'veto', id: 'tax_serious', on: false }] })
  const draw = (await verbs.awaitJob(await verbs.commitDraw({ name: '双随机' }))) as { draw: number }
  await verbs.awaitJob(await verbs.drawSample({ draw: draw.draw, seed: '27182818284590452353' }))
  await fillLibraries(verbs)
  const { campaign } = (await verbs.awaitJob(await verbs.commitCampaign({ name: '联合抽查', tasks: [{ department: 'SJ', items: ['SJ-001'] }, { department: 'XF', items: ['XF-002'] }] }))) as { campaign: number }
  await verbs.awaitJob(await verbs.drawCampaign({ campaign, seed: '27182818284590452353' }))
  await verbs.awaitJob(await verbs.findCases({}))
  await station.page.reload()
})
afterAll(async () => station?.close())

for (const language of ['zh-CN', 'en'] as const) {
  test(`every view can be read: ${language}, light and dark`, { timeout: 600_000 }, async () => {
    const { page } = station
    const texts = language === 'en' ? words : zhCN
    await page.evaluate((name) => {
      localStorage.setItem('mingcha.language', name)
      localStorage.setItem('mingcha.theme', 'light')
    }, language)
    await page.reload()
    const found: Record<string, string[]> = {}
    let theme: 'light' | 'dark' = 'light'
    for (const view of [...views, profile, `${profile}?with=11`]) {
      await page.evaluate((hash) => { location.hash = hash }, `#/${view}`)
      await page.waitForSelector('main h1, main h2')
      await expect.poll(() => page.locator('.ant-skeleton, .skeleton').count(), { timeout: 20_000 }).toBe(0)
      await settled(page)
      const wrong = await faultsOf(page)
      if (wrong.length > 0) found[`${view}, ${theme}`] = wrong
      // In the other theme at once, as a person would; the next view begins in it.
      await page.getByRole('button', { name: theme === 'light' ? texts.shell.toDark : texts.shell.toLight, exact: true }).click()
      theme = theme === 'light' ? 'dark' : 'light'
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme)
      await settled(page)
      const recoloured = await faultsOf(page, { recoloured: true })
      if (recoloured.length > 0) found[`${view}, ${theme}`] = recoloured
    }
    expect(found).toEqual({})
    expect(await page.getByRole('link', { name: texts.shell.views.tiers, exact: true }).count()).toBe(1)
  })
}

/** Fade-ins: half-faded text has no settled contrast. */
const settled = (page: Page): Promise<void> => page.waitForTimeout(300)

test('views are reached by keyboard, and language and theme change at once', async () => {
  const { page } = station
  await page.waitForSelector('main h1, main h2')
  await page.keyboard.press('Alt+3')
  await expect.poll(() => page.url()).toContain('#/subjects')
  await page.keyboard.press('Alt+1')
  await expect.poll(() => page.url()).toContain('#/overview')
  await page.getByRole('button', { name: words.shell.language }).click()
  await page.getByRole('link', { name: zhCN.shell.views.subjects, exact: true }).waitFor()
  const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.getByRole('button', { name: new RegExp(`${zhCN.shell.toLight}|${zhCN.shell.toDark}`) }).click()
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(before)
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
