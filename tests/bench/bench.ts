import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { JobRef } from '../../shared/contract.ts'
import { recordClasses } from '../../shared/classes.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { toGb18030 } from '../gb18030.ts'

/**
 * Speed as ratios within one run, each against the least work that DuckDB or the hash alone would need.
 * `npm run bench -- --scale 200000` sets the subjects of the demo city; `--json` prints one JSON value.
 */
const { values: options } = parseArgs({ options: { scale: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false } } })
const scale = Number(options.scale)
const resources = fileURLToPath(new URL('../../resources', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mingcha-bench-'))
const rows: { measure: string; seconds: number; against: string; baseline: number; ratio: number }[] = []

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
const median = async (times: number, work: () => Promise<unknown>): Promise<number> => {
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push(await seconds(work))
  return all.sort((a, b) => a - b)[Math.floor(times / 2)]!
}
const finished = async (engine: RunningEngine, ref: Promise<JobRef>): Promise<unknown> => engine.verbs.awaitJob(await ref)
const note = (measure: string, time: number, against: string, baseline: number): void => {
  rows.push({ measure, seconds: time, against, baseline, ratio: time / baseline })
  process.stderr.write(`${measure}: ${time.toFixed(2)} s = ${(time / baseline).toFixed(1)} × ${against} (${baseline.toFixed(2)} s)\n`)
}

try {
  const engine = createEngine({ resources, home: folder })
  const path = join(folder, 'city.mingcha')
  const making = await seconds(() => finished(engine, engine.verbs.createDemo({ path, subjects: scale, seed: 'bench' })))
  const scoring = await seconds(() => finished(engine, engine.verbs.scoreSubjects({})))
  const sheet = await engine.verbs.commitDraw({ name: 'bench' })
  const committed = (await engine.verbs.awaitJob(sheet)) as { draw: number }
  const drawing = await seconds(() => finished(engine, engine.verbs.drawSample({ draw: committed.draw, seed: '31415926535897932384' })))
  const bundle = await engine.verbs.exportBundle({ draw: committed.draw })
  const verifying = await seconds(() => engine.verbs.verifyBundle({ bundle }))
  const page = await median(9, () => engine.verbs.subjectPage({ sort: [{ field: 'index', descending: true }], limit: 100 }))
  const deep = await median(9, () => engine.verbs.subjectPage({ sort: [{ field: 'name', descending: false }], offset: Math.floor(scale / 2), limit: 100 }))
  const search = await median(9, () => engine.verbs.searchSubjects({ text: '科技' }))
  const profile = await median(9, () => engine.verbs.subjectProfile({ subjectId: Math.floor(scale / 2) }))
  await engine.close()

  const bare = await Database.open(path)
  const grouping = await median(3, async () => {
    for (const name of recordClasses) await bare.read((ask) => ask.run(raw(`SELECT count(*) FROM (SELECT subject_id, count(*) FROM ${name} GROUP BY subject_id)`)))
  })
  const writing = await seconds(() => bare.write((ask) => ask.run(raw(`CREATE TABLE copied AS ${recordClasses.map((name) => `SELECT subject_id, source_row FROM ${name}`).join(' UNION ALL ')}`))))
  const lookup = await median(9, () => bare.read((ask) => ask.rows(sql`SELECT * FROM subject WHERE subject_id = ${Math.floor(scale / 2)}`)))
  const scan = await median(9, () => bare.read((ask) => ask.rows(sql`SELECT count(*) FROM subject WHERE contains(name, '科技')`)))
  const topN = await median(9, () => bare.read((ask) => ask.rows(sql`SELECT subject_id FROM score ORDER BY index DESC LIMIT 100`)))
  const csv = join(folder, 'penalties.csv')
  await bare.read((ask) => ask.run(sql`COPY (SELECT subject_name AS 行政相对人名称, subject_code AS 统一社会信用代码, doc_no AS 行政处罚决定书文号, violation AS 违法行为类型,
    kind_text AS 处罚类别, fine_yuan AS 罚款金额, occurred_on AS 处罚决定日期, authority AS 处罚机关, source_row AS 序号 FROM penalty) TO ${csv} (HEADER)`))
  await bare.close()

  const plain = await Database.open(':memory:')
  const reading = await median(3, () => plain.write((ask) => ask.run(sql`CREATE OR REPLACE TABLE plain AS SELECT * FROM read_csv(${csv}, all_varchar = true)`)))
  await plain.close()
  const gb = join(folder, 'penalties-gb18030.csv')
  const out = createWriteStream(gb)
  for await (const text of createReadStream(csv, 'utf8')) out.write(toGb18030(text as string))
  await new Promise<void>((done) => out.end(done))
  for (const [file, label] of [[csv, 'import UTF-8 CSV'], [gb, 'import GB18030 CSV']] as const) {
    const fresh = createEngine({ resources, home: join(folder, 'home') })
    await fresh.verbs.createWorkspace({ path: join(folder, `${label.replaceAll(' ', '-')}.mingcha`) })
    note(label, await seconds(() => finished(fresh, fresh.verbs.importFiles({ files: [{ path: file }] }))), 'CREATE TABLE AS read_csv', reading)
    await fresh.close()
  }
  const hashing = await seconds(async () => {
    for (let i = 0; i < scale; i++) createHash('sha256').update(`${i}`).digest()
  })
  note('demo city', making, 'copying two columns of its records', writing)
  note('measure and score', scoring, 'GROUP BY subject_id of the same tables', grouping)
  note('draw', drawing, 'one SHA-256 a subject', hashing)
  note('verify', verifying, 'one SHA-256 a subject', hashing)
  note('first grid page by index', page, 'bare top-100', topN)
  note('deep grid page by name', deep, 'bare top-100', topN)
  note('search', search, 'bare scan of names', scan)
  note('profile', profile, 'bare look-up of one subject', lookup)
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stderr.write(`peak memory ${peak} MB at ${scale} subjects\n`)
  process.stdout.write(options.json ? `${JSON.stringify({ scale, peak_mb: peak, measures: rows })}\n` : '')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
