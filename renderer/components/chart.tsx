import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { EChartsOption } from 'echarts'
import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, RadarChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, DataZoomComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerTheme, use, type ECharts } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import { useEffect, useEffectEvent, useRef, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../app/session.tsx'
import { csvOf, tableOf, type ChartTable } from './chartTable.ts'
import { fontFamily, tokens, type ThemeName } from './tokens.ts'

use([
  BarChart, LineChart, ScatterChart, HeatmapChart, SankeyChart, RadarChart, CustomChart, GraphChart, GridComponent, TooltipComponent, LegendComponent, DatasetComponent,
  VisualMapComponent, DataZoomComponent, MarkLineComponent, RadarComponent, AriaComponent, CanvasRenderer, SVGRenderer,
])

/** What was clicked: a bar, a cell, a node. */
export interface ChartClick { name: string; seriesName: string | undefined; dataIndex: number; value: unknown; data: unknown }

export interface ChartProps {
  /** Colours from `useTokens` or the theme's; tooltips are rich text whatever is set. */
  option: EChartsOption
  /** The finding or the measure. */
  title?: string
  height: number
  onClick?: (click: ChartClick) => void
  /** The ends of the first data zoom after a person moved it, as values of its axis. */
  onZoom?: (from: number, until: number) => void
  /** File name of exports, without ending. */
  exportName?: string
  /** The data as exported; absent: read from the option's series. */
  table?: ChartTable
  /** What a screen reader is told; absent: the title. */
  label?: string
}

for (const name of ['light', 'dark'] as const) registerTheme(`mingcha-${name}`, chartTheme(name))

/** The colours of the present theme, for options. */
export const useTokens = () => tokens[useSession().theme]

export function Chart({ option, title, height, onClick, onZoom, exportName, table, label }: ChartProps): ReactElement {
  const { theme, host, engine } = useSession()
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const click = useEffectEvent((at: ChartClick) => onClick?.(at))
  const zoom = useEffectEvent((made: ECharts) => {
    const [first] = (made.getOption() as { dataZoom?: { startValue: number; endValue: number }[] }).dataZoom ?? []
    if (first) onZoom?.(first.startValue, first.endValue)
  })
  const clickable = onClick !== undefined

  useEffect(() => {
    const made = init(place.current, `mingcha-${theme}`)
    chart.current = made
    made.on('click', ({ name, seriesName, dataIndex, value, data }) => click({ name, seriesName, dataIndex, value, data }))
    made.on('datazoom', () => zoom(made))
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(place.current!)
    return () => {
      watch.disconnect()
      end(made)
      chart.current = null
    }
  }, [theme])
  useEffect(() => { chart.current?.setOption(complete(option, clickable), { notMerge: true }) }, [option, theme, clickable])

  const save = async (kind: 'png' | 'svg' | 'csv' | 'xlsx'): Promise<void> => {
    const name = `${exportName ?? title ?? 'chart'}.${kind}`
    if (kind === 'csv') return host.saveFile(name, new TextEncoder().encode(csvOf(table ?? tableOf(option))))
    if (kind === 'xlsx') return host.saveFile(name, await engine.tableWorkbook({ title: title ?? '', ...(table ?? tableOf(option)) }))
    const drawn = offscreen(option, title ?? '', theme, kind, place.current!.clientWidth, height)
    return host.saveFile(name, await drawn)
  }
  return (
    <figure className="chart">
      <figcaption className="chart-head">
        <span className="chart-title">{title}</span>
        <Dropdown
          trigger={['click']}
          menu={{ items: [{ key: 'png', label: t('shell.exportPng') }, { key: 'svg', label: t('shell.exportSvg') }, { key: 'xlsx', label: t('shell.exportXlsx') }, { key: 'csv', label: t('shell.exportCsv') }], onClick: ({ key }) => void save(key as 'png' | 'svg' | 'csv' | 'xlsx') }}
        >
          <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('shell.exportChart', { title: title ?? '' })} />
        </Dropdown>
      </figcaption>
      <div ref={place} style={{ height }} role="img" aria-label={label ?? title} />
    </figure>
  )
}

