import { localMinute } from '../../shared/localTime.ts'

export type Language = 'zh-CN' | 'en'

const formats = new Map<string, Intl.NumberFormat>()
function format(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  const found = formats.get(key) ?? new Intl.NumberFormat(language, options)
  formats.set(key, found)
  return found
}

/** What stands where a value is unknown. */
export const unknown = '—'

type Figure = number | null | undefined
const known = (value: Figure): value is number => typeof value === 'number' && Number.isFinite(value)

/** 1,234,567; decimals only where asked. */
export const formatNumber = (value: Figure, language: Language, decimals = 0): string =>
  known(value) ? format(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value) : unknown

/** A number as measured: at most four decimals, none where whole. */
export const formatValue = (value: Figure, language: Language): string => (known(value) ? format(language, { maximumFractionDigits: 4 }).format(value) : unknown)

/** A mean to three figures, none of them behind the point from 100 on. */
export const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

/** A share 0–1 with one decimal: 12.3%. */
export const formatPercent = (share: Figure, language: Language): string =>
  known(share) ? format(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share) : unknown

/** The risk index, 0–100, with one decimal. */
export const formatIndex = (value: Figure, language: Language): string => formatNumber(value, language, 1)

/** With its sign, for changes: +12, −3, 0. */
export const formatChange = (value: Figure, language: Language, decimals = 0): string =>
  known(value) ? format(language, { signDisplay: 'exceptZero', minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value) : unknown

/** ISO day of a day or time text; never a local notation. */
export const formatDate = (value: string | Date | null | undefined): string => (value === null || value === undefined || value === '' ? unknown : (value instanceof Date ? value.toISOString() : value).slice(0, 10))

/** ISO day and minutes in local time, of an ISO instant. */
export function formatTime(value: string | null | undefined): string {
  if (!value) return unknown
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? value : localMinute(at)
}

/** Figures above a million in 万 and 亿 where the language is Chinese; the caller shows the exact figure on hover. */
export function formatCompact(value: Figure, language: Language): string {
  if (!known(value)) return unknown
  if (language !== 'zh-CN' || Math.abs(value) <= 1_000_000) return formatNumber(value, language)
  const [unit, word] = Math.abs(value) >= 100_000_000 ? [100_000_000, '亿'] : [10_000, '万']
  return `${format(language, { maximumFractionDigits: 2 }).format(value / unit)} ${word}`
}

/** Registered capital in yuan: ¥12,000,000, or 1,200 万元 in Chinese. */
export function formatCapital(yuan: Figure, language: Language): string {
  if (!known(yuan)) return unknown
  if (language === 'zh-CN') return yuan >= 10_000 ? `${formatCompactWan(yuan, language)}元` : `${formatNumber(yuan, language)} 元`
  return `¥${formatNumber(yuan, language)}`
}
const formatCompactWan = (yuan: number, language: Language): string => {
  const [unit, word] = yuan >= 100_000_000 ? [100_000_000, '亿'] : [10_000, '万']
  return `${format(language, { maximumFractionDigits: 2 }).format(yuan / unit)} ${word}`
}

/** 1.2 MB. */
export function formatBytes(bytes: Figure, language: Language): string {
  if (!known(bytes)) return unknown
  const step = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3))
  return `${format(language, { maximumFractionDigits: step === 0 ? 0 : 1 }).format(bytes / 1000 ** step)} ${['B', 'kB', 'MB', 'GB', 'TB'][step]}`
}

/** m:ss of seconds, h:mm:ss above an hour. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
