import pl, { type LazyDataFrame } from 'nodejs-polars'
import { all, any, bySubject, c, decayed, distinct, has, int, is, n, named, only, searched, share, whereElse0, within, type Known } from './expressions.ts'

export function licence({ frames, day }: Known): LazyDataFrame {
  const facts = searched(frames.licence, 'licence_name', {
    food: has('licence_name', '食品', '餐饮'),
    health: has('licence_name', '药', '医疗'),
    dangerous: has('licence_name', '危险化学品', '安全生产', '燃气', '烟花', '民用爆炸', '特种设备'),
  }).withColumns(...named({
    days_left: c('valid_until').sub(int(day)),
    ended: is('status', 'revoked', 'cancelled').fillNull(false),
    lapsed: all(any(c('valid_until').lt(int(day)), is('status', 'expired')).fillNull(false), c('valid_until').max().over('subject_id', 'licence_name').lt(int(day)).fillNull(true)),
    valid_now: all(is('status', 'valid').fillNull(true), c('valid_until').gtEq(int(day))),
    gap_days: c('occurred_on').fillNull(c('valid_from')).sub(c('previous_until')),
  }))
  const [valid, ended] = [c('valid_now'), c('ended')]
  const lapsed = all(c('lapsed'), ended.not())
  const gone = any(c('lapsed'), ended)
  return bySubject(facts, {
    lapsed: n(lapsed),
    expiring_60d: n(valid, c('days_left').ltEq(int(60))),
    revoked_5y: n(is('status', 'revoked'), within(1825)),
    suspended: n(is('status', 'suspended')),
    none_valid: whereElse0(all(n(gone).gt(int(0)), n(gone.not()).eq(int(0))), int(1)),
    valid_kinds: distinct('licence_name', valid),
    lapsed_days: only(c('days_left'), lapsed).min().mul(int(-1)),
    renewal_missed: n(valid, c('days_left').lt(int(30))),
    gap_5y: only(c('gap_days'), within(1825)).max(),
    invalid_share: share(n(gone), pl.len()),
    untold: n(c('status').isNull(), c('valid_until').isNull()),
    cancelled_3y: n(is('status', 'cancelled'), within(1095)),
    ended_decayed: decayed(730, ended),
    lapsed_food: n(lapsed, any(c('food'), c('health'))),
    lapsed_dangerous: n(lapsed, c('dangerous')),
    food_held: n(valid, c('food')),
    health_held: n(valid, c('health')),
    dangerous_held: n(valid, c('dangerous')),
    new_1y: n(valid, c('gap_days').isNull(), within(365)),
    short_term: n(valid, c('valid_until').sub(c('valid_from')).ltEq(int(366))),
    renewed_in_time: n(valid, c('gap_days').ltEq(int(0))),
  })
}
