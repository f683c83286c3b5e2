import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { FileChoice, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { inert } from '../../../shared/inert.ts'
import { jointResults, type JointImport, type JointRefusal, type PunishmentOutput } from '../../../shared/punishments.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { Room } from '../room.ts'
import { account } from '../workspace/person.ts'
import { columnsOf, type Column } from './catalog.ts'
import { requestsWhere } from './pages.ts'
import { digestOf, noteEvents, refusal, sealOf, takeAnswer, type Answer } from './requests.ts'

/** What other rooms know of files: handed in by engine.ts. */
export interface Tables {
  tableRows: (choice: FileChoice, name: string) => Promise<AsyncGenerator<{ number: number; cells: string[]; bad: string | null }> | null>
  workbook: (table: Parsed<'tableWorkbook'>) => Uint8Array
}

const mostBytes = 50 << 20
const mostRows = 20_000
const headerWithin = 20
const titles = { request: '联合惩戒请求', feedback: '联合惩戒反馈' }
const results = { executed: '已执行', partly: '部分执行', refused: '不执行' }
const states = { open: '有效', executed: '有效', partly: '有效', refused: '有效', expired: '期满', released: '已解除' }
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * A file for other departments: requests with blank columns for their answers, or our answers to theirs. What goes out is kept by its hash.
 * @throws MingchaError no_such_request; joint_direction where a request is not of this kind; joint_no_feedback where there is no answer yet
 */
export function exportMeasures(room: Room, tables: Tables, { kind, requests, format, by }: Parsed<'exportMeasures'>): Promise<PunishmentOutput['exportMeasures']> {
  const { request: asked, feedback } = columnsOf(room.resources)
  const columns = [...asked, ...feedback]
  return room.database().write(async (ask) => {
    const today = room.today()
    const found = (await requestsWhere(ask, today, sql`list_contains(from_json(${JSON.stringify(requests)}, '["INTEGER"]'), r.request)`, 10_000, 0)).toReversed()
    const missing = requests.find((one) => !found.some((other) => other.request === one))
    if (missing !== undefined) throw new MingchaError('no_such_request', `there is no request ${missing}`, 'List the requests to see their numbers.', { request: missing })
    const foreign = found.find((one) => one.direction !== (kind === 'request' ? 'out' : 'in'))
    if (foreign) throw new MingchaError('joint_direction', `request ${foreign.request} is ${foreign.direction === 'in' ? 'another department\'s' : 'our own'}`, 'Send out what was asked here, and answers to what came from elsewhere.', { request: foreign.request })
    const silent = kind === 'feedback' ? found.find((one) => one.feedback === null) : undefined
    if (silent) throw new MingchaError('joint_no_feedback', `request ${silent.request} has no answer yet`, 'Enter the answer first.', { request: silent.request })
    const rows = found.map((one): Record<string, string> => ({
      number: one.number, seal: one.seal, name: one.name, code: one.code, area: one.area, ground: one.ground, basis: one.basis, measure: one.measure, content: one.content, requesting: one.requesting, executing: one.executing,
      valid_from: one.validFrom, valid_until: one.validUntil ?? '', requested_on: one.requestedOn, state: states[one.state],
      ...(kind === 'feedback' ? { result: results[one.feedback!.result], executed_on: one.feedback!.executedOn, note: one.feedback!.note, department: one.feedback!.department, person: one.feedback!.person } : {}),
    }))
    const bytes = write(tables, format, titles[kind], columns, rows)
    const { file } = await ask.one<{ file: number }>(sql`SELECT nextval('joint_file_number')::INTEGER AS file`)
    const name = `${titles[kind]} ${today}-${file}.${format}`
    await keepFile(ask, { file, direction: 'out', kind, name, sha256: digest(bytes), lines: rows.length, by })
    const numbers = found.map((one) => one.request)
    await ask.run(sql`UPDATE joint_request SET file = coalesce(file, ${file}::INTEGER), revision = revision + 1 WHERE list_contains(from_json(${JSON.stringify(numbers)}, '["INTEGER"]'), request)`)
    await noteEvents(ask, numbers, { kind: 'sent', by, reason: '', file })
    return { file, name, sha256: digest(bytes), lines: rows.length, bytes }
  })
}

const keepFile = (ask: Connection, { file, direction, kind, name, sha256, lines, by }: { file: number; direction: string; kind: string; name: string; sha256: string; lines: number; by: string }): Promise<number> =>
  ask.run(sql`INSERT INTO joint_file VALUES (${file}, ${direction}, ${kind}, ${name}, ${sha256}, ${lines}, current_timestamp::TIMESTAMP, ${by}, ${account()})`)

function write(tables: Tables, format: 'xlsx' | 'csv' | 'json', title: string, columns: readonly Column[], rows: readonly Record<string, string>[]): Uint8Array {
  if (format === 'json') return new TextEncoder().encode(`${JSON.stringify({ format: 'mingcha-joint', version: 1, title, rows }, null, 1)}\n`)
  const cells = rows.map((row) => columns.map(({ name }) => inert(row[name] ?? '')))
  if (format === 'xlsx') return tables.workbook({ title, columns: columns.map((one) => one.zh), rows: cells })
  return new TextEncoder().encode(`\uFEFF${[columns.map((one) => one.zh), ...cells].map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`).join('')}`)
}

interface Row { number: number; cells: Record<string, string> }

/** The rows of a file by the names of our columns. @throws MingchaError joint_file_unreadable, joint_file_large, joint_header and those of reading a file */
async function read(tables: Tables, resources: string, path: string, name: string): Promise<{ bytes: Uint8Array; rows: Row[]; bad: number[] }> {
  const about = await stat(path).catch(() => null)
  if (!about?.isFile()) throw new MingchaError('no_such_file', `${path} cannot be read`, 'Check the path and that the file may be read.', { path })
  if (about.size > mostBytes) throw new MingchaError('joint_file_large', `${name} has more than ${mostBytes >> 20} MB`, 'Divide it.', { name, most: mostBytes >> 20 })
  const bytes = new Uint8Array(await readFile(path))
  const { request, feedback } = columnsOf(resources)
  const columns = [...request, ...feedback]
  if (extname(name).toLowerCase() === '.json') return { bytes, rows: fromJson(bytes, columns, name), bad: [] }
  const records = await tables.tableRows({ path, name }, name)
  if (records === null) throw unreadable(name, 'neither XLSX, CSV nor JSON')
  const rows: Row[] = []
  const bad: number[] = []
  let named: (Column | undefined)[] | null = null
  let looked = 0
  for await (const { number, cells, bad: why } of records) {
    if (named === null) {
      const header = cells.map((cell) => columns.find((one) => [one.zh, one.en, one.name].includes(cell.trim())))
      if (header.filter(Boolean).length >= 4 && header.some((one) => one?.name === 'number') && header.some((one) => one?.name === 'seal')) named = header
      else if (++looked >= headerWithin) break
      continue
    }
    if (why !== null) { bad.push(number); continue }
    if (cells.every((cell) => cell.trim() === '')) continue
    rows.push({ number, cells: Object.fromEntries(named.flatMap((column, i) => (column ? [[column.name, plain(cells[i] ?? '')]] : []))) })
    if (rows.length > mostRows) throw new MingchaError('joint_file_large', `${name} has more than ${mostRows} rows`, 'Divide it.', { name, most: mostRows })
  }
  if (named === null) throw new MingchaError('joint_header', `${name} has no header with ${columns[0]!.zh} and ${columns[1]!.zh}`, 'Keep the header of the file that went out.', { name })
  return { bytes, rows, bad }
}

const unreadable = (name: string, detail: string): MingchaError => new MingchaError('joint_file_unreadable', `${name} cannot be read: ${detail}`, 'Save it as XLSX, CSV or JSON, as it went out.', { name, detail })

function fromJson(bytes: Uint8Array, columns: readonly Column[], name: string): Row[] {
  try {
    const { format, rows } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as { format?: unknown; rows?: unknown }
    if (format !== 'mingcha-joint' || !Array.isArray(rows)) throw new Error('it is no file of joint punishment')
    if (rows.length > mostRows) throw new Error(`more than ${mostRows} rows`)
    return rows.map((row: unknown, i) => ({ number: i + 1, cells: Object.fromEntries(columns.map((column) => [column.name, plain(String((row as Record<string, unknown> | null)?.[column.name] ?? ''))])) }))
  } catch (error) {
    throw unreadable(name, (error as Error).message)
  }
}

/** Without the ' that keeps a spreadsheet from running a text. */
const plain = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@＝＋－＠])/, '')

const dayOf = (text: string): string | null => {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text.normalize('NFKC')) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  if (year === undefined) return null
  const iso = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  const at = Date.parse(`${iso}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? null : iso
}

