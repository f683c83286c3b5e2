import { homedir } from 'node:os'
import { join } from 'node:path'
import { verbs, type Engine, type Events, type Job, type Output, type Topic, type Verb, type Verbs } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import type { Filter } from '../../shared/filter.ts'
import { fillDemo } from './demo/demo.ts'
import { fillLibraries } from './demo/libraries.ts'
import type { Database, DatabaseOptions } from './duckdb/database.ts'
import { dictionary } from './dictionary/dictionary.ts'
import { importing } from './importing/importing.ts'
import { tableRows } from './importing/tableRows.ts'
import { Jobs } from './jobs/jobs.ts'
import { libraries } from './libraries/libraries.ts'
import { lists } from './lists/lists.ts'
import { quality } from './quality/quality.ts'
import type { Room } from './room.ts'
import { reporting } from './reporting/reporting.ts'
import { tableWorkbook } from './reporting/tableWorkbook.ts'
import { sampling } from './sampling/sampling.ts'
import { scoring } from './scoring/scoring.ts'
import { subjects } from './subjects/subjects.ts'
import { resolveFilter } from './workspace/resolve.ts'
import { clearTemporary } from './workspace/temporary.ts'
import { Workspaces } from './workspace/workspaces.ts'

export interface EngineOptions {
  /** Folder of resources/. */
  resources: string
  /** Folder for settings and workspaces; default ~/Mingcha. */
  home?: string
  database?: Partial<DatabaseOptions>
  /** YYYY-MM-DD; default the local day. */
  today?: () => string
}

export interface RunningEngine {
  verbs: Engine
  /** Listens; answers how to stop listening. */
  listen(events: Partial<Events>): () => void
  /** Stops jobs, checkpoints and closes the workspace. */
  close(): Promise<void>
}

/** The one composition root: rooms meet here and nowhere else. */
export function createEngine(options: EngineOptions): RunningEngine {
  void clearTemporary()
  const listeners = new Set<Partial<Events>>()
  const changed = (topic: Topic): void => listeners.forEach((one) => one.changed?.(topic))
  const jobs = new Jobs((job: Job) => listeners.forEach((one) => one.jobChanged?.(job)))
  const workspaces = new Workspaces({
    resources: options.resources,
    home: options.home ?? join(homedir(), 'Mingcha'),
    database: options.database ?? {},
    changed: () => changed('workspace'),
  })
  const room: Room = { database: () => workspaces.database(), jobs, resources: options.resources, changed, today: options.today ?? localDay }

  const importRoom = importing(room)
  const scoringRoom = scoring(room)
  const rooms: Verbs<Verb> = {
    ...workspaces.verbs,
    ...importRoom.verbs,
    ...scoringRoom,
    ...subjects(room, scoringRoom.explainSubject),
    ...libraries(room, tableRows, tableWorkbook),
    ...sampling(room),
    ...lists(room),
    ...reporting(),
    ...dictionary(room),
    ...quality(room),
    createDemo: async ({ path, subjects: count, seed }) => {
      const workspace = await workspaces.verbs.createWorkspace({ path })
      return jobs.start('demo', String(count), async (run) => {
        await fillDemo(room, { subjects: count, seed }, run, (paths) => importRoom.importNow(paths.map((file) => ({ path: file })), run))
        await fillLibraries(room, { seed, today: room.today() }, guarded(rooms, () => workspaces.database()))
        changed('records')
        return { ...workspace, ...(await workspaces.verbs.currentWorkspace({})) }
      })
    },
    listJobs: async () => jobs.list(),
    cancelJob: async ({ job }) => (jobs.cancel(job), null),
    awaitJob: async ({ job }) => (await jobs.result(job)) as Output['awaitJob'],
  }
  return {
    verbs: guarded(rooms, () => workspaces.database()),
    listen: (events) => (listeners.add(events), () => listeners.delete(events)),
    close: async () => {
      await jobs.stop()
      await workspaces.close()
    },
  }
}

/** Each verb behind its schema: nothing reaches a room that the contract does not allow; filters come with their pools looked up. */
function guarded(rooms: Verbs<Verb>, database: () => Database): Engine {
  const entries = (Object.keys(verbs) as Verb[]).map((verb) => {
    const ask = async (input: unknown): Promise<unknown> => {
      const parsed = verbs[verb].safeParse(input ?? {})
      if (!parsed.success) {
        const issue = parsed.error.issues[0]!
        const where = issue.path.join('.') || 'input'
        throw new MingchaError('bad_input', `${verb}: ${where}: ${issue.message}`, 'Correct the value named.', { verb, where, detail: issue.message })
      }
      return (rooms[verb] as (value: unknown) => Promise<unknown>)(await withPools(parsed.data, database))
    }
    return [verb, ask]
  })
  return Object.fromEntries(entries) as Engine
}

/** The input with every `filter` in it resolved, also those of the tasks of a joint inspection. */
async function withPools<T extends object>(data: T, database: () => Database): Promise<T> {
  const { filter = [], tasks } = data as { filter?: Filter; tasks?: unknown }
  const resolved = filter.length === 0 ? {} : { filter: await database().read((ask) => resolveFilter(ask, filter)) }
  if (!Array.isArray(tasks)) return { ...data, ...resolved }
  const all: unknown[] = []
  for (const task of tasks as object[]) all.push(await withPools(task, database))
  return { ...data, ...resolved, tasks: all }
}

function localDay(): string {
  const now = new Date()
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}
