import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import type { Connection } from '../../../electron/engine/duckdb/database.ts'
import { ident, join, raw, readable, sql, type Sql } from '../../../electron/engine/duckdb/sql.ts'
import { compileModel } from '../../../electron/engine/scoring/check.ts'
import { columnOf, evidenceCounts, evidenceRows, measureTable, readableColumns, valueBySubject, valueOver, vetoColumn, type CompiledClass } from '../../../electron/engine/scoring/compile.ts'
import type { ModelDimension } from '../../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill, type City } from './records.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

const model = readModel(builtInModel(resources), resources)
const asOf = '2026-11-22'
const people = 5

const daysAgo = (days: number): string => new Date(Date.UTC(2026, 10, 22) - days * 86_400_000).toISOString().slice(0, 10)
// Around the limits of the windows, and anywhere.
const day = fc.oneof(fc.constantFrom(0, 30, 31, 60, 90, 91, 180, 365, 366, 730, 731, 1095, 1096, 1825, 1826), fc.integer({ min: -20, max: 4000 })).map(daysAgo)
const maybe = <T>(...values: T[]): fc.Arbitrary<T | null> => fc.option(fc.constantFrom(...values), { nil: null })
const money = fc.option(fc.oneof(fc.constantFrom(0, 0.1, 4999.99, 50_000, 1e6, 123_456_789.12), fc.integer({ min: 0, max: 1_000_000_000 }).map((cents) => cents / 100)), { nil: null })
const flag = maybe(true, false)
const common = { subject_id: fc.integer({ min: 1, max: people }), occurred_on: fc.option(day, { nil: null }), known_on: day, batch: fc.constant(1) }
const named = maybe('甲', '乙', '丙')
const record = fc.oneof(
  fc.record({ ...common, class: fc.constant('registration' as const), subject_name: maybe('企业1', '旧名（甲）'), legal_rep: named, capital_yuan: money, type_text: maybe('有限责任公司(自然人独资)', '个体工商户'),
    scope: maybe('食品销售；药品零售', '投资管理，健身服务；危险化学品经营', '技术服务'), address: named, valid_until: maybe(daysAgo(9), daysAgo(-30), '2040-01-01') }),
  fc.record({ ...common, class: fc.constant('supervision' as const), result: maybe('passed', 'problem', 'corrected', 'unreachable', 'uncooperative', 'closed', 'not_inspected'), reinspection: maybe('passed', 'problem'), double_random: flag,
    score: maybe(50, 77.5, 90), item: maybe('食品销售安全检查', '消防安全检查', '公示信息检查', '产品质量检查'), kind: maybe('举报核查', '专项检查', '日常'), task_name: maybe('春季专项整治'), handling: maybe('立案调查', '约谈负责人', '责令改正'),
    result_text: maybe('隐瞒真实情况弄虚作假', '责令限期改正'), reinspected_on: fc.option(day, { nil: null }), authority: named }),
  fc.record({ ...common, class: fc.constant('penalty' as const), kind: maybe('fine', 'warning', 'suspension', 'revocation', 'detention', 'none'), fine_yuan: money, confiscated_yuan: money, severity: maybe('low', 'high'),
    violation: maybe('无证从事食品经营', '虚假宣传', '提交虚假材料取得登记', '使用未经检验的特种设备'), basis: maybe('《中华人民共和国食品安全法》', '《中华人民共和国税收征收管理法》', '《中华人民共和国大气污染防治法》'), authority: named,
    state: maybe('已修复', '未履行', '有效'), publicity_until: maybe(daysAgo(5), daysAgo(-5)) }),
  fc.record({ ...common, class: fc.constant('complaint' as const), kind: maybe('complaint', 'report', 'enquiry'), upheld: flag, mediated: flag, amount_yuan: money, closed_on: fc.option(day, { nil: null }),
    content: maybe('食品有异物', '预付卡无法退费', '疑似食物中毒', '价格欺诈', '质量不合格'), result_text: maybe('立案', '调解成功') }),
  fc.record({ ...common, class: fc.constant('operation' as const), kind: maybe('annual_report', 'tax_arrears', 'tax', 'finance', 'social_insurance', 'rating'), amount_yuan: money, tax_kind: maybe('增值税', '印花税'), rating: maybe('A', 'B', 'M', 'C', 'D', '不合格'),
    revenue_yuan: money, profit_yuan: fc.option(fc.integer({ min: -1e8, max: 1e8 }), { nil: null }), assets_yuan: money, liabilities_yuan: money, employees: maybe(0, 3, 20), insured: maybe(0, 2, 20), on_time: flag, state: maybe('已缴清', '欠缴', '非正常') }),
  fc.record({ ...common, class: fc.constant('opinion' as const), sentiment: maybe('negative', 'neutral', 'positive'), heat: maybe(0, 50, 1500, 200_000), platform: maybe('微博', '新闻网站', '黑猫投诉'), topic: maybe('食品卫生', '拖欠工资', '退款纠纷', '安全隐患'), title: maybe('某店跑路') }),
  fc.record({ ...common, class: fc.constant('judicial' as const), kind: maybe('judgment', 'execution', 'dishonest', 'restriction', 'bankruptcy'), role: maybe('defendant', 'plaintiff', 'debtor'), cause: maybe('不正当竞争纠纷', '劳动争议', '民间借贷纠纷', '产品责任纠纷', '合同诈骗罪'),
    title: maybe('侵害商标权纠纷'), amount_yuan: money, state: maybe('已结案', '执行中') }),
  fc.record({ ...common, class: fc.constant('licence' as const), status: maybe('valid', 'expired', 'revoked', 'cancelled', 'suspended'), licence_name: maybe('食品经营许可证', '药品经营许可证', '安全生产许可证'), valid_from: fc.option(day, { nil: null }),
    valid_until: maybe(daysAgo(900), daysAgo(1), daysAgo(0), daysAgo(-20), daysAgo(-50), '2030-01-01'), previous_until: fc.option(day, { nil: null }) }),
  fc.record({ ...common, class: fc.constant('product' as const), kind: maybe('sampling', 'quality', 'equipment'), failed: flag, failure: maybe('农药残留', '防腐剂', '菌落总数', '标签不合格'), product: named, producer: maybe('企业1', '外厂'), subject_name: maybe('企业1'), next_due_on: maybe(daysAgo(9), daysAgo(-30)) }),
  fc.record({ ...common, class: fc.constant('listing' as const), kind: maybe('abnormal', 'serious', 'tax_serious', 'dishonest', 'honour', 'key'), ground_code: maybe('report', 'publication', 'falsehood', 'unreachable'), list_name: maybe('拖欠农民工工资失信名单', '安全生产失信名单'),
    removed_on: fc.option(day, { nil: null }), valid_until: maybe(daysAgo(9), daysAgo(-9)), amount_yuan: money }),
  fc.record({ ...common, class: fc.constant('relation' as const), kind: maybe('legal_rep', 'shareholder', 'officer', 'branch', 'investment'), other_name: named, other_subject_id: fc.option(fc.integer({ min: 1, max: people }), { nil: null }), share: maybe(0.3, 0.7, 1), until_on: fc.option(day, { nil: null }) }),
)
const subject = fc.record({
  status: maybe('active', 'revoked', 'closed', 'moved'), type: maybe('company', 'individual'), uscc: maybe('91610131MA6TX00000'), industry: maybe('B', 'C', 'M'), capital_yuan: money, established: fc.option(day, { nil: null }),
  legal_rep: maybe('张某某', '李某某'), phone: maybe('02988880000'), address: maybe('高新路一号众创空间', '小寨东路家属院二单元'), registrar: maybe('610131'),
})