/**
 * Brings a file of another department in: requests to us, or answers to ours. Each row that cannot be taken is told, the others are taken. The same file
 * again does nothing; so does a row that stands already.
 * @throws MingchaError no_such_file, joint_file_unreadable, joint_file_large, joint_header
 */
export async function importMeasures(room: Room, tables: Tables, { kind, path, name: given, by }: Parsed<'importMeasures'>): Promise<JointImport> {
  const name = (given ?? basename(path)).slice(0, 300)
  const { bytes, rows, bad } = await read(tables, room.resources, path, name)
  const sha256 = digest(bytes)
  return room.database().write(async (ask) => {
    const refused: JointRefusal[] = bad.map((row) => refusal(row, 'joint_row', `row ${row} cannot be cut into cells`, 'Look for a quotation mark that is never closed.', { row }))
    const [known] = await ask.rows<{ file: number }>(sql`SELECT file FROM joint_file WHERE direction = 'in' AND kind = ${kind} AND sha256 = ${sha256}`)
    if (known) return { file: known.file, name, sha256, before: true, read: rows.length, taken: 0, same: rows.length, refused: [] }
    await defineKeys(ask)
    const { file } = await ask.one<{ file: number }>(sql`SELECT nextval('joint_file_number')::INTEGER AS file`)
    const { taken, same } = await (kind === 'request' ? takeRequests : takeAnswers)(ask, room.today(), rows, { file, by, refused })
    if (taken + same > 0) await keepFile(ask, { file, direction: 'in', kind, name, sha256, lines: taken + same, by })
    return { file: taken + same > 0 ? file : null, name, sha256, before: false, read: rows.length + bad.length, taken, same, refused: refused.toSorted((a, b) => a.place - b.place) }
  })
}

