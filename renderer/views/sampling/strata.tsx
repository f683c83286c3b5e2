import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Exclusion, Stratum } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { TierChip } from '../../components/tier.tsx'

/** Frame, ratio and number drawn by stratum, the sum, and who is left out and why. */
export function Strata({ strata, frame, drawn, exclusions }: { strata: Stratum[]; frame: number; drawn: number; exclusions: Exclusion[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const reason = (code: string): string => (code === 'not_scored' ? t('sampling.notScored') : labels.value('status', code.replace(/^status_/, '')))
  return (
    <>
      <table className="strata">
        <thead><tr><th>{t('sampling.stratum')}</th><th className="number">{t('sampling.frame')}</th><th className="number">{t('sampling.ratio')}</th><th className="number">{t('sampling.drawn')}</th><th className="number">{t('sampling.spare')}</th></tr></thead>
        <tbody>
          {strata.map((one) => (
            <tr key={one.stratum}>
              <td><TierChip tier={one.stratum} named /></td><td className="number">{formatNumber(one.frame, language)}</td><td className="number">{formatPercent(one.ratio, language)}</td>
              <td className="number"><b>{formatNumber(one.drawn, language)}</b></td><td className="number">{formatNumber(one.spares, language)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><td>{t('sampling.total')}</td><td className="number">{formatNumber(frame, language)}</td><td className="number">{frame === 0 ? '—' : formatPercent(drawn / frame, language)}</td><td className="number">{formatNumber(drawn, language)}</td><td className="number">{formatNumber(strata.reduce((sum, one) => sum + one.spares, 0), language)}</td></tr></tfoot>
      </table>
      {exclusions.length > 0 && <p className="muted strata-out">{t('sampling.excluded')} {exclusions.map((one) => `${reason(one.reason)} ${formatNumber(one.count, language)}`).join(labels.comma)}</p>}
    </>
  )
}
