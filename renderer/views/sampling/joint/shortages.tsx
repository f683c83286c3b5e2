import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Shortage } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf } from '../../../components/arrow.ts'
import { formatNumber } from '../../../components/format.ts'

/** The visits that are named a department. */
const named = 20

/** Which departments cannot staff their visits, which visits and why, and what alone would be enough. */
export function Shortages({ of, departmentName }: { of: CampaignInfo; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const { answer } = useAnswer('campaignVisits', { campaign: of.campaign, limit: 10_000 }, ['draws'], { keep: true })
  const visits = new Map(answer ? rowsOf(answer.arrow).map((row) => [String(row.id), { number: Number(row.visit), name: String(row.name) }]) : [])
  return (
    <section className="section joint-short" role="alert" aria-label={t('joint.shortTitle')}>
      <div className="section-head"><h2 className="bad">{t('joint.shortTitle')}</h2><span className="muted">{t('joint.shortText')}</span></div>
      {of.shortages.map((one) => <Short key={one.department} of={one} name={departmentName(one.department)} visits={visits} />)}
    </section>
  )
}

function Short({ of, name, visits }: { of: Shortage; name: string; visits: Map<string, { number: number; name: string }> }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const n = (value: number): string => formatNumber(value, language)
  const why = ({ officers, eligible, qualifications, qualified, recused }: Shortage['visits'][number]): string => [
    ...(eligible < officers ? [t('joint.why.few', { officers: n(officers), eligible: n(eligible) })] : []),
    ...(qualified === 0 && qualifications.length > 0 ? [t('joint.why.qualification', { qualifications: qualifications.join(labels.comma) })] : []),
    ...(recused > 0 ? [t('joint.why.recused', { recused: n(recused) })] : []),
  ].join(t('joint.semicolon'))
  const relaxation = (one: Shortage['relaxations'][number]): string => {
    if (one.kind === 'most') return t('joint.relax.most', { to: n(one.to) })
    return t(one.qualifications.length === 0 ? 'joint.relax.officers' : 'joint.relax.holders', { add: n(one.add), qualifications: one.qualifications.join(labels.comma) })
  }
  return (
    <div className="section-body joint-short-one">
      <p><b>{name}</b>{labels.colon}{t('joint.unfilled', { unfilled: n(of.unfilled), seats: n(of.seats) })}</p>
      {of.visits.length === 0 ? <p>{t('joint.capped')}</p> : (
        <table className="table">
          <thead><tr><th className="right">{t('joint.number')}</th><th>{t('joint.subject')}</th><th className="grow">{t('joint.whyTitle')}</th></tr></thead>
          <tbody>
            {of.visits.slice(0, named).map((one) => (
              <tr key={one.visit}><td className="right">{n(visits.get(one.visit)?.number ?? NaN)}</td><td className="nowrap">{visits.get(one.visit)?.name ?? one.visit}</td><td>{why(one)}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {of.visits.length > named && <p className="muted">{t('joint.moreVisits', { more: n(of.visits.length - named) })}</p>}
      <p><b>{t('joint.relaxTitle')}</b></p>
      <ul>{of.relaxations.length === 0 ? <li>{t('joint.relax.none')}</li> : of.relaxations.map((one) => <li key={one.kind}>{relaxation(one)}</li>)}</ul>
    </div>
  )
}
