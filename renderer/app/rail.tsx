import { AimOutlined, ApartmentOutlined, AppstoreOutlined, AuditOutlined, BarChartOutlined, BookOutlined, CalendarOutlined, ClusterOutlined, ControlOutlined, DatabaseOutlined, DoubleLeftOutlined, DoubleRightOutlined, SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons'
import { useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute, type ViewName } from './route.ts'
import { keep, keptSetting } from './session.tsx'
import { views } from './views.tsx'

const icons: Partial<Record<ViewName, ReactNode>> = {
  overview: <AppstoreOutlined />, data: <DatabaseOutlined />, subjects: <TeamOutlined />, dimensions: <ApartmentOutlined />, workshop: <ControlOutlined />, tiers: <BarChartOutlined />, backtest: <AimOutlined />, plan: <CalendarOutlined />, sampling: <ClusterOutlined />, lists: <AuditOutlined />, libraries: <BookOutlined />, audit: <SafetyCertificateOutlined />,
}

/** The views that exist, 200 px wide or folded to 56. */
export function Rail(): ReactElement {
  const { t } = useTranslation()
  const { view, href } = useRoute()
  const [folded, setFolded] = useState(keptSetting('rail') === 'folded')
  const current = view === 'profile' ? 'subjects' : view
  const turn = (): void => {
    keep('rail', folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  return (
    <nav className="rail" data-folded={folded} aria-label={t('shell.rail')}>
      {views.filter((one) => one.rail).map((one, i) => (
        <a key={one.name} className="rail-entry" href={href(one.name)} aria-current={one.name === current ? 'page' : undefined} title={`${t(`shell.views.${one.name}`)}${i < 9 ? ` (Alt+${i + 1})` : ''}`} aria-label={t(`shell.views.${one.name}`)} {...(i < 9 ? { 'aria-keyshortcuts': `Alt+${i + 1}` } : {})}>
          <span className="rail-icon">{icons[one.name]}</span>
          {!folded && <span className="rail-name">{t(`shell.views.${one.name}`)}</span>}
        </a>
      ))}
      <button type="button" className="rail-entry rail-fold" onClick={turn} aria-label={folded ? t('shell.unfold') : t('shell.fold')} title={folded ? t('shell.unfold') : t('shell.fold')}>
        <span className="rail-icon">{folded ? <DoubleRightOutlined /> : <DoubleLeftOutlined />}</span>
        {!folded && <span className="rail-name">{t('shell.fold')}</span>}
      </button>
    </nav>
  )
}
