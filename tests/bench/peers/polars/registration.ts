import pl, { type LazyDataFrame } from 'nodejs-polars'
import { all, bySubject, c, distinct, flag, has, int, is, n, named, none, only, searched, where, within, type Known } from './expressions.ts'

/** One row a register entry, and one for a subject without any; what the subject itself is needs no grouping. */
export function registration({ frames, day }: Known): LazyDataFrame {
  const entries = searched(frames.registration, 'scope', {
    scope_items: c('scope').str.lengths().cast(pl.Int32).sub(c('scope').str.replaceAll('[、；;，,。]', '').str.lengths().cast(pl.Int32)).add(int(1)),
    food: has('scope', '食品'),
    catering: has('scope', '餐饮'),
    health: has('scope', '药品', '医疗', '诊疗'),
    dangerous: has('scope', '危险化学品', '燃气', '烟花', '爆破', '成品油'),
    equipment: has('scope', '特种设备', '电梯', '锅炉'),
    finance: has('scope', '投资', '理财', '贷款', '典当', '担保'),
    prepaid: has('scope', '健身', '美容', '美发', '洗浴', '培训', '托管服务'),
    mining: has('scope', '采矿', '开采'),
  })
  const subjects = frames.subject.withColumns(...named({ subject_age_days: where(c('established').ltEq(int(day)), int(day).sub(c('established'))) }))
  const plain = (column: string) => c(column).str.replaceAll('[（）()　 ]', '')
  const joined = entries.join(
    subjects.select('subject_id', 'name', 'legal_rep', 'status', 'established', 'capital_yuan'), { on: 'subject_id', how: 'inner', suffix: '_now' },
  ).withColumns(...named({
    founded_days: int(day).sub(c('established')).sub(c('age_days')),
    sensitive_kinds: ['food', 'catering', 'health', 'dangerous', 'equipment', 'finance', 'prepaid', 'mining'].map((one) => c(one).cast(pl.Int32)).reduce((sum, one) => sum.add(one)),
  }))
  // Names are nearly always the same: only those that are not are compared without their blanks and brackets.
  const renamed = bySubject(joined.filter(c('subject_name').neq(c('name'))), { names_used: n(plain('subject_name').neq(plain('name'))) })
  const measured = bySubject(joined, {
    scope_breadth: c('scope_items').max(),
    sensitive_scope: c('sensitive_kinds').max(),
    representatives: distinct('legal_rep', pl.lit(true)),
    addresses: distinct('address', pl.lit(true)),
    term_over: n(c('valid_until').lt(int(day)), is('status', 'active')),
    term_ending: n(is('status', 'active'), c('valid_until').gtEq(int(day)), c('valid_until').ltEq(int(day + 90))),
    sole_owner: has('type_text', '自然人独资', '一人有限').max().cast(pl.Int32),
    capital_cut: n(c('capital_yuan').gt(c('capital_yuan_now').mul(pl.lit(1.01)))),
    dangerous_scope: c('dangerous').max().cast(pl.Int32),
    finance_scope: c('finance').max().cast(pl.Int32),
    prepaid_scope: c('prepaid').max().cast(pl.Int32),
    health_scope: c('health').max().cast(pl.Int32),
    entries_2y: n(c('founded_days').gt(int(30)), within(730)),
    early_changes: n(c('founded_days').gtEq(int(31)), c('founded_days').ltEq(int(365))),
    representative_changed_3y: n(c('legal_rep').neq(c('legal_rep_now')), within(1095)),
    days_since_entry: c('age_days').min(),
  })
  const counted = ['representatives', 'addresses', 'term_over', 'term_ending', 'sole_owner', 'capital_cut', 'dangerous_scope', 'finance_scope', 'prepaid_scope', 'health_scope', 'entries_2y', 'early_changes', 'names_used', 'representative_changed_3y']
  const company = is('type', 'company')
  return subjects
    .join(measured, { on: 'subject_id', how: 'left' })
    .join(renamed, { on: 'subject_id', how: 'left' })
    .select(
      c('subject_id'),
      ...named({
        age: c('subject_age_days'),
        status: pl.when(is('status', 'active')).then(int(0)).when(is('status', 'moved')).then(int(1)).when(is('status', 'closed')).then(int(2)).when(is('status', 'revoked')).then(int(3)).otherwise(none),
        industry: pl.when(is('industry', 'B', 'H', 'Q')).then(int(3)).when(is('industry', 'C', 'D', 'E', 'F', 'G', 'J', 'K', 'P')).then(int(2)).when(c('industry').isNotNull()).then(int(1)).otherwise(none),
        capital: only(c('capital_yuan'), company),
        capital_missing: flag(all(company, c('capital_yuan').isNull())),
        code_missing: flag(c('uscc').isNull()),
        address_missing: flag(c('address').isNull()),
        phone_missing: flag(c('phone').isNull()),
        representative_missing: flag(c('legal_rep').isNull()),
        long_standing: only(c('subject_age_days').div(int(365)), is('status', 'active')),
        capital_high_new: only(c('capital_yuan'), company, c('subject_age_days').ltEq(int(1095))),
        shared_address: flag(has('address', '集群', '托管', '众创', '秘书', '工位', '虚拟')),
        home_address: flag(has('address', '单元', '小区', '家属院', '住宅')),
      }),
      c('scope_breadth'), c('sensitive_scope'), c('days_since_entry'),
      ...counted.map((column) => c(column).fillNull(int(0))),
    )
}
