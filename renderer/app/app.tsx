import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { Suspense, useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton, useErrorWords } from '../components/states.tsx'
import { cspNonce } from '../components/tokens.ts'
import { Catch } from './catch.tsx'
import type { Host } from '../host/host.ts'
import { antTheme } from './antTheme.ts'
import { Palette } from './palette.tsx'
import { PlacesProvider } from './places.tsx'
import { Rail } from './rail.tsx'
import { useRoute } from './route.ts'
import { firstLanguage, firstTheme, SessionProvider, useSession } from './session.tsx'
import { useShortcuts } from './shortcuts.ts'
import { SignIn } from './signIn.tsx'
import { StatusBar } from './statusBar.tsx'
import { TitleBar } from './titleBar.tsx'
import { views } from './views.tsx'
import Welcome from '../views/welcome/welcome.tsx'

export function App({ host }: { host: Host }): ReactElement {
  return (
    <SessionProvider host={host} waiting={<main className="waiting"><Skeleton rows={6} /></main>}>
      <PlacesProvider><Dressed><Frame /></Dressed></PlacesProvider>
    </SessionProvider>
  )
}

function Dressed({ children }: { children: ReactNode }): ReactElement {
  const { theme, language } = useSession()
  return <Dress theme={theme} language={language}>{children}</Dress>
}

function Dress({ theme, language, children }: { theme: 'light' | 'dark'; language: 'zh-CN' | 'en'; children: ReactNode }): ReactElement {
  return (
    <ConfigProvider theme={antTheme(theme)} locale={language === 'en' ? enUS : zhCN} csp={{ nonce: cspNonce() }} button={{ autoInsertSpace: false }}>
      <AntApp className="app" message={{ maxCount: 3 }}>{children}</AntApp>
    </ConfigProvider>
  )
}

/** What stands in the page when the engine cannot be reached at all. */
export function Refused({ error }: { error: unknown }): ReactElement {
  return <Dress theme={firstTheme()} language={firstLanguage()}><main className="waiting"><ErrorState error={error} again={() => window.location.reload()} /></main></Dress>
}

function Frame(): ReactElement {
  const { t } = useTranslation()
  const { host, engine, workspace, identity } = useSession()
  const { view, go } = useRoute()
  const { notification } = AntApp.useApp()
  const words = useErrorWords()
  const [finding, setFinding] = useState(false)
  const [gone, setGone] = useState(false)
  useShortcuts(() => setFinding(true))
  useEffect(() => host.onDisconnected(() => setGone(true)), [host])
  useEffect(() => host.onOpenWorkspace((path) => void engine.openWorkspace({ path }).then(() => go('overview', [], []), (error: unknown) => {
    const { title, hint } = words(error)
    notification.error({ title, description: hint })
    // oxlint-disable-next-line react/exhaustive-deps
  })), [host, engine, go, notification])
  const shown = views.find((one) => one.name === view) ?? views[0]!
  const stranger = identity !== null && identity.operators && identity.name === null
  const Shown = workspace === null ? Welcome : stranger ? SignIn : shown.component
  return (
    <div className={workspace === null || stranger ? 'frame frame-bare' : 'frame'}>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus() }}>{t('shell.skip')}</a>
      <TitleBar onFind={() => setFinding(true)} />
      {workspace !== null && !stranger && <Rail />}
      <main id="main" tabIndex={-1}>
        {gone && <div className="gone" role="alert">{t('shell.disconnected')}</div>}
        <Catch key={`${workspace?.path}/${identity?.name}/${view}`}>
          <Suspense fallback={<div className="view"><Skeleton rows={8} /></div>}><Shown /></Suspense>
        </Catch>
      </main>
      <StatusBar />
      {workspace !== null && !stranger && <Palette open={finding} onClose={() => setFinding(false)} />}
    </div>
  )
}
