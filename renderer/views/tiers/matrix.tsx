import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { TierMatrix } from '../../../shared/contract.ts'
import type { Chip } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'

/** Shares of fewer subjects than this say little. */
const fewest = 30
const mostRows = 40

/** Where region and industry meet: the share of subjects in C and D; a click opens them. */
export function Matrix({ open }: { open: (...chips: Chip[]) => void }): ReactElement {
  const { t } = useTranslation()
  const { filter } = useRoute()
  const { answer, error, again } = useAnswer('tierMatrix', { filter }, ['scores', 'records', 'pools'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={10} height={20} />
  if (answer.cells.length === 0) return <Empty title={t('tiers.nothing')}>{t('tiers.nothingText')}</Empty>
  return <section className="section tiers-box"><Heat matrix={answer} open={open} /></section>
}

function Heat({ matrix, open }: { matrix: TierMatrix; open: (...chips: Chip[]) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const colours = useTokens()
  const rows = matrix.rows.slice(0, mostRows)
  const cells = useMemo(() => matrix.cells.filter((cell) => cell.row < mostRows), [matrix])
  const word = (by: 'region' | 'industry', { key, label }: { key: string; label: string }): string => labels.value(by, key, by === 'region' ? label : undefined)
  const option = useMemo((): EChartsOption => {
    const share = (cell: (typeof cells)[number]): number | null => (cell.subjects < fewest ? null : cell.risky / cell.subjects)
    const most = Math.max(0.01, ...cells.map((cell) => share(cell) ?? 0))
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 76, containLabel: true },
      xAxis: { type: 'category', data: matrix.columns.map((one) => word('industry', one)), axisLabel: { interval: 0, rotate: 35, width: 110, overflow: 'truncate' }, splitArea: { show: false } },
      yAxis: { type: 'category', inverse: true, data: rows.map((one) => word('region', one)), axisLabel: { width: 140, overflow: 'truncate' } },
      visualMap: { min: 0, max: most, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 12, itemHeight: 160, calculable: false, dimension: 2, inRange: { color: [colours.ground, colours.tiers.D] }, formatter: (value) => formatPercent(Number(value), language), text: [formatPercent(most, language), '0%'] },
      tooltip: { trigger: 'item', formatter: (point) => {
        const cell = cells[(point as unknown as { dataIndex: number }).dataIndex]!
        const place = `${word('region', rows[cell.row]!)} · ${word('industry', matrix.columns[cell.column]!)}`
        return cell.subjects < fewest ? `${place}\n${t('tiers.tooFew', { n: cell.subjects })}` : `${place}\n${t('tiers.riskyOf', { share: formatPercent(cell.risky / cell.subjects, language), risky: formatNumber(cell.risky, language), subjects: formatNumber(cell.subjects, language) })}`
      } },
      series: [{
        type: 'heatmap', name: t('tiers.risky'), itemStyle: { borderColor: colours.surface, borderWidth: 1 },
        data: cells.map((cell) => {
          const value = share(cell)
          return value === null
            ? { value: [cell.column, cell.row, 0] as [number, number, number], itemStyle: { color: colours.surface, borderColor: colours.line }, label: { show: false } }
            : { value: [cell.column, cell.row, value] as [number, number, number], label: { color: value > most * 0.55 ? '#FFFFFF' : colours.ink } }
        }),
        label: { show: matrix.columns.length <= 24, fontSize: 11, formatter: ({ value }) => `${Math.round((value as number[])[2]! * 100)}` },
      }],
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [matrix, cells, colours, language, t, labels])
  const table = useMemo(() => ({
    columns: [labels.field('region'), labels.field('industry'), t('tiers.subjects'), t('tiers.risky')],
    rows: cells.map((cell) => [word('region', rows[cell.row]!), word('industry', matrix.columns[cell.column]!), cell.subjects, cell.risky]),
    // oxlint-disable-next-line react/exhaustive-deps
  }), [cells, labels, t])
  const chip = (by: 'region' | 'industry', key: string): Chip => (key === '' ? { field: by, op: 'empty' } : { field: by, op: 'in', values: [key] })
  return (
    <>
      <Chart
        option={option} table={table} title={t('tiers.heat')} height={rows.length * 26 + 150} exportName="tiers-region-industry"
        onClick={({ dataIndex }) => {
          const cell = cells[dataIndex]!
          open(chip('region', rows[cell.row]!.key), chip('industry', matrix.columns[cell.column]!.key), { field: 'tier', op: 'in', values: ['C', 'D'] })
        }}
      />
      <p className="muted">{t('tiers.heatText', { fewest })}{matrix.rows.length > mostRows && ` ${t('tiers.heatCut', { shown: mostRows, all: matrix.rows.length })}`}</p>
    </>
  )
}
