import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../../renderer/components/arrow.ts'
import { formatNumber } from '../../renderer/components/format.ts'
import { fill, openCity, openStation, words, type Station } from './station.ts'

/**
 * A joint inspection of five departments over tiers C and D as its people do it, on one screen: from the board of the annual plan to the index that moved.
 * MINGCHA_CITY: subjects of the city; the program is meant for 200,000. MINGCHA_RESULTS: how many results come in.
 */
const size = Number(process.env['MINGCHA_CITY'] ?? 0)
const wanted = Number(process.env['MINGCHA_RESULTS'] ?? (size > 0 ? 500 : 40))
const { joint, sampling, plan, papers, results, citizen } = words
const departments = ['SJJ', 'XFJ', 'WJJ', 'GAJ', 'RSJ']
const name = '重点行业跨部门综合检查'
const patience = 120_000
let station: Station
let today: string

beforeAll(async () => {
  station = size > 0 ? await openStation() : await openCity()
  const { verbs } = station.engine
  if (size > 0) {
    await verbs.awaitJob(await verbs.createDemo({ path: join(station.folder, 'city'), subjects: size }))
    await verbs.awaitJob(await verbs.scoreSubjects({}))
  }
  const items: string[] = []
  for (const department of departments) {
    const all = rowsOf((await verbs.libraryPage({ kind: 'item', department, limit: 500 })).arrow)
    const free = all.filter((row) => row.ceiling_ratio === null && row.most_per_subject === null)
    items.push(String((free.find((row) => row.qualification === null) ?? free[0]!).item))
  }
  const { year } = (await verbs.listPlans({}))[0]!
  // Of a large city one industry, catering, as officers allow; of a small one all.
  await verbs.savePlanTask({ year, name, items, mode: 'directed', scope: size > 0 ? [{ field: 'industry', op: 'in', values: ['H'] }] : [], tiers: ['C', 'D'], ratios: { C: 0.2, D: 0.5 }, frequency: 1, periodFrom: `${year}-01-01`, periodUntil: `${year}-12-31`, lead: 'SJJ', joining: departments.slice(1) })
  today = new Date().toISOString().slice(0, 10)
  await station.page.reload()
}, 900_000)
afterAll(async () => station?.close())

const show = async (hash: string): Promise<void> => { await station.page.evaluate((to) => { location.hash = to }, hash) }
const person = async (who: string): Promise<void> => { await station.page.getByRole('textbox', { name: results.person }).fill(who) }
const states = async (): Promise<Record<string, number>> => (await station.engine.verbs.listResults({ of: { campaign: 1 }, limit: 1 })).states

test('the task of the plan becomes a joint inspection: committed before any seed, drawn by one', { timeout: 600_000 }, async () => {
  const { page, engine } = station
  await show('#/plan')
  const box = page.getByRole('checkbox', { name: fill(plan.chooseTask, { name }) })
  await expect.poll(() => box.isEnabled(), { timeout: patience }).toBe(true) // once the plan is checked
  await box.check()
  await page.getByRole('button', { name: fill(plan.joint, { tasks: 1 }) }).click()
  await page.getByRole('region', { name }).locator('.strata tfoot').waitFor({ timeout: patience })
  await page.getByRole('spinbutton', { name: joint.perDepartment }).fill('1')
  await page.getByRole('button', { name: sampling.commitButton }).click()
  await page.getByRole('button', { name: sampling.commit, exact: true }).click()
  await expect.poll(() => page.url(), { timeout: patience }).toContain('#/sampling/joint/1')
  const [committed] = await engine.verbs.listCampaigns({})
  expect(committed).toMatchObject({ state: 'committed', seed: null })
  expect(committed!.parts.map((one) => one.department).sort()).toEqual([...departments].sort())
  await page.getByLabel(committed!.commitment).waitFor()
  await page.getByRole('textbox', { name: sampling.seed }).fill('27182 81828 45904 52353 60287')
  await page.getByRole('button', { name: sampling.drawButton, exact: true }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: sampling.drawButton, exact: true }).click()
  await expect.poll(async () => (await engine.verbs.listCampaigns({}))[0]!.state, { timeout: patience }).toBe('staffed')
  const [drawn] = await engine.verbs.listCampaigns({})
  // Five departments drew the same subjects: one door, all of their matters.
  expect(drawn!.drawn).toBe(drawn!.visits * departments.length)
  await page.getByRole('grid').locator('.ag-row').first().waitFor({ timeout: patience })
})

