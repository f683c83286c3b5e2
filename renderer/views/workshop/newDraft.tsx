import { Button, Input, Modal, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelList, ModelRef } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useErrorWords } from '../../components/states.tsx'
import { refOf, useModelOptions } from '../../components/modelOptions.ts'

/** Asks for a name and what the draft begins as, and opens it. */
export function NewDraft({ from, models, close }: { from: ModelRef | 'current' | null; models: ModelList; close: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Modal open={from !== null} title={t('workshop.newDraft')} footer={null} onCancel={close} destroyOnHidden>{from !== null && <Form from={from} models={models} close={close} />}</Modal>
}

function Form({ from, models, close }: { from: ModelRef | 'current'; models: ModelList; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { go } = useRoute()
  const words = useErrorWords()
  const options = useModelOptions(models)
  const [base, setBase] = useState(from === 'current' ? `version:${models.current}` : 'version' in from ? `version:${from.version}` : 'draft' in from ? `draft:${from.draft}` : '')
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const begin = async (): Promise<void> => {
    setBusy(true)
    try {
      const { draft } = await engine.createDraft({ from: refOf(base), name, note })
      close()
      go('workshop', [String(draft)], [])
    } catch (error) {
      const { title, hint } = words(error)
      setWrong(`${title} ${hint}`)
      setBusy(false)
    }
  }
  return (
    <form className="pool-form" onSubmit={(event) => { event.preventDefault(); void begin() }}>
      <label><span>{t('workshop.name')}</span><Input autoFocus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} /></label>
      <label><span>{t('workshop.beginAs')}</span><Select value={base} options={options} onChange={setBase} aria-label={t('workshop.beginAs')} /></label>
      <label><span>{t('workshop.note')}</span><Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={busy} disabled={name.trim() === ''}>{t('workshop.begin')}</Button>
    </form>
  )
}
