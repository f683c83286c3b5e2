import { rm } from 'node:fs/promises'
import type { Parsed, ResultsImport } from '../../../shared/contract.ts'
import { MingchaError, toErrorValue } from '../../../shared/errors.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { keepFile, type Kept } from '../workspace/attachments.ts'
import { attach } from './attachments.ts'
import { readColumns } from './columns.ts'
import { takeEntries, type Entry } from './entries.ts'
import { readPackage, type Files } from './readPackage.ts'

const filled = ['inspected_on', 'codes', 'remark', 'attachments']
const mostRefusals = 1000

/**
 * Brings in a filled package: the good rows in one transaction, each bad one told by file, row and column. Rows in which nothing was filled in are passed over.
 * @throws MingchaError those of readPackage, cancelled
 */
export async function importResults(room: Room, files: Files, input: Parsed<'importResults'>, run: JobRun): Promise<ResultsImport> {
  const folder = await temporaryFolder('results')
  try {
    run.progress('stage')
    const columns = readColumns(room.resources).task
    const read = await readPackage(files, columns, input, folder, run.signal)
    const refused: ResultsImport['refused'] = []
    const bad = new Set(read.bad)
    const refuse = (row: number, column: string, error: MingchaError): void => {
      bad.add(row)
      if (refused.length < mostRefusals) refused.push({ file: read.file, row, column: columns.find((one) => one.name === column)?.zh ?? column, ...toErrorValue(error) })
    }
    for (const row of read.bad) refuse(row, '', new MingchaError('package_row', 'the row cannot be cut into cells', 'Look for a quotation mark that is never closed.', {}))
    const written = read.rows.filter(({ cells }) => filled.some((name) => (cells[name] ?? '') !== ''))
    const entries = written.flatMap(({ row, cells }): Entry[] => {
      const entry = entryOf(row, cells, input.by ?? '', (column, error) => refuse(row, column, error))
      return entry === null ? [] : [entry]
    })
    const photos = new Map<number, Kept[]>()
    const places = new Map(written.map(({ row, cells }) => [row, cells['attachments'] ?? '']))
    for (const [done, { n }] of entries.entries()) {
      const names = listOf(places.get(n) ?? '')
      if (names.length === 0) continue
      run.signal.throwIfAborted()
      run.progress('attachments', done, entries.length)
      try {
        const kept: Kept[] = []
        for (const name of names) kept.push(await keepFile(room.database().path, read.photo(name) ?? '', name))
        photos.set(n, kept)
      } catch (error) {
        if (!(error instanceof MingchaError)) throw error
        refuse(n, 'attachments', error)
      }
    }
    run.progress('load')
    return await room.database().write(async (ask) => {
      const entered = await takeEntries(ask, room, entries.filter((one) => !bad.has(one.n)), read.file)
      for (const { n, column, error } of entered.refused) refuse(n, column, error)
      const attachments = await attach(ask, [...entered.taken, ...entered.same].flatMap(({ n, result }) => (photos.get(n) ?? []).map((one) => ({ ...one, result }))))
      return { name: read.file, headerRow: read.headerRow, read: written.length + read.bad.length, taken: entered.taken.length, same: entered.same.length, refusedRows: bad.size, blank: read.rows.length - written.length, attachments, refused: refused.sort((a, b) => a.row - b.row), ignored: read.ignored }
    }, run.signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const listOf = (text: string): string[] => text.split(/[、,，;；\n]/).map((one) => one.trim()).filter((one) => one !== '')

/** The ' that keeps a spreadsheet from running a text (shared/inert.ts); before figures it keeps their digits, which a remark may well begin with. */
const leadOfText = /^'(?=[=+\-@\t\r\n＝＋－＠])/
const leadOfCode = /^'(?=[\d=+\-@＝＋－＠])/

/** A row as an entry, or what is wrong with its cells. */
function entryOf(row: number, cells: Record<string, string>, by: string, refuse: (column: string, error: MingchaError) => void): Entry | null {
  const cell = (name: string): string => (cells[name] ?? '').replace(name === 'remark' ? leadOfText : leadOfCode, '')
  const whole = (name: string): number | null => {
    const text = cell(name).normalize('NFKC').replace(/\.0+$/, '')
    if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text)
    refuse(name, new MingchaError('package_number', `«${text}» is no number of an inspection or visit`, 'Keep the columns that came filled as they were.', { value: text }))
    return null
  }
  const origin = ({ campaign: 'campaign', draw: 'draw', 联合抽查: 'campaign', 单项抽查: 'draw' } as const)[cell('origin') as 'campaign']
  if (!origin) refuse('origin', new MingchaError('package_origin', `«${cell('origin')}» is neither campaign nor draw`, 'Keep the columns that came filled as they were.', { value: cell('origin') }))
  const [number, visit] = [whole('number'), whole('visit')]
  const inspectedOn = dayOf(cell('inspected_on'))
  if (!origin || number === null || visit === null) return null
  return { n: row, origin, number, visit, item: cell('item'), revision: null, by: cell('entered_by') || by, importer: cell('entered_by') === '' ? '' : by, codes: listOf(cell('codes')), ...(cell('code_set') === '' ? {} : { codeSet: cell('code_set').replace(/\.0+$/, '') }), inspectedOn, remark: cell('remark') }
}

/** A day as persons and spreadsheets write it, in ISO; what is none stays as it is, and is refused as such. */
function dayOf(text: string): string {
  const plain = text.normalize('NFKC').trim()
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? []
  return year === undefined ? plain : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}
