import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Engine, Identity, Job, Workspace } from '../../shared/contract.ts'
import type { Language } from '../components/format.ts'
import { maskOnScreen } from '../components/mask.ts'
import { applyTokens, type ThemeName } from '../components/tokens.ts'
import type { Host } from '../host/host.ts'

export interface Session {
  host: Host
  engine: Engine
  /** null: none is open; the welcome view is shown. */
  workspace: Workspace | null
  /** Who one is in the open workspace; null: none is open, or it is not known yet. */
  identity: Identity | null
  /** Latest first. */
  jobs: Job[]
  language: Language
  theme: ThemeName
  setLanguage(language: Language): void
  setTheme(theme: ThemeName): void
  /** Asks again for the workspace and for who one is (after opening, closing, creating, signing in or out). */
  refresh(): Promise<void>
}

const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession stands outside of Session')
  return session
}

/** Settings of this window; a private window may refuse to keep them. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(`mingcha.${key}`)
  } catch {
    return null
  }
}
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`mingcha.${key}`, value)
  } catch { /* not kept: nothing else depends on it */ }
}
export const keptSetting = kept

export const firstLanguage = (): Language => {
  const before = kept('language')
  if (before === 'zh-CN' || before === 'en') return before
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
export const firstTheme = (): ThemeName => {
  const before = kept('theme')
  if (before === 'light' || before === 'dark') return before
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Holds the open workspace and the jobs, and hears the engine. `children` are shown once the workspace is known. */
export function SessionProvider({ host, children, waiting }: { host: Host; children: ReactNode; waiting: ReactNode }): ReactElement {
  const { i18n } = useTranslation()
  const [workspace, setWorkspace] = useState<Workspace | null | undefined>(undefined)
  const [identity, setIdentity] = useState<Identity | null>(null)
  const [jobs, setJobs] = useState<Job[]>([])
  const [language, putLanguage] = useState(firstLanguage)
  const [theme, putTheme] = useState(firstTheme)
  const engine = host.engine.verbs

  const refresh = useCallback(() => Promise.all([engine.currentWorkspace({}).catch(() => null), engine.whoAmI({}).catch(() => null)]).then(([open, who]) => {
    maskOnScreen(who?.operators !== true)
    setIdentity(open === null ? null : who)
    setWorkspace(open)
  }), [engine])
  useEffect(() => {
    const silence = host.engine.listen({
      jobChanged: (job) => setJobs((before) => (before.some((one) => one.id === job.id) ? before.map((one) => (one.id === job.id ? job : one)) : [job, ...before])),
      changed: () => void refresh(),
    })
    void refresh()
    void engine.listJobs({}).then(setJobs)
    return silence
  }, [host, engine, refresh])
  useEffect(() => applyTokens(theme), [theme])
  useEffect(() => { document.documentElement.lang = language }, [language])

  const setLanguage = useCallback((next: Language) => {
    keep('language', next)
    putLanguage(next)
    void i18n.changeLanguage(next)
  }, [i18n])
  const setTheme = useCallback((next: ThemeName) => {
    keep('theme', next)
    putTheme(next)
  }, [])
  const session = useMemo<Session>(
    () => ({ host, engine, workspace: workspace ?? null, identity, jobs, language, theme, setLanguage, setTheme, refresh }),
    [host, engine, workspace, identity, jobs, language, theme, setLanguage, setTheme, refresh],
  )
  return <SessionContext value={session}>{workspace === undefined ? waiting : children}</SessionContext>
}
