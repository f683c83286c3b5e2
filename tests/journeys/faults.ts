import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding { id: string; impact: string | null; nodes: { html: string; any: { message: string }[] }[] }

/** What keeps a page from being read: contrast, names of controls, links and pictures. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<{ violations: Finding[] }> } }).axe.run(
    document, { runOnly: ['color-contrast', 'button-name', 'link-name', 'label', 'image-alt', 'aria-valid-attr-value', 'aria-required-attr', 'document-title', 'html-has-lang', 'nested-interactive', 'select-name'] })) as { violations: Finding[] }
  return violations.flatMap((one) => one.nodes.slice(0, 4).map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))
}
