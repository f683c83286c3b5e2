import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { parseMacros } from '../../../electron/engine/importing/parseMacros.ts'
import { referenceOf } from '../../../electron/engine/importing/reference.ts'
import { RecordSplitter } from '../../../electron/engine/importing/splitRecords.ts'
import { resources } from '../../room.ts'
import { sharedFolder } from '../../shared.ts'

let database: Database
beforeAll(async () => {
  database = await Database.open(':memory:', { memoryMb: 256, threads: 1 })
  await database.write(async (ask) => { for (const macro of parseMacros(referenceOf(resources))) await ask.run(macro) })
})
afterAll(() => database.close())

/** An expression over `x` for each cell; prepared as transform.ts prepares it: t cleaned, c compact, d the day's part. */
async function each<T>(cells: string[], expression: string): Promise<T[]> {
  const rows = await database.write((ask) => ask.rows<{ v: T }>(sql`SELECT ${raw(expression)} AS v FROM (SELECT *, compact(t) AS c, date_part_of(t) AS d, range_end(t) AS r, date_part_of(range_end(t)) AS e, fine_text(t) AS f FROM (SELECT i, clean(x) AS t FROM
    (SELECT unnest(from_json(${JSON.stringify(cells)}, '["VARCHAR"]')) AS x, generate_subscripts(from_json(${JSON.stringify(cells)}, '["VARCHAR"]'), 1) AS i))) ORDER BY i`))
  return rows.map((row) => row.v)
}
const days = (cells: string[], monthFirst = false): Promise<(string | null)[]> => each(cells, `day_of(t, d, ${monthFirst})`)

