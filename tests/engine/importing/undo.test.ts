import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { undoBatch } from '../../../electron/engine/importing/undo.ts'
import { recordClasses } from '../../../shared/classes.ts'
import type { UndoReport } from '../../../shared/contract.ts'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const register = (rows: string[]): string => ['企业名称,统一社会信用代码,成立日期,企业类型,法定代表人,注册资本,经营范围,住所', ...rows, ''].join('\n')
const penalties = (rows: string[]): string => ['当事人名称,统一社会信用代码,处罚日期,处罚类别', ...rows, ''].join('\n')
const quiet = { signal: new AbortController().signal, progress: () => undefined }
const undo = (batch: number): Promise<UndoReport> => undoBatch(bench.room, batch, quiet)

/** Everything that a workspace says, but for its history. */
async function state(): Promise<Record<string, unknown[]>> {
  const tables = [...recordClasses, 'subject', 'subject_name', 'source_file', 'quarantine', 'batch', 'repair', 'damaged_code', 'score', 'score_past']
  const all: Record<string, unknown[]> = {}
  for (const table of tables) all[table] = await bench.rows(`SELECT * FROM ${table} ORDER BY ALL`)
  return all
}

test('after the undo the workspace is as before the batch', async () => {
  await bench.load(bench.file('登记.csv', register([`甲公司,${codeOf(1)},2001-01-01,有限责任公司,张三,100万元,餐饮服务,高新路1号`, `乙公司,${codeOf(2)},2002-01-01,,,,,`])),
    bench.file('处罚.csv', penalties(['后来公司,,2024/1/1,罚款', '同名公司,,2024/1/2,罚款', `甲公司,${codeOf(1)},2024/1/3,罚款`, '外店,110105012345678,2024/1/4,警告'])))
  const before = await state()
  const loaded = await bench.load(
    bench.file('登记2.csv', register([`后来公司,${codeOf(3)},2003-01-01,,,,,`, `同名公司,${codeOf(4)},,,,,,`, `同名公司,${codeOf(5)},2001-02-01,,,,,`, `甲新名公司,${codeOf(1)},2020-05-05,个体工商户,李四,,零售,新路`])),
    bench.file('处罚2.csv', penalties([`乙公司,${codeOf(2)},2024/2/1,罚款`, ',,2024/2/2,罚款'])))
  expect(await bench.rows("SELECT attached FROM penalty WHERE batch = 1 ORDER BY source_row")).toEqual([{ attached: 'name' }, { attached: 'queued' }, { attached: 'code' }, { attached: 'none' }])
  expect(loaded.subjectsCreated).toBe(3)
  const report = await undo(2)
  expect(report).toMatchObject({ batch: 2, files: 2, records: 5, quarantined: 1, subjectsRemoved: 3, detached: 2, laterDuplicates: 0 })
  expect(await state()).toEqual(before)
  // The files may come again, as if for the first time.
  expect((await bench.load(bench.file('处罚2.csv', penalties([`乙公司,${codeOf(2)},2024/2/1,罚款`, ',,2024/2/2,罚款'])))).files[0]).toMatchObject({ loaded: 1, quarantined: 1, note: null })
})

test('a subject of which another batch holds the code stays, and loses what only the batch said', async () => {
  await bench.load(bench.file('登记.csv', register([`甲公司,${codeOf(1)},2001-01-01,,张三,,餐饮服务,高新路1号`, `乙公司,${codeOf(2)},2001-01-01,,,,,`])))
  await bench.load(bench.file('处罚.csv', penalties([`甲公司西安店,${codeOf(1)},2024/1/1,罚款`, '甲公司,,2024/1/2,罚款', '乙公司,,2024/1/3,罚款'])))
  expect(await undo(1)).toMatchObject({ records: 2, subjectsRemoved: 1, detached: 2 })
  expect(await bench.rows('SELECT subject_id, uscc, name, legal_rep, established, records, first_batch FROM subject')).toEqual([{ subject_id: 1, uscc: codeOf(1), name: '甲公司西安店', legal_rep: null, established: null, records: 1, first_batch: 2 }])
  expect(await bench.rows('SELECT name, batch FROM subject_name')).toEqual([{ name: '甲公司西安店', batch: 2 }])
  expect(await bench.rows('SELECT subject_name, subject_id, attached FROM penalty ORDER BY source_row')).toEqual([
    { subject_name: '甲公司西安店', subject_id: 1, attached: 'code' }, { subject_name: '甲公司', subject_id: null, attached: 'none' }, { subject_name: '乙公司', subject_id: null, attached: 'none' }])
  await undo(2)
  expect(await bench.rows('SELECT (SELECT count(*) FROM subject) + (SELECT count(*) FROM subject_name) + (SELECT count(*) FROM penalty) + (SELECT count(*) FROM batch) AS n')).toEqual([{ n: 0 }])
  expect((await bench.importer.verbs.listBatches({})).map((one) => [one.batch, one.loaded, one.names, one.undone?.subjectsRemoved])).toEqual([[2, 3, ['处罚.csv'], 1], [1, 2, ['登记.csv'], 1]])
})

