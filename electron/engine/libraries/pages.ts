import type { Parsed, Table, LibraryChange } from '../../../shared/contract.ts'
import { libraryKinds, type LibraryInfo } from '../../../shared/libraries.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { holdsOn } from '../workspace/holds.ts'
import { readLibraries, type Library } from './columns.ts'

/** Every library with its columns, and how many rows of it hold on the day. */
export async function listLibraries(ask: Connection, resources: string, day: string): Promise<LibraryInfo[]> {
  const libraries = readLibraries(resources)
  const rows = await ask.rows<{ kind: string; rows: number }>(join(libraryKinds.map((kind) => sql`SELECT ${kind} AS kind, count(*) AS rows FROM ${ident(libraries[kind].table)} WHERE ${holdsOn(day)}`), ' UNION ALL '))
  const changes = await ask.rows<{ table_name: string; at: string }>(sql`SELECT table_name, max(changed_at) AS at FROM library_change GROUP BY 1`)
  return libraryKinds.map((kind) => {
    const { nameZh, nameEn, columns, table } = libraries[kind]
    return {
      kind, nameZh, nameEn, columns: columns.map(({ also: _also, example: _example, ...column }) => column),
      rows: rows.find((one) => one.kind === kind)!.rows, changedAt: changes.find((one) => one.table_name === table)?.at ?? null,
    }
  })
}

/**
 * Rows of a library: those that hold on a day, or with `history` all versions. Codes of departments and numbers of officers come with their
 * names; officers also with whether they are on leave on that day and can be drawn, and how many recusals they declared.
 */
export async function libraryPage(ask: Connection, library: Library, input: Parsed<'libraryPage'>, today: string): Promise<Table> {
  const day = input.on ?? today
  const conditions = [
    ...(input.history ? [] : [holdsOn(day)]),
    ...(input.key === undefined ? [] : library.key.flatMap((name, i) => (input.key![i] === undefined ? [] : [sql`${ident(name)} = ${input.key![i]!}`]))),
    ...(input.department === undefined ? [] : [hasColumn(library, 'department') ? sql`department = ${input.department}` : library.kind === 'department' ? sql`code = ${input.department}` : raw('true')]),
    ...(input.qualification === undefined ? [] : [hasColumn(library, 'qualifications') ? sql`list_contains(from_json(coalesce(qualifications, '[]'), '["VARCHAR"]'), ${input.qualification})` : hasColumn(library, 'qualification') ? sql`qualification = ${input.qualification}` : raw('true')]),
    ...(input.text === undefined ? [] : [sql`contains(lower(concat_ws(' ', ${join(library.columns.filter((one) => one.type !== 'day').map(({ name }) => sql`${ident(name)}::VARCHAR`), ', ')})), lower(${input.text}))`]),
    ...(input.available === undefined ? [] : [library.kind === 'officer' ? sql`available = ${input.available}` : raw('true')]),
  ]
  const where = join([raw('true'), ...conditions], ' AND ')
  const source = withNames(library, day)
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM (${source}) WHERE ${where}`)
  const order = [...input.sort.filter(({ field }) => hasColumn(library, field)).map(({ field, descending }) => sql`${ident(field)} ${raw(descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST')}`), ...library.key.map(ident), raw('valid_from DESC')]
  return { total, arrow: await ask.arrow(sql`SELECT * FROM (${source}) WHERE ${where} ORDER BY ${join(order, ', ')} LIMIT ${input.limit} OFFSET ${input.offset}`) }
}

const hasColumn = (library: Library, name: string): boolean => library.columns.some((one) => one.name === name)

function withNames(library: Library, day: string): Sql {
  const columns = raw(library.columns.map(({ name, type }) => `t."${name}"${type === 'list' ? `::VARCHAR AS "${name}"` : ''}`).join(', '))
  const department = hasColumn(library, 'department') ? sql`, (SELECT any_value(d.name) FROM department d WHERE d.code = t.department AND ${holdsOn(day, 'd')}) AS department_name` : raw('')
  const officer = library.kind === 'leave' || library.kind === 'recusal' ? sql`, (SELECT arg_max(o.name, o.valid_from) FROM officer o WHERE o.officer = t.officer) AS officer_name` : raw('')
  if (library.kind !== 'officer') return sql`SELECT ${columns}${department}${officer} FROM ${ident(library.table)} t`
  return sql`SELECT *, certified AND NOT on_leave AS available FROM (SELECT ${columns}${department},
      coalesce(t.certificate_from <= ${day}::DATE, true) AND coalesce(t.certificate_until >= ${day}::DATE, true) AS certified,
      EXISTS (SELECT 1 FROM officer_leave l WHERE l.officer = t.officer AND ${holdsOn(day, 'l')}) AS on_leave,
      (SELECT count(*) FROM officer_recusal r WHERE r.officer = t.officer AND ${holdsOn(day, 'r')})::INTEGER AS recusals
    FROM officer t)`
}

/** Changes of the libraries, the latest first. */
export async function libraryLog(ask: Connection, library: Library | null, { key, offset, limit }: Parsed<'libraryLog'>, kindOf: (table: string) => LibraryChange['kind']): Promise<{ total: number; changes: LibraryChange[] }> {
  const where = sql`${library === null ? raw('true') : sql`table_name = ${library.table}`} AND ${key === undefined ? raw('true') : sql`key = ${key.join('/')}`}`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM library_change WHERE ${where}`)
  type Row = Omit<LibraryChange, 'kind' | 'before' | 'after'> & { table_name: string; before: string | null; after: string | null }
  const rows = await ask.rows<Row>(sql`SELECT change, changed_at AS "at", changed_by AS "by", table_name, key, action, before::VARCHAR AS before, after::VARCHAR AS after, reason, source
    FROM library_change WHERE ${where} ORDER BY change DESC LIMIT ${limit} OFFSET ${offset}`)
  const parsed = (text: string | null): LibraryChange['before'] => (text === null ? null : JSON.parse(text) as LibraryChange['before'])
  return { total, changes: rows.map(({ table_name: table, before, after, ...rest }) => ({ ...rest, kind: kindOf(table), before: parsed(before), after: parsed(after) })) }
}
