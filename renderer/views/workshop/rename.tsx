import { EditOutlined } from '@ant-design/icons'
import { App, Button, Input, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftInfo } from '../../../shared/contract.ts'
import { useErrorWords } from '../../components/states.tsx'
import type { DraftStore } from './draftStore.ts'

/** Another name and note for the draft. */
export function Rename({ store, info }: { store: DraftStore; info: DraftInfo }): ReactElement {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState(info.name)
  const [note, setNote] = useState(info.note)
  const show = (): void => {
    setName(info.name)
    setNote(info.note)
    setOpen(true)
  }
  const rename = (): void => void store.rename(name, note).then(() => setOpen(false), (error: unknown) => void message.error(words(error).title))
  return (
    <>
      <Button size="small" type="text" icon={<EditOutlined />} onClick={show} aria-label={t('workshop.rename')} title={t('workshop.rename')} />
      <Modal open={open} title={t('workshop.rename')} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <form className="pool-form" onSubmit={(event) => { event.preventDefault(); rename() }}>
          <label><span>{t('workshop.name')}</span><Input autoFocus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} /></label>
          <label><span>{t('workshop.note')}</span><Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>
          <Button type="primary" htmlType="submit" disabled={name.trim() === ''}>{t('workshop.save')}</Button>
        </form>
      </Modal>
    </>
  )
}
