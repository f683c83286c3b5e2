import type { LibraryCell, LibraryColumn } from '../../../shared/libraries.ts'
import { formatPercent, unknown, type Language } from '../../components/format.ts'
import { maskPerson } from '../../components/mask.ts'

/** A column's name in the language of the page: the template's own in Chinese. */
export const columnName = (column: LibraryColumn, language: Language): string => (language === 'en' ? column.nameEn : column.nameZh)

/** A cell as it is shown: choices in words, lists with commas, persons masked. */
export function shownCell(column: LibraryColumn, value: unknown, language: Language): string {
  if (value === null || value === undefined || value === '') return unknown
  switch (column.type) {
    case 'choice': return column.choices.find((one) => one.code === value)?.[language === 'en' ? 'en' : 'zh'] ?? String(value)
    case 'share': return formatPercent(Number(value), language)
    case 'list': return listOf(value).map((text) => text).join(language === 'en' ? ', ' : '、') || unknown
    default: return column.person ? maskPerson(String(value)) : String(value)
  }
}

/** Lists come from tables as JSON text, from the log as lists. */
export function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'string' || value === '') return []
  return JSON.parse(value) as string[]
}

/** A cell as it is typed. */
export const typedCell = (column: LibraryColumn, value: unknown): string =>
  (value === null || value === undefined ? '' : column.type === 'list' ? listOf(value).join('；') : column.type === 'share' ? `${Number((Number(value) * 100).toFixed(6))}%` : String(value))

/** Columns whose cells differ between two states of a row. */
export const differing = (columns: readonly LibraryColumn[], before: Record<string, LibraryCell> | null, after: Record<string, LibraryCell> | null): LibraryColumn[] =>
  columns.filter(({ name }) => JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null))
