import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import { compileModel, failedCases } from '../../../electron/engine/scoring/check.ts'
import { valueBySubject } from '../../../electron/engine/scoring/compile.ts'
import { dimensionCount } from '../../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { raw, readable } from '../../../electron/engine/duckdb/sql.ts'
import { domain as english } from '../../../renderer/locales/en/domain.ts'
import { domain as chinese } from '../../../renderer/locales/zh-CN/domain.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

const model = readModel(builtInModel(resources), resources)
const asOf = '2026-11-22'

test('the catalogue covers the eleven classes with at least 220 dimensions, each with both languages and cases', () => {
  expect(model.classes.map((group) => group.class).sort()).toEqual([...recordClasses].sort())
  expect(dimensionCount(model)).toBeGreaterThanOrEqual(220)
  const all = model.classes.flatMap((group) => group.dimensions)
  expect(new Set(all.map((one) => one.id)).size).toBe(all.length)
  expect(new Set(all.map((one) => one.name[0])).size).toBe(all.length)
  expect(all.filter((one) => !/\p{Script=Han}/u.test(one.meaning[0]) || /\p{Script=Han}/u.test(one.meaning[1]) || /\p{Script=Han}/u.test(one.name[1]))).toEqual([])
  expect(all.filter((one) => one.cases.length < 2).map((one) => one.id)).toEqual([])
  // Each case set must be able to fail: one that is worth points, and one worth others.
  expect(all.filter((one) => new Set(one.cases.map(({ points }) => points)).size < 2).map((one) => one.id)).toEqual([])
})

test('every column shown as evidence is named in both languages', () => {
  const shown = new Set(model.classes.flatMap((group) => group.readable))
  for (const { columns } of [english, chinese]) expect([...shown].filter((name) => !(name in columns))).toEqual([])
})

test('every expression passes the guard and every statement binds in DuckDB', async () => {
  const classes = await room.database().read((ask) => compileModel(ask, model, asOf))
  expect(classes).toHaveLength(11)
  for (const one of classes) {
    for (const dimension of one.group.dimensions) {
      const text = readable(valueBySubject(one, dimension, { asOf, lastBatch: 3 }))
      expect(await room.database().read((ask) => ask.rows(raw(text)))).toEqual([])
    }
  }
})

for (const group of model.classes) {
  test(`the inline cases of ${group.class} hold`, async () => {
    expect(await room.database().read((ask) => failedCases(ask, group))).toEqual([])
  })
}

test('the food model is sound: its cases hold, its statements bind, its words are there in both languages', async () => {
  const food = readModel(join(builtInModel(resources), 'food'), resources)
  const own = food.classes.filter((group) => group.dimensions.some((one) => !model.classes.some((base) => base.dimensions.some((other) => JSON.stringify(other) === JSON.stringify(one)))))
  expect(own.map((group) => group.class).sort()).toEqual(['penalty', 'supervision'])
  expect(food.classes.map((group) => group.class).sort()).toEqual(['complaint', 'licence', 'listing', 'penalty', 'product', 'supervision'])
  for (const group of own) {
    expect(await room.database().read((ask) => failedCases(ask, group))).toEqual([])
    for (const { columns } of [english, chinese]) expect(group.readable.filter((name) => !(name in columns))).toEqual([])
    expect(group.dimensions.filter((one) => !/\p{Script=Han}/u.test(one.meaning[0]) || /\p{Script=Han}/u.test(one.meaning[1]) || one.cases.length < 2)).toEqual([])
  }
  expect(await room.database().read((ask) => compileModel(ask, food, asOf))).toHaveLength(6)
})

test('dimensions are listed and their SQL runs by itself', async () => {
  const verbs = scoring(room)
  const listed = await verbs.listDimensions({})
  expect(listed).toHaveLength(dimensionCount(model))
  expect(listed.find((one) => one.id === 'penalty.count_2y')).toMatchObject({ class: 'penalty', direction: 'risk', weight: 5, cap: 5, unit: 'times', cases: 2, bands: [{ from: null, points: 0 }, { from: 1, points: 40 }, { from: 2, points: 65 }, { from: 3, points: 80 }, { from: 5, points: 100 }] })
  const { sql } = await verbs.dimensionSql({ dimension: 'relation.listed_partners' })
  expect(await room.database().read((ask) => ask.rows(raw(sql)))).toEqual([])
  await expect(verbs.dimensionSql({ dimension: 'penalty.nothing' })).rejects.toMatchObject({ code: 'no_such_dimension' })
})
