import {
  DuckDBDateValue, DuckDBDecimalValue, DuckDBListValue, DuckDBMapValue, DuckDBStructValue, DuckDBTimestampValue,
  type DuckDBType, type DuckDBValue,
} from '@duckdb/node-api'

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

/** A DuckDB value as JSON has it: dates ISO, whole numbers and decimals as numbers. */
export function plainValue(value: DuckDBValue, _type?: DuckDBType): Plain {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof DuckDBDateValue) return value.toString()
  if (value instanceof DuckDBTimestampValue) return `${value.toString().replace(' ', 'T').replace(/\.0+$/, '')}Z`
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBListValue) return value.items.map((item) => plainValue(item))
  if (value instanceof DuckDBStructValue) return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, plainValue(item)]))
  if (value instanceof DuckDBMapValue) return Object.fromEntries(value.entries.map((entry) => [String(plainValue(entry.key)), plainValue(entry.value)]))
  return String(value)
}
