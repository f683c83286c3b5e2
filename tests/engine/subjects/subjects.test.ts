import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import { filterFields, filterSchema, sortSchema, type Filter, type Sort } from '../../../shared/filter.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { subjects } from '../../../electron/engine/subjects/subjects.ts'
import { keepLookups } from '../../../electron/engine/workspace/lookups.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
let verbs: ReturnType<typeof subjects>
const rowsOf = (table: { arrow: Uint8Array }): Record<string, unknown>[] => tableFromIPC(table.arrow).toArray().map((row) => ({ ...(row.toJSON() as object) }))
const page = (filter: Filter = [], sort: Sort = [], offset = 0, limit = 10) => verbs.subjectPage({ filter, sort, offset, limit })

/** 1000 subjects: id i has index i/10 (every tenth unscored), name 公司i; 7 and 8 share a name; 9 has a local code; 5 had another name. */
beforeAll(async () => {
  room = await openRoom()
  await room.database().write(async (ask) => {
    await ask.run(sql`INSERT INTO subject SELECT i, '91610131MA' || lpad(i::VARCHAR, 8, '0'), NULL, '公司' || i, '公司' || i, '张三', '610131',
      if(i % 3 = 0, NULL, '610100'), chr(65 + (i % 5)::INTEGER), 'company', 'active', DATE '2020-01-01' + i::INTEGER, i * 1000.0, NULL, NULL, i, 1 FROM range(1, 1001) t(i)`)
    await ask.run(raw(`UPDATE subject SET name = '同名店', name_key = '同名店' WHERE subject_id IN (7, 8)`))
    await ask.run(raw(`UPDATE subject SET uscc = NULL, local_code = 'ab-12' WHERE subject_id = 9`))
    await ask.run(raw('INSERT INTO subject_name SELECT subject_id, name, name_key, 1 FROM subject'))
    await ask.run(raw(`INSERT INTO subject_name VALUES (5, '旧名商行', '旧名商行', 1)`))
    await keepLookups(ask, raw('SELECT subject_id FROM subject'))
    await ask.run(raw(`INSERT INTO score SELECT subject_id, subject_id / 10.0, ['A','B','C','D'][1 + (subject_id // 250)::INTEGER % 4], 'index', NULL, 0,0,0,0,0,0,0,0,0,0,0 FROM subject WHERE subject_id % 10 <> 0`))
    for (const [run, factor] of [[1, 0.05], [2, 0.1]] as const) {
      await ask.run(sql`INSERT INTO score_past SELECT ${run}::INTEGER, subject_id, subject_id * ${factor}, 'B' FROM subject`)
      await ask.run(sql`INSERT INTO score_run VALUES (${run}::INTEGER, 'base-1', 'x', DATE '2026-11-01', TIMESTAMP '2026-11-01 08:00:00', 1000, 60, '{"A":1,"B":999}', '{}', 0)`)
    }
    await ask.run(raw(`INSERT INTO batch (batch, imported_at, files, subjects_created) VALUES (1, TIMESTAMP '2026-11-01 08:00:00', 1, 1000)`))
    await ask.run(raw(`INSERT INTO penalty (subject_id, attached, occurred_on, known_on, fine_yuan, row_key, batch, file_id, source_file, source_row)
      SELECT 3, 'code', DATE '2024-01-01' + i::INTEGER, DATE '2026-11-01', i, uuid(), 1, 1, 'p.csv', i FROM range(1, 26) t(i)`))
    await ask.run(raw(`INSERT INTO penalty (attached, occurred_on, known_on, row_key, batch, file_id, source_file, source_row)
      VALUES ('queued', DATE '2099-01-01', DATE '2026-11-01', uuid(), 1, 1, 'p.csv', 99), ('none', NULL, DATE '2026-11-01', uuid(), 1, 1, 'p.csv', 100)`))
  })
  verbs = subjects(room, async () => null)
})
afterAll(() => room.close())

