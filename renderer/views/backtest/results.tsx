import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Backtest, BacktestOrder } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate, formatNumber, formatPercent } from '../../components/format.ts'
import { Gain } from './gain.tsx'
import { Rates } from './rates.tsx'

/** Figures with their intervals, the model first, then its challenger, then the naive rule. */
export function Results({ results }: { results: Backtest[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const first = results[0]!
  const orders: { name: string; order: BacktestOrder; psi: number | null }[] = [
    ...results.map((one, i) => ({ name: t(i === 0 ? 'backtest.champion' : 'backtest.challengerOf', { model: one.model }), order: one, psi: one.psi })),
    { name: t('backtest.naive'), order: first.naive, psi: null },
  ]
  return (
    <>
      <section className="section backtest-box">
        <h2>{t('backtest.found', { n: formatNumber(first.n, language), from: formatDate(first.split), until: formatDate(first.until), base: formatPercent(first.baseRate, language), asOf: formatDate(first.asOf) })}</h2>
        <table className="table">
          <thead><tr><th>{t('backtest.order')}</th><th className="right">AUC</th>{[5, 10, 20].map((percent) => <th key={percent} className="right">{t('backtest.liftAt', { percent })}</th>)}<th className="right" title={t('backtest.psiText')}>PSI</th></tr></thead>
          <tbody>
            {orders.map(({ name, order, psi }) => (
              <tr key={name}>
                <td className="grow">{name}</td>
                <td className="right"><b>{formatNumber(order.auc, language, 3)}</b> <Interval of={order.aucInterval} digits={3} /></td>
                {['5', '10', '20'].map((percent) => <td key={percent} className="right"><b>{formatNumber(order.lift[percent], language, 2)}</b> <Interval of={order.liftInterval[percent]!} digits={2} /></td>)}
                <td className="right">{psi === null ? '' : `${formatNumber(psi, language, 3)} · ${t(`backtest.drift.${psi < 0.1 ? 'little' : psi < 0.25 ? 'some' : 'much'}`)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="muted">{t('backtest.note')}</p>
      </section>
      <div className="backtest-pair">
        <Gain orders={orders} />
        <Rates results={results} />
      </div>
    </>
  )
}

function Interval({ of, digits }: { of: [number, number]; digits: number }): ReactElement {
  const { language } = useSession()
  return <span className="muted">{formatNumber(of[0], language, digits)}–{formatNumber(of[1], language, digits)}</span>
}