describe('days', () => {
  test.each([
    ['2024-01-05 00:00:00', '2024-01-05'], ['2022/8/29 13:58:23', '2022-08-29'], ['20170623', '2017-06-23'], ['2.01905E+13', '2019-05-01'], ['2.0171E+13', '2017-10-01'],
    ['20/3/2025 14:32:36', '2025-03-20'], ['5/9/2024 00:00:00', '2024-09-05'], ['2023年04月12日', '2023-04-12'], ['2020年8月7日', '2020-08-07'], ['42705', '2016-12-01'], ['44927.5', '2023-01-01'],
    ['2021年度2  月', '2021-02-01'], ['2020年度11 月', '2020-11-01'], ['2013-12-27 00:00:00.000', '2013-12-27'], ['2017.12.24', '2017-12-24'], ['2022.3.14', '2022-03-14'], ['2019年1季度', '2019-01-01'], ['2019年第三季度', '2019-07-01'],
    ['2021年', '2021-01-01'], ['2003年4月', '2003-04-01'], ['2016.5', '2016-05-01'], ['2018年06', '2018-06-01'], ['2023/12/29 ', '2023-12-29'], [' 2022-10-13', '2022-10-13'], ['2019- 12-05', '2019-12-05'],
    ['2020-1-23至2023-1-22\n', '2020-01-23'], ['2020-3-9至 2023-3-8\n\n', '2020-03-09'], ['2025月05月13日', '2025-05-13'], ['24/1/2000', '2000-01-24'], ['8/2/22', '2022-02-08'], ['２０２３年５月６日', '2023-05-06'],
    ['20230512083000', '2023-05-12'], ['2023-05-12T08:30:00Z', '2023-05-12'], ['5 Jan 2020', '2020-01-05'], ['Jan 5, 2020', '2020-01-05'], ['201905', '2019-05-01'],
    ['/', null], ['办结', null], ['4.22', null], ['2022-2025', null], ['2019年前', null], ['2023-13-40', null], ['30/02/2023', null], ['99999999', null], ['N/A', null], ['', null],
  ])('%j is %s', async (cell, day) => expect(await days([cell])).toEqual([day]))

  test('month first, where the column says so', async () => expect(await days(['5/9/2024', '12/25/2023 10:00'], true)).toEqual(['2024-05-09', '2023-12-25']))

  test('the end of a range', async () => expect(await each(['2020-1-23至2023-1-22\n', '2024-05-01~2025-04-30', '2026年1月1日', '至今'], 'day_of(r, e, false)')).toEqual(['2023-01-22', '2025-04-30', '2026-01-01', null]))

  test('every day in every common notation', async () => {
    const some = fc.sample(fc.date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }), 60).map((date) => date.toISOString().slice(0, 10))
    const parts = some.map((day) => day.split('-') as [string, string, string])
    for (const written of [
      ([y, m, d]: string[]) => `${y}/${Number(m)}/${Number(d)}`, ([y, m, d]: string[]) => `${y}${m}${d}`, ([y, m, d]: string[]) => `${y}年${Number(m)}月${d}日`, ([y, m, d]: string[]) => `${y}.${m}.${Number(d)} 9:05`,
      ([y, m, d]: string[]) => `${Number(d)}/${Number(m)}/${y} 23:59:59`, ([y, m, d]: string[]) => String(Math.round(Date.UTC(Number(y), Number(m) - 1, Number(d)) / 86_400_000) + 25_569),
    ]) expect(await days(parts.map(written))).toEqual(some)
  })

  /** A notation of the portal (9 is any digit) and the day that its example means; those not matched here are no days. */
  const meant = (example: string): string | null => {
    const text = example.trim()
    const two = (part: string): string => part.padStart(2, '0')
    const found = /^(\d{4})[-/.年月]\s*(\d{1,2})[-/.月](\d{1,2})/.exec(text) // the year first
    if (found) return `${found[1]}-${two(found[2]!)}-${two(found[3]!)}`
    const british = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text)
    if (british) return `${british[3]}-${two(british[2]!)}-${two(british[1]!)}`
    const month = /^(\d{4})(?:年度|年|\.)(\d{1,2})\s*月?$/.exec(text)
    if (month) return `${month[1]}-${two(month[2]!)}-01`
    const others: Record<string, string> = { '20170623': '2017-06-23', '2.01905E+13': '2019-05-01', '2.0171E+13': '2017-10-01', '42705': '2016-12-01', '2021年': '2021-01-01', '2019年1季度': '2019-01-01' }
    return others[text] ?? null
  }
  const notations = sharedFolder === null ? [] : csv(join(sharedFolder, 'data/reference-codes/date-formats-seen.csv')).map((row) => [row[0]!, row[3]!] as const)
  test.skipIf(sharedFolder === null).each(notations.length === 0 ? [['', '']] : notations)('the notation %j, as %j, is the day it means', async (_notation, example) => expect(await days([example])).toEqual([meant(example)]))

  test.skipIf(sharedFolder === null)('every notation seen on the portal is read, or is known to be no day', async () => {
    const seen = csv(join(sharedFolder!, 'data/reference-codes/date-formats-seen.csv')).map((row) => row[3]!)
    const read = await days(seen)
    const noDay = seen.filter((_, i) => read[i] === null)
    // Neighbouring cells of shifted tables, years' ranges, and the two scores of 4.x.
    expect(noDay.filter((cell) => /\d/.test(cell)).map((cell) => cell.slice(0, 12))).toEqual(['2022-2025', '2019年前', '4.22', '4.2', '截至目前，公示 26 个'])
    expect(seen.length - noDay.length).toBe(73)
  })
})

