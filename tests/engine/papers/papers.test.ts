import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import PizZip from 'pizzip'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Parsed } from '../../../shared/contract.ts'
import { paperKinds } from '../../../shared/papers.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { papers } from '../../../electron/engine/papers/papers.ts'
import { listBook } from '../../../electron/engine/lists/rules.ts'
import { readCodes } from '../../../electron/engine/inspections/codes.ts'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { addStaffed } from './staffed.ts'

let room: TestRoom
let verbs: ReturnType<typeof papers>
let campaign: number
beforeAll(async () => {
  room = await openRoom()
  verbs = papers(room, tableWorkbook, readCodes, listBook)
  campaign = await addStaffed(room)
})
afterAll(() => room.close())

const asked = (over: Partial<Parsed<'exportPapers'>>): Parsed<'exportPapers'> => ({ campaign, paper: 'notice', results: [], ...over })
const xmlOf = (bytes: Uint8Array, part = 'word/document.xml'): string => new PizZip(bytes).file(part)!.asText()
/** What a reader sees, papers one after the other. */
const textOf = (bytes: Uint8Array, part?: string): string => xmlOf(bytes, part).replace(/^<\?xml[^>]*>\s*/, '').replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
interface Visit { visit: number; id: string; name: string; officers: { name: string; certificate: string }[] }
const visitsIn = async (): Promise<Visit[]> => (await room.database().read((ask) => ask.rows<Omit<Visit, 'officers'> & { officers: string }>(sql`
  SELECT v.visit, v.id, any_value(s.name) AS name, to_json(list({name: o.name, certificate: o.certificate_no}))::VARCHAR AS officers
  FROM campaign_visit v JOIN subject s USING (subject_id) JOIN campaign_team t USING (campaign, visit) JOIN campaign_officer o USING (campaign, officer) WHERE v.campaign = ${campaign} AND dropped_by IS NULL GROUP BY v.visit, v.id ORDER BY visit`)))
  .map((row) => ({ ...row, officers: JSON.parse(row.officers) as Visit['officers'] }))

