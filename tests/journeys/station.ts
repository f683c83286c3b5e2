import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterEach } from 'vitest'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { serve } from '../../electron/serve/serve.ts'
import { en } from '../../renderer/locales/en.ts'
import { launchBrowser } from '../browser.ts'
import { copyCity } from '../city.ts'
import { resources } from '../room.ts'

const builtPage = fileURLToPath(new URL('../../dist/renderer', import.meta.url))

/** How many times slower the page's own processor is to be: MINGCHA_SLOW=8 shows what waits for nothing, as a busy machine does. */
const slow = Number(process.env['MINGCHA_SLOW'] ?? 1)

/** A whole workstation: engine, loopback host, and a browser with its page open. */
export interface Station {
  page: Page
  engine: RunningEngine
  folder: string
  /** What the page's console and errors said; a healthy journey ends with none. */
  complaints: string[]
  close(): Promise<void>
}

/** English sentences of the page: journeys follow the words on screen. */
export const words = en

/** A sentence of the page with its {{places}} filled. */
export const fill = (text: string, values: Record<string, string | number>): string => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))

/** Writes lines as a file into the station's folder and imports it. */
export async function bring({ engine, folder }: Station, name: string, rows: string[]): Promise<void> {
  writeFileSync(join(folder, name), [...rows, ''].join('\n'))
  await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: [{ path: join(folder, name) }] }))
}

const stations = new Set<Station>()
// What the page said where a journey failed stands in the report: on another machine there is nothing else to go by.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const { page, complaints } of stations) console.error([`${task.name}: ${page.url()}`, await page.locator('body').innerText().catch(String), ...complaints].join('\n'))
})

export async function openStation(): Promise<Station> {
  if (!existsSync(join(builtPage, 'index.html'))) throw new Error('dist/renderer is missing: run npm run build first')
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-journey-'))
  const engine = createEngine({ resources, home: folder, database: { memoryMb: 1024, threads: 2 } })
  const served = await serve({ engine, page: builtPage, home: folder })
  const launched = await launchBrowser()
  const context = await launched.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', acceptDownloads: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  if (slow > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slow })
  page.on('filechooser', () => undefined) // intercepts choosers from the start: else one that opens at once may come before the interception
  const complaints: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(`${page.url()} ${message.text()} ${message.location().url}:${message.location().lineNumber}`) })
  page.on('pageerror', (error) => complaints.push(error.stack ?? String(error)))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber} ${event.sample}`))
  })
  await page.addInitScript(() => { if (!localStorage.getItem('mingcha.language')) localStorage.setItem('mingcha.language', 'en') })
  await page.goto(served.link())
  const station: Station = {
    page, engine, folder, complaints,
    close: async () => {
      stations.delete(station)
      await launched.close()
      await served.close()
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  stations.add(station)
  return station
}

/** A station whose open workspace is the demo city. */
export async function openCity({ scored } = { scored: true }): Promise<Station> {
  const station = await openStation()
  const path = join(station.folder, 'city.mingcha')
  await copyCity(path, { scored })
  await station.engine.verbs.openWorkspace({ path })
  await station.page.reload()
  return station
}
