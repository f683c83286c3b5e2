import { basename, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { resultStates, type InspectionFigures, type InspectionRef, type ResultsDone, type ResultState } from '../../shared/contract.ts'
import { objectsOf, rowsOf } from './rows.ts'
import { figure, share, table } from './text.ts'
import { dayOf, ended, required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'

const which = { campaign: { type: 'string' }, draw: { type: 'string' } } as const

/** The inspection that is meant, if one is named. @throws UsageError where two are */
function inspectionOf(asked: Asked): InspectionRef | undefined {
  const [campaign, draw] = [wholeNumber(asked, 'campaign'), wholeNumber(asked, 'draw')]
  if (campaign !== undefined && draw !== undefined) throw new UsageError('--campaign or --draw, not both')
  return campaign !== undefined ? { campaign } : draw !== undefined ? { draw } : undefined
}

/** Results by their numbers, or all in a state (of an inspection, of a department), each with the revision that stands now. */
async function chosen(asked: Asked, state: ResultState): Promise<{ result: number; revision: number }[]> {
  const numbers = asked.positionals.slice(1).map((text) => {
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`results are named by their numbers, not «${text}»`)
    return Number(text)
  })
  const of = inspectionOf(asked)
  const department = asked.text('department')
  const filter = { ...(of ? { of } : {}), ...(department === undefined ? {} : { department }) }
  const found: { result: number; revision: number }[] = []
  for (let offset = 0; ; offset += 10_000) {
    const page = objectsOf(rowsOf(await asked.engine.verbs.listResults({ ...filter, ...(numbers.length > 0 ? {} : { states: [state] }), offset, limit: 10_000 })))
    for (const row of page) if (row['result'] !== null && (numbers.length === 0 || numbers.includes(row['result'] as number))) found.push({ result: row['result'] as number, revision: row['revision'] as number })
    if (page.length < 10_000) break
  }
  const missing = numbers.filter((number) => !found.some((one) => one.result === number))
  return [...found, ...missing.map((result) => ({ result, revision: 1 }))] // the engine says that there is none
}

const refusals = ({ refused }: Pick<ResultsDone, 'refused'>): string[] => refused.slice(0, 50).map((one) => `  result ${one.result}: ${one.message}. ${one.hint}`)

const figures = (one: InspectionFigures): (string | number)[] => [one.drawn, one.entered, one.published, share(one.published, one.drawn), share(one.closed, one.published), one.problems, share(one.problems, one.published), one.onTime, one.late, one.overdue, one.returns, one.corrections]
const figureNames = ['drawn', 'entered', 'published', 'completion', 'closure', 'problems', 'rate', 'on time', 'late', 'overdue', 'returned', 'corrected']

/** Results of inspections: package out, results in, review, publication, statistics. */
export const resultVerbs: Readonly<Record<string, CliVerb>> = {
  package: {
    usage: 'package WS --campaign N|--draw N --out FILE [--department D]', about: 'what is still to be entered of an inspection, a line a visit and item, to be filled in and brought back; FILE ends in .xlsx, .csv or .json',
    options: { ...which, department: { type: 'string' }, out: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const of = inspectionOf(asked)
      if (!of) throw new UsageError('--campaign or --draw names the inspection')
      const out = resolve(required(asked, 'out'))
      const format = (['xlsx', 'csv', 'json'] as const).find((ending) => out.toLowerCase().endsWith(`.${ending}`))
      if (!format) throw new UsageError('--out ends in .xlsx, .csv or .json')
      const department = asked.text('department')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const bytes = await asked.engine.verbs.exportTaskPackage({ of, format, ...(department === undefined ? {} : { department }) })
      await writeFileAtomic(out, Buffer.from(bytes))
      return { json: { path: out, format, bytes: bytes.length }, text: out }
    },
  },
  results: {
    usage: 'results WS FILE… [--by P] | results WS [--campaign N|--draw N] [--state S] [--department D] [--overdue] [--find T] [--limit N]',
    about: `brings in filled packages (a table, or a folder or ZIP with its photos), every bad row told by file, row and column (exit 1); without FILE what is owed and how it stands; S: ${resultStates.join(', ')}`,
    options: { ...which, by: { type: 'string' }, state: { type: 'string' }, department: { type: 'string' }, overdue: { type: 'boolean' }, find: { type: 'string' }, limit: { type: 'string' } }, takes: [1, 1001],
    run: async (asked) => {
      const [workspace, ...files] = asked.positionals
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: workspace! })
      return files.length > 0 ? bring(asked, files) : list(asked)
    },
  },
  review: {
    usage: 'review WS --by P --approve|--return --reason T [RESULT…] [--campaign N|--draw N] [--department D]', about: 'approves or returns the results named, or all that wait; nobody reviews what they entered: such a result is told (exit 1), the others are reviewed',
    options: { ...which, by: { type: 'string' }, approve: { type: 'boolean' }, return: { type: 'boolean' }, reason: { type: 'string' }, department: { type: 'string' } }, takes: [1, 10_001],
    run: async (asked) => {
      const by = required(asked, 'by')
      if (asked.flag('approve') === asked.flag('return')) throw new UsageError('--approve or --return')
      const decision = asked.flag('approve') ? 'approve' : 'return'
      const reason = decision === 'return' ? required(asked, 'reason') : (asked.text('reason') ?? '')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const results = await chosen(asked, 'awaiting_review')
      const done = results.length === 0 ? { done: 0, refused: [] } : await asked.engine.verbs.reviewResults({ by, decision, reason, results })
      return { json: done, failed: done.refused.length > 0, text: [`${figure(done.done)} ${decision === 'approve' ? 'approved' : 'returned'}, ${figure(done.refused.length)} refused`, ...refusals(done)].join('\n') }
    },
  },
  publish: {
    usage: 'publish WS --by P [RESULT…] [--campaign N|--draw N] [--department D] [--note T] [--out FILE] | publish WS --list | publish WS --export N --out FILE', about: 'publishes the approved results named, or all of them, as one numbered publication with its file for the national publicity system (.csv or .xlsx); what was published stays on record',
    options: { ...which, by: { type: 'string' }, department: { type: 'string' }, note: { type: 'string' }, out: { type: 'string' }, list: { type: 'boolean' }, export: { type: 'string' } }, takes: [1, 10_001],
    run: async (asked) => {
      const { verbs } = asked.engine
      const number = wholeNumber(asked, 'export')
      const out = asked.text('out')
      const [by, save] = [asked.flag('list') || number !== undefined ? '' : required(asked, 'by'), number === undefined ? out : required(asked, 'out')]
      await verbs.openWorkspace({ path: asked.positionals[0]! })
      if (asked.flag('list')) {
        const found = await verbs.listPublications({ limit: 1000 })
        return { json: found, text: table(['no.', 'on', 'by', 'entries', 'corrections', 'inspections', 'sha256'], found.publications.map((one) => [one.publication, one.publishedOn, one.publishedBy, one.entries, one.corrections, one.tasks.join(', '), one.sha256.slice(0, 16)])) }
      }
      const write = async (publication: number): Promise<string | undefined> => {
        if (save === undefined) return undefined
        const path = resolve(save)
        await writeFileAtomic(path, Buffer.from(await verbs.exportPublication({ publication, format: path.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv' })))
        return path
      }
      if (number !== undefined) {
        const path = await write(number)
        return { json: { publication: number, path }, text: path! }
      }
      const results = await chosen(asked, 'approved')
      const done = results.length === 0 ? { done: 0, refused: [], publication: null } : await verbs.publishResults({ by, results, note: asked.text('note') ?? '' })
      const path = done.publication ? await write(done.publication.publication) : undefined
      return {
        json: { ...done, ...(path === undefined ? {} : { path }) }, failed: done.refused.length > 0,
        text: [done.publication ? `publication ${done.publication.publication}: ${figure(done.done)} results, ${figure(done.publication.corrections)} corrections, sha256 ${done.publication.sha256}` : 'nothing to publish', ...refusals(done), ...(path === undefined ? [] : [path])].join('\n'),
      }
    },
  },
  statistics: {
    usage: 'statistics WS --campaign N|--draw N | statistics WS --quarter 2026-Q4 | statistics WS --from D --until D', about: 'by department: drawn, entered, published, completion, closure, problems, on time, returned, corrected; of an inspection, or of all that were drawn within the days',
    options: { ...which, quarter: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const of = inspectionOf(asked)
      const what = of ? { of } : spanOf(asked)
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const found = await asked.engine.verbs.inspectionStatistics(what)
      return {
        json: found,
        text: [
          table(['department', ...figureNames], [...found.departments.map((one) => [one.name || '–', ...figures(one)]), ['all', ...figures(found.total)]]),
          `on time: published within ${found.days.publish} working days after the inspection; corrections within ${found.days.correct}`,
          ...(found.calendarMissing.length > 0 ? [`no calendar of working days for ${found.calendarMissing.join(', ')}: what runs through it is counted neither on time nor late`] : []),
        ].join('\n'),
      }
    },
  },
}

async function bring(asked: Asked, files: string[]): Promise<Answer> {
  const by = asked.text('by')
  const reports = []
  for (const file of files) reports.push(await ended<'results'>(asked.engine, asked.engine.verbs.importResults({ path: resolve(file), name: basename(file), ...(by === undefined ? {} : { by }) })))
  return {
    json: reports, failed: reports.some((one) => one.refusedRows > 0),
    text: reports.flatMap((one) => [
      `${one.name}: ${figure(one.read)} rows read; ${figure(one.taken)} taken, ${figure(one.same)} as before, ${figure(one.refusedRows)} refused; ${figure(one.blank)} not filled in, ${figure(one.attachments)} attachments`,
      ...one.refused.slice(0, 50).map((refusal) => `  row ${refusal.row}${refusal.column === '' ? '' : `, ${refusal.column}`}: ${refusal.message}. ${refusal.hint}`),
      ...(one.ignored.length > 0 ? [`  headers that no column takes: ${one.ignored.join(', ')}`] : []),
    ]).join('\n'),
  }
}

async function list(asked: Asked): Promise<Answer> {
  const state = asked.text('state')
  if (state !== undefined && !(resultStates as readonly string[]).includes(state)) throw new UsageError(`--state is one of ${resultStates.join(', ')}`)
  const [of, department, find] = [inspectionOf(asked), asked.text('department'), asked.text('find')]
  const { states, overdue, calendarMissing, ...page } = await asked.engine.verbs.listResults({
    ...(of ? { of } : {}), ...(state === undefined ? {} : { states: [state as ResultState] }), ...(department === undefined ? {} : { department }), ...(asked.flag('overdue') ? { overdue: true } : {}), ...(find === undefined ? {} : { text: find }), limit: wholeNumber(asked, 'limit') ?? 100,
  })
  const results = objectsOf(rowsOf(page))
  return {
    json: { total: page.total, states, overdue, calendarMissing, results },
    text: [
      `${figure(page.total)} results: ${Object.entries(states).map(([name, n]) => `${figure(n)} ${name}`).join(', ')}; ${figure(overdue)} overdue`,
      table(['no.', 'inspection', 'visit', 'subject', 'department', 'item', 'state', 'codes', 'inspected', 'due', 'left'], results.map((row) => [row['result'], row['task'], row['visit'], row['name'], row['department'], row['item'], row['state'], row['codes'], row['inspected_on'], row['due_on'], row['days_left']].map((cell) => (typeof cell === 'boolean' ? String(cell) : cell))), 28),
      ...(calendarMissing.length > 0 ? [`no calendar of working days for ${calendarMissing.join(', ')}`] : []),
    ].join('\n'),
  }
}

function spanOf(asked: Asked): { from: string; until: string } {
  const quarter = asked.text('quarter')
  if (quarter === undefined) return { from: dayOf('from', required(asked, 'from')), until: dayOf('until', required(asked, 'until')) }
  const [, year, n] = /^(\d{4})-?Q([1-4])$/i.exec(quarter) ?? []
  if (!year || !n) throw new UsageError(`--quarter is written 2026-Q4, not «${quarter}»`)
  const last = new Date(Date.UTC(Number(year), Number(n) * 3, 0)).toISOString().slice(0, 10)
  return { from: `${year}-${String(Number(n) * 3 - 2).padStart(2, '0')}-01`, until: last }
}
