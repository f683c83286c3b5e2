import { Select } from 'antd'
import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { TierHistory } from '../../../shared/contract.ts'
import type { Chip } from '../../../shared/filter.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatDate, formatNumber, formatPercent } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { Migration } from './migration.tsx'
import { pastChip } from './pastChip.ts'

/** The tiers of every run side by side, and who moved between two of them. */
export function History({ open }: { open: (...chips: Chip[]) => void }): ReactElement {
  const { t } = useTranslation()
  const { filter, query, setQuery } = useRoute()
  const { answer, error, again } = useAnswer('tierHistory', { filter }, ['scores', 'records', 'pools'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={10} height={20} />
  const scored = answer.filter((one) => tiers.some((tier) => one.tiers[tier] > 0))
  if (scored.length === 0) return <Empty title={t('tiers.nothing')}>{t('tiers.nothingText')}</Empty>
  const run = (key: string, fallback: TierHistory): number => scored.find((one) => String(one.run) === query[key])?.run ?? fallback.run
  const [from, to] = [run('from', scored.at(-2) ?? scored[0]!), run('to', scored.at(-1)!)]
  const options = scored.map((one) => ({ value: one.run, label: t('tiers.runOf', { run: one.run, day: formatDate(one.asOf), model: one.model }) }))
  return (
    <>
      <section className="section tiers-box"><OverTime history={scored} open={open} /></section>
      <section className="section">
        <div className="tiers-by">
          <h2>{t('tiers.migration')}</h2>
          <Select size="small" className="tiers-run" value={from} options={options} aria-label={t('tiers.fromRun')} onChange={(value) => setQuery({ from: String(value) })} />
          <span aria-hidden="true">→</span>
          <Select size="small" className="tiers-run" value={to} options={options} aria-label={t('tiers.toRun')} onChange={(value) => setQuery({ to: String(value) })} />
        </div>
        {scored.length < 2 || from === to ? <p className="muted tiers-few">{t(scored.length < 2 ? 'tiers.oneRun' : 'tiers.sameRun')}</p> : <Migration from={from} to={to} open={open} />}
      </section>
    </>
  )
}

function OverTime({ history, open }: { history: TierHistory[]; open: (...chips: Chip[]) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const option = useMemo((): EChartsOption => {
    const all = history.map((one) => tiers.reduce((sum, tier) => sum + one.tiers[tier], 0))
    return {
      grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
      legend: { top: 0, right: 0, data: [...tiers] },
      xAxis: { type: 'category', data: history.map((one) => `${formatDate(one.asOf)}\n${one.model} #${one.run}`) },
      yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (value: number) => `${Math.round(value * 100)}%` } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (points) => {
        const i = (points as unknown as { dataIndex: number }[])[0]!.dataIndex
        return [t('tiers.runOf', { run: history[i]!.run, day: formatDate(history[i]!.asOf), model: history[i]!.model }), ...tiers.map((tier) => `${tier}  ${formatNumber(history[i]!.tiers[tier], language)} · ${formatPercent(history[i]!.tiers[tier] / all[i]!, language)}`)].join('\n')
      } },
      series: tiers.map((tier) => ({
        type: 'bar' as const, stack: 'tiers', name: tier, barMaxWidth: 64, data: history.map((one, i) => one.tiers[tier] / all[i]!), itemStyle: { color: colours.tiers[tier], borderColor: colours.surface, borderWidth: 1 },
        label: { show: history.length <= 16, color: colours.onTiers[tier], formatter: ({ value }: { value: unknown }) => (Number(value) >= 0.05 ? formatPercent(Number(value), language) : '') },
      })),
    }
  }, [history, colours, language, t])
  const table = useMemo(() => ({ columns: [t('tiers.run'), t('tiers.asOf'), t('tiers.model'), ...tiers], rows: history.map((one) => [one.run, one.asOf, one.model, ...tiers.map((tier) => one.tiers[tier])]) }), [history, t])
  return <Chart option={option} table={table} title={t('tiers.overTime')} height={260} exportName="tiers-over-time" onClick={({ dataIndex, seriesName }) => open(pastChip(history[dataIndex]!.run, seriesName as Tier))} />
}
