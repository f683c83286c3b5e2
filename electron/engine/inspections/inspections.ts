import type { Verbs } from '../../../shared/contract.ts'
import { toErrorValue } from '../../../shared/errors.ts'
import { sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { keepFile } from '../workspace/attachments.ts'
import { asSeen } from '../workspace/deed.ts'
import { keepUnseen } from '../workspace/personal.ts'
import { attach, readAttachment } from './attachments.ts'
import { codesOn } from './codes.ts'
import { correctResult, keepResult, openForChange } from './correct.ts'
import { findInspection, originOf } from './duties.ts'
import { takeEntries } from './entries.ts'
import { importResults } from './importResults.ts'
import { listResults, readResult } from './pages.ts'
import { exportPublication, listPublications, publishResults, type BringOwn } from './publish.ts'
import type { Files } from './readPackage.ts'
import { change, reviewResults, setFollowUp } from './review.ts'
import { inspectionStatistics } from './statistics.ts'
import { taskPackage, type WriteWorkbook } from './taskPackage.ts'

/** Results of inspections: package out, results in, review by another person, publication, correction, follow-up, statistics. */
export function inspections(room: Room, files: Files, workbook: WriteWorkbook, bringOwn: BringOwn): Verbs<'listResultCodes' | 'exportTaskPackage' | 'importResults' | 'enterResults' | 'listResults' | 'readResult' | 'reviewResults' | 'publishResults' | 'correctResult' | 'keepResult' | 'setFollowUp' | 'attachToResult' | 'readAttachment' | 'listPublications' | 'exportPublication' | 'inspectionStatistics'> {
  const told = <T>(answer: T): T => (room.changed('results'), answer)
  const reread = async (result: number) => told(await asSeen(() => room.database().read((ask) => readResult(ask, room, result))))
  return {
    listResultCodes: async ({ on }) => codesOn(room.resources, on ?? room.today()),
    exportTaskPackage: (input) => room.database().read((ask) => taskPackage(ask, room, workbook, input)),
    importResults: async (input) => {
      room.database()
      return room.jobs.start('results', input.name ?? input.path.split(/[\\/]/).at(-1)!, async (run) => told(await importResults(room, files, input, run)))
    },
    enterResults: async ({ of, by, entries }) => told(await room.database().write(async (ask) => {
      await findInspection(ask, of)
      const kept: typeof entries = []
      for (const one of entries) kept.push(await keepUnseen(ask, room.resources, 'inspection_result', sql`origin = ${originOf(of).origin} AND number = ${originOf(of).number} AND visit = ${one.visit} AND item = ${one.item}`, one))
      const { taken, same, refused } = await takeEntries(ask, room, kept.map((one, n) => ({ ...one, ...originOf(of), n, by, importer: '' })), '')
      return { taken: taken.length, same: same.length, refused: refused.map(({ n, column, error }) => ({ visit: entries[n]!.visit, item: entries[n]!.item, column, ...toErrorValue(error) })) }
    })),
    listResults: (input) => room.database().read((ask) => listResults(ask, room, input)),
    readResult: ({ result }) => room.database().read((ask) => readResult(ask, room, result)),
    reviewResults: async (input) => told(await room.database().write((ask) => reviewResults(ask, input))),
    publishResults: async (input) => {
      const answer = told(await room.database().write((ask) => publishResults(ask, room, bringOwn, input)))
      if (answer.publication !== null) for (const topic of ['records', 'draws'] as const) room.changed(topic)
      return answer
    },
    correctResult: async (input) => {
      await room.database().write(async (ask) => correctResult(ask, room, await keepUnseen(ask, room.resources, 'inspection_result', sql`result = ${input.result}`, input)))
      return reread(input.result)
    },
    keepResult: async (input) => {
      await room.database().write((ask) => keepResult(ask, input))
      return reread(input.result)
    },
    setFollowUp: async (input) => told(await room.database().write((ask) => setFollowUp(ask, input))),
    attachToResult: async ({ result, revision, by, path, name }) => {
      const database = room.database()
      const kept = await keepFile(database.path, path, name ?? path.split(/[\\/]/).at(-1)!)
      await database.write(async (ask) => {
        await openForChange(ask, result, revision)
        await change(ask, sql`state = 'awaiting_review', returned_for = NULL`, { by, kind: 'attached', reason: kept.name })
        await attach(ask, [{ ...kept, result }])
      })
      return reread(result)
    },
    readAttachment: ({ result, sha256 }) => room.database().read((ask) => readAttachment(ask, room.database().path, result, sha256)),
    listPublications: (input) => room.database().read((ask) => listPublications(ask, input)),
    exportPublication: (input) => room.database().read((ask) => exportPublication(ask, room.resources, workbook, input)),
    inspectionStatistics: (input) => room.database().read((ask) => inspectionStatistics(ask, room, input)),
  }
}
