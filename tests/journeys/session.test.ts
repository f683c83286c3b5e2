import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { serve, type Served } from '../../electron/serve/serve.ts'
import { en } from '../../renderer/locales/en.ts'
import { launchBrowser, type LaunchedBrowser } from '../browser.ts'
import { resources } from '../room.ts'

const builtPage = fileURLToPath(new URL('../../dist/renderer', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mingcha-session-'))
let engine: RunningEngine
let served: Served
let launched: LaunchedBrowser
let link: string
let first: Page
const refusals: string[] = []

beforeAll(async () => {
  if (!existsSync(join(builtPage, 'index.html'))) throw new Error('dist/renderer is missing: run npm run build first')
  engine = createEngine({ resources, home: folder, database: { memoryMb: 512, threads: 1 } })
  served = await serve({ engine, page: builtPage, home: folder })
  launched = await launchBrowser()
  link = served.link()
})
afterAll(async () => {
  await launched.close()
  await served.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A tab of its own session, its language set, what its policy refused noted. */
async function open(url: string): Promise<Page> {
  const context = await launched.browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(() => {
    localStorage.setItem('mingcha.language', 'en')
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
  })
  page.on('console', (message) => { if (message.text().startsWith('policy:')) refusals.push(message.text()) })
  await page.goto(url)
  return page
}

const welcomed = (page: Page) => page.getByText(en.welcome.demoStart, { exact: true }).waitFor()

test('the link opens the workstation and leaves the address', async () => {
  first = await open(link)
  await welcomed(first)
  expect(first.url()).not.toContain('code=')
  expect(await first.evaluate(() => document.cookie)).toBe('')
})

test('the page that a browser is started on leads there', async () => {
  served.link()
  const page = await open(pathToFileURL(served.linkPage).href)
  await welcomed(page)
  await page.context().close()
})

test('a reload stays in its session', async () => {
  await first.reload()
  await welcomed(first)
})

test('the same link opens no second tab, nor does the bare address; a fresh link does', async () => {
  for (const url of [link, served.url]) {
    const second = await open(url)
    await second.getByText(en.errors.not_admitted.what).waitFor()
    await second.context().close()
  }
  const third = await open(served.link())
  await welcomed(third)
  await third.context().close()
})

test('the page needs nothing that its policy refuses', () => expect(refusals).toEqual([]))

test('a tab hears when the workstation ends', async () => {
  await served.close()
  await first.getByText(en.shell.disconnected).waitFor()
})
