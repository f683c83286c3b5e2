import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../../renderer/components/arrow.ts'
import { fillLibraries } from '../libraries.ts'
import { faultsOf } from './faults.ts'
import { fill, openCity, words, type Station } from './station.ts'

/** What a team of several departments does: writes their tasks, commits, draws before witnesses, and hands out visits and proof. */
let station: Station
const { joint, sampling, citizen, changes, planner, papers, companions, days, plan } = words
beforeAll(async () => { station = await openCity() })
afterAll(async () => station?.close())

const choose = async (task: number, label: string, text: string): Promise<void> => {
  const { page } = station
  await page.getByRole('region', { name: fill(joint.task, { number: task }) }).getByRole('combobox', { name: label }).click()
  await page.keyboard.type(text)
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: text }).first().click()
  await page.keyboard.press('Escape')
}

test('the other half of the view is reached by its switch, and asks for libraries where none is in force', async () => {
  const { page, engine } = station
  await page.evaluate(() => { location.hash = '#/sampling' })
  await page.getByText(joint.joint, { exact: true }).click()
  await expect.poll(() => page.url()).toContain('#/sampling/joint')
  await page.getByText(joint.none).waitFor()
  await fillLibraries(engine.verbs)
  await page.getByRole('button', { name: joint.new }).first().click()
  const first = page.getByRole('region', { name: fill(joint.task, { number: 1 }) })
  await first.waitFor()
  await page.getByRole('textbox', { name: joint.on }).fill('2019-01-01')
  await page.getByText(joint.noLibraries).waitFor()
  await page.getByRole('button', { name: joint.toLibraries }).waitFor()
  await page.getByRole('textbox', { name: joint.on }).fill('')
  await first.waitFor()
})

test('tasks are written, with what each would draw and who could go, and survive a look at the subjects', async () => {
  const { page } = station
  const [first, second] = [1, 2].map((number) => page.getByRole('region', { name: fill(joint.task, { number }) }))
  await page.getByRole('textbox', { name: joint.name }).fill('联合一号')
  await choose(1, joint.department, '高新市场监管所')
  await choose(1, joint.items, '登记事项检查')
  await first!.getByText(fill(joint.fit, { officers: 6 })).waitFor()
  await choose(2, joint.department, '高新消防大队')
  await choose(2, joint.items, '自动消防设施检查')
  await second!.getByText(fill(joint.holders, { qualification: '消防监督检查员', officers: 2 })).waitFor()
  for (const tier of ['A', 'B']) await second!.getByRole('button', { name: new RegExp(`^${tier}`) }).click()
  await second!.locator('.strata tfoot').waitFor()
  await page.evaluate(() => { location.hash = '#/subjects' })
  await page.getByRole('heading', { name: words.shell.views.subjects }).waitFor()
  await page.goBack()
  await expect.poll(() => page.getByRole('textbox', { name: joint.name }).inputValue()).toBe('联合一号')
  expect(await second!.getByRole('button', { name: /^A/ }).getAttribute('aria-pressed')).toBe('false')
})

test('the size for a purpose is told of the frame, and becomes the ratio', async () => {
  const { page } = station
  const second = page.getByRole('region', { name: fill(joint.task, { number: 2 }) })
  await second.getByRole('button', { name: joint.otherRatios }).click()
  await second.getByRole('button', { name: planner.open }).click()
  await second.getByText(planner.purposes.detect).click()
  await second.getByRole('group', { name: planner.open }).getByText('C', { exact: true }).click()
  const said = await second.getByText(/^Draw \d/).textContent()
  const [, size, frame] = /^Draw ([\d,]+) of ([\d,]+)/.exec(said!)!.map((one) => Number(one.replaceAll(',', '')))
  await second.getByRole('button', { name: fill(planner.fillOne, { tier: 'C' }) }).click()
  await expect.poll(() => second.locator('.strata tbody tr').filter({ hasText: /^C/ }).textContent()).toContain(String(size))
  expect(size).toBeLessThanOrEqual(frame!)
  await page.getByRole('spinbutton', { name: sampling.spares }).fill('5')
  expect(await faultsOf(page)).toEqual([])
})

test('it is committed; the commitment stands large before any seed', async () => {
  const { page, engine } = station
  await page.getByRole('button', { name: sampling.commitButton }).click()
  await page.getByRole('button', { name: sampling.commit, exact: true }).click()
  await expect.poll(() => page.url()).toContain('#/sampling/joint/1')
  const [info] = await engine.verbs.listCampaigns({})
  expect(info).toMatchObject({ name: '联合一号', state: 'committed', perDepartment: 1, least: 2, parts: [{ department: 'SJ', items: [{ code: 'SJ-001' }] }, { department: 'XF', items: [{ code: 'XF-002', qualification: '消防监督检查员' }] }] })
  await page.getByLabel(info!.commitment).waitFor()
  await page.getByText(joint.publishText).waitFor()
  await page.getByRole('button', { name: sampling.ceremony }).click()
  await page.getByRole('dialog', { name: sampling.ceremony }).getByText('高新消防大队').waitFor()
  await page.keyboard.press('Escape')
})

