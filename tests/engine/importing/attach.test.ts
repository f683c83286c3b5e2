import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const register = (rows: string[]): string => ['企业名称,统一社会信用代码,成立日期,企业类型,法定代表人,注册资本,经营范围,住所', ...rows, ''].join('\n')
const penalties = (rows: string[]): string => ['当事人名称,统一社会信用代码,处罚日期,处罚类别', ...rows, ''].join('\n')

test('the same file again changes nothing and says so, under any name, in a later import or the same one', async () => {
  const content = penalties([`甲公司,${codeOf(1)},2024/1/1,罚款`, '乙公司,,2024/1/2,警告'])
  const first = await bench.loadOne(bench.file('处罚.csv', content))
  const before = await bench.rows('SELECT (SELECT count(*) FROM penalty) AS p, (SELECT count(*) FROM subject) AS s, (SELECT count(*) FROM batch) AS b, (SELECT count(*) FROM source_file) AS f')
  const again = await bench.load(bench.file('处罚.csv', content), bench.file('另名 处罚.csv', content))
  expect(again).toMatchObject({ batch: null, subjectsCreated: 0 })
  for (const file of again.files) {
    expect(file).toMatchObject({ fileId: first.fileId, batch: first.batch, read: 2, loaded: 0, duplicate: 2, quarantined: 0, note: { code: 'already_imported', params: { first: '处罚.csv', batch: first.batch } } })
    expect(accounted(file)).toBe(true)
  }
  expect(await bench.rows('SELECT (SELECT count(*) FROM penalty) AS p, (SELECT count(*) FROM subject) AS s, (SELECT count(*) FROM batch) AS b, (SELECT count(*) FROM source_file) AS f')).toEqual(before)
  const twins = await bench.load(bench.file('丙 处罚.csv', penalties(['丙公司,,2024/1/3,警告'])), bench.file('丙二 处罚.csv', penalties(['丙公司,,2024/1/3,警告'])))
  expect(twins.files.map((file) => [file.loaded, file.note?.code ?? null])).toEqual([[1, null], [0, 'already_imported']])
})

test('rows that came before are duplicates, one by one', async () => {
  await bench.loadOne(bench.file('a 处罚.csv', penalties([`甲公司,${codeOf(1)},2024/1/1,罚款`])))
  expect(await bench.loadOne(bench.file('b 处罚.csv', penalties([`甲公司,${codeOf(1)},2024/1/1,罚款`, `甲公司,${codeOf(1)},2024/2/1,罚款`])))).toMatchObject({ read: 2, loaded: 1, duplicate: 1 })
})

test('names attach exactly, former ones too; two bearers queue; none waits until its subject comes', async () => {
  const wait = await bench.load(bench.file('处罚1.csv', penalties(['后来（北京）公司,,2024/1/1,罚款', '同名公司,,2024/1/1,罚款', '后来北京公司,,2024/1/1,罚款'])))
  expect(wait.files[0]).toMatchObject({ unattached: 3 })
  await bench.load(bench.file('登记.csv', register([`后来(北京)公司,${codeOf(1)},2001-01-01,,,,,`, `同名公司,${codeOf(2)},2001-01-01,,,,,`, `同 名公司,${codeOf(3)},2001-01-01,,,,,`])))
  expect(await bench.rows('SELECT subject_name, subject_id, attached FROM penalty ORDER BY source_row')).toEqual([
    { subject_name: '后来（北京）公司', subject_id: 1, attached: 'name' }, { subject_name: '同名公司', subject_id: null, attached: 'queued' }, { subject_name: '后来北京公司', subject_id: null, attached: 'none' }])
  // A code under a new name: the old name stays known.
  await bench.load(bench.file('登记2.csv', register([`改名公司,${codeOf(1)},2001-01-01,,,,,`])))
  expect(await bench.loadOne(bench.file('处罚2.csv', penalties(['后来(北京)公司,,2024/3/1,罚款', '改名公司,,2024/3/2,罚款', '同名公司,,2024/3/3,罚款'])))).toMatchObject({ attachedByName: 2, queued: 1 })
  expect(await bench.rows('SELECT name, records FROM subject WHERE subject_id = 1')).toEqual([{ name: '改名公司', records: 5 }])
})

