import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'
import { JobCard } from '../../components/jobCard.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { TierBar } from '../../components/tierBar.tsx'
import { Amounts } from './amounts.tsx'
import { Due } from './due.tsx'
import { Freshness } from './freshness.tsx'
import { History } from './history.tsx'
import { Movers } from './movers.tsx'
import { ScoreNow } from './scoreNow.tsx'
import { TierTiles } from './tierTiles.tsx'
import { Watched } from './watched.tsx'

/** The whole workspace at a glance; every figure opens its rows. */
export default function Overview(): ReactElement {
  const { t } = useTranslation()
  const { jobs, language } = useSession()
  const { go } = useRoute()
  const { answer, error, again } = useAnswer('overview', {}, ['workspace', 'records', 'scores', 'draws'])
  const active = jobs.filter((job) => job.state === 'running')
  const last = answer?.runs[0]
  const sentence = answer && (last
    ? t('overview.sentence', { subjects: formatNumber(answer.subjects, language), scored: formatNumber(last.subjects, language), dimensions: formatNumber(last.dimensions, language), day: formatDate(last.asOf) }) + (answer.stale > 0 ? t('overview.sentenceStale', { subjects: formatNumber(answer.stale, language) }) : '')
    : t('overview.sentenceUnscored', { subjects: formatNumber(answer.subjects, language) }))
  return (
    <div className="view">
      <ViewHead title={t('overview.title')} sentence={sentence} actions={answer && answer.subjects > 0 && <ScoreNow scored={last !== undefined} />} />
      {active.map((job) => <JobCard key={job.id} job={job} />)}
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={10} /> : answer.subjects === 0 && answer.batches.length === 0 ? (
        active.length === 0 && <Empty title={t('overview.empty')} action={<Button type="primary" onClick={() => go('data')}>{t('overview.emptyAction')}</Button>}>{t('overview.emptyText')}</Empty>
      ) : (
        <>
          {last && (
            <>
              <TierTiles runs={answer.runs} />
              <TierBar counts={last.tiers} language={language} onTier={(tier) => go('subjects', [], [{ field: 'tier', op: 'in', values: [tier] }])} />
            </>
          )}
          <Due overview={answer} />
          <Amounts overview={answer} />
          <Watched />
          <div className="overview-columns">
            <Movers overview={answer} />
            <Freshness overview={answer} />
          </div>
          <History overview={answer} />
        </>
      )}
    </div>
  )
}