describe('sums', () => {
  test.each([['1435313.650', 1, 1435313.65], ['0.5', 1e4, 5000], ['3.2万', 1, 32000], ['1,234,567.8元', 1, 1234567.8], ['１２３．５', 1, 123.5], ['人民币2亿元', 1, 2e8], ['¥ 300', 1, 300], ['-5', 1, -5], ['1.2E+06', 1, 1.2e6], ['约5千元', 1, 5000], ['无', 1, null], ['罚款', 1, null]])(
    '%s times %d', async (cell, factor, yuan) => expect(await each([cell], `amount_in(c, ${factor})`)).toEqual([yuan]))

  test.each([['处五千元罚款。', 5000], ['并处罚款柒万元。', 70000], ['处以人民币贰拾万叁仟元罚款', 203000], ['罚款2000', 2000], ['罚款人民币1.5万元', 15000], ['处每台机械五千元，共计一万元罚款。', 10000], ['并处罚款玖拾壹万伍仟柒百肆拾贰元捌角。', 915742], ['处十万罚款', 100000],
    ['处五千元以上一万元以下罚款', null], ['警告', null], ['处罚款十五元', 15]])('%s', async (cell, yuan) => expect(await each([cell], 'fine_in(f)')).toEqual([yuan]))

  test('any number in any dress', async () => {
    const cents = fc.sample(fc.integer({ min: 0, max: 2_000_000_000 }), 60)
    const plain = cents.map((value) => value / 100)
    for (const written of [String, (value: number) => `${value.toLocaleString('en-US', { minimumFractionDigits: 2 })}元`, (value: number) => [...String(value)].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')]) {
      expect(await each(plain.map(written), 'amount_in(c, 1)')).toEqual(plain)
    }
  })
})

describe('registered capital', () => {
  test.each([
    ['1,000(万元人民币)', 1e7, 'CNY'], ['27,850.0875(万)', 278500875, 'CNY'], ['60万人民币', 600000, 'CNY'], ['5,405(万美元)', null, 'USD'], ['183.8000(万人民币元)', 1838000, 'CNY'], ['25,220(万香港元)', null, 'HKD'],
    ['3,700(万元(人民币))', 3.7e7, 'CNY'], ['10,1520000(万元人民币)', 101520000, 'CNY'], ['3,0000000(万)', 3e7, 'CNY'], ['1854元人民币', 1854, 'CNY'], ['300( 万人民币元)', 3e6, 'CNY'], ['8,866.1000(万元（人民币）)', 88661000, 'CNY'],
    ['2,156(万瑞士法郎)', null, 'CHF'], ['520(万澳大利亚元)', null, 'AUD'], ['1E-06万人民币', 0.01, 'CNY'], ['5()', null, null], ['N/A', null, null], ['张三', null, null], ['万人民币', null, null], ['凭相关有效证件经营)**', null, null],
  ])('%s', async (cell, yuan, currency) => {
    expect(await each([cell], 'capital_in(c, NULL)')).toEqual([yuan])
    expect(await each([cell], 'capital_currency_in(c, NULL)')).toEqual([currency])
  })

  test('the header’s unit where the cell has none', async () => expect(await each(['500'], 'capital_in(c, 10000)')).toEqual([5e6]))

  test.skipIf(sharedFolder === null)('all 95 notations seen: read, or reported', async () => {
    const seen = csv(join(sharedFolder!, 'data/reference-codes/registered-capital-formats.csv'))
    expect(seen.length).toBe(95)
    const cells = seen.map((row) => row[2]!)
    const yuan = await each<number | null>(cells, 'capital_in(c, NULL)')
    const currency = await each<string | null>(cells, 'capital_currency_in(c, NULL)')
    const reported = seen.filter((_, i) => yuan[i] === null && currency[i] === null).map((row) => row[0]!)
    // A number with no unit at all is reported, not guessed; the rest are names and missing values.
    expect(reported.filter((pattern) => pattern.startsWith('#'))).toEqual(['#()', '#'])
    expect(reported.length).toBe(35)
    expect(seen.filter((row, i) => /美|港|日元|欧|镑|马克|法郎|新加坡|澳大利亚|加拿大|丹麦/.test(row[0]!) && (yuan[i] !== null || currency[i] === 'CNY' || currency[i] === null)).map((row) => row[0])).toEqual([])
  })
})

function csv(path: string): string[][] {
  return [...new RecordSplitter(',').push(readFileSync(path, 'utf8').replace(/^\ufeff/, ''), true)].slice(1).map((record) => record.cells)
}
