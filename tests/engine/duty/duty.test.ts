import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DutyCheck, DutySituation } from '../../../shared/duty.ts'
import { duty } from '../../../electron/engine/duty/duty.ts'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'
import { openDrawn, type Drawn } from '../inspections/drawn.ts'
import { parsed } from '../punishments/parsed.ts'

let drawn: Drawn
let ask: ReturnType<typeof asked>
const asked = (of: Drawn) => parsed(duty(of.room, tableWorkbook))
beforeAll(async () => { drawn = await openDrawn(300); ask = asked(drawn) }, 60_000)
afterAll(() => drawn.room.close())

const of = (check: DutyCheck, id: string): DutySituation => check.situations.find((one) => one.id === id)!
const rows = <T extends object>(text: string) => drawn.room.database().read((read_) => read_.rows<T>({ parts: [text], values: [] }))

test('five situations of each, answered as the work goes on, each with its rows', async () => {
  const before = await ask.checkDuty({ campaign: 1 })
  expect(before.situations.map((one) => one.kind)).toEqual([...Array<string>(5).fill('exemption'), ...Array<string>(5).fill('accountability')])
  const duties = await rows<{ visit: number; item: string; department: string }>("SELECT visit, item, department FROM inspection_duty WHERE standing ORDER BY visit, item")
  expect(before.visits).toBe(new Set(duties.map((one) => one.visit)).size)
  expect(of(before, 'drawn_by_lot')).toMatchObject({ verdict: 'met', lines: [{ verdict: 'met', rows: 1, evidence: [{ ref: 'campaign 1', ok: true }] }, { verdict: 'met', rows: 0 }] })
  // The day of the visits is past and nothing was entered: not done; not yet a ground to hold anybody accountable.
  expect(of(before, 'list_done').lines[0]).toMatchObject({ verdict: 'not_met', rows: duties.length, failed: duties.length })
  expect(of(before, 'published_in_time').verdict).toBe('unknown')
  expect(of(before, 'not_inspected').verdict).toBe('not_met')
  drawn.at('2027-01-10')
  expect(of(await ask.checkDuty({ campaign: 1, from: '2026-01-01' }), 'not_inspected')).toMatchObject({ verdict: 'met', lines: [{ rows: duties.length }] })
  drawn.at('2026-11-24')

  await drawn.ask.enterResults({ of: { campaign: 1 }, by: '甲', entries: duties.map(({ visit, item }) => ({ visit, item, revision: 0, codes: ['1'], inspectedOn: '2026-11-24' })) })
  const results = (await rows<{ result: number }>('SELECT result FROM inspection_result ORDER BY result')).map(({ result }) => ({ result, revision: 1 }))
  await drawn.ask.reviewResults({ by: '乙', results, decision: 'approve' })
  await drawn.ask.publishResults({ by: '乙', results: results.map(({ result }) => ({ result, revision: 2 })) })
  const after = await ask.checkDuty({ campaign: 1 })
  expect(after.situations.filter((one) => one.kind === 'exemption').map((one) => [one.id, one.verdict])).toEqual([['drawn_by_lot', 'met'], ['list_done', 'met'], ['two_persons', 'met'], ['published_in_time', 'met'], ['problems_followed', 'met']])
  expect(after.situations.filter((one) => one.kind === 'accountability').map((one) => one.verdict)).toEqual(Array<string>(5).fill('not_met'))
})

test('an officer answers for the own visits alone, however the name is written', async () => {
  const [first] = await ask.dutyOfficers({})
  const own = await ask.checkDuty({ person: ` ${first!.name} ` })
  expect(own.visits).toBe(first!.visits)
  expect(own.visits).toBeLessThan((await ask.checkDuty({})).visits)
  expect((await ask.checkDuty({ person: '查无此人' })).situations.filter((one) => one.kind === 'exemption').map((one) => one.verdict)).toContain('unknown')
  // A recusal that was declared before the visit, and not heeded.
  expect(of(own, 'not_recused').verdict).toBe('not_met')
  await drawn.room.database().write((write) => write.run({ parts: [`INSERT INTO officer_recusal SELECT o.officer, s.name, 'kin', '配偶为股东', DATE '2026-01-01', NULL FROM campaign_team t JOIN campaign_officer o USING (campaign, officer) JOIN campaign_visit v USING (campaign, visit) JOIN subject s USING (subject_id) WHERE o.name = '${first!.name}' LIMIT 1`], values: [] }))
  expect(of(await ask.checkDuty({ person: first!.name }), 'not_recused')).toMatchObject({ verdict: 'met', lines: [{ rows: 1, evidence: [{ ok: true, ref: expect.stringMatching(/^campaign 1 visit \d+$/) as unknown }] }] })
  await expect(ask.checkDuty({ campaign: 9 })).rejects.toMatchObject({ code: 'no_such_campaign' })
  await expect(ask.checkDuty({ from: '2026-05-01', until: '2026-01-01' })).rejects.toMatchObject({ code: 'measure_days' })
})

test('the check goes out as a workbook and as JSON, each row with its place', async () => {
  const book = read((await ask.exportDuty({ campaign: 1 })).bytes)
  const lines = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 })
  expect(lines[0]).toContain('结论')
  const check = await ask.checkDuty({ campaign: 1 })
  expect(lines).toHaveLength(1 + check.situations.flatMap((one) => one.lines).reduce((sum, line) => sum + Math.max(1, line.evidence.length), 0))
  expect(JSON.parse(new TextDecoder().decode((await ask.exportDuty({ campaign: 1, format: 'json' })).bytes))).toEqual(JSON.parse(JSON.stringify(check)))
})
