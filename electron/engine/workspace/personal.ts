import { readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { parse } from 'yaml'
import { access, roles, type Role } from '../../../shared/access.ts'
import { filterFields, type Filter } from '../../../shared/filter.ts'
import { z } from '../../../shared/schema.ts'
import type { Verb } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { unsighted, veiled } from './deed.ts'
import { maskMacros, type HeaderKind } from './masks.ts'
import { readOnce } from './readOnce.ts'

const kinds = ['person', 'people', 'phone', 'citizen', 'number', 'home', 'text', 'cells', 'row', 'fields', 'item', 'chips', 'library', 'link', 'hidden'] as const
type Kind = (typeof kinds)[number]
const kind = z.enum(kinds)
const verb = z.custom<Verb>((name) => typeof name === 'string' && Object.hasOwn(access, name), 'no such verb')
const someRoles = z.array(z.enum(roles))
const column = z.union([kind, z.array(z.strictObject({ when: z.string(), as: kind })).min(1)])
const fileSchema = z.strictObject({
  policies: z.array(z.strictObject({ id: z.string().min(1), since: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), source: z.string().min(1), full: z.record(z.string(), someRoles) })).min(1),
  parts: z.record(z.string(), z.array(verb)),
  reckoning: z.array(verb), exports: z.array(verb), links: z.array(verb), filters: z.array(z.enum(filterFields)),
  headers: z.record(z.enum(['phone', 'citizen', 'permit', 'secret', 'home', 'person']), z.string().min(1)),
  tables: z.record(z.string().regex(/^[a-z_]+$/), z.strictObject({ party: z.string().optional(), columns: z.record(z.string().regex(/^[a-z_]+$/), column) })),
})
type PersonalFile = z.infer<typeof fileSchema>

/** resources/access/personal.yaml: what is personal, and who sees it. @throws where it names a verb, role or kind that there is not */
export const readPersonal = readOnce((resources): PersonalFile => fileSchema.parse(parse(readFileSync(joinPath(resources, 'access', 'personal.yaml'), 'utf8'))))

/** Whether operators with these roles are shown persons in full by a verb, by the policy that holds on a day. Before the first policy nobody is. */
export function seesInFull({ policies, parts }: PersonalFile, asked: Verb, own: readonly Role[], day: string): boolean {
  const policy = policies.filter((one) => one.since <= day).toSorted((a, b) => (a.since < b.since ? 1 : -1))[0]
  const part = Object.entries(parts).find(([, members]) => members.includes(asked))?.[0] ?? 'rest'
  return (policy?.full[part] ?? []).some((role) => own.includes(role))
}

/** Whether a verb asks of what is true though its asker may not see it: it changes something, or answers nothing personal. */
export const reckonsTrue = ({ reckoning }: PersonalFile, asked: Verb): boolean => typeof access[asked] !== 'string' || reckoning.includes(asked)

/** The first field of a filter that names persons; null: none does. */
export const personalField = ({ filters }: PersonalFile, filter: Filter): string | null => filter.find((chip) => (filters as readonly string[]).includes(chip.field))?.field ?? null

/** The macros by which a connection masks, as long as it lives. */
export async function defineMasks(ask: Connection, { headers }: PersonalFile): Promise<void> {
  for (const macro of maskMacros(Object.entries(headers) as [HeaderKind, string][])) await ask.run(macro)
}

/** What stands before a connection: the database whose tables it masks, and the types of their columns. */
interface Veil { file: PersonalFile; database: string; types: ReadonlyMap<string, ReadonlyMap<string, string>> }
const veils = new WeakMap<Connection, Veil>()

/**
 * Lets a connection see no person in full: for every table with personal columns a temporary view of the same name stands before it, in which they are
 * masked. Whatever is asked, filtered, counted or sorted on that connection is so of what may be seen.
 */
export async function drawVeil(ask: Connection, file: PersonalFile): Promise<void> {
  await defineMasks(ask, file)
  const { database } = await ask.one<{ database: string }>(sql`SELECT current_database() AS database`)
  const there = await ask.rows<{ name: string; column: string; type: string }>(sql`SELECT table_name AS name, column_name AS column, data_type AS type FROM duckdb_columns() WHERE schema_name = 'main' AND database_name = ${database}`)
  const types = new Map<string, Map<string, string>>()
  for (const { name, column, type } of there) types.set(name, (types.get(name) ?? new Map<string, string>()).set(column, type))
  const veil: Veil = { file, database, types }
  for (const [table, { columns }] of Object.entries(file.tables)) {
    const masked = Object.keys(columns).flatMap((name) => cellOf(veil, table, name) ?? [])
    if (masked.length > 0) await ask.run(sql`CREATE OR REPLACE TEMP VIEW ${ident(table)} AS SELECT * REPLACE (${join(masked, ', ')}) FROM ${under(veil, table)} AS t`)
  }
  veils.set(ask, veil)
}

const under = ({ database }: Veil, table: string): Sql => sql`${ident(database)}.main.${ident(table)}`

/** A personal column as the veil shows it; null: it is not personal, or there is none. */
function cellOf({ file, types }: Veil, table: string, name: string): Sql | null {
  const { party, columns } = file.tables[table]!
  const [spec, type] = [columns[name], types.get(table)?.get(name)]
  return spec === undefined || type === undefined ? null : sql`${maskOf(file, name, spec, { party, person: columns['legal_rep'] === 'person' ? 'legal_rep' : null })}::${raw(type)} AS ${ident(name)}`
}