test('a page holds the rows asked for, in order, and the number of all that pass', async () => {
  const { total, ...first } = await page([{ field: 'tier', op: 'in', values: ['D'] }], [{ field: 'index', descending: true }], 2, 3)
  expect(total).toBe(225)
  expect(rowsOf({ ...first }).map((row) => [row.subject_id, row.tier, row.index])).toEqual([[997, 'D', 99.7], [996, 'D', 99.6], [995, 'D', 99.5]])
  expect(Object.keys(rowsOf(await page())[0]!)).toEqual(['subject_id', 'name', 'uscc', 'tier', 'index', 'region', 'industry', 'type', 'status', 'registrar', 'legal_rep', 'established', 'capital_yuan', 'records'])
  expect(rowsOf(await page([{ field: 'name', op: 'contains', value: 'no such' }]))).toEqual([])
  expect(rowsOf(await page([{ field: 'text', op: 'contains', value: 'AB-12' }]))[0]).toMatchObject({ subject_id: 9, uscc: 'ab-12' })
})

test('pages by index hold the unscored last, whatever table answers', async () => {
  const byIndex: Sort = [{ field: 'index', descending: true }]
  expect(rowsOf(await page([], byIndex, 0, 1))[0]).toMatchObject({ subject_id: 999 })
  expect(rowsOf(await page([], byIndex, 899, 3)).map((row) => [row.subject_id, row.index])).toEqual([[1, 0.1], [10, null], [20, null]])
  expect((await page([{ field: 'index', op: 'between' }], byIndex)).total).toBe(1000)
  expect((await page([{ field: 'index', op: 'between', min: 99 }], byIndex)).total).toBe(9)
  const unscored = await page([{ field: 'tier', op: 'empty' }], byIndex)
  expect([unscored.total, rowsOf(unscored)[0]!.subject_id]).toEqual([100, 10])
  expect(await verbs.facet({ field: 'tier', filter: [], limit: 9 })).toContainEqual({ value: null, label: '', count: 100 })
})

test('pages of any sort never overlap and leave nothing out', async () => {
  const field = fc.constantFrom(...filterFields.filter((one) => one !== 'text'))
  await fc.assert(fc.asyncProperty(field, fc.boolean(), fc.integer({ min: 90, max: 700 }), async (by, descending, limit) => {
    const sort = sortSchema.parse([{ field: by, descending }])
    const seen: unknown[] = []
    for (let offset = 0; ; offset += limit) {
      const rows = rowsOf(await page([], sort, offset, limit))
      seen.push(...rows.map((row) => row.subject_id))
      if (rows.length < limit) break
    }
    expect(new Set(seen).size).toBe(1000)
    expect(seen.length).toBe(1000)
  }), { numRuns: 12 })
})

test('every field and operator binds, and whatever a person types stays a value', async () => {
  for (const field of filterFields) {
    const typed = ['index', 'capital_yuan', 'records'].includes(field) ? 3 : field === 'established' ? '2020-02-01' : "x'; DROP TABLE subject; --"
    for (const chip of [{ field, op: 'in', values: [typed] }, { field, op: 'between', min: typed, max: typed }, { field, op: 'contains', value: String(typed) }, { field, op: 'empty' }]) {
      await page(filterSchema.parse([chip]))
    }
    await verbs.facet({ field, filter: [], limit: 3 })
  }
  expect((await page()).total).toBe(1000)
})

test('a facet counts within the filter, the unknown too', async () => {
  expect(await verbs.facet({ field: 'region', filter: [], limit: 50 })).toMatchObject([{ value: '610100', count: 667 }, { value: null, count: 333 }])
  for (const field of ['region', 'industry', 'name', 'text'] as const) {
    const counts = await verbs.facet({ field, filter: [{ field: 'tier', op: 'in', values: ['A', 'B', 'C', 'D'] }], limit: 1000 })
    expect(counts.reduce((sum, one) => sum + one.count, 0), field).toBe(900)
  }
  expect((await verbs.facet({ field: 'tier', filter: [{ field: 'industry', op: 'in', values: ['A'] }], limit: 50 })).reduce((sum, one) => sum + one.count, 0)).toBe(200)
})

