import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Input } from '../../../shared/contract.ts'
import type { CasesDone, DeskCase, HearingStep } from '../../../shared/lists.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { findCases } from '../../../electron/engine/lists/findCases.ts'
import { lists } from '../../../electron/engine/lists/lists.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill, type City } from '../scoring/records.ts'
import { follows, quietly } from './desk.ts'

let day: string
let room: TestRoom
let verbs: ReturnType<typeof lists>
/** 1–4 are not to be reached, 4 is an individual business; 5 has a heavier penalty; 6 a licence about to expire. */
const city: City = {
  subjects: [1, 2, 3, 4, 5, 6].map((subject_id) => ({ subject_id, type: subject_id === 4 ? 'individual' : 'company' })),
  records: [
    ...[1, 2, 3, 4].map((subject_id) => ({ class: 'supervision' as const, subject_id, result: 'unreachable', occurred_on: '2026-10-09' })),
    { class: 'penalty', subject_id: 5, kind: 'revocation', doc_no: '罚1号', violation: '无证经营', occurred_on: '2026-10-09' },
    { class: 'licence', subject_id: 6, licence_no: 'JY1', licence_name: '食品经营许可证', valid_until: '2026-12-01' },
  ],
}
beforeEach(async () => {
  day = '2026-11-20'
  room = await openRoom()
  room.today = () => day
  verbs = lists(room, follows(room))
  await fill(room, city)
  await find()
})
afterEach(() => room.close())

const find = () => quietly((run) => findCases(room, run))
const list = async (input: Input<'listCases'> = {}): Promise<DeskCase[]> => (await verbs.listCases({ queue: 'open', limit: 100, ...input })).cases
const seen = (...cases: DeskCase[]) => cases.map(({ caseNo, revision }) => ({ caseNo, revision }))
const of = async (subjectId: number, queue: Input<'listCases'>['queue'] = 'open'): Promise<DeskCase> => (await list({ queue, subjectId }))[0]!
const decide = (cases: DeskCase[], outcome: 'list' | 'notify' | 'remove' | 'handled' | 'dismiss', more: { ground?: string; basis?: string; by?: string } = {}): Promise<CasesDone> => verbs.decideCases({ cases: seen(...cases), outcome, by: '王科长', reason: '已核实', ...more })
const confirm = (cases: CasesDone['cases'], by = '李科长', agree = true, note = ''): Promise<CasesDone> => verbs.confirmCases({ cases, by, agree, note })
const why = (done: CasesDone): string[] => done.refused.map((one) => `${one.caseNo} ${one.code}`)
const entries = async () => (await verbs.listEntries({ state: 'listed', offset: 0, limit: 100 })).entries

test('many are listed for one reason; a second person confirms; terms and alerts are set; an individual business is marked', async () => {
  const cases = await list({ kinds: ['listing'], ground: 'unreachable' })
  expect(cases.map((one) => [one.subjectId, one.dueOn])).toEqual([1, 2, 3, 4].map((id) => [id, '2026-12-04']))
  const proposed = await decide(cases, 'list')
  expect([proposed.done, proposed.refused]).toEqual([4, []])
  expect(await entries()).toEqual([])
  expect(await list({ queue: 'proposed' })).toMatchObject([{ state: 'proposed', proposal: { by: '王科长', outcome: 'list', ground: 'unreachable', reason: '已核实' } }, {}, {}, {}])
  expect(await confirm(proposed.cases)).toMatchObject({ done: 4, refused: [] })
  const standing = (await entries()).toSorted((a, b) => a.subjectId! - b.subjectId!)
  expect(standing).toMatchObject([1, 2, 3, 4].map((subjectId) => ({ subjectId, list: 'abnormal', ground: 'unreachable', marked: subjectId === 4, listedOn: '2026-11-20', untilOn: '2029-11-20', alertOn: '2029-09-21', decidedBy: '王科长', secondBy: '李科长', reason: '已核实' })))
  expect(standing[0]!.basis).toContain('第九条')
  expect(standing[3]!.basis).toContain('第69号')
  expect(await find()).toMatchObject({ opened: 0 })
  const dossier = await verbs.readCase({ caseNo: cases[0]!.caseNo })
  expect(dossier.events.map((one) => one.kind)).toEqual(['confirmed', 'decided', 'found'])
  expect(dossier).toMatchObject({ case: { state: 'closed', outcome: 'list' }, evidence: [{ recordClass: 'supervision', fileId: 1, there: true, cells: { result: 'unreachable' } }], entries: [{ state: 'listed' }] })
})

