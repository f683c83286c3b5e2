import { App, Button, Input, Modal } from 'antd'
import { useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Input as InputOf } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useSaving } from '../../../components/useSaving.ts'
import { useChangeWords } from './changes.tsx'
import { useDepartmentName } from './useLibrary.ts'

export interface ChangeDialogProps {
  of: CampaignInfo
  title: string
  /** Who comes, and by what rule: nobody chooses. */
  rule: string
  /** null: the fields are not filled yet. */
  change: InputOf<'changeCampaign'>['change'] | null
  close: () => void
  changed?: () => void
  /** Fields beside the reason. */
  children?: ReactNode
}

/** One change after the draw: its rule, its reason, and afterwards what came of it. */
export function ChangeDialog({ of, title, rule, change, close, changed, children }: ChangeDialogProps): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { message } = App.useApp()
  const { saving, wrong, save } = useSaving()
  const sentence = useChangeWords(useDepartmentName())
  const [reason, setReason] = useState('')
  const make = async (): Promise<void> => {
    await engine.changeCampaign({ campaign: of.campaign, reason, change: change! })
    const made = (await engine.campaignChanges({ campaign: of.campaign })).at(-1)
    if (made) void message.success(sentence(made), 8)
    changed?.()
    close()
  }
  return (
    <Modal open title={title} footer={null} onCancel={close} destroyOnHidden>
      <form className="change-form" onSubmit={(event) => { event.preventDefault(); save(make) }}>
        <p className="muted">{rule}</p>
        {children}
        <label className="field"><span>{t('changes.reason')}</span><Input.TextArea autoFocus value={reason} rows={2} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
        <p className="muted">{t('changes.forEver')}</p>
        {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
        <Button type="primary" htmlType="submit" loading={saving} disabled={change === null || reason.trim() === ''}>{t('changes.record')}</Button>
      </form>
    </Modal>
  )
}
