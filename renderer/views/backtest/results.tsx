import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Backtest, BacktestModel, BacktestOrder } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatDate, formatNumber, formatPercent } from '../../components/format.ts'
import { Challenged } from './challenged.tsx'
import { Drift } from './drift.tsx'
import { Gain } from './gain.tsx'
import { Inspected } from './inspected.tsx'
import { Interval } from './interval.tsx'
import { Rates } from './rates.tsx'

/** Figures with their intervals, the model first, then its challenger, then the naive rule; then what may have bent them. */
export function Results({ result }: { result: Backtest }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { challenger } = result
  const models: { name: string; of: BacktestModel }[] = [{ name: t('backtest.champion', { model: result.model }), of: result }, ...(challenger ? [{ name: t('backtest.challengerOf', { model: challenger.model }), of: challenger }] : [])]
  const orders: { name: string; order: BacktestOrder }[] = [...models.map(({ name, of }) => ({ name, order: of })), { name: t('backtest.naive'), order: result.naive }]
  return (
    <>
      <section className="section backtest-box">
        <h2>{t('backtest.found', { n: formatNumber(result.n, language), from: formatDate(result.split), until: formatDate(result.until), base: formatPercent(result.baseRate, language), asOf: formatDate(result.asOf) })}</h2>
        <table className="table">
          <thead><tr><th>{t('backtest.order')}</th><th className="right">AUC</th>{[5, 10, 20].map((percent) => <th key={percent} className="right">{t('backtest.liftAt', { percent })}</th>)}</tr></thead>
          <tbody>
            {orders.map(({ name, order }) => (
              <tr key={name}>
                <td className="grow">{name}</td>
                <td className="right"><b>{formatNumber(order.auc, language, 3)}</b> <Interval of={order.aucInterval} digits={3} /></td>
                {['5', '10', '20'].map((percent) => <td key={percent} className="right"><b>{formatNumber(order.lift[percent], language, 2)}</b> <Interval of={order.liftInterval[percent]!} digits={2} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
        {challenger && (
          <p className="backtest-verdict">
            {t('backtest.difference')} <b>{formatChange(challenger.difference.auc, language, 4)}</b> <Interval of={challenger.difference.interval} digits={4} change /> · {t(`backtest.verdict.${challenger.difference.interval[0] > 0 ? 'better' : challenger.difference.interval[1] < 0 ? 'worse' : 'open'}`)}
          </p>
        )}
        <p className="muted">{t('backtest.note')}</p>
      </section>
      {challenger && <Challenged challenger={challenger} />}
      <div className="backtest-pair">
        <Gain orders={orders} />
        <Rates models={models.map((one) => one.of)} base={result.baseRate} />
      </div>
      <div className="backtest-pair">
        <Inspected result={result} models={models} />
        <Drift result={result} />
      </div>
    </>
  )
}
