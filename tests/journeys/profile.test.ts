import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { fill, openCity, words, type Station } from './station.ts'

/** An investigator reads one enterprise by the keyboard alone: from the search to a source row, through its timeline, and what would move its tier. */
let station: Station
let name = ''
let subjectId = 0
beforeAll(async () => {
  station = await openCity()
  const { verbs } = station.engine
  for (const one of (await verbs.overview({})).top) {
    const { records, subject } = await verbs.subjectProfile({ subjectId: one.subjectId })
    if (records.penalty < 2 || (await verbs.searchSubjects({ text: subject.name })).length > 1) continue
    name = subject.name
    subjectId = one.subjectId
    break
  }
  if (name === '') throw new Error('no subject of the city has the records that the journey needs')
})
afterAll(async () => {
  expect(station?.complaints ?? []).toEqual([])
  await station?.close()
})

/** Moves the focus by Tab, or backwards, until it stands there. */
async function tabTo(place: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await place.waitFor()
  for (let i = 0; i < 250; i++) {
    if (await place.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return
    await station.page.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${String(place)}`)
}

test('the search opens the profile: who it is, whether its code holds, where it stands', async () => {
  const { page } = station
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await page.locator('.palette').getByText(name, { exact: true }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  const { subject } = await station.engine.verbs.subjectProfile({ subjectId })
  await page.getByText(subject.code?.kind === 'uscc' ? words.standing.code.uscc : words.standing.code.other).waitFor()
  const standing = (await station.engine.verbs.subjectStanding({ subjectId }))!
  for (const { rank, of } of standing.places) await page.getByRole('region', { name: words.standing.places }).getByText(fill(words.standing.rank, { rank: rank.toLocaleString('en'), of: of.toLocaleString('en') })).first().waitFor()
  const due = page.getByRole('region', { name: words.standing.due })
  await due.getByText(words.standing.noVisits).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('why: a dimension opens to its meaning, its SQL and the rows behind it', async () => {
  const { page } = station
  const [first] = (await station.engine.verbs.explainSubject({ subjectId }))!.contributions
  const why = page.locator('.why')
  const open = why.getByRole('button', { name: first!.nameEn, exact: false }).first()
  await tabTo(open)
  await page.keyboard.press('Enter')
  const evidence = why.locator('.evidence')
  const dimension = (await station.engine.verbs.listDimensions({})).find((one) => one.id === first!.dimension)!
  await evidence.getByText(dimension.meaningEn).waitFor()
  await expect.poll(() => evidence.getByRole('gridcell').count()).toBeGreaterThan(0)
  await tabTo(evidence.getByRole('button', { name: words.profile.showSql }))
  await page.keyboard.press('Enter')
  await expect.poll(() => evidence.locator('pre').textContent()).toContain('GROUP BY subject_id')
})

test('what would move the tier is named, and what time alone will do', { timeout: 300_000 }, async () => {
  const { page } = station
  const moves = (await station.engine.verbs.tierMoves({ subjectId }))!
  const box = page.getByRole('region', { name: words.standing.moves })
  await box.getByRole('heading', { name: fill(words.standing.lower, { tier: moves.lower!.tier, under: moves.lower!.under }) }).waitFor()
  const named = moves.lower!.single[0] ?? moves.lower!.together!.moves[0]!
  await box.getByText(named.nameEn, { exact: false }).first().waitFor()
  await tabTo(box.getByRole('button', { name: words.standing.outlookAsk }))
  await page.keyboard.press('Enter')
  const { change } = (await station.engine.verbs.tierOutlook({ subjectId }))!
  await box.getByRole('status').filter({ hasText: change ? change.after.day : words.standing.outlookNone }).waitFor({ timeout: 120_000 })
  expect(await faultsOf(page)).toEqual([])
})

test('the timeline is narrowed to a lane and to days; an entry opens the whole record with file, row and batch', async () => {
  const { page, engine } = station
  const timeline = page.getByRole('region', { name: words.standing.timeline })
  const lane = timeline.getByRole('button', { name: new RegExp(`^${words.domain.classes.penalty}`) })
  await tabTo(lane)
  await page.keyboard.press('Space')
  await expect.poll(() => lane.getAttribute('aria-pressed')).toBe('true')
  const { lanes } = await engine.verbs.subjectTimeline({ subjectId })
  const penalties = lanes.find((one) => one.lane === 'penalty')!
  const grid = timeline.getByRole('region', { name: words.standing.events })
  const rows = grid.locator('.ag-row [col-id=lane]')
  await expect.poll(() => rows.allTextContents()).toEqual(Array.from({ length: penalties.total }, () => words.domain.classes.penalty))

  const { month, n } = penalties.months.at(-1)!
  await tabTo(timeline.getByRole('textbox', { name: words.standing.from }))
  await page.keyboard.type(`${month}-01`)
  await expect.poll(() => rows.count()).toBe(n)
  expect(await page.evaluate(() => location.hash)).toContain(`from=${month}-01`)
  await tabTo(grid.locator('.ag-header-cell').first())
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog')
  await drawer.getByText(words.desk.hash, { exact: true }).waitFor()
  await drawer.getByText(words.domain.classes.penalty, { exact: true }).first().waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => drawer.count()).toBe(0)

  await tabTo(timeline.getByRole('button', { name: words.standing.wholeTime }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => rows.count()).toBe(penalties.total)
  expect(await faultsOf(page)).toEqual([])
})