test('one public seed draws all departments, and every visit is listed with who goes', async () => {
  const { page, engine } = station
  await page.getByRole('textbox', { name: sampling.seed }).fill('27182 81828 45904 52353 60287')
  await page.getByRole('button', { name: sampling.drawButton, exact: true }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: sampling.drawButton, exact: true }).click()
  await page.getByRole('grid').getByText(/赵\*|钱\*|孙\*|李\*|周\*|吴\*/).first().waitFor({ timeout: 30_000 })
  const [info] = await engine.verbs.listCampaigns({})
  expect(info).toMatchObject({ state: 'staffed', seed: '2718281828459045235360287' })
  const digits = (n: number): string => n.toLocaleString('en')
  await page.getByText(fill(joint.headline, { visits: digits(info!.visits), drawn: digits(info!.drawn), saved: digits(info!.drawn - info!.visits) })).waitFor()
  expect(await page.getByRole('grid').getByText('某某').count()).toBe(0)
  const loads = await engine.verbs.campaignLoads({ campaign: 1 })
  const row = page.getByRole('row').filter({ hasText: '高新消防大队' }).filter({ hasText: loads[1]!.least === loads[1]!.most ? String(loads[1]!.most) : `${loads[1]!.least}–${loads[1]!.most}` })
  await row.first().waitFor()
})

test('an officer and a subject are replaced by rule, and the change stands for ever', async () => {
  const { page, engine } = station
  const panel = page.getByRole('complementary', { name: joint.visit })
  await page.getByRole('gridcell').first().click()
  await panel.getByRole('button', { name: /^Replace officer/ }).first().click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: changes.record }).isEnabled()).toBe(false)
  await dialog.getByRole('textbox', { name: changes.reason }).fill('临时住院')
  await dialog.getByRole('button', { name: changes.record }).click()
  await page.getByRole('region', { name: changes.title }).getByText('临时住院').waitFor()
  await dialog.waitFor({ state: 'hidden' })
  // Of a tier that was drawn as a whole nobody is left.
  const rows = rowsOf((await engine.verbs.campaignVisits({ campaign: 1 })).arrow)
  const spares = rowsOf((await engine.verbs.drawSheet({ draw: 1, role: 'spare', limit: 5000 })).arrow).map((row) => row.stratum)
  const spared = new Set(rowsOf((await engine.verbs.drawSheet({ draw: 1, role: 'drawn', limit: 5000 })).arrow).flatMap((row) => (spares.includes(row.stratum) ? [String(row.id)] : [])))
  const alone = rows.slice(0, 12).find((row) => spared.has(String(row.id)) && (JSON.parse(String(row.departments)) as unknown[]).length === 1)!
  await page.getByRole('gridcell', { name: String(alone.id) }).click()
  await panel.getByRole('button', { name: changes.replaceSubject }).click()
  await dialog.getByRole('textbox', { name: changes.reason }).fill('已迁往外省')
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: changes.record }).click()
  await page.getByRole('region', { name: changes.title }).getByText('已迁往外省').waitFor()
  await dialog.waitFor({ state: 'hidden' })
  const made = await engine.verbs.campaignChanges({ campaign: 1 })
  expect(made).toMatchObject([{ kind: 'officer', reason: '临时住院' }, { kind: 'subject', reason: '已迁往外省', subject: { id: alone.id } }])
})

test('its bundle is saved, and verified by departments', async () => {
  const { page, engine } = station
  await page.getByText(joint.tabs.draw, { exact: true }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: sampling.bundle }).click()])
  const bundle = new Uint8Array(readFileSync((await saved.path())!))
  expect((await engine.verbs.verifyBundle({ bundle })).ok).toBe(true)
  await page.getByRole('button', { name: sampling.verifyNow }).click()
  await page.getByText(/^✓ All \d+ checks pass/).waitFor({ timeout: 30_000 })
  await page.getByText(fill(citizen.group, { number: 2, department: '高新消防大队' })).waitFor()
  await page.getByText(citizen.checks.teams).waitFor()
  await page.evaluate(() => { location.hash = '#/sampling/joint' })
  await page.getByRole('link', { name: '联合一号' }).waitFor()
  await page.getByText(joint.states.staffed).waitFor()
})

