import { Button, InputNumber, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Shortage } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useAnswer } from '../../../app/useAnswer.ts'
import { maskPerson } from '../../../components/mask.ts'
import { ErrorState } from '../../../components/states.tsx'
import { ChangeDialog } from './changeDialog.tsx'

/** Lets a department that cannot staff its visits have more officers, or let each make more visits. */
export function Relax({ of, shortage, name }: { of: CampaignInfo; shortage: Shortage; name: string }): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{t('changes.relax')}</Button>
      {open && <Form of={of} shortage={shortage} name={name} close={() => setOpen(false)} />}
    </>
  )
}

function Form({ of, shortage, name, close }: { of: CampaignInfo; shortage: Shortage; name: string; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const { answer, error, again } = useAnswer('furtherOfficers', { campaign: of.campaign, department: shortage.department }, ['libraries', 'draws'])
  const cap = shortage.relaxations.find((one) => one.kind === 'most')
  const [officers, setOfficers] = useState<string[]>([])
  const [most, setMost] = useState<number | null>(null)
  return (
    <ChangeDialog
      of={of} title={t('changes.relaxOf', { department: name })} rule={t('changes.relaxRule')} close={close}
      change={officers.length === 0 && most === null ? null : { kind: 'relaxed', department: shortage.department, officers, most }}
    >
      {error !== null && <ErrorState error={error} again={again} compact />}
      <label className="field">
        <span>{t('changes.further')}</span>
        <Select
          mode="multiple" value={officers} onChange={setOfficers} loading={answer === null && error === null} showSearch={{ optionFilterProp: 'label' }} notFoundContent={answer === null ? null : t('changes.noFurther')} aria-label={t('changes.further')}
          options={(answer ?? []).map((one) => ({ value: one.officer, label: `${maskPerson(one.name)} ${one.officer}${one.qualifications.length === 0 ? '' : t('joint.inBrackets', { text: one.qualifications.join(labels.comma) })}` }))}
        />
      </label>
      <label className="field field-short"><span>{t('changes.mostVisits')}</span><InputNumber value={most} min={1} max={100_000} precision={0} placeholder={cap ? String(cap.to) : t('changes.asBefore')} onChange={setMost} /></label>
    </ChangeDialog>
  )
}
