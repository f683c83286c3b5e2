import { Button, Input, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { TierOverride } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate } from '../format.ts'
import { TierChip } from '../tier.tsx'
import { useSaving } from '../useSaving.ts'

export type Deed = 'confirm' | 'withdraw'

/** What was proposed, and the name of the person who confirms or withdraws it. */
export function Decide({ of, deed, close }: { of: TierOverride; deed: Deed; close: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Modal open title={t(`overrides.${deed}Title`, { name: of.name })} footer={null} onCancel={close} destroyOnHidden><Form of={of} deed={deed} close={close} /></Modal>
}

function Form({ of, deed, close }: { of: TierOverride; deed: Deed; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, identity } = useSession()
  const [by, setBy] = useState(identity?.name ?? '')
  const [note, setNote] = useState('')
  const { saving, wrong, save } = useSaving()
  const decide = async (): Promise<void> => {
    await (deed === 'confirm' ? engine.confirmOverride({ override: of.override, by }) : engine.withdrawOverride({ override: of.override, by, note }))
    close()
  }
  const facts: [string, ReactElement | string][] = [
    [t('overrides.tier'), <TierChip key="tier" tier={of.tier} named />], [t('overrides.reason'), of.reason], [t('overrides.ground'), of.ground],
    [t('overrides.author'), of.author], [t('overrides.expiresOn'), formatDate(of.expiresOn)], ...(of.overVeto ? [[t('overrides.veto'), t('overrides.goesOver')] as [string, string]] : []),
  ]
  return (
    <form className="override-form" onSubmit={(event) => { event.preventDefault(); save(decide) }}>
      <dl className="override-facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <label><span>{t(deed === 'confirm' ? 'overrides.second' : 'overrides.withdrawnBy')}</span><Input autoFocus value={by} maxLength={100} disabled={(identity?.name ?? null) !== null} onChange={(event) => setBy(event.target.value)} /></label>
      {deed === 'withdraw' && <label><span>{t('overrides.note')}</span><Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>}
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={by.trim() === '' || (deed === 'withdraw' && note.trim() === '')}>{t(`overrides.${deed}`)}</Button>
    </form>
  )
}
