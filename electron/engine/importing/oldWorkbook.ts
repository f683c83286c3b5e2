import { read, SSF, utils, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { MingchaError } from '../../../shared/errors.ts'
import type { SheetFacts } from './completeRows.ts'
import { unsupported } from './foreign.ts'
import type { WorkbookRow } from './workbook.ts'
import { numberText, percentText, serialText } from './workbookXml.ts'

/** A larger one would take gigabytes to read. */
const mostBytes = 128 << 20

/** Old XLS (BIFF) workbooks: at most 65,536 rows a sheet, so they may be read whole. */
function open(bytes: Buffer, name: string): WorkBook {
  if (bytes.length > mostBytes) throw unsupported(name, 'XLS (> 128 MB)', 'XLSX')
  try {
    return read(bytes, { type: 'buffer', cellNF: true, cellHTML: false, cellText: false, cellStyles: true })
  } catch (error) {
    if (/password|encrypt/i.test(String(error))) throw new MingchaError('workbook_encrypted', `${name} is protected by a password`, 'Save it without one in a spreadsheet program.', { name })
    throw new MingchaError('workbook_damaged', `${name} is a damaged workbook: ${error instanceof Error ? error.message : String(error)}`, 'Open it in a spreadsheet program and save it again.', { name })
  }
}

export const oldSheets = (bytes: Buffer, name: string): string[] => open(bytes, name).SheetNames

export function* oldWorkbookRows(bytes: Buffer, name: string, sheet: string | null, facts?: SheetFacts): Generator<WorkbookRow> {
  const book = open(bytes, name)
  const found = book.Sheets[sheet ?? ''] ?? book.Sheets[book.SheetNames[0] ?? '']
  if (!found?.['!ref']) return
  if (facts) factsOf(book, found, facts)
  const { e: last } = utils.decode_range(found['!ref'])
  const base1904 = book.Workbook?.WBProps?.date1904 === true
  for (let row = 0; row <= last.r; row++) {
    const cells: string[] = []
    for (let column = 0; column <= Math.min(last.c, 20_000); column++) {
      const cell = found[utils.encode_cell({ r: row, c: column })] as { t: string; v?: unknown; z?: string; w?: string } | undefined
      if (!cell || cell.v === undefined || cell.v === null) continue
      while (cells.length < column) cells.push('')
      cells[column] = cell.t === 'n' ? (typeof cell.z !== 'string' ? numberText(String(cell.v)) : SSF.is_date(cell.z) ? serialText(Number(cell.v), base1904) : cell.z.includes('%') ? percentText(Number(cell.v)) : numberText(String(cell.v))) : cell.t === 'b' ? (cell.v ? 'TRUE' : 'FALSE') : cell.t === 'e' ? (cell.w ?? '') : String(cell.v)
    }
    if (cells.length > 0) yield { number: row + 1, cells, ...(found['!rows']?.[row]?.hidden ? { hidden: true } : {}) }
  }
}

function factsOf(book: WorkBook, sheet: WorkSheet, facts: SheetFacts): void {
  const at = Object.values(book.Sheets).indexOf(sheet)
  facts.hidden = (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) > 0
  facts.hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, i): [number, number][] => (column?.hidden ? [[i, i]] : []))
  facts.merges = (sheet['!merges'] ?? []).flatMap(({ s, e }) => (s.c === e.c && s.r !== e.r ? [{ column: s.c, top: s.r + 1, bottom: e.r + 1 }] : []))
}