/** The facts of one subject, written out as a table `fact` with the declared columns. */
async function writeFacts(ask: Connection, compiled: CompiledClass, subjectId: number): Promise<number> {
  const columns = Object.entries(compiled.group.columns).map(([name, type]) => sql`${ident(name)}::${raw(type)} AS ${ident(name)}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE fact AS ${evidenceRows(compiled, 'true', { asOf }, subjectId, join(columns, ', '))}`)
  return (await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM fact`)).n
}

/** What the README of the model says of a value, and nothing else: the expression over the rows, decay by the power of one half, six decimals. */
const naively = (one: ModelDimension): Sql => {
  const decay = one.half_life_days ? sql`SELECT *, power(0.5, age_days / ${one.half_life_days}::DOUBLE) AS ${ident(`decay_${one.half_life_days}`)} FROM fact` : raw('SELECT * FROM fact')
  return sql`SELECT round((${raw(one.value)}), 6)::DOUBLE AS value FROM (${decay})`
}

test('the compiled pass equals a naive evaluation, one subject and one dimension at a time, on any records', async () => {
  const verbs = scoring(room)
  let compared = 0
  const met = new Set<string>()
  await fc.assert(fc.asyncProperty(fc.array(subject, { minLength: people, maxLength: people }), fc.array(record, { minLength: 150, maxLength: 220 }), async (subjects, records) => {
    await room.database().write(async (ask) => { for (const name of [...recordClasses, 'subject']) await ask.run(sql`DELETE FROM ${ident(name)}`) })
    await room.database().write((ask) => ask.run(raw('DELETE FROM measured; DELETE FROM fact_taken'))) // nobody was marked
    await fill(room, { subjects: subjects.map((one, i) => ({ ...one, subject_id: i + 1 })), records: records as City['records'] })
    await room.jobs.result((await verbs.scoreSubjects({ asOf })).job)
    await room.database().read(async (ask) => {
      for (const compiled of await compileModel(ask, model, asOf, false)) {
        const { group, vetoes } = compiled
        for (let subjectId = 1; subjectId <= people; subjectId++) {
          const rows = await writeFacts(ask, compiled, subjectId)
          const [measured] = await ask.rows<Record<string, number | boolean | null>>(sql`SELECT * FROM ${measureTable(group.class)} WHERE subject_id IN (${subjectId}, 0) ORDER BY subject_id DESC LIMIT 1`)
          expect(measured!.subject_id, `${group.class} of subject ${subjectId}`).toBe(rows > 0 ? subjectId : 0)
          for (const dimension of group.dimensions) {
            const { value } = await ask.one<{ value: number | null }>(naively(dimension))
            const got = measured![columnOf(dimension.id)] as number | null
            if (value === null || got === null) expect(got, dimension.id).toBe(value)
            else expect(Math.abs(got - value), `${dimension.id}: ${got} is not ${value}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
            if (value !== null && value !== 0) met.add(dimension.id)
            compared++
          }
          for (const veto of vetoes) {
            const { value } = await ask.one<{ value: boolean | null }>(sql`SELECT (${raw(veto.condition)}) AS value FROM fact`)
            expect(measured![vetoColumn(veto.id)], veto.id).toBe(value ?? false)
          }
        }
      }
    })
  }), { numRuns: 2, endOnFailure: true })
  expect(compared).toBeGreaterThanOrEqual(2 * people * 220)
  // Of little worth were it all zero: nearly every dimension must have had something to say.
  expect(met.size).toBeGreaterThan(0.8 * model.classes.reduce((sum, group) => sum + group.dimensions.length, 0))
}, 240_000)

test('every statement of every dimension binds in DuckDB: value, evidence, by subject, and all of a class at once', async () => {
  await room.database().read(async (ask) => {
    for (const compiled of await compileModel(ask, model, asOf)) {
      const { group, vetoes } = compiled
      for (const one of group.dimensions) {
        expect(await ask.rows(valueOver(group, one, [])), one.id).toHaveLength(1)
        await ask.rows(raw(`EXPLAIN ${readable(valueBySubject(compiled, one, { asOf, lastBatch: 1 }))}`))
        await ask.rows(sql`SELECT * FROM (${evidenceRows(compiled, one.evidence, { asOf }, 1, readableColumns(group))}) LIMIT 0`)
      }
      for (const one of vetoes) await ask.rows(sql`SELECT * FROM (${evidenceRows(compiled, one.evidence, { asOf }, 1, readableColumns(group))}) LIMIT 0`)
      expect(await ask.rows(evidenceCounts(compiled, group.dimensions, { asOf, lastBatch: 1 }, 1))).toHaveLength(1)
    }
  })
}, 120_000)
