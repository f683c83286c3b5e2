import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ImportReport, JobRef } from '../../shared/contract.ts'
import { recordClasses } from '../../shared/classes.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { toGb18030 } from '../gb18030.ts'
import { multiply } from './crowd.ts'
import { benchDesk, benchQueue } from './desk.ts'
import { benchDrawing } from './drawing.ts'
import { benchLookups, benchStreets } from './lookups.ts'
import { benchPeers } from './peers/peers.ts'
import { benchProfile } from './profile.ts'
import { benchScoring } from './scoring.ts'
import { least, spent, type Spent } from './spent.ts'

/**
 * Speed as ratios within one run, each against the least work that DuckDB or the hash alone would need.
 * `npm run bench -- --scale 200000` sets the subjects of the demo city, `--rows 1000000` those of the larger file; `--large 5` also
 * imports a file of 5 GB in a process of its own and tells its peak memory; `--only-peers` runs the measuring of all dimensions beside
 * nodejs-polars and PostgreSQL, and nothing else, `--only-draws` draws and verifications over `--scale` subjects without records, and ten times as many,
 * `--only-lookups` searches and relations over `--scale` subjects without other records, `--only-desk` the cases of the review desk over `--scale` subjects
 * with 16.5 records each;
 * `--only-profile` opens profiles of a demo city of `--scale` subjects, or of the scored workspace that `--in` names; with `--times 20` after it has 20 times as many;
 * `--json` prints one JSON value.
 */
const { values: options } = parseArgs({
  options: { scale: { type: 'string', default: '200000' }, rows: { type: 'string', default: '1000000' }, large: { type: 'string' }, only: { type: 'string' }, 'only-peers': { type: 'boolean', default: false }, 'only-draws': { type: 'boolean', default: false }, 'only-lookups': { type: 'boolean', default: false }, 'only-desk': { type: 'boolean', default: false }, 'only-profile': { type: 'boolean', default: false }, in: { type: 'string' }, times: { type: 'string' }, json: { type: 'boolean', default: false } },
})
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
  process.stderr.write(`${measure}: ${time.toFixed(3)} s = ${(time / baseline).toFixed(1)} × ${against} (${baseline.toFixed(3)} s)\n`)
}
const both = (measure: string, time: Spent, against: string, baseline: Spent): void => {
  note(`${measure}, clock`, time.wall, against, baseline.wall)
  note(`${measure}, processor`, time.cpu, against, baseline.cpu)
}

async function scoredCity(): Promise<string> {
  const engine = createEngine({ resources, home: folder })
  const path = join(folder, 'city.mingcha')
  await finished(engine, engine.verbs.createDemo({ path, subjects: scale, seed: 'bench' }))
  await finished(engine, engine.verbs.scoreSubjects({}))
  await engine.close()
  return path
}

