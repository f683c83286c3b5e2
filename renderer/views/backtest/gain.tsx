import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { BacktestOrder } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatPercent } from '../../components/format.ts'

/** Which share of the problems is found when the riskiest share is inspected; the diagonal is chance. */
export function Gain({ orders }: { orders: { name: string; order: BacktestOrder }[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const lines = useMemo(() => [...orders.map(({ name, order }) => ({ name, points: [[0, 0], ...order.gain.map(({ share, captured }) => [share, captured])] })), { name: t('backtest.random'), points: [[0, 0], [1, 1]] }], [orders, t])
  const option = useMemo((): EChartsOption => {
    const styles = lines.map((_, i) => (i === lines.length - 1 ? { color: colours.line, type: 'dashed' as const } : i === lines.length - 2 ? { color: colours.muted, type: 'solid' as const } : { color: i === 0 ? colours.ink : colours.accent, type: i === 0 ? 'solid' as const : 'dotted' as const }))
    const percent = (value: number): string => `${Math.round(value * 100)}%`
    return {
      grid: { left: 8, right: 16, top: lines.length > 3 ? 84 : 60, bottom: 28, containLabel: true },
      legend: { top: 0, left: 0 },
      xAxis: { type: 'value', min: 0, max: 1, name: t('backtest.inspected'), nameLocation: 'middle', nameGap: 26, axisLabel: { formatter: percent } },
      yAxis: { type: 'value', min: 0, max: 1, name: t('backtest.captured'), nameTextStyle: { align: 'left' }, axisLabel: { formatter: percent } },
      tooltip: { trigger: 'axis', formatter: (points) => {
        const all = points as unknown as { seriesName: string; value: [number, number] }[]
        return [t('backtest.atShare', { share: formatPercent(all[0]!.value[0], language) }), ...all.map((one) => `${one.seriesName}  ${formatPercent(one.value[1], language)}`)].join('\n')
      } },
      series: lines.map(({ name, points }, i) => ({ type: 'line' as const, name, data: points, symbol: 'none', lineStyle: { width: i === 0 ? 2.5 : 1.5, ...styles[i] }, itemStyle: { color: styles[i]!.color } })),
    }
  }, [lines, colours, language, t])
  const table = useMemo(() => ({ columns: [t('backtest.inspected'), ...orders.map((one) => one.name)], rows: orders[0]!.order.gain.map(({ share }, i) => [share, ...orders.map((one) => one.order.gain[i]!.captured)]) }), [orders, t])
  return <section className="section backtest-box"><Chart option={option} table={table} title={t('backtest.gain')} height={340} exportName="backtest-gain" /></section>
}
