import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { JobRef } from '../../shared/contract.ts'
import type { FoundCases } from '../../shared/lists.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { ident, raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { fillDistrict } from './district.ts'
import { least, spent, type Spent } from './spent.ts'

/** Records a subject of each class that the rules of the review desk read, with the columns that they read: sixteen and a half in all. */
const perSubject: Record<string, { each: number; columns: string; values: string }> = {
  supervision: { each: 4, columns: 'result, result_text', values: `CASE WHEN h % 200 = 0 THEN 'unreachable' ELSE 'passed' END, CASE WHEN h % 500 = 1 THEN '未按规定公示应当公示的信息' ELSE '未发现问题' END` },
  penalty: { each: 2.5, columns: 'doc_no, kind, kind_text, fine_yuan, state, violation', values: `'罚' || i, CASE WHEN h % 400 = 0 THEN 'revocation' ELSE 'fine' END, '罚款', h % 9000, CASE WHEN h % 40 = 0 THEN NULL ELSE '已履行' END, '违法'` },
  complaint: { each: 3, columns: 'kind, content', values: `'complaint', '退款'` },
  operation: { each: 3, columns: 'kind, year', values: `'annual_report', (2023 + h % 3)::INTEGER` },
  licence: { each: 2, columns: 'licence_no, licence_name, valid_until, status', values: `'JY' || i, '食品经营许可证', DATE '2026-11-22' + (h % 4000)::INTEGER - 10, 'valid'` },
  judicial: { each: 1.95, columns: 'kind, title', values: `'case', '合同纠纷'` },
  listing: { each: 0.05, columns: 'kind, ground_code, list_name', values: `'abnormal', 'unreachable', '经营异常名录'` },
}

async function fillRecords(database: Database, subjects: number): Promise<number> {
  let all = 0
  for (const [name, { each, columns, values }] of Object.entries(perSubject)) {
    const rows = Math.round(subjects * each)
    await database.write((ask) => ask.run(sql`INSERT INTO ${ident(name)} (subject_id, attached, subject_name, occurred_on, known_on, row_key, batch, file_id, source_file, source_row, ${raw(columns)})
      SELECT subject_id, 'code', '商号' || subject_id, day, day, md5(${name} || i)::UUID, 1, 1, 'bench.csv', i, ${raw(values)}
      FROM (SELECT i, 1 + (i * ${subjects} // ${rows})::INTEGER AS subject_id, hash(i) AS h, DATE '2026-11-22' - (hash(i) % 1400)::INTEGER AS day FROM range(${rows}) t(i))`))
    all += rows
  }
  await database.write(async (ask) => {
    await ask.run(raw("UPDATE subject SET type = 'company', established = DATE '2010-01-01'"))
    await ask.run(raw("INSERT INTO batch (batch, imported_at, files, subjects_created) SELECT nextval('batch_number') + 0 * nextval('file_number'), TIMESTAMP '2026-11-22 08:00:00', 1, 0"))
  })
  return all
}

/**
 * The review desk over `subjects` made-up subjects and their records: the whole look for cases beside one grouping of all records by subject, the look after a
 * batch of 10,000 records beside the whole one, and pages of the queue and its counts beside one bare scan of the cases.
 */
export async function benchDesk(subjects: number, resources: string, folder: string, both: (measure: string, time: Spent, against: string, baseline: Spent) => void): Promise<void> {
  const path = join(folder, `desk-${subjects}.mingcha`)
  const engine = createEngine({ resources, home: join(folder, 'home'), today: () => '2026-11-22' })
  await engine.verbs.createWorkspace({ path })
  await engine.close()
  const database = await Database.open(path)
  await fillDistrict(database, subjects)
  const records = await fillRecords(database, subjects)
  const classes = Object.keys(perSubject)
  const grouping = await spent(() => database.read((ask) => ask.rows(sql`SELECT sum(n) FROM (${raw(classes.map((one) => `SELECT subject_id, count(*) AS n, max(occurred_on) AS day FROM ${one} GROUP BY subject_id`).join(' UNION ALL '))})`)))
  const csv = join(folder, 'desk-batch.csv')
  await database.read((ask) => ask.run(sql`COPY (SELECT s.name AS 企业名称, s.uscc AS 统一社会信用代码, DATE '2026-11-20' AS 检查日期, '通过登记的住所（经营场所）无法联系' AS 检查结果, '任务' || s.subject_id AS 任务名称 FROM subject s WHERE uscc IS NOT NULL AND subject_id % ${Math.max(1, Math.floor(subjects / 11_200))} = 0 LIMIT 10000) TO ${csv} (HEADER)`))
  await database.close()

  await engine.verbs.openWorkspace({ path })
  try {
    const whole = await timed(engine, () => engine.verbs.findCases({}))
    process.stderr.write(`${subjects} subjects, ${records} records: ${whole.found.open} cases\n`)
    both(`cases: the whole look, ${records} records`, whole.time, 'grouping all records by subject', grouping)
    await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: [{ path: csv }] }))
    const after = await timed(engine, () => engine.verbs.findCases({}))
    process.stderr.write(`after 10,000 records: ${after.found.parties ?? 'all'} parties looked at, ${after.found.opened} new, ${after.found.updated} with more evidence\n`)
    both('cases: the look after a batch of 10,000', after.time, 'the whole look', whole.time)

    const scan = await least(5, async () => engine.verbs.countCases({}))
    const first = await least(7, () => engine.verbs.listCases({ limit: 200 }))
    let at = await engine.verbs.listCases({ limit: 1000 })
    for (let page = 0; page < 10 && at.next; page++) at = await engine.verbs.listCases({ limit: 1000, after: at.next })
    const deep = at.next === null ? first : await least(7, () => engine.verbs.listCases({ limit: 200, after: at.next! }))
    const named = await least(7, () => engine.verbs.listCases({ limit: 200, text: '商号77' }))
    both(`cases: first page of the queue, ${whole.found.open} cases`, first, 'its counts', scan)
    both('cases: a page 11,000 further', deep, 'its counts', scan)
    both('cases: a page by name', named, 'its counts', scan)
  } finally {
    await engine.close()
    for (const one of [path, csv]) rmSync(one, { force: true })
  }
}

async function timed(engine: RunningEngine, work: () => Promise<JobRef>): Promise<{ time: Spent; found: FoundCases }> {
  let found: FoundCases | undefined
  const time = await spent(async () => { found = (await engine.verbs.awaitJob(await work())) as FoundCases })
  return { time, found: found! }
}