/** A table as it is, also where a veil stands before it: whoever names it answers nothing personal of it, or masks that. */
export function beneath(ask: Connection, table: string): Sql {
  const veil = veils.get(ask)
  return veil === undefined ? ident(table) : under(veil, table)
}

/**
 * A table as its asker may see it, without those of its personal columns that `named`, a piece of SQL, does not name: less to plan than the veil, which
 * masks all of a table whatever is asked of it.
 */
export function seen(ask: Connection, table: string, named: string): Sql {
  const veil = veils.get(ask)
  const personal = Object.keys(veil?.file.tables[table]?.columns ?? {}).filter((name) => veil!.types.get(table)?.has(name))
  if (veil === undefined || personal.length === 0) return ident(table)
  const words = new Set(named.toLowerCase().match(/\w+/g))
  const [wanted, idle] = [personal.filter((name) => words.has(name)), personal.filter((name) => !words.has(name))]
  return sql`(SELECT *${idle.length === 0 ? raw('') : sql` EXCLUDE (${join(idle.map(ident), ', ')})`}${wanted.length === 0 ? raw('') : sql` REPLACE (${join(wanted.map((name) => cellOf(veil, table, name)!), ', ')})`} FROM ${under(veil, table)} AS t)`
}

/** What subjects share (subject_link.shared) as the asker may see it. */
export const maskedShare = (shared: string, label: string): Sql => raw(veiled()
  ? `CASE ${shared} WHEN 'person' THEN mask_person(${label}) WHEN 'phone' THEN mask_phone(${label}) WHEN 'address' THEN mask_place(${label}) ELSE mask_person(mask_citizen(${label})) END` : label)

/** A row of a source as it may be seen; needs `defineMasks`, and the table under the alias t. */
export const maskedRow = (column: string): Sql => sql`mask_row(${ident(column)}, ${headersOf()})`

/**
 * What was written over cells that the writer was shown masked: a value that is the masked form of the present one was not changed. `which`: the row of
 * the table that is changed.
 */
export async function keepUnseen<T extends Record<string, unknown>>(ask: Connection, resources: string, table: string, which: Sql, written: T): Promise<T> {
  if (!unsighted()) return written
  const file = readPersonal(resources)
  const { party, columns = {} } = file.tables[table] ?? {}
  const named = Object.entries(columns).filter(([name]) => typeof written[name] === 'string')
  if (named.length === 0) return written
  await defineMasks(ask, file)
  const [row] = await ask.rows<Record<string, string | null>>(sql`SELECT ${join(named.map(([name, spec]) => sql`${ident(name)} AS ${ident(name)}, ${maskOf(file, name, spec, { party, person: null })} AS ${ident(`seen_${name}`)}`), ', ')} FROM ${ident(table)} t WHERE ${which} LIMIT 1`)
  if (!row) return written
  return { ...written, ...Object.fromEntries(named.flatMap(([name]) => (written[name] === row[`seen_${name}`] ? [[name, row[name]]] : []))) }
}

interface Around { party: string | undefined; /** Column with the person of the row. */ person: string | null }

function maskOf(file: PersonalFile, name: string, spec: PersonalFile['tables'][string]['columns'][string], around: Around): Sql {
  if (typeof spec === 'string') return masking(file, spec, name, around)
  return sql`CASE ${join(spec.map((one) => sql`WHEN ${raw(one.when)} THEN ${masking(file, one.as, name, around)}`), ' ')} ELSE ${ident(name)} END`
}

/** A column as it may be seen by those who see no person in full. */
function masking({ filters, links }: PersonalFile, as: Kind, name: string, { party, person }: Around): Sql {
  const own = ident(name)
  switch (as) {
    case 'home': return sql`mask_home(${own}, ${party === undefined ? raw('NULL') : ident(party)})`
    case 'text': return person === null ? sql`mask_text(${own})` : sql`mask_about(${own}, ${ident(person)})`
    case 'row': return maskedRow(name)
    case 'item': return sql`CASE WHEN kind = 'bearer' THEN mask_item(${own}) ELSE ${own} END`
    case 'library': return sql`CASE WHEN table_name IN ('officer', 'officer_recusal', 'expert') THEN mask_library(${own}) ELSE ${own} END`
    case 'chips': return sql`mask_chips(${own}, [${join(filters.map((one) => raw(`'${one}'`)), ', ')}])`
    case 'hidden': return raw(`'***'`)
    case 'link': return sql`mask_link(${own}, [${join(links.map((one) => raw(`'${one}'`)), ', ')}])`
    default: return sql`${raw(`mask_${as}`)}(${own})`
  }
}

/** Headers of the file that a row lies in quarantine of; those that a column takes which is personal are named so that they are known as such. */
const headersOf = (): Sql => raw(`(SELECT list_transform(from_json(f.mapping, '[{"source":"VARCHAR","column":"VARCHAR"}]'),
  lambda m : CASE m.column WHEN 'legal_rep' THEN '姓名' WHEN 'inspectors' THEN '人员' WHEN 'phone' THEN '电话' WHEN 'address' THEN '住址' WHEN 'other_name' THEN '姓名' ELSE m.source END) FROM main.source_file f WHERE f.file_id = t.file_id)`)
