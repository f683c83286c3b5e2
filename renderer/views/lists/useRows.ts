import { useState } from 'react'

/** A place in a table that is worked by keys: the current row, and those that are marked. */
export interface Rows<T> { current: T | null; at: number; go(to: number): void; marked: ReadonlySet<number>; mark(id: number): void; clear(): void; /** The marked, else the current one. */ chosen: T[] }

/**
 * The current row is known by its id, so that rows that come or go before it do not move the reader; where it has gone, its place serves.
 * @param key another key begins anew: another filter, another list
 */
export function useRows<T>(rows: readonly T[], id: (row: T) => number, key: string): Rows<T> {
  const [held, put] = useState<{ key: string; at: number; on: number | null; marked: ReadonlySet<number> }>({ key, at: 0, on: null, marked: new Set() })
  const { at, on, marked } = held.key === key ? held : { at: 0, on: null, marked: new Set<number>() }
  const known = on === null ? -1 : rows.findIndex((row) => id(row) === on)
  const place = known >= 0 ? known : Math.max(0, Math.min(at, rows.length - 1))
  const current = rows[place] ?? null
  const among = rows.filter((row) => marked.has(id(row)))
  const stand = (to: number, next: ReadonlySet<number>): void => { const there = Math.max(0, Math.min(to, rows.length - 1)); put({ key, at: there, on: rows[there] === undefined ? null : id(rows[there]), marked: next }) }
  return {
    current, at: place, marked, chosen: among.length > 0 ? among : current === null ? [] : [current],
    go: (to) => stand(to, marked),
    mark: (number) => { const next = new Set(marked); if (!next.delete(number)) next.add(number); stand(place, next) },
    clear: () => stand(place, new Set()),
  }
}
