import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons'
import { App, Button, Input, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SubjectNote } from '../../../shared/dossier.ts'
import { usePerson } from '../../app/person.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatBytes, formatTime } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import type { PickedFile } from '../../host/host.ts'
import './notes.css'

/** What persons noted of a subject, with photos and documents; written once, struck with a reason. */
export function Notes({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { may } = usePerson()
  const { answer, error, again } = useAnswer('listNotes', { subjectId }, ['notes', 'records'], { keep: true })
  return (
    <section className="profile-box notes" aria-label={t('dossier.notes')}>
      <div className="profile-box-head"><h2>{t('dossier.notes')}</h2></div>
      {may('addNote') && <Write subjectId={subjectId} />}
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={2} /> : answer.notes.length === 0 ? <Empty title={t('dossier.notesNone')}>{t('dossier.notesNoneText')}</Empty>
        : <ol className="notes-list">{answer.notes.map((one) => <Note key={one.note} of={one} mayStrike={may('strikeNote')} />)}</ol>}
    </section>
  )
}

function Write({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { engine, host } = useSession()
  const [text, setText] = useState('')
  const [files, setFiles] = useState<PickedFile[]>([])
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const add = async (): Promise<void> => {
    setBusy(true)
    setRefused(null)
    try {
      await engine.addNote({ subjectId, text, files: files.map(({ path, name }) => ({ path, name })) })
      setText('')
      setFiles([])
    } catch (error) {
      setRefused(error)
    } finally {
      setBusy(false)
    }
  }
  const choose = async (): Promise<void> => {
    try {
      const more = await host.chooseFiles('attachment')
      setFiles((before) => [...before, ...more])
    } catch (error) {
      setRefused(error)
    }
  }
  return (
    <div className="notes-write">
      <Input.TextArea value={text} onChange={(event) => setText(event.target.value)} rows={2} maxLength={4000} placeholder={t('dossier.write')} aria-label={t('dossier.text')} />
      <div className="notes-actions">
        <Button size="small" icon={<PaperClipOutlined />} title={t('dossier.attachText')} onClick={() => void choose()}>{t('dossier.attach')}</Button>
        {files.map((file) => (
          <span key={file.path} className="chip"><span>{file.name}</span><button type="button" className="chip-off" aria-label={t('dossier.takeOff', { name: file.name })} onClick={() => setFiles((before) => before.filter((one) => one !== file))}><CloseOutlined /></button></span>
        ))}
        <span className="spring" />
        <Button size="small" type="primary" loading={busy} disabled={text.trim() === ''} onClick={() => void add()}>{t('dossier.add')}</Button>
      </div>
      {refused !== null && <ErrorState error={refused} compact />}
    </div>
  )
}

function Note({ of, mayStrike }: { of: SubjectNote; mayStrike: boolean }): ReactElement {
  const { t } = useTranslation()
  const { engine, host, language } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [reason, setReason] = useState('')
  const tell = (error: unknown): void => void message.error(words(error).title)
  const save = (sha256: string): void => { engine.readNoteFile({ note: of.note, sha256 }).then(({ name, bytes }) => host.saveFile(name, bytes)).catch(tell) }
  return (
    <li data-struck={of.struck !== null}>
      <p className="muted">
        {of.by || t('dossier.nobody')} · {formatTime(of.at)}
        {of.struck === null && mayStrike && (
          <Popconfirm
            title={t('dossier.strikeAsk')} okText={t('dossier.strike')} cancelText={t('shell.cancel')} okButtonProps={{ disabled: reason.trim() === '' }} onConfirm={() => engine.strikeNote({ note: of.note, reason }).catch(tell)}
            description={<><p>{t('dossier.strikeText')}</p><Input size="small" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} placeholder={t('dossier.reason')} aria-label={t('dossier.reason')} /></>}
          >
            <Button type="link" size="small">{t('dossier.strike')}</Button>
          </Popconfirm>
        )}
      </p>
      <p className="notes-text">{of.text}</p>
      {of.files.length > 0 && <ul className="notes-files">{of.files.map((file) => <li key={file.sha256}><button type="button" className="plain" title={file.sha256} onClick={() => save(file.sha256)}>{file.name}</button> <span className="muted">{formatBytes(file.bytes, language)}</span></li>)}</ul>}
      {of.struck && <p className="muted">{t('dossier.struck', { by: of.struck.by, at: formatTime(of.struck.at), reason: of.struck.reason })}</p>}
    </li>
  )
}
