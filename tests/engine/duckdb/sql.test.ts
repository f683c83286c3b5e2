import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { globLiteral, ident, join, literal, raw, readable, sql, textOf, type SqlValue } from '../../../electron/engine/duckdb/sql.ts'

let database: Database
beforeAll(async () => { database = await Database.open(':memory:', { threads: 1, memoryMb: 256 }) })
afterAll(() => database.close())
const only = async (statement: ReturnType<typeof raw>): Promise<unknown> => Object.values(await database.read((ask) => ask.one(statement)))[0]

const injections = ["'", "''", "'; DROP TABLE subject; --", '"', '$1', '$2', '?', '%', '\\', '/* */', '\n', '🏭', '=cmd|', 'a\0b', '']
/** Text as UTF-8 can hold it. */
const text = fc.oneof(fc.constantFrom(...injections), fc.string({ unit: 'binary' }).map((one) => one.toWellFormed()))
const value: fc.Arbitrary<SqlValue> = fc.oneof(text, fc.double({ noNaN: true }), fc.integer(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null))

test('fragments nest, and values stay apart from the text', () => {
  const where = join([sql`a = ${1}`, raw('b'), sql`c IN (${join([sql`${'x'}`, sql`${'y'}`], ', ')})`], ' AND ')
  const statement = sql`SELECT * FROM ${ident('a "b"')} WHERE ${where} LIMIT ${5}`
  expect(textOf(statement)).toBe('SELECT * FROM "a ""b""" WHERE a = $1 AND b AND c IN ($2, $3) LIMIT $4')
  expect(statement.values).toEqual([1, 'x', 'y', 5])
  expect(readable(statement)).toBe(`SELECT * FROM "a ""b""" WHERE a = 1 AND b AND c IN ('x', 'y') LIMIT 5`)
  expect(textOf(join([], ', '))).toBe('')
})

test('however fragments nest, there are as many places as values, in order', () => {
  const tree = fc.letrec<{ node: ReturnType<typeof raw> }>((tie) => ({
    node: fc.oneof({ depthSize: 'small' }, value.map((one) => sql`v ${one} w`), fc.constant(raw('z')),
      fc.tuple(tie('node'), value, tie('node')).map(([a, v, b]) => sql`(${a}, ${v}, ${b})`), fc.array(tie('node'), { maxLength: 3 }).map((all) => join(all, ' ; '))),
  })).node
  fc.assert(fc.property(tree, (statement) => {
    expect(statement.parts.length).toBe(statement.values.length + 1)
    expect([...textOf(statement).matchAll(/\$\d+/g)].map(([place]) => place)).toEqual(statement.values.map((_, i) => `$${i + 1}`))
  }))
})

test('a value comes back as it went in, as a parameter and as a literal', async () => {
  await fc.assert(fc.asyncProperty(value, async (one) => {
    const expected = one === 0 ? 0 : one // -0 is 0 to SQL
    expect(await only(sql`SELECT ${one}`)).toEqual(expected)
    expect(await only(raw(`SELECT ${literal(one)}`))).toEqual(expected)
  }), { numRuns: 300 })
  for (const one of [NaN, Infinity, -Infinity]) {
    expect(await only(sql`SELECT ${one}::VARCHAR = ${raw(literal(one))}::VARCHAR`)).toBe(true)
  }
})

test('numbers keep their kind: whole ones bind as integers, others as DOUBLE', async () => {
  const kinds = await Promise.all([1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300, 0.5].map((one) => only(sql`SELECT typeof(${one})`)))
  expect(kinds).toEqual(['INTEGER', 'BIGINT', 'BIGINT', 'DOUBLE', 'DOUBLE', 'DOUBLE'])
})

test('an identifier names exactly what it says', async () => {
  const name = fc.oneof(fc.constantFrom(...injections), fc.string({ unit: 'binary' })).map((one) => one.toWellFormed().replaceAll('\0', '')).filter((one) => one !== '')
  await fc.assert(fc.asyncProperty(name, async (one) => {
    const table = tableFromIPC(await database.read((ask) => ask.arrow(sql`SELECT 1 AS ${ident(one)}`)))
    expect(table.schema.fields.map((field) => field.name)).toEqual([one])
  }))
})

test('an injected value stays a value', async () => {
  await database.write(async (ask) => {
    await ask.run(sql`CREATE TABLE subject (name VARCHAR)`)
    for (const one of injections) await ask.run(sql`INSERT INTO subject VALUES (${one})`)
  })
  for (const one of injections) expect(await only(sql`SELECT count(*) FROM subject WHERE name = ${one}`)).toBe(1)
  expect(await only(sql`SELECT count(*) FROM subject`)).toBe(injections.length)
})

test('a path with signs of a glob names one file', () => {
  expect(globLiteral('/报表[1]*?.csv')).toBe('/报表[[]1][*][?].csv')
})
