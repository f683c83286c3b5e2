import type { LazyDataFrame } from 'nodejs-polars'
import { all, any, bySubject, c, decayed, has, int, is, n, named, only, searched, whereElse0, within, type Known } from './expressions.ts'

export function listing({ frames, day }: Known): LazyDataFrame {
  const removed = c('removed_on').ltEq(int(day))
  const facts = searched(frames.listing, 'list_name', {
    wages: has('list_name', '农民工', '工资'),
    safety: has('list_name', '安全生产', '消防'),
  }).withColumns(...named({
    current: all(any(c('removed_on').isNull(), c('removed_on').gt(int(day))), any(c('valid_until').isNull(), c('valid_until').gtEq(int(day)))),
    days_listed: only(c('removed_on').sub(c('occurred_on')), removed),
    removed_days: only(int(day).sub(c('removed_on')), removed),
  }))
  const [current, abnormal] = [c('current'), is('kind', 'abnormal')]
  const on = (ground: string) => n(abnormal, is('ground_code', ground), current)
  return bySubject(facts, {
    abnormal_current: n(abnormal, current),
    abnormal_days: only(c('age_days'), abnormal, current).max(),
    abnormal_unreachable: on('unreachable'),
    abnormal_falsehood_5y: n(abnormal, is('ground_code', 'falsehood'), within(1825)),
    abnormal_repeated_5y: n(abnormal, within(1825)),
    serious_past_5y: n(is('kind', 'serious'), within(1825)),
    tax_serious_5y: n(is('kind', 'tax_serious'), within(1825)),
    dishonest_current: n(is('kind', 'dishonest'), current),
    key_current: n(is('kind', 'key'), current),
    honours_current: n(is('kind', 'honour'), current),
    abnormal_report: on('report'),
    abnormal_publication: on('publication'),
    abnormal_decayed: decayed(730, abnormal),
    abnormal_relisted_1y: whereElse0(n(abnormal, c('days_listed').gtEq(int(0))).gt(int(0)), n(abnormal, current, within(365))),
    lists_current: n(is('kind', 'abnormal', 'serious', 'tax_serious', 'dishonest'), current),
    dishonest_past_5y: n(is('kind', 'dishonest'), within(1826)),
    dishonest_amount_5y: only(c('amount_yuan'), is('kind', 'dishonest', 'tax_serious'), within(1826)).sum(),
    wages_current: n(c('wages'), current),
    safety_current: n(c('safety'), current, is('kind', 'honour').not()),
    honour_lost_3y: n(is('kind', 'honour'), c('removed_days').ltEq(int(1095))),
    slow_removal_5y: only(c('days_listed'), abnormal, within(1826)).mean(),
    quick_removal_5y: whereElse0(n(abnormal, current).eq(int(0)), n(abnormal, c('days_listed').ltEq(int(90)), within(1826))),
  })
}
