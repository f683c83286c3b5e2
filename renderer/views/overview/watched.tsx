import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../../app/person.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatChange, formatIndex, formatNumber, formatTime, unknown } from '../../components/format.ts'
import { ErrorState } from '../../components/states.tsx'
import { TierChip } from '../../components/tier.tsx'

/** Subjects that one watches, and what changed of each since one last looked; nothing while nobody is watched. */
export function Watched(): ReactElement | null {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { href, go } = useRoute()
  const { may } = usePerson()
  const { answer, error, again } = useAnswer('listWatched', { limit: 10 }, ['watched', 'records', 'scores', 'cases'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer || answer.total === 0) return null
  const mark = (subjects?: number[]): void => { engine.markSeen(subjects ? { subjects } : {}).catch(() => again()) }
  return (
    <section className="section" aria-label={t('dossier.watched')}>
      <div className="section-head">
        <h2>{t('dossier.watched')}</h2>
        <span className="muted">{t('dossier.watchedText', { total: formatNumber(answer.total, language), changed: formatNumber(answer.changed, language) })}</span>
        <span className="spring" />
        <Button size="small" onClick={() => go('subjects', [], [{ field: 'watched', op: 'in', values: ['own'] }])}>{t('dossier.all')}</Button>
        {answer.changed > 0 && may('markSeen') && <Button size="small" onClick={() => mark()}>{t('dossier.markSeen')}</Button>}
      </div>
      <table className="table">
        <thead><tr><th>{t('domain.fields.tier')}</th><th>{t('domain.fields.name')}</th><th className="right">{t('domain.fields.index')}</th><th className="right">{t('dossier.newRecords')}</th><th className="right">{t('dossier.newCases')}</th><th /></tr></thead>
        <tbody>
          {answer.subjects.map((one) => (
            <tr key={one.subjectId}>
              <td>{one.seenTier !== one.tier && one.tier !== null && one.seenTier !== null ? <span className="tier-label"><TierChip tier={one.seenTier} /><span className="muted">→</span><TierChip tier={one.tier} /></span> : one.tier === null ? unknown : <TierChip tier={one.tier} />}</td>
              <td className="cut"><a href={href('profile', [String(one.subjectId)])} title={one.name}>{one.name}</a></td>
              <td className="right">{one.index === null ? unknown : formatIndex(one.index, language)}{one.index !== null && one.seenIndex !== null && Math.abs(one.index - one.seenIndex) >= 0.01 && <span className="muted"> {formatChange(one.index - one.seenIndex, language, 1)}</span>}</td>
              <td className="right">{one.newRecords > 0 ? formatNumber(one.newRecords, language) : unknown}</td>
              <td className="right">{one.newCases > 0 ? formatNumber(one.newCases, language) : unknown}</td>
              <td>{one.changed && may('markSeen') ? <Button size="small" type="link" title={t('dossier.since', { at: formatTime(one.seenAt) })} onClick={() => mark([one.subjectId])}>{t('dossier.seen')}</Button> : <span className="muted" title={t('dossier.since', { at: formatTime(one.seenAt) })}>{t('dossier.noChange')}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
