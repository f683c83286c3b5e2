import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils, write as writeBook } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseCounts, CasePage, CaseQueue } from '../../shared/lists.ts'
import { faultsOf } from './faults.ts'
import { fill, openStation, words, type Station } from './station.ts'

/** The review desk: every case of an invented city decided, and confirmed by a second person, without the mouse. */
let station: Station
beforeAll(async () => {
  station = await openStation()
  const { engine, folder, page } = station
  await engine.verbs.awaitJob(await engine.verbs.createDemo({ path: join(folder, 'city'), subjects: 600 }))
  await engine.verbs.awaitJob(await engine.verbs.scoreSubjects({}))
  await page.reload()
  await page.getByRole('navigation', { name: words.shell.rail }).waitFor()
}, 180_000)
afterAll(async () => station?.close())

const queue = (name: CaseQueue): Promise<CasePage> => station.engine.verbs.listCases({ queue: name, limit: 1000 })
const counts = (): Promise<CaseCounts> => station.engine.verbs.countCases({})
const left = async (name: CaseQueue): Promise<number> => (await counts()).queues[name]
const press = (...keys: string[]): Promise<void> => keys.reduce((before, key) => before.then(() => station.page.keyboard.press(key)), Promise.resolve())
const write = async (key: string, text: string): Promise<void> => {
  await press(key)
  await station.page.keyboard.type(text)
  await press('Escape')
}

test('a reviewer decides all cases by keyboard alone', async () => {
  const { page } = station
  await press('g', 'r')
  await page.getByText(words.lists.noneText).waitFor()
  await press('f')
  await page.getByRole('listbox', { name: words.lists.queue }).getByRole('option').first().waitFor()
  const found = await left('open')
  expect(found).toBeGreaterThanOrEqual(400)
  expect(await faultsOf(page)).toEqual([])

  // One: down, ground, Enter asks for the name first, then decides; Z takes it back.
  await page.getByRole('article').waitFor()
  await press('Enter')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type('Wang Li')
  await press('Escape', 'Enter')
  await expect.poll(() => left('open')).toBe(found - 1)
  await press('z')
  await expect.poll(() => left('open')).toBe(found)
  // Put off, and back.
  await press('s')
  await expect.poll(() => left('snoozed')).toBe(1)
  await press('z')
  await expect.poll(() => left('snoozed')).toBe(0)
  // Quick fingers: what is pressed while a deed is under way is done after it, once each, and a case that comes back moves nobody.
  for (let round = 0; round < 8; round++) {
    await press('s', 'z', ' ', ' ', ' ')
    await page.getByText(fill(words.lists.countMarked, { marked: 3 })).waitFor()
    await expect.poll(() => left('snoozed')).toBe(0)
    await press('m', 'Home')
    await expect.poll(() => page.locator('.case-line[data-marked="true"]').count()).toBe(0)
  }
  // Two marked, taken and referred.
  await press(' ', ' ', 'a')
  await expect.poll(async () => (await queue('open')).cases.filter((one) => one.assignee === 'Wang Li').length).toBe(2)

  // All the rest in sweeps: those of a rule marked, decided for one reason. Where the record does not tell the ground, a person does.
  const sweep = async (): Promise<void> => {
    const before = await left('open')
    const line = page.locator('.case-line[data-current="true"]')
    await expect.poll(() => line.count()).toBe(1)
    if ((await page.locator('.case-many').count()) === 0) await press('m')
    if ((await page.locator('.case-grounds input:checked').count()) === 0 && (await page.locator('.case-grounds').count()) === 1) await press('4')
    await press('Enter')
    await expect.poll(() => left('open')).toBeLessThan(before)
    const now = (await left('open')).toLocaleString('en')
    await expect.poll(async () => (await page.locator('.case-count').textContent())?.includes(`of ${now}`)).toBe(true)
  }
  for (let sweeps = 0; sweeps < 40 && (await left('open')) > 0; sweeps++) await sweep()
  expect(await left('open')).toBe(0)
  const { queues, decidedToday } = await counts()
  expect(queues.proposed).toBeGreaterThan(0)
  expect(queues.proposed + queues.snoozed + queues.closed).toBe(found)
  expect(decidedToday).toBe(found)
}, 180_000)

test('the same person confirms nothing; a second one everything; the lists hold what was confirmed', async () => {
  const { page, engine } = station
  const proposed = await left('proposed')
  await press(']')
  await page.getByRole('option').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('Enter')
  await page.getByText('was proposed').or(page.getByText(words.lists.refused.replace('{{n}}', '1'))).first().waitFor()
  expect(await left('proposed')).toBe(proposed)
  await write('p', 'Li Si')
  for (let sweep = 0; sweep < 20 && (await left('proposed')) > 0; sweep++) {
    const before = await left('proposed')
    await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(0)
    if ((await page.locator('.case-many').count()) === 0) await press('m')
    await press('Enter')
    await expect.poll(() => left('proposed')).toBeLessThan(before)
  }
  expect(await left('proposed')).toBe(0)
  const { total } = await engine.verbs.listEntries({})
  expect(total).toBe(proposed)
  await press(']', ']', ']')
  await page.getByText(words.lists.standing.split('{{')[0]!).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(station.complaints).toEqual([])
}, 120_000)

