import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { noticeKinds } from '../../shared/papers.ts'
import { banStates, jointFormats, jointResults, jointStates, type BansDone, type GroundRef, type JointDone, type JointRefusal } from '../../shared/punishments.ts'
import { figure, table } from './text.ts'
import { dayOf, required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'

const among = <T extends string>(asked: Asked, option: string, all: readonly T[]): T | undefined => {
  const text = asked.text(option)
  if (text !== undefined && !(all as readonly string[]).includes(text)) throw new UsageError(`--${option} is one of ${all.join(', ')}`)
  return text as T | undefined
}
/** 3,5,8 as numbers. */
const numbers = (asked: Asked, option: string): number[] => required(asked, option).split(',').map((one) => {
  if (!/^\s*\d{1,9}\s*$/.test(one)) throw new UsageError(`--${option} takes numbers, 3,5,8`)
  return Number(one)
})
/** Entries of the lists, or FILE:ROW of penalties. */
function groundsOf(asked: Asked): GroundRef[] {
  if (asked.text('entries') !== undefined) return numbers(asked, 'entries').map((entry) => ({ entry }))
  return required(asked, 'penalties').split(',').map((one) => {
    const [, fileId, sourceRow] = /^\s*(\d{1,9}):(\d{1,9})\s*$/.exec(one) ?? []
    if (fileId === undefined) throw new UsageError('--penalties takes FILE:ROW,FILE:ROW')
    return { penalty: { fileId: Number(fileId), sourceRow: Number(sourceRow) } }
  })
}
const until = (asked: Asked) => (asked.text('until') === undefined ? {} : { until: dayOf('until', asked.text('until')!) })
const refusals = (all: readonly JointRefusal[]): string[] => all.slice(0, 50).map((one) => `refused: ${one.message}. ${one.hint}`)
const done = (answer: JointDone | BansDone, what: string): Answer => ({ json: answer, failed: answer.done === 0 && answer.refused.length > 0, text: [`${figure(answer.done)} ${what}`, ...refusals(answer.refused)].join('\n') })
const page = (asked: Asked) => ({ limit: wholeNumber(asked, 'limit') ?? (asked.json ? 10_000 : 50) })

/** The requests that are meant, each on the revision that it has now. */
async function seen(asked: Asked): Promise<{ request: number; revision: number }[]> {
  const all: { request: number; revision: number }[] = []
  for (const request of numbers(asked, 'requests')) all.push({ request, revision: (await asked.engine.verbs.readMeasure({ request })).request.revision })
  return all
}

const steps: Record<string, (asked: Asked) => Promise<Answer>> = {
  list: async (asked) => {
    const [direction, state] = [asked.flag('in') ? 'in' as const : 'out' as const, among(asked, 'state', jointStates)]
    const found = await asked.engine.verbs.listMeasures({ direction, ...(state ? { state } : {}), ...(asked.text('text') ? { text: asked.text('text')! } : {}), ...page(asked) })
    return { json: found, text: table(['request', 'number', 'party', 'measure', 'ground', 'executing', 'from', 'until', 'state', 'answer'], found.requests.map((one) => [one.request, one.number, one.name, one.measure, one.ground, one.executing, one.validFrom, one.validUntil ?? ' ', one.state, one.feedback?.note ?? ' '])) }
  },
  book: async (asked) => {
    const book = await asked.engine.verbs.measureBook({})
    return { json: book, text: [table(['measure', 'area', 'name', 'lists', 'penalties', 'months', 'basis'], book.measures.map((one) => [one.code, one.areaEn, one.nameEn, one.lists.join(', ') || ' ', one.penalties.join(', ') || ' ', one.months, one.basis])), table(['ban', 'office', 'lists', 'penalties', 'months', 'basis'], book.bans.map((one) => [one.code, one.officeEn, one.lists.join(', ') || ' ', one.penalties.join(', ') || ' ', one.months, one.basis]))].join('\n\n') }
  },
  grounds: async (asked) => {
    const [subjectId, entry] = [wholeNumber(asked, 'subject'), wholeNumber(asked, 'entry')]
    const found = await asked.engine.verbs.legalGrounds(entry === undefined ? { subjectId: subjectId ?? 0 } : { entry })
    return { json: found, text: table(['kind', 'ref', 'says', 'on', 'measures', 'bans'], found.map((one) => [one.kind, 'entry' in one.ref ? one.ref.entry : `${one.ref.penalty.fileId}:${one.ref.penalty.sourceRow}`, one.says, one.on, one.measures.join(', ') || ' ', one.bans.join(', ') || ' '])) }
  },
  request: async (asked) => done(await asked.engine.verbs.requestMeasures({
    grounds: groundsOf(asked), measure: required(asked, 'measure'), by: required(asked, 'by'), reason: required(asked, 'reason'), requesting: required(asked, 'requesting'), ...(asked.text('executing') ? { executing: asked.text('executing')! } : {}), ...until(asked),
  }), 'requests'),
  send: async (asked) => {
    const out = resolve(required(asked, 'out'))
    const format = extname(out).slice(1).toLowerCase()
    if (!(jointFormats as readonly string[]).includes(format)) throw new UsageError(`--out ends in ${jointFormats.join(', ')}`)
    const { bytes, ...made } = await asked.engine.verbs.exportMeasures({ kind: asked.flag('feedback') ? 'feedback' : 'request', requests: numbers(asked, 'requests'), format: format as 'csv', by: required(asked, 'by') })
    await writeFileAtomic(out, Buffer.from(bytes))
    return { json: { ...made, path: out }, text: `${figure(made.lines)} lines in ${out}, SHA-256 ${made.sha256}` }
  },
  take: async (asked) => {
    const file = required(asked, 'file')
    const taken = await asked.engine.verbs.importMeasures({ kind: asked.flag('feedback') ? 'feedback' : 'request', path: resolve(file), name: basename(file), by: required(asked, 'by') })
    return { json: taken, failed: taken.taken + taken.same === 0 && taken.refused.length > 0, text: [taken.before ? `${taken.name} came before: nothing was changed` : `${figure(taken.taken)} taken, ${figure(taken.same)} known, ${figure(taken.refused.length)} refused`, ...refusals(taken.refused)].join('\n') }
  },
  answer: async (asked) => {
    const result = among(asked, 'result', jointResults)
    if (!result) throw new UsageError(`--result is one of ${jointResults.join(', ')}`)
    return done(await asked.engine.verbs.answerMeasures({ requests: await seen(asked), result, note: asked.text('note') ?? '', department: required(asked, 'department'), by: required(asked, 'by') }), 'answers')
  },
  release: async (asked) => done(await asked.engine.verbs.releaseMeasures({ requests: await seen(asked), by: required(asked, 'by'), reason: required(asked, 'reason') }), 'released'),
}

const banSteps: Record<string, (asked: Asked) => Promise<Answer>> = {
  list: async (asked) => {
    const state = among(asked, 'state', banStates)
    const found = await asked.engine.verbs.listBans({ ...(state ? { state } : {}), ...(asked.text('text') ? { text: asked.text('text')! } : {}), ...page(asked) })
    return { json: found, text: table(['ban', 'person', 'number', 'firm', 'from', 'until', 'state', 'proposed', 'confirmed', 'serving'], found.bans.map((one) => [one.ban, one.name, one.idMasked || ' ', one.firm, one.validFrom, one.validUntil, one.state, one.proposedBy, one.secondBy ?? ' ', one.serving])) }
  },
  propose: async (asked) => done(await asked.engine.verbs.proposeBans({
    grounds: groundsOf(asked), ban: required(asked, 'ban'), by: required(asked, 'by'), reason: required(asked, 'reason'), ...(asked.text('name') ? { name: asked.text('name')! } : {}), ...(asked.text('id-file') ? { idNumber: (await readFile(asked.text('id-file')!, 'utf8')).trim() } : {}), ...until(asked),
  }), 'bans proposed'),
  confirm: async (asked) => done(await asked.engine.verbs.confirmBans({ bans: await seenBans(asked), by: required(asked, 'by'), agree: !asked.flag('refuse'), ...(asked.text('note') === undefined ? {} : { note: asked.text('note')! }) }), 'bans'),
  lift: async (asked) => done(await asked.engine.verbs.liftBans({ bans: await seenBans(asked), by: required(asked, 'by'), reason: required(asked, 'reason') }), 'bans lifted'),
}

async function seenBans(asked: Asked): Promise<{ ban: number; revision: number }[]> {
  const wanted = numbers(asked, 'bans')
  const { bans } = await asked.engine.verbs.listBans({ limit: 10_000 })
  return wanted.map((ban) => ({ ban, revision: bans.find((one) => one.ban === ban)?.revision ?? 1 }))
}

const stepped = (name: string, all: Record<string, (asked: Asked) => Promise<Answer>>) => async (asked: Asked): Promise<Answer> => {
  const [path, step = 'list'] = asked.positionals
  const work = Object.hasOwn(all, step) ? all[step] : undefined
  if (!work) throw new UsageError(`${name} does ${Object.keys(all).join(', ')}, not «${step}»`)
  await asked.engine.verbs.openWorkspace({ path: path! })
  return work(asked)
}
const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))

