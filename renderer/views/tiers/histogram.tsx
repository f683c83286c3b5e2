import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../shared/classes.ts'
import type { TierSummary } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber } from '../../components/format.ts'

/** How many subjects have which index, with the three thresholds. Bars are coloured by the tier that the index alone would give. */
export function Histogram({ summary, onBand }: { summary: TierSummary; onBand: (min: number, max: number) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const { histogram, thresholds } = summary
  const width = 100 / histogram.length
  const option = useMemo((): EChartsOption => {
    const tierAt = (index: number): Tier => (index >= thresholds.D ? 'D' : index >= thresholds.C ? 'C' : index >= thresholds.B ? 'B' : 'A')
    return {
      grid: { left: 12, right: 24, top: 44, bottom: 28, containLabel: true },
      xAxis: { type: 'value', min: 0, max: 100, interval: 10, name: t('tiers.index'), nameLocation: 'middle', nameGap: 26, splitLine: { show: false } },
      yAxis: { type: 'value', min: 0, name: t('tiers.subjects'), nameGap: 26, nameTextStyle: { align: 'left' }, axisLabel: { formatter: (value: number) => formatNumber(value, language) } },
      tooltip: { trigger: 'item', formatter: (point) => {
        const [middle, count] = (point as unknown as { value: [number, number] }).value
        return `${t('tiers.index')} ${middle - width / 2}–${middle + width / 2}\n${formatNumber(count, language)} ${t('tiers.subjects')}`
      } },
      series: [{
        type: 'bar', name: t('tiers.subjects'), barWidth: '96%', barMinHeight: 1,
        data: histogram.map((count, i) => ({ value: [(i + 0.5) * width, count], itemStyle: { color: colours.tiers[tierAt((i + 0.5) * width)] } })).filter((_, i) => histogram[i]! > 0),
        markLine: {
          silent: true, symbol: 'none', lineStyle: { color: colours.ink, type: 'dashed', width: 1 }, label: { color: colours.ink, position: 'end', formatter: ({ name }) => name },
          data: (['B', 'C', 'D'] as const).map((tier) => ({ xAxis: thresholds[tier], name: `${tier} ≥ ${thresholds[tier]}` })),
        },
      }],
    }
  }, [histogram, thresholds, width, colours, language, t])
  const table = useMemo(() => ({ columns: [t('tiers.from'), t('tiers.to'), t('tiers.subjects')], rows: histogram.map((count, i) => [i * width, (i + 1) * width, count]) }), [histogram, width, t])
  return (
    <section className="section tiers-box">
      <Chart
        option={option} table={table} title={t('tiers.histogram')} height={228} exportName="index-histogram"
        onClick={({ value }) => { const middle = (value as number[])[0]!; onBand(middle - width / 2, middle + width / 2 - (middle + width < 100 ? 0.000001 : 0)) }} // bands are half open, chips are not
      />
    </section>
  )
}
