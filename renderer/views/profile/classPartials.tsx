import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../shared/classes.ts'
import type { Explanation } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber } from '../../components/format.ts'

/** How much of the index each class gives, against the most it can give. */
export function ClassPartials({ explanation }: { explanation: Explanation }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const colours = useTokens()
  const option = useMemo((): EChartsOption => {
    const classes = recordClasses.filter((one) => explanation.ceilings[one] > 0 || explanation.partials[one] !== 0)
    return {
      grid: { left: 8, right: 88, top: 4, bottom: 28, containLabel: true },
      xAxis: { type: 'value', min: 0, name: t('profile.partialAxis'), nameLocation: 'middle', nameGap: 24 },
      yAxis: { type: 'category', inverse: true, data: classes.map(labels.recordClass), axisTick: { show: false } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value) => formatNumber(Number(value), language, 2) },
      series: [
        { type: 'bar', name: t('profile.ceiling'), data: classes.map((one) => explanation.ceilings[one]), barWidth: 12, barGap: '-100%', itemStyle: { color: colours.line }, silent: true,
          label: { show: true, position: 'right', color: colours.muted, formatter: ({ dataIndex }) => `${formatNumber(explanation.partials[classes[dataIndex]!], language, 1)} / ${formatNumber(explanation.ceilings[classes[dataIndex]!], language, 1)}` } },
        { type: 'bar', name: t('profile.partial'), data: classes.map((one) => explanation.partials[one]), barWidth: 12, itemStyle: { color: colours.accent } },
      ],
    }
  }, [explanation, labels, colours, language, t])
  return <section className="profile-box profile-partials"><Chart option={option} title={t('profile.partials')} height={360} exportName={`partials-${explanation.subjectId}`} /></section>
}
