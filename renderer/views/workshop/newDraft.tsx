import { Button, Input, Modal, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelList, ModelRef } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { refOf, useModelOptions } from '../../components/modelOptions.ts'
import { useSaving } from '../../components/useSaving.ts'

/** Asks for a name and what the draft begins as, and opens it. */
export function NewDraft({ from, models, close }: { from: ModelRef | 'current' | null; models: ModelList; close: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Modal open={from !== null} title={t('workshop.newDraft')} footer={null} onCancel={close} destroyOnHidden>{from !== null && <Form from={from} models={models} close={close} />}</Modal>
}

function Form({ from, models, close }: { from: ModelRef | 'current'; models: ModelList; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { go } = useRoute()
  const options = useModelOptions(models)
  const [base, setBase] = useState(from === 'current' ? `version:${models.current}` : 'version' in from ? `version:${from.version}` : 'draft' in from ? `draft:${from.draft}` : '')
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const { saving, wrong, save } = useSaving()
  const begin = async (): Promise<void> => {
    const { draft } = await engine.createDraft({ from: refOf(base), name, note })
    close()
    go('workshop', [String(draft)], [])
  }
  return (
    <form className="pool-form" onSubmit={(event) => { event.preventDefault(); save(begin) }}>
      <label><span>{t('workshop.name')}</span><Input autoFocus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} /></label>
      <label><span>{t('workshop.beginAs')}</span><Select value={base} options={options} onChange={setBase} aria-label={t('workshop.beginAs')} /></label>
      <label><span>{t('workshop.note')}</span><Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={name.trim() === ''}>{t('workshop.begin')}</Button>
    </form>
  )
}
