import { realpathSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join as joinPath, resolve } from 'node:path'
import { BIGINT, BOOLEAN, DOUBLE, DuckDBInstance, INTEGER, SQLNULL, VARCHAR, type DuckDBConnection, type DuckDBMaterializedResult, type DuckDBValue } from '@duckdb/node-api'
import { MingchaError } from '../../../shared/errors.ts'
import { arrowOf } from './arrow.ts'
import { literal, textOf, type Sql, type SqlValue } from './sql.ts'
import { plainValue, type Plain } from './values.ts'

export interface DatabaseOptions {
  /** Megabytes that DuckDB may take for its buffers; RSS can reach twice that (TRAPS). */
  memoryMb: number
  threads: number
}
export const defaultOptions = (): DatabaseOptions => ({ memoryMb: 2048, threads: Math.min(8, availableParallelism()) })

/** Asks questions. A second question on a busy connection waits for the first. */
export class Connection {
  /** While set, statements are refused with it: what was cancelled between two statements must not go on. */
  refusal: MingchaError | null = null
  readonly #inner: DuckDBConnection
  #last: Promise<unknown> = Promise.resolve()
  /** Asked and not yet answered. */
  #waiting = 0
  #running = 0
  constructor(inner: DuckDBConnection) {
    this.#inner = inner
  }

