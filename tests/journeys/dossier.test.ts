import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'
import { fill, openCity, words, type Station } from './station.ts'

const d = words.dossier
const passphrase = '一二三四五六七八九十'
let station: Station
let subject: { subjectId: number; name: string; legalRep: string; phone: string }

beforeAll(async () => {
  station = await openCity()
  const { verbs } = station.engine
  const { top } = await verbs.overview({})
  for (const { subjectId } of top) {
    const { subject: one } = await verbs.subjectProfile({ subjectId })
    if (one.legalRep && one.phone && /^\p{Script=Han}{2,4}$/u.test(one.legalRep)) subject = { subjectId, name: one.name, legalRep: one.legalRep, phone: one.phone }
  }
  writeFileSync(join(station.folder, '门头照片.png'), Buffer.from('89504e470d0a1a0a00', 'hex'))
}, 240_000)
afterAll(async () => station?.close())

const open = async (hash: string): Promise<void> => { await station.page.evaluate((to) => { location.hash = to }, hash) }
/** The dossier as the page hands it over: its words, and its name. */
async function downloaded(): Promise<{ name: string; text: string }> {
  const { page } = station
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: d.word }).click()])
  return { name: download.suggestedFilename(), text: new PizZip(readFileSync((await download.path())!)).file('word/document.xml')!.asText().replace(/<[^>]*>/g, '\n') }
}
const signIn = async (name: string): Promise<void> => {
  const { page } = station
  await page.getByRole('heading', { name: words.audit.signInTitle }).waitFor()
  await page.getByLabel(words.audit.name, { exact: true }).first().click()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.getByLabel(words.audit.passphrase, { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: fill(words.audit.menu, { name }) }).waitFor()
}

test('a note is written with a photo, and struck with a reason', async () => {
  const { page } = station
  await open(`#/profile/${subject.subjectId}`)
  const notes = page.getByRole('region', { name: d.notes })
  await notes.getByText(d.notesNone).waitFor()
  await notes.getByLabel(d.text).fill('Called twice, nobody answered')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), notes.getByRole('button', { name: d.attach }).click()])
  await chooser.setFiles(join(station.folder, '门头照片.png'))
  await notes.getByText('门头照片.png').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await notes.getByRole('button', { name: d.add }).click()
  const first = notes.getByRole('listitem').filter({ hasText: 'Called twice' })
  const [download] = await Promise.all([page.waitForEvent('download'), first.getByRole('button', { name: '门头照片.png' }).click()])
  expect(readFileSync((await download.path())!).length).toBe(9)
  await notes.getByLabel(d.text).fill('Wrong one')
  await notes.getByRole('button', { name: d.add }).click()
  const wrong = notes.locator('.notes-list > li').filter({ hasText: 'Wrong one' })
  await wrong.getByRole('button', { name: d.strike }).click()
  await page.getByLabel(d.reason).fill('another firm')
  await page.getByRole('tooltip').getByRole('button', { name: d.strike }).click()
  await wrong.getByText('another firm').waitFor()
  expect(await wrong.getByRole('button', { name: d.strike }).count()).toBe(0)
})

test('whom one watches stands on the overview and among the filters', async () => {
  const { page } = station
  await page.getByRole('button', { name: new RegExp(`${d.watch}$`) }).click()
  await page.getByRole('button', { name: new RegExp(`${d.watching}$`) }).waitFor()
  await open('#/overview')
  const list = page.getByRole('region', { name: d.watched })
  await list.getByRole('link', { name: subject.name }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await list.getByRole('button', { name: d.all }).click()
  await page.getByRole('group', { name: words.shell.filter }).getByText(d.byMe).waitFor()
  await page.getByText(subject.name).first().waitFor()
})

test('the dossier comes as a Word document and on paper, with evidence and its sources', async () => {
  const { page } = station
  await open(`#/profile/${subject.subjectId}`)
  const { name, text } = await downloaded()
  expect(name).toContain(subject.name.slice(0, 4))
  const { explanation } = await station.engine.verbs.subjectProfile({ subjectId: subject.subjectId })
  for (const one of explanation!.contributions.slice(0, 3)) expect(text).toContain(one.nameZh)
  expect(text).toContain('Called twice')
  expect(text).toContain(subject.legalRep)
  expect(text).toMatch(/\d+·\d+/)
  await page.evaluate(() => { window.print = () => undefined })
  await page.getByRole('button', { name: d.print }).click()
  await page.locator('.paper-dossier').waitFor({ state: 'attached' })
  expect(await page.locator('.paper-dossier').textContent()).toContain(explanation!.contributions[0]!.nameEn)
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(5000)
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await page.locator('.paper-dossier').waitFor({ state: 'detached' })
})

test('an analyst gets it masked, an investigator in full; on the screen likewise', async () => {
  const { page, engine } = station
  await engine.verbs.saveOperator({ name: '陈管理', roles: ['administrator'], passphrase })
  await engine.verbs.signIn({ name: '陈管理', passphrase })
  await engine.verbs.saveOperator({ name: '李分析', roles: ['analyst'], passphrase })
  await engine.verbs.saveOperator({ name: '赵检查', roles: ['investigator'], passphrase })
  for (const [who, inFull] of [['李分析', false], ['赵检查', true]] as const) {
    await page.reload()
    await signIn(who)
    await open(`#/profile/${subject.subjectId}`)
    await page.getByRole('heading', { name: subject.name, level: 1 }).waitFor()
    expect((await page.locator('.profile-facts').textContent())!.includes(subject.legalRep)).toBe(inFull)
    const { text } = await downloaded()
    expect(text).toContain('Called twice')
    expect([text.includes(subject.legalRep), text.includes(subject.phone)]).toEqual([inFull, inFull])
    await page.getByRole('button', { name: fill(words.audit.menu, { name: who }) }).click()
    await page.getByText(words.audit.signOut, { exact: true }).click()
  }
  expect((await engine.verbs.listAudit({ verb: 'exportDossier' })).entries.map((one) => one.by)).toEqual(['赵检查'])
})

test('the page said nothing untoward', () => expect(station.complaints).toEqual([]))
