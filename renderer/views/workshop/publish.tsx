import { Button, Input, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftInfo, DraftMistake, PublishedModel } from '../../../shared/contract.ts'
import type { ModelChange } from '../../../shared/modelDraft.ts'
import { keep, keptSetting, useSession } from '../../app/session.tsx'
import { useRoute } from '../../app/route.ts'
import { useErrorWords } from '../../components/states.tsx'
import { ChangeList } from './changeList.tsx'
import { Mistakes } from './checkDraft.tsx'
import type { DraftStore } from './draftStore.ts'
import { ScoreWith } from './scoreWith.tsx'

/** Publishes the draft as a version that never changes: who, why, and what changed; then scores by it. */
export function Publish({ store, info, changes }: { store: DraftStore; info: DraftInfo; changes: readonly ModelChange[] }): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" type="primary" onClick={() => void store.save().then(() => setOpen(true))}>{t('workshop.publish')}</Button>
      <Modal open={open} title={t('workshop.publishTitle', { name: info.name })} width={760} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>{open && <Form store={store} changes={changes} close={() => setOpen(false)} />}</Modal>
    </>
  )
}

function Form({ store, changes, close }: { store: DraftStore; changes: readonly ModelChange[]; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, identity } = useSession()
  const { go } = useRoute()
  const words = useErrorWords()
  const [shown] = useState(changes) // once published, nothing differs any more
  const [version, setVersion] = useState('')
  const [author, setAuthor] = useState(identity?.name ?? keptSetting('author') ?? '')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<{ text: string; mistakes: DraftMistake[] }>({ text: '', mistakes: [] })
  const [done, setDone] = useState<PublishedModel | null>(null)
  const sound = /^(?!draft-)[\w.-]{1,60}$/.test(version)
  const publish = async (): Promise<void> => {
    setBusy(true)
    setWrong({ text: '', mistakes: [] })
    const { draft, revision } = store.state().info
    try {
      const mistakes = await engine.checkDraft({ draft })
      if (mistakes.length > 0) return setWrong({ text: '', mistakes })
      setDone(await engine.publishDraft({ draft, revision, version, note, author }))
      keep('author', author)
    } catch (error) {
      const { title, hint } = words(error)
      setWrong({ text: `${title} ${hint}`, mistakes: [] })
    } finally {
      setBusy(false)
    }
  }
  if (done) {
    return (
      <div className="workshop-published">
        <p className="good" role="status">{t('workshop.published', { version: done.version })}</p>
        <p className="muted mono">SHA-256 {done.sha256}</p>
        <div className="workshop-apply"><ScoreWith version={done.version} primary /><Button onClick={close}>{t('workshop.later')}</Button></div>
      </div>
    )
  }
  return (
    <form className="pool-form" onSubmit={(event) => { event.preventDefault(); void publish() }}>
      <div className="workshop-publish">
        <label><span>{t('workshop.version')}</span><Input autoFocus value={version} maxLength={60} placeholder={t('workshop.versionHint')} status={version !== '' && !sound ? 'error' : ''} onChange={(event) => setVersion(event.target.value)} /></label>
        <label><span>{t('workshop.author')}</span><Input value={author} maxLength={100} disabled={(identity?.name ?? null) !== null} onChange={(event) => setAuthor(event.target.value)} /></label>
      </div>
      {version !== '' && !sound && <p className="bad" role="alert">{t('workshop.versionWrong')}</p>}
      <label><span>{t('workshop.why')}</span><Input.TextArea value={note} maxLength={500} rows={3} onChange={(event) => setNote(event.target.value)} /></label>
      <h3>{t('workshop.changes')} <span className="muted number">{shown.length}</span></h3>
      <ChangeList changes={shown} />
      {wrong.text !== '' && <p className="bad" role="alert">{wrong.text}</p>}
      {wrong.mistakes.length > 0 && <Mistakes mistakes={wrong.mistakes} go={(id) => { close(); go('workshop', [String(store.state().info.draft), id], []) }} />}
      <p className="muted">{t('workshop.publishText')}</p>
      <Button type="primary" htmlType="submit" loading={busy} disabled={!sound || author.trim() === '' || note.trim() === ''}>{t('workshop.publishNow')}</Button>
    </form>
  )
}
