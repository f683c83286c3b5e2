import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Backtest, BacktestModel } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { Interval } from './interval.tsx'

/** Inspected subjects are no random sample, and authorities differ in strictness: the figures as they are beside those adjusted for it. */
export function Inspected({ result, models }: { result: Backtest; models: { name: string; of: BacktestModel }[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { selection, byAuthority, authorities } = result
  const number = (value: number): string => formatNumber(value, language)
  return (
    <section className="section backtest-box">
      <h2>{t('backtest.adjusted')}</h2>
      <table className="table">
        <thead><tr><th>AUC</th><th className="right">{t('backtest.raw')}</th><th className="right">{t('backtest.within')}</th><th className="right">{t('backtest.weighted')}</th></tr></thead>
        <tbody>
          {models.map(({ name, of }) => (
            <tr key={name}>
              <td className="grow">{name}</td>
              <td className="right"><b>{formatNumber(of.auc, language, 3)}</b> <Interval of={of.aucInterval} digits={3} /></td>
              {[of.withinAuthority, of.weighted].map((one, i) => <td key={i} className="right">{one ? <><b>{formatNumber(one.auc, language, 3)}</b> <Interval of={one.interval} digits={3} /></> : '—'}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{authorities > 1 ? t('backtest.withinText') : t('backtest.withinNone')}</p>
      <p className="muted">
        {selection
          ? t('backtest.selection', { inspected: number(selection.inspected), subjects: number(selection.subjects), factors: selection.factors.map((one) => labels.field(one)).join(labels.comma), effective: number(selection.effective), rate: formatPercent(selection.rate, language), base: formatPercent(result.baseRate, language) })
          : t('backtest.selectionNone')}
        {selection && selection.uncovered > 0 && ` ${t('backtest.uncovered', { n: number(selection.uncovered) })}`}
      </p>
      {authorities > 0 && (
        <div className="backtest-scroll">
          <table className="table">
            <thead><tr><th>{t('backtest.authority')} ({number(authorities)})</th><th className="right">{t('backtest.n')}</th><th className="right">{t('backtest.rate')}</th><th className="right">AUC</th></tr></thead>
            <tbody>
              {byAuthority.map((one) => (
                <tr key={one.authority}>
                  <td className="grow">{one.authority === '' ? labels.none : one.authority}</td><td className="right">{number(one.n)}</td><td className="right">{formatPercent(one.positives / one.n, language)}</td>
                  <td className="right">{one.auc === null ? <span className="muted">{t('backtest.tooFew')}</span> : <><b>{formatNumber(one.auc, language, 3)}</b> <Interval of={one.aucInterval!} digits={3} /></>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
