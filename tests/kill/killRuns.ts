import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyChain } from '../../electron/engine/audit/chain.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { ident, raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { recordClasses } from '../../shared/classes.ts'
import { codeOf } from '../engine/importing/codeOf.ts'

export interface KillOptions {
  folder: string
  /** The built program that imports when started as `child`. */
  child: string
  resources: string
  runs: number
  /** Rows of the file whose import is killed. */
  rows: number
  seed: number
  told?(run: KillRun): void
}
export interface KillRun {
  /** Milliseconds after its start. */
  at: number
  /** What it had last said it was doing. */
  phase: string
  left: 'nothing' | 'all' | 'other'
  /** What should not be; empty where all is well. */
  faults: string[]
}

/**
 * Imports two files into a workspace that already holds some, undisturbed and then once for each run, killed by SIGKILL at a moment of
 * its own: half of them spread over the whole time, half over its last third, where the batch is loaded, committed and checkpointed.
 */
export async function killRuns({ folder, child, resources, runs: wanted, rows, seed, told }: KillOptions): Promise<{ duration: number; runs: KillRun[] }> {
  const files = filesOf(folder, rows)
  const base = join(folder, 'base.mingcha')
  await importInto(resources, base, files.before, true)
  const whole = join(folder, 'whole.mingcha')
  copyFileSync(base, whole)
  let { duration } = await importKilled(child, whole, files.batch, null)
  const [before, after] = [await digestOf(base), await digestOf(whole)]
  if (JSON.stringify(before) === JSON.stringify(after)) throw new Error('the undisturbed import changed nothing')
  const dice = diceOf(seed)
  const runs: KillRun[] = []
  for (let misses = 0; runs.length < wanted && misses < wanted * 3;) {
    const workspace = join(folder, 'killed.mingcha')
    copyFileSync(base, workspace)
    const moment = Math.round(duration * (runs.length % 2 === 0 ? dice() : 0.67 + 0.33 * dice()))
    const { phase, killed, pid, duration: lasted } = await importKilled(child, workspace, files.batch, moment)
    if (!killed) {
      misses++
      duration = lasted // a machine that is less busy by now is faster than it was
      for (const ending of ['', '.wal', '.tmp']) rmSync(workspace + ending, { recursive: true, force: true })
      continue
    }
    const run: KillRun = { at: moment, phase, left: 'other', faults: [] }
    try {
      const now = await digestOf(workspace)
      run.left = JSON.stringify(now) === JSON.stringify(before) ? 'nothing' : JSON.stringify(now) === JSON.stringify(after) ? 'all' : 'other'
      if (run.left === 'other') run.faults.push(`neither all nor nothing: ${Object.keys(now).filter((table) => now[table] !== before[table] && now[table] !== after[table]).join(', ') || 'tables of both'}`)
      await importInto(resources, workspace, files.batch)
      if (existsSync(`${workspace}.tmp`)) run.faults.push('spilled blocks were left behind')
      run.faults.push(...readdirSync(tmpdir()).filter((name) => name.startsWith('mingcha-') && name.includes(`-${pid}-`)).map((name) => `${name} was left behind`))
      const again = await digestOf(workspace)
      if (JSON.stringify(again) !== JSON.stringify(after)) run.faults.push(`imported again it differs: ${Object.keys(again).filter((table) => again[table] !== after[table]).join(', ')}`)
    } catch (error) {
      run.faults.push(error instanceof Error ? error.message : String(error))
    }
    runs.push(run)
    told?.(run)
    for (const ending of ['', '.wal', '.tmp']) rmSync(workspace + ending, { recursive: true, force: true })
  }
  if (runs.length < wanted) throw new Error(`only ${runs.length} of ${wanted} were killed in time`)
  return { duration, runs }
}

/** Registers, and records with every fate: by code, by name, unattached, duplicate, quarantined, with a damaged code. */
function filesOf(folder: string, rows: number): { before: string[]; batch: string[] } {
  mkdirSync(folder, { recursive: true })
  const file = (name: string, header: string, count: number, row: (i: number) => string): string => {
    const path = join(folder, name)
    writeFileSync(path, `${header}\n${Array.from({ length: count }, (_, i) => row(i)).join('\n')}\n`)
    return path
  }
  const register = (name: string, from: number, count: number): string => file(name, '企业名称,统一社会信用代码,成立日期,注册资本（万元）,企业类型', count, (i) => `第${from + i}公司,${codeOf(from + i)},2015/${1 + (i % 12)}/3,${100 + (i % 50)},有限责任公司`)
  const penalties = (name: string, from: number, count: number): string => file(name, '企业名称,统一社会信用代码,处罚决定日期,处罚类别,罚款金额,备注', count, (i) => {
    const n = from + (i % Math.max(1, Math.round(count / 3)))
    const code = i % 7 === 0 ? '' : i % 11 === 0 ? codeOf(n).slice(0, 17) : codeOf(n)
    return i % 101 === 0 ? `,,2024/1/1,警告,,无主${i}` : i % 97 === 0 ? `第${n}公司,${code},2024/1/1` : `第${n}公司,${code},2024/${1 + (i % 12)}/${1 + (i % 28)},${i % 2 ? '罚款' : '警告'},${i % 900},${i % 53}`
  })
  const share = Math.round(rows / 4)
  return {
    before: [register('企业登记 1.csv', 1, share), penalties('行政处罚 1.csv', 1, share)],
    batch: [register('企业登记 2.csv', Math.round(share / 2), share), penalties('行政处罚 2.csv', Math.round(share / 2), rows)],
  }
}

