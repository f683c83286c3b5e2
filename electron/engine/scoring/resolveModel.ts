import type { DraftInfo, ModelRef } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { readOnce } from '../workspace/readOnce.ts'
import { modelSchema, modelSha256, type Model } from './model.ts'
import { builtInModel, readModel, refusal } from './read.ts'
import { readRun } from './score.ts'

export interface Resolved {
  model: Model
  /** Nobody has vouched for it yet: its cases must pass before subjects are scored by it. */
  own: boolean
}

/** The model that comes with the program. */
export const builtIn = readOnce((resources) => readModel(builtInModel(resources), resources))

/**
 * The model that a reference names, held to the schema; nothing named: the latest published version, else the built-in model.
 * A draft's version is `draft-N.R` with its number and revision, so that a run by it names what it used.
 * @throws MingchaError no_such_version, no_such_draft, no_such_run, model_unreadable, model_invalid; version_broken where a published version is no longer what was published
 */
export async function resolveModel({ database, resources }: Pick<Room, 'database' | 'resources'>, ref?: ModelRef): Promise<Resolved> {
  if (ref && 'path' in ref) return { model: readModel(ref.path, resources), own: true }
  return database().read(async (ask) => {
    if (!ref) return { model: (await published(ask)) ?? builtIn(resources), own: false }
    if ('draft' in ref) return { model: (await draftRow(ask, ref.draft)).model, own: true }
    if ('run' in ref) {
      const known = await ask.rows(sql`SELECT 1 FROM score_run WHERE run = ${ref.run}`)
      if (known.length === 0) throw new MingchaError('no_such_run', `there is no score run ${ref.run}`, 'List the runs to see their numbers.', { run: ref.run })
      return { model: (await readRun(ask, ref.run)).model, own: false }
    }
    const model = (await published(ask, ref.version)) ?? (ref.version === builtIn(resources).version ? builtIn(resources) : null)
    if (!model) throw new MingchaError('no_such_version', `no model was published as ${ref.version}`, 'List the models to see their versions.', { version: ref.version })
    return { model, own: false }
  })
}

/** A published version, or the latest; null where there is none. */
async function published(ask: Connection, version?: string): Promise<Model | null> {
  const [row] = await ask.rows<{ version: string; definition: string; sha256: string }>(sql`
    SELECT version, definition::VARCHAR AS definition, sha256 FROM model_version WHERE ${version ?? null} IS NULL OR version = ${version ?? null} ORDER BY number DESC LIMIT 1`)
  if (!row) return null
  const model = storedModel(row.definition, row.version)
  if (modelSha256(model) !== row.sha256) {
    throw new MingchaError('version_broken', `the version ${row.version} is no longer what was published`, 'The workspace was changed outside this program: restore it from a backup.', { version: row.version })
  }
  return model
}

export interface DraftRow { info: DraftInfo; base: Model; model: Model }

/** @throws MingchaError no_such_draft, model_invalid */
export async function draftRow(ask: Connection, draft: number): Promise<DraftRow> {
  const [row] = await ask.rows<DraftInfo & { base: string; definition: string }>(sql`
    SELECT draft, name, based_on AS "basedOn", revision, note, author, created_at AS "createdAt", changed_by AS "changedBy", changed_at AS "changedAt", base::VARCHAR AS base, definition::VARCHAR AS definition
    FROM model_draft WHERE draft = ${draft}`)
  if (!row) throw new MingchaError('no_such_draft', `there is no draft ${draft}`, 'List the models to see the drafts.', { draft })
  const { base, definition, ...info } = row
  return { info, base: storedModel(base, info.basedOn), model: { ...storedModel(definition, info.name), version: `draft-${draft}.${info.revision}` } }
}

/** A model that the workspace keeps, checked again: it may come from elsewhere. */
function storedModel(definition: string, name: string): Model {
  const parsed = modelSchema.safeParse(JSON.parse(definition))
  if (parsed.success) return parsed.data
  throw refusal(name, parsed.error.issues[0]!.path.join('.'), parsed.error.issues[0]!.message)
}
