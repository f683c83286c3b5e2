import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { FileChoice, ImportReport, Remark, SourceFile } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { cancelled, type Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { candidatesFor, examineBy, sniffable, type Candidate } from './examineBy.ts'
import { columnsOfClass } from './cluster.ts'
import { load, sourceFiles, type StagedFile } from './load.ts'
import { opened, piecesOf, sheetsToRead } from './pieces.ts'
import type { Reading } from './reading.ts'
import { referenceOf } from './reference.ts'
import { settle } from './settle.ts'
import { hasSheets, missing, sniff, type Sniffed } from './sniff.ts'
import { openScratch, stage } from './stage.ts'
import type { ClassColumn } from './transform.ts'
import { sheetsOf } from './workbook.ts'
import { forgetStrings } from './workbookZip.ts'

/** Megabytes for the buffers of the workspace while a batch is loaded. What the process takes can be twice that (TRAPS), and must stay under 2 GB. */
const loadingMb = 768

/**
 * Imports files and folders as one batch: each is recognised and staged outside the workspace, then all are loaded in one transaction.
 * A file that cannot be read is refused in its own note and does not hold up the others.
 * @throws MingchaError cancelled, no_workspace
 */
export async function importFiles(room: Room, files: FileChoice[], run: JobRun): Promise<ImportReport> {
  const database = room.database()
  const reference = referenceOf(room.resources)
  const folder = await temporaryFolder('import')
  const { pieces, ignored } = await piecesOf(files)
  await mkdir(joinPath(folder, 'spill'))
  const scratch = await openScratch(pieces.map((piece) => piece.choice.path), folder, reference)
  try {
    const columns = new Map<RecordClass, ClassColumn[]>()
    await database.read(async (ask) => { for (const one of recordClasses) columns.set(one, await columnsOfClass(ask, one)) })
    const results: (SourceFile | StagedFile)[] = []
    const hashes = new Map<string, string>()
    // Every byte is looked at twice: to recognise it, and to convert it.
    let done = 0
    const total = 2 * pieces.reduce((sum, piece) => sum + piece.bytes, 0)
    let number = 0
    let rows = 0
    const take = async (asked: FileChoice, candidates: Candidate[], name: string, whole: Sniffed, share: number): Promise<void> => {
      const known = await bySheet(whole, asked, name)
      const before = await database.read((ask) => sourceFiles(ask, sql`sha256 = ${known.sha256}`))
      const twin = hashes.get(known.sha256)
      if (before[0] || twin !== undefined) {
        results.push(alreadyImported(name, before[0], twin, known))
        return
      }
      const { head, sheet, proposal, choice, recipe, sniffed: read } = await examineBy(room, candidates, { ...asked, name }, name, known)
      const sniffed = { ...read, sha256: known.sha256 }
      if (!proposal.recordClass) {
        throw new MingchaError('class_unknown', `${name}: which class of records it holds cannot be told`, 'Choose its class and import it again.', { name, best: proposal.classes[0]?.recordClass ?? '' })
      }
      run.progress('stage', done, total)
      const remarks: Remark[] = []
      const staged = await stage({
        choice, name, sniffed, delimiter: head.delimiter, width: head.width, sheet, proposal: { ...proposal, recordClass: proposal.recordClass }, columns: columns.get(proposal.recordClass)!,
        reference, scratch, today: room.today(), folder, number: number++, signal: run.signal,
        remark: (code, params) => remarks.push({ code, params }),
        progress: (part) => run.progress('stage', done + Math.round(part * share), total),
      })
      done += share
      rows += await recordsIn(scratch, staged.parquet)
      run.progress('stage', done, total, rows)
      hashes.set(sniffed.sha256, name)
      const reading: Reading = {
        recipe: recipe && { name: recipe.name, version: recipe.version }, sheet, delimiter: head.delimiter, units: choice.units ?? {}, dateOrder: choice.dateOrder ?? null, monthFirst: staged.monthFirst, lossy: sniffed.lossy, today: room.today(), words: reference.edition, remarks,
      }
      results.push({ name, recordClass: proposal.recordClass, sniffed, proposal, staged, recipe, reading })
    }
    const orRefuse = async (name: string, path: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        if (run.signal.aborted) throw error
        // Readers stumble over a file that is gone in many ways.
        results.push(refused(name, !existsSync(path) ? missing(name) : error instanceof MingchaError ? error : unforeseen(name, error)))
      }
    }
    for (const [place, piece] of pieces.entries()) {
      const { name } = piece
      run.signal.throwIfAborted()
      await orRefuse(name, piece.choice.path, async () => {
        if (piece.refusal) throw piece.refusal
        run.progress('sniff', done, total)
        const unpacked = joinPath(folder, `${place}-entry`)
        const copy = joinPath(folder, `${place}-utf8.csv`)
        try {
          const choice = await opened(piece.choice, unpacked, run.signal)
          const candidates = await candidatesFor(room, choice, name)
          const sniffed = await sniff(sniffable(choice, candidates), name, run.signal, (read) => run.progress('sniff', done += read, total), copy)
          const sheets = await sheetsToRead(choice, name, sniffed.format)
          if (sheets.length < 2) return await take(sheets[0] === undefined ? choice : { ...choice, sheet: sheets[0] }, candidates, name, sniffed, sniffed.bytes)
          for (const sheet of sheets) await orRefuse(`${name}/${sheet}`, choice.path, () => take({ ...choice, sheet }, candidates, `${name}/${sheet}`, sniffed, sniffed.bytes / sheets.length))
        } finally {
          forgetStrings()
          for (const path of [unpacked, copy]) await rm(path, { force: true }) // one of each at a time
        }
      })
    }
    const staged = results.filter((one): one is StagedFile => 'staged' in one)
    if (staged.length === 0) return { batch: null, files: results as SourceFile[], subjectsCreated: 0, ignored }
    await scratch.close() // its memory is wanted for what follows
    const loaded = await database.within(loadingMb, () => database.write(async (ask) => {
      const brought = await load(ask, staged, reference, room.resources, run.progress)
      const created = await settle(ask, room, brought.batch)
      return { ...brought, subjectsCreated: created, files: await sourceFiles(ask, sql`batch = ${brought.batch}`) }
    }, run.signal))
    room.changed('records')
    const queue = [...loaded.files]
    return { batch: loaded.batch, files: results.map((one) => ('staged' in one ? { ...queue.shift()!, ...(one.recipe ? { recipe: one.recipe } : {}) } : one)), subjectsCreated: loaded.subjectsCreated, ignored }
  } catch (error) {
    throw run.signal.aborted ? cancelled() : error
  } finally {
    await scratch.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** As its footer says: nothing is read for it. */
const recordsIn = (scratch: Database, parquet: string): Promise<number> =>
  scratch.write(async (ask) => (await ask.one<{ rows: number }>(sql`SELECT coalesce(sum(num_rows), 0)::BIGINT AS rows FROM parquet_file_metadata(${parquet})`)).rows)

/** A workbook or database is known by its bytes; another sheet of it than the first, by the bytes and the sheet. */
async function bySheet(sniffed: Sniffed, choice: FileChoice, name: string): Promise<Sniffed> {
  if (!hasSheets(sniffed.format) || choice.sheet === undefined) return sniffed
  const [first] = await sheetsOf(choice.path, name, sniffed.format)
  return choice.sheet === first ? sniffed : { ...sniffed, sha256: `${sniffed.sha256}#${choice.sheet}` }
}

const nothing = { fileId: null, batch: null, importedAt: null, class: null, encoding: '', headerRow: 0, read: 0, loaded: 0, duplicate: 0, quarantined: 0, reasons: {}, attachedByCode: 0, attachedByName: 0, queued: 0, unattached: 0, repaired: 0, mended: 0, discarded: 0, remarks: [], words: '' }

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
