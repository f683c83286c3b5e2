import type { EChartsOption } from 'echarts'
import { inert } from '../../shared/inert.ts'

/** A chart's data as a person takes it away. */
export interface ChartTable { columns: string[]; rows: (string | number | null)[][] }

interface Series { name?: string | number; data?: unknown; links?: { source: string; target: string; value: number }[] }

/** The data of an option's series: categories down and series across where it has a category axis, else one row a point. */
export function tableOf(option: EChartsOption): ChartTable {
  const series = (Array.isArray(option.series) ? option.series : option.series ? [option.series] : []) as Series[]
  const links = series.find((one) => one.links)?.links
  if (links) return { columns: ['source', 'target', 'value'], rows: links.map((link) => [link.source, link.target, link.value]) }
  const axes = [option.xAxis, option.yAxis].flat().filter((axis) => axis !== undefined) as { data?: unknown[]; name?: string }[]
  const categories = axes.filter((axis) => Array.isArray(axis.data))
  if (categories.length === 1) {
    const [axis] = categories
    return {
      columns: [axis!.name ?? 'category', ...series.map((one, i) => String(one.name ?? `series ${i + 1}`))],
      rows: axis!.data!.map((category, i) => [plain(category), ...series.map((one) => plain((one.data as unknown[] | undefined)?.[i]))]),
    }
  }
  const rows = series.flatMap((one) => ((one.data as unknown[] | undefined) ?? []).map((point) => [String(one.name ?? ''), ...points(point)]))
  const wide = Math.max(0, ...rows.map((row) => row.length - 1))
  return { columns: ['series', ...Array.from({ length: wide }, (_, i) => `value ${i + 1}`)], rows }
}

const inner = (point: unknown): unknown => (typeof point === 'object' && point !== null && 'value' in point ? point.value : point)
const points = (point: unknown): (string | number | null)[] => {
  const value = inner(point)
  return Array.isArray(value) ? value.map(plain) : [plain(value)]
}
const plain = (point: unknown): string | number | null => {
  const value = inner(point)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return value === null || value === undefined ? null : String(value)
}

/** CSV for spreadsheets: UTF-8 with BOM, CRLF, texts that a spreadsheet would run as formulas made inert. */
export function csvOf({ columns, rows }: ChartTable): string {
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = inert(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
