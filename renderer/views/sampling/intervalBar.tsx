import type { ReactElement } from 'react'

/** A rate and its interval on a line from 0 to `scale`; figures stand beside it. */
export function IntervalBar({ rate, interval, scale }: { rate: number; interval: readonly [number, number]; scale: number }): ReactElement {
  const at = (share: number): string => `${Math.min(100, (share / scale) * 100)}%`
  return (
    <div className="interval-bar" aria-hidden="true">
      <span className="interval-reach" style={{ left: at(interval[0]), right: `calc(100% - ${at(interval[1])})` }} />
      <span className="interval-rate" style={{ left: at(rate) }} />
    </div>
  )
}
