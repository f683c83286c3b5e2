import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { subjects } from '../../../electron/engine/subjects/subjects.ts'
import { recordClasses } from '../../../shared/classes.ts'
import type { IdentityPair, Input } from '../../../shared/contract.ts'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const register = (rows: string[]): string => ['企业名称,统一社会信用代码,成立日期,企业类型,法定代表人,注册资本,经营范围,住所', ...rows, ''].join('\n')
/** A register of the old kind: a registration number for an identifier. */
const oldRegister = (rows: string[]): string => ['企业名称,注册号,成立日期,法定代表人,住所', ...rows, ''].join('\n')
const penalties = (rows: string[]): string => ['当事人名称,统一社会信用代码,处罚日期,处罚类别', ...rows, ''].join('\n')
const relations = (rows: string[]): string => ['企业名称,统一社会信用代码,关联类型,关联方名称,关联方代码', ...rows, ''].join('\n')
const merge = (from: number, into: number) => bench.importer.verbs.mergeSubjects({ from, into })
const split = (input: Input<'splitSubject'>) => bench.importer.verbs.splitSubject({ names: [], records: [], to: 'none', ...input })
const undo = (decision?: number) => bench.importer.verbs.undoIdentity(decision === undefined ? {} : { decision })
const score = async (): Promise<unknown> => bench.room.jobs.result((await scoring(bench.room).scoreSubjects({})).job)
const queue = async (): Promise<IdentityPair[]> => (await bench.importer.verbs.identityQueue({ offset: 0, limit: 100 })).pairs
const who = (): Promise<unknown[]> => bench.rows('SELECT subject_id AS id, name, uscc, local_code AS local, records FROM subject ORDER BY 1')

/** Everything that a workspace holds, but for the history of decisions, and the order and numbers that a sequence gave. */
async function state(): Promise<Record<string, unknown[]>> {
  const tables = await bench.rows<{ name: string }>("SELECT table_name AS name FROM duckdb_tables() WHERE table_name NOT IN ('identity_decision', 'subject_merge', 'migration', 'meta') ORDER BY 1")
  const all: Record<string, unknown[]> = {}
  for (const { name } of tables) all[name] = await bench.rows(`SELECT * FROM ${name} ORDER BY ALL`)
  expect(Object.keys(all)).toEqual(expect.arrayContaining([...recordClasses, 'subject', 'subject_name', 'candidate', 'identity_move', 'identity_change', 'score', 'measure_penalty', 'touched_subject']))
  return all
}

async function fill(): Promise<void> {
  await bench.load(bench.file('旧 登记.csv', oldRegister(['甲公司,110105012345678,2001-01-01,张三,高新路1号', '乙公司,110105012345679,2002-01-01,李四,', '丙公司,110105012345670,2002-02-02,,'])),
    bench.file('登记.csv', register([`丁公司,${codeOf(4)},2003-01-01,有限责任公司,王五,100万元,餐饮服务,科技路9号`, `戊公司,${codeOf(5)},2004-01-01,,,,,`, `甲公司,${codeOf(6)},2005-01-01,,赵六,,,远方路1号`])))
  await bench.load(bench.file('处罚.csv', penalties([`丁公司西安店,${codeOf(4)},2024/1/1,罚款`, '丁公司,,2024/1/2,罚款', '乙公司,,2024/1/3,罚款', '丙公司,,2024/1/4,警告', `戊公司,${codeOf(5).slice(0, 17)},2024/1/5,罚款`, '甲公司,,2024/1/6,罚款'])),
    { path: bench.file('关联.csv', relations([`丁公司,${codeOf(4)},股东,乙公司,`, `戊公司,${codeOf(5)},股东,丁公司,${codeOf(4)}`])), recordClass: 'relation' })
}