test('a damaged code attaches by name and stays as written; a pasted one is repaired', async () => {
  await bench.load(bench.file('登记.csv', register([`甲公司,${codeOf(1)},2001-01-01,,,,,`, `乙公司,${codeOf(2)},2001-01-01,,,,,`])))
  const file = await bench.loadOne(bench.file('处罚.csv', penalties(['甲公司,9.11E+17,2024/1/1,罚款', `别名,"  ${codeOf(2).toLowerCase()} ",2024/1/1,罚款`, '乙公司,无,2024/1/2,罚款', `谁,${codeOf(2).slice(0, 17)}?,2024/1/3,罚款`])))
  expect(file).toMatchObject({ loaded: 4, quarantined: 0, attachedByCode: 1, attachedByName: 2, unattached: 1 })
  expect(await bench.rows('SELECT subject_code FROM penalty ORDER BY source_row')).toEqual([{ subject_code: '9.11E+17' }, { subject_code: codeOf(2).toLowerCase() }, { subject_code: null }, { subject_code: `${codeOf(2).slice(0, 17)}?` }])
})

test('a valid code makes a subject in any class; what the newest register says describes it', async () => {
  await bench.load(bench.file('处罚.csv', penalties([`甲公司,${codeOf(1, '91', '610131')},2024/1/1,罚款`])))
  expect(await bench.rows('SELECT name, registrar, region, type, status, records FROM subject')).toEqual([{ name: '甲公司', registrar: '610131', region: '610131', type: 'company', status: 'unknown', records: 1 }])
  await bench.load(bench.file('登记.csv', register([`甲火锅店,${codeOf(1, '91', '610131')},2001-02-03,个体工商户,张三,"1,000(万元人民币)",餐饮服务,高新路1号`])))
  expect(await bench.rows('SELECT name, legal_rep, industry, type, established, capital_yuan, address, records FROM subject')).toEqual([
    { name: '甲火锅店', legal_rep: '张三', industry: 'H', type: 'individual', established: '2001-02-03', capital_yuan: 1e7, address: '高新路1号', records: 2 }])
  expect(await bench.rows('SELECT name FROM subject_name ORDER BY 1')).toEqual([{ name: '甲公司' }, { name: '甲火锅店' }])
  // Known nowhere: its city, else its province.
  await bench.load(bench.file('登记3.csv', register([`丁公司,${codeOf(4, '93', '610199')},,,,,种植,`, `戊公司,${codeOf(5, '92', '619999')},,,,,,`])))
  expect(await bench.rows("SELECT name, region, type FROM subject WHERE name <> '甲火锅店' ORDER BY name")).toEqual([{ name: '丁公司', region: '610100', type: 'cooperative' }, { name: '戊公司', region: '610000', type: 'individual' }])
})

test('a register makes subjects without credit codes, by its own identifier or by name', async () => {
  const file = await bench.loadOne(bench.file('登记.csv', `企业名称,注册号,成立日期,经营范围\n甲店,110105012345678,2001-01-01,零售\n甲店,110105012345679,2001-01-01,零售\n无号店,,2001-01-01,零售\n无号店,,2002-01-01,零售\n`))
  expect(file).toMatchObject({ loaded: 4, attachedByCode: 2, attachedByName: 2 })
  expect(await bench.rows('SELECT name, local_code, uscc, records FROM subject ORDER BY subject_id')).toEqual([
    { name: '甲店', local_code: '110105012345678', uscc: null, records: 1 }, { name: '甲店', local_code: '110105012345679', uscc: null, records: 1 }, { name: '无号店', local_code: null, uscc: null, records: 2 }])
})

test('tables lie in order of subjects after every import, with their definition kept', async () => {
  const definition = 'SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = \'penalty\' ORDER BY column_index'
  const before = await bench.rows(definition)
  for (const n of [3, 1, 2]) await bench.load(bench.file(`${n} 处罚.csv`, penalties([`公司${n},${codeOf(n)},2024/1/${n},罚款`, `公司3,${codeOf(3)},2024/2/${n},罚款`, `未知${n},,2024/3/${n},罚款`])))
  const ids = (await bench.rows<{ subject_id: number | null }>('SELECT subject_id FROM penalty')).map((row) => row.subject_id ?? 1e9)
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
  expect(ids.length).toBe(9)
  expect(await bench.rows(definition)).toEqual(before)
  expect(await bench.rows("SELECT comment FROM duckdb_tables() WHERE table_name = 'penalty'")).toEqual([{ comment: 'Administrative penalties.' }])
})

