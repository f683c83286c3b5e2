import { join as joinPath } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { maskCitizen, maskPerson, maskPhone } from '../../../shared/mask.ts'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { ident, join, raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { beneath, defineMasks, drawVeil, readPersonal, seen } from '../../../electron/engine/workspace/personal.ts'
import { copyCity } from '../../city.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

/** What the engine makes of texts by a macro of one argument. */
const masked = (macro: string, texts: readonly (string | null)[]): Promise<(string | null)[]> => room.database().write(async (ask) => {
  await defineMasks(ask, readPersonal(room.resources))
  const rows = await ask.rows<{ shown: string | null }>(sql`SELECT ${raw(macro)}(v) AS shown FROM (SELECT unnest(from_json(${JSON.stringify(texts)}, '["VARCHAR"]')) AS v, generate_subscripts(from_json(${JSON.stringify(texts)}, '["VARCHAR"]'), 1) AS n) ORDER BY n`)
  return rows.map((row) => row.shown)
})

test('page and engine mask names, telephones and numbers alike', async () => {
  const signs = fc.constantFrom('张', '王', '欧', '阳', '司', '马', '明', '公', '司', '中', '心', '厂', '·', ' ', '　', '*', 'S', 'm', 'i', 'L', 't', 'd', '1', '0', '-', '𠮷')
  await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: signs, maxLength: 9 }), { minLength: 40, maxLength: 60 }), async (texts) => {
    expect(await masked('mask_person', texts)).toEqual(texts.map(maskPerson))
    expect(await masked('mask_phone', texts)).toEqual(texts.map(maskPhone))
  }), { numRuns: 12 })
  expect(await masked('mask_number', ['610131199001011234', '', '12345678', 'SX2024-0001'])).toEqual(['610131199001011234', '', '12345678', 'SX2024-0001'].map(maskCitizen))
})

test('a citizen’s number is masked, a building permit and a credit code are not', async () => {
  expect(await masked('mask_citizen', ['610131199001011234', '91610131MA6J00011X', '911101087239689000', null])).toEqual(['610131**********34', '91610131MA6J00011X', '911101087239689000', null])
  expect(await masked('mask_text', [
    '身份证610131199001011234，电话13812345678、13912345678', '建筑工程施工许可证编号610131201901011234已核发', '联系人：王小明，座机029-88881234', '顾客李晓红女士投诉', '当事人未按规定公示', '法定代表人为张明。', '罚款20000元，文号陕市监罚〔2024〕12号',
  ])).toEqual([
    '身份证〔身份证号〕，电话138****5678、139****5678', '建筑工程施工许可证编号610131201901011234已核发', '联系人：王**，座机029-****1234', '顾客李**女士投诉', '当事人未按规定公示', '法定代表人为张**。', '罚款20000元，文号陕市监罚〔2024〕12号',
  ])
})

test('cells that no column took are masked by their header', async () => {
  const [shown] = await masked('mask_cells', [JSON.stringify({ 投诉人: '王小明', 联系电话: '13812345678', 身份证号: '610131199001011234', 家庭住址: '陕西省西安市雁塔区科技路1号', 施工许可证号: '610131201901011234', 备注: '无', 单位名称: '甲公司' })])
  expect(JSON.parse(shown!)).toEqual({ 投诉人: '王*明', 联系电话: '138****5678', 身份证号: '610131**********34', 家庭住址: '陕西省西安市雁塔区****', 施工许可证号: '610131201901011234', 备注: '无', 单位名称: '甲公司' })
})

test('a table seen by the columns that are named shows in them what the veil shows, and no other that is personal', { timeout: 120_000 }, async () => {
  const path = joinPath(room.folder, 'city.mingcha')
  await copyCity(path, { scored: false })
  const database = await Database.open(path, { memoryMb: 1024, threads: 2 })
  const file = readPersonal(room.resources)
  await database.read(async (ask) => {
    const bare = seen(ask, 'penalty', 'fact')
    expect(bare).toEqual(ident('penalty')) // no veil, nothing to leave out
    await drawVeil(ask, file)
    let masked = 0
    await fc.assert(fc.asyncProperty(fc.constantFrom('subject', 'registration', 'supervision', 'penalty', 'complaint', 'licence', 'listing', 'relation', 'officer'), fc.nat(), async (table, choice) => {
      const personal = Object.keys(file.tables[table]!.columns)
      const named = personal.filter((_, i) => (choice >> i) % 2 === 1)
      const text = named.join(' || ')
      const own = await ask.rows(sql`SELECT ${join(named.length === 0 ? [raw('1')] : named.map(ident), ', ')} FROM ${seen(ask, table, text)} ORDER BY ALL LIMIT 60`)
      expect(own).toEqual(await ask.rows(sql`SELECT ${join(named.length === 0 ? [raw('1')] : named.map(ident), ', ')} FROM ${ident(table)} ORDER BY ALL LIMIT 60`))
      const whole = await ask.rows(sql`SELECT * FROM ${seen(ask, table, text)} LIMIT 1`)
      for (const name of personal) expect(Object.keys(whole[0]!).includes(name)).toBe(named.includes(name))
      if (named.length > 0) masked += JSON.stringify(await ask.rows(sql`SELECT ${join(named.map(ident), ', ')} FROM ${beneath(ask, table)} ORDER BY ALL LIMIT 60`)) === JSON.stringify(own) ? 0 : 1
    }), { numRuns: 40 })
    expect(masked).toBeGreaterThan(10)
  })
  await database.close()
})
