import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatCapital, formatChange, formatCompact, formatDate, formatDuration, formatIndex, formatNumber, formatPercent, formatValue } from '../../renderer/components/format.ts'

describe('figures', () => {
  it.each([
    [formatNumber(1234567, 'en'), '1,234,567'], [formatNumber(1234567, 'zh-CN'), '1,234,567'], [formatNumber(0, 'en'), '0'], [formatNumber(null, 'en'), '—'], [formatNumber(Number.NaN, 'en'), '—'],
    [formatPercent(0.12345, 'en'), '12.3%'], [formatPercent(1, 'zh-CN'), '100.0%'], [formatPercent(undefined, 'en'), '—'],
    [formatIndex(74, 'en'), '74.0'], [formatIndex(3.25, 'zh-CN'), '3.3'], [formatValue(0.12346, 'en'), '0.1235'], [formatValue(12, 'en'), '12'],
    [formatChange(12, 'en'), '+12'], [formatChange(-3, 'en'), '-3'], [formatChange(0, 'en'), '0'], [formatChange(1.26, 'en', 1), '+1.3'],
    [formatDate('2026-11-22'), '2026-11-22'], [formatDate('2026-11-22T08:00:00Z'), '2026-11-22'], [formatDate(null), '—'], [formatDate(''), '—'],
    [formatBytes(999, 'en'), '999 B'], [formatBytes(39_900_000, 'en'), '39.9 MB'], [formatBytes(0, 'en'), '0 B'],
    [formatDuration(59.6), '1:00'], [formatDuration(3_725), '1:02:05'], [formatDuration(-1), '0:00'],
  ])('%s is %s', (text, expected) => expect(text).toBe(expected))
})

describe('万 and 亿', () => {
  it('stand only in Chinese and only above a million', () => {
    expect(formatCompact(1_000_000, 'zh-CN')).toBe('1,000,000')
    expect(formatCompact(1_250_000, 'zh-CN')).toBe('125 万')
    expect(formatCompact(230_000_000, 'zh-CN')).toBe('2.3 亿')
    expect(formatCompact(230_000_000, 'en')).toBe('230,000,000')
    fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (value) => { expect(formatCompact(value, 'zh-CN')).toBe(formatNumber(value, 'zh-CN')) }))
  })
  it('name capital as registers do', () => {
    expect(formatCapital(12_000_000, 'zh-CN')).toBe('1,200 万元')
    expect(formatCapital(9_000, 'zh-CN')).toBe('9,000 元')
    expect(formatCapital(12_000_000, 'en')).toBe('¥12,000,000')
    expect(formatCapital(null, 'en')).toBe('—')
  })
})
