import { Input } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

/** Who enters, reviews or publishes at this window. */
export function PersonField({ name, setName }: { name: string; setName: (name: string) => void }): ReactElement {
  const { t } = useTranslation()
  return <label className="person-field"><span className="muted">{t('results.person')}</span><Input size="small" value={name} maxLength={60} status={name.trim() === '' ? 'warning' : ''} placeholder={t('results.personPlaceholder')} onChange={(event) => setName(event.target.value)} /></label>
}
