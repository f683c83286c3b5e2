import { App, Input, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { ErrorState } from '../../components/states.tsx'
import type { RejectScope } from './rejects.ts'

/** Gives rejects up, with a reason. */
export function DiscardRejects({ scope, rows, onClose, onDiscarded }: { scope: RejectScope; rows: number; onClose: () => void; onDiscarded: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const discard = async (): Promise<void> => {
    if (note.trim() === '' || busy) return
    setBusy(true)
    try {
      const report = await engine.discardRejects({ ...scope, note: note.trim() })
      void message.success(t('desk.discarded', { rows: formatNumber(report.rows, language) }))
      onDiscarded()
      onClose()
    } catch (reason) {
      setError(reason)
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('desk.discardTitle', { rows: formatNumber(rows, language) })} onCancel={onClose} okText={t('desk.discardOk')} cancelText={t('shell.cancel')} onOk={() => void discard()} confirmLoading={busy} okButtonProps={{ danger: true, disabled: note.trim() === '' }}>
      <div className="desk-form">
        <p className="muted">{t('desk.discardText')}</p>
        <Input autoFocus aria-label={t('desk.discardNote')} placeholder={t('desk.discardNote')} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} onPressEnter={() => void discard()} />
        {error !== null && <ErrorState error={error} compact />}
      </div>
    </Modal>
  )
}
