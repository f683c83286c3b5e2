import { WarningOutlined } from '@ant-design/icons'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension, DimensionOutcomes, OutcomeBand } from '../../../shared/contract.ts'
import type { Chip, DimensionId } from '../../../shared/filter.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate, formatNumber, formatPercent, formatValue, unknown } from '../../components/format.ts'
import { useValueWords } from '../../components/valueWords.ts'

const fewest = 12

/** What inspections found by the bands: lift against all inspected, its interval, and one figure for the whole dimension. */
export function Outcomes({ found, dimension, asOf, toggle }: { found: DimensionOutcomes | null; dimension: Dimension; asOf: string; toggle: (chip: Chip) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  if (!found) return <section className="section dimensions-box"><h3>{t('dimensions.outcomes')}</h3><p className="muted">{t('dimensions.noOutcomes')}</p></section>
  const strength = found.informationValue === null ? null : found.informationValue < 0.02 ? 'none' : found.informationValue < 0.1 ? 'weak' : found.informationValue < 0.3 ? 'medium' : 'strong'
  const top = Math.max(1.2, ...found.bands.filter((band) => band.n >= fewest).map((band) => band.liftInterval?.[1] ?? 0))
  const id = dimension.id as DimensionId
  const chipOf = (band: OutcomeBand): Chip => {
    const next = dimension.bands[dimension.bands.findIndex((one) => one.from === band.from) + 1]?.from
    return band.unknown ? { field: id, op: 'empty' } : { field: id, op: 'between', ...(band.from === null ? {} : { min: band.from }), ...(next === undefined || next === null ? {} : { max: Number((next - 0.000001).toFixed(6)) }) }
  }
  return (
    <section className="section dimensions-box">
      <h3>{t('dimensions.outcomes')}</h3>
      <p className="dimensions-note">
        {found.leak && <b className="dimensions-leak"><WarningOutlined /> {t('dimensions.leak')} </b>}
        {t(found.leak ? 'dimensions.outcomesBefore' : 'dimensions.outcomesAfter', { n: formatNumber(found.n, language), base: formatPercent(found.n === 0 ? null : found.problems / found.n, language), from: formatDate(found.from), until: formatDate(found.until), asOf: formatDate(asOf) })}
      </p>
      <div className="dimensions-measures">
        <div title={t('dimensions.ivText')}><span className="muted">{t('dimensions.iv')}</span><b>{formatNumber(found.informationValue, language, 3)}</b>{strength && <span className="muted">{t(`dimensions.strength.${strength}`)}</span>}</div>
        <div title={t('dimensions.aucText')}><span className="muted">AUC</span><b>{formatNumber(found.auc, language, 3)}</b></div>
      </div>
      <table className="table dimensions-lift">
        <thead><tr><th>{t('dimensions.value')}</th><th className="right">{t('dimensions.inspected')}</th><th className="right">{t('dimensions.problemRate')}</th><th>{t('dimensions.lift')}</th></tr></thead>
        <tbody>{found.bands.map((band, i) => <Band key={String(i)} band={band} next={dimension.bands[i + 1]?.from ?? null} unit={dimension.unit} top={top} choose={() => toggle(chipOf(band))} />)}</tbody>
      </table>
    </section>
  )
}

function Band({ band, next, unit, top, choose }: { band: OutcomeBand; next: number | null; unit: string; top: number; choose: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const words = useValueWords()
  const at = (lift: number): number => Math.min(100, (100 * lift) / top)
  const name = band.unknown ? t('dimensions.unknown') : band.from !== null ? `≥ ${words(band.from, unit)}` : next === null ? t('dimensions.any') : `< ${words(next, unit)}`
  return (
    <tr>
      <td><button type="button" className="plain" onClick={choose}>{name}</button> <span className="muted">{t('dimensions.pointsShort', { points: formatValue(band.points, language) })}</span></td>
      <td className="right">{formatNumber(band.n, language)}</td>
      <td className="right">{band.n === 0 ? unknown : formatPercent(band.problems / band.n, language)}</td>
      {band.lift === null || band.n < fewest ? <td className="muted">{band.n === 0 ? unknown : t('tiers.tooFew', { n: band.n })}</td> : (
        <td className="dimensions-whisker" title={t('dimensions.interval', { low: formatNumber(band.liftInterval![0], language, 2), high: formatNumber(band.liftInterval![1], language, 2) })}>
          <span className="dimensions-one" style={{ left: `${at(1)}%` }} />
          <span className="dimensions-range" style={{ left: `${at(band.liftInterval![0])}%`, width: `${at(band.liftInterval![1]) - at(band.liftInterval![0])}%` }} />
          <span className="dimensions-dot" style={{ left: `${at(band.lift)}%` }} />
          <i>{formatNumber(band.lift, language, 2)}</i>
        </td>
      )}
    </tr>
  )
}
