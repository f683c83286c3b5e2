import { Button } from 'antd'
import { useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'

/** Grey bars where rows or figures will stand. */
export function Skeleton({ rows = 4, height = 16 }: { rows?: number; height?: number }): ReactElement {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, i) => <div key={i} className="skeleton-bar" style={{ height, width: `${92 - ((i * 17) % 40)}%` }} />)}
    </div>
  )
}

/** What this is for, and the one next action. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }): ReactElement {
  return (
    <div className="state" role="status">
      <p className="state-title">{title}</p>
      {children && <p className="state-text">{children}</p>}
      {action && <div className="state-action">{action}</div>}
    </div>
  )
}

/** An error's sentence and its hint in the person's language; what no locale words keeps the engine's English. */
export function useErrorWords(): (error: unknown) => { title: string; hint: string; value: ErrorValue } {
  const { t, i18n } = useTranslation()
  return (error) => {
    const value = toErrorValue(error)
    const say = (key: string, fallback: string): string => (i18n.exists(key) ? t(key, value.params) : fallback)
    return { title: say(`errors.${value.code}.what`, value.message), hint: say(`errors.${value.code}.mend`, value.hint), value }
  }
}

/** What went wrong, where, how to mend it, and the details to copy. */
export function ErrorState({ error, again, compact = false }: { error: unknown; again?: () => void; compact?: boolean }): ReactElement {
  const { t } = useTranslation()
  const words = useErrorWords()
  const [copied, setCopied] = useState(false)
  const { title, hint, value } = words(error)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(JSON.stringify(value, null, 2))
    setCopied(true)
  }
  return (
    <div className={compact ? 'state state-error state-compact' : 'state state-error'} role="alert">
      <p className="state-title">{title}</p>
      {hint && <p className="state-text">{hint}</p>}
      <div className="state-action">
        {again && <Button size="small" onClick={again}>{t('shell.again')}</Button>}
        <Button size="small" type="text" onClick={() => void copy()}>{copied ? t('shell.copied') : t('shell.copyDetails')}</Button>
        <span className="muted mono">{value.code}</span>
      </div>
    </div>
  )
}
