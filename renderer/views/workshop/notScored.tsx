import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useJob } from '../../app/runJob.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { Empty } from '../../components/states.tsx'

/** Before the first run there is nothing to move. */
export function NotScored(): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace, jobs } = useSession()
  const { go } = useRoute()
  const job = useJob()
  const [asked, setAsked] = useState(false)
  const running = jobs.some((one) => one.kind === 'score' && one.endedAt === null)
  if (workspace?.subjects === 0) return <Empty title={t('tiers.noSubjects')} action={<Button onClick={() => go('data')}>{t('tiers.import')}</Button>}>{t('workshop.noSubjectsText')}</Empty>
  const score = (): void => {
    setAsked(true)
    void job('score', () => engine.scoreSubjects({})).then(() => setAsked(false))
  }
  return <Empty title={t('tiers.notScored')} action={<Button type="primary" loading={asked || running} onClick={score}>{t('tiers.score')}</Button>}>{t('workshop.notScoredText')}</Empty>
}
