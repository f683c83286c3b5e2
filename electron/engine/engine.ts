import { homedir } from 'node:os'
import { join } from 'node:path'
import { verbs, type Engine, type Events, type Job, type Output, type Topic, type Verb, type Verbs } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import type { Filter } from '../../shared/filter.ts'
import { localDay } from '../../shared/localTime.ts'
import { audit, type Audit } from './audit/audit.ts'
import { fillDemo } from './demo/demo.ts'
import { fillLibraries } from './demo/libraries.ts'
import type { Database, DatabaseOptions } from './duckdb/database.ts'
import { dictionary } from './dictionary/dictionary.ts'
import { dossier } from './dossier/dossier.ts'
import { duty } from './duty/duty.ts'
import { readCodes } from './inspections/codes.ts'
import { inspections } from './inspections/inspections.ts'
import { unpackAll } from './importing/archive.ts'
import { importing } from './importing/importing.ts'
import { bringOwn } from './importing/ownRecords.ts'
import { tableRows } from './importing/tableRows.ts'
import { Jobs } from './jobs/jobs.ts'
import { libraries } from './libraries/libraries.ts'
import { lists } from './lists/lists.ts'
import { groundWords, listBook } from './lists/rules.ts'
import { fill, plain } from './papers/fill.ts'
import { papers } from './papers/papers.ts'
import { punishments } from './punishments/punishments.ts'
import { releaseEnded } from './punishments/requests.ts'
import { quality } from './quality/quality.ts'
import type { Room } from './room.ts'
import { reporting } from './reporting/reporting.ts'
import { tableWorkbook } from './reporting/tableWorkbook.ts'
import { sampling } from './sampling/sampling.ts'
import { scoring } from './scoring/scoring.ts'
import { subjects } from './subjects/subjects.ts'
import { asDeed, type Session } from './workspace/deed.ts'
import { resolveFilter } from './workspace/resolve.ts'
import { clearTemporary } from './workspace/temporary.ts'
import { Workspaces } from './workspace/workspaces.ts'

export interface EngineOptions {
  /** Folder of resources/. */
  resources: string
  /** Folder for settings and workspaces; default ~/Mingcha. */
  home?: string
  database?: Partial<DatabaseOptions>
  /** Signs `verbs` in wherever a workspace has operators: the command's, from its environment. */
  operator?: { name: string; passphrase: string }
  /** YYYY-MM-DD; default the local day. */
  today?: () => string
}

export interface RunningEngine {
  /** As one who needs no connection of his own: the command, a test. */
  verbs: Engine
  /** A connection of its own: who signs in there is signed in nowhere else. */
  connect(): Pick<RunningEngine, 'verbs' | 'listen'>
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
    opened: (database) => auditRoom.watch(database),
    changed: () => changed('workspace'),
  })
  const room: Room = { database: () => workspaces.database(), jobs, resources: options.resources, changed, today: options.today ?? (() => localDay(new Date())) }

  const auditRoom = audit(room)
  const importRoom = importing(room)
  const scoringRoom = scoring(room)
  const subjectsRoom = subjects(room, scoringRoom.explainSubject)
  const listsRoom = lists(room, { bringOwn, releaseEnded: (ask, by) => releaseEnded(ask, room.today(), by) })
  const rooms: Verbs<Verb> = {
    ...workspaces.verbs,
    ...auditRoom.verbs,
    ...importRoom.verbs,
    ...scoringRoom,
    ...subjectsRoom,
    ...libraries(room, tableRows, tableWorkbook),
    ...sampling(room),
    ...listsRoom,
    ...dossier(room, { ...subjectsRoom, ...scoringRoom, ...listsRoom }, { fill, plain }),
    ...punishments(room, groundWords(room.resources), { tableRows, workbook: tableWorkbook }),
    ...duty(room, tableWorkbook),
    ...inspections(room, { tableRows, unpackAll }, tableWorkbook, bringOwn),
    ...papers(room, tableWorkbook, readCodes, listBook),
    ...reporting(),
    ...dictionary(room),
    ...quality(room),
    createDemo: async ({ path, subjects: count, seed }) => {
      const workspace = await workspaces.verbs.createWorkspace({ path })
      return jobs.start('demo', String(count), async (run) => {
        await fillDemo(room, { subjects: count, seed }, run, (paths) => importRoom.importNow(paths.map((file) => ({ path: file })), run))
        await fillLibraries(room, { seed, today: room.today() }, guarded(rooms, () => workspaces.database(), null))
        changed('records')
        return { ...workspace, ...(await workspaces.verbs.currentWorkspace({})) }
      })
    },
    listJobs: async () => jobs.list(),
    cancelJob: async ({ job }) => (jobs.cancel(job), null),
    awaitJob: async ({ job }) => (await jobs.result(job)) as Output['awaitJob'],
  }
  const listen: RunningEngine['listen'] = (events) => (listeners.add(events), () => listeners.delete(events))
  const connect: RunningEngine['connect'] = () => ({ verbs: guarded(rooms, () => workspaces.database(), { room: auditRoom, session: { operator: null, of: null } }), listen })
  const own = connect()
  return {
    ...own,
    verbs: options.operator ? signingIn(own.verbs, options.operator) : own.verbs,
    connect,
    close: async () => {
      await jobs.stop()
      await workspaces.close()
    },
  }
}

/**
 * Each verb behind its schema: nothing reaches a room that the contract does not allow; filters come with their pools looked up. As whom it is asked
 * decides whether it may be, and is put down; null: as the program itself.
 */
function guarded(rooms: Verbs<Verb>, database: () => Database, as: { room: Audit; session: Session } | null): Engine {
  const entries = (Object.keys(verbs) as Verb[]).map((verb) => {
    const ask = async (input: unknown): Promise<unknown> => {
      const parsed = verbs[verb].safeParse(input ?? {})
      if (!parsed.success) {
        const issue = parsed.error.issues[0]!
        const where = issue.path.join('.') || 'input'
        throw new MingchaError('bad_input', `${verb}: ${where}: ${issue.message}`, 'Correct the value named.', { verb, where, detail: issue.message })
      }
      const asked = rooms[verb] as (value: unknown) => Promise<unknown>
      if (as === null) return asked(await withPools(parsed.data, database))
      const deed = await as.room.admit(as.session, verb, parsed.data)
      return asDeed(deed, async () => asked(await withPools(deed.input as object, database)))
    }
    return [verb, ask]
  })
  return Object.fromEntries(entries) as Engine
}

/** The same verbs, signed in after each opening of a workspace that has operators. */
function signingIn(own: Engine, operator: { name: string; passphrase: string }): Engine {
  return {
    ...own,
    openWorkspace: async (input) => {
      const opened = await own.openWorkspace(input)
      if ((await own.whoAmI({})).operators) await own.signIn(operator)
      return opened
    },
  }
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

