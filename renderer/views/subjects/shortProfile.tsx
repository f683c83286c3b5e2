import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../shared/classes.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatCapital, formatDate, formatIndex, formatNumber, unknown } from '../../components/format.ts'
import { maskPerson } from '../../components/mask.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { TierChip } from '../../components/tier.tsx'

/** What one needs to know of a subject before deciding to look closer. */
export function ShortProfile({ subjectId, close }: { subjectId: number; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { go } = useRoute()
  const { answer, error, again } = useAnswer('subjectProfile', { subjectId }, ['records', 'scores'])
  const head = (
    <div className="short-head">
      <h2>{answer?.subject.name ?? ''}</h2>
      <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('subjects.close')} onClick={close} />
    </div>
  )
  if (error !== null) return <aside className="short">{head}<ErrorState error={error} again={again} /></aside>
  if (!answer) return <aside className="short">{head}<Skeleton rows={8} /></aside>
  const { subject, explanation, records } = answer
  const reasons = [...(explanation?.contributions ?? [])].filter((one) => one.contribution > 0).sort((a, b) => b.contribution - a.contribution).slice(0, 6)
  const most = reasons[0]?.contribution ?? 1
  const facts: [string, string][] = [
    [labels.field('industry'), labels.value('industry', subject.industry)],
    [labels.field('region'), labels.value('region', subject.region, subject.regionName ?? undefined)],
    [labels.field('type'), labels.value('type', subject.type)],
    [labels.field('status'), labels.value('status', subject.status)],
    [labels.field('established'), formatDate(subject.established)],
    [labels.field('capital_yuan'), formatCapital(subject.capitalYuan, language)],
    [labels.field('legal_rep'), subject.legalRep ? maskPerson(subject.legalRep) : unknown],
  ]
  return (
    <aside className="short" aria-label={t('subjects.short')}>
      {head}
      <div className="mono muted">{subject.uscc ?? subject.localCode ?? t('subjects.noCode')}</div>
      {explanation
        ? (
            <div className="short-score">
              <TierChip tier={explanation.tier} named />
              <span className="short-index">{formatIndex(explanation.index, language)}</span>
              <span className="muted">{explanation.tierReason === 'veto' && explanation.veto ? t('subjects.byVeto', { name: language === 'en' ? explanation.veto.nameEn : explanation.veto.nameZh }) : t(explanation.override ? 'subjects.byPersons' : 'subjects.byIndex', { author: explanation.override?.override.author, second: explanation.override?.override.confirmedBy })}</span>
            </div>
          )
        : <p className="muted">{t('subjects.notScored')}</p>}
      <dl className="short-facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {reasons.length > 0 && (
        <section>
          <h3>{t('subjects.why')}</h3>
          {reasons.map((one) => (
            <div key={one.dimension} className="short-reason">
              <span className="short-reason-name" title={language === 'en' ? one.nameEn : one.nameZh}>{language === 'en' ? one.nameEn : one.nameZh}</span>
              <span className="short-reason-track"><span className="short-reason-bar" style={{ width: `${(100 * one.contribution) / most}%` }} /></span>
              <span className="number">{formatNumber(one.contribution, language, 2)}</span>
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>{t('subjects.records')}</h3>
        <div className="short-records">
          {recordClasses.filter((one) => records[one] > 0).map((one) => <span key={one}>{labels.recordClass(one)} <b>{formatNumber(records[one], language)}</b></span>)}
          {recordClasses.every((one) => records[one] === 0) && <span className="muted">{t('subjects.noRecords')}</span>}
        </div>
      </section>
      <Button type="primary" block onClick={() => go('profile', [String(subjectId)])}>{t('subjects.open')}</Button>
    </aside>
  )
}
