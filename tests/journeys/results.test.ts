import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf, type Row } from '../../renderer/components/arrow.ts'
import type { ResultState } from '../../shared/contract.ts'
import { fillLibraries } from '../libraries.ts'
import { faultsOf } from './faults.ts'
import { fill, openCity, words, type Station } from './station.ts'

/** What follows the visits: a package goes out and comes back, two persons enter and review, a third publishes, and the figures move. */
let station: Station
const { results, changes, findings } = words
const of = { campaign: 1 }
const rows = async (...states: ResultState[]): Promise<Row[]> => rowsOf((await station.engine.verbs.listResults({ of, ...(states.length > 0 ? { states } : {}), limit: 10_000 })).arrow)
const statesNow = async (): Promise<Record<ResultState, number>> => (await station.engine.verbs.listResults({ of, limit: 1 })).states
const show = async (tab: string, query = ''): Promise<void> => { await station.page.evaluate((to) => { location.hash = to }, `#/sampling/joint/1?tab=${tab}${query}`) }
const name = async (person: string): Promise<void> => { await station.page.getByRole('textbox', { name: results.person }).fill(person) }
/** Colours that still change are no faults. */
const faultless = (): Promise<void> => expect.poll(() => faultsOf(station.page), { timeout: 10_000 }).toEqual([])
let today: string

beforeAll(async () => {
  station = await openCity()
  const { verbs } = station.engine
  await fillLibraries(verbs)
  const tiers = (...values: string[]) => [{ field: 'tier' as const, op: 'in' as const, values }]
  await verbs.awaitJob(await verbs.commitCampaign({ name: '餐饮联合抽查', tasks: [{ department: 'SJ', items: ['SJ-001'], filter: tiers('D') }, { department: 'XF', items: ['XF-001'], filter: tiers('C', 'D') }] }))
  await verbs.awaitJob(await verbs.drawCampaign({ campaign: 1, seed: '31415926535897932384' }))
  today = new Date().toISOString().slice(0, 10)
  await station.page.reload()
})
afterAll(async () => station?.close())

test('a task package goes out, and comes back filled: good rows are taken, each other one is told', async () => {
  const { page, folder } = station
  await show('results')
  await page.getByRole('grid').waitFor()
  await name('王芳')
  await page.getByRole('button', { name: results.package }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'JSON' }).click()])
  const task = JSON.parse(readFileSync((await saved.path())!, 'utf8')) as { rows: Record<string, string | number>[] }
  for (const [i, codes] of ['1', '1', '住所无法联系', '1', '合格吧'].entries()) Object.assign(task.rows[i]!, { inspected_on: today, codes, remark: i === 2 ? '现场无此企业' : '' })
  const path = join(folder, '回填.json')
  writeFileSync(path, JSON.stringify(task))
  await page.getByRole('button', { name: results.import }).click()
  const dialog = page.getByRole('dialog', { name: results.importTitle })
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: results.chooseFiles }).click()])
  await chooser.setFiles(path)
  const blank = task.rows.length - 5
  await dialog.getByText(fill(results.imported, { read: 5, taken: 4, same: 0, refused: 1, blank, attachments: 0 })).waitFor()
  await dialog.getByRole('cell', { name: fill(results.rowOf, { file: '回填.json', row: 5 }) }).waitFor()
  await dialog.getByText('合格吧').first().waitFor()
  await faultless()
  await dialog.getByRole('button', { name: words.shell.close }).last().click()
  expect(await statesNow()).toMatchObject({ awaiting_review: 4 })
})

