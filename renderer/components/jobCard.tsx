import { Button } from 'antd'
import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../shared/contract.ts'
import { useSession } from '../app/session.tsx'
import { formatBytes, formatDuration, formatNumber } from './format.ts'

/** Steps that count bytes; the others count rows, or classes where there are few. */
const inBytes = new Set(['sniff', 'stage'])

/** Long work in the place of what it will bring: step, rows and rows a second, time left, and cancel. */
export function JobCard({ job }: { job: Job }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const words = useJobWords()
  const { seconds, rate, left } = usePace(job)
  const { amount } = words
  return (
    <section className="section job-card" aria-label={t(`jobs.kind.${job.kind}`)}>
      <div className="job-card-line">
        <strong>{t(`jobs.kind.${job.kind}`)}</strong>
        <span className="muted">{words.phase(job)}</span>
        <span className="spring" />
        <span className="number muted">{formatDuration(seconds)}</span>
        {seconds >= 3 && <Button size="small" onClick={() => void engine.cancelJob({ job: job.id })}>{t('shell.cancel')}</Button>}
      </div>
      <progress value={shareOf(job)} max={1} aria-label={words.phase(job)} />
      <div className="job-card-line number muted">
        {job.total > 0 ? <span>{t('jobs.progress', { done: amount(job, job.done), total: amount(job, job.total) })}</span> : job.done > 0 && <span>{amount(job, job.done)}</span>}
        {job.rows > 0 && <span>{t('jobs.rows', { rows: formatNumber(job.rows, language) })}</span>}
        {job.rows > 0 && seconds >= 1 && inBytes.has(job.phase) && <span>{t('jobs.rowRate', { rate: formatNumber(Math.round(job.rows / seconds), language) })}</span>}
        {rate !== null && rate >= 10 && <span>{inBytes.has(job.phase) ? t('jobs.byteRate', { rate: formatBytes(rate, language) }) : t('jobs.rate', { rate: formatNumber(Math.round(rate), language) })}</span>}
        <span className="spring" />
        {left !== null && <span>{t('jobs.left', { time: formatDuration(left) })}</span>}
      </div>
    </section>
  )
}

/** 0–1 of the present step; undefined where it is not known, or all is counted and the step still works on it. */
export const shareOf = (job: Job): number | undefined => (job.total > 0 && job.done < job.total ? job.done / job.total : undefined)

/** A job's step and amounts in words; a step that no locale knows shows its code. */
export function useJobWords(): { phase(job: Job): string; amount(job: Job, value: number): string } {
  const { t, i18n } = useTranslation()
  const { language } = useSession()
  return {
    phase: (job) => (i18n.exists(`jobs.phase.${job.phase}`) ? t(`jobs.phase.${job.phase}`) : job.phase),
    amount: (job, value) => (inBytes.has(job.phase) ? formatBytes(value, language) : formatNumber(value, language)),
  }
}

/** Seconds since the job began, up to its end. */
export function useElapsed(job: Job): number {
  const [now, setNow] = useState(Date.now)
  const ended = job.endedAt !== null
  useEffect(() => {
    if (ended) return undefined
    const clock = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(clock)
  }, [ended])
  return Math.max(0, ((job.endedAt === null ? now : Date.parse(job.endedAt)) - Date.parse(job.startedAt)) / 1000)
}

/** Units a second and seconds left of the present step, measured from when this page first saw it; null until a second has passed. */
function usePace(job: Job): { seconds: number; rate: number | null; left: number | null } {
  const seconds = useElapsed(job)
  // Recognising and reading take turns, file by file, and count the same bytes: one step.
  const phase = inBytes.has(job.phase) ? 'bytes' : job.phase
  const [step, setStep] = useState({ phase, seconds, done: job.done })
  if (step.phase !== phase || job.done < step.done) setStep({ phase, seconds, done: job.done })
  const spent = seconds - step.seconds
  const rate = spent >= 1 && job.done > step.done ? (job.done - step.done) / spent : null
  return { seconds, rate, left: rate !== null && job.total > job.done ? (job.total - job.done) / rate : null }
}
