import { useSyncExternalStore } from 'react'

/** How many rows the grid on screen has, for the status bar: `rows` pass the filter, of `inAll`. */
export interface RowCount { rows: number; inAll: number | null }

let current: RowCount | null = null
const listeners = new Set<() => void>()

export function tellRowCount(count: RowCount | null): void {
  current = count
  listeners.forEach((one) => one())
}

export const useRowCount = (): RowCount | null => useSyncExternalStore(
  (listener) => (listeners.add(listener), () => listeners.delete(listener)),
  () => current,
)
