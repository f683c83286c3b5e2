import { useState } from 'react'
import { placeOf, standAt, type Standing } from './standing.ts'

/** A place in a table that is worked by keys: the current row, and those that are marked. */
export interface Rows<T> { current: T | null; at: number; go(to: number): void; marked: ReadonlySet<number>; mark(id: number): void; clear(): void; /** The marked, else the current one. */ chosen: T[] }

/** @param key another key begins anew: another filter, another list */
export function useRows<T>(rows: readonly T[], id: (row: T) => number, key: string): Rows<T> {
  const [held, put] = useState<Standing & { key: string; marked: ReadonlySet<number> }>({ key, at: 0, on: null, marked: new Set() })
  const { marked, ...standing } = held.key === key ? held : { at: 0, on: null, marked: new Set<number>() }
  const place = placeOf(rows, id, standing)
  const current = rows[place] ?? null
  const among = rows.filter((row) => marked.has(id(row)))
  const stand = (to: number, next: ReadonlySet<number>): void => put({ key, ...standAt(rows, id, to), marked: next })
  return {
    current, at: place, marked, chosen: among.length > 0 ? among : current === null ? [] : [current],
    go: (to) => stand(to, marked),
    mark: (number) => { const next = new Set(marked); if (!next.delete(number)) next.add(number); stand(place, next) },
    clear: () => stand(place, new Set()),
  }
}
