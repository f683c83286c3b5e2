import pl, { type LazyDataFrame } from 'nodejs-polars'
import { aged, any, bySubject, c, decayed, distinct, flag, has, int, is, n, only, searched, share, where, whereElse0, within, type Known } from './expressions.ts'

export function supervision({ frames }: Known): LazyDataFrame {
  const texts = searched(searched(searched(searched(frames.supervision, 'item', {
    food: has('item', '食品', '餐饮', '药品', '医疗', '化妆品'),
    safety: has('item', '安全生产', '消防', '特种设备', '事故', '应急', '隐患'),
    publicity: has('item', '登记', '公示', '年报'),
    quality: has('item', '质量', '计量', '标准', '认证'),
  }), 'kind', {
    prompted: any(has('kind', '举报', '投诉'), c('kind').str.toLowerCase().str.contains('complaint', true)),
    special_kind: has('kind', '专项', '重点'),
  }), 'result_text', {
    falsehood: has('result_text', '弄虚作假', '隐瞒'),
    ordered_result: has('result_text', '责令'),
  }), 'handling', {
    transferred: has('handling', '立案', '移送'),
    interviewed: has('handling', '约谈'),
    ordered_after: has('handling', '责令'),
  })
  const facts = searched(texts, 'task_name', { special_task: has('task_name', '专项', '重点', '整治') }).withColumns(
    is('result', 'passed', 'problem', 'corrected', 'unreachable', 'closed', 'uncooperative').alias('concluded'),
    is('result', 'problem', 'unreachable', 'uncooperative').alias('bad'),
  )
  const [bad, concluded, problem] = [c('bad'), c('concluded'), is('result', 'problem')]
  const thisYear = n(bad, within(365))
  return bySubject(facts, {
    problems_2y: n(problem, within(730)),
    problems_decayed: decayed(365, bad),
    problem_share: share(decayed(730, bad), decayed(730, concluded)),
    last_result_bad: flag(only(c('age_days'), bad).min().ltEq(only(c('age_days'), concluded).min())),
    unreachable_2y: n(is('result', 'unreachable'), within(730)),
    uncooperative_2y: n(is('result', 'uncooperative'), within(730)),
    closed_1y: n(is('result', 'closed'), within(365)),
    never_inspected: n(concluded),
    days_since_last: only(c('age_days'), concluded).min(),
    reinspection_failed_2y: n(is('reinspection', 'problem', 'uncooperative', 'unreachable'), within(730)),
    not_reinspected: n(problem, c('reinspection').isNull(), aged(60, 730)),
    items_with_problems_2y: distinct('item', bad, within(730)),
    double_random_bad_3y: n(c('double_random'), bad, within(1095)),
    average_score_2y: only(c('score'), within(730)).mean(),
    corrected_2y: n(any(is('result', 'corrected'), is('reinspection', 'passed', 'corrected')), within(730)),
    clean_record_3y: whereElse0(n(bad, within(1095)).eq(int(0)), n(is('result', 'passed'), within(1095))),
    problems_90d: n(bad, within(90)),
    problems_5y: n(bad, within(1826)),
    problem_trend: where(thisYear.gt(int(0)), thisYear.div(pl.lit(1).add(n(bad, aged(366, 1095)).div(pl.lit(2))))),
    worst_score_3y: only(c('score'), within(1095)).min(),
    special_bad_3y: n(bad, any(c('special_kind'), c('special_task')), within(1095)),
    prompted_bad_3y: n(bad, c('prompted'), within(1095)),
    food_bad_3y: n(bad, c('food'), within(1095)),
    safety_bad_3y: n(bad, c('safety'), within(1095)),
    quality_bad_3y: n(bad, c('quality'), within(1095)),
    publicity_bad_3y: n(bad, c('publicity'), within(1095)),
    falsehood_5y: n(c('falsehood'), within(1826)),
    transferred_3y: n(c('transferred'), within(1095)),
    interviewed_2y: n(c('interviewed'), within(730)),
    ordered_2y: n(any(c('ordered_result'), c('ordered_after')), within(730)),
    slow_reinspection: only(c('reinspected_on').sub(c('occurred_on')), within(1095)).mean(),
    reinspection_passed_share: share(n(is('reinspection', 'passed', 'corrected'), within(1095)), n(is('reinspection', 'passed', 'corrected', 'problem', 'uncooperative', 'unreachable'), within(1095))),
  })
}
