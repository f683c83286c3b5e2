import { DataType, tableFromIPC } from 'apache-arrow'
import type { Table } from '../../shared/contract.ts'

export interface Rows {
  total: number
  columns: { name: string; text: boolean }[]
  /** Days as YYYY-MM-DD, instants as ISO 8601. */
  rows: (string | number | boolean | null)[][]
}

/** An answered window of a table, as plain cells. */
export function rowsOf({ total, arrow }: Table): Rows {
  const table = tableFromIPC(arrow)
  const columns = table.schema.fields.map((field, i) => {
    const vector = table.getChildAt(i)!
    const day = DataType.isDate(field.type)
    const instant = DataType.isTimestamp(field.type)
    const cell = (row: number): string | number | boolean | null => {
      const value: unknown = vector.get(row)
      if (value === null || value === undefined) return null
      if (day || instant) return new Date(Number(value)).toISOString().slice(0, day ? 10 : 19)
      return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
    }
    return { name: field.name, text: DataType.isUtf8(field.type), cell }
  })
  const rows = Array.from({ length: table.numRows }, (_, row) => columns.map(({ cell }) => cell(row)))
  return { total, columns: columns.map(({ name, text }) => ({ name, text })), rows }
}

export const objectsOf = ({ columns, rows }: Rows): Record<string, string | number | boolean | null>[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]!])))
