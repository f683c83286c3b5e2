import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedFolder } from '../../shared.ts'
import { accounted, openBench, type Bench } from './bench.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const data = (folder: string): string => join(sharedFolder ?? '', 'data', folder)

/** File → class, kind of listing or operation, header row, records in the file. */
const beijing: Record<string, [string, number, number]> = {
  '12315绿色通道.csv': ['complaint', 1, 23904],
  '不正当竞争类司法判例数据.csv': ['judicial', 2, 2127],
  '企业欠税公告信息.csv': ['operation tax_arrears', 1, 332],
  '内资企业设立登记公告数据 (1).csv': ['registration', 1, 8376],
  '区市场监管局双随机结果公示.csv': ['supervision', 1, 916],
  '区经信局怀柔区行政处罚公示信息.csv': ['penalty', 1, 570],
  '卫健委2022年国家随机抽查结果.csv': ['supervision', 3, 86],
  '国家税务总局北京市税务局行政处罚信息.csv': ['penalty', 1, 252],
  '国家级小巨人企业名单（截至2023年3季度）.csv': ['listing honour', 1, 327],
  '安全生产许可证信息.csv': ['licence', 1, 10838],
  '密云区应急管理局执法检查信息.csv': ['supervision', 1, 4270],
  '密云区经营异常企业信息.csv': ['listing abnormal', 1, 777],
  '市交通委-汽车租赁企业信用评价结果数据.csv': ['operation rating', 1, 1176],
  '市市场监督管理局-流通领域消防器材类商品质量抽检结果信息+.csv': ['product sampling', 1, 20],
  '市市场监督管理局-食品安全监督抽检信息.csv': ['product sampling', 1, 3011],
  '市生态环境局-环境违法和受行政处罚信息.csv': ['penalty', 1, 1906],
  '怀柔区2024卫生健康委员会行政许可统计情况.csv': ['licence', 1, 316],
  '执法检查结果公示.csv': ['supervision', 1, 622],
  '旅游双随机抽查结果公示+-+副本.csv': ['supervision', 1, 37],
  '海淀区中关村高新技术企业库（截止2023年7月）.csv': ['listing honour', 1, 9461],
  '经营异常企业信息.csv': ['listing abnormal', 1, 104259],
  '重大税收违法案件信息.csv': ['listing tax_serious', 1, 570],
  '食品经营环节监督检查信息.csv': ['supervision', 1, 1000],
}

describe.skipIf(sharedFolder === null)('real registers (shared/data beside the checkout)', () => {
  test('Shaanxi: 23 files, 28,548 rows accounted for, 1,102 subjects of the High-tech Zone', { timeout: 180_000 }, async () => {
    const report = await bench.load(data('shaanxi-register'))
    expect(report.files.length).toBe(23)
    expect(report.files.filter((file) => !accounted(file) || file.class !== 'registration')).toEqual([])
    expect(report.files.reduce((sum, file) => sum + file.read, 0)).toBe(28_548)
    expect(report.files.reduce((sum, file) => sum + file.quarantined + file.duplicate, 0)).toBe(0)
    expect(await bench.rows("SELECT count(*) AS n FROM subject WHERE registrar = '610131'")).toEqual([{ n: 1102 }])
    const [told] = await bench.rows<Record<string, number>>(`SELECT count(*) AS subjects, count(established) AS established, count(region) AS region, count(industry) AS industry, count(type) AS type FROM subject`)
    expect(told!['established']).toBe(told!['subjects'])
    expect(told!['region']! / told!['subjects']!).toBeGreaterThan(0.999)
    expect(told!['industry']! / told!['subjects']!).toBeGreaterThan(0.9)
    // Every capital that is a number is read; what is none stays as text.
    expect(await bench.rows("SELECT count(*) AS n FROM registration WHERE regexp_matches(capital_text, '[0-9]') AND capital_yuan IS NULL AND capital_currency IS NULL")).toEqual([{ n: 0 }])
    expect((await bench.rows<{ n: number }>('SELECT count(capital_yuan) AS n FROM registration'))[0]!.n).toBeGreaterThan(17_000)
    const again = await bench.load(data('shaanxi-register'))
    expect(again).toMatchObject({ batch: null, subjectsCreated: 0 })
    expect(again.files.every((file) => file.note?.code === 'already_imported' && file.loaded === 0 && accounted(file))).toBe(true)
  })

  test('Beijing: 23 files as published, each in its class, each row accounted for', { timeout: 180_000 }, async () => {
    const report = await bench.load(data('beijing-open-data'))
    const kinds = new Map((await bench.rows<{ source_file: string; kind: string }>("SELECT DISTINCT source_file, kind FROM (SELECT source_file, kind FROM operation UNION ALL SELECT source_file, kind FROM listing UNION ALL SELECT source_file, kind FROM product)")).map((row) => [row.source_file, row.kind]))
    expect(Object.fromEntries(report.files.map((file) => [file.name, [[file.class, kinds.get(file.name)].filter(Boolean).join(' '), file.headerRow, file.read]]))).toEqual(beijing)
    expect(report.files.filter((file) => !accounted(file) || file.note !== null)).toEqual([])
    expect(report.files.reduce((sum, file) => sum + file.quarantined, 0)).toBe(15)
    // 5/9/2024 is 5 September; 2021年度2  月 its first day; the stamp of a shifted column is no crash.
    expect(await bench.rows("SELECT min(known_on) AS first, max(known_on) AS last FROM supervision WHERE source_file LIKE '食品经营%'")).toEqual([{ first: '2024-07-31', last: '2025-03-20' }])
    expect(await bench.rows("SELECT DISTINCT occurred_on FROM listing WHERE kind = 'tax_serious' ORDER BY 1 LIMIT 1")).toEqual([{ occurred_on: '2020-08-01' }])
    expect(await bench.rows("SELECT count(*) AS n FROM listing WHERE kind = 'abnormal' AND attached = 'name'")).toEqual([{ n: 362 }])
    const counts = await bench.rows('SELECT (SELECT count(*) FROM subject) AS s, (SELECT count(*) FROM listing) AS l')
    const again = await bench.load(data('beijing-open-data'))
    expect(again.files.every((file) => file.note?.code === 'already_imported')).toBe(true)
    expect(await bench.rows('SELECT (SELECT count(*) FROM subject) AS s, (SELECT count(*) FROM listing) AS l')).toEqual(counts)
  })

  test('San Francisco: identifiers of the source tie three files together', { timeout: 120_000 }, async () => {
    const folder = data('sf-restaurants')
    const report = await bench.load({ path: join(folder, 'businesses.csv'), encoding: 'windows-1252' }, join(folder, 'inspections_plus.csv'), join(folder, 'violations_plus.csv'))
    expect(report.files.map((file) => [file.class, file.read, file.unattached])).toEqual([['registration', 6359, 0], ['supervision', 25863, 0], ['penalty', 37965, 0]])
    expect(report.files.every(accounted)).toBe(true)
    expect(await bench.rows("SELECT severity, count(*) AS n FROM penalty GROUP BY ALL ORDER BY 1")).toHaveLength(3)
    expect((await bench.loadOne({ path: join(folder, 'businesses.csv') })).note).toMatchObject({ code: 'already_imported' })
  })
})
