import { stat } from 'node:fs/promises'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { FileChoice, FilePreview, ImportReport, Verbs } from '../../../shared/contract.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { countTouched } from '../workspace/touched.ts'
import { archiveEntries } from './archive.ts'
import { nameOf } from './examine.ts'
import { candidatesFor, examineBy, sniffable, type ExaminedBy } from './examineBy.ts'
import { importFiles } from './importFiles.ts'
import { sourceFiles } from './load.ts'
import { looking } from './pieces.ts'
import { deleteRecipe, listRecipes, parseRecipe, patternOf, recipeOf, saveRecipe, sourceName } from './recipe.ts'
import { attachmentPage, repairPage } from './attachmentPage.ts'
import { decideIdentity, identityQueue, matchNames, mergeTwo } from './decide.ts'
import { identityDecisions, undoIdentity } from './decisions.ts'
import { splitSubject } from './split.ts'
import { listBatches } from './listBatches.ts'
import { undoBatch } from './undo.ts'
import { sniff } from './sniff.ts'

export interface Importing {
  verbs: Verbs<'previewFile' | 'importFiles' | 'listSources' | 'saveRecipe' | 'listRecipes' | 'deleteRecipe' | 'listBatches' | 'undoBatch' | 'attachmentPage' | 'repairPage' | 'matchNames' | 'identityQueue' | 'decideIdentity' | 'undoIdentity' | 'mergeSubjects' | 'splitSubject' | 'identityDecisions' | 'quarantinePage' | 'workspaceStatus'>
  /** The import itself, inside a job that already runs. */
  importNow(files: FileChoice[], run: JobRun): Promise<ImportReport>
}

export function importing(room: Room): Importing {
  const importNow = (files: FileChoice[], run: JobRun): Promise<ImportReport> => importFiles(room, files, run)
  const told = <T>(answer: T): T => (room.changed('records'), answer)
  return {
    importNow,
    verbs: {
      previewFile: (choice) => preview(room, choice),
      importFiles: async ({ files }) => {
        room.database()
        const subject = files.length === 1 ? nameOf(files[0]!) : String(files.length)
        return room.jobs.start('import', subject, (run) => importNow(files, run))
      },
      listSources: () => room.database().read((ask) => sourceFiles(ask, raw('true'))),
      saveRecipe: async (input) => {
        const text = 'yaml' in input ? parseRecipe(input.yaml) : await looking(input.choice, async (file) => {
          const name = nameOf(file)
          const { choice, proposal } = await examined(room, file)
          return recipeOf(input.name, input.pattern ?? patternOf(sourceName(name, input.choice.sheet)), choice, proposal)
        })
        return room.database().write((ask) => saveRecipe(ask, text))
      },
      listRecipes: () => room.database().read(listRecipes),
      deleteRecipe: async ({ name }) => (await room.database().write((ask) => deleteRecipe(ask, name)), null),
      listBatches: () => room.database().read(listBatches),
      undoBatch: async ({ batch }) => {
        room.database()
        return room.jobs.start('undo', String(batch), async (run) => {
          const report = await undoBatch(room, batch, run)
          for (const topic of ['records', 'scores'] as const) room.changed(topic)
          return report
        })
      },
      attachmentPage: ({ kind, recordClass, offset, limit }) => room.database().read((ask) => attachmentPage(ask, kind, recordClass, offset, limit)),
      matchNames: async ({ scope }) => {
        room.database()
        return room.jobs.start('match', '', async (run) => told(await matchNames(room, scope, run)))
      },
      identityQueue: (input) => room.database().read((ask) => identityQueue(ask, input)),
      decideIdentity: async (input) => told(await decideIdentity(room, input)),
      undoIdentity: async ({ decision }) => told(await undoIdentity(room, decision)),
      mergeSubjects: async ({ from, into }) => told(await mergeTwo(room, from, into)),
      splitSubject: async (input) => told(await splitSubject(room, input)),
      identityDecisions: (input) => room.database().read((ask) => identityDecisions(ask, input)),
      repairPage: ({ fileId, offset, limit }) => room.database().read((ask) => repairPage(ask, fileId, offset, limit)),
      quarantinePage: ({ fileId, reason, offset, limit }) => room.database().read(async (ask) => {
        const where = join([raw('true'), ...(fileId === undefined ? [] : [sql`file_id = ${fileId}`]), ...(reason === undefined ? [] : [sql`reason = ${reason}`])], ' AND ')
        const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM quarantine WHERE ${where}`)
        return { total, arrow: await ask.arrow(sql`SELECT * FROM quarantine WHERE ${where} ORDER BY file_id, source_row LIMIT ${limit} OFFSET ${offset}`) }
      }),
      workspaceStatus: () => room.database().read(async (ask) => {
        const counts = await ask.one<Record<RecordClass, number> & { subjects: number }>(sql`SELECT (SELECT count(*) FROM subject) AS subjects, ${join(recordClasses.map((one) => sql`(SELECT count(*) FROM ${ident(one)}) AS ${ident(one)}`), ', ')}`)
        const { subjects, ...records } = counts
        const [run] = await ask.rows<{ run: number; model: string; as_of: string; dimensions: number }>(sql`SELECT run, model, as_of, dimensions FROM score_run ORDER BY run DESC LIMIT 1`)
        return {
          workspace: room.database().path, asOf: run?.as_of ?? null, subjects, records, files: await sourceFiles(ask, raw('true')),
          score: run ? { run: run.run, model: run.model, asOf: run.as_of, dimensions: run.dimensions, stale: await countTouched(ask) } : null,
        }
      }),
    },
  }
}

async function preview(room: Room, choice: FileChoice): Promise<FilePreview> {
  const entries = choice.entry === undefined ? await archiveEntries(choice.path, nameOf(choice)) : null
  if (entries !== null) {
    const { size } = await stat(choice.path)
    return { name: nameOf(choice), bytes: size, format: 'zip', encoding: '', entries, sheets: [], sheet: null, headerRow: 0, delimiter: '', classes: [], recordClass: null, columns: [], rows: [], recipe: null }
  }
  return looking(choice, async (file) => {
    const { sniffed, head, sheets, sheet, proposal, recipe } = await examined(room, file)
    return {
      name: nameOf(file), bytes: sniffed.bytes, format: sniffed.format, encoding: sniffed.encoding, entries: [], sheets, sheet, headerRow: proposal.headerRow, delimiter: head.delimiter,
      classes: proposal.classes, recordClass: proposal.recordClass, columns: proposal.columns.slice(0, 500), rows: head.rows.slice(0, 100).map((row) => row.slice(0, 500).map((cell) => cell.slice(0, 1000))), recipe,
    }
  })
}

/** A file as a recipe or its own looks decide it. */
async function examined(room: Room, file: FileChoice): Promise<ExaminedBy> {
  const name = nameOf(file)
  const candidates = await candidatesFor(room, file, name)
  return examineBy(room, candidates, file, name, await sniff(sniffable(file, candidates), name))
}
