import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../shared/contract.ts'
import { formatBytes } from '../components/format.ts'
import { useSession } from './session.tsx'

/** What the engine's process holds, and DuckDB in it. Asked every few seconds, and not while nobody looks. */
export function Memory(): ReactElement | null {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const [held, setHeld] = useState<Output['engineMemory'] | null>(null)
  useEffect(() => {
    let wanted = true
    const ask = (): void => {
      if (!document.hidden) void engine.engineMemory({}).then((answer) => { if (wanted) setHeld(answer) }, () => undefined) // a lost engine is told elsewhere
    }
    ask()
    const clock = setInterval(ask, 5000)
    return () => {
      wanted = false
      clearInterval(clock)
    }
  }, [engine])
  if (!held) return null
  const [rss, duckdb, limit] = [formatBytes(held.rss, language), formatBytes(held.duckdb, language), formatBytes(held.limit, language)]
  return <span className="muted number" title={t('lookup.memoryText', { rss, duckdb, limit })}>{t('lookup.memory', { rss })}{held.duckdb !== null && ` · DuckDB ${duckdb}`}</span>
}
