import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join as joinPath } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { FileChoice, FilePreview, ImportReport, SourceFile, Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { cancelled } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { columnsOfClass, load, sourceFiles, type StagedFile } from './load.ts'
import { propose, type Proposal } from './propose.ts'
import { headOf, type Head } from './readText.ts'
import { referenceOf } from './reference.ts'
import { sniff, type Sniffed } from './sniff.ts'
import { openScratch, stage } from './stage.ts'
import type { ClassColumn } from './transform.ts'
import { sheetsOf, workbookRows } from './workbook.ts'

export interface Importing {
  verbs: Verbs<'previewFile' | 'importFiles' | 'listSources' | 'quarantinePage' | 'workspaceStatus'>
  /** The import itself, inside a job that already runs. */
  importNow(files: FileChoice[], run: JobRun): Promise<ImportReport>
}

export function importing(room: Room): Importing {
  const importNow = (files: FileChoice[], run: JobRun): Promise<ImportReport> => importFiles(room, files, run)
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
          score: run ? { run: run.run, model: run.model, asOf: run.as_of, dimensions: run.dimensions } : null,
        }
      }),
    },
  }
}

const nameOf = (choice: FileChoice): string => choice.name ?? basename(choice.path)

interface Examined { head: Head; sheets: string[]; sheet: string | null; proposal: Proposal }

/** Everything that can be told of a file before it is staged. @throws MingchaError encoding_unknown, too_many_columns and those of workbooks */
async function examine(room: Room, choice: FileChoice, sniffed: Sniffed): Promise<Examined> {
  const name = nameOf(choice)
  if (sniffed.refusal) throw sniffed.refusal
  const sheets = sniffed.format === 'csv' ? [] : await sheetsOf(choice.path, name, sniffed.format)
  const sheet = sniffed.format === 'csv' ? null : (choice.sheet ?? sheets[0] ?? null)
  if (choice.sheet !== undefined && sheet !== null && !sheets.includes(sheet)) throw new MingchaError('no_such_sheet', `${name} has no sheet ${sheet}`, `It has: ${sheets.join(', ')}.`, { name, sheet })
  const head = sniffed.format === 'csv' ? headOf(sniffed.head, sniffed.encoding || 'utf-8', sniffed.head.length >= sniffed.bytes) : await workbookHead(choice, name, sniffed.format, sheet)
  const proposal = propose(head.rows, sheet === null || sheets.length < 2 ? name : `${name} ${sheet}`, choice, referenceOf(room.resources))
  return { head, sheets, sheet, proposal }
}

async function workbookHead(choice: FileChoice, name: string, format: 'xlsx' | 'xls', sheet: string | null): Promise<Head> {
  const rows: string[][] = []
  for await (const { number, cells } of workbookRows(choice.path, name, format, sheet)) {
    while (rows.length < number - 1 && rows.length < 300) rows.push([])
    if (rows.length >= 300) break
    rows.push(cells)
  }
  return { delimiter: '', rows, width: Math.max(1, ...rows.map((row) => row.length)) }
}

async function preview(room: Room, choice: FileChoice): Promise<FilePreview> {
  const sniffed = await sniff(choice, nameOf(choice))
  const { head, sheets, sheet, proposal } = await examine(room, choice, sniffed)
  return {
    name: nameOf(choice), bytes: sniffed.bytes, format: sniffed.format, encoding: sniffed.encoding, sheets, sheet, headerRow: proposal.headerRow, delimiter: head.delimiter,
    classes: proposal.classes, recordClass: proposal.recordClass, columns: proposal.columns.slice(0, 500), rows: head.rows.slice(0, 100).map((row) => row.slice(0, 500).map((cell) => cell.slice(0, 1000))),
  }
}

