import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedFolder } from '../../shared.ts'
import { openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const penalties = (n: number): string => ['当事人名称,统一社会信用代码,处罚日期,罚款金额,处罚类别,备注', `甲公司,${codeOf(n)},1/2/2024,1.5,罚款,好`, `乙公司,${codeOf(n + 1)},改日,三五百,警告,`, ',,1/3/2024,1,罚款,', '', `丙公司,${codeOf(n + 2)},3/4/2024`].join('\n')

test('the first rows as the import would type them, beside the text, and what would be refused', async () => {
  const path = bench.file('处罚.csv', penalties(1))
  const seen = await bench.importer.verbs.typedPreview({ path, rows: 60 })
  expect(seen).toMatchObject({ recordClass: 'penalty', read: 4, refused: 2, reasons: { no_subject: 1, bad_width: 1 }, unread: { occurred_on: 1, fine_yuan: 1 }, whole: true, recipe: null })
  const at = (column: string): number => seen.columns.findIndex((one) => one.column === column)
  expect(seen.columns.find((one) => one.column === 'occurred_on')).toEqual({ column: 'occurred_on', type: 'DATE', source: '处罚日期' })
  expect(seen.columns.find((one) => one.column === 'kind')).toMatchObject({ source: null })
  expect(seen.rows.map((row) => [row.row, row.reason, row.typed[at('occurred_on')], row.typed[at('fine_yuan')], row.typed[at('kind')]])).toEqual([
    [2, null, '2024-02-01', 1.5, 'fine'], [3, null, null, null, 'warning'], [4, 'no_subject', '2024-03-01', 1, 'fine'], [6, 'bad_width', null, null, null]])
  expect(seen.rows[0]!.raw).toEqual(['甲公司', codeOf(1), '1/2/2024', '1.5', '罚款', '好'])
  const other = await bench.importer.verbs.typedPreview({ path, rows: 1, dateOrder: 'month_first', units: { fine_yuan: '万元' } })
  expect(other.rows.map((row) => [row.typed[at('occurred_on')], row.typed[at('fine_yuan')]])).toEqual([['2024-01-02', 15000]])
  expect(await bench.rows('SELECT count(*) AS n FROM penalty')).toEqual([{ n: 0 }])
})

test('it is what the import then loads', async () => {
  const path = bench.file('处罚.csv', penalties(1))
  const seen = await bench.importer.verbs.typedPreview({ path, rows: 60, dateOrder: 'month_first' })
  const file = await bench.loadOne({ path, dateOrder: 'month_first' })
  expect([file.read, file.quarantined, file.reasons]).toEqual([seen.read, seen.refused, seen.reasons])
  const loaded = await bench.rows<Record<string, unknown>>('SELECT * FROM penalty ORDER BY source_row')
  const good = seen.rows.filter((row) => row.reason === null)
  expect(loaded).toHaveLength(good.length)
  good.forEach((row, i) => seen.columns.forEach(({ column }, at) => expect(loaded[i]![column], `${column} ${row.row}`).toEqual(row.typed[at])))
})

test('a large text is judged by its beginning, up to its last whole record', async () => {
  const line = (n: number): string => `甲${n}公司,${codeOf((n % 9000) + 1)},2024/1/2,10,罚款,"${'长'.repeat(60)}\n${'文'.repeat(60)}"`
  const path = bench.file('处罚.csv', [penalties(1).split('\n')[0]!, ...Array.from({ length: 40_000 }, (_, n) => line(n))].join('\n'))
  const seen = await bench.importer.verbs.typedPreview({ path, rows: 5 })
  expect(seen).toMatchObject({ whole: false, refused: 0 })
  expect(seen.read).toBeGreaterThan(5000)
  expect(seen.read).toBeLessThan(40_000)
}, 60_000)

test('a recipe that does not fit the file, and a class that cannot be told, are refused with their codes', async () => {
  const path = bench.file('某.csv', '甲,乙\n1,2\n')
  await expect(bench.importer.verbs.typedPreview({ path, rows: 5 })).rejects.toMatchObject({ code: 'class_unknown' })
  await expect(bench.importer.verbs.typedPreview({ path, rows: 5, recipe: 'name: a\npattern: "*"\nclass: penalty\ncolumns:\n  - { source: 丙, column: doc_no }\n' })).rejects.toMatchObject({ code: 'recipe_misfit' })
})

describe('a recipe as text', () => {
  const text = ['name: 月报', 'pattern: 月报*.csv', 'class: penalty', 'columns:', '  - source: 单位', '    column: subject_name', '  - source: 日子', '    column: occurred_on'].join('\n')
  const compose = (yaml: string) => bench.importer.verbs.composeRecipe({ yaml })
  test('becomes what it says, and back', async () => {
    const { recipe, yaml } = await compose(text)
    expect(recipe).toMatchObject({ name: '月报', class: 'penalty', columns: [{ source: '单位', column: 'subject_name' }, { source: '日子', column: 'occurred_on' }] })
    expect(await bench.importer.verbs.composeRecipe({ recipe })).toEqual({ recipe, yaml })
    expect(await compose(yaml)).toEqual({ recipe, yaml })
  })
  test.each([
    ['class: penalty', 'class: nonsense', 3, 'class'],
    ['    column: occurred_on', '    column: 7', 8, 'columns.1.column'],
    ['    column: occurred_on', '    column: no_such', 8, 'columns.1.column'],
    ['    column: occurred_on', '    colunm: occurred_on', 7, 'columns.1.column'],
    ['pattern: 月报*.csv', 'pattern: 月报*.csv\nheader_row: -3', 3, 'header_row'],
    ['pattern: 月报*.csv', 'pattern: [月报', 3, 'YAML'],
    ['pattern: 月报*.csv', 'pattern: 月报*.csv\nunknown_key: 1', 3, 'unknown_key'],
    ['pattern: 月报*.csv', 'pattern: 月报*.csv\nunits: { fine_yuan: 千元 }', 3, 'units.fine_yuan'],
    ['name: 月报\n', '', 1, 'name'],
  ])('is refused at its line: %s → %s', async (before, after, line, where) => {
    await expect(compose(text.replace(before, after))).rejects.toMatchObject({ code: 'recipe_invalid', params: { line, where } })
  })
})

describe.skipIf(sharedFolder === null)('the real files (shared/data beside the checkout)', () => {
  test('each of the smaller is previewed as it is then loaded', { timeout: 240_000 }, async () => {
    const folder = join(sharedFolder!, 'data', 'beijing-open-data')
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv') && statSync(join(folder, file)).size < 400_000)) {
      const seen = await bench.importer.verbs.typedPreview({ path: join(folder, name), rows: 20 })
      const file = await bench.loadOne(join(folder, name))
      expect(seen.whole ? [seen.recordClass, seen.read, seen.refused] : [seen.recordClass], name).toEqual(seen.whole ? [file.class, file.read, file.quarantined] : [file.class])
    }
  })
})
