import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InspectionRef, ResultDetail } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { importing } from '../../../electron/engine/importing/importing.ts'
import { quality } from '../../../electron/engine/quality/quality.ts'
import { openDrawn, rowsOf, type Drawn, type Row } from './drawn.ts'

const of: InspectionRef = { campaign: 1 }
let drawn: Drawn
beforeEach(async () => { drawn = await openDrawn() })
afterEach(() => drawn.room.close())
const ask = <T>(statement: ReturnType<typeof sql>) => drawn.room.database().read((reader) => reader.rows<T>(statement))

/** Enters, approves and publishes results of the first rows, by three persons. */
async function publish(codes: string[][], rows?: Row[]): Promise<ResultDetail[]> {
  const chosen = (rows ?? (await rowsOf(drawn.ask, { of, states: ['not_entered'] }))).slice(0, codes.length)
  expect((await drawn.ask.enterResults({ of, by: '甲', entries: chosen.map((row, i) => ({ visit: row.visit, item: row.item, revision: row.revision, codes: codes[i]!, inspectedOn: '2026-11-23', remark: '查' })) })).refused).toEqual([])
  const entered = (await rowsOf(drawn.ask, { of })).filter((row) => chosen.some((one) => one.visit === row.visit && one.item === row.item))
  const results = entered.map((row) => row.result!)
  await drawn.ask.reviewResults({ by: '乙', results: entered.map((row) => ({ result: row.result!, revision: row.revision })), decision: 'approve' })
  await drawn.ask.publishResults({ by: '丙', results: entered.map((row) => ({ result: row.result!, revision: row.revision + 1 })) })
  return Promise.all(results.map((result) => drawn.ask.readResult({ result })))
}
const approve = async (result: number): Promise<ResultDetail> => {
  const { revision } = await drawn.ask.readResult({ result })
  await drawn.ask.reviewResults({ by: '乙', results: [{ result, revision }], decision: 'approve' })
  const { publication } = await drawn.ask.publishResults({ by: '丙', results: [{ result, revision: revision + 1 }] })
  expect(publication).not.toBeNull()
  return drawn.ask.readResult({ result })
}

