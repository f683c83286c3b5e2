import { Segmented } from 'antd'
import type { EChartsOption } from 'echarts'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { BacktestModel } from '../../../shared/contract.ts'
import type { Tier } from '../../../shared/classes.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatIndex, formatNumber, formatPercent } from '../../components/format.ts'

/** Rates of fewer subjects than this say little. */
const fewest = 12

interface Step { label: string; tier: Tier | null; n: number; positives: number; interval: [number, number] | null; /** By a logistic curve over the index; null by tier. */ expected: number | null }

/** How often problems were found: by tier, or by tenths of the index, which should rise from left to right. With 95 % intervals. */
export function Rates({ models, base }: { models: BacktestModel[]; base: number }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const [by, setBy] = useState<'tier' | 'index'>('tier')
  const [which, setWhich] = useState(0)
  const result = models[which] ?? models[0]!
  const steps = useMemo((): Step[] => (by === 'tier'
    ? result.byTier.map((one) => ({ label: one.tier, tier: one.tier, n: one.n, positives: one.positives, interval: one.interval, expected: null }))
    : result.calibration.map((one) => ({ label: `${formatIndex(one.from, language)}–${formatIndex(one.to, language)}`, tier: null, n: one.n, positives: one.positives, interval: one.interval, expected: one.expected }))), [result, by, language])
  const option = useMemo((): EChartsOption => ({
    grid: { left: 8, right: 16, top: 28, bottom: by === 'tier' ? 28 : 24, containLabel: true },
    xAxis: { type: 'category', name: t(by === 'tier' ? 'domain.fields.tier' : 'backtest.indexTenths'), nameLocation: 'middle', nameGap: by === 'tier' ? 28 : 48, data: steps.map((one) => one.label), axisLabel: { interval: 0, fontSize: by === 'tier' ? 12 : 10, rotate: by === 'tier' ? 0 : 30 } },
    yAxis: { type: 'value', min: 0, name: t('backtest.rate'), nameTextStyle: { align: 'left' }, axisLabel: { formatter: (value: number) => `${Math.round(value * 100)}%` } },
    tooltip: { trigger: 'item', formatter: (point) => {
      const one = steps[(point as unknown as { dataIndex: number }).dataIndex]!
      if (one.n < fewest) return `${one.label}\n${t('tiers.tooFew', { n: one.n })}`
      return `${one.label}\n${formatPercent(one.positives / one.n, language)} (${formatPercent(one.interval![0], language)}–${formatPercent(one.interval![1], language)})\n${formatNumber(one.positives, language)} / ${formatNumber(one.n, language)}${one.expected === null ? '' : `\n${t('backtest.expected')} ${formatPercent(one.expected, language)}`}`
    } },
    series: [
      {
        type: 'bar', name: t('backtest.rate'), barMaxWidth: 56,
        data: steps.map((one) => ({ value: one.n < fewest ? 0 : one.positives / one.n, itemStyle: { color: one.tier ? colours.tiers[one.tier] : colours.muted } })),
        label: { show: by === 'tier', position: 'insideBottom', color: colours.ink, backgroundColor: colours.surface, padding: [1, 3], fontSize: 11, formatter: ({ dataIndex }) => `n ${formatNumber(steps[dataIndex]!.n, language)}` },
        markLine: { silent: true, symbol: 'none', lineStyle: { color: colours.ink, type: 'dashed', width: 1 }, label: { position: 'insideStartTop', color: colours.ink, formatter: () => t('backtest.base', { base: formatPercent(base, language) }) }, data: [{ yAxis: base }] },
      },
      ...(by === 'tier' ? [] : [{ type: 'line' as const, name: t('backtest.expected'), symbol: 'circle', symbolSize: 6, lineStyle: { color: colours.accent, width: 1.5, type: 'dotted' as const }, itemStyle: { color: colours.accent }, data: steps.map((one) => one.expected) }]),
      {
        type: 'custom', name: t('backtest.interval'), silent: true, z: 5, encode: { x: 0, y: [1, 2] },
        data: steps.flatMap((one, i) => (one.n < fewest || !one.interval ? [] : [[i, one.interval[0], one.interval[1]]])),
        renderItem: (_, api) => {
          const [low, high] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])]
          const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: colours.ink, lineWidth: 1.5 } })
          return { type: 'group' as const, children: [line(low[0]!, low[1]!, high[0]!, high[1]!), line(low[0]! - 4, low[1]!, low[0]! + 4, low[1]!), line(high[0]! - 4, high[1]!, high[0]! + 4, high[1]!)] }
        },
      },
    ],
  }), [steps, by, base, colours, language, t])
  const table = useMemo(() => ({
    columns: [t(by === 'tier' ? 'domain.fields.tier' : 'backtest.indexTenths'), 'n', t('backtest.problems'), t('backtest.rate'), t('backtest.low'), t('backtest.high'), ...(by === 'tier' ? [] : [t('backtest.expected')])],
    rows: steps.map((one) => [one.label, one.n, one.positives, one.n === 0 ? null : one.positives / one.n, one.interval?.[0] ?? null, one.interval?.[1] ?? null, ...(by === 'tier' ? [] : [one.expected])]),
  }), [steps, by, t])
  return (
    <section className="section backtest-box">
      <div className="backtest-choices">
        <Segmented size="small" value={by} onChange={setBy} options={[{ value: 'tier', label: t('backtest.byTier') }, { value: 'index', label: t('backtest.calibration') }]} />
        {models.length > 1 && <Segmented size="small" value={which} onChange={setWhich} options={models.map((one, i) => ({ value: i, label: one.model }))} />}
      </div>
      <Chart option={option} table={table} title={t(by === 'tier' ? 'backtest.ratesByTier' : 'backtest.ratesByIndex')} height={288} exportName={`backtest-${by}`} />
      <p className="muted">{t(by === 'tier' ? 'backtest.tierText' : 'backtest.brierText', { brier: formatNumber(result.brier, language, 4), base: formatNumber(result.brierBase, language, 4), error: formatPercent(result.calibrationError, language) })}</p>
    </section>
  )
}
