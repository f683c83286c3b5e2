import { parsed } from './parsed.ts'
import { findCases } from '../../../electron/engine/lists/findCases.ts'
import { lists } from '../../../electron/engine/lists/lists.ts'
import { groundWords } from '../../../electron/engine/lists/rules.ts'
import { punishments } from '../../../electron/engine/punishments/punishments.ts'
import { tableRows } from '../../../electron/engine/importing/tableRows.ts'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { follows, quietly } from '../lists/desk.ts'
import { fill } from '../scoring/records.ts'

export interface Listed { room: TestRoom; desk: ReturnType<typeof lists>; ask: ReturnType<typeof asked>; at(day: string): void; entry: number; find(): Promise<unknown> }

const asked = (room: TestRoom) => parsed(punishments(room, groundWords(room.resources), { tableRows, workbook: tableWorkbook }))

/**
 * 1 stands on the list of serious violations since 2026-11-30 for a licence that was revoked (the penalty is row 2 of file 1); 2 is in tier D by its index and
 * on no list, its listing only proposed; 3 has the same legal representative as 1.
 */
export async function openListed(): Promise<Listed> {
  let day = '2026-11-20'
  const room = await openRoom()
  room.today = () => day
  const desk = lists(room, follows(room))
  await fill(room, {
    subjects: [1, 2, 3].map((subject_id) => ({ subject_id, uscc: `91610131MA6TX0000${subject_id}`, legal_rep: subject_id === 2 ? '某乙' : '某甲' })),
    records: [
      { class: 'penalty', subject_id: 1, kind: 'revocation', kind_text: '吊销许可证件', doc_no: '罚1号', authority: '市监局', violation: '无证经营', occurred_on: '2026-10-09' },
      { class: 'supervision', subject_id: 2, result: 'unreachable', occurred_on: '2026-10-09' },
      { class: 'penalty', subject_id: 2, kind: 'warning', doc_no: '罚2号', occurred_on: '2026-10-09' },
    ],
  })
  await room.database().write((ask) => ask.run({ parts: ["INSERT INTO score (subject_id, index, tier, tier_reason, registration, supervision, penalty, complaint, operation, opinion, judicial, licence, product, listing, relation) SELECT subject_id, 99, 'D', 'index', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM subject"], values: [] }))
  const find = () => quietly((run) => findCases(room, run))
  await find()
  const of = async (subjectId: number, queue: 'open' | 'snoozed' = 'open') => (await desk.listCases({ queue, subjectId, kinds: ['listing'], limit: 10 })).cases.map(({ caseNo, revision }) => ({ caseNo, revision }))
  await desk.decideCases({ cases: await of(1), outcome: 'notify', by: '王科长', reason: '吊销许可' })
  await desk.decideCases({ cases: await of(2), outcome: 'list', by: '王科长', reason: '查无下落' })
  day = '2026-11-30'
  const { cases } = await desk.decideCases({ cases: await of(1), outcome: 'list', by: '王科长', reason: '吊销许可' })
  await desk.confirmCases({ cases, by: '李科长', agree: true, note: '' })
  const entry = (await desk.listEntries({ state: 'listed', offset: 0, limit: 10 })).entries[0]!.entry
  return { room, desk, ask: asked(room), at: (to) => { day = to }, entry, find }
}
