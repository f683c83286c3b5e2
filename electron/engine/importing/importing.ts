import { stat } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { mappableColumns } from '../../../shared/columns.ts'
import type { FileChoice, FilePreview, ImportReport, JobRef, MendReport, Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { countTouched } from '../workspace/touched.ts'
import { archiveEntries } from './archive.ts'
import { nameOf } from './examine.ts'
import { candidatesFor, examineBy, sniffable, type ExaminedBy } from './examineBy.ts'
import { importFiles } from './importFiles.ts'
import { sourceFiles } from './load.ts'
import { looking, piecesOf } from './pieces.ts'
import { checkColumns, deleteRecipe, listRecipes, parseRecipe, patternOf, recipeOf, recipeYaml, saveRecipe, sourceName, type RecipeText } from './recipe.ts'
import { attachmentPage, repairPage } from './attachmentPage.ts'
import { decideIdentity, identityQueue, matchNames, mergeTwo } from './decide.ts'
import { identityDecisions, undoIdentity } from './decisions.ts'
import { splitSubject } from './split.ts'
import { listBatches } from './listBatches.ts'
import { columnsOfClass } from './cluster.ts'
import { typedPreview } from './typedPreview.ts'
import { undoBatch } from './undo.ts'
import { checkChange, checkReject } from './check.ts'
import { recordLineage } from './lineage.ts'
import { mendRejects } from './mend.ts'
import { discardRejects, quarantinePage, rejectFacets, rejectRow, restoreRejects } from './quarantine.ts'
import { referenceOf } from './reference.ts'
import { exportRejects, mendFile } from './rejectFile.ts'
import { sniff } from './sniff.ts'

export interface Importing {
  verbs: Verbs<'previewFile' | 'importFiles' | 'listSources' | 'saveRecipe' | 'composeRecipe' | 'typedPreview' | 'listRecipes' | 'deleteRecipe' | 'listBatches' | 'undoBatch' | 'attachmentPage' | 'repairPage' | 'matchNames' | 'identityQueue' | 'decideIdentity' | 'undoIdentity' | 'mergeSubjects' | 'splitSubject' | 'identityDecisions' | 'quarantinePage' | 'rejectFacets' | 'rejectRow' | 'checkReject' | 'checkChange' | 'mendRejects' | 'mendFile' | 'exportRejects' | 'discardRejects' | 'restoreRejects'
    | 'recordLineage' | 'workspaceStatus'>
  /** The import itself, inside a job that already runs. */
  importNow(files: FileChoice[], run: JobRun): Promise<ImportReport>
}

export function importing(room: Room): Importing {
  const importNow = (files: FileChoice[], run: JobRun): Promise<ImportReport> => importFiles(room, files, run)
  const told = <T>(answer: T): T => (room.changed('records'), answer)
  const mending = (subject: string, work: (run: JobRun) => Promise<MendReport>): JobRef => {
    room.database()
    return room.jobs.start('mend', subject, async (run) => toldAll(await work(run)))
  }
  /** Subjects came or went, and their scores with them. */
  const toldAll = <T>(answer: T): T => (room.changed('scores'), told(answer))
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
        const text = 'yaml' in input ? await known(room, parseRecipe(input.yaml)) : await looking(input.choice, async (file) => {
          const name = nameOf(file)
          const { choice, proposal } = await examined(room, file)
          return recipeOf(input.name, input.pattern ?? patternOf(sourceName(name, input.choice.sheet)), choice, proposal)
        })
        return room.database().write((ask) => saveRecipe(ask, text))
      },
      composeRecipe: async (input) => {
        const recipe = await known(room, parseRecipe('yaml' in input ? input.yaml : recipeYaml(input.recipe)))
        return { recipe, yaml: recipeYaml(recipe) }
      },
      typedPreview: ({ rows, ...choice }) => typedPreview(room, choice, rows),
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
        return room.jobs.start('match', '', async (run) => toldAll(await matchNames(room, scope, run)))
      },
      identityQueue: (input) => room.database().read((ask) => identityQueue(ask, input)),
      decideIdentity: async (input) => toldAll(await decideIdentity(room, input)),
      undoIdentity: async ({ decision }) => toldAll(await undoIdentity(room, decision)),
      mergeSubjects: async ({ from, into }) => toldAll(await mergeTwo(room, from, into)),
      splitSubject: async (input) => toldAll(await splitSubject(room, input)),
      identityDecisions: (input) => room.database().read((ask) => identityDecisions(ask, input)),
      repairPage: ({ fileId, offset, limit }) => room.database().read((ask) => repairPage(ask, fileId, offset, limit)),
      quarantinePage: (input) => room.database().read((ask) => quarantinePage(ask, input)),
      rejectFacets: (filter) => room.database().read((ask) => rejectFacets(ask, filter)),
      rejectRow: ({ fileId, sourceRow }) => room.database().read((ask) => rejectRow(ask, fileId, sourceRow)),
      checkReject: (input) => checkReject(room, input),
      checkChange: (input) => checkChange(room, input),
      mendRejects: async (input) => mending('', (run) => mendRejects(room, input, run)),
      mendFile: async (choice) => mending(nameOf(choice), (run) => mendFile(room, choice, run)),
      exportRejects: (input) => exportRejects(room, input),
      discardRejects: async (input) => told(await room.database().write((ask) => discardRejects(ask, input))),
      restoreRejects: async (input) => told(await room.database().write((ask) => restoreRejects(ask, input))),
      recordLineage: (input) => room.database().read((ask) => recordLineage(ask, input, referenceOf(room.resources))),
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
  const several = { encoding: '', sheets: [], sheet: null, headerRow: 0, delimiter: '', classes: [], recordClass: null, columns: [], rows: [], recipe: null }
  if ((await stat(choice.path).catch(() => null))?.isDirectory()) {
    const pieces = (await piecesOf([choice])).pieces.filter((piece) => piece.choice.path !== choice.path)
    if (pieces.length === 0) throw new MingchaError('folder_empty', `${nameOf(choice)} holds no file that can be a table`, 'Choose a folder with CSV, JSON, XLSX, XLS or Parquet files or archives of them.', { name: nameOf(choice) })
    const entries = pieces.map(({ choice: { path, entry }, bytes }) => ({ name: [relative(choice.path, path).split(sep).join('/'), ...(entry === undefined ? [] : [entry])].join('/'), bytes, path, ...(entry === undefined ? {} : { entry }) }))
    return { ...several, name: nameOf(choice), bytes: entries.reduce((sum, one) => sum + one.bytes, 0), format: 'folder', entries }
  }
  const entries = choice.entry === undefined ? await archiveEntries(choice.path, nameOf(choice)) : null
  if (entries !== null) {
    const { size } = await stat(choice.path)
    return { ...several, name: nameOf(choice), bytes: size, format: 'zip', entries: entries.tables }
  }
  return looking(choice, async (file) => {
    const { sniffed, head, sheets, sheet, proposal, recipe } = await examined(room, file)
    return {
      name: nameOf(file), bytes: sniffed.bytes, format: sniffed.format, encoding: sniffed.encoding, entries: [], sheets, sheet, headerRow: proposal.headerRow, delimiter: head.delimiter,
      classes: proposal.classes, recordClass: proposal.recordClass, columns: proposal.columns.slice(0, 500), rows: head.rows.slice(0, 100).map((row) => row.slice(0, 500).map((cell) => cell.slice(0, 1000))), recipe,
    }
  })
}

/** A recipe whose columns its class has. @throws MingchaError recipe_invalid */
const known = (room: Room, recipe: RecipeText): Promise<RecipeText> =>
  room.database().read(async (ask) => checkColumns(recipe, new Set([...mappableColumns(recipe.class), ...(await columnsOfClass(ask, recipe.class)).map((one) => one.name)])))

/** A file as a recipe or its own looks decide it. */
async function examined(room: Room, file: FileChoice): Promise<ExaminedBy> {
  const name = nameOf(file)
  const candidates = await candidatesFor(room, file, name)
  return examineBy(room, candidates, file, name, await sniff(sniffable(file, candidates), name))
}
