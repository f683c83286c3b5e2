import { Switch } from 'antd'
import type { EChartsOption } from 'echarts'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension, DimensionExploration, ValueBin } from '../../../shared/contract.ts'
import type { Chip, DimensionId } from '../../../shared/filter.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber, formatPercent, formatValue } from '../../components/format.ts'
import { useValueWords } from '../../components/valueWords.ts'

/** Values are rounded to six decimals when measured: the next bin begins this much later. */
const least = 0.000001

/** How many subjects have which value; the colour is the points of the band, and a line stands where a band begins. */
export function Histogram({ found, dimension, toggle }: { found: DimensionExploration; dimension: Dimension; toggle: (chip: Chip) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { filter } = useRoute()
  const colours = useTokens()
  const words = useValueWords()
  const [log, setLog] = useState(false)
  const { bins, unknown } = found
  const id = dimension.id as DimensionId
  const bare = (value: number | null): string => words(value, dimension.unit === 'share' || dimension.unit === 'flag' ? dimension.unit : undefined)
  const label = (bin: ValueBin): string => (bin.single || bin.to === null ? `${bin.single ? '' : '≥ '}${words(bin.from, dimension.unit)}` : `${bare(bin.from)}–${words(bin.to, dimension.unit)}`)
  const unit = t(`profile.units.${dimension.unit}`, { defaultValue: '' })
  const chips = useMemo(() => [
    ...bins.map((bin): Chip => ({ field: id, op: 'between', min: bin.from!, ...(bin.single ? { max: bin.from! } : bin.to === null ? {} : { max: Number((bin.to - least).toFixed(6)) }) })),
    { field: id, op: 'empty' } as Chip,
  ], [bins, id])
  const all = bins.reduce((sum, bin) => sum + bin.subjects, unknown.subjects)
  const columns = [...bins.map((bin) => ({ label: label(bin), short: `${bin.single ? '' : '≥'}${bare(bin.from)}`, subjects: bin.subjects, points: bin.points })), ...(unknown.subjects > 0 || bins.length === 0 ? [{ label: t('dimensions.unknown'), short: t('dimensions.unknown'), subjects: unknown.subjects, points: unknown.points }] : [])]
  const chosen = chips.findIndex((chip) => filter.some((one) => JSON.stringify(one) === JSON.stringify(chip)))
  const chosenColumn = chosen === bins.length ? columns.length - 1 : chosen
  const option = useMemo((): EChartsOption => {
    const most = Math.max(1, ...columns.map((one) => Math.abs(one.points)))
    const colour = (points: number): string => (points > 0 ? colours.bad : points < 0 ? colours.good : colours.muted)
    const steps = bins.flatMap((bin, i) => (i > 0 && bin.points !== bins[i - 1]!.points ? [{ xAxis: i - 0.5, points: bin.points }] : []))
    return {
      grid: { left: 12, right: 16, top: 30, bottom: 24, containLabel: true },
      // Columns stand at whole numbers, so that a band can begin between two.
      xAxis: { type: 'value', min: -0.5, max: columns.length - 0.5, interval: 1, splitLine: { show: false }, name: unit === '' ? t('dimensions.value') : `${t('dimensions.value')} (${unit})`, nameLocation: 'middle', nameGap: columns.length > 14 ? 44 : 24, axisLabel: { hideOverlap: true, rotate: columns.length > 14 ? 35 : 0, formatter: (value: number) => columns[value]?.short ?? '' } },
      yAxis: { type: log ? 'log' : 'value', min: log ? 0.7 : 0, name: t('dimensions.subjects'), nameGap: 16, nameTextStyle: { align: 'left', padding: [0, 0, 0, -36] }, axisLabel: { formatter: (value: number) => (value < 1 ? '' : formatNumber(value, language)) } },
      tooltip: { trigger: 'item', formatter: (point) => {
        const one = columns[(point as unknown as { dataIndex: number }).dataIndex]!
        return `${one.label}\n${formatNumber(one.subjects, language)} · ${formatPercent(all === 0 ? null : one.subjects / all, language)}\n${t('dimensions.pointsOf', { points: formatValue(one.points, language) })}`
      } },
      series: [{
        type: 'bar', name: t('dimensions.subjects'), barWidth: '92%', barMinHeight: 2,
        data: columns.map((one, i) => ({ value: [i, log && one.subjects === 0 ? null : one.subjects], itemStyle: { color: colour(one.points), opacity: (chosenColumn >= 0 && chosenColumn !== i ? 0.3 : 1) * (one.points === 0 ? 0.7 : 0.4 + (0.6 * Math.abs(one.points)) / most) } })) as { value: [number, number] }[],
        markLine: {
          silent: true, symbol: 'none', lineStyle: { color: colours.ink, type: 'dashed', width: 1 },
          data: steps.map(({ xAxis, points }) => ({ xAxis, name: '', label: { show: true, position: 'end' as const, color: colours.ink, formatter: t('dimensions.pointsShort', { points: formatValue(points, language) }) } })),
        },
      }],
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [found, colours, language, t, log, chosenColumn])
  const table = useMemo(() => ({ columns: [t('dimensions.value'), t('dimensions.subjects'), t('dimensions.points')], rows: columns.map((one) => [one.label, one.subjects, one.points]) }),
    // oxlint-disable-next-line react/exhaustive-deps
    [found, language, t])
  return (
    <section className="section dimensions-box">
      <label className="dimensions-log"><Switch size="small" checked={log} onChange={setLog} aria-label={t('dimensions.log')} /> {t('dimensions.log')}</label>
      <Chart option={option} table={table} title={t('dimensions.histogram')} height={220} exportName={`${dimension.id}-values`} label={t('dimensions.histogramLabel', { bins: columns.length })} onClick={({ dataIndex }) => toggle(chips[dataIndex < bins.length ? dataIndex : bins.length]!)} />
      <ValueButtons columns={columns} chosen={chosenColumn} choose={(i) => toggle(chips[i < bins.length ? i : bins.length]!)} />
    </section>
  )
}

/** The same bars for the keyboard and for readers of the screen: seen only while one of them has the focus. */
function ValueButtons({ columns, chosen, choose }: { columns: { label: string; subjects: number }[]; chosen: number; choose: (i: number) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <div className="dimensions-values" role="group" aria-label={t('dimensions.histogram')}>
      {columns.map((one, i) => <button key={one.label} type="button" aria-pressed={i === chosen} onClick={() => choose(i)}>{one.label} · {formatNumber(one.subjects, language)}</button>)}
    </div>
  )
}
