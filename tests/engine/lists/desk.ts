import type { JobRun } from '../../../electron/engine/jobs/jobs.ts'

/** Runs what a job does, without the job. */
export const quietly = <T>(work: (run: JobRun) => Promise<T>): Promise<T> => work({ signal: new AbortController().signal, progress: () => undefined })
