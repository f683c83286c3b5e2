import { Button, Input, Modal, Segmented } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { hearingSteps, type HearingStep } from '../../../shared/lists.ts'
import { DayInput } from '../../components/dayInput.tsx'

export interface Heard { step: HearingStep; on: string; reason: string }

/** What the parties of the chosen cases did after the notice of their listing. */
export function HearingDialog({ asked, today, save, close }: { /** Whether a hearing was asked for already: the next step is then the hearing. */ asked: boolean; today: string; save: (heard: Heard) => void; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const first = useRef<TextAreaRef>(null)
  const [step, setStep] = useState<HearingStep>(asked ? 'held' : 'stated')
  const [on, setOn] = useState(today)
  const [reason, setReason] = useState('')
  const whole = on !== '' && reason.trim() !== ''
  return (
    <Modal open title={t('lists.hearingTitle')} footer={null} afterOpenChange={(shown) => { if (shown) first.current?.focus() }} onCancel={close} destroyOnHidden>
      <form className="case-removal" onSubmit={(event) => { event.preventDefault(); if (whole) { close(); save({ step, on, reason }) } }}>
        <Segmented aria-label={t('lists.hearingStep')} value={step} onChange={setStep} options={hearingSteps.map((value) => ({ value, label: t(`lists.hearingSteps.${value}`) }))} />
        <label className="case-field"><span>{t('lists.hearingOn')}</span><DayInput small value={on} put={setOn} label={t('lists.hearingOn')} /></label>
        <label className="case-field"><span>{t('lists.hearingSaid')}</span><Input.TextArea ref={first} value={reason} maxLength={1000} rows={4} onChange={(event) => setReason(event.target.value)} /></label>
        <Button type="primary" htmlType="submit" disabled={!whole}>{t('lists.hearingSave')}</Button>
      </form>
    </Modal>
  )
}