test('any batch undone in any order leaves what the others alone would have left', { timeout: 120_000 }, async () => {
  const row = fc.record({ name: fc.integer({ min: 0, max: 4 }), code: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 }) })
  const batch = fc.record({ register: fc.array(row, { maxLength: 4 }), penalty: fc.array(row, { maxLength: 4 }) })
  /** Each row by its marks, with the subject's code and name: numbers of subjects, files and batches differ between the two. */
  const seen = async (): Promise<unknown> => ({
    subjects: await bench.rows('SELECT uscc, name, legal_rep, established, records, (SELECT list(n.name_key ORDER BY n.name_key) FROM subject_name n WHERE n.subject_id = s.subject_id) AS names FROM subject s ORDER BY ALL'),
    coded: await bench.rows("SELECT p.source_file, p.source_row, s.uscc, p.attached FROM penalty p LEFT JOIN subject s USING (subject_id) WHERE attached = 'code' ORDER BY ALL"),
    rows: await bench.rows('SELECT (SELECT count(*) FROM penalty) AS p, (SELECT count(*) FROM registration) AS r'),
  })
  let turn = 0
  await fc.assert(fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 3 }), fc.nat(2), async (batches, which) => {
    const gone = which % batches.length
    const results: unknown[] = []
    for (const whole of [true, false]) {
      await bench.close()
      bench = await openBench()
      for (const [number, one] of batches.entries()) {
        if (!whole && number === gone) continue
        const mark = (i: number): string => `20${String(10 + number)}-01-${String(i + 1).padStart(2, '0')}`
        await bench.load(
          bench.file(`${number} 登记.csv`, register([`常在公司${number},${codeOf(90 + number)},${mark(20)},,,,,`, ...one.register.map(({ name, code }, i) => `公司${name},${code === null ? '' : codeOf(code)},${mark(i)},,负责人${number}${i},,,`)])),
          bench.file(`${number} 处罚.csv`, penalties([`常在公司${number},${codeOf(90 + number)},${mark(20)},罚款`, ...one.penalty.map(({ name, code }, i) => `公司${name},${code === null ? '' : codeOf(code)},${mark(i)},罚款`)])))
      }
      if (whole) await undo(gone + 1)
      results.push(await seen())
    }
    turn++
    expect(results[0]).toEqual(results[1])
  }), { seed: 20261122, numRuns: 3, endOnFailure: true, examples: [[[{ register: [{ name: 1, code: 4 }, { name: 3, code: null }], penalty: [{ name: 2, code: 4 }] }, { register: [{ name: 1, code: 2 }, { name: 0, code: 3 }, { name: 1, code: null }], penalty: [{ name: 2, code: 3 }, { name: 1, code: null }] }], 0]] })
  expect(turn).toBeGreaterThanOrEqual(3)
})

test('a batch whose subjects stand in a committed frame is not undone', async () => {
  await bench.load(bench.file('登记.csv', register([`甲公司,${codeOf(1)},2001-01-01,,,,,`])))
  await bench.room.database().write((ask) => ask.run(sql`INSERT INTO draw_frame (draw, position, subject_id, id, stratum) VALUES (7, 1, 1, ${codeOf(1)}, 'A')`))
  const before = await state()
  await expect(undo(1)).rejects.toMatchObject({ code: 'undo_in_draw', params: { batch: 1, subjects: 1, draws: '7' } })
  await expect(undo(9)).rejects.toMatchObject({ code: 'no_such_batch' })
  expect(await state()).toEqual(before)
})

test('an undo that is cancelled changes nothing; scores of removed subjects go', async () => {
  await bench.load(bench.file('登记.csv', register([`甲公司,${codeOf(1)},2001-01-01,,,,,`])))
  await bench.load(bench.file('登记2.csv', register([`乙公司,${codeOf(2)},2001-01-01,,,,,`])))
  await bench.room.database().write((ask) => ask.run(sql`INSERT INTO score_past VALUES (1, 1, 10, 'A'), (1, 2, 20, 'A')`))
  const before = await state()
  for (const phase of ['undo', 'attach', 'recount']) {
    const cancel = new AbortController()
    await expect(undoBatch(bench.room, 2, { signal: cancel.signal, progress: (now) => { if (now === phase) cancel.abort() } })).rejects.toMatchObject({ code: 'cancelled' })
    expect(await state()).toEqual(before)
  }
  const { job } = await bench.importer.verbs.undoBatch({ batch: 2 })
  expect(await bench.room.jobs.result(job)).toMatchObject({ subjectsRemoved: 1 })
  expect(bench.room.told.jobs.at(-1)).toMatchObject({ kind: 'undo', subject: '2', state: 'done' })
  expect(await bench.rows('SELECT subject_id FROM score_past')).toEqual([{ subject_id: 1 }])
})

test('unattached and queued rows are listed one by one', async () => {
  await bench.load(bench.file('登记.csv', register([`同名公司,${codeOf(1)},2001-01-01,,,,,`, `同名公司,${codeOf(2)},2001-01-01,,,,,`])))
  await bench.load(bench.file('处罚.csv', penalties(['同名公司,,2024/1/1,罚款', '谁公司,,2024/1/2,罚款', '何公司,123,2024/1/3,罚款'])))
  const page = async (kind: 'queued' | 'none', window = { offset: 0, limit: 10 }): Promise<unknown[]> => {
    const { total, arrow } = await bench.importer.verbs.attachmentPage({ kind, ...window })
    return [total, tableFromIPC(arrow).toArray().map((row) => [row.class, row.subject_name, row.subject_code, row.source_file, Number(row.source_row), row.batch])]
  }
  expect(await page('queued')).toEqual([1, [['penalty', '同名公司', null, '处罚.csv', 2, 2]]])
  expect(await page('none', { offset: 1, limit: 5 })).toEqual([2, [['penalty', '何公司', '123', '处罚.csv', 4, 2]]])
  expect((await bench.importer.verbs.attachmentPage({ kind: 'none', recordClass: 'complaint', offset: 0, limit: 5 })).total).toBe(0)
})
