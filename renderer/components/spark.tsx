import type { ReactElement } from 'react'

/** A line of a few figures without axes, zero-based; nothing for fewer than two. */
export function Spark({ values, width = 72, height = 20 }: { values: number[]; width?: number; height?: number }): ReactElement | null {
  if (values.length < 2) return null
  const top = Math.max(...values, 1)
  const points = values.map((value, i) => `${((i * (width - 2)) / (values.length - 1) + 1).toFixed(1)},${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`)
  return <svg className="spark" width={width} height={height} aria-hidden="true"><polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" /></svg>
}