describe('papers', () => {
  test.each(paperKinds)('%s: one a visit, each with its subject, items, and officers by name and certificate, nothing of another', async (paper) => {
    const visits = await visitsIn()
    expect(visits.length).toBeGreaterThan(10)
    const { bytes, papers: count, format } = await verbs.exportPapers(asked({ paper }))
    expect([count, format]).toEqual([visits.length, 'docx'])
    const mark = paper === 'notice' ? '通' : paper === 'task' ? '任' : paper === 'record' ? '记' : '告'
    const pages = textOf(bytes).split(new RegExp(`双随机${mark}〔2026〕`)).slice(1)
    expect(pages).toHaveLength(visits.length)
    for (const [i, { visit, name, officers }] of visits.entries()) {
      expect(pages[i]).toMatch(new RegExp(`^${campaign}-${visit}号`))
      expect(pages[i]).toContain(name)
      for (const officer of officers) {
        expect(pages[i]).toContain(officer.name)
        expect(pages[i]).toContain(officer.certificate)
      }
      for (const other of visits) if (other.name !== name && !name.startsWith(other.name)) expect(new RegExp(`${other.name}(?!\\d)`).test(pages[i]!)).toBe(false)
    }
    expect(textOf(bytes)).not.toMatch(/[{}]/)
    expect(xmlOf(bytes).match(/<w:sectPr>/g)).toHaveLength(visits.length) // a section each, so that pages count from 1 on each
    expect(textOf(bytes, 'word/header1.xml')).toContain('市场监管')
    expect(textOf(bytes, 'word/header1.xml')).toContain('联合抽查 <甲&乙>')
  })

  test('one file a visit holds what its section of the whole holds', async () => {
    const visits = await visitsIn()
    const chosen = visits.slice(2, 5)
    const { bytes, papers: count, format } = await verbs.exportPapers(asked({ paper: 'task', format: 'zip', visits: chosen.map((one) => one.visit) }))
    expect([count, format]).toEqual([3, 'zip'])
    const zip = new PizZip(bytes)
    expect(Object.keys(zip.files)).toEqual(chosen.map((one) => `检查任务单 ${campaign}-${one.visit} ${one.name}.docx`))
    const whole = textOf((await verbs.exportPapers(asked({ paper: 'task', visits: chosen.map((one) => one.visit) }))).bytes)
    expect(Object.values(zip.files).map((one) => textOf(one.asUint8Array())).join('\n')).toBe(whole)
    for (const one of Object.values(zip.files)) expect(textOf(one.asUint8Array(), 'word/header1.xml')).toContain('市场监管')
  })

  test('results are what the caller gives, blank for others; sheets can be A3', async () => {
    const [first, second] = (await visitsIn()) as [Visit, Visit]
    const { bytes } = await verbs.exportPapers(asked({ paper: 'result', size: 'A3', visits: [first.visit, second.visit], results: [{ visit: first.visit, result: '发现问题', handling: '责令改正', deadline: '2026-12-01', inspectedOn: null, items: [{ code: 'M-1', result: '未公示' }] }] }))
    const [one, two] = textOf(bytes).split('双随机告').slice(1)
    for (const text of ['发现问题', '责令改正', '2026年12月1日', '未公示']) {
      expect(one).toContain(text)
      expect(two).not.toContain(text)
    }
    expect([...xmlOf(bytes).matchAll(/<w:pgSz w:w="(\d+)" w:h="(\d+)"/g)].map((match) => [match[1], match[2]])).toEqual([['16838', '23811'], ['16838', '23811']])
    expect(xmlOf((await verbs.exportPapers(asked({ paper: 'task', size: 'A3', visits: [first.visit] }))).bytes)).toContain('<w:pgSz w:w="23811" w:h="16838" w:orient="landscape"/>')
  })

  test('of the results that were entered, the approved are told in the words of their codes, with the day', async () => {
    const [, , third, fourth] = (await visitsIn()) as [Visit, Visit, Visit, Visit]
    const codes = readCodes(resources)[0]!
    const [good, bad] = [codes.codes.find((one) => one.outcome === 'passed')!, codes.codes.find((one) => one.outcome === 'problem')!]
    const enter = (visit: number, item: string, code: string, state: string) => room.database().write((ask) => ask.run(sql`
      INSERT INTO inspection_result SELECT nextval('result_number'), 'campaign', ${campaign}, ${visit}, ${item}, 'market', id, subject_id, ${state}, 1, ${codes.id}, ${JSON.stringify([code])}, 'passed', false, DATE '2026-11-24', '内部备注', '张三', TIMESTAMP '2026-11-24 08:00:00', NULL, NULL, NULL, NULL, NULL, 'not_needed', NULL, NULL
      FROM campaign_visit WHERE campaign = ${campaign} AND visit = ${visit}`))
    await enter(third.visit, 'M-1', bad.code, 'approved')
    await enter(fourth.visit, 'M-1', good.code, 'awaiting_review')
    const of = async (paper: 'result' | 'record' | 'notice', results: Parsed<'exportPapers'>['results'] = []) => textOf((await verbs.exportPapers(asked({ paper, visits: [third.visit, fourth.visit], results }))).bytes).split('双随机').slice(1)
    const [one, two] = await of('result')
    expect(one!.split(bad.zh).length).toBe(3) // of the item, and of the visit
    expect(one).toContain('2026年11月24日')
    expect(one).not.toContain('内部备注')
    expect(two).not.toContain(good.zh)
    expect(two).toContain('2026年11月22日')
    expect((await of('record'))[0]).toContain(bad.zh)
    expect((await of('notice'))[1]).toContain('2026年11月22日')
    expect((await of('result', [{ visit: third.visit, result: '另行说明', handling: '', deadline: null, inspectedOn: null, items: [] }]))[0]).not.toContain(bad.zh)
  })

  test('what is dirty in a register is a text on the paper', async () => {
    const [, , third] = (await visitsIn()) as [Visit, Visit, Visit]
    await room.database().write((ask) => ask.run(sql`UPDATE subject SET address = ${'甲 & <b>{地址}</b>\u0001\n二楼 \uFDD0'} WHERE name = ${third.name}`))
    const { bytes } = await verbs.exportPapers(asked({ paper: 'notice', visits: [third.visit] }))
    expect(textOf(bytes)).toContain('甲 & <b>{地址}</b>二楼 ')
    expect(xmlOf(bytes)).not.toMatch(/[\u0001\uFDD0]/) // oxlint-disable-line no-control-regex
    await room.database().write((ask) => ask.run(sql`UPDATE subject SET address = '路' || subject_id WHERE name = ${third.name}`))
  })

  test('who goes along stands apart from the officers', async () => {
    const [first, second] = (await visitsIn()) as [Visit, Visit]
    await room.database().write((ask) => ask.run(sql`INSERT INTO campaign_companion VALUES (${campaign}, ${first.visit}, 'expert', 'E1', '许教授', '某大学', 'salt', 1, NULL), (${campaign}, ${first.visit}, 'body', 'T1', '某检测公司', '', 'salt', 2, 3)`))
    const [one, two] = textOf((await verbs.exportPapers(asked({ paper: 'task', visits: [first.visit, second.visit] }))).bytes).split('双随机任').slice(1)
    expect(one).toMatch(/随同人员（不计入检查人员）[^]*许教授\n某大学\n专家/)
    expect(one).not.toContain('某检测公司')
    expect(two).not.toContain('随同人员')
  })

  test('refuses what has no visits or no such visit', async () => {
    await expect(verbs.exportPapers(asked({ campaign: 99 }))).rejects.toMatchObject({ code: 'no_such_campaign' })
    await expect(verbs.exportPapers(asked({ visits: [1, 9999] }))).rejects.toMatchObject({ code: 'no_such_visit', params: { visit: '9999' } })
    for (const [state, code] of [['unstaffed', 'campaign_unstaffed'], ['committed', 'campaign_not_drawn']] as const) {
      await room.database().write((ask) => ask.run(sql`UPDATE campaign SET state = ${state}`))
      await expect(verbs.exportPapers(asked({}))).rejects.toMatchObject({ code })
    }
    await room.database().write((ask) => ask.run(raw(`UPDATE campaign SET state = 'staffed'`)))
  })
})

