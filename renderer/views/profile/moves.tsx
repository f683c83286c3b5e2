import type { EChartsOption } from 'echarts'
import { Button } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../shared/classes.ts'
import type { TierMove, TierMoves, TierOutlook } from '../../../shared/profile.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatChange, formatDate, formatIndex, formatNumber } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { TierChip } from '../../components/tier.tsx'
import { useValueWords } from '../../components/valueWords.ts'

/** Units that count in whole numbers: one less than two is one, not “below two”. */
const whole = new Set(['times', 'kinds', 'subjects', 'days', 'grade'])
/** Changes shown of those that are needed together. */
const mostTogether = 10

/** The smallest single changes that would move the tier, what holds it, and what time alone will do. */
export function Moves({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { answer, error, again } = useAnswer('tierMoves', { subjectId }, ['scores'])
  if (error !== null) return <section className="profile-box"><ErrorState error={error} again={again} compact /></section>
  if (!answer) return <section className="profile-box"><Skeleton rows={4} /></section>
  const { held, lower, raise } = answer
  return (
    <section className="profile-box moves" aria-label={t('standing.moves')}>
      <div className="profile-box-head"><h2>{t('standing.moves')}</h2><span className="muted">{t('standing.movesIntro', { index: formatIndex(answer.index, language), tier: answer.tierByIndex })}</span></div>
      <Held moves={answer} held={held} />
      <div className="moves-ways">
        <div>
          <h3>{lower ? t('standing.lower', { tier: lower.tier, under: formatNumber(lower.under, language) }) : t('standing.lowest')}</h3>
          {lower && <List moves={lower.single} more={lower.more} />}
          {lower && lower.single.length === 0 && (
            <>
              <p className="muted">{t('standing.noSingle')} {lower.together ? t('standing.together', { n: lower.together.moves.length }) : t('standing.noneAtAll')}</p>
              {lower.together && <List moves={lower.together.moves.slice(0, mostTogether)} more={0} rest={Math.max(0, lower.together.moves.length - mostTogether)} />}
            </>
          )}
        </div>
        <div>
          <h3>{raise ? t('standing.raise', { tier: raise.tier, from: formatNumber(raise.from, language) }) : t('standing.highest')}</h3>
          {raise && <List moves={raise.single} more={raise.more} />}
          {raise && raise.single.length === 0 && <p className="muted">{t('standing.noSingle')}</p>}
        </div>
        <Outlook subjectId={subjectId} />
      </div>
    </section>
  )
}

function Held({ moves, held }: { moves: TierMoves; held: TierMoves['held'] }): ReactElement | null {
  const { t } = useTranslation()
  const { language } = useSession()
  if (held.override) return <p className="moves-held">{t('standing.heldOverride', { override: held.override.override, tier: moves.tier, until: formatDate(held.override.expiresOn) })}</p>
  if (held.veto) return <p className="moves-held">{t('standing.heldVeto', { name: language === 'en' ? held.veto.nameEn : held.veto.nameZh })} <span className="muted">{t('profile.basis', { basis: held.veto.legalBasis })}</span></p>
  return null
}

function List({ moves, more, rest = 0 }: { moves: readonly TierMove[]; more: number; rest?: number }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const value = useValueWords()
  const band = ({ from, below, unit }: TierMove): string => {
    if (unit === 'flag') return value(from === null ? 0 : 1, unit)
    const only = from ?? 0
    if (whole.has(unit) && below === only + 1) return value(only, unit)
    if (from === null) return below === null ? t('standing.valueAny') : t('standing.valueBelow', { below: value(below, unit) })
    return below === null ? t('standing.valueFrom', { from: value(from, unit) }) : t('standing.valueFromTo', { from: value(from, unit), below: value(below, unit) })
  }
  return (
    <ol className="moves-list">
      {moves.map((one) => (
        <li key={one.dimension}>
          <span>{t('standing.change', { name: language === 'en' ? one.nameEn : one.nameZh, now: value(one.value, one.unit), to: band(one) })} <span className="muted">({one.how === 'gone' ? t('standing.gone') : t('standing.toBand', { points: one.toPoints })})</span></span>
          <span className="moves-then number"><TierChip tier={one.tier} /> {formatIndex(one.index, language)}</span>
        </li>
      ))}
      {rest > 0 && <li className="muted">{t('standing.moreTogether', { n: rest })}</li>}
      {more > 0 && <li className="muted">{t('standing.more', { n: more })}</li>}
    </ol>
  )
}

/** Measured when it is asked for: it takes some forty measurements. */
function Outlook({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<number | null>(null)
  const { answer, error, loading, again } = useAnswer('tierOutlook', asked === subjectId ? { subjectId } : null, ['scores'])
  return (
    <div>
      <h3>{t('standing.outlook')}</h3>
      <p className="muted">{t('standing.outlookText')}</p>
      {asked !== subjectId && <Button size="small" onClick={() => setAsked(subjectId)}>{t('standing.outlookAsk')}</Button>}
      {error !== null && <ErrorState error={error} again={again} compact />}
      {loading && !answer && <p role="status" className="muted">{t('standing.outlookBusy')}</p>}
      {answer && <Ahead outlook={answer} />}
    </div>
  )
}

function Ahead({ outlook }: { outlook: TierOutlook }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const value = useValueWords()
  const { change, days, thresholds } = outlook
  const option = useMemo((): EChartsOption => ({
    grid: { left: 8, right: 64, top: 8, bottom: 4, containLabel: true },
    xAxis: { type: 'time', axisLabel: { hideOverlap: true, formatter: '{yyyy}-{MM}' } },
    yAxis: { type: 'value', min: 0, max: (scale) => Math.ceil(Math.max(scale.max, 1) * 1.1), splitNumber: 3 },
    tooltip: { trigger: 'axis', valueFormatter: (at) => formatIndex(at as number, language) },
    series: [{
      type: 'line', name: t('standing.indexAxis'), data: days.map((one) => ({ value: [one.day, one.index], symbol: 'circle', symbolSize: 5, itemStyle: { color: colours.tiers[one.tier] } })), showSymbol: true, lineStyle: { color: colours.accent, type: 'dashed' }, itemStyle: { color: colours.accent },
      markLine: { silent: true, symbol: 'none', animation: false, lineStyle: { color: colours.muted, type: 'dotted' }, data: tiers.filter((tier) => tier !== 'A').map((tier) => ({ yAxis: thresholds[tier as 'B'], label: { formatter: t('standing.threshold', { tier }), color: colours.muted, fontSize: 11 } })) },
    }],
  }), [days, thresholds, colours, language, t])
  return (
    <>
      {change
        ? (
            <>
              <p role="status">{t('standing.outlookChange', { day: formatDate(change.after.day), tier: change.after.tier, index: formatIndex(change.after.index, language), before: change.before.tier, beforeIndex: formatIndex(change.before.index, language) })}{' '}
                {change.before.override !== null && change.after.override === null && t('standing.outlookOverride')} {change.before.veto !== null && change.after.veto === null && t('standing.outlookVeto')} {change.before.veto === null && change.after.veto !== null && t('standing.outlookVetoComes')}</p>
              <p className="muted">{t('standing.causes')}</p>
              <ul className="agenda-lines">
                {change.causes.map((one) => <li key={one.dimension} className="muted">{t('standing.cause', { name: language === 'en' ? one.nameEn : one.nameZh, before: value(one.before, one.unit), after: value(one.after, one.unit), change: formatChange(one.contributionAfter - one.contributionBefore, language, 2) })}</li>)}
              </ul>
            </>
          )
        : <p role="status">{t('standing.outlookNone')}</p>}
      <Chart option={option} title={t('standing.outlookChart')} height={124} exportName={`outlook-${outlook.subjectId}`} />
    </>
  )
}
