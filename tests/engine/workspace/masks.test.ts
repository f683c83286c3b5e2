import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { maskCitizen, maskPerson, maskPhone } from '../../../shared/mask.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { defineMasks, readPersonal } from '../../../electron/engine/workspace/personal.ts'
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
