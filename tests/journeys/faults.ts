import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding { id: string; impact: string | null; nodes: { html: string; any: { message: string }[] }[] }

/** What a page says of itself to those who do not see it; no theme changes it. */
const names = ['button-name', 'link-name', 'label', 'image-alt', 'aria-valid-attr-value', 'aria-required-attr', 'document-title', 'html-has-lang', 'nested-interactive', 'select-name']

type Axe = { axe?: { run(context: unknown, options: unknown): Promise<{ violations: Finding[] }> } }

/** What keeps a page from being read: contrast, names of controls, links and pictures; after a change of theme alone, contrast. */
export async function faultsOf(page: Page, { recoloured } = { recoloured: false }): Promise<string[]> {
  await settled(page)
  if (!(await page.evaluate(() => (globalThis as unknown as Axe).axe !== undefined))) await page.evaluate(axe)
  const { violations } = await page.evaluate((rules) => (globalThis as unknown as Axe).axe!.run(document, { runOnly: rules, resultTypes: ['violations'] }), recoloured ? ['color-contrast'] : ['color-contrast', ...names])
  return violations.flatMap((one) => one.nodes.slice(0, 4).map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))
}

/** Half-faded text has no contrast of its own: waits for what moves to come to rest, but not for what turns for ever. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity), undefined, { timeout: 10_000 }).catch(() => undefined)
}