  /** Runs a statement; answers how many rows it changed. */
  async run(statement: Sql): Promise<number> {
    return (await this.#ask(statement)).rowsChanged
  }

  /** A small result as plain objects: dates as ISO text, whole numbers as numbers. */
  async rows<T = Record<string, Plain>>(statement: Sql): Promise<T[]> {
    return (await (await this.#ask(statement)).convertRowObjects<Plain>(plainValue)) as T[]
  }

  async one<T = Record<string, Plain>>(statement: Sql): Promise<T> {
    const rows = await this.rows<T>(statement)
    if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`)
    return rows[0]!
  }

  /** A result as Arrow IPC stream bytes, built by column. */
  async arrow(statement: Sql): Promise<Uint8Array> {
    return arrowOf(await this.#ask(statement))
  }

  /** The same, and how many rows it has. */
  async countedArrow(statement: Sql): Promise<{ rows: number; arrow: Uint8Array }> {
    const result = await this.#ask(statement)
    return { rows: result.rowCount, arrow: await arrowOf(result) }
  }

  /** A result of `width` INTEGER columns without NULLs, copied from DuckDB's vectors as they are: column after column, 4 bytes a value. */
  async integers(statement: Sql, width: number): Promise<Uint8Array> {
    const chunks = await (await this.#ask(statement)).fetchAllChunks()
    const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0)
    const all = new Int32Array(rows * width)
    for (let column = 0, at = 0; column < width; column++) {
      for (const chunk of chunks) {
        all.set((chunk.getColumnVector(column) as unknown as { items: Int32Array }).items, at)
        at += chunk.rowCount
      }
    }
    return new Uint8Array(all.buffer)
  }

  /** A result by column, chunk after chunk; hold no chunk longer than its turn. */
  async each(statement: Sql, visit: (columns: DuckDBValue[][]) => void | Promise<void>): Promise<void> {
    await this.#turn(async () => {
      const result = await this.#inner.stream(textOf(statement), [...statement.values], typesOf(statement.values))
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        await visit(chunk.getColumns())
      }
    })
  }

  /** How far the running statement is, 0–100, or −1 where DuckDB cannot tell. */
  get progress(): number {
    return this.#inner.progress.percentage
  }

  get busy(): boolean {
    return this.#waiting > 0
  }

  /** Breaks off the running statement. Repeated until it settles: one right after its start can be lost. */
  async interrupt(): Promise<void> {
    while (this.#running > 0) {
      this.#inner.interrupt()
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  /** Only when nothing runs: closing during a query hangs the process later (TRAPS). */
  async close(): Promise<void> {
    this.refusal = new MingchaError('workspace_closed', 'the workspace was closed meanwhile', 'Open it again.')
    await this.interrupt()
    this.#inner.closeSync()
  }

  #ask(statement: Sql): Promise<DuckDBMaterializedResult> {
    return this.#turn(() => this.#inner.run(textOf(statement), [...statement.values], typesOf(statement.values)))
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++ // at once: two that ask in the same breath must not both find this connection free
    const turn = this.#last.then(async () => {
      if (this.refusal) throw this.refusal
      this.#running++
      try {
        return await work()
      } finally {
        this.#running--
      }
    }).finally(() => this.#waiting--)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

/** The type each value is bound as. Left to the binding, a whole number beyond 2^63 would be a BIGINT, and fail. */
const typesOf = (values: readonly SqlValue[]) => values.map((value) => {
  if (value === null) return SQLNULL
  if (typeof value === 'string') return VARCHAR
  if (typeof value === 'boolean') return BOOLEAN
  if (!Number.isSafeInteger(value)) return DOUBLE
  return value === (value | 0) ? INTEGER : BIGINT
})

/** Real path → open database: two instances of one file in one process destroy it (TRAPS). */
const opened = new Map<string, Database>()

/** One DuckDB file with one writer and a few readers. The only owner of its instance in this process. */
export class Database {
  readonly path: string
  readonly #instance: DuckDBInstance
  readonly #writer: Connection
  readonly #readers: Connection[] = []
  /** Readers before which a veil was drawn. */
  readonly #veiled: Connection[] = []
  /** What the buffers may take now. */
  #memoryMb: number
  /** Called at the beginning of every transaction; what it answers is called before the commit. What either throws undoes the transaction. */
  witness: ((connection: Connection) => Promise<(connection: Connection) => Promise<void>>) | null = null
  /** Who asks may be shown only part of what is there: `wanted` tells it of each reading, `draw` prepares the readers for it. */
  veil: { wanted(): boolean; draw(connection: Connection): Promise<void> } | null = null
  #closed = false
  #writing: Promise<unknown> = Promise.resolve()

  private constructor(path: string, instance: DuckDBInstance, writer: Connection, memoryMb: number) {
    this.path = path
    this.#memoryMb = memoryMb
    this.#instance = instance
    this.#writer = writer
  }

  /**
   * Opens (or creates) a database file, or `:memory:`.
   * @throws MingchaError workspace_locked when another process or this one holds it; not_a_workspace when the file is no DuckDB file.
   */
  static async open(path: string, options: Partial<DatabaseOptions> = {}): Promise<Database> {
    const { memoryMb, threads } = { ...defaultOptions(), ...options }
    const real = path === ':memory:' ? path : realName(path)
    if (path !== ':memory:' && opened.has(real)) {
      throw new MingchaError('workspace_locked', `${path} is already open in this process`, 'Close it there first.', { path, holder: process.pid })
    }
    let instance: DuckDBInstance
    try {
      instance = await DuckDBInstance.create(path, {
        threads: String(threads),
        memory_limit: `${memoryMb}MB`,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        allow_community_extensions: 'false',
        preserve_insertion_order: 'true',
      })
    } catch (error) {
      throw openError(path, error)
    }
    // The lock is ours now: what a killed predecessor spilled is nobody's.
    if (path !== ':memory:') rmSync(`${real}.tmp`, { recursive: true, force: true })
    const writer = await connect(instance)
    const database = new Database(real, instance, writer, memoryMb)
    if (path !== ':memory:') opened.set(real, database)
    return database
  }

  /**
   * A scratch database in memory that reads `files` and reads and writes in `folder` (spilled blocks included), and nothing else, from
   * here on: no other path, no extension, no setting can be reached by what runs in it.
   */
  static async openConfined(files: readonly string[], folder: string, options: Partial<DatabaseOptions> = {}): Promise<Database> {
    const database = await Database.open(':memory:', options)
    const list = (paths: readonly string[]): string => `[${paths.map((path) => literal(path)).join(', ')}]`
    const setting = (text: string): Promise<number> => database.#writer.run({ parts: [text], values: [] })
    await setting(`SET temp_directory = ${literal(joinPath(folder, 'spill'))}`)
    await setting(`SET allowed_directories = ${list([folder])}`)
    await setting(`SET allowed_paths = ${list(files)}`)
    await setting('SET enable_external_access = false')
    await setting('SET lock_configuration = true')
    return database
  }

  /** Asks on a reader of its own: readers see what was committed and never wait for a writer. */
  async read<T>(ask: (connection: Connection) => Promise<T>): Promise<T> {
    const veil = this.veil?.wanted() === true ? this.veil : null
    const readers = veil ? this.#veiled : this.#readers
    return ask(readers.find((one) => !one.busy) ?? (await this.#anotherReader(readers, veil)))
  }

  /**
   * Runs `work` in one transaction, alone among writers. Thrown or aborted: rolled back, nothing remains.
   * @throws MingchaError cancelled when `signal` aborts.
   */
  write<T>(work: (connection: Connection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#writing.then(() => this.#transact(work, signal))
    this.#writing = turn.catch(() => undefined)
    return turn
  }

  /** Runs `work` with less memory for the buffers of all connections: what is large then goes to the disk in turns. */
  async within<T>(memoryMb: number, work: () => Promise<T>): Promise<T> {
    const limit = (megabytes: number): Promise<number> => this.#writing.then(() => this.#writer.run({ parts: [`SET memory_limit = '${megabytes}MB'`], values: [] }))
    const before = this.#memoryMb
    if (memoryMb >= before) return work()
    this.#memoryMb = memoryMb
    // Readers may hold more just now; then it stays as it was.
    await limit(memoryMb).catch(() => undefined)
    try {
      return await work()
    } finally {
      this.#memoryMb = before
      await limit(before).catch(() => undefined) // closed meanwhile
    }
  }

  async checkpoint(): Promise<void> {
    await this.#writer.run({ parts: ['CHECKPOINT'], values: [] })
  }

  /** Waits for the writer, breaks off readers, checkpoints and closes. Once closed, it stays so. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writing
    await Promise.all([...this.#readers, ...this.#veiled].map((reader) => reader.close()))
    if (this.path !== ':memory:') await this.checkpoint()
    await this.#writer.close()
    this.#instance.closeSync()
    opened.delete(this.path)
  }

  async #anotherReader(readers: Connection[], veil: Database['veil']): Promise<Connection> {
    if (readers.length >= 6) return readers[Math.floor(Math.random() * readers.length)]!
    const reader = await connect(this.#instance)
    await veil?.draw(reader) // before anybody else may be given it
    readers.push(reader)
    return reader
  }

  async #transact<T>(work: (connection: Connection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled()
    await this.#writer.run({ parts: ['BEGIN TRANSACTION'], values: [] })
    let stopping: Promise<void> | null = null
    const stop = (): void => {
      this.#writer.refusal = cancelled() // the abort may come between two statements: the next must not run
      stopping = this.#writer.interrupt()
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      if (signal?.aborted) throw cancelled()
      const keep = await this.witness?.(this.#writer)
      const answer = await work(this.#writer)
      await keep?.(this.#writer)
      if (signal?.aborted) throw cancelled()
      signal?.removeEventListener('abort', stop)
      await this.#writer.run({ parts: ['COMMIT'], values: [] })
      return answer
    } catch (error) {
      signal?.removeEventListener('abort', stop)
      await stopping // else its last interrupt would hit the ROLLBACK and leave the transaction open
      await this.#writer.interrupt()
      this.#writer.refusal = null
      await this.#writer.run({ parts: ['ROLLBACK'], values: [] }).catch(() => undefined)
      throw signal?.aborted ? cancelled() : error
    }
  }
}

/** Session settings that cannot be given at creation. Progress is counted only where the bar is on, and must not print. */
async function connect(instance: DuckDBInstance): Promise<Connection> {
  const connection = new Connection(await instance.connect())
  await connection.run({ parts: ["SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false"], values: [] })
  return connection
}

export const cancelled = (): MingchaError => new MingchaError('cancelled', 'cancelled', 'The workspace is as it was.')

function realName(path: string): string {
  const full = resolve(path)
  try {
    return realpathSync(full)
  } catch {
    try {
      return joinPath(realpathSync(dirname(full)), basename(full))
    } catch {
      return full
    }
  }
}

/** Whether this process has the file open, under whatever name. To open it once more and close that would drop the lock of the first (POSIX). */
export function isOpenHere(path: string): boolean {
  const about = (one: string): string => {
    const info = statSync(one, { throwIfNoEntry: false })
    return info ? `${info.dev}:${info.ino}` : ''
  }
  const mine = about(path)
  return mine !== '' && [...opened.keys()].some((one) => about(one) === mine)
}

/** Whether a statement failed for what the machine or the person did, not for what it read: interrupted, or no memory or disk left. */
export const ranOut = (error: unknown): boolean => error instanceof MingchaError || /^(INTERRUPT|Out of Memory)|No space left/i.test(error instanceof Error ? error.message : String(error))

/** Who holds the file that could not be opened: 'PID n', or '?'; null where that was not why. */
export function holderOf(error: unknown): string | null {
  const message = error instanceof Error ? error.message : String(error)
  if (!message.includes('Could not set lock on file') && !message.includes('being used by another process')) return null
  return /PID \d+/.exec(message)?.[0] ?? '?'
}

function openError(path: string, error: unknown): MingchaError {
  const message = error instanceof Error ? error.message : String(error)
  const holder = /PID (\d+)/.exec(message)?.[1]
  if (holderOf(error) !== null) {
    return new MingchaError('workspace_locked', `${path} is open in another process${holder ? ` (PID ${holder})` : ''}`,
      'One writer at a time: close it there first.', { path, holder: holder ?? '' })
  }
  if (/not a valid DuckDB database|Serialization|corrupt|version number/i.test(message)) {
    return new MingchaError('not_a_workspace', `${path} is not a Mingcha workspace`, 'Choose a .mingcha file, or create a new workspace.', { path, detail: message })
  }
  return new MingchaError('workspace_unreadable', `${path} cannot be opened: ${message}`, 'Check that the folder exists and may be written.', { path, detail: message })
}
