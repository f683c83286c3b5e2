import { inert } from '../../shared/inert.ts'
import type { Rows } from './rows.ts'

/** One cell of a CSV file; text is made inert by a leading ', numbers never are. */
function cellOf(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = inert(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** First part of a CSV file: the mark by which spreadsheets know UTF-8, and the header. */
export const csvHeader = (columns: Rows['columns']): string => `\uFEFF${columns.map(({ name }) => cellOf(name)).join(',')}\r\n`

export const csvLines = (rows: Rows['rows']): string => rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