test('an expert goes along with all visits of an item, and the bundle still verifies', async () => {
  const { page, engine } = station
  await engine.verbs.saveLibraryRow({ kind: 'expert', row: { expert: 'ZJ1', name: '许某某', organisation: '某大学', specialities: ['消防'], valid_from: '2026-01-01' }, reason: '入库' })
  await page.getByRole('link', { name: '联合一号' }).click()
  await page.getByRole('button', { name: companions.open }).click()
  const drawer = page.getByRole('dialog', { name: companions.title })
  for (const [label, text] of [[companions.who, 'ZJ1'], [companions.item, 'XF-002']] as const) {
    await drawer.getByRole('combobox', { name: label }).click()
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: text }).first().click()
  }
  expect(await drawer.getByRole('button', { name: companions.join }).isDisabled()).toBe(true)
  await drawer.getByRole('textbox', { name: companions.reason }).fill('消防设施专业性强')
  await drawer.getByRole('button', { name: companions.join }).click()
  const loads = await engine.verbs.campaignLoads({ campaign: 1 })
  await drawer.getByText(fill(companions.joined, { visits: loads[1]!.visits, recused: 0 })).waitFor()
  await drawer.getByRole('cell', { name: '许*某 ZJ1' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('grid').getByText('许*某 ZJ1').first().waitFor()
  await page.getByText(joint.tabs.draw, { exact: true }).click()
  await page.getByRole('button', { name: sampling.verifyNow }).click()
  await page.getByText(/^✓ All \d+ checks pass/).waitFor({ timeout: 30_000 })
  await page.getByRole('rowheader', { name: citizen.checks.companions }).waitFor()
  await page.evaluate(() => { location.hash = '#/sampling/joint' })
})

test('visits get their days, and papers bear them', async () => {
  const { page, engine } = station
  await page.getByRole('link', { name: '联合一号' }).click()
  await page.getByRole('button', { name: days.open }).click()
  const drawer = page.getByRole('dialog', { name: days.title })
  await drawer.getByRole('textbox', { name: days.from }).fill('2027-03-06')
  await drawer.getByRole('spinbutton', { name: days.perDay }).fill('3')
  await drawer.getByRole('button', { name: days.spread }).click()
  await drawer.getByRole('cell', { name: '2027-03-08', exact: true }).waitFor() // the Monday
  const [first] = await engine.verbs.campaignDays({ campaign: 1 })
  expect(first).toMatchObject({ day: '2027-03-08', most: 3 })
  await page.keyboard.press('Escape')
  await page.getByRole('gridcell', { name: '2027-03-08' }).first().waitFor()
  await page.evaluate(() => { location.hash = '#/sampling/joint' })
})

test('its papers are saved as Word files, from a template that was changed in between', async () => {
  const { page, engine, folder } = station
  await page.getByRole('link', { name: '联合一号' }).click()
  await page.getByRole('button', { name: papers.open }).click()
  const drawer = page.getByRole('dialog', { name: papers.title })
  const saved = async (name: string): Promise<PizZip> => {
    const [download] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name, exact: true }).click()])
    return new PizZip(readFileSync((await download.path())!))
  }
  const textOf = (zip: PizZip): string => zip.file('word/document.xml')!.asText().replace(/<[^>]+>/g, '')
  const [info] = (await engine.verbs.listCampaigns({})).slice(-1)
  const all = textOf(await saved(papers.save))
  expect(all).toContain('许某某')
  expect(all).toContain('2027年3月8日')
  expect(all.match(/双随机通〔\d{4}〕1-\d+号/g)).toHaveLength(info!.visits)

  const template = await saved(papers.out)
  const change = (from: string, to: string): string => {
    const path = join(folder, '通知书.docx')
    writeFileSync(path, template.file('word/document.xml', template.file('word/document.xml')!.asText().replace(from, to)).generate({ type: 'nodebuffer' }))
    return path
  }
  const bring = async (path: string): Promise<void> => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), drawer.getByRole('button', { name: papers.bring }).click()])
    await chooser.setFiles(path)
  }
  await bring(change('{地址}', '{住址}'))
  await drawer.getByRole('alert').getByText('{住址}').waitFor()
  await bring(change('{住址}', '{地址}（高新区）'))
  await drawer.getByText(fill(papers.own, { file: '通知书.docx', version: 1 })).waitFor()
  const [first, second] = rowsOf((await engine.verbs.campaignVisits({ campaign: 1, limit: 2 })).arrow).map((row) => String(row.visit))
  await drawer.getByRole('textbox', { name: papers.visits }).fill(`${second}，${first}`)
  await drawer.getByText(papers.formats.zip).click()
  const zip = await saved(papers.save)
  expect(Object.keys(zip.files)).toHaveLength(2)
  for (const one of Object.values(zip.files)) expect(textOf(new PizZip(one.asUint8Array()))).toContain('（高新区）')
  await drawer.getByRole('button', { name: papers.restore }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: papers.restore }).click()
  await drawer.getByText(papers.program).waitFor()
  await page.keyboard.press('Escape')
  await page.evaluate(() => { location.hash = '#/sampling/joint' })
})

