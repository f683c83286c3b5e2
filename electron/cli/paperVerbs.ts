import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { parse } from 'yaml'
import type { Input } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { noticeKinds, paperKinds, paperLists, templateKinds, type TemplateKind } from '../../shared/papers.ts'
import { figure, table } from './text.ts'
import { dayOf, required, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'

type Asking = Input<'exportPapers'>

/** Papers of joint inspections and their templates. */
export const paperVerbs: Readonly<Record<string, CliVerb>> = {
  days: {
    usage: 'days WS CAMPAIGN [--from DAY [--per-day N] [--anew]] | days WS CAMPAIGN --visit N --day DAY', about: 'the days of a joint inspection and how they weigh on the officers; --from spreads its visits over working days, --visit moves one',
    options: { from: { type: 'string' }, 'per-day': { type: 'string' }, anew: { type: 'boolean' }, visit: { type: 'string' }, day: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const [workspace, number] = asked.positionals
      if (!/^\d{1,9}$/.test(number!)) throw new UsageError(`the joint inspection goes by its number, not «${number!}»`)
      const { verbs } = asked.engine
      const campaign = Number(number)
      const [from, visit, perDay] = [asked.text('from'), wholeNumber(asked, 'visit'), wholeNumber(asked, 'per-day')]
      await verbs.openWorkspace({ path: workspace! })
      const days = from !== undefined ? await verbs.scheduleVisits({ campaign, from: dayOf('from', from), anew: asked.flag('anew'), ...(perDay === undefined ? {} : { perDay }) })
        : visit !== undefined ? await verbs.setVisitDay({ campaign, visit, day: dayOf('day', required(asked, 'day')) }) : await verbs.campaignDays({ campaign })
      return { json: days, text: table(['day', 'visits', 'officers', 'most of one'], days.map((one) => [one.day, one.visits, one.officers, one.most])) }
    },
  },
  papers: {
    usage: 'papers WS CAMPAIGN --kind K --out FILE [--visits 1,2,5-9] [--size A4|A3] [--results F] | papers WS | papers WS --kind K --template FILE [--own] | papers WS --kind K --import FILE | papers WS --kind K --restore',
    about: `papers of a staffed joint inspection from their templates, one DOCX or a ZIP with a file a visit, and lists as XLSX (by the ending of FILE); or the templates: what they are, out, in, back to the program's own. K: ${[...paperKinds, ...paperLists].join(', ')}; of templates also ${noticeKinds.join(', ')}`,
    options: {
      kind: { type: 'string' }, out: { type: 'string' }, visits: { type: 'string' }, size: { type: 'string' }, results: { type: 'string' }, template: { type: 'string' }, own: { type: 'boolean' }, import: { type: 'string' }, restore: { type: 'boolean' },
    },
    takes: [1, 2],
    run: async (asked) => {
      const [workspace, number] = asked.positionals
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: workspace! })
      if (number === undefined) return templates(asked)
      if (!/^\d{1,9}$/.test(number)) throw new UsageError(`the joint inspection goes by its number, not «${number}»`)
      const out = resolve(required(asked, 'out'))
      const visits = visitsOf(asked.text('visits'))
      const results = asked.text('results')
      const { bytes, papers, format } = await verbs.exportPapers({
        campaign: Number(number), paper: kindOf(asked, [...paperKinds, ...paperLists]), format: extname(out).slice(1).toLowerCase() as NonNullable<Asking['format']>,
        ...(visits ? { visits } : {}), ...(asked.text('size') ? { size: asked.text('size') as 'A3' } : {}), ...(results ? { results: await resultsOf(results) } : {}),
      })
      await writeFileAtomic(out, Buffer.from(bytes))
      return { json: { path: out, papers, format, bytes: bytes.length }, text: `${figure(papers)} ${format === 'xlsx' ? 'rows' : 'papers'} in ${out}` }
    },
  },
}

async function templates(asked: Asked) {
  const { verbs } = asked.engine
  const [out, file] = [asked.text('template'), asked.text('import')]
  if (out !== undefined) {
    const path = resolve(out)
    const bytes = await verbs.exportPaperTemplate({ paper: kindOf(asked, templateKinds), own: asked.flag('own') })
    await writeFileAtomic(path, Buffer.from(bytes))
    return { json: { path, bytes: bytes.length }, text: path }
  }
  const changed = file !== undefined ? await verbs.importPaperTemplate({ paper: kindOf(asked, templateKinds), path: resolve(file), name: basename(file) }) : asked.flag('restore') ? await verbs.restorePaperTemplate({ paper: kindOf(asked, templateKinds) }) : null
  if (changed) return { json: changed, text: `${changed.nameEn}: ${changed.own ? `${changed.file} is used from now on (version ${changed.version}, SHA-256 ${changed.sha256})` : 'the program\'s own template is used'}${changed.unused.length > 0 ? `\nnames nowhere: ${changed.unused.join(', ')}` : ''}` }
  const all = await verbs.listPaperTemplates({})
  return {
    json: all,
    text: [
      table(['paper', 'name', 'template', 'version', 'sha256'], all.map((one) => [one.paper, one.nameZh, one.own ? one.file : 'own', one.version, one.sha256.slice(0, 16)])),
      table(['field', 'within', 'meaning'], all[0]!.fields.map((one) => [`{${one.name}}`, one.list === null ? (one.anywhere ? 'anywhere' : '') : `{#${one.list}}`, one.meaningEn])),
    ].join('\n\n'),
  }
}

function kindOf<K extends string>(asked: Asked, kinds: readonly K[]): K {
  const kind = required(asked, 'kind')
  if (!(kinds as readonly string[]).includes(kind)) throw new UsageError(`--kind is one of ${kinds.join(', ')}, not «${kind}»`)
  return kind as K & TemplateKind
}

/** 1,2,5-9 as numbers. @throws UsageError */
function visitsOf(text: string | undefined): number[] | undefined {
  return text?.split(',').flatMap((part) => {
    const [, from, until = from] = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/.exec(part) ?? []
    if (from === undefined || Number(until) < Number(from)) throw new UsageError(`--visits takes numbers and spans, like 1,2,5-9, not «${text}»`)
    return Array.from({ length: Number(until) - Number(from) + 1 }, (_, i) => Number(from) + i)
  })
}

async function resultsOf(path: string): Promise<NonNullable<Asking['results']>> {
  try {
    return parse(await readFile(path, 'utf8')) as NonNullable<Asking['results']>
  } catch (error) {
    const detail = (error as Error).message.split('\n')[0]!
    throw new MingchaError('plan_unreadable', `${path}: ${detail}`, 'Results are a list of {visit, result, handling, deadline, items}, in YAML or JSON.', { path, detail })
  }
}