interface Taking { file: number; by: string; refused: JointRefusal[] }
interface Known { request: number; number: string; seal: string; direction: string; state: string }
/** What is known of numbers. */
const knownOf = async (ask: Connection, rows: readonly Row[]): Promise<Map<string, Known>> =>
  new Map((await ask.rows<Known>(sql`SELECT request, number, seal, direction, state FROM joint_request WHERE list_contains(from_json(${JSON.stringify(rows.map((row) => row.cells['number'] ?? ''))}, '["VARCHAR"]'), number)`)).map((one) => [one.number, one]))

async function takeRequests(ask: Connection, today: string, rows: readonly Row[], { file, by, refused }: Taking): Promise<{ taken: number; same: number }> {
  const known = await knownOf(ask, rows)
  const received: number[] = []
  const released: number[] = []
  let same = 0
  for (const { number: row, cells } of rows) {
    const cell = (name: string): string => cells[name] ?? ''
    const [from, until, on] = [dayOf(cell('valid_from')), cell('valid_until') === '' ? '' : dayOf(cell('valid_until')), dayOf(cell('requested_on'))]
    const missing = ['number', 'seal', 'name', 'ground', 'basis', 'content', 'requesting', 'executing'].find((one) => cell(one) === '')
    if (missing !== undefined || from === null || until === null || on === null) { refused.push(refusal(row, 'joint_cells', `row ${row} lacks ${missing ?? 'a day'}`, 'A request states party, area, legal ground and basis, measure, both departments and its days.', { row, column: missing ?? 'valid_from' })); continue }
    const asked = { number: cell('number'), name: cell('name'), code: cell('code'), measure: cell('measure'), area: cell('area'), ground: cell('ground'), basis: cell('basis'), content: cell('content'), requesting: cell('requesting'), executing: cell('executing'), validFrom: from, validUntil: until, requestedOn: on }
    if (sealOf(asked) !== cell('seal')) { refused.push(refusal(row, 'joint_seal', `row ${row} does not say what its seal was made over`, 'Ask the other department for its file as it was written.', { row })); continue }
    const before = known.get(asked.number)
    if (before && (before.direction === 'out' || before.seal !== cell('seal'))) { refused.push(refusal(row, before.direction === 'out' ? 'joint_own' : 'joint_number', `row ${row}: ${asked.number} is ${before.direction === 'out' ? 'our own request' : 'known with other content'}`, before.direction === 'out' ? 'Bring it in as feedback.' : 'Ask the other department which one holds.', { row, number: asked.number })); continue }
    const ends = cell('state') === states.released
    if (before) {
      same++
      if (ends && before.state !== 'released') released.push(before.request)
      continue
    }
    const [{ request }] = await ask.rows<{ request: number }>(sql`INSERT INTO joint_request SELECT (SELECT coalesce(max(request), 0) + 1 FROM joint_request), 'in', ${asked.number}, ${cell('seal')}, coalesce(s.subject_id::VARCHAR, ':' || name_key(${asked.name})), s.subject_id, ${asked.name}, ${asked.code}, ${asked.measure}, ${asked.area}, ${asked.ground}, 'file', NULL, NULL,
        ${asked.basis}, ${asked.content}, ${asked.requesting}, ${asked.executing}, ${from}::DATE, ${until === '' ? null : until}::DATE, '', ${by}, current_timestamp::TIMESTAMP, ${on}::DATE, ${ends ? 'released' : 'open'}, ${ends ? today : null}::DATE, ${file}::INTEGER, 1
      FROM (SELECT 1) LEFT JOIN subject s ON s.uscc = ${asked.code} LIMIT 1 RETURNING request`) as [{ request: number }]
    known.set(asked.number, { request, number: asked.number, seal: cell('seal'), direction: 'in', state: 'open' })
    received.push(request)
  }
  await noteEvents(ask, received, { kind: 'received', by, reason: '', file })
  await ask.run(sql`UPDATE joint_request SET state = 'released', released_on = ${today}::DATE, revision = revision + 1 WHERE list_contains(from_json(${JSON.stringify(released)}, '["INTEGER"]'), request)`)
  await noteEvents(ask, released, { kind: 'released', by, reason: '', file })
  return { taken: received.length + released.length, same: same - released.length }
}

