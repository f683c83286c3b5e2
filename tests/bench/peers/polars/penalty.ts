import pl, { type LazyDataFrame } from 'nodejs-polars'
import { aged, any, bySubject, c, decay, decayed, distinct, has, int, is, isnt, n, only, searched, where, whereElse0, within, type Known } from './expressions.ts'

export function penalty({ frames, day }: Known): LazyDataFrame {
  const texts = searched(searched(searched(frames.penalty, 'violation', {
    food_v: has('violation', '食品', '药品', '医疗器械', '化妆品'),
    safety_v: has('violation', '安全生产', '消防', '特种设备', '危险化学品'),
    quality_v: has('violation', '质量', '计量', '标准化', '不合格'),
    infringement_v: has('violation', '商标', '专利', '假冒'),
    deception_v: has('violation', '广告', '虚假', '误导'),
    environment_v: has('violation', '污染', '排放'),
    tax_v: has('violation', '发票', '纳税'),
    unlicensed: has('violation', '无证', '无照', '未取得', '未经许可'),
    fraud: has('violation', '虚假材料', '骗取', '隐瞒重要事实'),
  }), 'basis', {
    food_b: has('basis', '食品', '药品', '医疗器械', '化妆品'),
    safety_b: has('basis', '安全生产', '消防', '特种设备', '危险化学品'),
    quality_b: has('basis', '质量', '计量', '标准化'),
    infringement_b: has('basis', '商标', '专利'),
    deception_b: has('basis', '广告', '价格', '反不正当竞争'),
    environment_b: has('basis', '污染', '环境保护'),
    tax_b: has('basis', '税收', '发票'),
  }), 'state', {
    unpaid: has('state', '未履行', '未缴', '未执行'),
    repaired: has('state', '修复'),
  })
  const facts = texts.withColumns(isnt('kind', 'none').alias('counted'))
  const counted = c('counted')
  const of = (subject: string) => any(c(`${subject}_v`), c(`${subject}_b`))
  const thisYear = n(counted, within(365))
  return bySubject(facts, {
    count_2y: n(counted, within(730)),
    count_decayed: decayed(365, counted),
    recency: only(c('age_days'), counted).min(),
    fine_amount_2y: only(c('fine_yuan'), within(730)).sum(),
    largest_fine_3y: only(c('fine_yuan'), within(1095)).max(),
    confiscated_2y: only(c('confiscated_yuan'), within(730)).sum(),
    suspension_3y: n(is('kind', 'suspension'), within(1095)),
    revocation_5y: n(is('kind', 'revocation'), within(1825)),
    severe_3y: n(is('severity', 'high'), within(1095)),
    repeated_2y: n(c('violation').isNotNull(), within(730)).sub(distinct('violation', within(730))),
    authorities_3y: distinct('authority', within(1095)),
    in_effect: n(c('publicity_until').fillNull(c('valid_until')).gtEq(int(day))),
    lenient_first_3y: whereElse0(n(within(1095), is('kind', 'warning', 'none').fillNull(false).not()).eq(int(0)), n(within(1095))),
    count_90d: n(counted, within(90)),
    count_5y: n(counted, within(1826)),
    trend: where(thisYear.gt(int(0)), thisYear.div(pl.lit(1).add(n(counted, aged(366, 1095)).div(pl.lit(2))))),
    warnings_2y: n(is('kind', 'warning'), within(730)),
    heavy_fines_3y: n(c('fine_yuan').gtEq(pl.lit(50000)), within(1095)),
    fines_decayed: c('fine_yuan').mul(decay(730)).sum(),
    detention_5y: n(is('kind', 'detention'), within(1826)),
    food_3y: n(of('food'), counted, within(1095)),
    safety_3y: n(of('safety'), counted, within(1095)),
    quality_3y: n(of('quality'), counted, within(1095)),
    infringement_3y: n(of('infringement'), counted, within(1095)),
    deception_3y: n(of('deception'), counted, within(1095)),
    environment_3y: n(of('environment'), counted, within(1095)),
    tax_3y: n(of('tax'), counted, within(1095)),
    unlicensed_3y: n(c('unlicensed'), counted, within(1095)),
    fraud_5y: n(c('fraud'), counted, within(1826)),
    unpaid: n(c('unpaid'), counted),
    repaired_3y: n(c('repaired'), within(1095)),
  })
}
