import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Job, Topic } from '../shared/contract.ts'
import { Database } from '../electron/engine/duckdb/database.ts'
import { Jobs } from '../electron/engine/jobs/jobs.ts'
import type { Room } from '../electron/engine/room.ts'
import { migrate } from '../electron/engine/workspace/migrate.ts'
import { prepared } from './prepared.ts'

export const resources = fileURLToPath(new URL('../resources', import.meta.url))

export interface TestRoom extends Room {
  folder: string
  told: { jobs: Job[]; topics: Topic[] }
  close(): Promise<void>
}

/** The file of an empty, migrated workspace, since most tests begin with one. */
const empty = (): Promise<string> => prepared('empty.mingcha', async (path) => {
  const database = await Database.open(path)
  await migrate(database, resources)
  await database.close()
})

/** A real, empty, migrated workspace in a temporary folder, as a room sees it. */
export async function openRoom(today = '2026-11-22'): Promise<TestRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-'))
  copyFileSync(await empty(), join(folder, 'test.mingcha'))
  const database = await Database.open(join(folder, 'test.mingcha'), { memoryMb: 1024, threads: 2 })
  const told: TestRoom['told'] = { jobs: [], topics: [] }
  return {
    folder,
    told,
    resources,
    database: () => database,
    jobs: new Jobs((job) => told.jobs.push(job)),
    changed: (topic) => told.topics.push(topic),
    today: () => today,
    close: async () => {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
