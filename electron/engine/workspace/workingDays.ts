import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from '../../../shared/schema.ts'
import { readOnce } from './readOnce.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const schema = z.record(z.string().regex(/^\d{4}$/), z.strictObject({ source: z.string().min(1), free: z.array(day), worked: z.array(day) }))

interface Calendar { free: ReadonlySet<string>; worked: ReadonlySet<string>; years: ReadonlySet<string> }

/** resources/calendar/cn.yaml. */
const calendarOf = readOnce((resources): Calendar => {
  const years = schema.parse(parse(readFileSync(join(resources, 'calendar', 'cn.yaml'), 'utf8'), { schema: 'failsafe' }))
  return { free: new Set(Object.values(years).flatMap((one) => one.free)), worked: new Set(Object.values(years).flatMap((one) => one.worked)), years: new Set(Object.keys(years)) }
})

/** A day reached by counting working days. `announced`: the holidays of every year on the way are known; else weekends alone were free there. */
export interface WorkingDay { day: string; announced: boolean }

const time = (iso: string): number => Date.parse(`${iso}T00:00:00Z`)
const iso = (at: number): string => new Date(at).toISOString().slice(0, 10)
const oneDay = 86_400_000

function isWorked({ free, worked }: Calendar, at: number): boolean {
  const name = iso(at)
  if (worked.has(name)) return true
  const weekday = new Date(at).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !free.has(name)
}

/** The `count`th working day after a day (which does not count, whether it is worked or not), by the Chinese calendar with its adjusted weekends. */
export function workingDayAfter(resources: string, from: string, count: number): WorkingDay {
  const calendar = calendarOf(resources)
  let [at, left, announced] = [time(from), count, true]
  while (left > 0) {
    at += oneDay
    announced &&= calendar.years.has(iso(at).slice(0, 4))
    if (isWorked(calendar, at)) left--
  }
  return { day: iso(at), announced }
}

/** Working days after `from` up to and with `until`; negative where `until` lies before. */
export function workingDaysBetween(resources: string, from: string, until: string): number {
  if (until < from) return -workingDaysBetween(resources, until, from)
  const calendar = calendarOf(resources)
  let days = 0
  for (let at = time(from) + oneDay; at <= time(until); at += oneDay) if (isWorked(calendar, at)) days++
  return days
}

/**
 * How many working days there are up to each day of the announced years, that day included: `counts[i]` belongs to the day i after `first`. For
 * counting over many days at once. Of several spans of years without a gap it is the last; of days beyond it nothing is known.
 */
export function workingDayCounts(resources: string): { first: string; counts: number[] } {
  const calendar = calendarOf(resources)
  const years = [...calendar.years].map(Number).sort((a, b) => a - b)
  const last = years.at(-1)!
  let from = last
  while (calendar.years.has(String(from - 1))) from--
  const first = `${from}-01-01`
  const counts: number[] = []
  for (let at = time(first), n = 0; at < time(`${last + 1}-01-01`); at += oneDay) counts.push(isWorked(calendar, at) ? ++n : n)
  return { first, counts }
}
