import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedCode } from './files.ts'
import { bring, fill, openStation, words, type Station } from './station.ts'

/** Putting right what came in: rows without a subject, repaired codes, and a batch taken back. */
let station: Station
beforeAll(async () => {
  station = await openStation()
  const { engine, folder, page } = station
  await engine.verbs.createWorkspace({ path: join(folder, 'mend') })
  await bring(station, '登记.csv', ['企业名称,统一社会信用代码,成立日期', `甲公司,${inventedCode(1)},2001-01-01`, `同名公司,${inventedCode(2)},2001-01-01`, `同名公司,${inventedCode(3)},2001-01-01`, `西安远帆机械有限公司,${inventedCode(4)},2001-01-01`])
  await bring(station, '处罚.csv', ['当事人名称,统一社会信用代码,处罚日期,处罚类别', `甲公司,${inventedCode(1).slice(0, 17)},2024/1/1,罚款`, '同名公司,,2024/1/2,罚款', '谁公司,,2024/1/3,罚款', '远帆机械有限责任公司,,2024/1/4,罚款'])
  await page.reload()
})
afterAll(async () => station?.close())

test('rows without a subject, and repaired codes, are listed one by one', async () => {
  const { page } = station
  await page.evaluate(() => { location.hash = '#/data' })
  await page.getByRole('navigation', { name: words.data.sources }).getByRole('button', { name: words.data.attachment }).click()
  await page.getByRole('gridcell', { name: '同名公司' }).waitFor()
  await page.getByText(words.data.attachmentKind.none, { exact: true }).first().click()
  await page.getByRole('gridcell', { name: '谁公司' }).waitFor()
  await page.getByText(words.data.attachmentKind.repaired, { exact: true }).click()
  await page.getByRole('gridcell', { name: inventedCode(1), exact: true }).waitFor()
  await page.getByRole('gridcell', { name: words.data.evidences.name }).waitFor()
})

test('names are compared, and a pair is decided and taken back by keys', async () => {
  const { page, engine } = station
  await page.getByRole('navigation', { name: words.data.sources }).getByRole('button', { name: words.data.identity }).click()
  await page.getByText(words.data.identityNone).waitFor()
  await page.getByRole('button', { name: words.data.compare }).click()
  await page.locator('.identity-pair').getByRole('link', { name: '西安远帆机械有限公司' }).waitFor()
  expect(await page.locator('.identity-pair mark').allTextContents()).toContain('西安')
  const penalties = async (): Promise<number> => (await engine.verbs.subjectProfile({ code: inventedCode(4) })).records.penalty
  await page.keyboard.press('s')
  // Behind it, the penalty of a name that two bear: one bearer, and the other below.
  await page.locator('.identity-others').getByRole('link', { name: '同名公司' }).waitFor()
  await page.getByText(words.data.answered.same, { exact: true }).waitFor()
  expect(await penalties()).toBe(1)
  await page.keyboard.press('z')
  await page.locator('.identity-pair').getByRole('link', { name: '西安远帆机械有限公司' }).waitFor()
  expect(await penalties()).toBe(0)
  await page.keyboard.press('d')
  await page.locator('.identity-others').waitFor()
  await page.keyboard.press('d')
  await page.locator('.identity-others').waitFor({ state: 'detached' })
  await page.keyboard.press('s')
  await page.getByText(words.data.identityNone).waitFor()
  expect((await engine.verbs.subjectProfile({ code: inventedCode(3) })).records.penalty + (await engine.verbs.subjectProfile({ code: inventedCode(2) })).records.penalty).toBe(1)
  await page.keyboard.press('z')
  await page.locator('.identity-pair').waitFor()
})

test('a merged subject is found by its old number, says so, and comes back', async () => {
  const { page, engine } = station
  const [one, two] = await Promise.all([2, 3].map(async (n) => (await engine.verbs.subjectProfile({ code: inventedCode(n) })).subject.subjectId))
  await engine.verbs.mergeSubjects({ from: two!, into: one! })
  await page.evaluate((id) => { location.hash = `#/profile/${id}` }, two!)
  const lineage = page.getByRole('region', { name: words.profile.lineage })
  await lineage.getByText(fill(words.profile.askedFor, { name: `同名公司 ${inventedCode(3)}` })).waitFor()
  await lineage.getByRole('button', { name: words.profile.unmerge }).click()
  await page.getByRole('tooltip').getByRole('button', { name: words.profile.unmerge }).click()
  await lineage.waitFor({ state: 'detached' })
  expect((await engine.verbs.subjectProfile({ code: inventedCode(3) })).subject.subjectId).toBe(two)
  await page.evaluate(() => { location.hash = '#/data' })
})

test('a batch is undone once its count was named, and stays in the history', async () => {
  const { page, engine } = station
  await page.getByRole('navigation', { name: words.data.sources }).getByRole('button', { name: words.data.history }).click()
  await page.getByRole('button', { name: words.data.undo, exact: true }).first().click()
  await page.getByText(fill(words.data.undoAsk, { batch: 2, rows: 4 })).waitFor()
  await page.getByRole('tooltip').getByRole('button', { name: words.data.undo, exact: true }).click()
  await page.getByText(/^undone \d{4}-\d\d-\d\d/).waitFor()
  expect((await engine.verbs.listSources({})).map((file) => file.name)).toEqual(['登记.csv'])
  expect((await engine.verbs.listBatches({})).map((one) => one.undone !== null)).toEqual([true, false])
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