if (options.only !== undefined) {
  // A process of its own, so that the peak is this import's.
  const engine = createEngine({ resources, home: folder })
  try {
    await engine.verbs.createWorkspace({ path: join(folder, 'large.mingcha') })
    const time = await seconds(() => finished(engine, engine.verbs.importFiles({ files: [{ path: options.only! }] })))
    process.stderr.write(`${(statSync(options.only).size / 1e9).toFixed(1)} GB: ${time.toFixed(0)} s, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`)
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}

if (options['only-peers']) {
  try {
    const path = await scoredCity()
    const database = await Database.open(path)
    await benchPeers(database, resources, folder, note).finally(() => database.close())
    process.stdout.write(options.json ? `${JSON.stringify({ scale, measures: rows })}\n` : '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}

if (options['only-profile']) {
  try {
    const path = options.in ?? await scoredCity()
    if (options.times !== undefined) {
      const database = await Database.open(path)
      await multiply(database, Number(options.times)).finally(() => database.close())
    }
    await benchProfile(path, resources, folder, both, { ours: options.in === undefined })
    process.stdout.write(options.json ? `${JSON.stringify({ scale, measures: rows })}\n` : '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}

if (options['only-lookups']) {
  try {
    await benchStreets(scale, resources, folder, both)
    process.stdout.write(options.json ? `${JSON.stringify({ scale, measures: rows })}\n` : '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}

if (options['only-draws']) {
  try {
    await benchDrawing(scale, resources, folder, both)
    await benchDrawing(10 * scale, resources, folder, both, { joint: false })
    process.stdout.write(options.json ? `${JSON.stringify({ scale, measures: rows })}\n` : '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}

if (options['only-desk']) {
  try {
    await benchDesk(scale, resources, folder, both)
    await benchQueue(10 * scale, resources, folder, both)
    process.stdout.write(options.json ? `${JSON.stringify({ scale, measures: rows })}\n` : '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}

try {
  const engine = createEngine({ resources, home: folder })
  const path = join(folder, 'city.mingcha')
  const making = await seconds(() => finished(engine, engine.verbs.createDemo({ path, subjects: scale, seed: 'bench' })))
  await finished(engine, engine.verbs.scoreSubjects({}))
  const page = await median(9, () => engine.verbs.subjectPage({ sort: [{ field: 'index', descending: true }], limit: 100 }))
  const deep = await median(9, () => engine.verbs.subjectPage({ sort: [{ field: 'name', descending: false }], offset: Math.floor(scale / 2), limit: 100 }))
  await engine.close()

  await benchProfile(path, resources, folder, both)

  const bare = await Database.open(path)
  const writing = await seconds(() => bare.write((ask) => ask.run(raw(`CREATE TABLE copied AS ${recordClasses.map((name) => `SELECT subject_id, source_row FROM ${name}`).join(' UNION ALL ')}`))))
  await benchScoring(bare, resources, note)
  await benchLookups(bare, both)
  const topN = await median(9, () => bare.read((ask) => ask.rows(sql`SELECT subject_id FROM score ORDER BY index DESC LIMIT 100`)))
  const cells = raw(`subject_name AS 行政相对人名称, subject_code AS 统一社会信用代码, doc_no AS 行政处罚决定书文号, violation AS 违法行为类型,
    kind_text AS 处罚类别, fine_yuan AS 罚款金额, occurred_on AS 处罚决定日期, authority AS 处罚机关`)
  const { penalties } = await bare.read((ask) => ask.one<{ penalties: number }>(sql`SELECT count(*) AS penalties FROM penalty`))
  const penaltyFile = async (name: string, rows: number): Promise<string> => {
    const file = join(folder, name)
    await bare.read((ask) => ask.run(sql`COPY (SELECT ${cells}, source_row * 1000 + again AS 序号 FROM penalty, range(${Math.ceil(rows / penalties)}) copies(again) LIMIT ${rows}) TO ${file} (HEADER)`))
    return file
  }
  const csv = await penaltyFile('penalties.csv', penalties)
  const larger = await penaltyFile('penalties-more.csv', Number(options.rows))
  const few = await penaltyFile('penalties-few.csv', 1600)
  const peak = Math.round(process.resourceUsage().maxRSS / 1024) // before the large file is written, which takes more than any work of the engine
  await benchPeers(bare, resources, folder, note)
  const large = options.large === undefined ? null : await penaltyFile('penalties-large.csv', Math.round((Number(options.large) * 1e9 * penalties) / statSync(csv).size))
  await bare.close()

  const plain = await Database.open(':memory:')
  const copied = (file: string) => sql`CREATE OR REPLACE TABLE plain AS SELECT * FROM read_csv(${file}, all_varchar = true)`
  const reading = (file: string): Promise<Spent> => least(3, () => plain.write((ask) => ask.run(copied(file))))
  // An import ends on the disk, so the same into a file that is then as durable.
  const storing = (file: string): Promise<Spent> => least(3, async () => {
    const kept = await Database.open(join(folder, 'plain.duckdb'))
    await kept.write((ask) => ask.run(copied(file)))
    await kept.close()
    rmSync(join(folder, 'plain.duckdb'))
  })
  const importing = async (file: string, workspace: string, existing = false, undo?: (time: Spent) => void): Promise<Spent> => {
    const fresh = createEngine({ resources, home: join(folder, 'home') })
    await (existing ? fresh.verbs.openWorkspace({ path: workspace }) : fresh.verbs.createWorkspace({ path: workspace }))
    let batch: number | null = null
    const time = await spent(async () => { batch = ((await finished(fresh, fresh.verbs.importFiles({ files: [{ path: file }] }))) as ImportReport).batch })
    if (undo && batch !== null) undo(await spent(() => finished(fresh, fresh.verbs.undoBatch({ batch: batch! }))))
    await fresh.close()
    return time
  }
  for (const [file, label] of [[csv, `${penalties} rows`], [larger, `${options.rows} rows`]] as const) {
    const [inMemory, inFile] = [await reading(file), await storing(file)]
    const gb = file.replace('.csv', '-gb18030.csv')
    await pipeline(createReadStream(file, 'utf8'), async function* (texts) { for await (const text of texts) yield toGb18030(text as string) }, createWriteStream(gb))
    let undoing: Spent | null = null
    const utf8 = await importing(file, join(folder, `utf8-${label}.mingcha`), false, (time) => { undoing = time })
    const gb18030 = await importing(gb, join(folder, `gb-${label}.mingcha`))
    for (const [encoding, time] of [['UTF-8', utf8], ['GB18030', gb18030]] as const) {
      both(`import ${encoding} CSV, ${label}`, time, 'CREATE TABLE AS read_csv in memory, from UTF-8', inMemory)
      both(`import ${encoding} CSV, ${label}`, time, 'CREATE TABLE AS read_csv into a file, from UTF-8', inFile)
    }
    both(`undo of the batch, ${label}`, undoing!, 'its import', utf8)
  }
  await plain.close()
  // What a batch costs because the workspace is large: the same file into the city and into nothing.
  const alone = await importing(few, join(folder, 'few.mingcha'))
  both('1600 rows into the city', await importing(few, path, true), 'the same into an empty workspace', alone)
  if (large !== null) {
    const own = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--only', large], { encoding: 'utf8' })
    process.stderr.write(own.stderr)
    if (own.status !== 0) throw new Error(`the large file: exit ${own.status ?? own.signal}`)
  }
  await benchDrawing(scale, resources, folder, both)
  await benchDrawing(10 * scale, resources, folder, both, { joint: false })
  await benchDesk(scale, resources, folder, both)
  await benchQueue(10 * scale, resources, folder, both)
  note('demo city', making, 'copying two columns of its records', writing)
  note('first grid page by index', page, 'bare top-100', topN)
  note('deep grid page by name', deep, 'bare top-100', topN)
  process.stderr.write(`peak memory ${peak} MB at ${scale} subjects\n`)
  process.stdout.write(options.json ? `${JSON.stringify({ scale, peak_mb: peak, measures: rows })}\n` : '')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
