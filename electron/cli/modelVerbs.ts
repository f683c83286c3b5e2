import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { tiers } from '../../shared/classes.ts'
import type { DraftMistake, ModelComparison, ModelDraft, ModelList } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { changesBetween, editSchema, type Edit } from '../../shared/modelDraft.ts'
import { z } from '../../shared/schema.ts'
import { modelOf, modelOptions, refOf } from './modelOption.ts'
import { figure, table } from './text.ts'
import { required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'
import { settingsOf } from './whatIfVerb.ts'

/** Drafts and published versions of the model. */
const steps: Record<string, (asked: Asked) => Promise<Answer>> = {
  list: async (asked) => {
    const models = await asked.engine.verbs.listModels({})
    return { json: models, text: listText(models) }
  },
  draft: async (asked) => {
    const { model: from } = modelOf(asked)
    return drafted(await asked.engine.verbs.createDraft({ name: required(asked, 'name'), note: asked.text('note') ?? '', ...(from === undefined ? {} : { from }) }))
  },
  show: async (asked) => drafted(await asked.engine.verbs.readDraft({ draft: draftOf(asked) })),
  change: async (asked) => {
    const { verbs } = asked.engine
    const [set, file] = [asked.text('set'), asked.text('edits')]
    if (set === undefined && file === undefined) throw new UsageError('change needs --set or --edits')
    const edits = [...(set === undefined ? [] : [...settingsOf(set)].map(([id, one]): Edit => ({ kind: 'dimension', id, set: one }))), ...(file === undefined ? [] : editsOf(file))]
    const { draft, revision } = await verbs.readDraft({ draft: draftOf(asked) })
    await verbs.changeDraft({ draft, revision, edits })
    return drafted(await verbs.readDraft({ draft }))
  },
  check: async (asked) => {
    const mistakes = await asked.engine.verbs.checkDraft({ draft: draftOf(asked) })
    return { json: mistakes, text: mistakes.length === 0 ? 'everything that the draft changed can run, and its cases hold' : mistakes.map(mistakeText).join('\n'), failed: mistakes.length > 0 }
  },
  compare: async (asked) => {
    const from = asked.text('from')
    const compared = await asked.engine.verbs.compareModels({ to: refOf(required(asked, 'to')), ...(from === undefined ? {} : { from: refOf(from) }) })
    return { json: compared, text: comparedText(compared) }
  },
  publish: async (asked) => {
    const { verbs } = asked.engine
    const [version, author, note] = [required(asked, 'as'), required(asked, 'author'), required(asked, 'note')]
    const { draft, revision } = await verbs.readDraft({ draft: draftOf(asked) })
    const published = await verbs.publishDraft({ draft, revision, version, author, note })
    return { json: published, text: `version ${published.version} is published, SHA-256 ${published.sha256}` }
  },
  delete: async (asked) => {
    const draft = draftOf(asked)
    await asked.engine.verbs.deleteDraft({ draft })
    return { json: { draft }, text: `draft ${draft} is gone` }
  },
}

export const modelVerbs: Readonly<Record<string, CliVerb>> = {
  models: {
    usage: 'models WS [list | draft --name N [--note T] [--model F|--version V|--draft N] | show|check|delete --draft N | change --draft N [--set ID.weight=N,…] [--edits F] | compare --to M [--from M] | publish --draft N --as V --author A --note T]',
    about: 'drafts and published versions of the model; an M is a version, draft:N, run:N or a file; F holds a list of edits, YAML or JSON',
    options: { ...modelOptions, name: { type: 'string' }, note: { type: 'string' }, set: { type: 'string' }, edits: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, as: { type: 'string' }, author: { type: 'string' } },
    takes: [1, 2],
    run: async (asked) => {
      const [workspace, step = 'list'] = asked.positionals
      if (!Object.hasOwn(steps, step)) throw new UsageError(`models does ${Object.keys(steps).join(', ')}, not «${step}»`)
      await asked.engine.verbs.openWorkspace({ path: workspace! })
      return steps[step]!(asked)
    },
  },
}

function draftOf(asked: Asked): number {
  const draft = wholeNumber(asked, 'draft')
  if (draft === undefined || draft < 1) throw new UsageError('--draft takes the number of a draft')
  return draft
}

function editsOf(path: string): Edit[] {
  const refuse = (detail: string): MingchaError => new MingchaError('edits_unreadable', `${path} cannot be read as a list of edits: ${detail}`, 'Write a list of edits, each with its kind: dimension, thresholds, ceilings or veto.', { path, detail })
  let value: unknown
  try {
    value = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw refuse(error instanceof Error ? error.message.split('\n')[0]! : String(error))
  }
  const parsed = z.array(editSchema).safeParse(value)
  if (parsed.success) return parsed.data
  const { path: at, message } = parsed.error.issues[0]!
  throw refuse(`${at.join('.')}: ${message}`)
}

function drafted({ base, model, vetoes: _vetoes, ...info }: ModelDraft): Answer {
  const changes = changesBetween(base, model)
  return {
    json: { ...info, changes },
    text: [`draft ${info.draft} «${info.name}», based on ${info.basedOn}, revision ${info.revision}`, ...(changes.length === 0 ? ['nothing is changed'] : [table(['kind', 'of', 'field', 'before', 'after'], changes.map((one) => [one.kind, one.of, one.field === 'whole' ? '' : one.field, said(one.before), said(one.after)]))])].join('\n'),
  }
}

const said = (value: unknown): string | number | null => (value === null || typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value))

const mistakeText = ({ of, field, reason, at, case: failed }: DraftMistake): string => (failed
  ? `${of}, case ${failed.number}: expected ${failed.expected.value} → ${failed.expected.points} points, got ${failed.got.value} → ${failed.got.points}`
  : `${of}.${field}${at === null ? '' : `, character ${at}`}: ${reason}`)

const listText = ({ current, builtIn, versions, drafts }: ModelList): string => [
  `subjects are scored by ${current} unless another model is named`,
  table(['version', 'based on', 'published', 'author', 'note'], [...versions.map((one) => [one.version, one.basedOn, one.publishedAt, one.author, one.note]), [builtIn.version, 'built in', null, null, builtIn.nameEn]]),
  ...(drafts.length === 0 ? [] : [table(['draft', 'name', 'based on', 'revision', 'changed', 'by'], drafts.map((one) => [one.draft, one.name, one.basedOn, one.revision, one.changedAt, one.changedBy]))]),
].join('\n\n')

function comparedText({ from, to, asOf, run, migration, changes, moved }: ModelComparison): string {
  const of = (a: string, b: string): number => migration.find((row) => row.from === a && row.to === b)?.subjects ?? 0
  return [
    `${from.version} (rows) → ${to.version} over the data of run ${run}, as of ${asOf}: ${figure(changes.length)} changes, ${figure(migration.reduce((sum, one) => sum + (one.from === one.to ? 0 : one.subjects), 0))} subjects would move`,
    table(['from \\ to', ...tiers], tiers.map((a) => [a, ...tiers.map((b) => of(a, b))])),
    ...(moved.length === 0 ? [] : [table(['subject', 'before', 'after'], moved.map((one) => [one.name, `${one.tierBefore} ${one.before.toFixed(1)}`, `${one.tierAfter} ${one.after.toFixed(1)}`]))]),
  ].join('\n\n')
}
