import { Button, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubjectProfile } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatTime } from '../../components/format.ts'
import { ErrorState } from '../../components/states.tsx'

/** Whom this subject was merged from, and names that may be taken away from it; nothing where there is neither. */
export function Lineage({ profile: { subject, askedFor, mergedFrom } }: { profile: SubjectProfile }): ReactElement | null {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const [done, setDone] = useState('')
  if (mergedFrom.length === 0 && subject.formerNames.length === 0) return null
  const named = (one: { name: string; code: string | null }): string => (one.code === null ? one.name : `${one.name} ${one.code}`)
  const act = async (work: () => Promise<{ moved: number }>): Promise<void> => {
    setBusy(true)
    setRefused(null)
    try {
      const { moved } = await work()
      setDone(t('profile.movedRows', { rows: formatNumber(moved, language) }))
    } catch (reason) {
      setRefused(reason)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="profile-box lineage" aria-label={t('profile.lineage')}>
      {askedFor && <p>{t('profile.askedFor', { name: named(askedFor) })}</p>}
      {mergedFrom.map((one) => (
        <p key={one.decision}>
          {t('profile.mergedFrom', { name: named(one), at: formatTime(one.at), by: one.by || t('profile.byProgram') })}
          <Popconfirm title={t('profile.unmergeAsk', { name: one.name })} okText={t('profile.unmerge')} cancelText={t('shell.cancel')} onConfirm={() => act(() => engine.undoIdentity({ decision: one.decision }))}>
            <Button type="link" size="small" disabled={busy}>{t('profile.unmerge')}</Button>
          </Popconfirm>
        </p>
      ))}
      {subject.formerNames.length > 0 && (
        <p>
          <span className="muted">{t('profile.splitText')}</span>
          {subject.formerNames.map((name) => (
            <span key={name} className="lineage-name">
              {name}
              {(['new', 'none'] as const).map((to) => (
                <Popconfirm key={to} title={t('profile.splitAsk', { name })} description={t('profile.splitAskText')} okText={t(`profile.splitTo.${to}`)} cancelText={t('shell.cancel')} onConfirm={() => act(() => engine.splitSubject({ subjectId: subject.subjectId, names: [name], to }))}>
                  <Button type="link" size="small" disabled={busy}>{t(`profile.splitTo.${to}`)}</Button>
                </Popconfirm>
              ))}
            </span>
          ))}
        </p>
      )}
      {done !== '' && <p className="muted" role="status">{done}</p>}
      {refused !== null && <ErrorState error={refused} compact />}
    </section>
  )
}
