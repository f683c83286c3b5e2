import pl, { type LazyDataFrame } from 'nodejs-polars'
import { aged, any, bySubject, c, decayed, distinct, has, int, is, n, only, searched, share, where, whereElse0, within, type Known } from './expressions.ts'

export function opinion({ frames }: Known): LazyDataFrame {
  const subjects = {
    food: ['食品', '食物', '卫生', '异物'],
    hazard: ['安全', '事故', '火灾', '爆炸'],
    runaway: ['跑路', '退款', '退费', '闭店', '失联'],
    wages: ['工资', '欠薪', '裁员'],
    quality: ['质量', '虚假', '假货', '服务态度'],
  }
  // A topic repeats, a title does not: of the titles only those that are negative and of this year are searched.
  const facts = searched(searched(frames.opinion, 'topic', Object.fromEntries(Object.entries(subjects).map(([name, words]) => [`${name}_topic`, has('topic', ...words)]))), 'platform', {
    news: has('platform', '新闻', '日报', '电视', '央视', '晚报'),
    consumer: has('platform', '投诉', '12345', '留言', '点评'),
  }).withColumns(
    is('sentiment', 'negative').alias('negative'),
    only(c('title'), is('sentiment', 'negative'), within(365)).alias('searched_title'),
  )
  const negative = c('negative')
  const told = n(c('sentiment').isNotNull(), within(365))
  const about = (name: keyof typeof subjects) => n(negative, any(c(`${name}_topic`), has('searched_title', ...subjects[name])), within(365))
  const lately = n(negative, within(30))
  return bySubject(facts, {
    negative_1y: n(negative, within(365)),
    negative_decayed: decayed(90, negative),
    negative_heat_180d: only(c('heat'), negative, within(180)).sum(),
    platforms_1y: distinct('platform', negative, within(365)),
    negative_share: where(told.gtEq(int(3)), share(n(negative, within(365)), told)),
    positive_1y: whereElse0(n(negative, within(365)).eq(int(0)), n(is('sentiment', 'positive'), within(365))),
    negative_30d: lately,
    negative_3y: n(negative, within(1095)),
    surge_30d: where(lately.gtEq(int(2)), lately.div(pl.lit(1).add(n(negative, aged(31, 210)).div(pl.lit(6))))),
    food_1y: about('food'),
    hazard_1y: about('hazard'),
    runaway_1y: about('runaway'),
    wages_1y: about('wages'),
    quality_1y: about('quality'),
    largest_heat_1y: only(c('heat'), negative, within(365)).max(),
    news_1y: n(negative, c('news'), within(365)),
    consumer_sites_1y: n(negative, c('consumer'), within(365)),
    positive_share_1y: where(told.gtEq(int(3)), share(n(is('sentiment', 'positive'), within(365)), told)),
  })
}
