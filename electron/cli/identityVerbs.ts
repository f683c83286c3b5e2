import { recordClasses, type RecordClass } from '../../shared/classes.ts'
import { identityKinds, type IdentityDecision, type IdentityKind } from '../../shared/contract.ts'
import { figure, table } from './text.ts'
import { ended, required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'

const answers = ['same', 'different', 'unsure'] as const

/** Which records and subjects are one. */
const steps: Record<string, (asked: Asked) => Promise<Answer>> = {
  list: async (asked) => {
    const { verbs } = asked.engine
    const limit = limitOf(asked)
    const kind = kindOf(asked)
    const matched = asked.flag('match') || asked.flag('all') ? await ended<'match'>(asked.engine, verbs.matchNames({ scope: asked.flag('all') ? 'all' : 'new' })) : null
    const queue = await verbs.identityQueue({ limit, ...(kind === undefined ? {} : { kind }) })
    return {
      json: { matched, ...queue },
      text: [
        ...(matched ? [`${figure(matched.names)} names compared: ${figure(matched.automatic)} attached with ${figure(matched.attached)} records, ${figure(matched.merged)} subjects merged`] : []),
        `${figure(queue.total)} pairs to decide: ${figure(queue.kinds.name)} names, ${figure(queue.kinds.bearer)} of ambiguous names, ${figure(queue.kinds.subject)} of subjects`,
        ...(queue.pairs.length > 0 ? [table(['score', 'kind', 'name', 'records', 'subject', 'id', 'code', 'item'], queue.pairs.map((pair) => [pair.score.toFixed(2), pair.kind, pair.name, pair.records, pair.subjectName, String(pair.subjectId), pair.code ?? ' ', pair.item]))] : []),
      ].join('\n'),
    }
  },
  decide: async (asked) => {
    const decision = answers.find((one) => one === asked.text('answer'))
    if (!decision) throw new UsageError(`--answer is one of ${answers.join(', ')}`)
    const done = await asked.engine.verbs.decideIdentity({ kind: kindOf(asked) ?? 'name', item: required(asked, 'item'), subjectId: subjectOf(asked, 'subject'), decision })
    return { json: done, text: `decision ${done.decision}: ${figure(done.moved)} records moved` }
  },
  merge: async (asked) => {
    const done = await asked.engine.verbs.mergeSubjects({ from: subjectOf(asked, 'from'), into: subjectOf(asked, 'into') })
    return { json: done, text: `decision ${done.decision}: ${figure(done.moved)} records moved to subject ${done.subjectId}` }
  },
  split: async (asked) => {
    const to = asked.text('to') ?? 'none'
    const name = asked.text('name')
    const done = await asked.engine.verbs.splitSubject({ subjectId: subjectOf(asked, 'subject'), names: name === undefined ? [] : [name], records: recordsOf(asked.text('records')), to: to === 'new' || to === 'none' ? to : subjectOf(asked, 'to') })
    return { json: done, text: `decision ${done.decision}: ${figure(done.moved)} records moved ${done.subjectId === null ? 'back to those that wait' : `to subject ${done.subjectId}`}` }
  },
  undo: async (asked) => {
    const decision = wholeNumber(asked, 'decision')
    const undone = await asked.engine.verbs.undoIdentity(decision === undefined ? {} : { decision })
    return { json: undone, text: `taken back: ${said(undone)}` }
  },
  decisions: async (asked) => {
    const subject = wholeNumber(asked, 'subject')
    const found = await asked.engine.verbs.identityDecisions({ limit: limitOf(asked), ...(subject === undefined ? {} : { subjectId: subject }) })
    return { json: found, text: [`${figure(found.total)} decisions stand`, ...found.decisions.map(said)].join('\n') }
  },
}

const said = (one: IdentityDecision): string => `decision ${one.decision}, ${one.kind}: ${one.name} ${one.answer} ${one.subjectName ?? `subject ${one.subjectId}`}, ${figure(one.moved)} records, by ${one.decidedBy || 'the program'} at ${one.decidedAt}`

function limitOf(asked: Asked): number {
  const limit = wholeNumber(asked, 'limit') ?? 100
  if (limit < 1 || limit > 10_000) throw new UsageError('--limit takes 1 to 10000')
  return limit
}

function kindOf(asked: Asked): IdentityKind | undefined {
  const text = asked.text('kind')
  const kind = identityKinds.find((one) => one === text)
  if (text !== undefined && !kind) throw new UsageError(`--kind is one of ${identityKinds.join(', ')}`)
  return kind
}

function subjectOf(asked: Asked, option: string): number {
  const text = required(asked, option)
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${option} takes the number of a subject, not «${text}»`)
  return Number(text)
}

/** CLASS:FILE:ROW,… as the profile's records name them. */
function recordsOf(text: string | undefined): { recordClass: RecordClass; fileId: number; sourceRow: number }[] {
  if (text === undefined) return []
  return text.split(',').map((one) => {
    const [name, file, row] = one.split(':')
    const recordClass = recordClasses.find((known) => known === name)
    if (!recordClass || !/^\d+$/.test(file ?? '') || !/^\d+$/.test(row ?? '')) throw new UsageError(`--records takes CLASS:FILE:ROW with commas between, not «${one}»`)
    return { recordClass, fileId: Number(file), sourceRow: Number(row) }
  })
}

export const identityVerbs: Readonly<Record<string, CliVerb>> = {
  identity: {
    usage: 'identity WS [list|decide|merge|split|undo|decisions] …',
    about: `which records and subjects are one. list [--match|--all] [--kind K] [--limit N]: pairs to decide; --match compares what is new first, --all everything. decide --item I --subject ID --answer same|different|unsure [--kind K]. merge --from ID --into ID. split --subject ID [--name N] [--records CLASS:FILE:ROW,…] [--to ID|new|none]. undo [--decision N]. decisions [--subject ID]`,
    options: { match: { type: 'boolean' }, all: { type: 'boolean' }, ...Object.fromEntries(['kind', 'limit', 'item', 'subject', 'answer', 'from', 'into', 'name', 'records', 'to', 'decision'].map((name) => [name, { type: 'string' as const }])) },
    takes: [1, 2],
    run: async (asked) => {
      const [path, step = 'list'] = asked.positionals
      const work = Object.hasOwn(steps, step) ? steps[step] : undefined
      if (!work) throw new UsageError(`identity does ${Object.keys(steps).join(', ')}, not «${step}»`)
      await asked.engine.verbs.openWorkspace({ path: path! })
      return work(asked)
    },
  },
}
