import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'

/** Records by class: how many, over what time, and how long ago the latest happened. */
export function Freshness({ overview: { freshness } }: { overview: Overview }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const most = Math.max(1, ...freshness.map((one) => one.rows))
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const now = Date.parse(today)
  return (
    <section className="section" aria-label={t('overview.freshness')}>
      <div className="section-head"><h2>{t('overview.freshness')}</h2></div>
      <table className="table">
        <thead><tr><th>{t('domain.columns.class')}</th><th colSpan={2}>{t('domain.fields.records')}</th><th>{t('overview.earliest')}</th><th>{t('overview.latest')}</th><th className="right">{t('overview.age')}</th></tr></thead>
        <tbody>
          {freshness.map((one) => (
            <tr key={one.class}>
              <td className="nowrap"><a href={href('data', [], [], { class: one.class })}>{t(`domain.classes.${one.class}`)}</a></td>
              <td className="right">{formatNumber(one.rows, language)}</td>
              <td className="grow"><span className="amount" style={{ width: `${(one.rows / most) * 100}%` }} /></td>
              <td className="nowrap number">{formatDate(one.earliest)}</td>
              <td className="nowrap number">{formatDate(one.latest)}</td>
              <td className="right">{one.latest === null ? '' : t('overview.days', { days: formatNumber(Math.max(0, Math.round((now - Date.parse(one.latest)) / 86_400_000)), language) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
