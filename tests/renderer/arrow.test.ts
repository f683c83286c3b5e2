import { afterAll, beforeAll, expect, it } from 'vitest'
import { raw } from '../../electron/engine/duckdb/sql.ts'
import { rowsOf } from '../../renderer/components/arrow.ts'
import { openRoom, type TestRoom } from '../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

const ask = (text: string): Promise<Uint8Array> => room.database().read((one) => one.arrow(raw(text)))

it('reads what the engine writes: days and times as text, whole numbers as numbers, NULL as null', async () => {
  const rows = rowsOf(await ask(`SELECT * FROM (VALUES
    (1::INTEGER, 9007199254740991::BIGINT, 0.5::DOUBLE, '甲 "乙"', DATE '1899-12-31', TIMESTAMP '2026-11-22 08:09:10.987', true, 12.34::DECIMAL(18, 2)),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (2, -5, -0.25, '', DATE '2026-02-28', TIMESTAMP '1970-01-01 00:00:00', false, 0)) t(i, b, d, s, "day", "at", yes, money)`))
  expect(rows).toEqual([
    { i: 1, b: 9007199254740991, d: 0.5, s: '甲 "乙"', day: '1899-12-31', at: '2026-11-22 08:09:10', yes: true, money: 12.34 },
    { i: null, b: null, d: null, s: null, day: null, at: null, yes: null, money: null },
    { i: 2, b: -5, d: -0.25, s: '', day: '2026-02-28', at: '1970-01-01 00:00:00', yes: false, money: 0 },
  ])
})

it('reads a table without rows, and one of many', async () => {
  expect(rowsOf(await ask('SELECT 1 AS one WHERE false'))).toEqual([])
  const rows = rowsOf(await ask('SELECT range::INTEGER AS n, DATE \'2000-01-01\' + range::INTEGER AS day FROM range(5000)'))
  expect(rows).toHaveLength(5000)
  expect(rows[4999]).toEqual({ n: 4999, day: '2013-09-08' })
})
