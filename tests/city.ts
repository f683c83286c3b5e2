import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type RunningEngine } from '../electron/engine/engine.ts'
import { prepared } from './prepared.ts'
import { resources } from './room.ts'

export interface CityChoice {
  /** Whether the built-in model has scored it once, as of its day. */
  scored: boolean
  /** The last day of its records, YYYY-MM-DD; default the day of the test run. */
  today?: string
}

/** Subjects of the city. */
export const citySize = 1500

/** Writes a workspace to `path` (.mingcha): the demo city of 1,500 subjects as `createDemo` makes it, libraries, plan and dirty files included. Made once a run. */
export async function copyCity(path: string, { scored, today }: CityChoice): Promise<void> {
  const bare = (): Promise<string> => prepared(`city-${today ?? 'now'}.mingcha`, (to) => settled(to, today, async ({ verbs }, file) => {
    await verbs.awaitJob(await verbs.createDemo({ path: file, subjects: citySize }))
  }))
  copyFileSync(scored ? await prepared(`city-${today ?? 'now'}-scored.mingcha`, (to) => settled(to, today, async ({ verbs }, file) => {
    copyFileSync(await bare(), file)
    await verbs.openWorkspace({ path: file })
    await verbs.awaitJob(await verbs.scoreSubjects({}))
  })) : await bare(), path)
}

/** Lets an engine of its own write a workspace, closes it, and puts the file where it belongs. */
async function settled(to: string, today: string | undefined, write: (engine: RunningEngine, file: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'mingcha-city-'))
  const engine = createEngine({ resources, home, database: { memoryMb: 1024, threads: 2 }, ...(today === undefined ? {} : { today: () => today }) })
  try {
    await write(engine, join(home, 'city.mingcha'))
    await engine.close()
    copyFileSync(join(home, 'city.mingcha'), to)
  } finally {
    await engine.close()
    rmSync(home, { recursive: true, force: true })
  }
}