describe('a correction', () => {
  test('is a further entry with its reason; the first stays, its record gives way, the case is dropped', async () => {
    const [first, other] = await publish([['Z'], ['1']])
    expect(first!.cases).toMatchObject([{ ground: 'unreachable', state: 'open' }])
    const before = await drawn.ask.exportPublication({ publication: 1 })
    const [record] = await ask<{ file_id: number; source_row: number; batch: number }>(sql`SELECT file_id, source_row, batch FROM supervision WHERE result = 'unreachable'`)
    drawn.at('2026-11-25')
    const asked = { result: first!.result, revision: first!.revision, by: '甲', reason: '=门牌号看错', foundOn: '2026-11-24', codes: ['1'], inspectedOn: '2026-11-23' }
    await expect(drawn.ask.correctResult({ ...asked, foundOn: '2026-11-22' })).rejects.toMatchObject({ code: 'result_found_on' })
    await expect(drawn.ask.correctResult({ ...asked, revision: 1 })).rejects.toMatchObject({ code: 'result_changed' })
    await expect(drawn.ask.correctResult({ ...asked, codes: ['1', 'X'] })).rejects.toMatchObject({ code: 'result_code_exclusive' })
    await expect(drawn.ask.correctResult({ ...asked, inspectedOn: '2026-11-01' })).rejects.toMatchObject({ code: 'result_before_draw' })
    // 24 November 2026 is a Tuesday: five working days later it is Tuesday again.
    expect(await drawn.ask.correctResult(asked)).toMatchObject({ state: 'awaiting_review', correction: { reason: '=门牌号看错', foundOn: '2026-11-24' }, dueOn: '2026-12-01', daysLeft: 4, enteredByAll: ['甲'] })
    await expect(drawn.ask.correctResult({ ...asked, revision: first!.revision + 1 })).rejects.toMatchObject({ code: 'result_not_published' })
    // Until it is published, what was published holds.
    expect(await ask(sql`SELECT result FROM supervision WHERE file_id = ${record!.file_id} AND source_row = ${record!.source_row}`)).toEqual([{ result: 'unreachable' }])
    expect((await drawn.ask.inspectionStatistics({ of })).total).toMatchObject({ published: 2, corrections: 0, problems: 1 })
    const corrected = await approve(first!.result)
    expect(corrected).toMatchObject({ state: 'published', correction: null, outcome: 'passed', followUp: 'not_needed', cases: [{ ground: 'unreachable', state: 'dropped', closedFor: '公示 2 号更正' }] })
    expect(corrected.published).toMatchObject([{ publication: 1, entry: 1, replaces: null, reason: '' }, { publication: 2, entry: 1, replaces: 1, reason: '=门牌号看错', content: { corrects: '1-1', reference: '2-1', result: '未发现问题' } }])
    expect(await drawn.ask.exportPublication({ publication: 1 })).toEqual(before)
    expect(new TextDecoder().decode(await drawn.ask.exportPublication({ publication: 2 }))).toContain(`"1-1","'=门牌号看错"`)
    expect(await ask(sql`SELECT result, known_on, occurred_on, subject_id FROM supervision ORDER BY batch, source_row`)).toEqual([
      { result: 'passed', known_on: '2026-11-23', occurred_on: '2026-11-23', subject_id: other!.subject.subjectId }, { result: 'passed', known_on: '2026-11-23', occurred_on: '2026-11-23', subject_id: first!.subject.subjectId }])
    expect((await drawn.ask.inspectionStatistics({ of })).total).toMatchObject({ published: 2, corrections: 1, correctedOnTime: 1, problems: 0 })
    expect(await ask(sql`SELECT records FROM subject WHERE subject_id = ${first!.subject.subjectId}`)).toEqual([{ records: 1 }])
  })

  test('that is given up leaves what was published; the contributions to it count no more', async () => {
    const [first] = await publish([['X']])
    const { revision } = await drawn.ask.correctResult({ result: first!.result, revision: first!.revision, by: '乙', reason: '?', foundOn: '2026-11-23', codes: ['1'], inspectedOn: '2026-11-23' })
    await expect(drawn.ask.keepResult({ result: first!.result, revision: 1, by: '甲', reason: '无误' })).rejects.toMatchObject({ code: 'result_changed' })
    const kept = await drawn.ask.keepResult({ result: first!.result, revision, by: '甲', reason: '无误' })
    expect(kept).toMatchObject({ state: 'published', correction: null, outcome: 'problem', codes: [{ code: 'X' }], remark: '查', followUp: 'open', enteredByAll: [], dueOn: null })
    await expect(drawn.ask.keepResult({ result: first!.result, revision: kept.revision, by: '甲', reason: '无误' })).rejects.toMatchObject({ code: 'result_not_correcting' })
    expect(kept.published).toHaveLength(1)
  })

  test('follows a subject that was merged meanwhile, and goes back with it', async () => {
    const [first] = await publish([['X']])
    const { subjectId } = first!.subject
    const [into] = await ask<{ id: number }>(sql`SELECT min(subject_id)::INTEGER AS id FROM subject WHERE subject_id NOT IN (SELECT subject_id FROM draw_frame)`)
    const { verbs } = importing(drawn.room)
    const { decision } = await verbs.mergeSubjects({ from: subjectId, into: into!.id })
    await drawn.ask.correctResult({ result: first!.result, revision: first!.revision, by: '甲', reason: '错', foundOn: '2026-11-23', codes: ['1'], inspectedOn: '2026-11-23' })
    const corrected = await approve(first!.result)
    expect(corrected.subject.subjectId).toBe(into!.id)
    expect(await ask(sql`SELECT subject_id, result FROM supervision`)).toEqual([{ subject_id: into!.id, result: 'passed' }])
    await verbs.undoIdentity({ decision })
    expect(await ask(sql`SELECT subject_id, result FROM supervision`)).toEqual([{ subject_id: subjectId, result: 'passed' }])
    expect((await drawn.ask.readResult({ result: first!.result })).subject.subjectId).toBe(subjectId)
  })
})

