import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignChange, CampaignInfo } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber, formatTime, unknown } from '../../../components/format.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { changeWords } from './changeWords.ts'

/** Everything that was changed after the draw: when, by whom, what, why. Nothing ever leaves this list. */
export function Changes({ of, departmentName }: { of: CampaignInfo; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { answer, error, again } = useAnswer('campaignChanges', { campaign: of.campaign }, ['draws'], { keep: true })
  return (
    <section className="section" aria-label={t('changes.title')}>
      <div className="section-head"><h2>{t('changes.title')}{answer !== null && answer.length > 0 && ` ${formatNumber(answer.length, language)}`}</h2><span className="muted">{t('changes.text')}</span></div>
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={2} /> : answer.length === 0 ? <p className="section-body muted">{t('changes.none')}</p> : <ChangeTable of={answer} departmentName={departmentName} />}
    </section>
  )
}

export function ChangeTable({ of, departmentName }: { of: readonly CampaignChange[]; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const words = useChangeWords(departmentName)
  return (
    <table className="table joint-changes">
      <thead><tr><th className="right">#</th><th>{t('changes.when')}</th><th>{t('changes.who')}</th><th>{t('changes.what')}</th><th>{t('changes.why')}</th></tr></thead>
      <tbody>{of.map((one) => <tr key={one.event}><td className="right">{one.event}</td><td className="nowrap">{formatTime(one.at)}</td><td className="nowrap">{one.by || unknown}</td><td>{words(one)}</td><td>{one.reason}</td></tr>)}</tbody>
    </table>
  )
}

/** Changes as sentences in the person's language. */
export function useChangeWords(departmentName: (code: string) => string): (of: CampaignChange) => string {
  const { t } = useTranslation()
  const labels = useLabels()
  return useMemo(() => (of) => changeWords(of, { department: departmentName, comma: labels.comma, semicolon: t('joint.semicolon'), say: (key, params) => t(`changes.words.${key}`, params) }), [departmentName, labels, t])
}
