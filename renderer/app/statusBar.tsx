import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../shared/contract.ts'
import { formatDuration, formatNumber } from '../components/format.ts'
import { shareOf, useElapsed, useJobWords } from '../components/jobCard.tsx'
import { useRowCount } from '../components/rowCount.ts'
import { useErrorWords } from '../components/states.tsx'
import { Memory } from './memory.tsx'
import { useSession } from './session.tsx'

/** Rows shown, the last job with its progress, the version. */
export function StatusBar(): ReactElement {
  const { t } = useTranslation()
  const { language, jobs } = useSession()
  const count = useRowCount()
  const running = jobs.find((job) => job.state === 'running') ?? jobs.find((job) => job.state === 'queued')
  const last = running ?? jobs[0]
  const rows = count && (count.inAll === null || count.inAll === count.rows
    ? t('shell.rows', { rows: formatNumber(count.rows, language) })
    : t('shell.rowsOf', { rows: formatNumber(count.rows, language), inAll: formatNumber(count.inAll, language) }))
  return (
    <footer className="status-bar">
      <span className="status-rows">{rows ?? t('shell.ready')}</span>
      <span className="spring" />
      {last && <JobLine job={last} />}
      <Memory />
      <span className="muted">{t('shell.version', { version: __VERSION__ })}</span>
    </footer>
  )
}

/** A job in one line: what, how far, time left, and cancel once it takes longer than a moment. */
export function JobLine({ job }: { job: Job }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const words = useErrorWords()
  const seconds = useElapsed(job)
  const active = job.state === 'running' || job.state === 'queued'
  const step = useJobWords()
  return (
    <span className="job" role="status">
      <span>{t(`jobs.kind.${job.kind}`)}</span>
      {active ? (
        <>
          <span className="muted">{step.phase(job)}</span>
          <progress value={shareOf(job)} max={1} aria-label={t(`jobs.kind.${job.kind}`)} />
          {job.total > 0 && <span className="number">{t('jobs.progress', { done: step.amount(job, job.done), total: step.amount(job, job.total) })}</span>}
          <span className="muted number">{formatDuration(seconds)}</span>
          <Button size="small" type="text" onClick={() => void engine.cancelJob({ job: job.id })}>{t('shell.cancel')}</Button>
        </>
      ) : <span className={job.state === 'failed' ? 'bad' : 'muted'}>{job.error && job.state === 'failed' ? words(job.error).title : t(`jobs.state.${job.state}`)}</span>}
    </span>
  )
}
