import type { FileChoice, ImportReport, Verbs } from '../../../shared/contract.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'

export interface Importing {
  verbs: Verbs<'previewFile' | 'importFiles' | 'listSources' | 'quarantinePage' | 'workspaceStatus'>
  /** The import itself, inside a job that already runs. */
  importNow(files: FileChoice[], run: JobRun): Promise<ImportReport>
}

export function importing(_room: Room): Importing {
  return {} as never
}
