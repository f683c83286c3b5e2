import { basename, resolve } from 'node:path'
import { caseKinds, caseOutcomes, caseQueues, hearingSteps, listNames, sayCase, type CaseFacts, type CasesDone, type DeskCase, type ListBook, type ListName } from '../../shared/lists.ts'
import type { Input } from '../../shared/contract.ts'
import { figure, table } from './text.ts'
import { dayOf, ended, required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'

const among = <T extends string>(asked: Asked, option: string, all: readonly T[]): T | undefined => {
  const text = asked.text(option)
  if (text !== undefined && !(all as readonly string[]).includes(text)) throw new UsageError(`--${option} is one of ${all.join(', ')}`)
  return text as T | undefined
}

function filterOf(asked: Asked): Input<'listCases'> {
  const [queue, kind] = [among(asked, 'queue', caseQueues), among(asked, 'kind', caseKinds)]
  const [rule, ground, text, assignee] = ['rule', 'ground', 'text', 'assignee'].map((option) => asked.text(option))
  return { ...(queue ? { queue } : {}), ...(kind ? { kinds: [kind] } : {}), ...(rule ? { rule } : {}), ...(ground ? { ground } : {}), ...(text ? { text } : {}), ...(assignee !== undefined ? { assignee } : {}), ...(asked.flag('overdue') ? { overdue: true } : {}) }
}

/** The cases of a filter, page after page, up to `most`. */
async function casesOf(asked: Asked, filter: Input<'listCases'>, most: number): Promise<DeskCase[]> {
  const all: DeskCase[] = []
  let after: Input<'listCases'>['after']
  do {
    const page = await asked.engine.verbs.listCases({ ...filter, limit: Math.max(1, Math.min(1000, most - all.length)), ...(after ? { after } : {}) })
    all.push(...page.cases)
    after = page.next ?? undefined
  } while (after && all.length < most)
  return all
}

/** Those that are meant: --cases N,N, or all of --rule, --kind … with --all. */
async function meant(asked: Asked, queue?: 'proposed'): Promise<{ caseNo: number; revision: number }[]> {
  const numbers = asked.text('cases')
  if (numbers === undefined && !asked.flag('all')) throw new UsageError('--cases takes numbers, 3,5,8; or --all with a filter')
  if (numbers === undefined) return (await casesOf(asked, { ...filterOf(asked), ...(queue ? { queue } : {}) }, 100_000)).map(({ caseNo, revision }) => ({ caseNo, revision }))
  const wanted = numbers.split(',').map((one) => one.trim())
  if (wanted.some((one) => !/^\d{1,9}$/.test(one))) throw new UsageError(`--cases takes numbers, not «${numbers}»`)
  const found: { caseNo: number; revision: number }[] = []
  for (const one of wanted) {
    const { case: { caseNo, revision } } = await asked.engine.verbs.readCase({ caseNo: Number(one) })
    found.push({ caseNo, revision })
  }
  return found
}

const why = (book: ListBook, rule: string, facts: CaseFacts): string => { const found = book.rules.find((one) => one.id === rule); return found ? sayCase(found.saysEn, facts) : rule }
const lines = (book: ListBook, cases: readonly DeskCase[]): string => table(['case', 'kind', 'ground', 'period', 'subject', 'tier', 'due', 'state', 'by', 'why'],
  cases.map((one) => [one.caseNo, one.kind, one.ground, one.period, one.name, one.tier, one.dueOn, one.state === 'closed' ? one.outcome : one.state, one.proposal?.by ?? one.assignee, why(book, one.rule, one.facts)]))

const done = (answer: CasesDone): Answer => ({
  json: answer, failed: answer.done === 0 && answer.refused.length > 0,
  text: [`${figure(answer.done)} cases`, ...answer.refused.slice(0, 50).map((one) => `refused: ${one.message}. ${one.hint}`), ...(answer.refused.length > 50 ? [`and ${figure(answer.refused.length - 50)} more refused`] : [])].join('\n'),
})

const steps: Record<string, (asked: Asked) => Promise<Answer>> = {
  find: async (asked) => {
    const found = await ended<'cases'>(asked.engine, asked.engine.verbs.findCases({}))
    return { json: found, text: [`${figure(found.opened)} new, ${figure(found.again)} back, ${figure(found.updated)} with further evidence, ${figure(found.lapsed)} lapsed, ${figure(found.moved)} moved, ${figure(found.joined)} joined; ${figure(found.open)} undecided`, table(['rule', 'found', 'new'], found.rules.map((one) => [one.rule, one.found, one.opened]))].join('\n') }
  },
  list: async (asked) => {
    const limit = wholeNumber(asked, 'limit') ?? (asked.json ? 100_000 : 50)
    const [book, counts, cases] = [await asked.engine.verbs.listBook({}), await asked.engine.verbs.countCases(filterOf(asked)), await casesOf(asked, filterOf(asked), limit)]
    const { queues, overdue, total } = counts
    return { json: { ...counts, cases }, text: [`${figure(total)} cases; open ${figure(queues.open)}, proposed ${figure(queues.proposed)}, put off ${figure(queues.snoozed)}, closed ${figure(queues.closed)}; overdue ${figure(overdue)}`, ...(cases.length > 0 ? [lines(book, cases)] : [])].join('\n') }
  },
  show: async (asked) => {
    const caseNo = wholeNumber(asked, 'case')
    if (caseNo === undefined || caseNo < 1) throw new UsageError('--case takes the number of a case')
    const [book, found] = [await asked.engine.verbs.listBook({}), await asked.engine.verbs.readCase({ caseNo })]
    return {
      json: found,
      text: [lines(book, [found.case]), table(['evidence', 'file', 'row', 'day', 'says'], found.evidence.map((one) => [one.recordClass, one.fileId, one.sourceRow, one.occurredOn, one.there ? Object.values(one.cells).join(' · ').slice(0, 120) : 'gone'])),
        table(['at', 'by', 'what', 'reason'], found.events.map((one) => [one.happenedAt, one.doneBy || 'program', one.kind, one.reason || ' ']))].join('\n'),
    }
  },
  rules: async (asked) => {
    const book = await asked.engine.verbs.listBook({})
    return { json: book, text: table(['rule', 'version', 'kind', 'list', 'name', 'basis', 'days'], book.rules.map((one) => [one.id, one.version, one.kind, one.list || ' ', one.nameEn, one.basis || ' ', one.within])) }
  },
  decide: async (asked) => {
    const outcome = among(asked, 'outcome', caseOutcomes)
    if (!outcome) throw new UsageError(`--outcome is one of ${caseOutcomes.join(', ')}`)
    const [by, reason, ground, basis] = [required(asked, 'by'), required(asked, 'reason'), asked.text('ground'), asked.text('basis')]
    return done(await asked.engine.verbs.decideCases({ cases: await meant(asked), outcome, by, reason, ...(ground && !asked.flag('all') ? { ground } : {}), ...(basis ? { basis } : {}) }))
  },
  confirm: async (asked) => done(await asked.engine.verbs.confirmCases({ cases: await meant(asked, 'proposed'), by: required(asked, 'by'), agree: !asked.flag('refuse'), ...(asked.text('note') === undefined ? {} : { note: asked.text('note')! }) })),
  reopen: async (asked) => done(await asked.engine.verbs.reopenCases({ cases: await meant(asked), by: required(asked, 'by'), reason: required(asked, 'reason') })),
  snooze: async (asked) => done(await asked.engine.verbs.snoozeCases({ cases: await meant(asked), by: required(asked, 'by'), until: dayOf('until', required(asked, 'until')), reason: asked.text('reason') ?? '' })),
  assign: async (asked) => done(await asked.engine.verbs.assignCases({ cases: await meant(asked), by: required(asked, 'by'), to: asked.text('to') ?? '' })),
  escalate: async (asked) => done(await asked.engine.verbs.escalateCases({ cases: await meant(asked), by: required(asked, 'by'), reason: required(asked, 'reason') })),
  hearing: async (asked) => {
    const step = among(asked, 'step', hearingSteps)
    if (!step) throw new UsageError(`--step is one of ${hearingSteps.join(', ')}`)
    return done(await asked.engine.verbs.recordHearing({ cases: await meant(asked), by: required(asked, 'by'), step, on: dayOf('on', required(asked, 'on')), reason: required(asked, 'reason') }))
  },
  attach: async (asked) => { const file = required(asked, 'file'); return done(await asked.engine.verbs.attachToCases({ cases: await meant(asked), by: required(asked, 'by'), path: resolve(file), name: basename(file) })) },
  entries: async (asked) => {
    const list = among<ListName>(asked, 'list', listNames)
    const found = await asked.engine.verbs.listEntries({ ...(list ? { list } : {}), state: asked.flag('removed') ? 'removed' : 'listed', limit: wholeNumber(asked, 'limit') ?? 10_000 })
    return { json: found, text: [`${figure(found.standing.abnormal)} abnormal, ${figure(found.standing.serious)} serious`, table(['entry', 'list', 'ground', 'period', 'subject', 'listed', 'until', 'removed', 'decided', 'confirmed'], found.entries.map((one) => [one.entry, one.marked ? `${one.list}, marked` : one.list, one.ground, one.period || ' ', one.name, one.listedOn, one.untilOn, one.removedOn, one.decidedBy, one.secondBy]))].join('\n') }
  },
  remove: async (asked) => {
    const entry = wholeNumber(asked, 'entry')
    if (entry === undefined || entry < 1) throw new UsageError('--entry takes the number of an entry')
    const basis = asked.text('basis')
    const found = await asked.engine.verbs.proposeRemoval({ entry, by: required(asked, 'by'), reason: required(asked, 'reason'), ...(basis ? { basis } : {}) })
    return { json: found, text: `case ${found.caseNo} proposes to remove ${found.name}; a second person confirms` }
  },
}

export const caseVerbs: Readonly<Record<string, CliVerb>> = {
  cases: {
    usage: 'cases WS [find|list|show|rules|decide|confirm|reopen|snooze|assign|escalate|hearing|attach|entries|remove] …',
    about: 'the review desk. find applies the rules. list [--queue open|snoozed|proposed|closed] [--rule R] [--kind K] [--ground G] [--text T] [--assignee P] [--overdue] [--limit N]. show --case N. decide --outcome list|notify|remove|handled|dismiss --by P --reason R [--ground G] [--basis B]; confirm --by P [--refuse --note N]: another person; reopen, snooze --until D, assign --to P, escalate, attach --file F, hearing --step stated|requested|held|waived --on D: what the party did after the notice: each with --cases N,N or --all and a filter. entries [--list abnormal|serious] [--removed]. remove --entry N --by P --reason R',
    options: { ...Object.fromEntries(['queue', 'rule', 'kind', 'ground', 'text', 'assignee', 'limit', 'case', 'cases', 'outcome', 'by', 'reason', 'basis', 'note', 'until', 'to', 'list', 'entry', 'file', 'step', 'on'].map((name) => [name, { type: 'string' as const }])), all: { type: 'boolean' }, overdue: { type: 'boolean' }, refuse: { type: 'boolean' }, removed: { type: 'boolean' } },
    takes: [1, 2],
    run: async (asked) => {
      const [path, step = 'list'] = asked.positionals
      const work = Object.hasOwn(steps, step) ? steps[step] : undefined
      if (!work) throw new UsageError(`cases does ${Object.keys(steps).join(', ')}, not «${step}»`)
      await asked.engine.verbs.openWorkspace({ path: path! })
      return work(asked)
    },
  },
}