test('a small batch comes behind a large table and moves nothing of it; too many of them, and the table is put in order', { timeout: 60_000 }, async () => {
  const rows = (from: number, count: number): string => penalties(Array.from({ length: count }, (_, i) => `公司${i % 5},${codeOf(i % 5)},2024/1/1,罚款${from + i}`))
  const unordered = async (): Promise<{ n: number }[]> => bench.rows('SELECT count(*) AS n FROM (SELECT subject_id, lag(subject_id) OVER (ORDER BY rowid) AS before FROM penalty) WHERE before > subject_id')
  const tail = (): Promise<unknown> => bench.rows("SELECT key, value FROM meta WHERE key LIKE 'unclustered%'")
  await bench.load(bench.file('1 处罚.csv', rows(0, 60_000)))
  const first = await bench.rows('SELECT rowid, row_key::VARCHAR AS row_key FROM penalty ORDER BY rowid LIMIT 5')
  for (const n of [1, 2]) expect(await bench.loadOne(bench.file(`small ${n} 处罚.csv`, rows(100_000 * n, 10)))).toMatchObject({ loaded: 10, attachedByCode: 10 })
  expect(await tail()).toEqual([{ key: 'unclustered_penalty', value: '20' }])
  expect(await unordered()).toEqual([{ n: 2 }])
  expect(await bench.rows('SELECT rowid, row_key::VARCHAR AS row_key FROM penalty ORDER BY rowid LIMIT 5')).toEqual(first)
  expect(await bench.rows('SELECT records, (SELECT count(*) FROM penalty p WHERE p.subject_id = s.subject_id) AS found FROM subject s')).toEqual(Array.from({ length: 5 }, () => ({ records: 12_004, found: 12_004 })))
  expect(await bench.loadOne(bench.file('small 3 处罚.csv', rows(100_000, 12)))).toMatchObject({ loaded: 2, duplicate: 10 })
  await bench.load(bench.file('2 处罚.csv', rows(400_000, 9000)))
  expect(await tail()).toEqual([])
  expect(await unordered()).toEqual([{ n: 0 }])
})

test('a text that stands in thousands of rows is read as it is in one', async () => {
  const said = ['2024-01-05,罚款,5000元', ' 2024/2/6 ,警告、罚款,1.2万', '2024年3月7日,没收违法所得,"1,000"', '20240408,暂扣许可证,无', ',,', '-,其他处分,０', '某日,罚款,若干', '2024-05-09 12:00:00,吊销执照,3e3']
  const file = (name: string, times: number): string => bench.file(name, ['当事人名称,统一社会信用代码,处罚日期,处罚类别,罚款金额,行政处罚决定书文号',
    ...said.flatMap((cells, i) => Array.from({ length: times }, (_, n) => `公司${i},${codeOf(i)},${cells},${name}${n}`)), ''].join('\n'))
  expect(await bench.loadOne(file('few 处罚.csv', 1))).toMatchObject({ class: 'penalty', loaded: 8 })
  expect(await bench.loadOne(file('many 处罚.csv', 1500))).toMatchObject({ class: 'penalty', loaded: 12_000 })
  const read = (name: string, times: number): Promise<unknown[]> => bench.rows(`SELECT subject_id, occurred_on, known_on, kind_text, kind, fine_yuan, extra, count(*) / ${times} AS share FROM penalty WHERE source_file = '${name}' GROUP BY ALL ORDER BY subject_id`)
  const few = await read('few 处罚.csv', 1)
  expect(few).toHaveLength(8)
  expect(await read('many 处罚.csv', 1500)).toEqual(few)
})

test('a cancelled import leaves the workspace as it was', async () => {
  const content = register(Array.from({ length: 2000 }, (_, i) => `公司${i},${codeOf(i)},2001-01-01,,,,,`))
  for (const phase of ['stage', 'attach', 'cluster']) {
    const cancel = new AbortController()
    const work = bench.importer.importNow([{ path: bench.file('登记.csv', content) }], { signal: cancel.signal, progress: (now) => { if (now === phase) cancel.abort() } })
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    expect(await bench.rows('SELECT (SELECT count(*) FROM subject) AS s, (SELECT count(*) FROM registration) AS r, (SELECT count(*) FROM source_file) AS f, (SELECT count(*) FROM batch) AS b')).toEqual([{ s: 0, r: 0, f: 0, b: 0 }])
  }
  expect((await bench.loadOne(bench.file('登记.csv', content))).loaded).toBe(2000)
})

test('an import runs as a job that tells its steps', async () => {
  const { job } = await bench.importer.verbs.importFiles({ files: [{ path: bench.file('处罚.csv', penalties([`甲公司,${codeOf(1)},2024/1/1,罚款`])) }] })
  expect(await bench.room.jobs.result(job)).toMatchObject({ subjectsCreated: 1 })
  expect(new Set(bench.room.told.jobs.map((one) => one.phase))).toEqual(new Set(['queued', 'sniff', 'stage', 'attach', 'load', 'cluster']))
  expect(bench.room.told.topics).toContain('records')
  expect(await bench.importer.verbs.listSources({})).toHaveLength(1)
  expect(await bench.room.database().read((ask) => ask.rows(sql`SELECT files, subjects_created FROM batch`))).toEqual([{ files: 1, subjects_created: 1 }])
})
