import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { FileChoice, ImportReport, SourceFile } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { cancelled } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { repairCodes } from '../identity/repair.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { clusterMoved, columnsOfClass } from './cluster.ts'
import { examine, nameOf } from './examine.ts'
import { noteImport } from './listBatches.ts'
import { load, sourceFiles, type StagedFile } from './load.ts'
import { referenceOf } from './reference.ts'
import { isWorkbook, sniff, type Sniffed } from './sniff.ts'
import { openScratch, stage } from './stage.ts'
import type { ClassColumn } from './transform.ts'
import { sheetsOf } from './workbook.ts'

/** Files in the order of their names where a folder was given; only kinds that can be tables. */
async function expand(files: FileChoice[]): Promise<FileChoice[]> {
  const all: FileChoice[] = []
  for (const choice of files) {
    const info = await stat(choice.path).catch(() => null)
    if (!info?.isDirectory()) {
      all.push(choice)
      continue
    }
    const inside = (await readdir(choice.path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile() && /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|xlsm|xls|zip)$/i.test(one.name) && !/^[.~]/.test(one.name))
    const { path: _path, name: _name, ...fixed } = choice
    const found = inside.map((one) => ({ ...fixed, path: joinPath(one.parentPath, one.name) })).sort((a, b) => (a.path < b.path ? -1 : 1))
    if (found.length === 0) all.push({ ...choice, name: nameOf(choice) })
    all.push(...found)
  }
  return all
}

/**
 * Imports files and folders as one batch: each is recognised and staged outside the workspace, then all are loaded in one transaction.
 * A file that cannot be read is refused in its own note and does not hold up the others.
 * @throws MingchaError cancelled, no_workspace
 */
export async function importFiles(room: Room, files: FileChoice[], run: JobRun): Promise<ImportReport> {
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
        const sniffed = await bySheet(await sniff(choice, name, run.signal, (read) => run.progress('sniff', done += read, total)), choice)
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
    const loaded = await database.write(async (ask) => {
      const brought = await load(ask, staged, reference, room.resources, run.progress)
      await noteImport(ask, brought.batch)
      for (const [one, rows] of await repairCodes(ask, brought.batch)) await clusterMoved(ask, one, rows)
      return { ...brought, files: await sourceFiles(ask, sql`batch = ${brought.batch}`) }
    }, run.signal)
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

/** A workbook is known by its bytes; another sheet of it than the first, by the bytes and the sheet. */
async function bySheet(sniffed: Sniffed, choice: FileChoice): Promise<Sniffed> {
  if (!isWorkbook(sniffed.format) || choice.sheet === undefined) return sniffed
  const [first] = await sheetsOf(choice.path, nameOf(choice), sniffed.format)
  return choice.sheet === first ? sniffed : { ...sniffed, sha256: `${sniffed.sha256}#${choice.sheet}` }
}

const nothing = { fileId: null, batch: null, importedAt: null, class: null, encoding: '', headerRow: 0, read: 0, loaded: 0, duplicate: 0, quarantined: 0, reasons: {}, attachedByCode: 0, attachedByName: 0, queued: 0, unattached: 0, repaired: 0 }

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