test('nobody confirms their own, however they write themselves', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom('王科长', 'Wang Li', '李 四'), fc.constantFrom('王科长', ' 王 科长', '王科長', 'wang  li', 'ＷＡＮＧ ＬＩ', '李四', '李四四'), async (author, second) => {
    const one = await of(1)
    const { cases } = await decide([one], 'list', { by: author })
    const same = author.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase() === second.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()
    const done = await confirm(cases, second, false, '再核实')
    expect(why(done)).toEqual(same ? [`${one.caseNo} same_person`] : [])
    if (same) await verbs.reopenCases({ cases, by: author, reason: '撤回' })
    expect((await of(1)).state).toBe('open')
  }), { numRuns: 21 })
  expect(await entries()).toEqual([])
})

test('what was changed meanwhile, decided already or does not fit is refused, with why; the others are decided', async () => {
  const [first, second, third] = await list({ kinds: ['listing'], ground: 'unreachable' })
  await verbs.assignCases({ cases: seen(first!), by: '王科长', to: '李科长' })
  await decide([second!], 'dismiss')
  const [serious, licence] = [await of(5), await of(6)]
  const done = await decide([first!, second!, third!, serious, licence, { ...third!, caseNo: 999 }], 'list')
  expect(why(done)).toEqual([`${first!.caseNo} case_changed`, `${second!.caseNo} case_changed`, `${serious.caseNo} case_notice_first`, `${licence.caseNo} case_outcome`, '999 no_such_case'].toSorted((a, b) => parseInt(a) - parseInt(b)))
  expect(done.cases.map((one) => one.caseNo)).toEqual([third!.caseNo])
  expect(why(await decide([await of(1)], 'list', { ground: 'nonsense' }))).toEqual([`${first!.caseNo} case_ground`])
  expect(why(await decide([await of(2, 'closed')], 'handled'))).toEqual([`${second!.caseNo} case_not_open`])
  await expect(confirm(done.cases, '李科长', false)).rejects.toMatchObject({ code: 'case_note_missing' })
})

test('a decision is taken back while nobody confirmed it; a dismissal too; a listing is not', async () => {
  const one = await of(1)
  const { cases } = await decide([one], 'list')
  const back = await verbs.reopenCases({ cases, by: '王科长', reason: '误选' })
  expect(back.done).toBe(1)
  expect(await of(1)).toMatchObject({ state: 'open', outcome: '', proposal: null })
  const dismissed = await decide([await of(1)], 'dismiss')
  expect(await of(1, 'closed')).toMatchObject({ outcome: 'dismiss', closedOn: day })
  await verbs.reopenCases({ cases: dismissed.cases, by: '王科长', reason: '误选' })
  const listed = await confirm((await decide([await of(1)], 'list')).cases)
  expect(why(await verbs.reopenCases({ cases: listed.cases, by: '王科长', reason: '误选' }))).toEqual([`${one.caseNo} case_final`])
  expect((await verbs.readCase({ caseNo: one.caseNo })).decisions.map((decision) => decision.state)).toEqual(['final', 'withdrawn', 'withdrawn'])
})

test('the serious list wants notice and the time for a hearing first', async () => {
  const told = await decide([await of(5)], 'notify')
  expect(told.done).toBe(1)
  expect(await list({ subjectId: 5 })).toEqual([])
  const waiting = await of(5, 'snoozed')
  expect(waiting).toMatchObject({ state: 'notified', hearingUntil: '2026-11-27', snoozedUntil: '2026-11-28' })
  expect(why(await decide([waiting], 'list'))).toEqual([`${waiting.caseNo} case_hearing_open`])
  day = '2026-11-30'
  const { cases } = await decide([await of(5)], 'list')
  await confirm(cases)
  expect(await entries()).toMatchObject([{ list: 'serious', ground: 'heavier_penalty', period: '罚1号', listedOn: '2026-11-30', untilOn: '2029-11-30' }])
})

