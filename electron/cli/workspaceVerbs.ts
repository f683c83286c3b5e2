import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { recordClasses, tiers, type RecordClass } from '../../shared/classes.ts'
import type { FileChoice, SourceFile, Workspace } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { figure, table } from './text.ts'
import { ended, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'

/** Making and filling a workspace. */
export const workspaceVerbs: Readonly<Record<string, CliVerb>> = {
  create: {
    usage: 'create WS', about: 'create an empty workspace', options: {}, takes: [1, 1],
    run: async ({ engine, positionals: [path] }) => {
      const workspace = await engine.verbs.createWorkspace({ path: path! })
      return { json: named(workspace), text: `created ${workspace.path}` }
    },
  },
  import: {
    usage: 'import WS FILE… [--class C] [--encoding E] [--recipe F] [--score]', about: 'import registers and records: CSV, JSON, XLSX, XLS, Parquet, DuckDB files, folders and ZIP archives of them; --recipe reads them as the YAML file F says; what cannot be used is kept in quarantine; --score then scores what it touched',
    options: { class: { type: 'string' }, encoding: { type: 'string' }, recipe: { type: 'string' }, score: { type: 'boolean' } }, takes: [2, 10_001],
    run: async (asked) => {
      const [workspace, ...paths] = asked.positionals
      const recipe = asked.text('recipe')
      const choice = { ...choiceOf(asked), ...(recipe === undefined ? {} : { recipe: await readFile(resolve(recipe), 'utf8') }) }
      await asked.engine.verbs.openWorkspace({ path: workspace! })
      const report = await ended<'import'>(asked.engine, asked.engine.verbs.importFiles({ files: paths.map((path) => ({ path: resolve(path), ...choice })) }))
      refuseIfAllRefused(report.files)
      const run = asked.flag('score') ? await ended<'score'>(asked.engine, asked.engine.verbs.scoreSubjects({})) : null
      const scored = run ? `; scored as of ${run.asOf}: ${tiers.map((tier) => `${tier} ${figure(run.tiers[tier])}`).join(' · ')}` : ''
      return { json: run ? { ...report, score: run } : report, text: `${fileTable(report.files)}\n${report.files.map(driftText).join('')}${report.files.map(remarkText).join('')}${report.ignored.length > 0 ? `not tables, left out: ${report.ignored.join(', ')}\n` : ''}${figure(report.subjectsCreated)} subjects created${scored}` }
    },
  },
  status: {
    usage: 'status WS', about: 'what the workspace holds: subjects, records, files, the last scoring', options: {}, takes: [1, 1],
    run: async ({ engine, positionals: [path] }) => {
      await engine.verbs.openWorkspace({ path: path! })
      const status = await engine.verbs.workspaceStatus({})
      const records = Object.entries(status.records).filter(([, rows]) => rows > 0)
      return {
        json: status,
        text: [
          `${status.workspace}: ${figure(status.subjects)} subjects, ${status.score ? `scored as of ${status.score.asOf} by ${status.score.dimensions} dimensions of model ${status.score.model}` : 'not scored'}`,
          ...(records.length > 0 ? [table(['class', 'records'], records)] : []),
          ...(status.files.length > 0 ? [fileTable(status.files)] : []),
        ].join('\n\n'),
      }
    },
  },
  demo: {
    usage: 'demo WS --subjects N [--seed S]', about: 'create a workspace and fill it with an invented city', options: { subjects: { type: 'string' }, seed: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const subjects = wholeNumber(asked, 'subjects')
      if (subjects === undefined) throw new UsageError('--subjects is missing')
      const seed = asked.text('seed')
      const workspace: Workspace = await ended<'demo'>(asked.engine, asked.engine.verbs.createDemo({ path: asked.positionals[0]!, subjects, ...(seed === undefined ? {} : { seed }) }))
      return { json: named(workspace), text: `created ${workspace.path} with ${figure(workspace.subjects)} subjects` }
    },
  },
}

/** What has drifted from the recipe by which a file was read. */
function driftText({ name, recipe }: SourceFile): string {
  if (!recipe) return ''
  const said = [...recipe.renamed.map(({ from, to }) => `«${from}» is now «${to}»`), ...recipe.missing.map((source) => `«${source}» is missing`), ...recipe.added.map((source) => `«${source}» is new`)]
  return `${name}: read by recipe ${recipe.name}${recipe.version > 0 ? ` version ${recipe.version}` : ''}${said.length > 0 ? `; its layout has drifted: ${said.join(', ')}` : ''}\n`
}

/** What was special in reading a file. */
const remarkText = ({ name, remarks }: SourceFile): string => remarks.map(({ code, params }) => `${name}: ${remarkWords[code]?.(params) ?? code}\n`).join('')
const remarkWords: Readonly<Record<string, (params: Record<string, string | number>) => string>> = {
  hidden_sheet: () => 'the sheet is hidden in the workbook; it was read',
  hidden_columns: ({ columns }) => `hidden columns were read: ${columns}`,
  hidden_rows: ({ rows }) => `hidden rows were read: ${rows}`,
  merged_filled: ({ cells }) => `cells merged over several rows: their value was taken for ${cells} more`,
  formulas_unsaved: ({ cells }) => `formulas without a stored result: ${cells}; open and save the workbook in a spreadsheet program`,
}

/** A workspace as `status` names it. */
const named = ({ path, ...others }: Workspace): object => ({ workspace: path, ...others })

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const

function choiceOf(asked: Asked): Pick<FileChoice, 'recordClass' | 'encoding'> {
  const recordClass = asked.text('class')
  const encoding = asked.text('encoding')?.toLowerCase()
  if (recordClass !== undefined && !recordClasses.includes(recordClass as RecordClass)) throw new UsageError(`--class is one of ${recordClasses.join(', ')}`)
  const known = encodings.find((one) => one === encoding)
  if (encoding !== undefined && !known) throw new UsageError(`--encoding is one of ${encodings.join(', ')}`)
  return { ...(recordClass === undefined ? {} : { recordClass: recordClass as RecordClass }), ...(known ? { encoding: known } : {}) }
}

/** A file that was imported before is no failure; where nothing at all could be taken in, the command has failed. */
function refuseIfAllRefused(files: SourceFile[]): void {
  const refused = files.filter((file) => file.note !== null && file.fileId === null && file.read === 0)
  if (refused.length < files.length || refused.length === 0) return
  const { code, message, hint, params } = refused[0]!.note!
  if (refused.length === 1) throw new MingchaError(code, message, hint, params)
  throw new MingchaError('nothing_imported', `none of the ${refused.length} files could be imported: ${refused.map((file) => `${file.name}: ${file.note!.message}`).join('; ')}`, 'Import one of them alone to see how to mend it.', { files: refused.length })
}

const fileTable = (files: SourceFile[]): string => table(
  ['file', 'class', 'encoding', 'read', 'loaded', 'duplicate', 'quarantined', 'by code', 'by name', 'unattached', 'repaired', 'mended', 'discarded', 'note'],
  files.map((file) => [file.name, file.class ?? '?', file.encoding, file.read, file.loaded, file.duplicate, file.quarantined, file.attachedByCode, file.attachedByName, file.unattached, file.repaired, file.mended, file.discarded,
    file.note?.message ?? (Object.entries(file.reasons).map(([reason, rows]) => `${reason} ${figure(rows)}`).join(', ') || ' ')]))
