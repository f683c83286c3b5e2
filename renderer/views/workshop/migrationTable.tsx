import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'

/** Subjects by the tier they have (rows) and the one they would have: worse to the right of the diagonal, better to its left. */
export function MigrationTable({ of }: { of: (from: Tier, to: Tier) => number }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <table className="table workshop-matrix">
      <caption>{t('workshop.matrix')}</caption>
      <thead><tr><th>{t('workshop.nowDraft')}</th>{tiers.map((tier) => <th key={tier} className="right"><span className="tier-chip" data-tier={tier}>{tier}</span></th>)}</tr></thead>
      <tbody>
        {tiers.map((from, i) => (
          <tr key={from}>
            <th scope="row"><span className="tier-chip" data-tier={from}>{from}</span></th>
            {tiers.map((to, j) => {
              const n = of(from, to)
              return <td key={to} className={n === 0 ? 'right muted' : 'right'} title={`${from} → ${to}`} style={i === j || n === 0 ? {} : { background: `color-mix(in srgb, var(${j > i ? '--bad' : '--good'}) 14%, transparent)` }}>{formatNumber(n, language)}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