test('what the party does after the notice: a hearing that was asked for holds the listing up, one held or waived ends the waiting', async () => {
  const hear = async (step: HearingStep, on = day): Promise<CasesDone> => verbs.recordHearing({ cases: seen(await of(5, 'snoozed') ?? await of(5)), by: '王科长', step, on, reason: '当事人到场' })
  const steps = async (): Promise<[string | undefined, string[]]> => { const { case: one, events } = await verbs.readCase({ caseNo: serious.caseNo }); return [one.hearing?.step, events.filter((event) => event.kind === 'hearing').map((event) => `${event.doneBy} ${event.reason} ${String(event.content['step'])} ${String(event.content['on'])}`)] }
  const serious = await of(5)
  expect(why(await verbs.recordHearing({ cases: seen(serious), by: '王科长', step: 'held', on: day, reason: '到场' }))).toEqual([`${serious.caseNo} case_not_notified`])
  await decide([serious], 'notify')
  await expect(hear('stated', '2026-11-21')).rejects.toMatchObject({ code: 'hearing_day' })
  expect(why(await hear('stated', '2026-11-19'))).toEqual([`${serious.caseNo} case_hearing_early`])
  // A statement leaves the case where it is, and its time running.
  expect(await hear('stated')).toMatchObject({ done: 1 })
  expect(await of(5, 'snoozed')).toMatchObject({ hearing: { step: 'stated', on: day } })
  expect(why(await decide([await of(5, 'snoozed')], 'list'))).toEqual([`${serious.caseNo} case_hearing_open`])
  // A hearing that was asked for comes back at once, and holds the listing up beyond the time.
  await hear('requested')
  day = '2026-12-10'
  expect(await of(5)).toMatchObject({ state: 'notified', snoozedUntil: null, hearing: { step: 'requested', on: '2026-11-20' } })
  expect(why(await decide([await of(5)], 'list'))).toEqual([`${serious.caseNo} case_hearing_asked`])
  await hear('held', '2026-12-09')
  expect(await steps()).toEqual(['held', ['王科长 当事人到场 held 2026-12-09', '王科长 当事人到场 requested 2026-11-20', '王科长 当事人到场 stated 2026-11-20']])
  // Refused by the second person it is where it was; taken back with its notice, its steps are gone, their events not.
  const proposed = await decide([await of(5)], 'list')
  await confirm(proposed.cases, '李科长', false, '再听证')
  expect(await of(5)).toMatchObject({ state: 'notified', hearing: { step: 'held' } })
  await verbs.reopenCases({ cases: seen(await of(5)), by: '王科长', reason: '告知有误' })
  expect(await of(5)).toMatchObject({ state: 'open', hearing: null })
  expect((await steps())[1]).toHaveLength(3)
  // Waived, there is nothing to wait for.
  await decide([await of(5)], 'notify')
  await hear('waived')
  expect(why(await decide([await of(5)], 'list'))).toEqual([])
})

test('three years: a warning sixty days before, and removal by the ground\'s own way', async () => {
  await confirm((await decide(await list({ kinds: ['listing'], ground: 'unreachable' }), 'list')).cases)
  day = '2029-10-01'
  await find()
  const alerts = await list({ kinds: ['alert'] })
  expect(alerts).toHaveLength(4)
  expect(alerts[0]!.facts).toEqual({ listed: '2026-11-20', until: '2029-11-20' })
  await fill(room, { subjects: [], records: [{ class: 'supervision', subject_id: 2, result: 'passed', occurred_on: '2029-09-20', known_on: '2029-09-20', source_row: 90, row_key: '00000000-0000-0000-0000-000000000090' }] })
  await find()
  const removal = (await list({ kinds: ['removal'] }))[0]!
  expect(removal).toMatchObject({ subjectId: 2, rule: 'reached_again', facts: { latest: '2029-09-20' } })
  await confirm((await decide([removal], 'remove')).cases)
  expect((await entries()).map((one) => one.subjectId).toSorted()).toEqual([1, 3, 4])
  // On application, without a rule: the ground's own article is the basis.
  const first = (await entries()).find((one) => one.subjectId === 1)!
  const applied = await verbs.proposeRemoval({ entry: first.entry, by: '王科长', reason: '已办理住所变更登记' })
  expect(applied).toMatchObject({ kind: 'removal', state: 'proposed', rule: 'application' })
  await expect(verbs.proposeRemoval({ entry: first.entry, by: '王科长', reason: '再次申请' })).rejects.toMatchObject({ code: 'removal_waits' })
  expect(why(await confirm(seen(applied), '王科长'))).toEqual([`${applied.caseNo} same_person`])
  await confirm(seen(applied))
  const [removed] = (await verbs.listEntries({ state: 'removed', subjectId: 1, offset: 0, limit: 10 })).entries
  expect(removed).toMatchObject({ removedOn: day, removalReason: '已办理住所变更登记' })
  expect((await verbs.readCase({ caseNo: applied.caseNo })).decisions[0]!.basis).toContain('第十四条')
  await find()
  expect((await list({ kinds: ['alert'] })).map((one) => one.subjectId)).toEqual([3, 4])
  await expect(verbs.proposeRemoval({ entry: first.entry, by: '王科长', reason: '再次申请' })).rejects.toMatchObject({ code: 'entry_removed' })
})

