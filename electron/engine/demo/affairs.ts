import { person } from './people.ts'
import { cases, list, pick, share, unit, whole } from './chance.ts'
import { officeOf } from './conduct.ts'
import { recentDay, season, weekday, type RecordKind } from './records.ts'
import type { City } from './words.ts'

/** What a subject is and does, and what others say of it: registration, operation, licence, opinion, judicial, relation. */
export function affairs(city: City): RecordKind[] {
  const chance = (base: number, slope: number): string => `(1 / (1 + exp(-(${base} + ${slope} * trait))))`
  const county = cases('region', city.regions.map((of) => [of.code, `'${of.city ?? '西安市'}${of.name}'`]), `'西安市'`)
  const typeText = cases('type', [['individual', `'个体工商户'`], ['company', share('typetext', [['有限责任公司(自然人投资或控股)', 55], ['有限责任公司(自然人独资)', 35], ['其他股份有限公司(非上市)', 6], ['有限责任公司(国有控股)', 4]])],
    ['cooperative', `'农民专业合作社'`], ['branch', `'有限责任公司分公司'`], ['institution', `'事业单位'`], ['organisation', `'社会团体'`], ['foreign', `'有限责任公司(外商投资)'`]], `'有限合伙企业'`)
  const ofIndustry = Object.entries(city.licences_of).filter(([letter]) => letter !== 'other').map(([letter, places]) => [letter, pick('which', places)] as const)
  return [
    {
      class: 'registration', delay: 2, writtenName: `CASE WHEN first THEN coalesce(former_name, name) ELSE name END`,
      before: [{ first: 'k = 0' }, { on: `CASE WHEN first THEN established ELSE ${weekday(recentDay(12, 1))} END` }],
      columns: {
        reg_no: `coalesce(uscc, local_code)`,
        type_text: typeText,
        legal_rep: `CASE WHEN first AND n_registration > 2 AND ${unit('former')} < 0.5 THEN ${person(city, 'former', 'r')} ELSE legal_rep END`,
        capital_text: `CASE WHEN capital_yuan IS NOT NULL THEN CASE WHEN capital_yuan >= 10000 THEN printf('%g万元人民币', capital_yuan / 10000) ELSE printf('%.0f元', capital_yuan) END END`,
        capital_yuan: 'capital_yuan',
        capital_currency: `CASE WHEN capital_yuan IS NOT NULL THEN 'CNY' END`,
        scope: `'一般项目：' || ${cases('industry', city.industries.map((of) => [of.letter, pick('scope1', of.words)]), `'商贸'`)} || '服务；' || ${cases('industry', city.industries.map((of) => [of.letter, pick('scope2', of.words)]), `'商贸'`)} || '；' || ${pick('scope3', ['技术咨询', '日用百货销售', '货物进出口', '会议及展览服务', '国内贸易代理'])} || '（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）'`,
        province: `'陕西'`,
        region_text: county,
        address: 'address',
        industry_text: cases('industry', city.industries.map((of) => [of.letter, `'${of.name}'`]), 'NULL'),
        status_text: `CASE status WHEN 'active' THEN '在营（开业）' WHEN 'revoked' THEN '吊销，未注销' WHEN 'cancelled' THEN '注销' WHEN 'closed' THEN '歇业' WHEN 'moved' THEN '迁出' END`,
        authority: `${cases('registrar', [...city.registrars.map((of) => [of.code, `'${of.name}'`] as const), ...city.regions.filter((of) => of.name !== '').map((of) => [of.code, `'西安市${of.name}'`] as const)], `'西安市'`)} || '市场监督管理局'`,
        approved_on: `"on"`,
        valid_until: `CASE WHEN type IN ('company', 'other') AND ${unit('limited')} < 0.25 THEN established + 7305 END`,
        phone: 'phone',
      },
    },
    {
      class: 'operation', delay: 5,
      before: [
        { report: 'k < n_reports', reported: `year(today)::INTEGER - 1 - k::INTEGER` },
        { kind: `CASE WHEN report THEN 'annual_report' ELSE ${`CASE WHEN ${unit('arrears')} < ${chance(-2.3, 0.9)} THEN 'tax_arrears' ELSE ${share('kind', [['social_insurance', 40], ['rating', 26], ['tax', 20], ['finance', 12], ['other', 2]])} END`} END`,
          late: `${unit('late')} < ${chance(-2.4, 1.0)}` },
        { on: `CASE WHEN report THEN least(today, CASE WHEN late THEN make_date(reported + 1, 7, 1) + floor(${unit('reportday')} * 200)::INTEGER ELSE make_date(reported + 1, 1, 5) + floor(sqrt(${unit('reportday')}) * 175)::INTEGER END)
            ELSE ${weekday(recentDay(4, 1.2))} END`,
          size: `coalesce(capital_yuan, 100000) * exp(2.4 * ${unit('size')} - 1.2)` },
        { revenue: `CASE WHEN kind IN ('annual_report', 'finance') AND ${unit('open')} < 0.7 THEN round(size * (0.2 + 1.6 * ${unit('turnover')})) END`,
          staff: `CASE WHEN kind IN ('annual_report', 'social_insurance') THEN 1 + floor(power(size, 0.27) * ${unit('staff')} * 0.6)::INTEGER END` },
      ],
      columns: {
        kind: 'kind',
        year: `CASE WHEN report THEN reported ELSE year("on")::INTEGER END`,
        amount_yuan: `CASE kind WHEN 'tax_arrears' THEN round(500 * exp(7 * ${unit('amount')}), 2) WHEN 'tax' THEN round(size * 0.03 * ${unit('amount')}, 2) END`,
        tax_kind: `CASE WHEN kind IN ('tax_arrears', 'tax') THEN ${share('taxkind', [['增值税', 52], ['企业所得税', 24], ['城市维护建设税', 10], ['土地增值税', 5], ['印花税', 5], ['房产税', 4]])} END`,
        rating: `CASE WHEN kind = 'rating' THEN CASE WHEN ${unit('rating')} < ${chance(-2.6, 1.0)} THEN 'D' WHEN ${unit('rating')} < ${chance(-1.6, 0.9)} THEN 'C' WHEN ${unit('rating2')} < 0.2 THEN 'A' WHEN ${unit('rating2')} < 0.4 THEN 'M' ELSE 'B' END END`,
        revenue_yuan: 'revenue',
        profit_yuan: `CASE WHEN revenue IS NOT NULL THEN round(revenue * (0.14 - 0.05 * trait + 0.3 * (${unit('profit')} - 0.5))) END`,
        assets_yuan: `CASE WHEN revenue IS NOT NULL THEN round(size * (0.5 + ${unit('assets')})) END`,
        liabilities_yuan: `CASE WHEN revenue IS NOT NULL THEN round(size * (0.5 + ${unit('assets')}) * least(1.6, 0.2 + 0.7 * ${unit('debt')} * exp(0.25 * trait))) END`,
        employees: 'staff',
        insured: `CASE WHEN staff IS NOT NULL THEN floor(staff * greatest(0, 1 - ${unit('insured')} * 0.5 * exp(0.3 * trait)))::INTEGER END`,
        on_time: `CASE WHEN report THEN NOT late END`,
        state: `CASE WHEN report THEN CASE WHEN late THEN '逾期补报' ELSE '已公示' END WHEN kind = 'tax_arrears' THEN CASE WHEN ${unit('paid')} < 0.45 - 0.1 * trait THEN '已缴清' ELSE '欠缴' END END`,
        authority: `CASE kind WHEN 'annual_report' THEN '西安市市场监督管理局' WHEN 'social_insurance' THEN '西安市社会保险管理中心' ELSE '国家税务总局西安市税务局' END`,
        address: `CASE WHEN report THEN address END`,
      },
    },
    {
      class: 'opinion', delay: 1,
      before: [
        { day0: recentDay(3, 1.5) },
        { on: season('day0', 3, 0.08), sentiment: `CASE WHEN ${unit('untold')} < 0.04 THEN NULL WHEN ${unit('bad')} < ${chance(-1.0, 0.9)} THEN 'negative' WHEN ${unit('glad')} < 0.4 THEN 'positive' ELSE 'neutral' END` },
        { topic: `CASE sentiment WHEN 'negative' THEN ${pick('topic', city.negative_topics)} WHEN 'positive' THEN ${pick('topic', city.positive_topics)} ELSE ${pick('topic', city.neutral_topics)} END` },
      ],
      columns: {
        platform: pick('platform', city.platforms),
        title: `name || ${pick('verb', ['被曝', '相关', '引热议：', '：', '关于'])} || topic`,
        sentiment: 'sentiment',
        heat: `floor(5 * exp(11 * power(${unit('heat')}, 3)))::BIGINT`,
        topic: 'topic',
        url: `'https://example.invalid/' || lower(hex(hash(r)))`,
      },
    },
    {
      class: 'judicial', delay: 30,
      before: [
        { on: weekday(recentDay(7, 1.2)) },
        { kind: `CASE WHEN ${unit('grave')} < ${chance(-2.1, 0.9)} THEN ${share('graver', [['execution', 74], ['dishonest', 7], ['restriction', 17], ['bankruptcy', 2]])} WHEN ${unit('other')} < 0.03 THEN 'other' ELSE 'judgment' END`,
          cause: pick('cause', city.causes), court: whole('court', 1, city.courts.length) },
        { role: `CASE WHEN kind IN ('execution', 'dishonest', 'restriction') THEN 'debtor' WHEN kind = 'judgment' THEN CASE WHEN ${unit('untold')} < 0.05 THEN NULL WHEN ${unit('role')} < ${chance(0.3, 0.6)} THEN 'defendant' ELSE 'plaintiff' END END` },
      ],
      columns: {
        kind: 'kind',
        case_no: `'（' || year("on") || '）' || ${list(city.courts.map((court) => court.code))}[court] || CASE kind WHEN 'judgment' THEN '民初' WHEN 'bankruptcy' THEN '破' ELSE '执' END || (hash(r) % 20000 + 1) || '号'`,
        title: `CASE kind WHEN 'judgment' THEN name || '与他人' || cause || '一审民事判决书' WHEN 'dishonest' THEN '失信被执行人：' || name WHEN 'restriction' THEN '限制消费令：' || name WHEN 'bankruptcy' THEN name || '破产清算' ELSE name || '执行信息' END`,
        cause: 'cause',
        role: 'role',
        court: `${list(city.courts.map((court) => court.name))}[court]`,
        amount_yuan: `CASE WHEN ${unit('amount?')} < 0.75 THEN round(1500 * exp(8 * power(${unit('amount')}, 1.3)), 2) END`,
        state: `CASE kind WHEN 'judgment' THEN '已审结' ELSE CASE WHEN "on" < today - 500 AND ${unit('done')} < 0.6 THEN '已结案' ELSE '执行中' END END`,
        url: `'https://example.invalid/case/' || lower(hex(hash(r)))`,
      },
    },
    {
      class: 'licence', delay: 6,
      before: [
        { which: cases('industry', ofIndustry, pick('which', city.licences_of['other'] ?? [1])), on: weekday(recentDay(8, 0.9)) },
        { term: pick('term', [1096, 1827, 1827, 1827]) },
        { until: `"on" + term` },
        { renewed: `until <= today AND ${unit('renewed')} < 1 - ${chance(-1.3, 1.0)}` },
        { until2: `CASE WHEN renewed THEN until + term ELSE until END`, gone: unit('gone') },
        { licence_status: `CASE WHEN gone < ${chance(-5.8, 1)} THEN 'revoked' WHEN gone > 0.96 THEN 'cancelled' WHEN gone > 0.953 THEN 'suspended' WHEN until2 < today THEN 'expired' WHEN ${unit('untold')} < 0.02 THEN NULL ELSE 'valid' END` },
      ],
      columns: {
        licence_no: `CASE WHEN which IN (1, 2) THEN 'JY1' ELSE '陕' END || substr(registrar, 1, 6) || lpad((hash(r) % 10000000)::VARCHAR, 7, '0')`,
        licence_name: `${list(city.licences.map((of) => of.name))}[which]`,
        content: `${list(city.licences.map((of) => of.content))}[which]`,
        status_text: cases('licence_status', [['valid', `'有效'`], ['expired', `'已过期'`], ['revoked', `'已吊销'`], ['cancelled', `'已注销'`], ['suspended', `'暂停'`]], 'NULL'),
        status: 'licence_status',
        valid_from: `"on"`,
        valid_until: 'until2',
        previous_until: `CASE WHEN renewed THEN until END`,
        authority: officeOf(`'行政审批服务局'`),
        legal_rep: 'legal_rep',
        address: 'address',
      },
    },
    {
      class: 'relation', delay: 0, partner: true,
      before: [
        { step1: `CASE WHEN type = 'individual' THEN 0 ELSE 1 END` },
        { step2: `step1 + (address_of <> subject_id)::INTEGER` },
        { step3: `step2 + (phone_of <> subject_id)::INTEGER` },
        { step4: `step3 + (legal_of <> subject_id)::INTEGER` },
        { kind: `CASE WHEN k < step1 THEN 'legal_rep' WHEN k < step2 THEN 'address' WHEN k < step3 THEN 'phone' WHEN k < step4 THEN 'legal_rep' WHEN k = step4 AND type IN ('company', 'foreign') THEN 'shareholder'
            ELSE ${share('kind', [['shareholder', 42], ['officer', 30], ['investment', 20], ['branch', 6], ['other', 2]])} END` },
        { firm: `kind IN ('investment', 'branch', 'other')`, on: `CASE WHEN k < step4 OR kind = 'shareholder' THEN established ELSE ${recentDay(10, 1)} END`,
          other: `CASE WHEN k < step1 THEN NULL WHEN k < step2 THEN address_of WHEN k < step3 THEN phone_of WHEN k < step4 THEN legal_of
            WHEN kind IN ('investment', 'branch', 'other') THEN first_id + floor(${unit('partner')} * (last_id - first_id + 1))::INTEGER END` },
      ],
      columns: {
        kind: 'kind',
        other_name: `CASE WHEN other IS NOT NULL THEN partner_name WHEN kind = 'legal_rep' THEN legal_rep ELSE ${person(city, 'holder', 'r')} END`,
        other_code: 'partner_code',
        other_subject_id: 'other',
        share: `CASE kind WHEN 'shareholder' THEN round(0.05 + 0.9 * ${unit('share')}, 2) WHEN 'investment' THEN round(0.1 + 0.9 * ${unit('share')}, 2) END`,
        until_on: `CASE WHEN kind IN ('officer', 'shareholder') AND ${unit('until?')} < 0.1 AND "on" + 400 < today THEN "on" + 400 END`,
      },
    },
  ]
}
