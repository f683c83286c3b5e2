import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../shared/classes.ts'
import type { Explanation } from '../../../shared/contract.ts'
import type { SubjectStanding } from '../../../shared/profile.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber } from '../../components/format.ts'

/** Each class's part of its ceiling beside the median of the industry, and the same in figures. */
export function Radar({ explanation, peers }: { explanation: Explanation; peers: SubjectStanding['peers'] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const colours = useTokens()
  const classes = useMemo(() => recordClasses.filter((one) => explanation.ceilings[one] > 0), [explanation])
  const option = useMemo((): EChartsOption => {
    const share = (of: Record<string, number>): number[] => classes.map((one) => of[one]! / explanation.ceilings[one])
    return {
      legend: { bottom: 0, data: [t('standing.radarOwn'), ...(peers ? [t('standing.median')] : [])] },
      radar: { indicator: classes.map((one) => ({ name: labels.recordClass(one), max: 1 })), radius: '64%', center: ['50%', '46%'], splitNumber: 4 },
      tooltip: { valueFormatter: (value) => `${formatNumber(100 * Number(value), language)} %` },
      series: [{
        type: 'radar', symbolSize: 4, data: [
          ...(peers ? [{ name: t('standing.median'), value: share(peers.partials), lineStyle: { color: colours.muted, type: 'dashed' as const, width: 1 }, itemStyle: { color: colours.muted } }] : []),
          { name: t('standing.radarOwn'), value: share(explanation.partials), lineStyle: { color: colours.accent }, itemStyle: { color: colours.accent }, areaStyle: { color: colours.accent, opacity: 0.16 } },
        ],
      }],
    }
  }, [classes, explanation, peers, labels, colours, language, t])
  const table = useMemo(() => ({ columns: [t('standing.radarClass'), t('standing.radarOwn'), t('standing.radarMedian'), t('standing.radarCeiling')], rows: classes.map((one) => [labels.recordClass(one), explanation.partials[one], peers?.partials[one] ?? null, explanation.ceilings[one]]) }), [classes, explanation, peers, labels, t])
  return (
    <section className="profile-box" aria-label={t('standing.radar')}>
      <Chart option={option} title={t('standing.radar')} height={264} exportName={`radar-${explanation.subjectId}`} table={table} />
      <p className="muted radar-of">{peers ? t('standing.radarOf', { industry: labels.value('industry', peers.industry), subjects: formatNumber(peers.subjects, language) }) : t('standing.noMedian')}</p>
      <table className="table radar-table">
        <thead><tr>{table.columns.map((name, i) => <th key={name} className={i > 0 ? 'number' : ''}>{name}</th>)}</tr></thead>
        <tbody>
          {classes.map((one) => (
            <tr key={one} data-above={peers !== null && explanation.partials[one] > peers.partials[one] + 0.05}>
              <td>{labels.recordClass(one)}</td><td className="number">{formatNumber(explanation.partials[one], language, 1)}</td><td className="number">{peers ? formatNumber(peers.partials[one], language, 1) : ''}</td><td className="number muted">{formatNumber(explanation.ceilings[one], language, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