test('a warning that was handled comes back after its quiet days where it still holds, not before', async () => {
  const { caseNo } = await of(6)
  day = '2026-11-23'
  await decide([await of(6)], 'handled')
  await room.database().write((ask) => ask.run(raw("UPDATE licence SET valid_until = DATE '2027-02-10'")))
  for (const [at, expected] of [['2027-01-21', []], ['2027-01-22', [6]]] as const) {
    day = at
    await find()
    expect((await list({ rule: 'licence_expiring' })).map((one) => one.subjectId)).toEqual(expected)
  }
  expect((await of(6)).caseNo).not.toBe(caseNo)
})

test('cases are put off, given to somebody, and referred upwards; the queue follows', async () => {
  const before = await verbs.listCases({ queue: 'open', limit: 100 })
  expect(await verbs.countCases({ queue: 'open' })).toMatchObject({ total: 6, queues: { open: 6, snoozed: 0 }, dueToday: 0, overdue: 0, decidedToday: 0 })
  const [first, second] = before.cases
  await expect(verbs.snoozeCases({ cases: seen(first!), by: '王科长', until: day, reason: '' })).rejects.toMatchObject({ code: 'case_snooze' })
  await verbs.snoozeCases({ cases: seen(first!), by: '王科长', until: '2026-12-01', reason: '待回函' })
  await verbs.assignCases({ cases: seen(second!), by: '王科长', to: '李科长' })
  const last = before.cases.at(-1)!
  await verbs.escalateCases({ cases: seen(last), by: '王科长', reason: '涉及跨部门' })
  const after = await verbs.listCases({ queue: 'open', limit: 100 })
  expect(after.cases[0]).toMatchObject({ caseNo: last.caseNo, escalated: 1 })
  const counts = await verbs.countCases({ queue: 'open', assignee: '李科长' })
  expect([counts.queues.open, counts.queues.snoozed, counts.total, (await list({ assignee: '李科长' })).length]).toEqual([5, 1, 1, 1])
  day = '2026-12-01'
  expect((await verbs.countCases({ queue: 'open' })).queues).toMatchObject({ open: 6, snoozed: 0 })
  day = '2026-12-21'
  expect(await verbs.countCases({ queue: 'open', overdue: true })).toMatchObject({ total: 6, overdue: 6, dueToday: 6 })
})

test('pages by cursor hold every case once, in order, in each queue', async () => {
  await room.database().write((ask) => ask.run(sql`INSERT INTO desk_case SELECT c.* REPLACE (1000 + i AS case_no, 'x' || i AS period, DATE '2026-12-01' + (i % 7)::INTEGER AS due_on, (i * 7 % 5)::INTEGER AS urgency, (i % 11 = 0)::INTEGER AS escalated,
    CASE WHEN i % 3 = 0 THEN 'closed' ELSE 'open' END AS state, CASE WHEN i % 3 = 0 THEN DATE '2026-11-01' + (i % 4)::INTEGER END AS closed_on) FROM desk_case c, range(300) t(i) WHERE c.case_no = 1`))
  for (const queue of ['open', 'closed'] as const) {
    const whole = await verbs.listCases({ queue, limit: 1000 })
    const pages: number[] = []
    let after: Input<'listCases'>['after']
    do {
      const page = await verbs.listCases({ queue, limit: 17, ...(after ? { after } : {}) })
      pages.push(...page.cases.map((one) => one.caseNo))
      after = page.next ?? undefined
    } while (after)
    expect(pages).toEqual(whole.cases.map((one) => one.caseNo))
    expect(new Set(pages).size).toBe((await verbs.countCases({ queue })).total)
  }
  const open = (await verbs.listCases({ queue: 'open', limit: 1000 })).cases.map((one) => [-one.escalated, one.dueOn, -one.urgency, one.caseNo] as const)
  expect(open).toEqual(open.toSorted((a, b) => a[0] - b[0] || a[1].localeCompare(b[1]) || a[2] - b[2] || a[3] - b[3]))
})

test('revisions count events, and a case never loses one', async () => {
  await decide(await list({ kinds: ['listing'], ground: 'unreachable' }), 'list')
  await verbs.escalateCases({ cases: seen(await of(6)), by: '王科长', reason: '急' })
  expect(await room.database().read((ask) => ask.rows(raw('SELECT case_no FROM desk_case c WHERE revision <> (SELECT count(*) FROM case_event e WHERE e.case_no = c.case_no)')))).toEqual([])
})
