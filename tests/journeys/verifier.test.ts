import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { citizen } from '../../renderer/locales/en/citizen.ts'
import { launchBrowser, type LaunchedBrowser } from '../browser.ts'
import { jointBundle, seed } from '../engine/sampling/scored.ts'
import { openRoom } from '../room.ts'
import { fill } from './station.ts'

/** What a citizen does: opens one file from a disk, without network, drops a bundle on it, and sees it recomputed. */
let launched: LaunchedBrowser
let page: Page
let folder: string
let drawn: string
const asked: string[] = []
const complaints: string[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingcha-citizen-'))
  const room = await openRoom()
  const bundle = await jointBundle(room)
  await room.close()
  writeFileSync(join(folder, 'bundle.json'), bundle)
  const open = JSON.parse(new TextDecoder().decode(bundle)) as { visits: { id: string; teams: { officers: string[] }[] }[] }
  drawn = open.visits.find((one) => one.id.startsWith('9161'))!.id
  writeFileSync(join(folder, 'forged.json'), new TextDecoder().decode(bundle).replace('"id":"f1"', '"id":"f0"'))
  launched = await launchBrowser()
  const context = await launched.browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, offline: true })
  page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(pathToFileURL(fileURLToPath(new URL('../../dist/renderer/verify.html', import.meta.url))).href)
})
afterAll(async () => {
  await launched?.close()
  rmSync(folder, { recursive: true, force: true })
})

const give = async (name: string): Promise<void> => page.locator('input[type=file]').setInputFiles(join(folder, name))

test('an honest bundle passes, and the page tells what it states and what it cannot know', async () => {
  await page.getByRole('heading', { name: citizen.title }).waitFor()
  await give('bundle.json')
  await page.getByText(/^✓ All \d+ checks pass/).waitFor()
  await page.getByText(seed.replaceAll(' ', '')).first().waitFor()
  for (const text of [citizen.limit1, citizen.limit2, citizen.limit3, fill(citizen.group, { number: 2, department: 'fire' }), citizen.checks.teams]) await page.getByText(text).waitFor()
})

test('a subject is looked up: where it stands and why it was drawn', async () => {
  await page.getByLabel(citizen.askLabel).fill(` ${drawn.toLowerCase()} `)
  await page.keyboard.press('Enter')
  await page.getByText(/Drawn: number \d+ of its stratum/).first().waitFor()
  await page.getByLabel(citizen.askLabel).fill('nobody')
  await page.keyboard.press('Enter')
  await page.getByText(citizen.absent).first().waitFor()
})

test('a forged bundle is refuted by name, in either language', async () => {
  await give('forged.json')
  await page.getByText(/^✗ \d+ of \d+ checks fail/).waitFor()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByText(/项检查中有 \d+ 项不符/).waitFor()
  writeFileSync(join(folder, 'nothing.json'), 'no bundle')
  await give('nothing.json')
  await page.getByText(/not JSON/).waitFor()
})

test('a file that no browser could hold is not tried: the command is named', async () => {
  writeFileSync(join(folder, 'city.json'), '')
  truncateSync(join(folder, 'city.json'), 401e6) // holds no blocks
  await give('city.json')
  await page.getByRole('alert').getByText('mingcha verify city.json').waitFor()
})

test('it asks for nothing but itself, and complains of nothing', () => {
  expect(asked).toHaveLength(1)
  expect(complaints).toEqual([])
})