async function importInto(resources: string, workspace: string, files: string[], fresh = false): Promise<void> {
  const engine = createEngine({ resources, home: join(workspace, '..', 'home'), database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
  try {
    await (fresh ? engine.verbs.createWorkspace({ path: workspace }) : engine.verbs.openWorkspace({ path: workspace }))
    const report = await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: files.map((path) => ({ path })) })) as { files: { note: { code: string } | null }[] }
    const refused = report.files.find((file) => file.note !== null && file.note.code !== 'already_imported')
    if (refused) throw new Error(`refused: ${refused.note!.code}`)
  } finally {
    await engine.close()
  }
}

/** Runs the import as a process of its own; `moment`: milliseconds after which it is killed, null never. */
function importKilled(child: string, workspace: string, files: string[], moment: number | null): Promise<{ duration: number; phase: string; killed: boolean; pid: number }> {
  const began = performance.now()
  const running = spawn(process.execPath, [child, 'child', workspace, ...files], { stdio: ['ignore', 'pipe', 'pipe'] })
  let phase = 'begin'
  let errors = ''
  running.stdout.on('data', (data) => { phase = String(data).trim().split('\n').at(-1)! })
  running.stderr.on('data', (data) => { errors += String(data) })
  const timer = moment === null ? null : setTimeout(() => running.kill('SIGKILL'), moment)
  return new Promise((done, failed) => running.once('exit', (code, signal) => {
    if (timer) clearTimeout(timer)
    if (signal === null && code !== 0) failed(new Error(`the import failed: ${errors}`))
    else done({ duration: performance.now() - began, phase, killed: signal === 'SIGKILL', pid: running.pid! })
  }))
}

/** Columns that tell the time of day, by table. */
const clocks: Readonly<Record<string, string[]>> = { batch: ['imported_at'], migration: ['applied_at'], batch_history: ['imported_at', 'imported_by', 'undone_at', 'undone_by'] }

/** What every table of a workspace holds, whatever the order of its rows; and that its counts agree with its rows and its audit chain is whole. */
async function digestOf(workspace: string): Promise<Record<string, string>> {
  const database = await Database.open(workspace, { memoryMb: 512, threads: 2 })
  try {
    return await database.read(async (ask) => {
      const tables = await ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary ORDER BY 1`)
      const digest: Record<string, string> = {}
      for (const { name } of tables) {
        if (name === 'meta' || name.startsWith('audit')) continue // when it was made; what was done and when
        const columns = (await ask.rows<{ column: string }>(sql`SELECT column_name AS "column" FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ${name}`)).map((row) => row.column).filter((column) => !clocks[name]?.includes(column))
        const { text } = await ask.one<{ text: string }>(sql`SELECT count(*) || ' ' || coalesce(sum(hash(t)), 0)::VARCHAR AS text FROM (SELECT ${raw(columns.map((column) => ident(column).parts[0]!).join(', '))} FROM ${ident(name)}) t`)
        digest[name] = text
      }
      const [off] = await ask.rows(sql`SELECT f.file_id FROM source_file f
        LEFT JOIN (SELECT file_id, count(*) AS n FROM quarantine GROUP BY ALL) q USING (file_id) LEFT JOIN (SELECT file_id, count(*) AS n FROM (${raw(recordClasses.map((one) => `SELECT file_id FROM ${one}`).join(' UNION ALL '))}) GROUP BY ALL) r USING (file_id)
        WHERE f.read <> f.loaded + f.duplicate + f.quarantined OR f.loaded <> coalesce(r.n, 0) OR f.quarantined <> coalesce(q.n, 0) OR f.batch NOT IN (SELECT batch FROM batch)`)
      const { broken } = await verifyChain(ask)
      if (broken) throw new Error(`the audit chain is broken: ${JSON.stringify(broken)}`)
      if (off) throw new Error(`counts do not agree with rows: ${JSON.stringify(off)}`)
      return digest
    })
  } finally {
    await database.close()
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
