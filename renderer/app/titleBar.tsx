import { DownOutlined, MoonOutlined, SearchOutlined, SunOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../components/format.ts'
import { OperatorMenu } from './operatorMenu.tsx'
import { useSession } from './session.tsx'

/** Workspace, as-of day and model; search, language, theme. */
export function TitleBar({ onFind }: { onFind: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace, language, theme, setLanguage, setTheme, refresh } = useSession()
  const close = async (): Promise<void> => {
    await engine.closeWorkspace({})
    await refresh()
  }
  const mac = navigator.platform.startsWith('Mac')
  return (
    <header className="title-bar">
      <span className="product">{t('shell.product')}</span>
      {workspace !== null && (
        <>
          <Dropdown trigger={['click']} menu={{ items: [{ key: 'path', label: <span className="mono">{workspace.path}</span>, disabled: true }, { type: 'divider' }, { key: 'close', label: t('shell.openOther') }], onClick: ({ key }) => { if (key === 'close') void close() } }}>
            <Button type="text" aria-label={t('shell.workspaceMenu', { name: workspace.name })}><strong>{workspace.name}</strong><DownOutlined /></Button>
          </Dropdown>
          {workspace.asOf === null ? <span className="muted">{t('shell.notScored')}</span> : (
            <>
              <span className="muted">{t('shell.asOf', { day: formatDate(workspace.asOf) })}</span>
              <span className="muted">{t('shell.model', { model: workspace.model })}</span>
            </>
          )}
        </>
      )}
      <span className="spring" />
      {workspace !== null && (
        <button type="button" className="find" onClick={onFind} aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}>
          <SearchOutlined /><span>{t('shell.search')}</span><kbd>{mac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
      )}
      <Button type="text" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')} title={t('shell.language')} aria-label={t('shell.language')}>{t('shell.languageShort')}</Button>
      <Button type="text" icon={theme === 'light' ? <MoonOutlined /> : <SunOutlined />} onClick={() => setTheme(theme === 'light' ? 'dark' : 'light')} aria-label={t(theme === 'light' ? 'shell.toDark' : 'shell.toLight')} title={t(theme === 'light' ? 'shell.toDark' : 'shell.toLight')} />
      {workspace !== null && <OperatorMenu />}
    </header>
  )
}
