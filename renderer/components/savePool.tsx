import { App, Button, Input, Modal, Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/contract.ts'
import { useRoute } from '../app/route.ts'
import { useSession } from '../app/session.tsx'
import { FilterBar } from '../app/filterBar.tsx'
import { formatNumber } from './format.ts'
import { useSaving } from './useSaving.ts'

/** Keeps the subjects that pass the present filter under a name; nothing stands here without a filter. */
export function SavePool(): ReactElement | null {
  const { t } = useTranslation()
  const { filter } = useRoute()
  const [open, setOpen] = useState(false)
  if (filter.length === 0) return null
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{t('pools.save')}</Button>
      <Modal open={open} title={t('pools.title')} footer={null} onCancel={() => setOpen(false)} destroyOnHidden><Form close={() => setOpen(false)} /></Modal>
    </>
  )
}

function Form({ close }: { close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { filter } = useRoute()
  const { message } = App.useApp()
  const nested = filter.some((chip) => chip.field === 'pool')
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Pool['kind']>(nested ? 'list' : 'predicate')
  const [note, setNote] = useState('')
  const { saving, wrong, save } = useSaving()
  const keep = async (): Promise<void> => {
    const pool = await engine.savePool({ name, kind, note, filter })
    void message.success(t('pools.saved', { name: pool.name, subjects: formatNumber(pool.subjects, language) }))
    close()
  }
  return (
    <form className="pool-form" onSubmit={(event) => { event.preventDefault(); save(keep) }}>
      <FilterBar />
      <label><span>{t('pools.name')}</span><Input autoFocus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} /></label>
      <div>
        <Segmented value={kind} onChange={setKind} options={[{ value: 'predicate', label: t('pools.predicate'), disabled: nested }, { value: 'list', label: t('pools.list') }]} />
        <p className="muted">{t(kind === 'list' ? 'pools.listText' : 'pools.predicateText')}</p>
      </div>
      <label><span>{t('pools.note')}</span><Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={name.trim() === ''}>{t('pools.saveNow')}</Button>
    </form>
  )
}
