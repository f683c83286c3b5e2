import { Button, Input, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, Skeleton } from '../components/states.tsx'
import { useSaving } from '../components/useSaving.ts'
import { useSession } from './session.tsx'
import { useAnswer } from './useAnswer.ts'

/** What stands in the place of every view while the workspace has operators and nobody signed in. */
export function SignIn(): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace, refresh } = useSession()
  const { answer, error, again } = useAnswer('listOperators', {}, ['workspace', 'operators'])
  const { saving, wrong, save } = useSaving()
  const [chosen, setChosen] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  if (error !== null) return <div className="view"><ErrorState error={error} again={again} /></div>
  if (!answer) return <div className="view"><Skeleton rows={6} /></div>
  const names = answer.operators.filter((one) => one.endedAt === null).map((one) => one.name)
  const name = chosen ?? (names.length === 1 ? names[0]! : '')
  const enter = async (): Promise<void> => {
    await engine.signIn({ name, passphrase })
    await refresh()
  }
  return (
    <div className="view sign-in">
      <form className="section sign-in-form" onSubmit={(event) => { event.preventDefault(); save(enter) }}>
        <h1>{t('audit.signInTitle')}</h1>
        <p className="muted">{t('audit.signInText', { workspace: workspace?.name })}</p>
        <label><span>{t('audit.name')}</span><Select showSearch autoFocus={names.length > 1} value={name === '' ? null : name} options={names.map((one) => ({ value: one, label: one }))} onChange={setChosen} aria-label={t('audit.name')} /></label>
        <label><span>{t('audit.passphrase')}</span><Input.Password autoFocus={names.length === 1} value={passphrase} maxLength={200} autoComplete="current-password" onChange={(event) => setPassphrase(event.target.value)} aria-label={t('audit.passphrase')} /></label>
        {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
        <Button type="primary" htmlType="submit" loading={saving} disabled={name === '' || passphrase.length < 10}>{t('audit.signIn')}</Button>
      </form>
    </div>
  )
}
