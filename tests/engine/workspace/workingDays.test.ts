import fc from 'fast-check'
import { expect, test } from 'vitest'
import { workingDayAfter, workingDaysBetween } from '../../../electron/engine/workspace/workingDays.ts'
import { resources } from '../../room.ts'

test('holidays are skipped and adjusted weekends count', () => {
  // 2025: 28 September (Sunday) is worked, 1–8 October free, 11 October (Saturday) worked.
  expect(workingDayAfter(resources, '2025-09-26', 1).day).toBe('2025-09-28')
  expect(workingDayAfter(resources, '2025-09-30', 1).day).toBe('2025-10-09')
  expect(workingDayAfter(resources, '2025-09-30', 3)).toEqual({ day: '2025-10-11', announced: true })
  expect(workingDayAfter(resources, '2026-02-13', 2).day).toBe('2026-02-24')
  expect(workingDaysBetween(resources, '2025-09-26', '2025-10-13')).toBe(7)
})

test('a year that was not announced is counted by weekends, and says so', () => {
  expect(workingDayAfter(resources, '2031-05-02', 1)).toEqual({ day: '2031-05-05', announced: false })
})

test('counting there and counting back agree', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 60 }), (offset, count) => {
    const from = new Date(Date.UTC(2023, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10)
    const { day } = workingDayAfter(resources, from, count)
    expect(workingDaysBetween(resources, from, day)).toBe(count)
    expect(workingDaysBetween(resources, day, from)).toBe(-count)
  }))
})
