import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars'
import { all, any, bySubject, c, distinct, has, int, is, isnt, n, named, only, within, type Known } from './expressions.ts'

/** Who shares an address, a telephone or a representative is counted in one grouping, each member then taken off. */
export function relation({ frames, day }: Known): LazyDataFrame {
  const listed = frames.listing.filter(all(is('kind', 'abnormal', 'serious', 'tax_serious', 'dishonest'), any(c('removed_on').isNull(), c('removed_on').gt(int(day)))))
    .select('subject_id').unique().withColumns(int(1).alias('listed'))
  const fined = frames.penalty.filter(all(within(730), isnt('kind', 'none'))).select('subject_id').unique().withColumns(int(1).alias('fined'))
  const known = frames.subject.select('subject_id', 'address', 'phone', 'legal_rep', 'registrar', 'status', 'established')
    .join(listed, { on: 'subject_id', how: 'left' })
    .join(fined, { on: 'subject_id', how: 'left' })
    .withColumns(...named({
      listed: c('listed').fillNull(int(0)),
      fined: c('fined').fillNull(int(0)),
      revoked: is('status', 'revoked').fillNull(false).cast(pl.Int32),
      new: all(c('established').gtEq(int(day - 365)), c('established').ltEq(int(day))).fillNull(false).cast(pl.Int32),
      registrar: c('registrar').fillNull(pl.lit('')),
    }))
  const groups = (by: string[], usable: Expr, flags: string[]): LazyDataFrame => known.filter(usable).groupBy(by)
    .agg(pl.len().alias(`${by[0]}_subjects`), ...flags.map((one) => c(one).sum().alias(`${by[0]}_${one}`))).filter(c(`${by[0]}_subjects`).gt(int(1)))
  const long = (column: string, characters: number) => c(column).str.lengths().gtEq(int(characters))
  const others = (group: string, one: string) => c(`${group}_${one}`).sub(c(one))
  const shared = known
    .join(groups(['address'], long('address', 6), ['listed', 'fined', 'new']), { on: 'address', how: 'left' })
    .join(groups(['phone'], all(long('phone', 7), has('phone', '*').not()), ['listed', 'fined']), { on: 'phone', how: 'left' })
    .join(groups(['legal_rep', 'registrar'], all(long('legal_rep', 2), has('legal_rep', '*').not()), ['listed', 'fined', 'revoked']), { on: ['legal_rep', 'registrar'], how: 'left' })
    .filter(any(c('address_subjects').isNotNull(), c('phone_subjects').isNotNull(), c('legal_rep_subjects').isNotNull()))
    .select(c('subject_id'), ...named({
      same_address: c('address_subjects'), same_phone: c('phone_subjects'), same_legal_rep: c('legal_rep_subjects'),
      address_listed: others('address', 'listed'), address_fined: others('address', 'fined'), address_new_1y: others('address', 'new'),
      phone_listed: others('phone', 'listed'), phone_fined: others('phone', 'fined'),
      representative_listed: others('legal_rep', 'listed'), representative_fined: others('legal_rep', 'fined'), representative_revoked: others('legal_rep', 'revoked'),
    }))
  const current = c('current')
  const recorded = bySubject(
    frames.relation
      .join(listed, { leftOn: 'other_subject_id', rightOn: 'subject_id', how: 'left' })
      .join(fined, { leftOn: 'other_subject_id', rightOn: 'subject_id', how: 'left' })
      .withColumns(...named({ other: c('other_code').fillNull(c('other_name')), current: any(c('until_on').isNull(), c('until_on').gt(int(day))) })),
    {
      degree: distinct('other', current),
      listed_partners: distinct('other', current, c('listed').isNotNull()),
      fined_partners: distinct('other', current, c('fined').isNotNull()),
      turnover_2y: n(current.not(), is('kind', 'legal_rep', 'shareholder', 'officer'), int(day).sub(c('until_on')).ltEq(int(730))),
      branches: n(current, is('kind', 'branch')),
      investments: n(current, is('kind', 'investment')),
      largest_share: only(c('share'), current, is('kind', 'shareholder')).max(),
    },
  )
  const counts = ['degree', 'listed_partners', 'fined_partners', 'turnover_2y', 'branches', 'investments']
  return recorded.join(shared, { on: 'subject_id', how: 'full', coalesce: true }).withColumns(...counts.map((column) => c(column).fillNull(int(0))))
}