test('its bundle is verified, its notices are papers', { timeout: 600_000 }, async () => {
  const { page, engine } = station
  await page.getByText(joint.tabs.draw, { exact: true }).click()
  await page.getByRole('button', { name: sampling.verifyNow }).click()
  await page.getByText(/^✓ All \d+ checks pass/).waitFor({ timeout: patience })
  await page.getByText(citizen.checks.teams).waitFor()
  await page.getByTitle(joint.tabs.visits, { exact: true }).click()
  await page.getByRole('button', { name: papers.open }).click()
  const drawer = page.getByRole('dialog', { name: papers.title })
  const few = rowsOf((await engine.verbs.campaignVisits({ campaign: 1, limit: 20 })).arrow).length
  await drawer.getByRole('textbox', { name: papers.visits }).fill(`1-${few}`)
  const [saved] = await Promise.all([page.waitForEvent('download', { timeout: patience }), drawer.getByRole('button', { name: papers.save, exact: true }).click()])
  const text = new PizZip(readFileSync((await saved.path())!)).file('word/document.xml')!.asText().replace(/<[^>]+>/g, '')
  expect(text.match(/双随机通〔\d{4}〕1-\d+号/g)).toHaveLength(few)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
})

test('results come in from the package that went out', { timeout: 600_000 }, async () => {
  const { page, folder } = station
  await show('#/sampling/joint/1?tab=results')
  await page.getByRole('grid').waitFor()
  await person('赵录入')
  await page.getByRole('button', { name: results.package }).click()
  const [saved] = await Promise.all([page.waitForEvent('download', { timeout: patience }), page.getByRole('menuitem', { name: 'JSON' }).click()])
  const task = JSON.parse(readFileSync((await saved.path())!, 'utf8')) as { rows: Record<string, string | number>[] }
  expect(task.rows.length).toBeGreaterThanOrEqual(wanted)
  const codes = ['1', '未按规定公示应当公示的信息', '1', '住所无法联系', '责令立即改正、责令限期改正']
  for (const [i, row] of task.rows.slice(0, wanted).entries()) Object.assign(row, { inspected_on: today, codes: codes[i % codes.length]!, remark: `第 ${i + 1} 项` })
  const path = join(folder, '回填.json')
  writeFileSync(path, JSON.stringify(task))
  await page.getByRole('button', { name: results.import }).click()
  const dialog = page.getByRole('dialog', { name: results.importTitle })
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: results.chooseFiles }).click()])
  await chooser.setFiles(path)
  await dialog.getByText(fill(results.imported, { read: wanted, taken: wanted, same: 0, refused: 0, blank: formatNumber(task.rows.length - wanted, 'en'), attachments: 0 })).waitFor({ timeout: patience })
  await dialog.getByRole('button', { name: words.shell.close }).last().click()
  expect(await states()).toMatchObject({ awaiting_review: wanted })
})

test('another person approves each by one key', { timeout: 900_000 }, async () => {
  const { page } = station
  await show('#/sampling/joint/1?tab=review')
  await page.getByText(fill(results.toReview, { left: wanted })).waitFor()
  await person('钱审核')
  await page.getByRole('listbox', { name: results.queue }).focus()
  for (let left = wanted - 1; left >= 0; left--) {
    await expect.poll(() => page.getByRole('button', { name: new RegExp(`^${results.approve}`) }).isEnabled()).toBe(true)
    await page.keyboard.press('a')
    if (left > 0) await page.getByText(fill(results.toReview, { left })).waitFor()
  }
  await expect.poll(states).toMatchObject({ awaiting_review: 0, approved: wanted })
})

test('they are published; the next scoring moves the index, and cases are opened for whoever could not be reached', { timeout: 900_000 }, async () => {
  const { page, engine: { verbs } } = station
  await show('#/sampling/joint/1?tab=publication')
  await person('孙公示')
  await page.getByRole('button', { name: fill(results.publishAll, { results: wanted }) }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: results.publish, exact: true }).click()
  await page.getByRole('region', { name: results.publications }).getByRole('cell', { name: '孙公示' }).waitFor({ timeout: patience })
  expect(await states()).toMatchObject({ published: wanted })
  const found = rowsOf((await verbs.listResults({ of: { campaign: 1 }, states: ['published'], problem: true, limit: 10_000 })).arrow).map((row) => Number(row.subject_id))
  const indices = async (): Promise<number[]> => Promise.all([...new Set(found)].slice(0, 50).map(async (subjectId) => (await verbs.explainSubject({ subjectId }))!.index))
  const before = await indices()
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  const after = await indices()
  expect(after.filter((index, i) => index > before[i]! + 0.05).length).toBeGreaterThan(0)
  await show(`#/profile/${found[0]!}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await verbs.awaitJob(await verbs.findCases({}))
  const { cases } = await verbs.listCases({ ground: 'unreachable', limit: 200 })
  const unreached = new Set(rowsOf((await verbs.listResults({ of: { campaign: 1 }, states: ['published'], limit: 10_000 })).arrow).filter((row) => row.outcome === 'unreachable').map((row) => Number(row.subject_id)))
  const opened = cases.filter((one) => one.subjectId !== null && unreached.has(one.subjectId)).map((one) => one.subjectId)
  expect(opened.length).toBeGreaterThan(0)
  expect(new Set(opened).size).toBe(opened.length)
  expect((await verbs.verifyAudit({})).ok).toBe(true)
})

test('the page said nothing untoward', () => expect(station.complaints).toEqual([]))
