import pl, { type LazyDataFrame } from 'nodejs-polars'
import { aged, any, bySubject, c, decayed, has, int, is, isnt, n, only, searched, share, where, within, type Known } from './expressions.ts'

export function judicial({ frames }: Known): LazyDataFrame {
  // Titles do not repeat: those are searched that count against the subject and are not too old.
  const facts = searched(frames.judicial, 'state', { settled: has('state', '履行完毕', '已履行', '结案', '屏蔽', '撤销') }).withColumns(
    only(pl.concatString([c('cause').fillNull(pl.lit('')), c('title').fillNull(pl.lit(''))], ''), isnt('role', 'plaintiff'), within(1826)).alias('words'),
    is('role', 'defendant', 'debtor').alias('sued'),
    isnt('role', 'plaintiff').alias('against'),
    c('settled').fillNull(false),
  )
  const [sued, against, open] = [c('sued'), c('against'), c('settled').not()]
  const thisYear = n(against, within(365))
  const owed = is('kind', 'execution', 'dishonest')
  return bySubject(facts, {
    defendant_3y: n(is('kind', 'judgment'), sued, within(1095)),
    cases_decayed: decayed(730, against),
    executions_3y: n(is('kind', 'execution'), within(1095)),
    dishonest_5y: n(is('kind', 'dishonest'), within(1825)),
    restricted_3y: n(is('kind', 'restriction'), within(1095)),
    bankruptcy: n(is('kind', 'bankruptcy'), within(1825)),
    amount_3y: only(c('amount_yuan'), against, within(1095)).sum(),
    unfair_competition_5y: n(has('words', '不正当竞争'), against, within(1825)),
    consumer_cases_3y: n(has('words', '产品责任', '买卖合同', '服务合同', '消费'), sued, within(1095)),
    labour_cases_3y: n(has('words', '劳动', '工资', '劳务'), sued, within(1095)),
    defendant_1y: n(is('kind', 'judgment'), sued, within(365)),
    trend: where(thisYear.gt(int(0)), thisYear.div(pl.lit(1).add(n(against, aged(366, 1095)).div(pl.lit(2))))),
    largest_3y: only(c('amount_yuan'), against, within(1095)).max(),
    days_since_case: only(c('age_days'), against).min(),
    executions_open: n(is('kind', 'execution'), open, within(1826)),
    executions_open_amount: only(c('amount_yuan'), owed, open, within(1826)).sum(),
    executions_decayed: decayed(730, is('kind', 'execution', 'dishonest', 'restriction')),
    dishonest_open: n(is('kind', 'dishonest'), open, within(1826)),
    liability_5y: n(has('words', '产品责任', '产品质量', '生命权', '健康权'), against, within(1826)),
    infringement_5y: n(has('words', '商标', '著作权', '专利', '商业秘密'), against, within(1826)),
    lending_3y: n(has('words', '借贷', '借款', '融资租赁', '担保', '票据'), against, within(1095)),
    construction_3y: n(has('words', '建设工程', '施工', '装饰装修'), against, within(1095)),
    lease_3y: n(has('words', '租赁合同', '物业'), against, within(1095)),
    criminal_5y: n(any(has('words', '诈骗', '非法吸收', '集资', '虚开', '传销'), has('cause', '罪')), against, within(1826)),
    fulfilled_share: share(n(owed, c('settled'), within(1826)), n(owed, within(1826))),
  })
}