/** Files in the order of their names where a folder was given; only kinds that can be tables. */
async function expand(files: FileChoice[]): Promise<FileChoice[]> {
  const all: FileChoice[] = []
  for (const choice of files) {
    const info = await stat(choice.path).catch(() => null)
    if (!info?.isDirectory()) {
      all.push(choice)
      continue
    }
    const inside = (await readdir(choice.path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile() && /\.(csv|tsv|txt|xlsx|xlsm|xls)$/i.test(one.name) && !/^[.~]/.test(one.name))
    const { path: _path, name: _name, ...fixed } = choice
    const found = inside.map((one) => ({ ...fixed, path: joinPath(one.parentPath, one.name) })).sort((a, b) => (a.path < b.path ? -1 : 1))
    if (found.length === 0) all.push({ ...choice, name: nameOf(choice) })
    all.push(...found)
  }
  return all
}

async function importFiles(room: Room, files: FileChoice[], run: JobRun): Promise<ImportReport> {
  const database = room.database()
  const reference = referenceOf(room.resources)
  const folder = await mkdtemp(joinPath(tmpdir(), 'mingcha-import-'))
  const choices = await expand(files)
  await mkdir(joinPath(folder, 'spill'))
  const scratch = await openScratch(choices.map((choice) => choice.path), folder, reference)
  try {
    const columns = new Map<RecordClass, ClassColumn[]>()
    await database.read(async (ask) => { for (const one of recordClasses) columns.set(one, await columnsOfClass(ask, one)) })
    const bytes = (await Promise.all(choices.map((choice) => stat(choice.path).then((info) => info.size, () => 0)))).reduce((sum, size) => sum + size, 0)
    const results: (SourceFile | StagedFile)[] = []
    const hashes = new Map<string, string>()
    // Every byte is looked at twice: to recognise it, and to convert it.
    let done = 0
    const total = 2 * bytes
    for (const [number, choice] of choices.entries()) {
      const name = nameOf(choice)
      run.signal.throwIfAborted()
      try {
        run.progress('sniff', done, total)
        const sniffed = await sniff(choice, name, run.signal, (read) => run.progress('sniff', done += read, total))
        const before = await database.read((ask) => sourceFiles(ask, sql`sha256 = ${sniffed.sha256}`))
        const twin = hashes.get(sniffed.sha256)
        if (before[0] || twin !== undefined) {
          results.push(alreadyImported(name, before[0], twin, sniffed))
          continue
        }
        const { head, sheet, proposal } = await examine(room, choice, sniffed)
        if (!proposal.recordClass) {
          throw new MingchaError('class_unknown', `${name}: which class of records it holds cannot be told`, 'Choose its class and import it again.', { name, best: proposal.classes[0]?.recordClass ?? '' })
        }
        run.progress('stage', done, total)
        const parquet = await stage({
          choice, name, sniffed, delimiter: head.delimiter, width: head.width, sheet, proposal: { ...proposal, recordClass: proposal.recordClass }, columns: columns.get(proposal.recordClass)!,
          reference, scratch, today: room.today(), folder, number, signal: run.signal,
          progress: (share) => run.progress('stage', done + Math.round(share * sniffed.bytes), total),
        })
        done += sniffed.bytes
        hashes.set(sniffed.sha256, name)
        results.push({ name, recordClass: proposal.recordClass, sniffed, proposal, parquet })
      } catch (error) {
        if (run.signal.aborted) throw error
        results.push(refused(name, error instanceof MingchaError ? error : unforeseen(name, error)))
      }
    }
    const staged = results.filter((one): one is StagedFile => 'parquet' in one)
    if (staged.length === 0) return { batch: null, files: results as SourceFile[], subjectsCreated: 0 }
    const loaded = await database.write((ask) => load(ask, staged, reference, room.resources, run.progress), run.signal)
    room.changed('records')
    const queue = [...loaded.files]
    return { batch: loaded.batch, files: results.map((one) => ('parquet' in one ? queue.shift()! : one)), subjectsCreated: loaded.subjectsCreated }
  } catch (error) {
    throw run.signal.aborted ? cancelled() : error
  } finally {
    await scratch.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const nothing = { fileId: null, batch: null, importedAt: null, class: null, encoding: '', headerRow: 0, read: 0, loaded: 0, duplicate: 0, quarantined: 0, reasons: {}, attachedByCode: 0, attachedByName: 0, queued: 0, unattached: 0 }

const refused = (name: string, error: MingchaError): SourceFile => ({ ...nothing, name, note: { code: error.code, message: error.message, hint: error.hint, params: { ...error.params } } })

function unforeseen(name: string, error: unknown): MingchaError {
  const detail = error instanceof Error ? error.message : String(error)
  return new MingchaError('file_unread', `${name} could not be read: ${detail}`, 'Check the free space of the disk; if that is not it, please report this.', { name, detail: detail.slice(0, 500) })
}

function alreadyImported(name: string, before: SourceFile | undefined, twin: string | undefined, sniffed: Sniffed): SourceFile {
  const first = before?.name ?? twin ?? name
  const when = before ? `in batch ${before.batch} at ${before.importedAt}` : 'with this import'
  return {
    ...nothing, name, class: before?.class ?? null, encoding: sniffed.encoding, headerRow: before?.headerRow ?? 0,
    fileId: before?.fileId ?? null, batch: before?.batch ?? null, importedAt: before?.importedAt ?? null, read: before?.read ?? 0, duplicate: before?.read ?? 0,
    note: {
      code: 'already_imported', message: `${name} was imported before, as ${first} ${when}`, hint: 'Nothing was changed.',
      params: { name, first, batch: before?.batch ?? '', at: before?.importedAt ?? '' },
    },
  }
}
