import { hash } from 'node:crypto'
import PizZip from 'pizzip'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { PaperTemplate, TemplateKind } from '../../../shared/papers.ts'
import { person } from '../workspace/person.ts'
import { ownTemplate, readCatalog } from './catalog.ts'
import { fill, type Fields } from './fill.ts'
import { checkPlaces, mainPart } from './places.ts'
import { refuseMalformed, unpack } from './unpack.ts'

interface Stored { version: number; name: string; sha256: string; content: string | null; changedAt: string; changedBy: string }
export interface Template { content: Uint8Array; version: number; own: boolean; file: string; sha256: string; changedAt: string | null; changedBy: string }

/** The template that is used: the latest of the workspace, else the program's. */
export async function findTemplate(ask: Connection, resources: string, paper: TemplateKind): Promise<Template> {
  const [row] = await ask.rows<Stored>(sql`SELECT version, name, sha256, content, changed_at AS "changedAt", changed_by AS "changedBy" FROM paper_template WHERE paper = ${paper} ORDER BY version DESC LIMIT 1`)
  if (row && row.content !== null) return { ...row, content: new Uint8Array(Buffer.from(row.content, 'base64')), own: true, file: row.name }
  const content = new Uint8Array(ownTemplate(resources, paper))
  return { content, version: row?.version ?? 0, own: false, file: '', sha256: hash('sha256', content), changedAt: row?.changedAt ?? null, changedBy: row?.changedBy ?? '' }
}

export async function templateInfo(ask: Connection, resources: string, paper: TemplateKind): Promise<PaperTemplate> {
  const { content, ...template } = await findTemplate(ask, resources, paper)
  const catalog = readCatalog(resources, paper)
  const { unused } = checkPlaces(await unpack(content, template.file || paper), template.file || paper, catalog)
  return { paper, nameZh: catalog.name.zh, nameEn: catalog.name.en, ...template, fields: [...catalog.fields], lists: [...catalog.lists], unused }
}

/**
 * Takes a changed template into use from now on, as one more version. What it names is checked, and it is filled once on trial.
 * @throws MingchaError paper_unreadable, paper_unsafe, paper_place_open, paper_place_unknown, paper_place_misplaced
 */
export async function importTemplate(database: Database, resources: string, paper: TemplateKind, bytes: Uint8Array, name: string): Promise<PaperTemplate> {
  const catalog = readCatalog(resources, paper)
  const parts = await unpack(bytes, name)
  // Kept as taken apart and put together again: what the container held beside its parts is gone.
  const content = parts.generate({ type: 'nodebuffer', compression: 'DEFLATE' })
  checkPlaces(parts, name, catalog)
  const blank: Fields = Object.fromEntries([...catalog.fields.map((one) => [one.name, '1'] as const), ...catalog.lists.map((one) => [one.name, [{}]] as const)])
  const filled = new PizZip((await fill(content, blank, [{}, {}])).together())
  try {
    refuseMalformed(filled.file(mainPart(filled, name))!.asText())
  } catch (error) {
    throw new MingchaError('paper_place_open', `${name}: a list begins in one part of a table and ends in another: ${(error as Error).message}`, 'A list stands between {#name} and {/name}: both in one row of a table, or each in a paragraph of its own.', { name, place: '{#…}' })
  }
  return database.write(async (ask) => {
    await keep(ask, paper, { name, sha256: hash('sha256', content), content: content.toString('base64') })
    return templateInfo(ask, resources, paper)
  })
}

/** The program's own from now on; the versions before stay. */
export const restoreTemplate = (database: Database, resources: string, paper: TemplateKind): Promise<PaperTemplate> =>
  database.write(async (ask) => {
    if ((await findTemplate(ask, resources, paper)).own) await keep(ask, paper, { name: '', sha256: hash('sha256', ownTemplate(resources, paper)), content: null })
    return templateInfo(ask, resources, paper)
  })

const keep = (ask: Connection, paper: TemplateKind, { name, sha256, content }: Pick<Stored, 'name' | 'sha256' | 'content'>): Promise<number> =>
  ask.run(sql`INSERT INTO paper_template (paper, version, name, sha256, content, changed_at, changed_by)
    SELECT ${paper}, coalesce(max(version), 0) + 1, ${name.toWellFormed()}, ${sha256}, ${content}, current_timestamp::TIMESTAMP, ${person()} FROM paper_template WHERE paper = ${paper}`)
