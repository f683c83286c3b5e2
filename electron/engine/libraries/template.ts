import type { Parsed } from '../../../shared/contract.ts'
import { inert } from '../../../shared/inert.ts'
import type { Library } from './columns.ts'

/** Writes a table as a workbook. Handed in by the reporting room, which knows how. */
export type WriteWorkbook = (table: Parsed<'tableWorkbook'>) => Uint8Array

/** The template of a library: its header, what each column means, and one example; the import passes over the last two. */
export function templateOf(library: Library, format: 'xlsx' | 'csv', workbook: WriteWorkbook): Uint8Array {
  const first = (mark: string, cells: string[]): string[] => [`${mark}：${cells[0]!}`, ...cells.slice(1)]
  const rows = [
    first('说明', library.columns.map(({ required, meaningZh }) => (required ? `必填。${meaningZh}` : meaningZh))),
    first('示例', library.columns.map(({ example }) => example)),
  ]
  const columns = library.columns.map(({ nameZh }) => nameZh)
  if (format === 'xlsx') return workbook({ title: library.nameZh, columns, rows })
  return new TextEncoder().encode(`\uFEFF${[columns, ...rows].map((row) => row.map((cell) => `"${inert(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n')}\r\n`)
}