export const punishVerbs: Readonly<Record<string, CliVerb>> = {
  joint: {
    usage: 'joint WS [list|book|grounds|request|send|take|answer|release] …',
    about: 'joint punishment. list [--in] [--state S] [--text T]. book: measures and bans with grounds and bases. grounds --subject N|--entry N. request --entries N,N|--penalties FILE:ROW,… --measure M --requesting D --by P --reason R [--executing D] [--until D]: upon a confirmed listing or a penalty, never upon a tier. send --requests N,N --out FILE --by P [--feedback]; take --file FILE --by P [--feedback]: files between departments (xlsx, csv, json). answer --requests N,N --result executed|partly|refused --department D --by P [--note N]; release --requests N,N --by P --reason R',
    options: { ...texts('state', 'text', 'limit', 'subject', 'entry', 'entries', 'penalties', 'measure', 'requesting', 'executing', 'until', 'by', 'reason', 'requests', 'out', 'file', 'result', 'department', 'note'), in: { type: 'boolean' }, feedback: { type: 'boolean' } },
    takes: [1, 2], run: stepped('joint', steps),
  },
  bans: {
    usage: 'bans WS [list|propose|confirm|lift] …',
    about: 'persons who may not be legal representatives. list [--state S] [--text T]. propose --entries N,N|--penalties FILE:ROW,… --ban B --by P --reason R [--name N] [--id-file F] [--until D]: the number is read from a file and kept with its middle hidden. confirm --bans N,N --by P [--refuse --note N]: another person. lift --bans N,N --by P --reason R',
    options: { ...texts('state', 'text', 'limit', 'entries', 'penalties', 'ban', 'by', 'reason', 'name', 'id-file', 'until', 'bans', 'note'), refuse: { type: 'boolean' } },
    takes: [1, 2], run: stepped('bans', banSteps),
  },
  notices: {
    usage: 'notices WS --kind K --cases N,N --authority A --out FILE [--hearing-on D --place P]',
    about: `notices of cases as Word files, one DOCX or a ZIP with a file a case (by the ending of FILE). K: ${noticeKinds.join(', ')}. Their templates: mingcha papers`,
    options: texts('kind', 'cases', 'authority', 'out', 'hearing-on', 'place'), takes: [1, 1],
    run: async (asked) => {
      const notice = among(asked, 'kind', noticeKinds)
      if (!notice) throw new UsageError(`--kind is one of ${noticeKinds.join(', ')}`)
      const out = resolve(required(asked, 'out'))
      const format = extname(out).toLowerCase() === '.zip' ? 'zip' as const : 'docx' as const
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const { bytes, papers } = await asked.engine.verbs.exportNotices({ notice, cases: numbers(asked, 'cases'), authority: required(asked, 'authority'), format, ...(asked.text('hearing-on') ? { hearing: { on: dayOf('hearing-on', asked.text('hearing-on')!), place: required(asked, 'place') } } : {}) })
      await writeFileAtomic(out, Buffer.from(bytes))
      return { json: { path: out, papers, format, bytes: bytes.length }, text: `${figure(papers)} papers in ${out}` }
    },
  },
  duty: {
    usage: 'duty WS [--person P] [--campaign N] [--from D] [--until D] [--out FILE]',
    about: 'the checklists of exemption and accountability, each line answered by the tables and the audit trail; --out writes them with their rows (xlsx, json)',
    options: texts('person', 'campaign', 'from', 'until', 'out'), takes: [1, 1],
    run: async (asked) => {
      const [person, campaign, out] = [asked.text('person'), wholeNumber(asked, 'campaign'), asked.text('out')]
      const scope = { ...(person ? { person } : {}), ...(campaign === undefined ? {} : { campaign }), ...(asked.text('from') ? { from: dayOf('from', asked.text('from')!) } : {}), ...until(asked) }
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      if (out !== undefined) {
        const made = await asked.engine.verbs.exportDuty({ ...scope, format: extname(out).toLowerCase() === '.json' ? 'json' : 'xlsx' })
        await writeFileAtomic(resolve(out), Buffer.from(made.bytes))
        return { json: { path: resolve(out), bytes: made.bytes.length }, text: resolve(out) }
      }
      const check = await asked.engine.verbs.checkDuty(scope)
      return { json: check, text: [`${figure(check.visits)} visits, ${check.from} to ${check.until}`, table(['kind', 'situation', 'line', 'verdict', 'rows'], check.situations.flatMap((one) => [[one.kind, one.nameEn, ' ', one.verdict, ' '], ...one.lines.map((line) => [' ', ' ', line.saysEn, line.verdict, line.rows])]))].join('\n') }
    },
  },
}
