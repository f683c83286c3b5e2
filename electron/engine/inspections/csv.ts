import { inert } from '../../../shared/inert.ts'

/** Rows as CSV text: every cell quoted, none that a spreadsheet would run. */
export const csvOf = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map((cell) => `"${inert(cell).replaceAll('"', '""')}"`).join(',')}\r\n`).join('')
