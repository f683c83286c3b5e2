import { Button, Checkbox, Input, Modal, Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Explanation } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useSaving } from '../useSaving.ts'
import './overrides.css'

/** Opens the form in which one person proposes a tier for a subject. */
export function ProposeOverride({ subjectId, name, explanation }: { subjectId: number; name: string; explanation: Explanation | null }): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{t('overrides.propose')}</Button>
      <Modal open={open} title={t('overrides.proposeFor', { name })} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Form subjectId={subjectId} explanation={explanation} close={() => setOpen(false)} />
      </Modal>
    </>
  )
}

const day = /^\d{4}-\d{2}-\d{2}$/

function Form({ subjectId, explanation, close }: { subjectId: number; explanation: Explanation | null; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, language, identity } = useSession()
  const [tier, setTier] = useState<Tier>(explanation?.tier ?? 'B')
  const [said, setSaid] = useState({ reason: '', ground: '', author: identity?.name ?? '', expiresOn: '' })
  const [overVeto, setOverVeto] = useState(false)
  const { saving, wrong, save } = useSaving()
  const veto = explanation?.veto
  const propose = async (): Promise<void> => {
    await engine.proposeOverride({ subjectId, tier, overVeto, ...said })
    close()
  }
  const field = (key: keyof typeof said, most: number, placeholder?: string): ReactElement => (
    <label><span>{t(`overrides.${key}`)}</span><Input value={said[key]} maxLength={most} disabled={key === 'author' && (identity?.name ?? null) !== null} {...(placeholder === undefined ? {} : { placeholder })} onChange={(event) => setSaid({ ...said, [key]: event.target.value })} /></label>
  )
  return (
    <form className="override-form" onSubmit={(event) => { event.preventDefault(); save(propose) }}>
      <p className="muted">{t('overrides.proposeText')}</p>
      <div><Segmented value={tier} onChange={setTier} options={tiers.map((one) => ({ value: one, label: `${one} ${t(`domain.tiers.${one}`)}` }))} /></div>
      {veto && <Checkbox checked={overVeto} onChange={(event) => setOverVeto(event.target.checked)}>{t('overrides.overVeto', { name: language === 'en' ? veto.nameEn : veto.nameZh })}</Checkbox>}
      {field('reason', 500)}
      {field('ground', 500)}
      {field('expiresOn', 10, 'YYYY-MM-DD')}
      {field('author', 100)}
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={!day.test(said.expiresOn) || Object.values(said).some((text) => text.trim() === '')}>{t('overrides.proposeNow')}</Button>
    </form>
  )
}