test('an entry is told on paper, asked of another department and answered by files, and removed, by keys', async () => {
  const { page, engine, folder } = station
  const dialog = page.getByRole('dialog')
  const current = page.locator('.case-entries tr[aria-selected="true"]')
  await current.waitFor()
  const saved = async (deed: () => Promise<void>): Promise<{ name: string; path: string }> => {
    const [download] = await Promise.all([page.waitForEvent('download'), deed()])
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    return { name: download.suggestedFilename(), path }
  }
  const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName)

  // The decision as a Word file.
  await press('d')
  await dialog.waitFor()
  await expect.poll(focused).toBe('INPUT')
  expect(await faultsOf(page)).toEqual([])
  const paper = await saved(async () => { await page.keyboard.type('Bureau'); await press('Enter') })
  expect(paper.name).toMatch(/\.docx$/)
  expect(readFileSync(paper.path).subarray(0, 2).toString()).toBe('PK')
  await dialog.waitFor({ state: 'hidden' })

  // A measure upon it: the department is known, so the reason is what is left.
  await press('m')
  await dialog.waitFor()
  await expect.poll(focused).toBe('INPUT')
  expect(await faultsOf(page)).toEqual([])
  await press('Tab', 'Tab', 'Tab')
  await page.keyboard.type('stands on the list')
  await press('Tab', 'Enter')
  await expect.poll(async () => (await engine.verbs.listMeasures({})).total).toBe(1)
  await dialog.waitFor({ state: 'hidden' })

  // Out as a workbook, back with the answer in it.
  await press(']')
  await current.waitFor()
  expect(await faultsOf(page)).toEqual([])
  const out = await saved(() => press('o'))
  const book = read(readFileSync(out.path))
  const rows = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1, defval: '' })
  for (const [column, value] of [['反馈结果', '已执行'], ['执行日期', '2026-01-05'], ['执行情况', 'barred'], ['反馈部门', 'Finance']] as const) rows[1]![rows[0]!.indexOf(column)] = value
  book.Sheets[book.SheetNames[0]!] = utils.aoa_to_sheet(rows)
  const answers = { name: 'answers.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(writeBook(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer) }
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('i')])
  await chooser.setFiles(answers)
  await expect.poll(async () => (await engine.verbs.listMeasures({})).requests[0]!.state).toBe('executed')
  await page.getByRole('status').filter({ hasText: 'answers.xlsx' }).waitFor()
  await press('l')
  await page.getByText('barred').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press('Escape')

  // The removal, proposed by one and confirmed by another, ends the measure too.
  await press('[')
  await current.waitFor()
  const before = (await engine.verbs.listEntries({})).total
  await press('x')
  await dialog.waitFor()
  await expect.poll(focused).toBe('TEXTAREA')
  await page.keyboard.type('reached again')
  await press('Tab', 'Enter')
  await expect.poll(() => left('proposed')).toBe(1)
  await dialog.waitFor({ state: 'hidden' })
  await press('[', '[', '[')
  await page.getByRole('option').first().waitFor()
  await press('Enter')
  await page.getByText('was proposed').or(page.getByText(words.lists.refused.replace('{{n}}', '1'))).first().waitFor()
  expect(await left('proposed')).toBe(1)
  await write('p', 'Wang Li')
  await press('Enter')
  await expect.poll(async () => (await engine.verbs.listEntries({})).total).toBe(before - 1)
  expect((await engine.verbs.listMeasures({})).requests[0]!.state).toBe('released')

  // Bans and duty can be reached and read.
  await press(']', ']', ']', ']', ']')
  await page.getByText(words.punishments.noBansText).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await press(']')
  await page.getByText(words.duty.kinds.accountability).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(station.complaints).toEqual([])
}, 120_000)

test('what a party did after the notice is noted by keys; a waiver brings its case back to be decided at once', async () => {
  const { page, engine } = station
  await page.evaluate(() => { location.hash = '#/lists?queue=snoozed' })
  await page.getByRole('listbox', { name: words.lists.queue }).getByRole('option').first().waitFor()
  const [noticed] = (await queue('snoozed')).cases.filter((one) => one.state === 'notified')
  await page.getByText(words.lists.hearing.split('{{')[0]!).first().waitFor()
  const note = async (step: number, said: string): Promise<void> => {
    await press('t')
    const dialog = page.getByRole('dialog', { name: words.lists.hearingTitle })
    await dialog.waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.type(said)
    await press('Shift+Tab', 'Shift+Tab', ...Array.from({ length: step }, () => 'ArrowRight'), 'Tab', 'Tab', 'Tab', 'Enter')
    await dialog.waitFor({ state: 'hidden' })
  }
  await note(0, 'says it was paid')
  await page.getByText(words.lists.hearingNow.stated.split('{{')[0]!).waitFor()
  await note(3, 'wants no hearing')
  await expect.poll(async () => (await engine.verbs.readCase({ caseNo: noticed!.caseNo })).case).toMatchObject({ snoozedUntil: null, hearing: { step: 'waived' } })
  await page.evaluate(() => { location.hash = '#/lists' })
  await page.getByText(words.lists.hearingNow.waived.split('{{')[0]!).waitFor()
  await press('Enter')
  await expect.poll(() => left('proposed')).toBe(1)
  // The profile of the party leads to that very case, among its own alone.
  await page.evaluate((id) => { location.hash = `#/profile/${id}` }, noticed!.subjectId)
  await page.getByRole('region', { name: words.standing.due }).getByRole('link', { name: fill(words.standing.refs.case, { n: noticed!.caseNo }) }).click()
  await page.getByText(words.lists.proposer).waitFor()
  expect(await page.locator('.case-line').count()).toBe(1)
  expect(await faultsOf(page)).toEqual([])
  await page.locator('.case-subject .ant-tag-close-icon').click()
  await expect.poll(() => page.url()).not.toContain('subject=')
  expect(station.complaints).toEqual([])
}, 120_000)
