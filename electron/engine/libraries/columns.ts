import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { libraryKinds, type LibraryColumn, type LibraryInfo, type LibraryKind } from '../../../shared/libraries.ts'
import { readOnce } from '../workspace/readOnce.ts'

/** Tables of the kinds; a table's columns are those of its template. */
export const tableOf: Readonly<Record<LibraryKind, string>> = {
  department: 'department', item: 'inspection_item', officer: 'officer', leave: 'officer_leave', recusal: 'officer_recusal', expert: 'expert', body: 'third_party',
}

const word = z.string().min(1)
const columnSchema = z.strictObject({
  name: z.string().regex(/^[a-z_]+$/), type: z.enum(['text', 'list', 'number', 'share', 'day', 'choice']), required: z.boolean().default(false), of: z.enum(libraryKinds).optional(), person: z.boolean().default(false),
  choices: z.record(z.string(), word).default({}), choicesEn: z.record(z.string(), word).default({}), zh: word, en: word, also: z.array(word).default([]), means: word, meansEn: word, example: z.string(),
})
const fileSchema = z.record(z.enum(libraryKinds), z.strictObject({ zh: word, en: word, key: z.array(z.string()).min(1), columns: z.array(columnSchema).min(3) }))

export interface Column extends LibraryColumn {
  /** Other headers for the same. */
  also: string[]
  /** As the template shows it. */
  example: string
}
export interface Library extends Pick<LibraryInfo, 'kind' | 'nameZh' | 'nameEn'> {
  table: string
  key: string[]
  /** In the order of the template; valid_from and valid_until are the last two. */
  columns: Column[]
  /** Columns that make the content of a version: all but its days. */
  content: Column[]
}

/** The libraries as resources/templates/libraries.yaml describes them. */
export const readLibraries = readOnce((resources: string): Readonly<Record<LibraryKind, Library>> => {
  const file = fileSchema.parse(parse(readFileSync(join(resources, 'templates', 'libraries.yaml'), 'utf8')))
  return Object.fromEntries(libraryKinds.map((kind) => {
    const { zh, en, key, columns: written } = file[kind]!
    const columns = written.map(({ zh: nameZh, en: nameEn, means, meansEn, choices, choicesEn, of, ...rest }): Column => ({
      ...rest, nameZh, nameEn, meaningZh: means, meaningEn: meansEn, of: of ?? null, key: key.includes(rest.name), choices: Object.entries(choices).map(([code, text]) => ({ code, zh: text, en: choicesEn[code] ?? code })),
    }))
    return [kind, { kind, table: tableOf[kind], nameZh: zh, nameEn: en, key, columns, content: columns.slice(0, -2) }]
  })) as Record<LibraryKind, Library>
})
