import { App, Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'

/** Scores every subject by one version, as of the day of the present scores. */
export function ScoreWith({ version, primary = false }: { version: string; primary?: boolean }): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace, jobs } = useSession()
  const { message } = App.useApp()
  const job = useJob()
  const [asked, setAsked] = useState(false)
  const scoring = jobs.some((one) => one.kind === 'score' && one.endedAt === null)
  const start = async (): Promise<void> => {
    setAsked(true)
    const run = await job('score', () => engine.scoreSubjects({ model: { version }, ...(workspace?.asOf ? { asOf: workspace.asOf } : {}) }))
    if (run) void message.success(t('workshop.scored', { version: run.model, run: run.run }))
    setAsked(false)
  }
  return <Button size={primary ? 'middle' : 'small'} type={primary ? 'primary' : 'default'} loading={asked} disabled={!asked && (scoring || workspace?.subjects === 0)} onClick={() => void start()}>{t('workshop.scoreWith')}</Button>
}