test('search ranks equal before beginning before within, and knows former names and codes', async () => {
  const found = await verbs.searchSubjects({ text: '公司10', limit: 20 })
  expect(found.map((one) => one.subjectId)).toEqual([10, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 1000])
  expect((await verbs.searchSubjects({ text: '司99', limit: 3 })).map((one) => one.name)).toEqual(['公司99', '公司990', '公司991'])
  expect(await verbs.searchSubjects({ text: '旧名', limit: 5 })).toMatchObject([{ subjectId: 5, name: '公司5', matched: 'former_name' }])
  expect(await verbs.searchSubjects({ text: '９１６１０１３１ma00000042', limit: 5 })).toMatchObject([{ subjectId: 42, matched: 'code', index: 4.2 }])
  expect((await verbs.searchSubjects({ text: '公 司（１0', limit: 1 }))).toEqual([])
  expect((await verbs.searchSubjects({ text: '公 司　１0', limit: 1 })).map((one) => one.subjectId)).toEqual([10])
  expect(await verbs.searchSubjects({ text: "';--", limit: 5 })).toEqual([])
})

test('a profile is found by id, by code in any case and width, by present and by former name', async () => {
  for (const asked of [{ subjectId: 5 }, { code: ' 91610131ma00000005' }, { code: '９１６１０１３１ＭＡ００００００05' }, { name: '公司５' }, { name: '旧名商行' }]) {
    expect((await verbs.subjectProfile(asked)).subject).toMatchObject({ subjectId: 5, name: '公司5', formerNames: ['旧名商行'], established: '2020-01-06' })
  }
  expect((await verbs.subjectProfile({ code: 'AB12' })).subject.subjectId).toBe(9)
  expect((await verbs.subjectProfile({ subjectId: 3 })).records).toMatchObject({ penalty: 25, listing: 0 })
})

test('a profile that is not there, or not only one, is refused by name', async () => {
  for (const asked of [{ subjectId: 4000 }, { code: '--' }, { code: '91610131MA99999999' }, { name: '公司' }]) await expect(verbs.subjectProfile(asked)).rejects.toMatchObject({ code: 'subject_not_found' })
  await expect(verbs.subjectProfile({ name: '同名店' })).rejects.toMatchObject({ code: 'name_ambiguous', params: { count: 2, codes: '91610131MA00000007, 91610131MA00000008' } })
  await expect(verbs.subjectProfile({})).rejects.toMatchObject({ code: 'bad_input' })
})

test('records come newest first with their source, for every class', async () => {
  const table = await verbs.subjectRecords({ subjectId: 3, recordClass: 'penalty', offset: 1, limit: 2 })
  expect(table.total).toBe(25)
  expect(rowsOf(table)).toMatchObject([{ fine_yuan: 24, source_file: 'p.csv', source_row: 24 }, { fine_yuan: 23 }])
  for (const recordClass of recordClasses) {
    const columns = tableFromIPC((await verbs.subjectRecords({ subjectId: 1, recordClass, offset: 0, limit: 1 })).arrow).schema.names
    expect(columns).toEqual(expect.arrayContaining(['occurred_on', 'source_file', 'source_row', 'batch']))
    expect(columns).not.toContain('row_key')
  }
})

test('the overview counts what there is', async () => {
  const all = await verbs.overview({})
  expect(all).toMatchObject({ subjects: 1000, quarantined: 0, unattached: 1, queued: 1, draws: 0 })
  expect(all.records).toMatchObject({ penalty: 27, listing: 0 })
  expect(all.freshness.find((one) => one.class === 'penalty')).toEqual({ class: 'penalty', rows: 27, earliest: '2024-01-02', latest: '2024-01-26' })
  expect(all.runs).toMatchObject([{ run: 2, asOf: '2026-11-01', tiers: { A: 1, B: 999, C: 0, D: 0 } }, { run: 1 }])
  expect(all.rises[0]).toMatchObject({ subjectId: 1000, before: 50, after: 100 })
  expect(all.top[0]).toMatchObject({ subjectId: 999, index: 99.9 })
  expect(all.batches).toMatchObject([{ batch: 1, files: 1, loaded: 0 }])
})
