import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { BacktestChallenger } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { TierChip } from '../../components/tier.tsx'

/** Who stands elsewhere under the challenger: in the first tenth, and by tier. */
export function Challenged({ challenger: { topTenth, moves } }: { challenger: BacktestChallenger }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const found = (one: { n: number; positives: number }): string => t('backtest.foundOf', { n: formatNumber(one.n, language), positives: formatNumber(one.positives, language), rate: one.n === 0 ? '—' : formatPercent(one.positives / one.n, language) })
  const cell = (from: Tier, to: Tier) => moves.find((one) => one.from === from && one.to === to)
  return (
    <section className="section backtest-box backtest-challenged">
      <div>
        <h2>{t('backtest.whoMoves')}</h2>
        <table className="table">
          <thead><tr><th>{t('backtest.fromTo')}</th>{tiers.map((to) => <th key={to} className="right"><TierChip tier={to} /></th>)}</tr></thead>
          <tbody>
            {tiers.map((from) => (
              <tr key={from}>
                <td><TierChip tier={from} named /></td>
                {tiers.map((to) => {
                  const one = cell(from, to)
                  return <td key={to} className={from === to ? 'right muted' : 'right'} title={one && one.n > 0 ? t('backtest.inspectedOf', { n: formatNumber(one.n, language), rate: formatPercent(one.positives / one.n, language) }) : undefined}>{one ? formatNumber(one.subjects, language) : ''}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <h2>{t('backtest.topTenth')}</h2>
        <table className="table">
          <tbody>{(['both', 'champion', 'challenger'] as const).map((side) => <tr key={side}><td className="nowrap">{t(`backtest.top.${side}`)}</td><td className="right">{found(topTenth[side])}</td></tr>)}</tbody>
        </table>
        <p className="muted">{t('backtest.movesText')}</p>
      </div>
    </section>
  )
}
