import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { RecentWorkspace, Verbs, Workspace } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { Database, defaultOptions, type DatabaseOptions } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { fillLookups } from './lookups.ts'
import { migrate } from './migrate.ts'

export interface WorkspacesOptions {
  resources: string
  /** Folder for settings and, by default, for workspaces. */
  home: string
  database: Partial<DatabaseOptions>
  /** Called with each workspace before anything is asked of it. */
  opened(database: Database): void
  changed(): void
}

type WorkspaceVerbs = Verbs<'createWorkspace' | 'openWorkspace' | 'closeWorkspace' | 'currentWorkspace' | 'recentWorkspaces' | 'engineMemory'>

const memoryMb = (options: Partial<DatabaseOptions>): number => options.memoryMb ?? defaultOptions().memoryMb

/** The open workspace, at most one, and the list of those opened before. */
export class Workspaces {
  readonly #options: WorkspacesOptions
  #open: Database | null = null

  constructor(options: WorkspacesOptions) {
    this.#options = options
  }

  /** @throws MingchaError no_workspace */
  database(): Database {
    if (!this.#open) throw new MingchaError('no_workspace', 'no workspace is open', 'Open or create one first.')
    return this.#open
  }

  readonly verbs: WorkspaceVerbs = {
    createWorkspace: async ({ path }) => {
      const file = workspaceFile(path)
      if (existsSync(file)) throw new MingchaError('workspace_exists', `${file} exists already`, 'Open it, or choose another name.', { path: file })
      mkdirSync(dirname(file), { recursive: true })
      return this.#enter(file, true)
    },
    openWorkspace: async ({ path }) => {
      const file = existsSync(path) ? resolve(path) : workspaceFile(path)
      if (!existsSync(file)) throw new MingchaError('no_such_workspace', `there is no workspace ${file}`, 'Check the path, or create it.', { path: file })
      if (statSync(file).isDirectory()) throw new MingchaError('not_a_workspace', `${file} is a folder`, 'Choose a .mingcha file.', { path: file })
      return this.#enter(file, false)
    },
    closeWorkspace: async () => {
      await this.close()
      this.#options.changed()
      return null
    },
    currentWorkspace: async () => (this.#open ? this.#describe(this.#open) : null),
    engineMemory: async () => {
      const used = await this.#open?.read((ask) => ask.one<{ duckdb: number; cap: number }>(sql`SELECT sum(memory_usage_bytes)::BIGINT AS duckdb, ${memoryMb(this.#options.database) * 1e6} AS cap FROM duckdb_memory()`))
      return { rss: process.memoryUsage.rss(), duckdb: used?.duckdb ?? null, limit: used?.cap ?? null }
    },
    recentWorkspaces: async () => ({ folder: this.#options.home, workspaces: this.#recent().flatMap((one) => (existsSync(one.path) ? [{ ...one, bytes: statSync(one.path).size }] : [])) }),
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = null
    await open?.close()
  }

  async #enter(file: string, fresh: boolean): Promise<Workspace> {
    if (this.#open && this.#open.path === resolve(file)) return this.#describe(this.#open)
    const database = await Database.open(file, this.#options.database)
    try {
      await migrate(database, this.#options.resources)
      await database.write(fillLookups)
      if (fresh) await database.write((ask) => ask.run(sql`INSERT INTO meta VALUES ('created_at', current_timestamp::VARCHAR)`))
    } catch (error) {
      await database.close()
      if (fresh) rmSync(file, { force: true })
      throw error
    }
    await this.close()
    this.#options.opened(database)
    this.#open = database
    this.#remember(database.path)
    this.#options.changed()
    return this.#describe(database)
  }

  async #describe(database: Database): Promise<Workspace> {
    return database.read(async (ask) => {
      const row = await ask.one<{ subjects: number; as_of: string | null; model: string | null }>(sql`
        SELECT (SELECT count(*) FROM subject) AS subjects, last.as_of, last.model
        FROM (SELECT 1) LEFT JOIN (SELECT as_of, model FROM score_run ORDER BY run DESC LIMIT 1) last ON true`)
      return { path: database.path, name: basename(database.path, '.mingcha'), subjects: row.subjects, asOf: row.as_of, model: row.model }
    })
  }

  #recentFile(): string {
    return join(this.#options.home, 'recent.json')
  }

  #recent(): RecentWorkspace[] {
    try {
      return JSON.parse(readFileSync(this.#recentFile(), 'utf8')) as RecentWorkspace[]
    } catch {
      return [] // absent or damaged: a list of shortcuts is not worth an error
    }
  }

  #remember(path: string): void {
    const entry: RecentWorkspace = { path, name: basename(path, '.mingcha'), openedAt: new Date().toISOString(), bytes: statSync(path).size }
    const others = this.#recent().filter((one) => one.path !== path)
    mkdirSync(this.#options.home, { recursive: true })
    writeFileAtomic.sync(this.#recentFile(), JSON.stringify([entry, ...others].slice(0, 20), null, 2))
  }
}

/** Workspaces end in .mingcha, whatever was typed. */
const workspaceFile = (path: string): string => resolve(extname(path).toLowerCase() === '.mingcha' ? path : `${path}.mingcha`)