/** Rich-text tooltips (HTML ones would inject what they show), no motion where none is wanted. */
function complete(option: EChartsOption, clickable: boolean): EChartsOption {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const tooltip = Array.isArray(option.tooltip) ? option.tooltip[0] : option.tooltip
  const series = (Array.isArray(option.series) ? option.series : option.series ? [option.series] : []).map((one) => ({ cursor: clickable ? 'pointer' : 'default', ...one }))
  return { animation: !still, animationDuration: 120, animationDurationUpdate: 120, ...option, series: series as EChartsOption['series'] & object, tooltip: { confine: true, ...tooltip, renderMode: 'richText' } }
}

/** Emptied before it goes: a painting that had no time to finish goes on by itself in the next frame, and would find nothing to paint on. */
function end(made: ECharts): void {
  const screen = made.getZr()
  screen.clear()
  screen.refreshImmediately(true)
  made.dispose()
}

/** Height of the title above an exported chart. */
const titleHeight = 32

/** The chart under its title as a file, drawn apart from the page on the surface colour; PNG at twice the size for print. */
async function offscreen(option: EChartsOption, title: string, theme: ThemeName, kind: 'png' | 'svg', width: number, height: number): Promise<Uint8Array> {
  const { surface, ink } = tokens[theme]
  const whole = complete(option, false)
  // At once and in full: what comes by and by, or moves, would be missing on the sheet.
  const still = { ...whole, series: (whole.series as object[]).map((one) => ({ ...one, progressive: 0 })), animation: false, backgroundColor: surface }
  if (kind === 'svg') {
    const made = init(null, `mingcha-${theme}`, { renderer: 'svg', ssr: true, width, height })
    made.setOption(still)
    const inner = made.renderToSVGString()
    made.dispose()
    const words = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    return new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + titleHeight}"><rect width="100%" height="100%" fill="${surface}"/><text x="12" y="22" fill="${ink}" font-family="${fontFamily.replaceAll('"', "'")}" font-size="14" font-weight="600">${words}</text><g transform="translate(0 ${titleHeight})">${inner}</g></svg>`)
  }
  const made = init(document.createElement('div'), `mingcha-${theme}`, { renderer: 'canvas', width, height, devicePixelRatio: 2 })
  made.setOption(still)
  const drawn = made.renderToCanvas({ pixelRatio: 2 })
  const sheet = Object.assign(document.createElement('canvas'), { width: drawn.width, height: drawn.height + 2 * titleHeight })
  const pen = sheet.getContext('2d')!
  pen.fillStyle = surface
  pen.fillRect(0, 0, sheet.width, sheet.height)
  pen.fillStyle = ink
  pen.font = `600 28px ${fontFamily}`
  pen.fillText(title, 24, 44)
  pen.drawImage(drawn, 0, 2 * titleHeight)
  end(made)
  const blob = await new Promise<Blob>((done, failed) => sheet.toBlob((made) => (made ? done(made) : failed(new Error('the chart could not be drawn as PNG'))), 'image/png'))
  return new Uint8Array(await blob.arrayBuffer())
}

function chartTheme(name: ThemeName): object {
  const { ink, muted, line, surface, accent, tiers } = tokens[name]
  const text = { color: ink, fontFamily, fontSize: 12 }
  const axis = {
    axisLine: { show: true, lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: muted, fontFamily, fontSize: 12 },
    splitLine: { lineStyle: { color: line } }, nameTextStyle: { color: muted, fontFamily, fontSize: 12 },
  }
  return {
    color: [accent, tiers.B, tiers.C, tiers.D, muted], backgroundColor: 'transparent', textStyle: text,
    categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: { ...axis, axisLine: { show: false } }, timeAxis: axis, logAxis: axis,
    legend: { textStyle: { color: ink, fontFamily, fontSize: 12 }, itemWidth: 12, itemHeight: 12, itemGap: 16, icon: 'roundRect' },
    tooltip: { backgroundColor: surface, borderColor: line, borderWidth: 1, padding: [6, 8], textStyle: { color: ink, fontFamily, fontSize: 12 }, axisPointer: { lineStyle: { color: muted }, shadowStyle: { color: line, opacity: 0.4 } } },
    label: { color: ink }, bar: { itemStyle: { borderRadius: 0 } }, line: { symbol: 'none', lineStyle: { width: 2 } },
    radar: { axisName: { color: muted }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } }, splitArea: { show: false } },
    visualMap: { textStyle: { color: muted } }, sankey: { label: { color: ink } },
  }
}
