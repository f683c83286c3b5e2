import type { ImportReport } from '../../../shared/contract.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'

export interface DemoOptions { subjects: number; seed: string }

/** Fills the open, empty workspace with an invented city; `importFiles` is the ordinary import, used for the departments' dirty files. */
export async function fillDemo(_room: Room, _options: DemoOptions, _run: JobRun, _importFiles: (paths: string[]) => Promise<ImportReport>): Promise<void> {
  throw new Error('room under construction')
}
