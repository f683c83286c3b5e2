import { bringOwn } from '../../../electron/engine/importing/ownRecords.ts'
import type { JobRun } from '../../../electron/engine/jobs/jobs.ts'

import type { Consequences } from '../../../electron/engine/lists/decide.ts'
import { releaseEnded } from '../../../electron/engine/punishments/requests.ts'

/** What follows from decisions, as engine.ts hands it in. */
export const follows = (room: { today(): string }): Consequences => ({ bringOwn, releaseEnded: (ask, by) => releaseEnded(ask, room.today(), by) })

/** Runs what a job does, without the job. */
export const quietly = <T>(work: (run: JobRun) => Promise<T>): Promise<T> => work({ signal: new AbortController().signal, progress: () => undefined })
