import { basename, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { libraryKinds, type LibraryKind } from '../../shared/libraries.ts'
import { objectsOf, rowsOf } from './rows.ts'
import { figure, table } from './text.ts'
import { required, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'

/** The libraries of the inspection, and the check of the annual plan. */
export const libraryVerbs: Readonly<Record<string, CliVerb>> = {
  library: {
    usage: 'library WS [KIND] [--on DAY] [--history] [--find T] [--limit N] | library WS KIND --import FILE --reason T [--complete] [--skip-refused] | library WS KIND --template FILE | library WS [KIND] --log',
    about: `rows of a library as on a day, its import, its template, its changes; KIND: ${libraryKinds.join(', ')}`,
    options: {
      on: { type: 'string' }, history: { type: 'boolean' }, find: { type: 'string' }, limit: { type: 'string' }, import: { type: 'string' }, reason: { type: 'string' }, complete: { type: 'boolean' }, 'skip-refused': { type: 'boolean' }, template: { type: 'string' }, log: { type: 'boolean' },
    },
    takes: [1, 2],
    run: async (asked) => {
      const kind = kindOf(asked)
      const { verbs } = asked.engine
      const limit = wholeNumber(asked, 'limit') ?? 100
      const on = asked.text('on')
      await verbs.openWorkspace({ path: asked.positionals[0]! })
      if (asked.flag('log')) {
        const log = await verbs.libraryLog({ ...(kind ? { kind } : {}), limit })
        return { json: log, text: `${figure(log.total)} changes\n${table(['at', 'by', 'library', 'key', 'action', 'reason', 'source'], log.changes.map((one) => [one.at.slice(0, 16), one.by, one.kind, one.key, one.action, one.reason, one.source]))}` }
      }
      if (kind === null) {
        if (asked.text('import') ?? asked.text('template')) throw new UsageError('say which library')
        const all = await verbs.listLibraries(on ? { on } : {})
        return { json: all, text: table(['library', 'rows', 'columns'], all.map((one) => [one.kind, one.rows, one.columns.map((column) => column.nameZh).join(' ')]), 120) }
      }
      const template = asked.text('template')
      if (template !== undefined) {
        const path = resolve(template)
        const bytes = await verbs.libraryTemplate({ kind, format: path.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx' })
        await writeFileAtomic(path, Buffer.from(bytes))
        return { json: { path, bytes: bytes.length }, text: path }
      }
      const file = asked.text('import')
      if (file !== undefined) {
        const report = await verbs.importLibrary({ kind, path: resolve(file), name: basename(file), reason: required(asked, 'reason'), complete: asked.flag('complete'), skipRefused: asked.flag('skip-refused') })
        return {
          json: report, failed: !report.applied,
          text: [
            `${report.name}: ${figure(report.read)} rows read; ${report.applied ? `${figure(report.added)} added, ${figure(report.changed)} changed, ${figure(report.unchanged)} unchanged, ${figure(report.ended)} ended` : 'NOTHING APPLIED'}; ${figure(report.refusedRows)} refused`,
            ...report.refused.slice(0, 50).map((one) => `  row ${one.row}: ${one.message}. ${one.hint}`),
            ...(report.ignored.length > 0 ? [`headers that no column takes: ${report.ignored.join(', ')}`] : []),
          ].join('\n'),
        }
      }
      const find = asked.text('find')
      const found = rowsOf(await verbs.libraryPage({ kind, history: asked.flag('history'), limit, ...(on ? { on } : {}), ...(find ? { text: find } : {}) }))
      return { json: { total: found.total, rows: objectsOf(found) }, text: `${figure(found.total)} rows\n${table(found.columns.map((one) => one.name), found.rows.map((row) => row.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell))), 32)}` }
    },
  },
  plan: {
    usage: 'plan list WS | plan check WS [--year Y]', about: 'tasks of the annual plans; or every rule that the plan of a year breaks, by what and by how much (exit 1 where one refuses the draw)',
    options: { year: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const [what, workspace] = asked.positionals
      if (what !== 'list' && what !== 'check') throw new UsageError(`plan list or plan check, not plan «${what!}»`)
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: workspace! })
      const plans = await verbs.listPlans({})
      if (what === 'list') {
        return { json: plans, text: plans.map((plan) => `${plan.year} ${plan.name}\n${table(['task', 'name', 'mode', 'items', 'from', 'until', 'times', 'lead', 'state', 'draws'], plan.tasks.map((one) => [one.task, one.name, one.mode, one.items.length, one.periodFrom, one.periodUntil, one.frequency, one.lead, one.state, one.draws.join(' ')]))}`).join('\n\n') || 'no plan' }
      }
      const check = await verbs.checkPlan({ year: wholeNumber(asked, 'year') ?? plans[0]?.year ?? new Date().getFullYear() })
      const refused = check.broken.filter((one) => one.severity === 'refuse')
      return {
        json: check, failed: refused.length > 0,
        text: [
          table(['task', 'frame', 'drawn', 'visits'], check.tasks.map((one) => [one.task, one.frame, one.drawn, one.visits])),
          ...check.broken.map((one) => `${one.severity === 'refuse' ? '✗' : '!'} ${one.rule} (task ${one.tasks.join(', ')}): ${one.message}. ${one.hint}`),
          `${figure(refused.length)} refused, ${figure(check.broken.length - refused.length)} warnings`,
        ].join('\n'),
      }
    },
  },
}

function kindOf(asked: Asked): LibraryKind | null {
  const kind = asked.positionals[1]
  if (kind === undefined) return null
  if (!(libraryKinds as readonly string[]).includes(kind)) throw new UsageError(`there is no library «${kind}»: ${libraryKinds.join(', ')}`)
  return kind as LibraryKind
}
