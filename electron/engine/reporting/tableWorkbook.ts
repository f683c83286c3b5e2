import { utils, write } from '@e965/xlsx'
import type { Parsed } from '../../../shared/contract.ts'

/** A small table as an XLSX workbook of one sheet. Texts are written as texts: a spreadsheet runs none of them as a formula. */
export function tableWorkbook({ title, columns, rows }: Parsed<'tableWorkbook'>): Uint8Array {
  const sheet = utils.aoa_to_sheet([columns, ...rows])
  sheet['!cols'] = columns.map((name, i) => ({ wch: Math.min(48, Math.max(...[name, ...rows.map((row) => String(row[i] ?? ''))].map(widthOf)) + 2) }))
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, nameOf(title))
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer)
}

/** Chinese signs are twice as wide. */
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\u2E80-\uFFFF]/u.test(sign) ? 2 : 1), 0)

/** A sheet's name has at most 31 signs and none of : \ / ? * [ ]. */
const nameOf = (title: string): string => title.replace(/[:\\/?*[\]]/g, ' ').trim().slice(0, 31) || 'table'