describe('what follows from a publication', () => {
  test('a batch that is not undone, records with their lineage, subjects that wait for a new score, and files that are known', async () => {
    const [first] = await publish([['X', 'W'], ['1']])
    const { verbs } = importing(drawn.room)
    expect(await verbs.listBatches({})).toMatchObject([{ kind: 'publication', read: 2, loaded: 2, names: ['公示 1 号'] }])
    await expect(drawn.room.jobs.result((await verbs.undoBatch({ batch: 1 })).job)).rejects.toMatchObject({ code: 'undo_publication' })
    const [file] = await verbs.listSources({})
    const lineage = await verbs.recordLineage({ recordClass: 'supervision', fileId: file!.fileId!, sourceRow: 1 })
    expect(lineage).toMatchObject({ subject: { subjectId: first!.subject.subjectId }, file: { name: '公示 1 号', format: 'publication' }, extra: expect.arrayContaining([{ header: '检查结果代码', raw: 'W、X' }]) as unknown })
    expect(lineage.cells.find((one) => one.column === 'result_text')).toMatchObject({ value: '未按规定公示应当公示的信息、责令限期改正', sources: [{ header: '检查结果', raw: '未按规定公示应当公示的信息、责令限期改正' }] })
    expect(await ask(sql`SELECT count(*)::INTEGER AS n FROM touched_subject`)).toEqual([{ n: 2 }])
    expect((await quality(drawn.room).dataQuality({ by: 'source' })).cells).toMatchObject([{ recordClass: 'supervision', key: '公示 * 号', files: 1, rows: 2, quarantined: 0 }])
    const { sha256 } = (await drawn.ask.listPublications({})).publications[0]!
    expect(await ask(sql`SELECT sha256, bytes FROM source_file`)).toEqual([{ sha256, bytes: (await drawn.ask.exportPublication({ publication: 1 })).length }])
  })

  test('one case a subject and ground, none where the lists have it already', async () => {
    const rows = await rowsOf(drawn.ask, { of, states: ['not_entered'] })
    const twice = rows.filter((row) => row.department === 'fire' && rows.some((one) => one.visit === row.visit && one.department === 'market')).slice(0, 2)
    const visits = twice.map((row) => row.visit)
    const [listedSubject] = rows.filter((row) => !visits.includes(row.visit))
    await drawn.room.database().write((writer) => writer.run(sql`INSERT INTO listing (subject_id, attached, known_on, kind, ground_code, row_key, batch, file_id, source_file, source_row)
      VALUES (${listedSubject!.subject_id}, 'code', DATE '2026-01-01', 'abnormal', 'unreachable', uuid(), 99, 99, 'x', 1)`))
    await publish([['Z'], ['Z'], ['Z']], [...twice, listedSubject!])
    const opened = async () => ask<{ subject_id: number; state: string }>(sql`SELECT subject_id, state FROM list_case ORDER BY case_number`)
    expect(await opened()).toEqual([...new Set(twice.map((row) => row.subject_id))].map((subject_id) => ({ subject_id, state: 'open' })))
    const before = await opened()
    await publish([['Z']], rows.filter((row) => row.visit === visits[0] && row.department === 'market').slice(0, 1))
    expect(await opened()).toEqual(before)
  })

  test('the follow-up is closed by hand, and what was done stays done', async () => {
    const [first, second] = await publish([['X'], ['1']])
    expect([first!.followUp, second!.followUp]).toEqual(['open', 'not_needed'])
    expect((await drawn.ask.inspectionStatistics({ of })).total).toMatchObject({ published: 2, closed: 1, closure: 0.5 })
    expect(await drawn.ask.setFollowUp({ by: '甲', results: [{ result: first!.result, revision: first!.revision }], followUp: 'done', note: '已整改' })).toEqual({ done: 1, refused: [] })
    expect((await drawn.ask.inspectionStatistics({ of })).total).toMatchObject({ closed: 2, closure: 1 })
    const { revision } = await drawn.ask.readResult({ result: first!.result })
    expect((await drawn.ask.correctResult({ result: first!.result, revision, by: '甲', reason: '补充', foundOn: '2026-11-23', codes: ['X', 'W'], inspectedOn: '2026-11-23' })).followUp).toBe('done')
  })

  test('a publication that was changed from outside is told, and a rehearsal is never published', async () => {
    await publish([['1']])
    await drawn.room.database().write((writer) => writer.run(raw(`UPDATE publication SET file = replace(file, '未发现问题', '发现问题')`)))
    await expect(drawn.ask.exportPublication({ publication: 1 })).rejects.toMatchObject({ code: 'publication_broken' })
    await expect(drawn.ask.exportPublication({ publication: 2 })).rejects.toMatchObject({ code: 'no_such_publication' })
    await drawn.room.database().write((writer) => writer.run(raw(`UPDATE campaign SET seed = '42'`)))
    const [row] = await rowsOf(drawn.ask, { of, states: ['not_entered'], limit: 1 })
    await drawn.ask.enterResults({ of, by: '甲', entries: [{ visit: row!.visit, item: row!.item, revision: 0, codes: ['1'], inspectedOn: '2026-11-23' }] })
    const [entered] = await rowsOf(drawn.ask, { of, states: ['awaiting_review'] })
    await drawn.ask.reviewResults({ by: '乙', results: [{ result: entered!.result!, revision: 1 }], decision: 'approve' })
    expect(await drawn.ask.publishResults({ by: '丙', results: [{ result: entered!.result!, revision: 2 }] })).toMatchObject({ done: 0, publication: null, refused: [{ code: 'result_rehearsal' }] })
    expect((await drawn.ask.inspectionStatistics({ from: '2000-01-01', until: '2200-01-01' })).total.drawn).toBe(0)
  })
})
