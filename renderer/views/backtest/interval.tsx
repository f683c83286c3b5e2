import type { ReactElement } from 'react'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatNumber } from '../../components/format.ts'

/** The bounds of a 95 % interval; `change`: of a difference, each with its sign. */
export function Interval({ of, digits, change = false }: { of: readonly [number, number]; digits: number; change?: boolean }): ReactElement {
  const { language } = useSession()
  if (change) return <span className="muted">({formatChange(of[0], language, digits)} … {formatChange(of[1], language, digits)})</span>
  return <span className="muted">{formatNumber(of[0], language, digits)}–{formatNumber(of[1], language, digits)}</span>
}
