import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Lineage, MendReport } from '../../../shared/contract.ts'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const lineage = (recordClass: 'penalty' | 'registration', fileId: number, sourceRow: number): Promise<Lineage> => bench.importer.verbs.recordLineage({ recordClass, fileId, sourceRow })
const cellOf = (found: Lineage, column: string) => found.cells.find((one) => one.column === column)

test('every cell of a record leads to its header and to what was written there', async () => {
  await bench.load(bench.file('登记.csv', `企业名称,统一社会信用代码,成立日期\n甲公司,${codeOf(1)},2001-01-01\n`))
  await bench.load(bench.file('处罚.csv', `标题行,,,,\n当事人名称,统一社会信用代码,处罚日期,处罚类别,罚款（万元）,经办人备注\n甲公司,${codeOf(1).slice(0, 17)},2024/3/9,罚款,1.5,存档\n甲公司,,去年,警告,若干,\n`))
  const first = await lineage('penalty', 2, 3)
  expect(first).toMatchObject({
    sourceRow: 3, attached: 'name', subject: { subjectId: 1, name: '甲公司' }, batch: { batch: 2 }, mend: null, decision: null,
    file: { fileId: 2, name: '处罚.csv', format: 'csv', encoding: 'utf-8', headerRow: 2, sheet: null, recipe: null, units: {}, dateOrder: null },
    repair: { rawCode: codeOf(1).slice(0, 17), code: codeOf(1), damage: 'length', evidence: 'name' },
    extra: [{ header: '经办人备注', raw: '存档' }],
  })
  expect(first.file.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(first.batch.importedBy).not.toBe('')
  expect(cellOf(first, 'subject_name')).toEqual({ column: 'subject_name', value: '甲公司', sources: [{ header: '当事人名称', raw: '甲公司' }], how: 'text' })
  // A day that was read is kept as a day: what was written is in the source alone.
  expect(cellOf(first, 'occurred_on')).toEqual({ column: 'occurred_on', value: '2024-03-09', sources: [{ header: '处罚日期', raw: null }], how: 'read' })
  expect(cellOf(first, 'kind')).toMatchObject({ value: 'fine', how: 'derived', sources: [{ header: '处罚类别', raw: '罚款' }] })
  expect(cellOf(first, 'fine_yuan')).toMatchObject({ value: '15000.0', how: 'read' })
  expect(cellOf(first, 'authority')).toEqual({ column: 'authority', value: null, sources: [], how: 'program' })
  // What could not be read stands in extra as it was written, and belongs to its column.
  const second = await lineage('penalty', 2, 4)
  expect(cellOf(second, 'occurred_on')).toMatchObject({ value: null, sources: [{ header: '处罚日期', raw: '去年' }] })
  expect(cellOf(second, 'fine_yuan')).toMatchObject({ value: null, sources: [{ raw: '若干' }] })
  expect(second).toMatchObject({ extra: [], repair: null })
  await expect(lineage('penalty', 2, 99)).rejects.toMatchObject({ code: 'no_such_record', params: { class: 'penalty', file: 2, row: 99 } })
})

test('a mended record tells what it was, who mended it, and the cells they wrote', async () => {
  await bench.load(bench.file('处罚.csv', '当事人名称,统一社会信用代码,处罚日期,处罚类别\n,,2024/3/9,罚款\n'))
  const cells = ['甲公司', '', '2024/3/10', '罚款']
  const { job } = await bench.importer.verbs.mendRejects({ rows: [{ fileId: 1, sourceRow: 2, cells }] })
  expect((await bench.room.jobs.result(job)) as MendReport).toMatchObject({ loaded: 1 })
  const found = await lineage('penalty', 1, 2)
  expect(found).toMatchObject({ batch: { batch: 1 }, mend: { batch: 2, reason: 'no_subject', original: '["","","2024/3/9","罚款"]', became: cells, via: null } })
  expect(found.mend!.by).not.toBe('')
  expect(cellOf(found, 'occurred_on')).toMatchObject({ value: '2024-03-10', sources: [{ header: '处罚日期', raw: '2024/3/10' }] })
})

test('a record that a person gave its subject tells of the decision', async () => {
  await bench.load(bench.file('登记.csv', `企业名称,统一社会信用代码,成立日期\n西安远帆机械有限公司,${codeOf(1)},2001-01-01\n`))
  await bench.load(bench.file('处罚.csv', '当事人名称,统一社会信用代码,处罚日期,处罚类别\n远帆机械有限责任公司,,2024/1/4,罚款\n'))
  await bench.room.jobs.result((await bench.importer.verbs.matchNames({ scope: 'new' })).job)
  const { pairs } = await bench.importer.verbs.identityQueue({ offset: 0, limit: 10 })
  await bench.importer.verbs.decideIdentity({ kind: 'name', item: pairs[0]!.item, subjectId: 1, decision: 'same' })
  expect(await lineage('penalty', 2, 2)).toMatchObject({ attached: 'name', subject: { subjectId: 1 }, decision: { name: pairs[0]!.name, score: pairs[0]!.score, by: expect.stringMatching(/./) } })
})
