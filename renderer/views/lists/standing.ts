/** Where a reader stands among rows: the place, and the id of the row there; null none. */
export interface Standing { at: number; on: number | null }

/** The place now: that of the row by its id, so that others that come or go before it do not move the reader; where it has gone, its place serves. */
export function placeOf<T>(rows: readonly T[], id: (row: T) => number, { at, on }: Standing): number {
  const known = rows.findIndex((row) => id(row) === on)
  return known >= 0 ? known : Math.max(0, Math.min(at, rows.length - 1))
}

/** At a place, or the nearest one there is. */
export function standAt<T>(rows: readonly T[], id: (row: T) => number, to: number): Standing {
  const at = Math.max(0, Math.min(to, rows.length - 1))
  return { at, on: rows[at] === undefined ? null : id(rows[at]) }
}