test('tasks of the annual plan become a joint inspection, by their departments, and count as drawn', async () => {
  const { page, engine } = station
  const { verbs } = engine
  const [found] = await verbs.listPlans({})
  const { broken } = await verbs.checkPlan({ year: found!.year })
  const good = found!.tasks.filter((one) => one.joining.length > 0 && !broken.some((rule) => rule.severity === 'refuse' && rule.tasks.includes(one.task)))
  const bad = found!.tasks.find((one) => broken.some((rule) => rule.severity === 'refuse' && rule.tasks.includes(one.task)))!
  // Two tasks that may be inspected on one day.
  const first = good.find((one) => good.some((other) => other !== one && other.periodFrom <= one.periodUntil && one.periodFrom <= other.periodUntil))!
  const second = good.find((one) => one !== first && one.periodFrom <= first.periodUntil && first.periodFrom <= one.periodUntil)!
  await page.evaluate(() => { location.hash = '#/plan' })
  const box = (name: string) => page.getByRole('checkbox', { name: fill(plan.chooseTask, { name }) })
  await expect.poll(() => box(first.name).isEnabled(), { timeout: 60_000 }).toBe(true) // once the plan is checked
  expect(await box(bad.name).isDisabled()).toBe(true)
  await box(first.name).check()
  await box(second.name).check()
  await page.getByRole('button', { name: fill(plan.joint, { tasks: 2 }) }).click()
  await page.getByRole('heading', { name: joint.planned }).waitFor()
  for (const { name } of [first, second]) await page.getByRole('region', { name }).locator('.strata tfoot').waitFor()
  const day = page.getByRole('textbox', { name: joint.on })
  const on = await day.inputValue()
  await day.fill('2019-01-01')
  await page.getByRole('alert').getByText(fill(joint.dayOutside, { name: first.name, from: first.periodFrom, until: first.periodUntil })).waitFor()
  expect(await page.getByRole('button', { name: sampling.commitButton }).isDisabled()).toBe(true)
  await day.fill(on)
  await page.getByRole('button', { name: sampling.commitButton }).click()
  await page.getByRole('button', { name: sampling.commit, exact: true }).click()
  await expect.poll(() => page.url(), { timeout: 60_000 }).toContain('#/sampling/joint/2')
  const [info] = await verbs.listCampaigns({})
  expect(new Set(info!.parts.map((one) => one.task))).toEqual(new Set([first.task, second.task]))
  expect(info).toMatchObject({ perDepartment: 2, on })
  const draws = (await verbs.listPlans({}))[0]!.tasks.find((one) => one.task === first.task)!.draws
  expect(draws).toEqual([info!.parts.find((one) => one.task === first.task)!.draw])
  await page.evaluate(() => { location.hash = '#/sampling/joint' })
})

test('a department that cannot staff its visits is told, with its reason and what would do', async () => {
  const { page, engine } = station
  const { verbs } = engine
  for (const officer of ['WJ2', 'WJ3']) await verbs.saveLibraryRow({ kind: 'leave', row: { officer, reason: '培训', valid_from: '2026-01-01' }, reason: '请假' })
  const { campaign } = (await verbs.awaitJob(await verbs.commitCampaign({ name: '联合二号', tasks: [{ department: 'WJ', items: ['WJ-001'], filter: [{ field: 'tier', op: 'in', values: ['C', 'D'] }] }] }))) as { campaign: number }
  await verbs.awaitJob(await verbs.drawCampaign({ campaign, seed: '31415926535897932384' }))
  await page.getByRole('link', { name: '联合二号' }).click()
  const panel = page.getByRole('alert', { name: joint.shortTitle })
  await panel.getByText('高新卫生监督所').waitFor()
  await panel.getByText(fill(joint.why.few, { officers: 2, eligible: 1 })).first().waitFor()
  await panel.getByText(fill(joint.relax.officers, { add: 1 })).waitFor()
  await verbs.saveLibraryRow({ kind: 'officer', row: { officer: 'WJ9', name: '沈某某', department: 'WJ', certificate_no: '示WJ009', certificate_until: '2035-12-31', valid_from: '2026-01-01' }, reason: '借调' })
  await panel.getByRole('button', { name: changes.relax }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: changes.further }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: 'WJ9' }).click()
  await page.keyboard.press('Escape')
  await dialog.getByRole('textbox', { name: changes.reason }).fill('借调一人')
  await dialog.getByRole('button', { name: changes.record }).click()
  await panel.waitFor({ state: 'detached' })
  expect((await verbs.listCampaigns({}))[0]).toMatchObject({ state: 'staffed', shortages: [], changes: [{ kind: 'relaxed', reason: '借调一人' }] })
})

test('the page said nothing untoward', () => {
  expect(station.complaints).toEqual([])
})
