import pl, { type LazyDataFrame } from 'nodejs-polars'
import { aged, any, bySubject, c, decayed, has, int, is, isnt, n, only, searched, share, where, within, type Known } from './expressions.ts'

export function complaint({ frames, day }: Known): LazyDataFrame {
  const facts = searched(searched(frames.complaint, 'content', {
    food: has('content', '食品', '异物', '变质', '过期', '卫生', '食物'),
    harm: has('content', '中毒', '腹泻', '受伤', '爆炸', '触电'),
    prepaid: has('content', '预付', '退费', '退卡', '充值', '跑路', '闭店'),
    deception: has('content', '虚假', '欺诈', '不符', '假冒', '误导'),
    quality: has('content', '质量', '不合格', '故障', '售后'),
    price: has('content', '价格', '缺斤', '发票', '收费'),
  }), 'result_text', { filed: has('result_text', '立案', '处罚') }).withColumns(
    isnt('kind', 'enquiry').alias('counted'),
    c('closed_on').sub(c('occurred_on')).alias('handling_days'),
  )
  const [counted, upheld, mediated, report] = [c('counted'), c('upheld'), c('mediated'), is('kind', 'report')]
  const decided = n(upheld.isNotNull(), within(1095))
  const [lately, usually] = [n(within(90)), n(aged(91, 455)).mul(pl.lit(90 / 365))]
  return bySubject(facts, {
    count_1y: n(counted, within(365)),
    count_decayed: decayed(180, counted),
    upheld_2y: n(upheld, within(730)),
    upheld_share: where(decided.gt(int(0)), n(upheld, within(1095)).div(decided.add(pl.lit(1)))),
    reports_2y: n(report, within(730)),
    surge_90d: where(lately.gtEq(int(3)), lately.div(pl.when(usually.gt(pl.lit(1))).then(usually).otherwise(pl.lit(1)))),
    amount_2y: only(c('amount_yuan'), within(730)).sum(),
    unmediated_2y: n(mediated.not(), within(730)),
    slow_handling: only(c('handling_days'), within(730)).mean(),
    mediated_share: share(n(mediated, within(730)), n(mediated.isNotNull(), within(730))),
    count_30d: n(counted, within(30)),
    count_3y: n(counted, within(1095)),
    upheld_decayed: decayed(365, upheld),
    reports_upheld_3y: n(report, upheld, within(1095)),
    filed_3y: n(c('filed'), within(1095)),
    food_2y: n(c('food'), counted, within(730)),
    harm_3y: n(c('harm'), within(1095)),
    prepaid_2y: n(c('prepaid'), counted, within(730)),
    deception_2y: n(c('deception'), counted, within(730)),
    quality_2y: n(c('quality'), counted, within(730)),
    price_2y: n(c('price'), counted, within(730)),
    largest_2y: only(c('amount_yuan'), within(730)).max(),
    pending_60d: n(any(c('closed_on').isNull(), c('closed_on').gt(int(day))), counted, aged(61, 730)),
    quick_settled_2y: n(mediated, c('handling_days').ltEq(int(7)), within(730)),
  })
}
