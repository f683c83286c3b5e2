import { expect, test } from 'vitest'
import { dayWithin } from '../../../../../renderer/views/sampling/joint/plannedDay.ts'

const span = (periodFrom: string, periodUntil: string) => ({ periodFrom, periodUntil })

test('the day nearest to today on which all tasks may be inspected', () => {
  const [spring, summer, autumn] = [span('2026-03-01', '2026-06-30'), span('2026-05-15', '2026-08-31'), span('2026-09-01', '2026-10-31')] as const
  expect(dayWithin([spring], '2026-04-02')).toBe('2026-04-02')
  expect(dayWithin([spring, summer], '2026-04-02')).toBe('2026-05-15')
  expect(dayWithin([spring, summer], '2026-11-23')).toBe('2026-06-30')
  expect(dayWithin([spring, autumn], '2026-04-02')).toBeNull()
})
