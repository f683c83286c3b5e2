import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zhCN } from '../../renderer/locales/zh-CN.ts'
import { openStation, words, type Station } from './station.ts'

/** Every view over a scored demo city, in both languages and themes: readable, labelled, and reached by keyboard. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const views = ['overview', 'data', 'subjects', 'dimensions', 'tiers', 'tiers?tab=time', 'sampling'] as const
let station: Station
let profile = ''

beforeAll(async () => {
  station = await openStation()
  const { verbs } = station.engine
  await verbs.awaitJob(await verbs.createDemo({ path: join(station.folder, 'city'), subjects: 1500 }))
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  const { subjectId } = (await verbs.overview({})).top[0]!
  profile = `profile/${subjectId}`
  const draw = (await verbs.awaitJob(await verbs.commitDraw({ name: '双随机' }))) as { draw: number }
  await verbs.awaitJob(await verbs.drawSample({ draw: draw.draw, seed: '27182818284590452353' }))
  await station.page.reload()
})
afterAll(async () => station?.close())

interface Finding { id: string; impact: string | null; nodes: { html: string; any: { message: string }[] }[] }

async function faults(): Promise<string[]> {
  const { page } = station
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<{ violations: Finding[] }> } }).axe.run(
    document, { runOnly: ['color-contrast', 'button-name', 'link-name', 'label', 'image-alt', 'aria-valid-attr-value', 'aria-required-attr', 'document-title', 'html-has-lang', 'nested-interactive', 'select-name'] })) as { violations: Finding[] }
  return violations.flatMap((one) => one.nodes.slice(0, 4).map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))
}

for (const language of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`every view can be read: ${language}, ${theme}`, async () => {
      const { page } = station
      await page.evaluate(([name, look]) => {
        localStorage.setItem('mingcha.language', name!)
        localStorage.setItem('mingcha.theme', look!)
      }, [language, theme])
      await page.reload()
      const found: Record<string, string[]> = {}
      for (const view of [...views, profile]) {
        await page.evaluate((hash) => { location.hash = hash }, `#/${view}`)
        await page.waitForSelector('main h1, main h2')
        await expect.poll(() => page.locator('.ant-skeleton, .skeleton').count(), { timeout: 20_000 }).toBe(0)
        await page.waitForTimeout(300) // fade-ins: half-faded text has no settled contrast
        const wrong = await faults()
        if (wrong.length > 0) found[view] = wrong
      }
      expect(found).toEqual({})
      const texts = language === 'en' ? words : zhCN
      expect(await page.getByRole('link', { name: texts.shell.views.tiers, exact: true }).count()).toBe(1)
    })
  }
}

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
