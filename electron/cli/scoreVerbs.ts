import { tiers, type Tier } from '../../shared/classes.ts'
import type { SubjectProfile, TierSummary } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { filterFields, parseFilter, type Filter, type Sort } from '../../shared/filter.ts'
import { modelOf, modelOptions, modelUsage } from './modelOption.ts'
import { objectsOf, rowsOf } from './rows.ts'
import { backtestVerbs } from './backtestVerbs.ts'
import { figure, share, table } from './text.ts'
import { dayOf, ended, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'
import { runVerbs } from './runVerbs.ts'
import { whatIfVerb } from './whatIfVerb.ts'

const tierAxes = { industry: 'industry', region: 'region', type: 'type', registrar: 'registrar', pool: 'pool' } as const

/** Measuring, scoring, and looking at the result. */
export const scoreVerbs: Readonly<Record<string, CliVerb>> = {
  score: {
    usage: `score WS [--as-of D] ${modelUsage}`, about: 'measure every dimension as of a day, and set index and tier of every subject',
    options: { 'as-of': { type: 'string' }, ...modelOptions }, takes: [1, 1],
    run: async (asked) => {
      const asOf = asked.text('as-of')
      const model = modelOf(asked)
      if (asOf !== undefined) dayOf('as-of', asOf)
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const run = await ended<'score'>(asked.engine, asked.engine.verbs.scoreSubjects({ ...(asOf === undefined ? {} : { asOf }), ...model }))
      return { json: run, text: `${figure(run.subjects)} subjects scored as of ${run.asOf} by ${run.dimensions} dimensions of model ${run.model}\n${tierTable(run.tiers)}` }
    },
  },
  ...backtestVerbs,
  whatif: whatIfVerb,
  ...runVerbs,
  tiers: {
    usage: 'tiers WS [--by industry|region|type|registrar|pool] [--where F]', about: 'how many subjects stand in each tier',
    options: { by: { type: 'string' }, where: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const by = asked.text('by')
      const axis = Object.values(tierAxes).find((one) => one === by)
      if (by !== undefined && !axis) throw new UsageError(`--by is one of ${Object.keys(tierAxes).join(', ')}`)
      const filter = filterOf(asked)
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const summary = await asked.engine.verbs.tierSummary({ filter, ...(axis ? { by: axis } : {}) })
      if (!summary) throw notScored()
      return { json: summary, text: summaryText(summary, by) }
    },
  },
  subjects: {
    usage: 'subjects WS [--tier T] [--where F] [--sort S] [--limit N]', about: 'subjects as the grid shows them; F is field=value,field>=n,field~text; S is field or -field,…',
    options: { tier: { type: 'string' }, where: { type: 'string' }, sort: { type: 'string' }, limit: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const tier = asked.text('tier')?.toUpperCase().split(',')
      if (tier && !tier.every((one) => tiers.includes(one as Tier))) throw new UsageError('--tier is A, B, C or D, or several with commas')
      const filter: Filter = [...(tier ? [{ field: 'tier' as const, op: 'in' as const, values: tier }] : []), ...filterOf(asked)]
      const sort = sortOf(asked.text('sort'))
      const limit = wholeNumber(asked, 'limit') ?? 100
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const page = rowsOf(await asked.engine.verbs.subjectPage({ filter, sort, limit }))
      const shown = ['subject_id', 'uscc', 'name', 'tier', 'index', 'registrar', 'region', 'industry', 'status', 'records'].filter((name) => page.columns.some((column) => column.name === name))
      const subjects = objectsOf(page)
      return {
        json: { total: page.total, subjects },
        text: `${figure(page.total)} subjects${page.total > subjects.length ? `, the first ${figure(subjects.length)}` : ''}\n${table(shown, subjects.map((one) => shown.map((name) => (typeof one[name] === 'boolean' ? String(one[name]) : one[name]))))}`,
      }
    },
  },
  profile: {
    usage: 'profile WS CODE|NAME', about: 'one enterprise: index, tier, what contributes to it, and its records', options: {}, takes: [2, 2],
    run: async ({ engine, positionals: [workspace, who] }) => {
      await engine.verbs.openWorkspace({ path: workspace! })
      const profile = await profileOf(who!, (input) => engine.verbs.subjectProfile(input))
      const { subject, explanation, records } = profile
      return {
        json: {
          subject, index: explanation?.index ?? null, tier: explanation?.tier ?? null, tierReason: explanation?.tierReason ?? null, veto: explanation?.veto ?? null, override: explanation?.override ?? null,
          asOf: explanation?.asOf ?? null, model: explanation?.model ?? null, contributions: explanation?.contributions ?? [], records, askedFor: profile.askedFor, mergedFrom: profile.mergedFrom,
        },
        text: profileText(profile),
      }
    },
  },
  dimensions: {
    usage: `dimensions WS [--sql ID] ${modelUsage}`, about: 'the risk model: every dimension with its meaning and legal basis; --sql shows how one is measured',
    options: { sql: { type: 'string' }, ...modelOptions }, takes: [1, 1],
    run: async (asked) => {
      const model = modelOf(asked)
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const id = asked.text('sql')
      if (id !== undefined) {
        const { sql } = await asked.engine.verbs.dimensionSql({ dimension: id, ...model })
        return { json: { id, sql }, text: sql }
      }
      const dimensions = await asked.engine.verbs.listDimensions(model)
      return {
        json: dimensions,
        text: `${figure(dimensions.length)} dimensions\n${table(['id', 'class', 'name', '名称', 'direction', 'weight', 'legal basis'], dimensions.map((one) => [one.id, one.class, one.nameEn, one.nameZh, one.direction, one.weight, one.legalBasis]))}`,
      }
    },
  },
}

const notScored = (): MingchaError => new MingchaError('not_scored', 'the subjects of this workspace have not been scored', 'Run `mingcha score` on it first.')

/** @throws UsageError for a filter that cannot be read */
export function filterOf(asked: Asked): Filter {
  try {
    return parseFilter(asked.text('where') ?? '')
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(error.message)
    throw new UsageError(`--where takes conditions on ${filterFields.join(', ')}, pool or a dimension's id: field=value, field=a|b, field~text, field>=n, field<=n, joined by commas`)
  }
}

/** `-index,name`: descending by index, then by name. */
function sortOf(text: string | undefined): Sort {
  if (text === undefined) return []
  return text.split(',').map((part) => {
    const field = filterFields.find((one) => one === part.trim().replace(/^-/, ''))
    if (!field || field === 'text') throw new UsageError(`--sort takes ${filterFields.filter((one) => one !== 'text').join(', ')}, with - before it for descending`)
    return { field, descending: part.trim().startsWith('-') }
  })
}

/** Codes and names look different, but a name may be all Latin letters: what is no known code is asked for as a name. */
export async function profileOf(who: string, ask: (input: { code?: string; name?: string }) => Promise<SubjectProfile>): Promise<SubjectProfile> {
  if (!/^[\w-]{6,100}$/.test(who)) return ask({ name: who })
  try {
    return await ask({ code: who })
  } catch (error) {
    return ask({ name: who }).catch(() => { throw error })
  }
}

function tierTable(counts: Record<Tier, number>): string {
  const all = tiers.reduce((sum, tier) => sum + counts[tier], 0)
  return table(['tier', 'subjects', 'share'], tiers.map((tier) => [tier, counts[tier], share(counts[tier], all)]))
}

function summaryText(summary: TierSummary, by: string | undefined): string {
  const head = `as of ${summary.asOf}, model ${summary.model}\n${tierTable(summary.tiers)}`
  return by === undefined ? head : `${head}\n\n${table([by, 'label', ...tiers], summary.groups.map((group) => [group.key || null, group.label || null, ...tiers.map((tier) => group[tier])]))}`
}

function profileText({ subject, explanation, records, askedFor, mergedFrom }: SubjectProfile): string {
  const head = [
    ...(askedFor ? [`«${askedFor.name}» was merged into this subject`] : []),
    `${subject.name}  ${subject.uscc ?? subject.localCode ?? ''}`,
    `${subject.type ?? '–'} · ${subject.status ?? '–'} · established ${subject.established ?? '–'} · capital ${figure(subject.capitalYuan)} yuan · ${subject.regionName ?? subject.region ?? '–'}`,
    ...mergedFrom.map((one) => `merged from ${one.name}${one.code === null ? '' : ` ${one.code}`} at ${one.at} by ${one.by || 'the program'} (decision ${one.decision})`),
    explanation ? `tier ${explanation.tier} (${explanation.tierReason}${explanation.veto ? `: ${explanation.veto.nameEn}` : ''}${explanation.override ? `: no. ${explanation.override.override.override} by ${explanation.override.override.author} and ${explanation.override.override.confirmedBy} until ${explanation.override.override.expiresOn}, without it ${explanation.override.tierWithout}` : ''}), index ${explanation.index.toFixed(2)} as of ${explanation.asOf}, model ${explanation.model}` : 'not scored',
  ]
  const contributions = explanation?.contributions.filter((one) => one.contribution !== 0) ?? []
  return [
    head.join('\n'),
    ...(contributions.length > 0 ? [table(['dimension', 'name', 'value', 'points', 'weight', 'contribution'], contributions.map((one) => [one.dimension, one.nameEn, one.value, one.points, one.weight, one.contribution]))] : []),
    table(['class', 'records'], Object.entries(records).filter(([, rows]) => rows > 0)),
  ].join('\n\n')
}
