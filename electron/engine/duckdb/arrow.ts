import { DuckDBDateValue, DuckDBTimestampValue, DuckDBTypeId, type DuckDBMaterializedResult, type DuckDBValue } from '@duckdb/node-api'
import { Bool, DateDay, Float64, Int32, RecordBatch, Schema, Struct, Table, TimestampMillisecond, Utf8, Field, makeData, tableToIPC, type Data, type DataType } from 'apache-arrow'

/**
 * A result as Arrow IPC stream bytes, column by column. Types are declared, not guessed: BOOLEAN → Bool, integers up to
 * 32 bits → Int32, wider and floating numbers → Float64, DATE → DateDay, TIMESTAMP → TimestampMillisecond, all else → Utf8.
 */
export async function arrowOf(result: DuckDBMaterializedResult): Promise<Uint8Array> {
  const names = result.deduplicatedColumnNames()
  const types = names.map((_, i) => declaredType(result.columnTypeId(i)))
  const columns: DuckDBValue[][] = names.map(() => [])
  for (const chunk of await result.fetchAllChunks()) {
    for (let i = 0; i < names.length; i++) {
      const into = columns[i]!
      for (const value of chunk.getColumnValues(i)) into.push(value)
    }
  }
  const length = columns[0]?.length ?? 0
  const schema = new Schema(names.map((name, i) => new Field(name, types[i]!, true)))
  const struct = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children: types.map((type, i) => columnData(type, columns[i]!)) })
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'stream')
}

function declaredType(id: DuckDBTypeId): DataType {
  switch (id) {
    case DuckDBTypeId.BOOLEAN: return new Bool()
    case DuckDBTypeId.TINYINT: case DuckDBTypeId.SMALLINT: case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT: case DuckDBTypeId.USMALLINT: return new Int32()
    case DuckDBTypeId.BIGINT: case DuckDBTypeId.UBIGINT: case DuckDBTypeId.UINTEGER: case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.FLOAT: case DuckDBTypeId.DOUBLE: case DuckDBTypeId.DECIMAL: return new Float64()
    case DuckDBTypeId.DATE: return new DateDay()
    case DuckDBTypeId.TIMESTAMP: return new TimestampMillisecond()
    default: return new Utf8()
  }
}

function columnData(type: DataType, values: DuckDBValue[]): Data {
  const length = values.length
  const nullBitmap = new Uint8Array((length + 7) >> 3)
  let nullCount = 0
  values.forEach((value, i) => {
    if (value === null) nullCount++
    else nullBitmap[i >> 3]! |= 1 << (i & 7)
  })
  const base = { length, nullCount, nullBitmap }
  if (type instanceof Bool) {
    const data = new Uint8Array((length + 7) >> 3)
    values.forEach((value, i) => { if (value === true) data[i >> 3]! |= 1 << (i & 7) })
    return makeData({ ...base, type, data })
  }
  if (type instanceof Int32) return makeData({ ...base, type, data: Int32Array.from(values, (value) => Number(value ?? 0)) })
  if (type instanceof Float64) {
    return makeData({ ...base, type, data: Float64Array.from(values, (value) => (typeof value === 'object' && value !== null ? Number(value.toString()) : Number(value ?? 0))) })
  }
  if (type instanceof DateDay) return makeData({ ...base, type, data: Int32Array.from(values, (value) => (value instanceof DuckDBDateValue ? value.days : 0)) })
  if (type instanceof TimestampMillisecond) {
    return makeData({ ...base, type, data: BigInt64Array.from(values, (value) => (value instanceof DuckDBTimestampValue ? value.micros / 1000n : 0n)) })
  }
  const encoded = values.map((value) => Buffer.from(value === null ? '' : String(value)))
  const valueOffsets = new Int32Array(length + 1)
  encoded.forEach((bytes, i) => { valueOffsets[i + 1] = valueOffsets[i]! + bytes.length })
  return makeData({ ...base, type: new Utf8(), valueOffsets, data: new Uint8Array(Buffer.concat(encoded)) })
}
