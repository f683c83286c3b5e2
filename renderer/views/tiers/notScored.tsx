import { App, Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { Empty, useErrorWords } from '../../components/states.tsx'

/** Before the first run: what tiers are for, and the one next action. */
export function NotScored(): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace, jobs } = useSession()
  const { go } = useRoute()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [asked, setAsked] = useState(false)
  const running = jobs.some((job) => job.kind === 'score' && (job.state === 'running' || job.state === 'queued'))
  const score = async (): Promise<void> => {
    setAsked(true)
    try {
      const { job } = await engine.scoreSubjects({})
      await engine.awaitJob({ job })
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setAsked(false)
    }
  }
  if (workspace?.subjects === 0) {
    return <Empty title={t('tiers.noSubjects')} action={<Button type="primary" onClick={() => go('data')}>{t('tiers.import')}</Button>}>{t('tiers.noSubjectsText')}</Empty>
  }
  return <Empty title={t('tiers.notScored')} action={<Button type="primary" loading={asked || running} onClick={() => void score()}>{t('tiers.score')}</Button>}>{t('tiers.notScoredText')}</Empty>
}