test('a merge unites records, names, facts and codes, and leads every old way to the survivor', async () => {
  await fill()
  const before = await who()
  const { decision, moved, subjectId } = await merge(2, 4)
  expect([moved, subjectId]).toEqual([2, 4])
  expect((await who())[2]).toEqual({ id: 4, name: '丁公司', uscc: codeOf(4), local: '110105012345679', records: 6 })
  expect(await bench.rows('SELECT name FROM subject_name WHERE subject_id = 4 ORDER BY 1')).toEqual([{ name: '丁公司' }, { name: '丁公司西安店' }, { name: '乙公司' }])
  expect(await bench.rows("SELECT subject_id, other_subject_id FROM relation ORDER BY 1")).toEqual([{ subject_id: 4, other_subject_id: 4 }, { subject_id: 5, other_subject_id: 4 }])
  // What comes under the old number or name comes to the survivor.
  await bench.load(bench.file('旧2 登记.csv', oldRegister(['乙公司新名,110105012345679,2020-01-01,钱七,'])), bench.file('处罚2.csv', penalties(['乙公司,,2024/5/1,罚款'])))
  expect((await who())[2]).toMatchObject({ id: 4, records: 8, name: '乙公司新名' })
  expect((await who()).length).toBe(before.length - 1)
  const { decisions } = await bench.importer.verbs.identityDecisions({ subjectId: 4, offset: 0, limit: 10 })
  expect(decisions).toMatchObject([{ decision, kind: 'subject', item: '2', name: '乙公司', subjectId: 4, answer: 'same', moved: 2 }])
  // Taken back after more came: what came since stays with the survivor, the rest is as it was.
  await undo()
  expect((await who()).map((row) => (row as { id: number }).id)).toEqual([1, 2, 3, 4, 5, 6])
  expect((await who())[1]).toEqual(before[1])
  expect((await who())[3]).toMatchObject({ id: 4, records: 6 })
})

test('a code that the survivor already has another of leads to it; merges of merges too', async () => {
  await fill()
  await merge(5, 4)
  await merge(4, 6)
  expect(await bench.rows('SELECT subject_id, now_id, uscc FROM former_subject ORDER BY 1')).toEqual([{ subject_id: 4, now_id: 6, uscc: codeOf(4) }, { subject_id: 5, now_id: 6, uscc: codeOf(5) }])
  const file = await bench.loadOne(bench.file('处罚3.csv', penalties([`戊改名,${codeOf(5)},2024/6/1,罚款`, `丁,${codeOf(4)},2024/6/2,罚款`])))
  expect(file.attachedByCode).toBe(2)
  expect(await bench.rows("SELECT DISTINCT subject_id FROM penalty WHERE source_file = '处罚3.csv'")).toEqual([{ subject_id: 6 }])
  const { subjectProfile, searchSubjects } = subjects(bench.room, async () => null)
  for (const asked of [{ subjectId: 5 }, { code: codeOf(5) }]) expect(await subjectProfile(asked)).toMatchObject({ subject: { subjectId: 6 }, askedFor: { subjectId: 5, name: '戊公司', code: codeOf(5) }, mergedFrom: [{ subjectId: 4 }, { subjectId: 5 }] })
  expect((await subjectProfile({ name: '戊公司' })).subject.subjectId).toBe(6)
  expect(await searchSubjects({ text: codeOf(5), limit: 5 })).toMatchObject([{ subjectId: 6, matched: 'code' }])
  // Numbers are not given again while one leads elsewhere.
  await bench.load(bench.file('登记9.csv', register([`新来公司,${codeOf(9)},2003-01-01,,,,,`])))
  expect((await who()).map((row) => (row as { id: number }).id)).toEqual([1, 2, 3, 6, 7])
  const { decisions } = await bench.importer.verbs.identityDecisions({ offset: 0, limit: 10 })
  await expect(undo(decisions[1]!.decision)).rejects.toMatchObject({ code: 'decision_built_upon', params: { later: decisions[0]!.decision } })
  await expect(merge(4, 6)).rejects.toMatchObject({ code: 'subject_not_found' })
  await expect(merge(6, 6)).rejects.toMatchObject({ code: 'same_subject' })
})

