import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import type { FileChoice, ImportReport, SourceFile } from '../../../shared/contract.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { importing, type Importing } from '../../../electron/engine/importing/importing.ts'
import { openRoom, type TestRoom } from '../../room.ts'

/** A workspace to import into, and short ways to do so. */
export interface Bench {
  room: TestRoom
  importer: Importing
  /** Writes a file into the test's folder and answers its path. */
  file(name: string, content: string | Uint8Array): string
  load(...files: (string | FileChoice)[]): Promise<ImportReport>
  /** One file, which the report must hold alone. */
  loadOne(file: string | FileChoice): Promise<SourceFile>
  rows<T = Record<string, unknown>>(query: string): Promise<T[]>
  quarantine(): Promise<{ source_row: number; reason: string; original: string }[]>
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const room = await openRoom()
  const importer = importing(room)
  const folder = join(room.folder, 'files')
  mkdirSync(folder)
  const load = (...files: (string | FileChoice)[]): Promise<ImportReport> =>
    importer.importNow(files.map((file) => (typeof file === 'string' ? { path: file } : file)), { signal: new AbortController().signal, progress: () => undefined })
  return {
    room, importer, load,
    file: (name, content) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    loadOne: async (file) => {
      const report = await load(file)
      if (report.files.length !== 1) throw new Error(`${report.files.length} files`)
      return report.files[0]!
    },
    rows: (query) => room.database().read((ask) => ask.rows(raw(query))),
    quarantine: async () => {
      const page = await importer.verbs.quarantinePage({ offset: 0, limit: 1000 })
      return tableFromIPC(page.arrow).toArray().map((row) => ({ source_row: Number(row.source_row), reason: String(row.reason), original: String(row.original) }))
    },
    close: () => room.close(),
  }
}

/** What must hold of every file, whatever it held. */
export const accounted = (file: SourceFile): boolean =>
  file.read === file.loaded + file.duplicate + file.quarantined
  && file.loaded === file.attachedByCode + file.attachedByName + file.queued + file.unattached
  && Object.values(file.reasons).reduce((sum, rows) => sum + rows, 0) === file.quarantined

