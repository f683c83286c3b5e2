import { readFile } from 'node:fs/promises'
import { MingchaError } from '../../../shared/errors.ts'
import type { SheetFacts } from './completeRows.ts'
import { oldSheets, oldWorkbookRows } from './oldWorkbook.ts'
import { databaseTables } from './readDatabase.ts'
import { openWorkbook } from './workbookZip.ts'
import { mergesOf, sheetRows } from './workbookXml.ts'

export interface WorkbookRow {
  /** 1-based row of the sheet. */
  number: number
  cells: string[]
  hidden?: boolean
}

/** Names of the sheets in the workbook's order, or of a database's tables and views in theirs. @throws MingchaError workbook_damaged, workbook_bomb, not_a_table */
export async function sheetsOf(path: string, name: string, format: 'xlsx' | 'xls' | 'duckdb'): Promise<string[]> {
  if (format === 'duckdb') return (await databaseTables(path, name)).map((table) => table.name)
  if (format === 'xls') return oldSheets(await readFile(path), name)
  const book = await openWorkbook(path, name)
  try {
    return book.sheets.map((sheet) => sheet.name)
  } finally {
    book.close()
  }
}

/**
 * Rows of a sheet as text, streaming: dates by their style as ISO, hundredths as 15%, other numbers without exponent, formulas by their
 * stored result. Where `facts` is given it is filled, merges first, the rest by the time the rows end.
 */
export async function* workbookRows(path: string, name: string, format: 'xlsx' | 'xls', sheet: string | null, facts?: SheetFacts): AsyncGenerator<WorkbookRow> {
  if (format === 'xls') {
    yield* oldWorkbookRows(await readFile(path), name, sheet, facts)
    return
  }
  const book = await openWorkbook(path, name)
  try {
    const found = book.sheets.find((one) => one.name === sheet) ?? book.sheets[0]
    if (!found) throw new MingchaError('not_a_table', `${name} has no sheet`, 'Import CSV, JSON, XLSX, XLS, Parquet or DuckDB files, or archives of them.', { name })
    if (facts) {
      facts.hidden = found.hidden
      facts.merges = await mergesOf(await book.stream(found.part))
    }
    yield* sheetRows(await book.stream(found.part), await book.strings(), await book.numberKinds(), book.base1904, facts)
  } catch (error) {
    if (error instanceof MingchaError) throw error
    throw new MingchaError('workbook_damaged', `${name} is a damaged workbook: ${error instanceof Error ? error.message : String(error)}`, 'Open it in a spreadsheet program and save it again.', { name })
  } finally {
    book.close()
  }
}