test('results are entered by keys alone; what stands alone drives the others out; nothing is stored before it is saved', async () => {
  const { page } = station
  await show('results', '&state=not_entered')
  const cells = page.locator('.ag-cell[col-id=codes]')
  await expect.poll(() => cells.first().textContent()).toBe('—')
  await page.getByRole('textbox', { name: results.day }).fill(today)
  await cells.first().click()
  for (const key of ['w', 'x', '1', 'z', 'x']) await page.keyboard.press(key)
  await expect.poll(() => cells.first().textContent()).toBe('Unreachable at the registered address, Ordered to correct by a date')
  const panel = page.getByRole('complementary', { name: results.chosen })
  expect(await panel.getByRole('button', { name: /Unreachable/ }).getAttribute('aria-pressed')).toBe('true')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('1')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.locator('.ag-cell[col-id=inspected_on]').nth(1).textContent()).toBe(today)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.type('整改到位')
  expect(await statesNow()).toMatchObject({ awaiting_review: 4 })
  await page.keyboard.press('Control+s')
  await expect.poll(statesNow).toMatchObject({ awaiting_review: 6 })
  expect((await rows('awaiting_review')).filter((row) => row.remark === '整改到位')).toMatchObject([{ codes: '["1"]', entered_by: '王芳' }])
})

test('a table is pasted upon the rows; what is refused stays as it was written, with why', async () => {
  const { page } = station
  await page.getByRole('button', { name: fill(results.save, { rows: 0 }) }).waitFor()
  const cells = page.locator('.ag-cell[col-id=codes]')
  await expect.poll(() => cells.first().textContent()).toBe('—')
  await cells.first().click()
  await page.evaluate(([text]) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text!)
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, [`未发现问题\t${today}\t无\n1、不存在\t${today}\t\n责令限期改正\t2025-06-01\t限期\n`])
  await page.getByRole('button', { name: fill(results.save, { rows: 3 }) }).click()
  const refused = page.getByRole('alert', { name: fill(results.refused, { rows: 2 }) })
  await refused.getByText('不存在').first().waitFor()
  await refused.getByText('2025-06-01').first().waitFor()
  await expect.poll(statesNow).toMatchObject({ awaiting_review: 7 })
  expect(await page.locator('.cell-bad').count()).toBe(2)
  await page.getByRole('button', { name: fill(results.save, { rows: 2 }) }).waitFor()
})

test('a photo is attached, and seen by who reviews', async () => {
  const { page, folder } = station
  await show('results', '&state=awaiting_review')
  const panel = page.getByRole('complementary', { name: results.chosen })
  const [first] = await rows('awaiting_review')
  await page.locator('.ag-row').filter({ hasText: String(first!.name) }).first().click()
  const path = join(folder, '现场.png')
  writeFileSync(path, Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), panel.getByRole('button', { name: results.attach }).click()])
  await chooser.setFiles(path)
  await panel.getByText('现场.png').waitFor()
  await faultless()
  await show('review')
  await page.getByRole('option').filter({ hasText: String(first!.name) }).first().click()
  await expect.poll(() => page.getByRole('img', { name: '现场.png' }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
})

test('nobody reviews what they entered, and is told; another approves and returns by keys', async () => {
  const { page } = station
  await show('review')
  await page.getByText(fill(results.toReview, { left: 7 })).waitFor()
  await page.getByText(fill(results.own, { person: '王芳' })).waitFor()
  await page.getByRole('listbox', { name: results.queue }).focus()
  await page.keyboard.press('a')
  expect(await statesNow()).toMatchObject({ approved: 0, awaiting_review: 7 })
  await faultless()
  await name('李建国')
  await page.getByRole('listbox', { name: results.queue }).focus()
  for (let left = 6; left >= 2; left--) {
    await expect.poll(() => page.getByRole('button', { name: new RegExp(`^${results.approve}`) }).isEnabled()).toBe(true)
    await page.keyboard.press('a')
    await page.getByText(fill(results.toReview, { left })).waitFor()
  }
  await page.keyboard.press('j')
  await expect.poll(() => page.getByRole('option').nth(1).getAttribute('aria-selected')).toBe('true')
  await expect.poll(() => page.getByRole('button', { name: new RegExp(`^${results.return}`) }).isEnabled()).toBe(true)
  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: results.returnReason }).fill('缺现场照片')
  await page.keyboard.press('Enter')
  await page.getByText(fill(results.toReview, { left: 1 })).waitFor()
  expect(await statesNow()).toMatchObject({ approved: 5, returned: 1, awaiting_review: 1 })
})

