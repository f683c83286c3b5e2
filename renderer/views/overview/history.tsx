import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../shared/classes.ts'
import type { Overview } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatDate, formatNumber, formatPercent, formatTime } from '../../components/format.ts'

/** Tiers run by run, and the batches that came in. */
export function History({ overview: { runs, batches } }: { overview: Overview }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const colours = useTokens()
  const ordered = useMemo(() => [...runs].reverse(), [runs])
  const option = useMemo<EChartsOption>(() => ({
    grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, data: tiers.map((tier) => `${tier} ${t(`domain.tiers.${tier}`)}`) },
    xAxis: { type: 'category', data: ordered.map((run) => `#${run.run} ${formatDate(run.asOf)}`) },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (share: number) => `${Math.round(share * 100)}%` } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (share) => formatPercent(Number(share), language) },
    series: tiers.map((tier) => ({
      name: `${tier} ${t(`domain.tiers.${tier}`)}`, type: 'bar', stack: 'tiers', barMaxWidth: 40, itemStyle: { color: colours.tiers[tier] },
      data: ordered.map((run) => (run.subjects > 0 ? run.tiers[tier] / run.subjects : 0)),
    })),
  }), [ordered, colours, language, t])
  return (
    <div className="overview-columns">
      {ordered.length > 1 && (
        <section className="section section-body">
          <Chart title={t('overview.runs')} option={option} height={220} exportName="tiers-by-run" table={{ columns: [t('overview.run'), t('overview.asOf'), ...tiers], rows: ordered.map((run) => [run.run, run.asOf, ...tiers.map((tier) => run.tiers[tier])]) }} />
        </section>
      )}
      {batches.length > 0 && (
        <section className="section" aria-label={t('overview.batches')}>
          <div className="section-head"><h2>{t('overview.batches')}</h2></div>
          <table className="table">
            <thead><tr><th>{t('domain.columns.batch')}</th><th className="grow">{t('overview.importedAt')}</th><th className="right">{t('overview.files')}</th><th className="right">{t('overview.loaded')}</th></tr></thead>
            <tbody>
              {batches.map((one) => (
                <tr key={one.batch}>
                  <td><a href={href('data', [], [], { batch: String(one.batch) })}>#{one.batch}</a></td><td className="number">{formatTime(one.importedAt)}</td>
                  <td className="right">{formatNumber(one.files, language)}</td><td className="right">{formatNumber(one.loaded, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}
