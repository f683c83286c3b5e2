import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultDetail } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { formatDate, formatTime } from '../../../components/format.ts'
import { maskPerson } from '../../../components/mask.ts'
import { Attachments } from './attachments.tsx'
import { Due } from './due.tsx'
import { StateMark } from './stateMark.tsx'

/** One result with its evidence: what was found, by whom it was entered and reviewed, its photos, and all that ever happened to it. */
export function ResultCard({ of, children }: { of: ResultDetail; /** What can be done with it: stands under its head. */ children?: ReactNode }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const labels = useLabels()
  const facts: [string, ReactNode][] = [
    [t('results.columns.codes'), <ul key="codes" className="result-codes">{of.codes.map((one) => <li key={one.code} className={one.problem ? 'bad' : ''}><span className="mono">{one.code}</span> {language === 'en' ? one.en : one.zh}</li>)}</ul>],
    [t('results.columns.remark'), of.remark === '' ? <span key="none" className="muted">{t('results.noRemark')}</span> : of.remark],
    [t('results.columns.inspected_on'), formatDate(of.inspectedOn)],
    [t('results.columns.attachments'), <Attachments key="attachments" of={of} pictures />],
    ...(of.item.code === '' ? [] : [[t('results.columns.item'), `${of.item.name} ${of.item.code}`] as [string, string]]),
    ...(of.officers.length === 0 ? [] : [[t('joint.officers'), of.officers.map((one) => `${maskPerson(one.name)} ${one.officer}`).join(labels.comma)] as [string, string]]),
    [t('results.columns.entered_by'), <>{of.enteredByAll.length > 0 ? of.enteredByAll.join(labels.comma) : of.enteredBy} <span className="muted">{formatTime(of.enteredAt)}</span></>],
    ...(of.reviewedBy === null ? [] : [[t('results.reviewedBy'), <>{of.reviewedBy} <span className="muted">{formatTime(of.reviewedAt)}</span></>] as [string, ReactNode]]),
    ...(of.dueOn === null ? [] : [[t(of.correction ? 'results.correctBy' : 'results.due'), <Due key="due" on={of.dueOn} left={of.daysLeft} />] as [string, ReactNode]]),
    ...(of.codes.some((one) => one.followUp) || of.followUp === 'open' || of.followUp === 'done' ? [[t('results.followUp'), t(`results.followUps.${of.followUp}`)] as [string, string]] : []),
    ...of.cases.map((one): [string, ReactNode] => [t('results.case'), t(`results.cases.${one.state}`, { number: one.caseNumber, ground: t(`results.grounds.${one.ground}`, { defaultValue: one.ground }), at: formatTime(one.openedAt) })]),
  ]
  return (
    <article className="result-card">
      <header>
        <h3><a href={href('profile', [String(of.subject.subjectId)], [])}>{of.subject.name}</a></h3><StateMark state={of.state} />
      </header>
      <p className="muted">{[of.department.name, t('results.visitNo', { visit: of.visit }), of.subject.uscc ?? of.subject.id, of.subject.address].filter((one) => Boolean(one)).join(' · ')}</p>
      {of.returnedFor !== null && <p className="bad">{t('results.returnedFor', { reason: of.returnedFor })}</p>}
      {of.correction && <p className="bad">{t('results.correcting', { reason: of.correction.reason, foundOn: of.correction.foundOn })}</p>}
      {children}
      <dl className="result-facts">{facts.map(([name, value], i) => <div key={i}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {of.published.length > 0 && (
        <>
          <h4>{t('results.publishedEntries')}</h4>
          <ol className="result-history">{of.published.map((one) => <li key={one.publication}>{t('results.publishedEntry', { publication: one.publication, entry: one.entry, on: one.publishedOn })}{one.reason !== '' && <> · {t('results.corrects', { reason: one.reason })}</>}</li>)}</ol>
        </>
      )}
      <h4>{t('results.history')}</h4>
      <ol className="result-history">{of.events.map((one) => <li key={one.revision}><span className="muted">{formatTime(one.at)}</span> {one.by} {t(`results.events.${one.kind}`)}{one.reason !== '' && <> · {one.reason}</>}{one.source !== '' && <span className="muted"> · {one.source}</span>}</li>)}</ol>
    </article>
  )
}
