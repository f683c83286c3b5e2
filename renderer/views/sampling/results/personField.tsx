import { Input } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '../../../app/person.ts'

/** Who enters, reviews or publishes at this window: typed, or who signed in. */
export function PersonField({ of }: { of: Person }): ReactElement {
  const { t } = useTranslation()
  if (of.signedIn) return <span className="person-field"><span className="muted">{t('results.person')}</span> {of.name}</span>
  return <label className="person-field"><span className="muted">{t('results.person')}</span><Input size="small" value={of.name} maxLength={60} status={of.name.trim() === '' ? 'warning' : ''} placeholder={t('results.personPlaceholder')} onChange={(event) => of.setName(event.target.value)} /></label>
}
