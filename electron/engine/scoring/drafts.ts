import type { DraftInfo, ModelDraft, ModelList, Parsed, PublishedModel } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { applyEdits, type DraftModel, type DraftVeto } from '../../../shared/modelDraft.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { person } from '../workspace/person.ts'
import { refuseFailedCases } from './check.ts'
import { mistakesOf, refusedExpression } from './checkDraft.ts'
import { dimensionCount, modelSchema, modelSha256, type Model, type Veto } from './model.ts'
import { builtIn, draftRow, resolveModel, type DraftRow } from './resolveModel.ts'
import { compileOnce } from './score.ts'

/** Why a draft cannot be as it is asked to be. @param at 1-based character of the expression, where one is known */
function refused(draft: number, where: string, reason: string, at: number | null = null): MingchaError {
  const place = at === null ? where : `${where}, character ${at}`
  return new MingchaError('draft_invalid', `the draft ${draft} cannot be used: ${place}: ${reason}`, 'Correct it at the place named.', { draft, where, reason, at: at ?? 0 })
}

/** The dimension and field that a path of the schema means. */
function wordsOf(model: Model, path: readonly PropertyKey[]): string {
  const [part, i, inner, j, ...rest] = path
  if (part !== 'classes') return path.map(String).join('.')
  const group = model.classes[Number(i)]
  const one = inner === 'dimensions' ? group?.dimensions[Number(j)] : undefined
  return one ? [one.id, ...rest].map(String).join('.') : String(group?.class ?? path.join('.'))
}

/** Vetoes that a draft may have on: those it began with, and the built-in ones of its classes. */
export function vetoesFor(base: Model, resources: string): Veto[] {
  const further = builtIn(resources).vetoes.filter((one) => !base.vetoes.some((own) => own.id === one.id) && base.classes.some((group) => group.class === one.class))
  return [...base.vetoes, ...further]
}

const shown = ({ version, ceilings, thresholds, vetoes, classes }: Model): DraftModel =>
  ({ version, ceilings, thresholds, vetoes, classes: classes.map(({ class: name, level1, columns, dimensions }) => ({ class: name, level1, columns, dimensions })) })

/** A draft as it is edited. @throws MingchaError no_such_draft */
export async function readDraft({ database, resources }: Pick<Room, 'database' | 'resources'>, draft: number): Promise<ModelDraft> {
  const row = await database().read((ask) => draftRow(ask, draft))
  return { ...row.info, base: shown(row.base), model: shown(row.model), vetoes: vetoesFor(row.base, resources) as DraftVeto[] }
}

/** Begins a draft as another model is. A file must pass its cases first. @throws MingchaError as resolveModel does */
export async function createDraft(room: Pick<Room, 'database' | 'resources' | 'today'>, { from, name, note }: Parsed<'createDraft'>): Promise<ModelDraft> {
  const { model } = await resolveModel(room, from)
  const database = room.database()
  if (from && 'path' in from) {
    await database.read(async (ask) => {
      await compileOnce(database, ask, model, room.today())
      await refuseFailedCases(ask, model)
    })
  }
  const text = JSON.stringify(model)
  const draft = await database.write(async (ask) => {
    const { draft: number } = await ask.one<{ draft: number }>(sql`SELECT nextval('draft_number')::INTEGER AS draft`)
    await ask.run(sql`INSERT INTO model_draft (draft, name, based_on, base, definition, revision, note, author, created_at, changed_by, changed_at)
      VALUES (${number}, ${name}, ${model.version}, ${text}, ${text}, 1, ${note}, ${person()}, current_timestamp::TIMESTAMP, ${person()}, current_timestamp::TIMESTAMP)`)
    return number
  })
  return readDraft(room, draft)
}

/** The draft as its editor saw it. @throws MingchaError draft_changed where it was changed since */
async function seen(ask: Connection, draft: number, revision: number): Promise<DraftRow> {
  const row = await draftRow(ask, draft)
  const { changedBy, changedAt, revision: now } = row.info
  if (now !== revision) {
    throw new MingchaError('draft_changed', `the draft ${draft} was changed meanwhile by ${changedBy || '?'}: its revision is ${now}, not ${revision}`, 'Read it again and repeat your change.',
      { draft, by: changedBy || '?', at: changedAt, revision: now })
  }
  return row
}

/**
 * Changes a draft, or nothing of it: afterwards it is a model still, its changed expressions held to the guard and bound.
 * @throws MingchaError draft_changed; draft_invalid with the dimension, the field, the reason and the character
 */
