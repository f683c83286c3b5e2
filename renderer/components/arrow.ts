import { DataType, tableFromIPC } from 'apache-arrow'

export type Row = Record<string, unknown>

/**
 * An engine's table as rows of plain values: days as `YYYY-MM-DD`, times as ISO text with seconds, whole BIGINTs as
 * numbers, NULL as null.
 */
export function rowsOf(table: Uint8Array): Row[] {
  const decoded = tableFromIPC(table)
  const rows: Row[] = Array.from({ length: decoded.numRows }, () => ({}))
  decoded.schema.fields.forEach((field, column) => {
    const vector = decoded.getChildAt(column)!
    const plain = DataType.isDate(field.type) ? dayText : DataType.isTimestamp(field.type) ? timeText : (value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
    for (let i = 0; i < rows.length; i++) {
      const value: unknown = vector.get(i)
      rows[i]![field.name] = value === null || value === undefined ? null : plain(value)
    }
  })
  return rows
}

const dayText = (value: unknown): string => new Date(Number(value)).toISOString().slice(0, 10)
const timeText = (value: unknown): string => new Date(Number(value)).toISOString().slice(0, 19).replace('T', ' ')
