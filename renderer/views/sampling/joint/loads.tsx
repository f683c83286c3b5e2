import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber, unknown } from '../../../components/format.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'

/** By department: its visits, its officers, and how many visits the one who makes the fewest and the most of them gets. */
export function Loads({ of, departmentName }: { of: CampaignInfo; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { answer, error, again } = useAnswer('campaignLoads', { campaign: of.campaign }, ['draws'], { keep: true })
  return (
    <section className="section">
      <div className="section-head"><h2>{t('joint.loads')}</h2><span className="muted">{t('joint.loadsText')}</span></div>
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={3} /> : (
        <table className="table">
          <thead><tr><th>{t('joint.department')}</th><th className="right">{t('joint.visits')}</th><th className="right">{t('joint.officersFit')}</th><th className="right">{t('joint.seats')}</th><th className="right">{t('joint.load')}</th><th className="grow" /></tr></thead>
          <tbody>
            {answer.map((one) => (
              <tr key={one.department}>
                <td className="nowrap">{departmentName(one.department)}</td><td className="right">{formatNumber(one.visits, language)}</td><td className="right">{formatNumber(one.officers, language)}</td>
                <td className="right">{one.seats === 0 ? unknown : formatNumber(one.seats, language)}</td>
                <td className="right">{one.seats === 0 ? unknown : one.least === one.most ? formatNumber(one.most, language) : `${formatNumber(one.least, language)}–${formatNumber(one.most, language)}`}</td><td />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
