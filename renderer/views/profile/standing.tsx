import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubjectStanding } from '../../../shared/profile.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatDate, formatIndex, formatNumber } from '../../components/format.ts'

/** The index over all runs beside the median of the industry, and the subject's rank among others. */
export function Standing({ subjectId, standing }: { subjectId: number; standing: SubjectStanding }): ReactElement {
  return (
    <>
      <Course subjectId={subjectId} history={standing.history} />
      <Places places={standing.places} />
    </>
  )
}

function Course({ subjectId, history }: { subjectId: number; history: SubjectStanding['history'] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const said = history.map((one) => t('standing.historyText', { day: formatDate(one.asOf), index: formatIndex(one.index, language), tier: one.tier })).join(' · ')
  const option = useMemo((): EChartsOption => ({
    grid: { left: 8, right: 24, top: 28, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, data: [t('standing.own'), t('standing.median')] },
    xAxis: { type: 'category', data: history.map((one) => formatDate(one.asOf)), axisLabel: { hideOverlap: true } },
    yAxis: { type: 'value', min: 0, splitNumber: 3 },
    tooltip: { trigger: 'axis', valueFormatter: (value) => formatIndex(value as number | null, language) },
    series: [
      { type: 'line', name: t('standing.own'), data: history.map((one) => ({ value: one.index, symbol: 'circle', symbolSize: 8, itemStyle: { color: colours.tiers[one.tier] } })), showSymbol: true, itemStyle: { color: colours.accent }, lineStyle: { color: colours.accent } },
      { type: 'line', name: t('standing.median'), data: history.map((one) => one.median), showSymbol: true, symbol: 'circle', symbolSize: 4, itemStyle: { color: colours.muted }, lineStyle: { color: colours.muted, type: 'dashed', width: 1 } },
    ],
  }), [history, colours, language, t])
  const only = history[0]
  return (
    <section className="profile-box" aria-label={t('standing.overTime')}>
      {history.length < 2
        ? <><h2>{t('standing.overTime')}</h2><p className="muted">{only ? t('standing.oneRun', { day: formatDate(only.asOf), index: formatIndex(only.index, language) }) : ''}</p></>
        : <Chart option={option} title={t('standing.overTime')} label={`${t('standing.overTime')}: ${said}`} height={132} exportName={`index-${subjectId}`} />}
    </section>
  )
}

function Places({ places }: { places: SubjectStanding['places'] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { href } = useRoute()
  return (
    <section className="profile-box" aria-label={t('standing.places')}>
      <h2>{t('standing.places')}</h2>
      {places.length === 0 && <p className="muted">{t('standing.noPlace')}</p>}
      <dl className="places">
        {places.map((one) => (
          <div key={one.by}>
            <dt>{t(one.by === 'industry' ? 'standing.inIndustry' : 'standing.inRegion')} <a href={href('subjects', [], [{ field: one.by, op: 'in', values: [one.key] }])}>{labels.value(one.by, one.key, one.label === one.key ? undefined : one.label)}</a></dt>
            <dd><b>{t('standing.rank', { rank: formatNumber(one.rank, language), of: formatNumber(one.of, language) })}</b>{one.equal > 1 && <span className="muted"> {t('standing.equal', { equal: formatNumber(one.equal, language) })}</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
