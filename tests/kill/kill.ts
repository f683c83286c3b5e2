import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createEngine } from '../../electron/engine/engine.ts'
import { killRuns, type KillRun } from './killRuns.ts'

/**
 * `npm run kill -- [--runs 50] [--rows 60000] [--seed 1]`: kills an import as often, each time at another moment, and looks at what
 * is left. Exit 1 where anything but all or nothing remained. As `kill.js child WORKSPACE FILE…` it is the one that is killed.
 */
const resources = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'resources')

if (process.argv[2] === 'child') await importAndTell(process.argv[3]!, process.argv.slice(4))
else await main()

/** Imports, and says each phase as it begins. */
async function importAndTell(workspace: string, files: string[]): Promise<void> {
  const say = (phase: string): void => void process.stdout.write(`${phase}\n`)
  say('start')
  const engine = createEngine({ resources, home: join(dirname(workspace), 'home'), database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
  let phase = ''
  engine.listen({ jobChanged: (job) => { if (job.phase !== phase) say(phase = job.phase) }, changed: (topic) => { if (topic === 'records') say('committed') } })
  await engine.verbs.openWorkspace({ path: workspace })
  await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: files.map((path) => ({ path })) }))
  say('close')
  await engine.close()
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '50' }, rows: { type: 'string', default: '60000' }, seed: { type: 'string', default: '1' } } })
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-kill-'))
  try {
    const { duration, runs } = await killRuns({ folder, child: fileURLToPath(import.meta.url), resources, runs: Number(values.runs), rows: Number(values.rows), seed: Number(values.seed), told: (run) => console.log(line(run)) })
    const count = (of: (run: KillRun) => boolean): number => runs.filter(of).length
    console.log(`\nundisturbed ${(duration / 1000).toFixed(1)} s; ${runs.length} kills: ${count((run) => run.left === 'nothing')} left nothing of the batch, ${count((run) => run.left === 'all')} all of it; ${count((run) => run.faults.length > 0)} at fault`)
    for (const phase of new Set(runs.map((run) => run.phase))) console.log(`  ${phase.padEnd(12)} ${count((run) => run.phase === phase && run.left === 'nothing')} nothing, ${count((run) => run.phase === phase && run.left === 'all')} all`)
    if (runs.some((run) => run.faults.length > 0)) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function line(run: KillRun): string {
  return `${String(run.at).padStart(6)} ms  ${run.phase.padEnd(12)} ${run.left.padEnd(8)} ${run.faults.join('; ')}`
}
