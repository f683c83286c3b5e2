import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Backtest } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'

const shown = 12
const word = (psi: number): 'little' | 'some' | 'much' => (psi < 0.1 ? 'little' : psi < 0.25 ? 'some' : 'much')

/** How far index and dimensions have shifted between the split and the end; a dimension opens its own page. */
export function Drift({ result }: { result: Backtest }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { go } = useRoute()
  const dimensions = result.psiByDimension.slice(0, shown)
  const most = Math.max(0.25, ...dimensions.map((one) => one.psi))
  const line = (psi: number): ReactElement => (
    <>
      <td className="backtest-bar"><span className="amount" style={{ width: `${(100 * psi) / most}%` }} /></td>
      <td className="right"><b>{formatNumber(psi, language, 3)}</b></td><td className="nowrap muted">{t(`backtest.drift.${word(psi)}`)}</td>
    </>
  )
  return (
    <section className="section backtest-box">
      <h2>{t('backtest.driftTitle', { from: formatDate(result.asOf), until: formatDate(result.until) })}</h2>
      <table className="table">
        <thead><tr><th>PSI</th><th /><th /><th /></tr></thead>
        <tbody>
          <tr><td className="grow">{t('domain.fields.index')}</td>{line(result.psi)}</tr>
          {dimensions.map((one) => (
            <tr key={one.dimension}>
              <td className="grow"><button type="button" className="plain" onClick={() => go('dimensions', [one.dimension])}>{language === 'en' ? one.nameEn : one.nameZh}</button></td>{line(one.psi)}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t('backtest.psiText')} {t('backtest.psiCounts', { much: formatNumber(result.psiByDimension.filter((one) => one.psi >= 0.25).length, language), all: formatNumber(result.psiByDimension.length, language) })}</p>
    </section>
  )
}
