import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Explanation } from '../../../shared/contract.ts'
import { useAnswer } from '../../app/useAnswer.ts'
import { OverrideList } from '../../components/overrides/list.tsx'
import { ProposeOverride } from '../../components/overrides/propose.tsx'

/** The tiers that persons set for this subject, and the way to propose one. */
export function SetTier({ subjectId, name, explanation }: { subjectId: number; name: string; explanation: Explanation | null }): ReactElement {
  const { t } = useTranslation()
  const { answer } = useAnswer('listOverrides', { subjectId, ended: true }, ['scores', 'records'], { keep: true })
  return (
    <section className="profile-box set-tier" aria-label={t('overrides.title')}>
      <div className="profile-box-head"><h2>{t('overrides.title')}</h2><ProposeOverride subjectId={subjectId} name={name} explanation={explanation} /></div>
      {answer && answer.total > 0 && <OverrideList overrides={answer.overrides} />}
    </section>
  )
}