export async function changeDraft({ database, resources }: Pick<Room, 'database' | 'resources'>, { draft, revision, edits, name, note }: Parsed<'changeDraft'>): Promise<DraftInfo> {
  return database().write(async (ask) => {
    const row = await seen(ask, draft, revision)
    const { model, unknown } = applyEdits(row.model, edits, vetoesFor(row.base, resources))
    if (unknown !== null) throw refused(draft, unknown, 'there is no such part in the model')
    const parsed = modelSchema.safeParse(model)
    if (!parsed.success) throw refused(draft, wordsOf(model, parsed.error.issues[0]!.path), parsed.error.issues[0]!.message)
    await refuseChanged(ask, draft, row.model, parsed.data)
    await ask.run(sql`UPDATE model_draft SET definition = ${JSON.stringify(parsed.data)}, name = ${name ?? row.info.name}, note = ${note ?? row.info.note}, revision = ${revision + 1},
      changed_by = ${person()}, changed_at = current_timestamp::TIMESTAMP WHERE draft = ${draft}`)
    return (await draftRow(ask, draft)).info
  })
}

async function refuseChanged(ask: Connection, draft: number, before: Model, after: Model): Promise<void> {
  for (const [i, group] of after.classes.entries()) {
    for (const [j, one] of group.dimensions.entries()) {
      const was = before.classes[i]!.dimensions[j]!
      for (const field of ['value', 'evidence'] as const) {
        if (was[field] === one[field] && was.half_life_days === one.half_life_days) continue
        const refusal = await refusedExpression(ask, group, one, field)
        if (refusal) throw refused(draft, `${one.id}.${field}`, refusal.reason, refusal.at)
      }
    }
  }
}

/** @throws MingchaError no_such_draft */
export async function deleteDraft(database: Database, draft: number): Promise<null> {
  const gone = await database.write((ask) => ask.run(sql`DELETE FROM model_draft WHERE draft = ${draft}`))
  if (gone === 0) throw new MingchaError('no_such_draft', `there is no draft ${draft}`, 'List the models to see the drafts.', { draft })
  return null
}

/** The models of a workspace: the built-in one, published versions and drafts, each latest first. */
export async function listModels({ database, resources }: Pick<Room, 'database' | 'resources'>): Promise<ModelList> {
  const base = builtIn(resources)
  return database().read(async (ask) => {
    const versions = await ask.rows<PublishedModel>(sql`SELECT number, version, sha256, based_on AS "basedOn", draft, note, author, published_by AS "publishedBy", published_at AS "publishedAt" FROM model_version ORDER BY number DESC`)
    const drafts = await ask.rows<DraftInfo>(sql`SELECT draft, name, based_on AS "basedOn", revision, note, author, created_at AS "createdAt", changed_by AS "changedBy", changed_at AS "changedAt" FROM model_draft ORDER BY changed_at DESC, draft DESC`)
    return { current: versions[0]?.version ?? base.version, builtIn: { version: base.version, nameZh: base.name[0], nameEn: base.name[1], dimensions: dimensionCount(base) }, versions, drafts }
  })
}

/**
 * Publishes a draft as a version, which never changes afterwards; the draft goes on from it. Everything is checked as a catalogue is: what the
 * draft changed with its cases, and every statement bound in the workspace.
 * @throws MingchaError draft_changed, version_exists, draft_invalid, model_invalid
 */
export async function publishDraft(room: Pick<Room, 'database' | 'resources' | 'today'>, { draft, revision, version, note, author }: Parsed<'publishDraft'>): Promise<PublishedModel> {
  const database = room.database()
  const checked = await database.read(async (ask) => {
    const row = await seen(ask, draft, revision)
    const [first] = await mistakesOf(ask, row.base, row.model)
    if (first) throw refused(draft, first.case ? `${first.of}, case ${first.case.number}` : `${first.of}.${first.field}`, reasonOf(first), first.at)
    const model = { ...row.model, version, valid_from: room.today() }
    await compileOnce(database, ask, model, room.today())
    return { basedOn: row.info.basedOn, model }
  })
  await database.write(async (ask) => {
    await seen(ask, draft, revision)
    const { taken } = await ask.one<{ taken: boolean }>(sql`
      SELECT ${version} = ${builtIn(room.resources).version} OR EXISTS (FROM model_version WHERE version = ${version}) OR EXISTS (FROM score_run WHERE model = ${version}) AS taken`)
    if (taken) throw new MingchaError('version_exists', `a model was called ${version} before`, 'Choose another version.', { version })
    const text = JSON.stringify(checked.model)
    await ask.run(sql`INSERT INTO model_version (number, version, definition, sha256, based_on, draft, note, author, published_by, published_at)
      VALUES (nextval('version_number'), ${version}, ${text}, ${modelSha256(checked.model)}, ${checked.basedOn}, ${draft}, ${note}, ${author}, ${person()}, current_timestamp::TIMESTAMP)`)
    await ask.run(sql`UPDATE model_draft SET base = ${text}, definition = ${text}, based_on = ${version}, revision = ${revision + 1}, changed_by = ${person()}, changed_at = current_timestamp::TIMESTAMP WHERE draft = ${draft}`)
  })
  return (await listModels(room)).versions.find((one) => one.version === version)!
}

const reasonOf = ({ reason, case: failed }: Awaited<ReturnType<typeof mistakesOf>>[number]): string =>
  (failed ? `expected ${failed.expected.value} → ${failed.expected.points} points, got ${failed.got.value} → ${failed.got.points}` : reason)
