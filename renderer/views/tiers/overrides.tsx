import { Checkbox } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber } from '../../components/format.ts'
import { OverrideList } from '../../components/overrides/list.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'

/** The tiers that persons set: those that wait for a second person first. */
export function Overrides(): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { go } = useRoute()
  const [ended, setEnded] = useState(false)
  const { answer, error, again } = useAnswer('listOverrides', { ended, limit: 500 }, ['scores', 'records'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={6} height={20} />
  const past = answer.states.expired + answer.states.withdrawn
  return (
    <section className="section">
      <div className="tiers-by">
        <h2>{t('overrides.counts', { proposed: formatNumber(answer.states.proposed, language), confirmed: formatNumber(answer.states.confirmed, language) })}</h2>
        {past > 0 && <Checkbox checked={ended} onChange={(event) => setEnded(event.target.checked)}>{t('overrides.ended')} ({formatNumber(past, language)})</Checkbox>}
      </div>
      <p className="muted tiers-few">{t('overrides.text')}</p>
      {answer.total === 0 ? <Empty title={t('overrides.none')}>{t('overrides.noneText')}</Empty> : <OverrideList overrides={answer.overrides} open={(subjectId) => go('profile', [String(subjectId)])} />}
    </section>
  )
}
