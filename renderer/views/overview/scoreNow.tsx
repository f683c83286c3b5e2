import { Button, DatePicker, Popover } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'

/** Scores every subject as of a day, today by default. */
export function ScoreNow({ scored }: { scored: boolean }): ReactElement {
  const { t } = useTranslation()
  const { engine, jobs } = useSession()
  const job = useJob()
  const [open, setOpen] = useState(false)
  const [day, setDay] = useState('')
  const [asked, setAsked] = useState(false) // the engine reads the model before the job exists
  const scoring = asked || jobs.some((one) => one.kind === 'score' && one.endedAt === null)
  const start = (): void => {
    setOpen(false)
    setAsked(true)
    void job('score', () => engine.scoreSubjects(day === '' ? {} : { asOf: day })).then(() => setAsked(false))
  }
  const form = (
    <div className="score-form">
      <label htmlFor="score-day">{t('overview.asOf')}</label>
      <DatePicker id="score-day" onChange={(_, text) => setDay(typeof text === 'string' ? text : '')} placeholder={t('overview.today')} format="YYYY-MM-DD" />
      <p className="muted">{t('overview.asOfText')}</p>
      <Button type="primary" onClick={start}>{t('overview.scoreStart')}</Button>
    </div>
  )
  return (
    <Popover content={form} trigger="click" open={open} onOpenChange={setOpen} placement="bottomRight">
      <Button type={scored ? 'default' : 'primary'} loading={scoring}>{t(scored ? 'overview.scoreAgain' : 'overview.scoreNow')}</Button>
    </Popover>
  )
}
