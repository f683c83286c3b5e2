import { readFile } from 'node:fs/promises'
import { MingchaError } from '../../../shared/errors.ts'
import { oldSheets, oldWorkbookRows } from './oldWorkbook.ts'
import { databaseTables } from './readDatabase.ts'
import { openWorkbook } from './workbookZip.ts'
import { sheetRows } from './workbookXml.ts'

export interface WorkbookRow {
  /** 1-based row of the sheet. */
  number: number
  cells: string[]
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

/** Rows of a sheet as text, streaming: dates by their style as ISO, other numbers without exponent, formulas by their stored result. */
export async function* workbookRows(path: string, name: string, format: 'xlsx' | 'xls', sheet: string | null): AsyncGenerator<WorkbookRow> {
  if (format === 'xls') {
    yield* oldWorkbookRows(await readFile(path), name, sheet)
    return
  }
  const book = await openWorkbook(path, name)
  try {
    const part = (book.sheets.find((one) => one.name === sheet) ?? book.sheets[0])?.part
    if (part === undefined) throw new MingchaError('not_a_table', `${name} has no sheet`, 'Import CSV, JSON, XLSX, XLS, Parquet or DuckDB files, or archives of them.', { name })
    yield* sheetRows(await book.stream(part), await book.strings(), await book.dateStyles(), book.base1904)
  } catch (error) {
    if (error instanceof MingchaError) throw error
    throw new MingchaError('workbook_damaged', `${name} is a damaged workbook: ${error instanceof Error ? error.message : String(error)}`, 'Open it in a spreadsheet program and save it again.', { name })
  } finally {
    book.close()
  }
}