describe('lists', () => {
  const rowsOf = async (paper: 'visits' | 'duty') => {
    const { bytes, papers: count, format } = await verbs.exportPapers(asked({ paper }))
    expect(format).toBe('xlsx')
    const book = read(bytes, { type: 'array' })
    const rows = utils.sheet_to_json<Record<string, string | number>>(book.Sheets[book.SheetNames[0]!]!)
    expect(rows).toHaveLength(count)
    return rows
  }
  test('of visits: one row each, in their order, inert', async () => {
    const [first] = (await visitsIn()) as [Visit]
    await room.database().write((ask) => ask.run(sql`UPDATE subject SET address = '=1+1' WHERE name = ${first.name}`))
    const rows = await rowsOf('visits')
    expect(rows.map((one) => [one['户次'], one['被检查单位']])).toEqual((await visitsIn()).map((one) => [one.visit, one.name]))
    expect(rows[0]!['住所']).toBe(`'=1+1`)
  })
  test('of duties: every seat once, with how many each officer has', async () => {
    const rows = await rowsOf('duty')
    const seats = await room.database().read((ask) => ask.rows<{ officer: string; visit: number }>(sql`SELECT officer, visit FROM campaign_team WHERE campaign = ${campaign}`))
    expect(rows.map((one) => `${one['人员编号']} ${one['户次']}`).toSorted()).toEqual(seats.map((one) => `${one.officer} ${one.visit}`).toSorted())
    for (const row of rows) expect(row['共几户']).toBe(seats.filter((one) => one.officer === row['人员编号']).length)
  })
})

const office = spawnSync('soffice', ['--version']).status === 0
test.skipIf(!office)('LibreOffice lays the papers out, page by page (needs soffice)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-papers-'))
  try {
    for (const paper of paperKinds) writeFileSync(join(folder, `${paper}.docx`), (await verbs.exportPapers(asked({ paper, visits: [1, 2] }))).bytes)
    execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'pdf', '--outdir', folder, ...paperKinds.map((paper) => join(folder, `${paper}.docx`))], { stdio: 'pipe' })
    expect(readdirSync(folder).filter((name) => name.endsWith('.pdf'))).toHaveLength(paperKinds.length)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 180_000)
