import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CampaignInfo, DrawInfo, JobRef, Verification } from '../../shared/contract.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { fillDistrict } from './district.ts'
import { least, spent, type Spent } from './spent.ts'

const seed = '31415926535897932384'

/**
 * A draw from the frame to the verified bundle over `subjects` made-up subjects, and with `joint` an inspection of five departments over the same,
 * each step beside one bare query: the SHA-256 of every identifier in DuckDB, in order.
 */
export async function benchDrawing(subjects: number, resources: string, folder: string, both: (measure: string, time: Spent, against: string, baseline: Spent) => void, { joint: staffed = true } = {}): Promise<void> {
  const path = join(folder, `district-${subjects}.mingcha`)
  const against = 'sha256 of every identifier, in order'
  const engine = createEngine({ resources, home: join(folder, 'home'), today: () => '2026-11-22' })
  await engine.verbs.createWorkspace({ path })
  await engine.close()
  const database = await Database.open(path)
  await fillDistrict(database, subjects)
  const bare = await least(2, () => database.write(async (ask) => {
    await ask.run(sql`CREATE TEMP TABLE hashed AS SELECT subject_id, sha256(${seed} || uscc) AS ticket FROM subject ORDER BY ticket`)
    await ask.run(raw('DROP TABLE hashed'))
  }))
  await database.close()
  process.stderr.write(`${against}, ${subjects}: ${bare.wall.toFixed(2)} s, processor ${bare.cpu.toFixed(2)} s; memory so far ${peakMb()} MB\n`)

  await engine.verbs.openWorkspace({ path })
  try {
    const tell = async <T>(measure: string, work: () => Promise<T>): Promise<T> => {
      let answer: T | undefined
      const time = await spent(async () => { answer = await work() })
      both(`${measure}, ${subjects}`, time, against, bare)
      return answer!
    }
    const { draw } = await tell('draw: frame and commitment', () => done<DrawInfo>(engine, engine.verbs.commitDraw({ name: 'bench', policy: 'xian-2020' })))
    await tell('draw: tickets and sample', () => done<DrawInfo>(engine, engine.verbs.drawSample({ draw, seed })))
    const bundle = await tell('draw: bundle', () => engine.verbs.exportBundle({ draw }))
    accept(await tell(`draw: verification of ${Math.round(bundle.length / 1e6)} MB`, () => engine.verbs.verifyBundle({ bundle })))
    process.stderr.write(`peak memory after the draw ${peakMb()} MB\n`)
    if (!staffed) return

    const { campaign } = await tell('joint: five frames and commitment', () => done<CampaignInfo>(engine, engine.verbs.commitCampaign({
      name: 'bench', policy: 'xian-2020', tasks: Array.from({ length: 5 }, (_, i) => ({ department: `D${i}`, items: [`D${i}-1`], filter: [{ field: 'tier', op: 'in', values: i === 0 ? ['C', 'D'] : ['D'] }] })),
    })))
    await tell('joint: draw, merge and staffing', () => done<CampaignInfo>(engine, engine.verbs.drawCampaign({ campaign, seed })))
    const joint = await tell('joint: bundle', () => engine.verbs.exportCampaign({ campaign }))
    accept(await tell(`joint: verification of ${Math.round(joint.length / 1e6)} MB`, () => engine.verbs.verifyBundle({ bundle: joint })))
    process.stderr.write(`peak memory ${peakMb()} MB\n`)
  } finally {
    await engine.close()
    rmSync(path, { force: true })
  }
}

const done = async <T>(engine: RunningEngine, ref: Promise<JobRef>): Promise<T> => (await engine.verbs.awaitJob(await ref)) as T

function accept({ ok, checks }: Verification): void {
  if (!ok) throw new Error(checks.filter((one) => !one.ok).map((one) => `${one.name}: ${one.detail}`).join('\n'))
}

/** The most that this process took at any time. */
const peakMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024)
