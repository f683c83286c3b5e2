import { Button, Checkbox, Drawer, Input, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { mayAsk, roles, type Role } from '../../../shared/access.ts'
import type { Operator } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatTime } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { useSaving } from '../../components/useSaving.ts'

/** Who may work in the workspace and as what; an administrator changes it. */
export function Operators(): ReactElement {
  const { t } = useTranslation()
  const { engine, identity } = useSession()
  const { answer, error, again } = useAnswer('listOperators', {}, ['workspace', 'operators'], { keep: true })
  const [edited, setEdited] = useState<Operator | 'new' | null>(null)
  const { wrong, save } = useSaving()
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={8} />
  const may = mayAsk('saveOperator', identity?.roles ?? null)
  const add = <Button size="small" type="primary" disabled={!may} onClick={() => setEdited('new')}>{t('audit.add')}</Button>
  return (
    <>
      {answer.operators.length === 0 ? <Empty title={t('audit.noOperators')} action={add}>{t('audit.noOperatorsText')}</Empty> : (
        <section className="section audit-entries">
          <div className="audit-tools">{wrong !== '' && <span className="bad" role="alert">{wrong}</span>}<span className="spring" />{add}</div>
          <div className="audit-scroll">
            <table className="table">
              <thead><tr><th>{t('audit.name')}</th><th>{t('audit.roles')}</th><th>{t('audit.since')}</th><th /></tr></thead>
              <tbody>
                {answer.operators.map((one) => (
                  <tr key={one.name} className={one.endedAt === null ? undefined : 'muted'}>
                    <td>{one.name}</td>
                    <td>{one.roles.map((role) => t(`audit.roleNames.${role}`)).join(t('shell.comma'))}</td>
                    <td className="number">{formatTime(one.createdAt)}{one.endedAt !== null && ` · ${t('audit.ended', { at: formatTime(one.endedAt) })}`}</td>
                    <td className="right nowrap">
                      <Button size="small" type="text" disabled={!may} onClick={() => setEdited(one)}>{t('audit.change')}</Button>
                      {one.endedAt === null && <Popconfirm title={`${t('audit.end')}: ${one.name}`} okText={t('audit.end')} cancelText={t('shell.cancel')} onConfirm={() => save(() => engine.endOperator({ name: one.name }))}><Button size="small" type="text" danger disabled={!may}>{t('audit.end')}</Button></Popconfirm>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      <Drawer open={edited !== null} onClose={() => setEdited(null)} size={400} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={edited === 'new' || edited === null ? t('audit.add') : edited.name}>
        {edited !== null && <Form of={edited === 'new' ? null : edited} first={answer.operators.length === 0} close={() => setEdited(null)} />}
      </Drawer>
    </>
  )
}

function Form({ of, first, close }: { of: Operator | null; first: boolean; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, refresh } = useSession()
  const [name, setName] = useState(of?.name ?? '')
  const [own, setOwn] = useState<Role[]>(of?.roles ?? (first ? ['administrator'] : ['analyst']))
  const [passphrase, setPassphrase] = useState('')
  const { saving, wrong, save } = useSaving()
  const keep = async (): Promise<void> => {
    await engine.saveOperator({ name, roles: own, ...(passphrase === '' ? {} : { passphrase }) })
    if (first) await engine.signIn({ name, passphrase })
    await refresh()
    close()
  }
  const enough = passphrase.length >= 10 || (of !== null && passphrase === '')
  return (
    <form className="audit-form" onSubmit={(event) => { event.preventDefault(); save(keep) }}>
      <label><span>{t('audit.name')}</span><Input autoFocus value={name} maxLength={100} disabled={of !== null} onChange={(event) => setName(event.target.value)} /></label>
      <fieldset><legend>{t('audit.roles')}</legend>
        {roles.map((role) => <Checkbox key={role} checked={own.includes(role)} disabled={first && role === 'administrator'} onChange={(event) => setOwn(event.target.checked ? [...own, role] : own.filter((one) => one !== role))}>{t(`audit.roleNames.${role}`)} <span className="muted">{t(`audit.roleText.${role}`)}</span></Checkbox>)}
      </fieldset>
      <label><span>{t(of === null ? 'audit.passphrase' : 'audit.newPassphrase')}</span><Input.Password value={passphrase} maxLength={200} autoComplete="new-password" onChange={(event) => setPassphrase(event.target.value)} /><small className="muted">{t('audit.atLeast')}</small></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={name.trim() === '' || own.length === 0 || !enough}>{t('audit.save')}</Button>
    </form>
  )
}
