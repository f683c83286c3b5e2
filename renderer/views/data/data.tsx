import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { ViewHead } from '../../app/viewHead.tsx'

export default function Data(): ReactElement {
  const { t } = useTranslation()
  return <div className="view"><ViewHead title={t('data.title')} /></div>
}
