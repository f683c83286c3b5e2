import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DimensionId } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatChange, formatNumber } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'

/** The ten dimensions that go most with this one: a pair near 1 counts the same fact twice. */
export function Correlations({ id }: { id: DimensionId }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const labels = useLabels()
  const { answer, error, loading, again } = useAnswer('correlateDimension', { dimension: id }, ['scores'], { keep: true })
  return (
    <section className="section dimensions-box" aria-busy={loading}>
      <h3>{t('dimensions.correlations')}</h3>
      {error !== null && <ErrorState error={error} again={again} compact />}
      {error === null && !answer && <Skeleton rows={6} />}
      {answer && <p className="dimensions-note">{t('dimensions.correlationsText', { sampled: formatNumber(answer.sampled, language) })}</p>}
      {answer?.correlations.length === 0 && <p className="muted">{t('dimensions.noCorrelations')}</p>}
      {answer && answer.correlations.length > 0 && (
        <table className="table dimensions-rho">
          <thead><tr><th>{t('profile.dimension')}</th><th>{t('profile.class')}</th><th className="right">ρ</th><th aria-hidden="true" /></tr></thead>
          <tbody>
            {answer.correlations.map((one) => (
              <tr key={one.dimension}>
                <td className="cut"><a href={href('dimensions', [one.dimension])}>{language === 'en' ? one.nameEn : one.nameZh}</a></td>
                <td className="nowrap muted">{labels.recordClass(one.class)}</td>
                <td className="right">{formatChange(one.rho, language, 2)}</td>
                <td className="dimensions-rho-bar"><span style={{ left: `${one.rho < 0 ? 50 + 50 * one.rho : 50}%`, width: `${50 * Math.abs(one.rho)}%` }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
