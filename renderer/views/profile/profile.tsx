import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { Agenda } from './agenda.tsx'
import { Compare } from './compare/compare.tsx'
import { CompareWith } from './compare/compareWith.tsx'
import { Header } from './header.tsx'
import { Keeping } from './keeping.tsx'
import { Lineage } from './lineage.tsx'
import { Moves } from './moves.tsx'
import { Notes } from './notes.tsx'
import { Radar } from './radar.tsx'
import { Records } from './records.tsx'
import { Relations } from './relations/relations.tsx'
import { SetTier } from './setTier.tsx'
import { Standing } from './standing.tsx'
import { Timeline } from './timeline.tsx'
import { Why } from './why.tsx'
import './profile.css'

/** One subject: what it is, how high its index is and why, and every row that speaks of it. */
export default function Profile(): ReactElement {
  const { t } = useTranslation()
  const { params, query, go } = useRoute()
  const { workspace } = useSession()
  const subjectId = Number(params[0])
  const valid = Number.isInteger(subjectId) && subjectId > 0
  const { answer, error, again } = useAnswer('subjectProfile', valid ? { subjectId } : null, ['records', 'scores'])
  const now = answer?.subject.subjectId
  const standing = useAnswer('subjectStanding', now === undefined ? null : { subjectId: now }, ['records', 'scores'])

  if (!valid) return <div className="view"><Empty title={t('profile.none')} action={<Button type="primary" onClick={() => go('subjects')}>{t('profile.toSubjects')}</Button>}>{t('profile.noneText')}</Empty></div>
  if (error !== null) return <div className="view"><ErrorState error={error} again={again} /></div>
  if (!answer) return <div className="view"><Skeleton rows={12} height={20} /></div>
  const { subject, explanation, records } = answer
  const beside = Number(query.with)
  if (Number.isInteger(beside) && beside > 0 && beside !== subject.subjectId) return <Compare key={beside} left={answer} otherId={beside} />
  return (
    <div className="view profile">
      <Header subject={subject} explanation={explanation} />
      <div className="profile-tools"><CompareWith subjectId={subject.subjectId} /><Keeping key={subject.subjectId} subjectId={subject.subjectId} /></div>
      <Lineage key={subject.subjectId} profile={answer} />
      <div className="profile-standings" data-scored={explanation !== null}>
        {standing.error !== null ? <section className="profile-box"><ErrorState error={standing.error} again={standing.again} compact /></section> : standing.answer ? <Standing subjectId={subject.subjectId} standing={standing.answer} /> : <section className="profile-box"><Skeleton rows={8} /></section>}
        <Agenda subjectId={subject.subjectId} />
      </div>
      <SetTier subjectId={subject.subjectId} name={subject.name} explanation={explanation} />
      {explanation
        ? (
            <div className="profile-score">
              <Why key={`${subjectId} ${explanation.model} ${explanation.asOf}`} explanation={explanation} />
              <Radar explanation={explanation} peers={standing.answer?.peers ?? null} />
            </div>
          )
        : <div className="profile-box"><Empty title={t('profile.notScored')} action={<Button onClick={() => go('tiers')}>{t('profile.toTiers')}</Button>}>{workspace?.model ? t('profile.notInRun') : t('profile.notScoredText')}</Empty></div>}
      {explanation && <Moves subjectId={subject.subjectId} />}
      <Notes key={`notes ${subject.subjectId}`} subjectId={subject.subjectId} />
      <Timeline subjectId={subject.subjectId} />
      <Relations key={`relations ${subject.subjectId}`} subjectId={subject.subjectId} />
      <Records subjectId={subject.subjectId} records={records} />
    </div>
  )
}
