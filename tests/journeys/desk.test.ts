import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { inventedCode } from './files.ts'
import { bring, fill, openStation, words, type Station } from './station.ts'

/** The quarantine desk: one row mended in place, the rest outside and brought back, and a mended record traced to its source. */
let station: Station
beforeAll(async () => {
  station = await openStation()
  const { engine, folder, page } = station
  await engine.verbs.createWorkspace({ path: join(folder, 'desk') })
  await bring(station, '登记.csv', ['企业名称,统一社会信用代码,成立日期', `甲公司,${inventedCode(1)},2001-01-01`])
  await bring(station, '处罚.csv', ['当事人名称,统一社会信用代码,处罚日期,处罚类别,罚款（万元）', `甲公司,${inventedCode(1)},2024/1/1,罚款,1`, ',,2024/1/2,罚款,2', ',,2024/1/3,警告,', '乙公司,,2024/1/4,罚款', ',,2024/1/5,=警告,'])
  await page.reload()
  await page.evaluate(() => { location.hash = '#/data' })
  await page.getByRole('navigation', { name: words.data.sources }).getByRole('button', { name: words.data.quarantine }).click()
})
afterAll(async () => station?.close())

const penalties = async () => (await station.engine.verbs.listSources({})).find((file) => file.name === '处罚.csv')!

test('one reject is mended in place: checked while it is typed, loaded by the keyboard, and undone', async () => {
  const { page } = station
  const grid = page.getByRole('region', { name: words.data.quarantine }).last()
  await grid.getByRole('gridcell', { name: words.data.reasons.no_subject }).first().click()
  await page.keyboard.press('Enter')
  const editor = page.getByRole('group', { name: fill(words.desk.editor, { file: '处罚.csv', row: 3 }) })
  await editor.getByText(fill(words.desk.wouldRefuse, { reason: words.data.reasons.no_subject })).waitFor()
  await editor.getByRole('textbox', { name: '当事人名称' }).fill('甲公司')
  await editor.getByText(fill(words.desk.wouldLoadUnder, { subject: '甲公司' })).waitFor()
  await editor.getByRole('cell', { name: '2024-01-02' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await page.getByRole('group', { name: fill(words.desk.editor, { file: '处罚.csv', row: 4 }) }).waitFor()
  expect(await penalties()).toMatchObject({ read: 5, loaded: 2, quarantined: 3, mended: 1 })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.desk.undo }).click()
  await page.getByText(fill(words.desk.undoneMend, { rows: 1 })).waitFor()
  expect(await penalties()).toMatchObject({ read: 5, loaded: 1, quarantined: 4, mended: 0 })
})

test('a reject is given up with a reason, and taken back', async () => {
  const { page } = station
  const grid = page.getByRole('region', { name: words.data.quarantine }).last()
  await grid.getByRole('gridcell', { name: words.data.reasons.no_subject }).first().click()
  await page.keyboard.press(' ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  await page.getByText(fill(words.desk.chosen, { rows: 2 })).waitFor()
  await page.keyboard.press(' ')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press(' ')
  await page.getByText(words.desk.keys).waitFor()
  await grid.getByRole('gridcell', { name: words.data.reasons.bad_width }).click()
  await page.keyboard.press('Delete')
  await page.getByRole('textbox', { name: words.desk.discardNote }).fill('cannot be told')
  await page.keyboard.press('Enter')
  await page.getByText(fill(words.desk.discarded, { rows: 1 })).waitFor()
  expect(await penalties()).toMatchObject({ quarantined: 4, discarded: 1 })
  await page.getByText(words.desk.state.discarded, { exact: true }).first().click()
  await grid.getByRole('gridcell', { name: 'cannot be told' }).waitFor()
  await page.getByRole('button', { name: words.desk.undo }).click()
  await page.getByText(fill(words.desk.restored, { rows: 1 })).waitFor()
  expect(await penalties()).toMatchObject({ quarantined: 4, discarded: 0 })
  await page.getByText(words.desk.state.open, { exact: true }).first().click()
})

test('the rest is exported, mended outside and brought back; the counts reconcile', async () => {
  const { page, folder } = station
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: words.desk.export }).click()
  const path = join(folder, 'rejects.csv')
  await (await waiting).saveAs(path)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain("\"'=警告\"")
  writeFileSync(path, text.replace('"no_subject","","","2024/1/2"', '"no_subject","甲公司","","2024/1/2"').replace('"no_subject","","","2024/1/3"', `"no_subject","","${inventedCode(1)}","2024/1/3"`).replace('"no_subject","","","2024/1/5"', '"no_subject"," ","","2024/6/5"'))
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: words.desk.bringBack }).click()
  await (await choosing).setFiles(path)
  await page.getByText(fill(words.desk.report, { loaded: 2, rows: 4, duplicate: 0, refused: 1 })).waitFor()
  await page.getByRole('cell', { name: words.desk.problems.unchanged }).waitFor()
  expect(await penalties()).toMatchObject({ read: 5, loaded: 3, duplicate: 0, quarantined: 2, mended: 2, reasons: { bad_width: 1, no_subject: 1 } })
})

test('one change to many rows tells before what it would do', async () => {
  const { page } = station
  await page.getByRole('button', { name: words.desk.changeMany }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(words.desk.changeKinds.take).click()
  await dialog.getByText(fill(words.desk.changeCheck, { good: 1, rows: 2, unchanged: 0 })).waitFor()
  await page.waitForTimeout(300) // fade-ins: half-faded text has no settled contrast
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: words.desk.changeApply }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await penalties()).toMatchObject({ read: 5, loaded: 4, quarantined: 1 })
})

test('a cell of a mended record leads to what the source wrote', async () => {
  const { page } = station
  await page.evaluate(() => { location.hash = '#/profile/1?tab=penalty' })
  await page.getByRole('region', { name: words.profile.records, exact: true }).getByRole('gridcell', { name: '2024-01-02' }).first().click()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: words.desk.lineage })
  await drawer.getByText('["","","2024/1/2","罚款","2"]').waitFor()
  await drawer.getByText('rejects.csv').waitFor()
  await page.waitForTimeout(300)
  expect(await faultsOf(page)).toEqual([])
  expect(await drawer.locator('tr[aria-current="true"]').textContent()).toContain('处罚日期')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
