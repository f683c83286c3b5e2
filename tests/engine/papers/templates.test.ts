import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noticeKinds, paperKinds, templateKinds, type PaperKind } from '../../../shared/papers.ts'
import { papers } from '../../../electron/engine/papers/papers.ts'
import { listBook } from '../../../electron/engine/lists/rules.ts'
import { readCodes } from '../../../electron/engine/inspections/codes.ts'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'
// @ts-expect-error a script without types
import { templateOf } from '../../../resources/templates/papers/make.mjs'
import { openRoom, type TestRoom } from '../../room.ts'
import { addStaffed, templateBytes } from './staffed.ts'

let room: TestRoom
let verbs: ReturnType<typeof papers>
let campaign: number
const folder = mkdtempSync(join(tmpdir(), 'mingcha-templates-'))
beforeAll(async () => {
  room = await openRoom()
  verbs = papers(room, tableWorkbook, readCodes, listBook)
  campaign = await addStaffed(room)
})
afterAll(async () => {
  await room.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A template of ours with some parts changed, as a file. */
function changed(paper: PaperKind, change: (xml: string) => string, parts: Record<string, string | Uint8Array> = {}, part = 'word/document.xml'): string {
  const zip = new PizZip(templateBytes(paper))
  zip.file(part, change(zip.file(part)!.asText()))
  for (const [name, content] of Object.entries(parts)) zip.file(name, content)
  const path = join(folder, `${paper}.docx`)
  writeFileSync(path, zip.generate({ type: 'nodebuffer' }))
  return path
}
const bring = (path: string, paper: PaperKind = 'notice') => verbs.importPaperTemplate({ paper, path })
const documentOf = async (paper: PaperKind): Promise<string> => new PizZip((await verbs.exportPapers({ campaign, paper, visits: [1, 2], results: [] })).bytes).file('word/document.xml')!.asText()

test.each(templateKinds)('the template of %s is what the script beside it makes', (paper) => {
  const [made, kept] = [new PizZip((templateOf as (kind: string) => Buffer)(paper)), new PizZip(templateBytes(paper))]
  expect(Object.keys(kept.files)).toEqual(Object.keys(made.files))
  for (const name of Object.keys(kept.files)) expect([name, kept.file(name)!.asText()]).toEqual([name, made.file(name)!.asText()])
})

test('all of them are the program\'s own at first, and name every field that only they could', async () => {
  const all = await verbs.listPaperTemplates({})
  expect(all.map((one) => [one.paper, one.version, one.own])).toEqual(templateKinds.map((paper) => [paper, 0, false]))
  const unused = (kinds: readonly string[]): string[] => {
    const own = all.filter((one) => kinds.includes(one.paper))
    return own[0]!.unused.filter((field) => own.every((one) => one.unused.includes(field))).toSorted()
  }
  expect(unused(paperKinds)).toEqual(['户次', '抽查编号'])
  expect(unused(noticeKinds)).toEqual(['决定日期'])
})

describe('a bureau\'s template', () => {
  test('goes out, is changed, comes in, is used from then on, and can be given up again', async () => {
    expect(Buffer.from(await verbs.exportPaperTemplate({ paper: 'notice', own: false })).equals(templateBytes('notice'))).toBe(true)
    const path = changed('notice', (xml) => xml.replace('检查通知书', '高新区检查通知书（{户次}）'))
    const info = await bring(path)
    expect(info).toMatchObject({ version: 1, own: true, file: 'notice.docx', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown })
    expect(info.unused).not.toContain('户次')
    expect(room.told.topics).toContain('papers')
    const text = await documentOf('notice')
    expect(text).toContain('高新区检查通知书（1）')
    expect(text).toContain('高新区检查通知书（2）')
    expect(await documentOf('task')).not.toContain('高新区')

    // What goes out is what is used; taken in again it is the same.
    const out = join(folder, 'again.docx')
    writeFileSync(out, await verbs.exportPaperTemplate({ paper: 'notice', own: false }))
    expect(await bring(out)).toMatchObject({ version: 2, own: true })
    expect(await documentOf('notice')).toBe(text)
    expect(Buffer.from(await verbs.exportPaperTemplate({ paper: 'notice', own: true })).equals(templateBytes('notice'))).toBe(true)

    expect(await verbs.restorePaperTemplate({ paper: 'notice' })).toMatchObject({ version: 3, own: false, file: '' })
    expect(await verbs.restorePaperTemplate({ paper: 'notice' })).toMatchObject({ version: 3, own: false })
    expect(await documentOf('notice')).not.toContain('高新区')
  })

  test('may split a field over runs, as Word does, and keep its own sections', async () => {
    const path = changed('notice', (xml) => xml.replace('{被检查单位}：', '{被检</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>查单位}：'))
    await bring(path)
    expect((await documentOf('notice')).replace(/<[^>]+>/g, '')).toMatch(/号商号\d+：/)
    await verbs.restorePaperTemplate({ paper: 'notice' })
  })

  test.each<[string, (xml: string) => string, string, string, string?]>([
    ['a field that there is not', (xml) => xml.replace('{地址}', '{被检察单位}'), 'paper_place_unknown', '{被检察单位}'],
    ['a field from the heart of JavaScript', (xml) => xml.replace('{地址}', '{constructor}'), 'paper_place_unknown', '{constructor}'],
    ['raw XML', (xml) => xml.replace('{地址}', '{@地址}'), 'paper_place_unknown', '{@地址}'],
    ['other braces', (xml) => xml.replace('{地址}', '{=[[ ]]=}'), 'paper_place_unknown', '{=[[ ]]=}'],
    ['a list that is not closed', (xml) => xml.replace('{/人员}', ''), 'paper_place_open', '{#人员}'],
    ['a list that was not opened', (xml) => xml.replace('{#人员}', ''), 'paper_place_open', '{/人员}'],
    ['a list that begins within a table and ends outside it', (xml) => xml.replace('{/人员}', '').replace('五、检查事项：', '{/人员}五、检查事项：'), 'paper_place_open', '{#人员}'],
    ['lists that cross', (xml) => xml.replace('{执法证号}{/人员}', '{执法证号}').replace('{检查方式}{/事项}', '{检查方式}{/人员}{/事项}'), 'paper_place_open', '{/人员}'],
    ['a brace that is not closed', (xml) => xml.replace('{地址}', '{地址'), 'paper_place_open', '{地址'],
    ['a field of a list outside it', (xml) => xml.replace('{地址}', '{执法证号}'), 'paper_place_misplaced', '{执法证号}'],
    ['a field of a list within another', (xml) => xml.replace('{检查依据}', '{执法证号}'), 'paper_place_misplaced', '{执法证号}'],
    ['a list as a field', (xml) => xml.replace('{地址}', '{事项}'), 'paper_place_misplaced', '{事项}'],
    ['what differs from paper to paper in a header', (xml) => xml.replace('{抽查名称}', '{被检查单位}'), 'paper_place_misplaced', '{被检查单位}', 'word/header1.xml'],
  ])('is refused for %s, which is named', async (_, change, code, place, part) => {
    await expect(bring(changed('notice', change, {}, part))).rejects.toMatchObject({ code, params: { place, name: 'notice.docx' } })
  })

  const relation = (type: string, target: string): string => `<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`
  test.each<[string, () => string, string]>([
    ['a macro', () => changed('task', (xml) => xml, { 'word/vbaProject.bin': 'x' }), 'word/vbaProject.bin'],
    ['an embedded object', () => changed('task', (xml) => xml, { 'word/embeddings/a.bin': 'x' }), 'word/embeddings/a.bin'],
    ['a remote template', () => changed('task', (xml) => xml.replace('</Relationships>', relation('attachedTemplate', 'https://example.org/a.dotm')), {}, 'word/_rels/document.xml.rels'), 'word/_rels/document.xml.rels'],
    ['an entity', () => changed('task', (xml) => xml.replace('<w:document', '<!DOCTYPE a [<!ENTITY b "c">]><w:document')), 'word/document.xml'],
    ['a field that starts a program', () => changed('task', (xml) => xml.replace('</w:body>', '<w:p><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO cmd </w:instrText></w:r></w:p></w:body>')), 'word/document.xml'],
  ])('is refused for %s', async (_, make, part) => {
    await expect(bring(make(), 'task')).rejects.toMatchObject({ code: 'paper_unsafe', params: { part } })
  })

  test('may hold a link that a person follows', async () => {
    await bring(changed('task', (xml) => xml.replace('</Relationships>', relation('hyperlink', 'https://example.org/')), {}, 'word/_rels/document.xml.rels'), 'task')
    await verbs.restorePaperTemplate({ paper: 'task' })
  })

  test('is refused where it is no Word document', async () => {
    const text = join(folder, 'text.docx')
    writeFileSync(text, '通知')
    await expect(bring(text)).rejects.toMatchObject({ code: 'paper_unreadable' })
    writeFileSync(text, new PizZip().file('a.txt', 'x').generate({ type: 'nodebuffer' }))
    await expect(bring(text)).rejects.toMatchObject({ code: 'paper_unreadable' })
    await expect(bring(changed('notice', (xml) => xml.replace('</w:body>', '')))).rejects.toMatchObject({ code: 'paper_unreadable' })
    await expect(bring(changed('notice', (xml) => xml.replace('</w:tbl>', '')))).rejects.toMatchObject({ code: 'paper_unreadable' })
    await expect(bring(join(folder, 'absent.docx'))).rejects.toMatchObject({ code: 'no_such_file' })
    writeFileSync(text, new PizZip().file('word/a.xml', ' '.repeat(60 << 20)).generate({ type: 'nodebuffer', compression: 'DEFLATE' }))
    await expect(bring(text)).rejects.toMatchObject({ code: 'paper_unreadable' })
    expect((await verbs.listPaperTemplates({})).find((one) => one.paper === 'record')).toMatchObject({ version: 0 })
  })
})