async function takeAnswers(ask: Connection, today: string, rows: readonly Row[], { file, by, refused }: Taking): Promise<{ taken: number; same: number }> {
  const known = await knownOf(ask, rows)
  const digests = new Set((await ask.rows<{ digest: string }>(sql`SELECT digest FROM joint_feedback`)).map((one) => one.digest))
  const words = new Map(Object.entries(results).flatMap(([code, zh]) => [[code, code], [zh, code]] as const))
  const answered: number[] = []
  let same = 0
  for (const { number: row, cells } of rows) {
    const cell = (name: string): string => cells[name] ?? ''
    if (['result', 'executed_on', 'note'].every((one) => cell(one) === '')) continue
    const before = known.get(cell('number'))
    if (!before || before.direction === 'in') { refused.push(refusal(row, 'joint_unknown', `row ${row}: ${cell('number')} is no request of ours`, 'Keep the numbers of the file that went out.', { row, number: cell('number') })); continue }
    if (before.seal !== cell('seal')) { refused.push(refusal(row, 'joint_seal_other', `row ${row}: the answer names another request than ${cell('number')}`, 'Keep number and seal of the file that went out.', { row, number: cell('number') })); continue }
    const result = words.get(cell('result'))
    const on = dayOf(cell('executed_on'))
    if (!result || !(jointResults as readonly string[]).includes(result)) { refused.push(refusal(row, 'joint_result', `row ${row}: «${cell('result')}» is no answer`, `Write ${Object.values(results).join(', ')}.`, { row, value: cell('result') })); continue }
    if (on === null || on > today) { refused.push(refusal(row, 'joint_day', `row ${row}: «${cell('executed_on')}» is no day up to today`, 'Write the day as YYYY-MM-DD.', { row, value: cell('executed_on') })); continue }
    const answer: Answer = { request: before.request, result, executedOn: on, note: cell('note').slice(0, 1000), department: cell('department').slice(0, 100) || cell('executing'), person: cell('person').slice(0, 60), file }
    if (digests.has(digestOf(answer))) { same++; continue }
    if (before.state === 'released') { refused.push(refusal(row, 'joint_released', `row ${row}: request ${before.request} was released`, 'Nothing is left to be done.', { request: before.request })); continue }
    if (answered.includes(before.request)) { refused.push(refusal(row, 'joint_twice', `row ${row}: ${cell('number')} is answered twice in this file`, 'Leave one answer.', { row, number: cell('number') })); continue }
    await takeAnswer(ask, answer)
    digests.add(digestOf(answer))
    answered.push(before.request)
  }
  await noteEvents(ask, answered, { kind: 'answered', by, reason: '', file })
  return { taken: answered.length, same }
}
