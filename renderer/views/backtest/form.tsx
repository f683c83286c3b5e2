import { Button, Checkbox, Input } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRef } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { ModelPicker } from './modelPicker.tsx'

export interface Question { split: string; until?: string; seen: boolean; model?: ModelRef }
/** What a person may ask: how well a model foretells, beside another; or which weights would. */
export type Asked = { kind: 'backtest'; question: Question & { challenger?: ModelRef } } | { kind: 'suggest'; question: Question & { train?: string } }

const day = /^\d{4}-\d{2}-\d{2}$/

/** A year before the as-of day of the scores, or before today. */
function yearBefore(asOf: string | null | undefined): string {
  const at = new Date(`${(asOf ?? new Date().toISOString()).slice(0, 10)}T00:00:00Z`)
  at.setUTCFullYear(at.getUTCFullYear() - 1)
  return at.toISOString().slice(0, 10)
}

export function Form({ running, ask }: { running: Asked['kind'] | null; ask: (asked: Asked) => void }): ReactElement {
  const { t } = useTranslation()
  const { workspace } = useSession()
  const [split, setSplit] = useState(() => yearBefore(workspace?.asOf))
  const [until, setUntil] = useState('')
  const [train, setTrain] = useState('')
  const [seen, setSeen] = useState(false)
  const [model, setModel] = useState<ModelRef | null>(null)
  const [challenger, setChallenger] = useState<ModelRef | null>(null)
  const untilWrong = until !== '' && (!day.test(until) || until < split)
  const trainWrong = train !== '' && (!day.test(train) || train >= split)
  const wrong = !day.test(split) || untilWrong || workspace?.subjects === 0
  const question: Question = { split, ...(until === '' ? {} : { until }), seen, ...(model ? { model } : {}) }
  const dayField = (label: string, value: string, bad: boolean, set: (text: string) => void, title?: string): ReactElement => (
    <label title={title}><span>{label}</span><Input size="small" maxLength={10} placeholder="YYYY-MM-DD" value={value} status={bad ? 'error' : ''} onChange={(event) => set(event.target.value)} /></label>
  )
  return (
    <form className="section backtest-form" onSubmit={(event) => { event.preventDefault(); if (!wrong) ask({ kind: 'backtest', question: { ...question, ...(challenger ? { challenger } : {}) } }) }}>
      {dayField(t('backtest.split'), split, !day.test(split), setSplit)}
      {dayField(t('backtest.until'), until, untilWrong, setUntil)}
      <Checkbox checked={seen} onChange={(event) => setSeen(event.target.checked)}>{t('backtest.seen')}</Checkbox>
      <label><span>{t('backtest.model')}</span><ModelPicker none={t('backtest.currentModel')} onChange={setModel} /></label>
      <label><span>{t('backtest.challenger')}</span><ModelPicker none={t('backtest.noChallenger')} onChange={setChallenger} /></label>
      <span className="spring" />
      <Button type="primary" htmlType="submit" loading={running === 'backtest'} disabled={wrong || running !== null}>{t('backtest.run')}</Button>
      <span className="backtest-line" />
      {dayField(t('backtest.train'), train, trainWrong, setTrain, t('backtest.trainText'))}
      <span className="muted">{t('backtest.suggestText')}</span>
      <span className="spring" />
      <Button loading={running === 'suggest'} disabled={wrong || trainWrong || running !== null} onClick={() => ask({ kind: 'suggest', question: { ...question, ...(train === '' ? {} : { train }) } })}>{t('backtest.suggest')}</Button>
    </form>
  )
}
