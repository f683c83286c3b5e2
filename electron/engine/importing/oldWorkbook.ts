import { read, SSF, utils, type WorkBook } from '@e965/xlsx'
import { MingchaError } from '../../../shared/errors.ts'
import type { WorkbookRow } from './workbook.ts'
import { numberText, serialText } from './workbookXml.ts'

/** Old XLS (BIFF) workbooks: at most 65,536 rows a sheet, so they may be read whole. */
function open(bytes: Buffer, name: string): WorkBook {
  try {
    return read(bytes, { type: 'buffer', cellNF: true, cellHTML: false, cellText: false })
  } catch (error) {
    throw new MingchaError('workbook_damaged', `${name} is a damaged workbook: ${error instanceof Error ? error.message : String(error)}`, 'Open it in a spreadsheet program and save it again.', { name })
  }
}

export const oldSheets = (bytes: Buffer, name: string): string[] => open(bytes, name).SheetNames

export function* oldWorkbookRows(bytes: Buffer, name: string, sheet: string | null): Generator<WorkbookRow> {
  const book = open(bytes, name)
  const found = book.Sheets[sheet ?? ''] ?? book.Sheets[book.SheetNames[0] ?? '']
  if (!found?.['!ref']) return
  const { e: last } = utils.decode_range(found['!ref'])
  const base1904 = book.Workbook?.WBProps?.date1904 === true
  for (let row = 0; row <= last.r; row++) {
    const cells: string[] = []
    for (let column = 0; column <= Math.min(last.c, 20_000); column++) {
      const cell = found[utils.encode_cell({ r: row, c: column })] as { t: string; v?: unknown; z?: string; w?: string } | undefined
      if (!cell || cell.v === undefined || cell.v === null) continue
      while (cells.length < column) cells.push('')
      cells[column] = cell.t === 'n' ? (typeof cell.z === 'string' && SSF.is_date(cell.z) ? serialText(Number(cell.v), base1904) : numberText(String(cell.v))) : cell.t === 'b' ? (cell.v ? 'TRUE' : 'FALSE') : cell.t === 'e' ? (cell.w ?? '') : String(cell.v)
    }
    if (cells.length > 0) yield { number: row + 1, cells }
  }
}
