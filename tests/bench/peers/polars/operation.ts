import pl, { type LazyDataFrame } from 'nodejs-polars'
import { bySubject, c, decayed, distinct, flag, has, int, is, n, none, only, searched, whereElse0, within, type Known } from './expressions.ts'

export function operation({ frames }: Known): LazyDataFrame {
  const graded = (pattern: string) => c('rating').str.strip().str.toUpperCase().str.contains(pattern)
  const positive = (column: string) => only(c(column), c(column).neq(pl.lit(0)))
  const facts = searched(searched(frames.operation, 'rating', {
    rating_grade: pl.when(graded('^(A+级?|优秀?|好|诚信|信用好)$')).then(int(1)).when(graded('^(B+级?|M级?|良好?|较好|一般|合格)$')).then(int(2))
      .when(graded('^(C+级?|中等?|差|较差|警示|失信|基本合格)$')).then(int(3)).when(graded('^(D+级?|E级?|严重失信|不合格|很差)$')).then(int(4)).otherwise(none),
  }), 'state', {
    settled: has('state', '缴清', '结清'),
    irregular: has('state', '非正常', '走逃', '失踪'),
  }).withColumns(
    c('insured').cast(pl.Float64).div(positive('employees')).alias('insured_share'),
    c('liabilities_yuan').div(positive('assets_yuan')).alias('debt_ratio'),
    c('profit_yuan').div(positive('revenue_yuan')).alias('margin'),
    c('revenue_yuan').div(positive('employees')).alias('revenue_per_head'),
  )
  const [report, arrears, tax, age] = [is('kind', 'annual_report'), is('kind', 'tax_arrears'), is('kind', 'tax'), c('age_days')]
  const loss = c('profit_yuan').lt(pl.lit(0))
  const grade = c('rating_grade')
  return bySubject(facts, {
    arrears_amount: only(c('amount_yuan'), arrears, within(1095)).sum(),
    arrears_kinds: distinct('tax_kind', arrears, within(1095)),
    tax_paid_3y: n(tax, c('amount_yuan').gt(pl.lit(0)), within(1095)),
    report_late_3y: n(report, c('on_time').not(), within(1095)),
    reports_known_2y: n(report, within(760)),
    zero_revenue: n(c('revenue_yuan').eq(pl.lit(0)), is('kind', 'annual_report', 'finance'), within(1130)),
    losses_3y: n(loss, within(1130)),
    debt_ratio: only(c('debt_ratio'), within(760)).max(),
    uninsured_staff: only(c('insured_share'), c('employees').gtEq(int(5)), within(760)).min(),
    rating_bad_3y: only(grade, within(1095)).max(),
    rating_good_2y: whereElse0(only(grade, within(730)).max().eq(int(1)), n(grade.isNotNull(), within(730))),
    arrears_count_3y: n(arrears, within(1095)),
    arrears_open: only(c('amount_yuan'), arrears, c('settled').fillNull(false).not()).sum(),
    arrears_decayed: decayed(365, arrears),
    irregular: n(c('irregular'), within(1825)),
    tax_none_2y: n(tax, c('amount_yuan').eq(pl.lit(0)), within(730)),
    report_late_last: flag(only(age, report, c('on_time').not()).min().ltEq(only(age, report).min())),
    report_gap: only(age, report).min(),
    figures_hidden_3y: n(report, c('revenue_yuan').isNull(), within(1130)),
    reports_on_time_3y: whereElse0(n(report, c('on_time').not(), within(1095)).eq(int(0)), n(report, c('on_time'), within(1095))),
    staff_none: n(report, c('employees').eq(int(0)), within(1130)),
    insured_none_2y: n(c('insured').eq(int(0)), c('employees').gtEq(int(3)), within(760)),
    staff_insured_2y: n(c('insured_share').gtEq(pl.lit(0.9)), c('employees').gtEq(int(5)), within(760)),
    insolvent_3y: n(c('debt_ratio').gt(pl.lit(1)), within(1130)),
    assets_none_3y: n(c('assets_yuan').eq(pl.lit(0)), within(1130)),
    margin_2y: only(c('margin'), within(760)).min(),
    largest_loss_3y: only(c('profit_yuan'), loss, within(1130)).min().mul(pl.lit(-1)),
    revenue_per_head: only(c('revenue_per_head'), within(760)).max(),
    profitable_3y: whereElse0(n(loss, within(1130)).eq(int(0)), n(c('profit_yuan').gt(pl.lit(0)), within(1130))),
    ratings_bad_3y: n(grade.gtEq(int(3)), within(1095)),
    rating_last_bad: flag(only(age, grade.gtEq(int(3))).min().ltEq(only(age, grade.gtEq(int(1))).min())),
  })
}
