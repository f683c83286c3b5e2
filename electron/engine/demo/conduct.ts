import { cases, list, pick, share, unit, whole } from './chance.ts'
import { recentDay, season, weekday, type RecordKind } from './records.ts'
import type { City, Limited } from './words.ts'

/** What agencies and buyers found: supervision, penalty, complaint, product, listing. The trait drives all five. */

/** The bureau's own or the city's department of that name. */
export const officeOf = (department: string): string => `CASE WHEN registrar = '610131' THEN '西安高新区' ELSE '西安市' END || ${department}`

/** The 1-based place, in its list, of something that the subject's industry allows. */
const allowed = (salt: string, city: City, items: readonly Limited[]): string =>
  cases('industry', city.industries.map(({ letter }) => [letter, pick(salt, items.flatMap((item, i) => (item.of === undefined || item.of.includes(letter) ? [i + 1] : [])))]), '1')

const number = (prefix: string, middle: string, digits = 5): string =>
  `'${prefix}〔' || year("on") || '〕${middle}' || lpad(${whole('docno', 1, 10 ** digits - 1)}::VARCHAR, ${digits}, '0') || '号'`

export function conduct(city: City): RecordKind[] {
  const chance = (base: number, slope: number): string => `(1 / (1 + exp(-(${base} + ${slope} * trait))))`
  return [
    {
      class: 'supervision', delay: 12,
      before: [
        { on: weekday(recentDay(5, 1.15)) },
        { found: `${unit('found')} < ${chance(-3.4, 2.3)}`, skip: unit('skip') },
        { result: `CASE WHEN skip < 0.02 THEN 'not_inspected' WHEN NOT found THEN 'passed'
            WHEN shell AND ${unit('gone')} < 0.75 THEN 'unreachable'
            ELSE ${share('result', [['problem', 52], ['corrected', 22], ['unreachable', 15], ['closed', 6], ['uncooperative', 2], ['problem', 3]])} END` },
        { which: allowed('item', city, city.inspection_items), bad: `result IN ('problem', 'uncooperative')`, random: `${unit('random')} < 0.55` },
      ],
      columns: {
        task_name: `year("on") || '年度' || CASE WHEN random THEN ${pick('task', ['双随机联合抽查', '部门联合双随机抽查', '企业公示信息双随机抽查'])} ELSE ${pick('task', ['重点领域专项检查', '日常监督检查', '安全生产大检查', '春季专项整治', '第三季度监督检查'])} END`,
        item: `${list(city.inspection_items.map((item) => item.text))}[which]`,
        kind: `CASE WHEN random THEN '双随机抽查' ELSE ${pick('kind', ['日常检查', '日常检查', '重点检查', '专项检查', '举报核查'])} END`,
        authority: officeOf(`${list(city.inspection_items.map((item) => item.by))}[which]`),
        inspectors: `${pick('i1', [...city.surnames])} || ${pick('i1g', [...city.given])} || '、' || ${pick('i2', [...city.surnames])} || ${pick('i2g', [...city.given])}`,
        doc_no: number('检', '', 6),
        result_text: cases('result', [['passed', `'未发现问题'`], ['problem', pick('text', city.problem_texts)], ['corrected', `'已责令改正'`], ['unreachable', `'通过登记的住所（经营场所）无法联系'`], ['closed', `'已关闭停业或正在组织清算'`], ['uncooperative', `'不配合检查情节严重'`]], `'未检查'`),
        result: 'result',
        double_random: 'random',
        score: `CASE WHEN result IN ('passed', 'problem', 'corrected') AND ${unit('score?')} < 0.3 THEN greatest(20, least(100, round(CASE result WHEN 'passed' THEN 93 WHEN 'corrected' THEN 80 ELSE 64 END + 12 * (${unit('score')} - 0.5))))::DOUBLE END`,
        reinspected_on: `CASE WHEN bad AND ${unit('again?')} < 0.6 AND "on" + 20 <= today THEN least(today, "on" + 20 + floor(${unit('again')} * 25)::INTEGER) END`,
        reinspection_text: `CASE WHEN bad AND ${unit('again?')} < 0.6 AND "on" + 20 <= today THEN CASE WHEN ${unit('mended')} < 0.85 - 0.1 * trait THEN '复查合格' ELSE '复查仍存在问题' END END`,
        reinspection: `CASE WHEN bad AND ${unit('again?')} < 0.6 AND "on" + 20 <= today THEN CASE WHEN ${unit('mended')} < 0.85 - 0.1 * trait THEN 'passed' ELSE 'problem' END END`,
        handling: `CASE WHEN result = 'unreachable' THEN '列入经营异常名录' WHEN bad THEN ${pick('handling', city.handlings)} END`,
      },
    },
    {
      class: 'penalty', delay: 9,
      before: [
        { on: weekday(recentDay(6, 1.05)), which: allowed('violation', city, city.violations) },
        { kind: share('kind', [['fine', 120], ['warning', 44], ['confiscation', 18], ['suspension', 6], ['revocation', 1], ['other', 11]]) },
        { fine: `CASE WHEN kind IN ('fine', 'confiscation') THEN round(200 * exp(2.5 * ${unit('sum')} + 6.5 * power(${unit('heavy')}, greatest(2.5, 6 - trait))), -2) END` },
      ],
      columns: {
        doc_no: number('罚', '', 6),
        violation: `${list(city.violations.map((of) => of.text))}[which]`,
        fact: `'经查，当事人' || ${list(city.violations.map((of) => of.text))}[which] || '，事实清楚，证据充分。'`,
        basis: `${list(city.violations.map((of) => of.basis))}[which]`,
        kind_text: cases('kind', [['fine', `'罚款'`], ['warning', `'警告'`], ['confiscation', `'罚款;没收违法所得'`], ['suspension', `'责令停产停业'`], ['revocation', `'吊销许可证件'`]], `'其他'`),
        kind: 'kind',
        content: `CASE WHEN fine IS NULL THEN '责令改正违法行为' ELSE '罚款人民币' || fine::BIGINT || '元' END`,
        fine_yuan: 'fine',
        confiscated_yuan: `CASE WHEN kind = 'confiscation' THEN round(fine * (0.1 + ${unit('gain')}), 2) END`,
        authority: officeOf(`${list(city.violations.map((of) => of.by))}[which]`),
        valid_until: `"on" + 1096`,
        publicity_until: `"on" + CASE WHEN coalesce(fine, 0) >= 50000 THEN 1096 ELSE 92 END`,
        state: share('state', [['有效', 93], ['已修复', 5], ['撤销', 2]]),
        severity: `CASE WHEN kind IN ('revocation', 'suspension') OR fine >= 200000 THEN 'high' WHEN fine >= 10000 THEN 'moderate' WHEN ${unit('told')} < 0.15 THEN NULL ELSE 'low' END`,
        legal_rep: 'legal_rep',
      },
    },
    {
      class: 'complaint', delay: 3,
      before: [
        { day0: recentDay(5, 1.05) },
        { on: season('day0', 11, 0.1) },
        { kind: share('kind', [['complaint', 68], ['report', 24], ['enquiry', 8]]), closed: `"on" + 3 + floor(-ln(1 - ${unit('closing')}) * 18)::INTEGER` },
        { upheld: `CASE WHEN kind <> 'enquiry' AND closed <= today THEN ${unit('upheld')} < ${chance(-0.6, 0.4)} END` },
      ],
      columns: {
        complaint_no: `'6101' || strftime("on", '%Y%m%d') || lpad((hash(r) % 100000000)::VARCHAR, 8, '0')`,
        channel: share('channel', city.channels.map((name, i) => [name, [46, 18, 16, 4, 6, 10][i] ?? 1])),
        kind: 'kind',
        content: pick('content', city.complaint_contents),
        valid_text: `CASE WHEN upheld THEN '有效' WHEN upheld = false THEN '无效' END`,
        result_text: `CASE WHEN closed > today THEN '办理中' WHEN kind = 'enquiry' THEN '已答复' WHEN upheld THEN ${pick('outcome', ['调解成功', '立案', '责令改正', '退货退款'])} ELSE ${pick('outcome', ['不予受理', '调解终止', '查无实据', '消费者撤诉'])} END`,
        upheld: 'upheld',
        mediated: `CASE WHEN kind = 'complaint' AND closed <= today THEN ${unit('mediated')} < 0.55 END`,
        amount_yuan: `CASE WHEN kind = 'complaint' AND ${unit('amount?')} < 0.6 THEN round(20 * exp(7.5 * power(${unit('amount')}, 1.8)), 2) END`,
        closed_on: `CASE WHEN closed <= today THEN closed END`,
      },
    },
    {
      class: 'product', delay: 25,
      before: [
        { on: weekday(recentDay(5, 1.1)), kind: `CASE WHEN ${unit('machine?')} < CASE WHEN industry IN ('C', 'D', 'B', 'E') THEN 0.45 WHEN industry IN ('H', 'K') THEN 0.3 ELSE 0.03 END THEN 'equipment' WHEN ${unit('sampling')} < 0.72 THEN 'sampling' ELSE 'quality' END` },
        { food: `industry IN ('H', 'A') OR ${unit('food')} < 0.55`, failed: `CASE WHEN ${unit('untold')} < 0.015 THEN NULL ELSE ${unit('failed')} < ${chance(-3.0, 1.1)} END` },
      ],
      columns: {
        kind: 'kind',
        product: `CASE WHEN kind = 'equipment' THEN ${pick('machine', city.equipment)} WHEN food THEN ${pick('product', city.foods)} ELSE ${pick('product', city.goods)} END`,
        producer: `CASE WHEN industry = 'C' THEN name WHEN kind <> 'equipment' THEN ${pick('origin', ['西安', '咸阳', '郑州', '成都', '杭州', '佛山'])} || ${pick('maker1', [...city.brand_heads])} || ${pick('maker2', [...city.brand_tails])} || CASE WHEN food THEN ${pick('maker', ['食品', '粮油', '农产品', '乳业'])} ELSE ${pick('maker', ['电器', '日用品', '工业', '制造'])} END || '有限公司' END`,
        brand: `CASE WHEN kind <> 'equipment' THEN ${pick('maker1', [...city.brand_heads])} || ${pick('maker2', [...city.brand_tails])} END`,
        model: `CASE WHEN kind = 'equipment' THEN ${pick('type', ['TKJ1000', 'SZL4-1.25', 'CPCD30', 'QD10', 'C1-2.5'])} WHEN food THEN ${pick('pack', ['500g/袋', '5L/桶', '散装', '250ml/瓶', '10kg/袋'])} ELSE ${pick('pack', ['A1', 'XT-200', 'S', '标准型', '2.5mm²', '均码'])} END`,
        lot: `CASE WHEN kind <> 'equipment' THEN strftime("on" - ${whole('shelf', 5, 240)}, '%Y-%m-%d') END`,
        sample_no: `CASE WHEN kind <> 'equipment' THEN 'XA' || strftime("on", '%y%m') || lpad((hash(r) % 1000000)::VARCHAR, 6, '0') ELSE '梯11陕A' || lpad((hash(r) % 100000)::VARCHAR, 5, '0') END`,
        result_text: `CASE WHEN failed THEN '不合格' WHEN failed = false THEN '合格' ELSE '检验中' END`,
        failed: 'failed',
        failure: `CASE WHEN failed THEN CASE WHEN kind = 'equipment' THEN ${pick('defect', ['安全装置失效', '超期未检', '作业人员无证'])} WHEN food THEN ${pick('failure', city.food_failures)} ELSE ${pick('failure', city.goods_failures)} END END`,
        next_due_on: `CASE WHEN kind = 'equipment' THEN "on" + 365 END`,
      },
    },
    {
      class: 'listing', delay: 4,
      before: [
        { on: weekday(recentDay(6, 1.1)), good: `${unit('good')} < ${chance(-1.2, -1.3)} AND type NOT IN ('individual', 'branch')` },
        { kind: `CASE WHEN good THEN CASE WHEN ${unit('key')} < 0.15 THEN 'key' ELSE 'honour' END WHEN ${unit('grave')} < ${chance(-4.7, 1)} THEN ${share('kind', [['serious', 40], ['tax_serious', 15], ['dishonest', 45]])} WHEN ${unit('arrears')} < 0.03 THEN 'other' ELSE 'abnormal' END`,
          ground_code: `CASE WHEN shell AND ${unit('shellground')} < 0.7 THEN 'unreachable' ELSE ${share('ground', [['report', 55], ['publication', 8], ['falsehood', 6], ['unreachable', 31]])} END`,
          gone: `"on" + 20 + floor(-ln(1 - ${unit('gone')}) * 420 * exp(0.3 * trait))::INTEGER` },
        { removed: `CASE WHEN kind IN ('abnormal', 'serious', 'dishonest') AND gone <= today THEN gone END`,
          ground: cases('ground_code', [['report', `'未在规定期限公示年度报告'`], ['publication', `'未在责令的期限内公示有关企业信息'`], ['falsehood', `'公示企业信息隐瞒真实情况、弄虚作假'`]], `'通过登记的住所或者经营场所无法联系'`),
          honour: pick('honour', city.honours) },
      ],
      columns: {
        kind: 'kind',
        list_name: cases('kind', [['abnormal', `CASE type WHEN 'individual' THEN '个体工商户经营异常状态' ELSE '经营异常名录' END`], ['serious', `'严重违法失信名单'`], ['tax_serious', `'重大税收违法失信主体'`], ['dishonest', `'失信被执行人'`], ['honour', 'honour'], ['key', `'重点监管对象名录'`]], `'拖欠农民工工资失信联合惩戒对象名单'`),
        ground: `CASE kind WHEN 'abnormal' THEN ground WHEN 'serious' THEN '较重行政处罚' WHEN 'tax_serious' THEN '虚开增值税专用发票' WHEN 'dishonest' THEN '有履行能力而拒不履行生效法律文书确定义务' END`,
        ground_code: `CASE kind WHEN 'abnormal' THEN ground_code END`,
        authority: `CASE WHEN kind = 'dishonest' THEN ${pick('court', city.courts.map((court) => court.name))} WHEN kind = 'tax_serious' THEN '国家税务总局西安市税务局稽查局' ELSE CASE WHEN registrar = '610131' THEN '西安高新区' ELSE '西安市' END || '市场监督管理局' END`,
        doc_no: `CASE WHEN good THEN NULL ELSE ${number('陕市监列', '', 6)} END`,
        removed_on: 'removed',
        removal_reason: `CASE WHEN removed IS NOT NULL THEN CASE kind WHEN 'abnormal' THEN CASE ground_code WHEN 'report' THEN '已补报年度报告并公示' WHEN 'unreachable' THEN '依法办理住所变更登记或可重新取得联系' ELSE '已更正公示信息' END ELSE '已履行义务' END END`,
        valid_until: `CASE kind WHEN 'serious' THEN "on" + 1096 WHEN 'honour' THEN "on" + 1096 END`,
        amount_yuan: `CASE WHEN kind IN ('dishonest', 'tax_serious') THEN round(20000 * exp(6 * ${unit('amount')})) END`,
        fact: `CASE WHEN kind IN ('serious', 'tax_serious', 'dishonest') THEN '详见决定文书' END`,
        basis: `CASE kind WHEN 'abnormal' THEN '《企业信息公示暂行条例》第十七条' WHEN 'serious' THEN '《市场监督管理严重违法失信名单管理办法》' END`,
        legal_rep: `CASE WHEN NOT good THEN legal_rep END`,
        address: `CASE WHEN NOT good THEN address END`,
        state: `CASE WHEN removed IS NOT NULL THEN '已移出' WHEN kind = 'honour' AND "on" + 1096 < today THEN '已到期' ELSE '有效' END`,
      },
    },
  ]
}
