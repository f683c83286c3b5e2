import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dictionary } from '../../../electron/engine/dictionary/dictionary.ts'
import { readMigrations } from '../../../electron/engine/dictionary/readMigrations.ts'
import { openBench, type Bench } from '../importing/bench.ts'
import { codeOf } from '../importing/codeOf.ts'
import { resources } from '../../room.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

test('the dictionary is what the migrations make: every table, column and type, in order', async () => {
  const made = await bench.rows<{ name: string; columns: string[] }>(`SELECT table_name AS name, list(column_name || ' ' || data_type || ' ' || is_nullable ORDER BY column_index) AS columns
    FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) WHERE table_name <> 'migration' GROUP BY 1 ORDER BY 1`)
  const told = readMigrations(resources).filter((one) => one.kind === 'table').map(({ name, columns }) => ({ name, columns: columns.map((one) => `${one.name} ${one.type} ${!one.required}`) })).sort((a, b) => (a.name < b.name ? -1 : 1))
  expect(told).toEqual(made)
  expect((await bench.rows<{ name: string }>('SELECT view_name AS name FROM duckdb_views() WHERE NOT internal ORDER BY 1')).map((one) => one.name)).toEqual(readMigrations(resources).filter((one) => one.kind === 'view').map((one) => one.name).toSorted())
})

test('every table and column is told in both languages', () => {
  const silent = readMigrations(resources).flatMap((table) => [
    ...(table.meaningEn === '' ? [`${table.name}: a COMMENT ON TABLE is missing`] : []), ...(table.meaningZh === '' ? [`${table.name}: resources/dictionary/zh-CN.yaml`] : []),
    ...table.columns.flatMap((one) => [...(one.meaningEn === '' ? [`${table.name}.${one.name}: a -- comment on its line is missing`] : []), ...(one.meaningZh === '' ? [`${table.name}.${one.name}: resources/dictionary/zh-CN.yaml`] : [])]),
  ])
  expect(silent).toEqual([])
  for (const table of readMigrations(resources)) for (const one of [table, ...table.columns]) {
    expect(one.meaningEn, `${table.name}.${one.name}`).not.toMatch(/\p{Script=Han}/u)
    expect(one.meaningZh, `${table.name}.${one.name}`).toMatch(/\p{Script=Han}/u)
  }
})

test('the committed pages are what the migrations say: run npm run dictionary', async () => {
  const docs = fileURLToPath(new URL('../../../docs', import.meta.url))
  expect(existsSync(docs)).toBe(true)
  const { dictionaryPage } = dictionary(bench.room)
  expect(readFileSync(join(docs, 'data-dictionary.md'), 'utf8')).toBe(await dictionaryPage({ language: 'en' }))
  expect(readFileSync(join(docs, 'data-dictionary.zh-CN.md'), 'utf8')).toBe(await dictionaryPage({ language: 'zh-CN' }))
})

test('figures count what is filled, name the source columns and mask persons', async () => {
  const rows = Array.from({ length: 20 }, (_, n) => `甲${n}公司,${codeOf(n + 1)},${n < 5 ? '' : '2024/1/2'},${n < 10 ? '欧阳某某' : '某某服务中心'},13812345678,来电13912345678,说明${n}`)
  await bench.load(bench.file('企业登记.csv', ['企业名称,统一社会信用代码,成立日期,法定代表人,联系电话,经营范围,档案号', ...rows].join('\n')))
  const { columnFigures } = dictionary(bench.room)
  const { rows: counted, columns } = await columnFigures({ table: 'registration' })
  const column = (name: string) => columns.find((one) => one.name === name)!
  expect(counted).toBe(20)
  expect(column('occurred_on')).toMatchObject({ filled: 15, distinct: 1, samples: ['2024-01-02'], sources: [{ header: '成立日期', files: 1 }] })
  expect(column('legal_rep').samples.toSorted()).toEqual(['某某服务中心', '欧**'].toSorted())
  expect(column('phone').samples).toEqual(['138****78'])
  expect(column('scope').samples).toEqual(['来电139******78'])
  expect(column('extra')).toMatchObject({ filled: 20, samples: [], sources: [{ header: '档案号', files: 1 }] })
  expect(column('capital_yuan')).toMatchObject({ filled: 0, distinct: 0, samples: [], sources: [] })
  for (const table of readMigrations(resources)) if (table.kind === 'table') expect((await columnFigures({ table: table.name })).columns.map((one) => one.name)).toEqual(table.columns.map((one) => one.name))
  await expect((async () => columnFigures({ table: 'nothing' }))()).rejects.toMatchObject({ code: 'no_such_table', params: { table: 'nothing' } })
})