test('records of a name are given back, or moved to another subject or a new one, and return', async () => {
  await fill()
  const before = await who()
  expect(await split({ subjectId: 4, names: ['丁公司'] })).toMatchObject({ moved: 1, subjectId: null })
  expect(await bench.rows("SELECT subject_id, attached FROM penalty WHERE subject_name = '丁公司'")).toEqual([{ subject_id: null, attached: 'none' }])
  await undo()
  expect(await who()).toEqual(before)
  const [shop] = await bench.rows<{ file_id: number; source_row: number }>("SELECT file_id, source_row FROM penalty WHERE subject_name = '丁公司西安店'")
  const made = await split({ subjectId: 4, records: [{ recordClass: 'penalty', fileId: shop!.file_id, sourceRow: shop!.source_row }], to: 'new' })
  expect(made).toMatchObject({ moved: 1, subjectId: 7 })
  expect((await who())[6]).toEqual({ id: 7, name: '丁公司西安店', uscc: null, local: null, records: 1 })
  // The name is the new one's alone.
  expect(await bench.loadOne(bench.file('处罚4.csv', penalties(['丁公司西安店,,2024/7/1,罚款'])))).toMatchObject({ attachedByName: 1 })
  expect((await who())[6]).toMatchObject({ records: 2 })
  await undo()
  expect((await who()).map((row) => (row as { records: number }).records)).toEqual(before.map((row) => (row as { records: number; id: number }).records + ((row as { id: number }).id === 4 ? 1 : 0)))
  await expect(split({ subjectId: 4, names: ['没有的名字'] })).rejects.toMatchObject({ code: 'nothing_to_split' })
  await expect(split({ subjectId: 99, names: ['甲公司'] })).rejects.toMatchObject({ code: 'subject_not_found' })
})

test('subjects of a frame that waits for its seed are neither merged nor split', async () => {
  await fill()
  await bench.room.database().write(async (ask) => {
    await ask.run(sql`INSERT INTO draw (draw, name, policy, state, committed_at, commitment, rules, frame_sha256, run, frame_size) VALUES (1, 'x', 'p', 'committed', current_timestamp::TIMESTAMP, 'c', '{}', 'f', 1, 1)`)
    await ask.run(sql`INSERT INTO draw_frame (draw, position, subject_id, id, stratum) VALUES (1, 1, 4, ${codeOf(4)}, 'A')`)
  })
  for (const attempt of [() => merge(4, 5), () => merge(5, 4), () => split({ subjectId: 4, names: ['丁公司'] })]) await expect(attempt()).rejects.toMatchObject({ code: 'merge_in_draw', params: { subject: 4, draw: 1 } })
  await bench.room.database().write((ask) => ask.run(sql`UPDATE draw SET state = 'drawn'`))
  expect(await merge(4, 5)).toMatchObject({ subjectId: 5 })
})

test('the same enterprise that comes twice is one: on proof at once, else in the queue', async () => {
  await bench.load(bench.file('a 登记.csv', register(['甲公司,,2001-01-01,,张三,,,高新路1号', '乙公司,,2001-01-01,,李四,,,', '庚公司,,2001-01-01,,,,,'])), bench.file('旧 登记.csv', oldRegister(['丙公司,110105012345670,2002-02-02,,', `丁公司,${codeOf(4).slice(8, 17)},2002-02-02,,`])))
  const report = await bench.load(bench.file('b 登记.csv', register([`甲公司,${codeOf(1)},2001-01-01,,张三,,,高新路1号`, `乙公司,${codeOf(2)},2001-01-01,,王五,,,`, `丙公司,${codeOf(3)},2001-01-01,,,,,`, `丁公司,${codeOf(4)},2001-01-01,,,,,`])), bench.file('处罚.csv', penalties([`庚公司,${codeOf(7)},2024/1/1,罚款`])))
  expect(report.subjectsCreated).toBe(2)
  expect((await who()).map((row) => { const { name, uscc, local } = row as { name: string; uscc: string; local: string }; return [name, uscc, local] })).toEqual([
    ['甲公司', codeOf(1), null], ['乙公司', null, null], ['庚公司', codeOf(7), null], ['丙公司', null, '110105012345670'], ['丁公司', codeOf(4), codeOf(4).slice(8, 17)], ['乙公司', codeOf(2), null], ['丙公司', codeOf(3), null]])
  const pairs = await queue()
  expect(pairs.map((pair) => [pair.kind, pair.name, pair.other?.code, pair.code, pair.score])).toEqual([['subject', '丙公司', codeOf(3), '110105012345670', 0.8], ['subject', '乙公司', codeOf(2), null, 0.75]])
  expect(pairs[1]!.fields.map(({ field, effect }) => [field, effect])).toEqual([['name', 0.55], ['code', 0.4], ['legal_rep', -0.2], ['address', 0], ['phone', 0]])
  await bench.importer.verbs.decideIdentity({ kind: 'subject', item: pairs[0]!.item, subjectId: pairs[0]!.subjectId, decision: 'same' })
  expect((await queue()).map((pair) => pair.name)).toEqual(['乙公司'])
  await bench.importer.verbs.decideIdentity({ kind: 'subject', item: pairs[1]!.item, subjectId: pairs[1]!.subjectId, decision: 'different' })
  expect(await queue()).toEqual([])
  // Undone, the second batch was never there.
  await bench.room.jobs.result((await bench.importer.verbs.undoBatch({ batch: 2 })).job)
  expect((await who()).map((row) => { const { name, uscc, records } = row as { name: string; uscc: string; records: number }; return [name, uscc, records] })).toEqual([['甲公司', null, 1], ['乙公司', null, 1], ['庚公司', null, 1], ['丙公司', null, 1], ['丁公司', null, 1]])
  expect(await queue()).toEqual([])
})

