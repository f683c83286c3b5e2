import PizZip from 'pizzip'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listBook } from '../../../electron/engine/lists/rules.ts'
import { papers } from '../../../electron/engine/papers/papers.ts'
import { readCodes } from '../../../electron/engine/inspections/codes.ts'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'
import { openListed, type Listed } from '../punishments/city.ts'
import { parsed } from '../punishments/parsed.ts'

let made: Listed
let ask: ReturnType<typeof asked>
const asked = (of: Listed) => parsed(papers(of.room, tableWorkbook, readCodes, listBook))
beforeEach(async () => { made = await openListed(); ask = asked(made) })
afterEach(() => made.room.close())

const textOf = (bytes: Uint8Array): string => new PizZip(bytes).file('word/document.xml')!.asText().replace(/<[^>]+>/g, '')
const caseOf = async (subjectId: number): Promise<number> => (await made.desk.listCases({ queue: 'closed', subjectId, kinds: ['listing'], limit: 10 })).cases[0]!.caseNo

test('a listing and its removal are told on paper, with ground, law, evidence and days', async () => {
  const caseNo = await caseOf(1)
  const listing = textOf((await ask.exportNotices({ notice: 'listing_decision', cases: [caseNo], authority: '高新区市场监管局' })).bytes)
  for (const said of ['列入决定书', '企业1', '91610131MA6TX00001', '某甲', '严重违法失信名单', '较重行政处罚', '罚1号', '2026年11月30日', '2029年11月30日', '2026-10-09', '高新区市场监管局', '第44号']) expect(listing).toContain(said)
  expect(listing).not.toMatch(/[{}]|标记/)
  for (const [notice, said] of [['listing_notice', '2026年11月27日'], ['hearing_notice', '会议室']] as const) {
    const text = textOf((await ask.exportNotices({ notice, cases: [caseNo], authority: '市监局', hearing: { on: '2026-11-26', place: '三楼会议室' } })).bytes)
    expect(text).toContain(said)
    expect(text).toContain('企业1')
  }
  await expect(ask.exportNotices({ notice: 'removal_decision', cases: [caseNo], authority: '市监局' })).rejects.toMatchObject({ code: 'notice_not_due' })
  const removal = await made.desk.proposeRemoval({ entry: made.entry, by: '王科长', reason: '提前移出经审核' })
  await made.desk.confirmCases({ cases: [{ caseNo: removal.caseNo, revision: removal.revision }], by: '李科长', agree: true, note: '' })
  const text = textOf((await ask.exportNotices({ notice: 'removal_decision', cases: [removal.caseNo], authority: '市监局' })).bytes)
  for (const said of ['移出决定书', '提前移出经审核', '2026年11月30日', '较重行政处罚']) expect(text).toContain(said)
})

test('nothing is told of what was not decided; a file a case on demand', async () => {
  const undecided = (await made.desk.listCases({ queue: 'proposed', subjectId: 2, limit: 10 })).cases[0]!
  const caseNo = await caseOf(1)
  for (const notice of ['listing_decision', 'listing_notice', 'hearing_notice'] as const) await expect(ask.exportNotices({ notice, cases: [caseNo, undecided.caseNo], authority: '市监局' })).rejects.toMatchObject({ code: 'notice_not_due', params: { case: undecided.caseNo } })
  await expect(ask.exportNotices({ notice: 'listing_decision', cases: [9999], authority: '市监局' })).rejects.toMatchObject({ code: 'no_such_case' })
  await made.desk.confirmCases({ cases: [{ caseNo: undecided.caseNo, revision: undecided.revision }], by: '李科长', agree: true, note: '' })
  const { bytes, papers: count } = await ask.exportNotices({ notice: 'listing_decision', cases: [caseNo, undecided.caseNo], authority: '市监局', format: 'zip' })
  expect(count).toBe(2)
  expect(Object.keys(new PizZip(bytes).files).map((name) => name.replace(/ \d+ /, ' N '))).toEqual(['列入决定书 N 企业1.docx', '列入决定书 N 企业2.docx'])
})
