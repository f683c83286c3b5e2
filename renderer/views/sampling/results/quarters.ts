/** A quarter with its first and last day, YYYY-MM-DD. */
export interface Quarter { name: string; from: string; until: string }

/** The quarter of a day and those before it, the latest first. */
export function quartersUntil(day: string, count: number): Quarter[] {
  const first = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3)
  return Array.from({ length: count }, (_, back) => {
    const [year, quarter] = [Math.floor((first - back) / 4), (first - back) % 4]
    const dayOf = (month: number, date: number): string => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)
    return { name: `${year} Q${quarter + 1}`, from: dayOf(quarter * 3, 1), until: dayOf(quarter * 3 + 3, 0) }
  })
}
