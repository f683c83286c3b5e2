import { utils, write } from '@e965/xlsx'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { patternOf } from '../../../electron/engine/importing/recipe.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const headers = ['单位', '信用代码号', '日子', '数额', '备注']
const csv = (n: number, all = headers): string => `${all.join(',')}\n第${n}公司,${codeOf(n)},2/3/2024,1.5,说明\n`
const decided = {
  recordClass: 'penalty' as const, dateOrder: 'month_first' as const, units: { fine_yuan: '万元' as const },
  mapping: [{ source: '单位', column: 'subject_name' }, { source: '信用代码号', column: 'subject_code' }, { source: '日子', column: 'occurred_on' }, { source: '数额', column: 'fine_yuan' }],
}
const save = (path: string) => bench.importer.verbs.saveRecipe({ name: '某局月报', choice: { path, ...decided } })

test('what was decided for one month reads the next', async () => {
  const first = bench.file('月报2024年01月(1).csv', csv(1))
  expect(await bench.importer.verbs.previewFile({ path: first })).toMatchObject({ recordClass: null, recipe: null })
  const saved = await save(first)
  expect(saved).toMatchObject({ name: '某局月报', version: 1, pattern: '月报*年*月*.csv' })
  const next = bench.file('月报2024年02月.csv', csv(2))
  expect(await bench.importer.verbs.previewFile({ path: next })).toMatchObject({ recordClass: 'penalty', recipe: { name: '某局月报', version: 1, missing: [], added: [], renamed: [] } })
  const file = await bench.loadOne(next)
  expect(accounted(file)).toBe(true)
  expect((await bench.importer.verbs.listSources({}))[0]).toMatchObject({ readBy: { name: '某局月报', version: 1 } })
  expect(file).toMatchObject({ class: 'penalty', loaded: 1, attachedByCode: 1, recipe: { name: '某局月报' } })
  expect(await bench.rows(`SELECT subject_name, occurred_on, fine_yuan, extra->>'备注' AS note FROM penalty`)).toEqual([{ subject_name: '第2公司', occurred_on: '2024-02-03', fine_yuan: 15000, note: '说明' }])
  expect(await bench.importer.verbs.previewFile({ path: next, recipe: '' })).toMatchObject({ recordClass: null, recipe: null })
  expect(await bench.importer.verbs.previewFile({ path: bench.file('别的.csv', csv(3)) })).toMatchObject({ recipe: null })
  expect(await bench.importer.verbs.previewFile({ path: bench.file('月报2024年03月.csv', '甲,乙,丙\n1,2,3\n') })).toMatchObject({ recipe: null })
})

test('a layout that has drifted is said, and read as far as it is known', async () => {
  await save(bench.file('月报1.csv', csv(1)))
  const path = bench.file('月报2.csv', csv(2, ['单位', '信用代码号', '处罚日子', '数额', '经办人']))
  const differs = { missing: ['备注'], added: ['经办人'], renamed: [{ from: '日子', to: '处罚日子' }] }
  expect(await bench.importer.verbs.previewFile({ path })).toMatchObject({ recipe: differs })
  expect(await bench.loadOne(path)).toMatchObject({ loaded: 1, recipe: differs })
  expect(await bench.rows(`SELECT occurred_on, extra->>'经办人' AS clerk FROM penalty`)).toEqual([{ occurred_on: '2024-02-03', clerk: '说明' }])
})

test('each change is a version; the newest applies; deleting takes them all', async () => {
  const path = bench.file('月报1.csv', csv(1))
  const { yaml } = await save(path)
  expect((await save(path)).version).toBe(1)
  expect(await bench.importer.verbs.saveRecipe({ yaml: yaml.replace('fine_yuan: 万元', 'fine_yuan: 元') })).toMatchObject({ version: 2 })
  expect((await bench.importer.verbs.listRecipes({})).map((one) => one.version)).toEqual([2, 1])
  await bench.loadOne(path)
  expect(await bench.rows('SELECT fine_yuan FROM penalty')).toEqual([{ fine_yuan: 1.5 }])
  await bench.importer.verbs.deleteRecipe({ name: '某局月报' })
  expect(await bench.importer.verbs.listRecipes({})).toEqual([])
  await expect(bench.importer.verbs.deleteRecipe({ name: '某局月报' })).rejects.toMatchObject({ code: 'no_such_recipe' })
})

test('a recipe given with the file applies whatever the file is called, or refuses it', async () => {
  const { yaml } = await save(bench.file('月报1.csv', csv(1)))
  await bench.importer.verbs.deleteRecipe({ name: '某局月报' })
  expect(await bench.loadOne({ path: bench.file('改了名.csv', csv(4)), recipe: yaml })).toMatchObject({ class: 'penalty', loaded: 1, recipe: { version: 0 } })
  expect((await bench.loadOne({ path: bench.file('别的.csv', '甲,乙,丙\n1,2,3\n'), recipe: yaml })).note).toMatchObject({ code: 'recipe_misfit' })
  expect((await bench.loadOne({ path: bench.file('再一个.csv', csv(5)), recipe: yaml.replace('class: penalty', 'class: fines') })).note).toMatchObject({ code: 'recipe_invalid', params: { where: 'class' } })
  expect((await bench.loadOne({ path: bench.file('又一个.csv', csv(6)), recipe: 'name: [' })).note).toMatchObject({ code: 'recipe_invalid', params: { where: 'YAML' } })
})

test('the encoding and header row of a recipe hold only while they read the file', async () => {
  const path = bench.file('月报1.csv', `某局\n${csv(1)}`)
  await bench.importer.verbs.saveRecipe({ name: '某局月报', choice: { path, ...decided, headerRow: 2, encoding: 'utf-8' } })
  expect(await bench.loadOne(bench.file('月报2.csv', csv(2)))).toMatchObject({ loaded: 1, headerRow: 1, recipe: { missing: [] } })
  expect(await bench.loadOne(bench.file('月报3.csv', Buffer.from(csv(3), 'utf16le')))).toMatchObject({ encoding: 'utf-16le', recipe: { missing: [] } })
})

test('the recipe of one sheet reads that sheet of next month, and not the others', async () => {
  const book = (month: number): Buffer => {
    const made = utils.book_new()
    for (const [n, sheet] of [`${month}月`, '汇总'].entries()) utils.book_append_sheet(made, utils.aoa_to_sheet([headers, [`第${month}${n}公司`, codeOf(10 * month + n), '2024-01-02', 1, '说明']]), sheet)
    return write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer
  }
  const saved = await bench.importer.verbs.saveRecipe({ name: '某局月报', choice: { path: bench.file('月报1.xlsx', book(1)), name: '月报1.xlsx/1月', sheet: '1月', ...decided } })
  expect(saved.pattern).toBe('月报*.xlsx')
  const path = bench.file('月报2.xlsx', book(2))
  expect(await bench.importer.verbs.previewFile({ path, name: '月报2.xlsx/2月', sheet: '2月' })).toMatchObject({ recordClass: 'penalty', recipe: { name: '某局月报' } })
  expect((await bench.load(path)).files.map((file) => [file.name, file.loaded, file.recipe?.name ?? file.note?.code])).toEqual([['月报2.xlsx/2月', 1, '某局月报'], ['月报2.xlsx/汇总', 0, 'class_unknown']])
})

test.each([['处罚2024-03.csv', '处罚*-*.csv'], ['内资企业 (1).csv', '内资企业 *.csv'], ['行政处罚.csv', '行政处罚.csv']])('%s becomes %s', (name, pattern) => expect(patternOf(name)).toBe(pattern))
