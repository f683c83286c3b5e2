import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'

let database: Database
beforeAll(async () => { database = await Database.open(':memory:', { threads: 1, memoryMb: 256 }) })
afterAll(() => database.close())
const arrow = async (statement: ReturnType<typeof raw>) => tableFromIPC(await database.read((ask) => ask.arrow(statement)))
const column = async (statement: ReturnType<typeof raw>): Promise<unknown[]> => [...(await arrow(statement)).getChildAt(0)!]

/** Type, an expression of it, Arrow's type and Arrow's value. */
const declared: [string, string, string, unknown][] = [
  ['BOOLEAN', 'true', 'Bool', true],
  ['TINYINT', '-128', 'Int32', -128], ['SMALLINT', '-32768', 'Int32', -32768], ['INTEGER', '-2147483648', 'Int32', -2147483648],
  ['UTINYINT', '255', 'Int32', 255], ['USMALLINT', '65535', 'Int32', 65535], ['UINTEGER', '4294967295', 'Float64', 4294967295],
  ['BIGINT', '-9007199254740991', 'Float64', -9007199254740991], ['UBIGINT', '9007199254740991', 'Float64', 9007199254740991],
  ['HUGEINT', '-9007199254740991', 'Float64', -9007199254740991], ['UHUGEINT', '12', 'Utf8', '12'],
  ['FLOAT', '0.5', 'Float64', 0.5], ['DOUBLE', '1e-300', 'Float64', 1e-300],
  ['DECIMAL(4,1)', '-123.4', 'Float64', -123.4], ['DECIMAL(9,2)', '1234567.89', 'Float64', 1234567.89], ['DECIMAL(18,3)', '-0.001', 'Float64', -0.001], ['DECIMAL(38,4)', '123456789012.4567', 'Float64', 123456789012.4567],
  ['DATE', "'1969-12-31'", 'Date32<DAY>', Date.UTC(1969, 11, 31)], ['DATE', "'2026-11-22'", 'Date32<DAY>', Date.UTC(2026, 10, 22)],
  ['TIMESTAMP', "'2026-11-22 20:15:30.123456'", 'Timestamp<MILLISECOND>', Date.UTC(2026, 10, 22, 20, 15, 30, 123)],
  ['VARCHAR', "'西安 🏭'", 'Utf8', '西安 🏭'], ['VARCHAR', "''", 'Utf8', ''], ['VARCHAR', "repeat('长', 5000)", 'Utf8', '长'.repeat(5000)],
  ['JSON', "'{\"a\":1}'", 'Utf8', '{"a":1}'], ['UUID', "'00000000-0000-0000-0000-000000000001'", 'Utf8', '00000000-0000-0000-0000-000000000001'],
  ["ENUM('A', 'B')", "'B'", 'Utf8', 'B'], ['TIME', "'10:00:00'", 'Utf8', '10:00:00'], ['INTEGER[]', '[1, NULL, 3]', 'Utf8', '[1, NULL, 3]'],
]

test.each(declared)('%s %s comes as %s, a NULL as null', async (type, text, arrowType, expected) => {
  const table = await arrow(raw(`SELECT v::${type} AS v FROM (VALUES (1, NULL), (2, ${text}), (3, NULL), (4, ${text})) t(i, v) ORDER BY i`))
  expect(String(table.schema.fields[0]!.type)).toBe(arrowType)
  expect([...table.getChildAt(0)!]).toEqual([null, expected, null, expected])
  expect(table.getChildAt(0)!.nullCount).toBe(2)
})

test.each(declared)('%s %s keeps its type where there are no rows, and where there are only NULLs', async (type, text, arrowType) => {
  const none = await arrow(raw(`SELECT ${text}::${type} AS v WHERE false`))
  expect(none.numRows).toBe(0)
  expect(none.schema.fields.map((field) => [field.name, String(field.type)])).toEqual([['v', arrowType]])
  expect(await column(raw(`SELECT NULL::${type} AS v FROM range(9)`))).toEqual(Array.from({ length: 9 }, () => null))
})

test('long results keep their order over all chunks, NULLs where they were', async () => {
  const table = await arrow(sql`SELECT i::INTEGER AS i, CASE WHEN i % 3 = 0 THEN NULL ELSE i::VARCHAR END AS s, i % 2 = 0 AS b FROM range(10000) t(i) ORDER BY i`)
  expect(table.numRows).toBe(10000)
  expect([...table.getChild('i')!]).toEqual(Array.from({ length: 10000 }, (_, i) => i))
  expect([...table.getChild('s')!]).toEqual(Array.from({ length: 10000 }, (_, i) => (i % 3 === 0 ? null : String(i))))
  expect([...table.getChild('b')!]).toEqual(Array.from({ length: 10000 }, (_, i) => i % 2 === 0))
})

test('columns of one name are told apart', async () => {
  const names = (await arrow(sql`SELECT 1 AS a, 2 AS a, 3 AS b`)).schema.fields.map((field) => field.name)
  expect(new Set(names).size).toBe(3)
})

test('any text, number and NULL comes through', async () => {
  const row = fc.record({ s: fc.option(fc.string({ unit: 'binary' }).map((one) => one.toWellFormed())), d: fc.option(fc.double({ noNaN: true }).map((one) => (one === 0 ? 0 : one))), b: fc.option(fc.boolean()) })
  await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
    const values = rows.map(({ s, d, b }, i) => sql`(${i}, ${s}::VARCHAR, ${d}::DOUBLE, ${b}::BOOLEAN)`)
    const table = await arrow(sql`SELECT s, d, b FROM (VALUES ${values.reduce((all, one) => sql`${all}, ${one}`)}) t(i, s, d, b) ORDER BY i`)
    expect(table.toArray().map((one) => one.toJSON() as object)).toEqual(rows)
  }), { numRuns: 60 })
})
