import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

/** Where a result stands: a mark and its word; the word alone tells, the mark helps the eye. */
export function StateMark({ state }: { state: string }): ReactElement {
  const { t } = useTranslation()
  return <span className="result-state" data-state={state}>{t(`results.states.${state}`)}</span>
}
