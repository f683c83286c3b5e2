import { randomUUID } from 'node:crypto'
import type { Job, JobKind, JobRef, JobResults } from '../../../shared/contract.ts'
import { MingchaError, toErrorValue } from '../../../shared/errors.ts'

/** What a running job may say and must heed. */
export interface JobRun {
  /** Aborts when the person cancels; pass it to Database.write, and throwIfAborted between steps. */
  signal: AbortSignal
  /** `phase` is a stable code, worded in the locales under jobs.phase. Unknown total: 0. `rows` that are not told stay as they were. */
  progress(phase: string, done?: number, total?: number, rows?: number): void
}

const cancelled = (): MingchaError => new MingchaError('cancelled', 'cancelled', 'The workspace is as it was.')

/** Long work, one at a time in order of asking; it lives in the engine, so a reloaded window finds it again. */
export class Jobs {
  readonly #jobs = new Map<string, { job: Job; abort: AbortController; result: Promise<unknown> }>()
  readonly #tell: (job: Job) => void
  #queue: Promise<unknown> = Promise.resolve()

  constructor(tell: (job: Job) => void) {
    this.#tell = (job) => {
      try {
        tell(job)
      } catch {
        // A listener that went away is no fault of the work, and must not undo it.
      }
    }
  }

  /** Queues work and answers at once. `subject` says what it works on: a file name, a count. */
  start<K extends JobKind>(kind: K, subject: string, work: (run: JobRun) => Promise<JobResults[K]>): JobRef {
    const abort = new AbortController()
    const job: Job = { id: randomUUID(), kind, subject, state: 'queued', phase: 'queued', done: 0, total: 0, rows: 0, startedAt: new Date().toISOString(), endedAt: null, error: null }
    let told = 0
    const run: JobRun = {
      signal: abort.signal,
      progress: (phase, done = 0, total = 0, rows = job.rows) => {
        const now = Date.now()
        const soon = phase === job.phase && now - told < 100
        Object.assign(job, { phase, done, total, rows })
        if (soon) return
        told = now
        this.#tell({ ...job })
      },
    }
    const result = this.#queue.then(async () => {
      try {
        abort.signal.throwIfAborted()
        job.state = 'running'
        this.#tell({ ...job })
        const answer = await work(run)
        this.#end(job, 'done')
        return answer
      } catch (thrown) {
        const error = abort.signal.aborted && thrown === abort.signal.reason ? cancelled() : thrown
        job.error = toErrorValue(error)
        this.#end(job, job.error.code === 'cancelled' ? 'cancelled' : 'failed')
        throw error
      }
    })
    this.#queue = result.catch(() => undefined)
    this.#jobs.set(job.id, { job, abort, result })
    this.#forgetOld()
    this.#tell({ ...job })
    return { job: job.id }
  }

  /** Latest first. */
  list(): Job[] {
    return [...this.#jobs.values()].map(({ job }) => ({ ...job })).reverse()
  }

  /** Asks a job to stop; `result` rejects with `cancelled` once the workspace is as it was. Ended jobs stay ended. */
  cancel(id: string): void {
    this.#find(id).abort.abort()
  }

  result(id: string): Promise<unknown> {
    return this.#find(id).result
  }

  /** Stops everything and waits for the end. */
  async stop(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort()
    await this.#queue
  }

  #end(job: Job, state: 'done' | 'failed' | 'cancelled'): void {
    Object.assign(job, { state, endedAt: new Date().toISOString() })
    this.#tell({ ...job })
  }

  #find(id: string) {
    const found = this.#jobs.get(id)
    if (!found) throw new MingchaError('no_such_job', `there is no job ${id}`, 'List the jobs to see those of this session.', { job: id })
    return found
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter(({ job }) => job.endedAt !== null)
    for (const { job } of ended.slice(0, Math.max(0, ended.length - 50))) this.#jobs.delete(job.id)
  }
}
