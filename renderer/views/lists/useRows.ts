import { useState } from 'react'

/** A place in a table that is worked by keys: the current row, and those that are marked. */
export interface Rows<T> { current: T | null; at: number; go(to: number): void; marked: ReadonlySet<number>; mark(id: number): void; clear(): void; /** The marked, else the current one. */ chosen: T[] }

/** @param key another key begins anew: another filter, another list */
export function useRows<T>(rows: readonly T[], id: (row: T) => number, key: string): Rows<T> {
  const [held, put] = useState<{ key: string; at: number; marked: ReadonlySet<number> }>({ key, at: 0, marked: new Set() })
  const { at, marked } = held.key === key ? held : { at: 0, marked: new Set<number>() }
  const place = Math.max(0, Math.min(at, rows.length - 1))
  const current = rows[place] ?? null
  const among = rows.filter((row) => marked.has(id(row)))
  return {
    current, at: place, marked, chosen: among.length > 0 ? among : current === null ? [] : [current],
    go: (to) => put({ key, marked, at: Math.max(0, Math.min(to, rows.length - 1)) }),
    mark: (number) => { const next = new Set(marked); if (!next.delete(number)) next.add(number); put({ key, at: place, marked: next }) },
    clear: () => put({ key, at: place, marked: new Set() }),
  }
}
