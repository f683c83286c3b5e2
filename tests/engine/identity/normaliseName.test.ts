import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { nameMacro, normaliseName } from '../../../electron/engine/identity/normaliseName.ts'

let database: Database
beforeAll(async () => {
  database = await Database.open(':memory:', { memoryMb: 256, threads: 1 })
  await database.write(async (ask) => void (await ask.run(nameMacro(true))))
})
afterAll(() => database.close())

const inSql = async (names: string[]): Promise<string[]> =>
  (await database.write((ask) => ask.rows<{ key: string }>(sql`SELECT name_key(name) AS key FROM (SELECT unnest(from_json(${JSON.stringify(names)}, '["VARCHAR"]')) AS name, generate_subscripts(from_json(${JSON.stringify(names)}, '["VARCHAR"]'), 1) AS i) ORDER BY i`))).map((row) => row.key)

test.each([
  ['北京某某（集团）有限公司', '北京某某(集团)有限公司'],
  ['北京某某【集团】有限公司 ', '北京某某(集团)有限公司'],
  [' 北京 某某\u3000有限公司\u200b', '北京某某有限公司'],
  ['ＡＢＣ Ｃｏ．', 'abc co.'.replace(' ', '')],
  ['NORMAN\'S  Ice Cream', 'norman\'sicecream'],
])('%s', async (name, key) => {
  expect(normaliseName(name)).toBe(key)
  expect(await inSql([name])).toEqual([key])
})

const signs = fc.constantFrom(...'北京商贸有限公司（）()【】〔〕［］[]{} \u3000\u00a0\t\u200bＡｚ０９．＆－abcXYZ019.-&\'"；;%_金豈⼀ｱﾞ')
test('SQL and TypeScript give the same key, and a key is its own key', async () => {
  const names = fc.sample(fc.array(signs, { maxLength: 25 }).map((all) => all.join('')), 400)
  const keys = names.map(normaliseName)
  expect(await inSql(names)).toEqual(keys)
  expect(keys.map(normaliseName)).toEqual(keys)
})
