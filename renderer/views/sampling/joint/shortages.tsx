import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Shortage } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf } from '../../../components/arrow.ts'
import { formatNumber } from '../../../components/format.ts'
import { Relax } from './relax.tsx'
import { shortageReasons, type ShortageReason } from './shortageReasons.ts'

/** Visits that are named of a reason, and reasons that are told of a department. */
const [namedVisits, toldReasons] = [5, 10]

/** Which departments cannot staff their visits, which visits and why, and what alone would be enough. */
export function Shortages({ of, departmentName }: { of: CampaignInfo; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const { answer } = useAnswer('campaignVisits', { campaign: of.campaign, limit: 10_000 }, ['draws'], { keep: true })
  const visits = new Map(answer ? rowsOf(answer.arrow).map((row) => [String(row.id), `${Number(row.visit)} ${String(row.name)}`]) : [])
  return (
    <section className="section joint-short" role="alert" aria-label={t('joint.shortTitle')}>
      <div className="section-head"><h2 className="bad">{t('joint.shortTitle')}</h2><span className="muted">{t('joint.shortText')}</span></div>
      {of.shortages.map((one) => <Short key={one.department} campaign={of} of={one} name={departmentName(one.department)} visits={visits} />)}
    </section>
  )
}

/** `visits`: number and name of each by its identifier, as far as they are known. */
function Short({ campaign, of, name, visits }: { campaign: CampaignInfo; of: Shortage; name: string; visits: Map<string, string> }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const n = (value: number): string => formatNumber(value, language)
  const reasons = shortageReasons(of.visits)
  const why = ({ few, nobodyHolds, recused }: ShortageReason): string => [
    ...(few ? [t('joint.why.few', { officers: n(few.officers), eligible: n(few.eligible) })] : []),
    ...(nobodyHolds.length > 0 ? [t('joint.why.qualification', { qualifications: nobodyHolds.join(labels.comma) })] : []),
    ...(recused > 0 ? [t('joint.why.recused', { recused: n(recused) })] : []),
  ].join(t('joint.semicolon'))
  const named = (some: readonly string[]): string =>
    some.slice(0, namedVisits).map((one) => visits.get(one) ?? one).join(labels.comma) + (some.length > namedVisits ? t('joint.andMore', { more: n(some.length - namedVisits) }) : '')
  const relaxation = (one: Shortage['relaxations'][number]): string => {
    if (one.kind === 'most') return t('joint.relax.most', { to: n(one.to) })
    return one.qualifications.length === 0 ? t('joint.relax.officers', { add: n(one.add) }) : t('joint.relax.holders', { add: n(one.add), qualifications: one.qualifications.join(labels.comma) })
  }
  return (
    <div className="section-body joint-short-one">
      <p><b>{name}</b>{labels.colon}{t('joint.unfilled', { unfilled: n(of.unfilled), seats: n(of.seats) })}{reasons.length === 0 && ` ${t('joint.capped')}`}</p>
      {reasons.length > 0 && (
        <table className="table">
          <thead><tr><th>{t('joint.whyTitle')}</th><th className="right">{t('joint.visits')}</th><th>{t('joint.whichVisits')}</th></tr></thead>
          <tbody>{reasons.slice(0, toldReasons).map((one) => <tr key={one.visits[0]}><td className="nowrap">{why(one)}</td><td className="right">{n(one.visits.length)}</td><td className="grow">{named(one.visits)}</td></tr>)}</tbody>
        </table>
      )}
      {reasons.length > toldReasons && <p className="muted">{t('joint.moreReasons', { more: n(reasons.length - toldReasons) })}</p>}
      <p><b>{t('joint.relaxTitle')}</b></p>
      <ul>{of.relaxations.length === 0 ? <li>{t('joint.relax.none')}</li> : of.relaxations.map((one) => <li key={one.kind}>{relaxation(one)}</li>)}</ul>
      <div><Relax of={campaign} shortage={of} name={name} /></div>
    </div>
  )
}
