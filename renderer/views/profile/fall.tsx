import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contribution, Explanation } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatIndex, formatNumber } from '../../components/format.ts'

/** Bars of single dimensions; what is smaller stands in one bar. */
const most = 10

/** The index as a waterfall: the largest contributions, the rest together, their sum. A bar opens its row in the table, where the same stands in words. */
export function Fall({ explanation, steps, onOpen }: { explanation: Explanation; steps: readonly Contribution[]; onOpen: (dimension: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const bars = useMemo(() => {
    const counted = steps.filter((one) => one.contribution !== 0)
    const [first, rest] = counted.length > most + 1 ? [counted.slice(0, most), counted.slice(most)] : [counted, []]
    const each = [
      ...first.map((one) => ({ name: language === 'en' ? one.nameEn : one.nameZh, dimension: one.dimension as string | null, by: one.contribution })),
      ...(rest.length > 0 ? [{ name: t('standing.fallRest', { n: rest.length }), dimension: null, by: rest.reduce((sum, one) => sum + one.contribution, 0) }] : []),
    ]
    let reached = 0
    return each.map((one) => {
      const from = reached
      reached += one.by
      return { ...one, low: Math.min(from, reached), high: Math.max(from, reached) }
    })
  }, [steps, language, t])
  const option = useMemo((): EChartsOption => {
    const names = [...bars.map((one) => one.name), t('standing.fallIndex')]
    const total = explanation.index
    return {
      grid: { left: 8, right: 24, top: 24, bottom: 4, containLabel: true },
      xAxis: { type: 'category', data: names, axisLabel: { interval: 0, width: 50, overflow: 'truncate', fontSize: 11 } },
      yAxis: { type: 'value', min: 0, name: t('standing.indexAxis'), nameGap: 4, nameTextStyle: { align: 'left' }, splitNumber: 3 },
      tooltip: { formatter: (at) => {
        const { dataIndex } = at as unknown as { dataIndex: number }
        const one = bars[dataIndex]
        return one ? `${one.name} ${formatNumber(one.by, language, 2)}` : `${t('standing.fallIndex')} ${formatNumber(total, language, 2)}`
      } },
      series: [
        { type: 'bar', stack: 'fall', silent: true, itemStyle: { color: 'transparent' }, data: [...bars.map((one) => one.low), 0], barWidth: '62%' },
        { type: 'bar', stack: 'fall', barWidth: '62%', data: [...bars.map((one) => ({ value: one.high - one.low, itemStyle: { color: one.by < 0 ? colours.good : colours.accent } })), { value: total, itemStyle: { color: colours.tiers[explanation.tier] } }],
          label: { show: true, position: 'top', color: colours.muted, fontSize: 11, formatter: ({ dataIndex }) => (bars[dataIndex] ? formatNumber(bars[dataIndex].by, language, 1) : formatIndex(total, language)) } },
      ],
    }
  }, [bars, explanation, colours, language, t])
  const table = useMemo(() => ({ columns: [t('profile.dimension'), t('profile.contribution')], rows: [...bars.map((one) => [one.name, one.by]), [t('standing.fallIndex'), explanation.index]] }), [bars, explanation, t])
  if (bars.length === 0) return <></>
  return <Chart
    option={option} title={t('standing.fall')} label={t('standing.fallText', { n: bars.length, index: formatIndex(explanation.index, language) })} height={196} exportName={`waterfall-${explanation.subjectId}`} table={table}
    onClick={({ dataIndex }) => { const dimension = bars[dataIndex]?.dimension; if (dimension) onOpen(dimension) }}
  />
}