test('what is approved is published as one publication, with its file; the figures move', async () => {
  const { page, engine } = station
  // The first page tells what waits, and leads there.
  await page.evaluate(() => { location.hash = '#/overview' })
  const due = page.getByRole('navigation', { name: words.overview.dueTitle })
  await due.getByRole('link', { name: `${words.overview.due.review} 1` }).waitFor()
  await due.getByRole('link', { name: `${words.overview.due.publish} 5` }).click()
  await expect.poll(() => page.url()).toContain('tab=publication')
  await name('陈静')
  await page.getByRole('button', { name: fill(results.publishAll, { results: 5 }) }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: results.publish, exact: true }).click()
  await page.getByRole('region', { name: results.publications }).getByRole('cell', { name: '陈静' }).waitFor()
  expect(await statesNow()).toMatchObject({ approved: 0, published: 5 })
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: fill(results.fileOf, { publication: 1, format: 'CSV' }) }).click()])
  const text = readFileSync((await saved.path())!, 'utf8')
  expect(text.trimEnd().split('\r\n')).toHaveLength(6)
  expect(text).not.toMatch(/某某/)
  await faultless()
  await show('statistics')
  const table = page.getByRole('region', { name: results.assessment })
  const { total } = await engine.verbs.inspectionStatistics({ of })
  expect(total).toMatchObject({ entered: 7, published: 5, onTime: 5, returns: 1 })
  await table.getByRole('row', { name: new RegExp(`^Total ${total.drawn.toLocaleString('en')} 7 5`) }).waitFor()
  await page.getByRole('region', { name: fill(findings.of, { name: '高新消防大队' }) }).getByText(findings.inspected).waitFor()
  const [sheet] = await Promise.all([page.waitForEvent('download'), table.getByRole('button', { name: 'XLSX' }).click()])
  expect(readFileSync((await sheet.path())!).subarray(0, 2).toString()).toBe('PK')
  await faultless()
})

test('what was published is corrected with a reason, reviewed by another, and published beside the old', async () => {
  const { page, engine } = station
  const [wrong] = (await rows('published')).filter((row) => row.problem === true)
  await show('publication', '&shelf=published')
  await page.locator('.ag-row').filter({ hasText: String(wrong!.name) }).filter({ hasText: 'Unreachable' }).first().click()
  const panel = page.getByRole('complementary', { name: results.chosen })
  await panel.getByRole('button', { name: results.correct }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /No problem found/ }).click()
  await dialog.getByRole('textbox', { name: changes.reason }).fill('次日已联系上')
  await faultless()
  await dialog.getByRole('button', { name: results.correctNow }).click()
  await panel.getByText(/次日已联系上/).first().waitFor()
  await show('review')
  await name('李建国')
  await page.getByRole('option').filter({ hasText: String(wrong!.name) }).filter({ hasText: 'No problem found' }).first().click()
  await page.getByRole('button', { name: new RegExp(`^${results.approve}`) }).click()
  await expect.poll(statesNow).toMatchObject({ approved: 1 })
  await show('publication')
  await page.getByRole('gridcell', { name: String(wrong!.name) }).waitFor()
  await page.locator('.ag-checkbox-input').first().check()
  await page.getByRole('button', { name: fill(results.publishChosen, { results: 1 }) }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: results.publish, exact: true }).click()
  await expect.poll(async () => (await engine.verbs.listPublications({ of })).publications.map((one) => [one.entries, one.corrections])).toEqual([[1, 1], [5, 0]])
  expect((await engine.verbs.readResult({ result: Number(wrong!.result) })).published.map((one) => one.reason)).toEqual(['', '次日已联系上'])
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
