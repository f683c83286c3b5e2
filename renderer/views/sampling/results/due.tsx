import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, unknown } from '../../../components/format.ts'

/** A last day and the working days until then; overdue in words, not by colour alone. `left` null: the calendar of a year is not known. */
export function Due({ on, left }: { on: string | null; left: number | null }): ReactElement {
  const { t } = useTranslation()
  if (on === null) return <span className="muted">{left === null ? unknown : t('results.daysLeft', { days: left })}</span>
  return <span className={left !== null && left < 0 ? 'bad due' : 'due'}>{formatDate(on)}{left !== null && <> · {left < 0 ? t('results.overdueBy', { days: -left }) : t('results.daysLeft', { days: left })}</>}</span>
}