test('a batch undone takes its merges along, and those who are one without it are found', async () => {
  const entry = (file: string, code: string) => bench.load(bench.file(file, register([`甲公司,${code},2001-01-01,,,,,`])))
  const undone = async (batch: number): Promise<unknown> => bench.room.jobs.result((await bench.importer.verbs.undoBatch({ batch })).job)
  await entry('1 登记.csv', '')
  await entry('2 登记.csv', codeOf(1))
  await entry('3 登记.csv', codeOf(2))
  expect((await who()).map((row) => (row as { uscc: string }).uscc)).toEqual([codeOf(1), codeOf(2)])
  // Without the second batch the third would have given the code.
  await undone(2)
  expect(await who()).toEqual([{ id: 1, name: '甲公司', uscc: codeOf(2), local: null, records: 2 }])
  await undone(1)
  expect((await who()).map((row) => { const { uscc, records } = row as { uscc: string; records: number }; return [uscc, records] })).toEqual([[codeOf(2), 1]])
})

test('merges and splits, taken back, leave every table as it was', { timeout: 300_000 }, async () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('merge' as const), from: fc.nat(5), into: fc.nat(5) }),
    fc.record({ kind: fc.constant('split' as const), from: fc.nat(5), name: fc.nat(9), to: fc.constantFrom('new' as const, 'none' as const, 'other' as const), into: fc.nat(5) }))
  await fill()
  await score()
  // Something is stale before, too.
  await bench.load(bench.file('处罚9.csv', penalties([`戊公司,${codeOf(5)},2024/9/1,罚款`, '谁公司,,2024/9/2,罚款'])))
  await bench.room.jobs.result((await bench.importer.verbs.matchNames({ scope: 'all' })).job)
  const before = await state()
  let done = 0
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 4 }), async (acts) => {
    let standing = 0
    for (const one of acts) {
      const ids = (await who()).map((row) => (row as { id: number }).id)
      const at = (n: number): number => ids[n % ids.length]!
      const names = await bench.rows<{ name: string }>(`SELECT name FROM subject_name WHERE subject_id = ${at(one.from)} ORDER BY 1`)
      const work = one.kind === 'merge' ? merge(at(one.from), at(one.into)) : split({ subjectId: at(one.from), names: [names[one.name % Math.max(1, names.length)]?.name ?? '无'], to: one.to === 'other' ? at(one.into) : one.to })
      const result = await work.then(() => 'done', (error: { code: string }) => error.code)
      if (result === 'done') standing++
      else expect(['same_subject', 'nothing_to_split']).toContain(result)
    }
    done += standing
    for (; standing > 0; standing--) await undo()
    expect(await state()).toEqual(before)
  }), { numRuns: 8, endOnFailure: true })
  expect(done).toBeGreaterThan(5)
})
