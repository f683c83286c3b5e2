import pl, { type LazyDataFrame } from 'nodejs-polars'
import { all, bySubject, c, decayed, distinct, flag, has, int, is, n, only, searched, where, whereElse0, within, type Known } from './expressions.ts'

export function product({ frames, day }: Known): LazyDataFrame {
  const facts = searched(frames.product, 'failure', {
    hazardous: has('failure', '致病', '沙门', '金黄色葡萄球菌', '农药', '兽药', '残留', '重金属', '铅', '镉', '非食用', '毒素', '甲醛', '苯', '耐压', '爆炸', '触电', '防火'),
    additive: has('failure', '防腐剂', '甜蜜素', '添加剂', '色素', '糖精', '二氧化硫'),
    hygiene: has('failure', '菌落', '大肠', '霉菌'),
    label: has('failure', '标签', '标志', '标识', '净含量'),
  }).withColumns(is('kind', 'equipment').fillNull(false).alias('equipment'))
  // Whether an examination is the latest is asked of equipment alone.
  const latest = frames.product.filter(is('kind', 'equipment'))
    .withColumns(c('occurred_on').fillNull(c('known_on')).alias('examined'), int(day).sub(c('next_due_on')).alias('overdue_days'))
    .sort([c('examined'), c('source_row')], true)
    .unique({ subset: ['subject_id', 'product', 'model', 'lot'], keep: 'first', maintainOrder: true })
  const equipment = bySubject(latest, {
    equipment_overdue: n(c('overdue_days').gt(int(0))),
    equipment_due_60d: n(c('overdue_days').gtEq(int(-60)), c('overdue_days').ltEq(int(0))),
    equipment_count: n(within(1095)),
  })
  const failed = c('failed')
  const decided = n(failed.isNotNull(), within(1095))
  const recently = (...conditions: Parameters<typeof all>) => n(failed, ...conditions, within(1095))
  const measured = bySubject(facts, {
    failed_2y: n(failed, c('equipment').not(), within(730)),
    failed_decayed: decayed(365, failed),
    failed_share_3y: where(decided.gt(int(0)), recently().div(decided.add(pl.lit(1)))),
    hazardous_3y: recently(c('hazardous')),
    kinds_failed_3y: distinct('product', failed, within(1095)),
    equipment_failed_3y: recently(c('equipment')),
    passed_3y: whereElse0(recently().eq(int(0)), n(failed.not(), within(1095))),
    last_failed: flag(only(c('age_days'), failed).min().ltEq(only(c('age_days'), failed.isNotNull()).min())),
    own_failed_3y: recently(c('producer').eq(c('subject_name'))),
    additive_3y: recently(c('additive')),
    hygiene_3y: recently(c('hygiene')),
    label_3y: recently(c('label')),
  })
  return measured.join(equipment, { on: 'subject_id', how: 'left' })
    .withColumns(...['equipment_overdue', 'equipment_due_60d', 'equipment_count'].map((column) => c(column).fillNull(int(0))))
}
