import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { sayCase, type DeskCase } from '../../../shared/lists.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate, formatPercent, formatValue } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'

/** Cases shown of each queue; further ones are counted. */
const most = 5

/** What is still to be decided of a subject, and when it is inspected next. */
export function Agenda({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  return (
    <section className="profile-box agenda" aria-label={t('standing.due')}>
      <h2>{t('standing.due')}</h2>
      <Cases subjectId={subjectId} />
      <Inspections subjectId={subjectId} />
    </section>
  )
}

function Cases({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const open = useAnswer('listCases', { subjectId, queue: 'open', limit: 100 }, ['cases'])
  const later = useAnswer('listCases', { subjectId, queue: 'snoozed', limit: 100 }, ['cases'])
  const proposed = useAnswer('listCases', { subjectId, queue: 'proposed', limit: 100 }, ['cases'])
  const book = useAnswer('listBook', {}, ['workspace'])
  const error = open.error ?? later.error ?? proposed.error
  if (error !== null) return <ErrorState error={error} compact />
  if (!open.answer || !later.answer || !proposed.answer) return <Skeleton rows={2} />
  const all = [...open.answer.cases, ...proposed.answer.cases, ...later.answer.cases]
  const says = (one: DeskCase): string => {
    const rule = book.answer?.rules.find((each) => each.id === one.rule)
    return rule ? sayCase(language === 'en' ? rule.saysEn : rule.saysZh, one.facts, (value) => (typeof value === 'number' ? formatValue(value, language) : value)) : one.rule
  }
  return (
    <ul className="agenda-lines">
      {all.length === 0 && <li className="muted">{t('standing.noCases')}</li>}
      {all.slice(0, most).map((one) => (
        <li key={one.caseNo}>
          <a href={href('lists', [], [], { queue: one.queue, subject: String(subjectId), case: String(one.caseNo) })}>{t('standing.refs.case', { n: one.caseNo })}</a> {says(one)}
          <span className={one.dueOn < today ? 'why-broken' : 'muted'}> · {t(`standing.caseStates.${one.state}`)} · {t(one.dueOn < today ? 'standing.caseOverdue' : 'standing.caseDue', { day: formatDate(one.dueOn) })}</span>
        </li>
      ))}
      {all.length > most && <li className="muted">{t('standing.moreCases', { n: all.length - most })}</li>}
    </ul>
  )
}

function Inspections({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const { answer, error, again } = useAnswer('nextInspections', { subjectId }, ['draws', 'plans', 'results', 'scores'])
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer) return <Skeleton rows={2} />
  const { visits, tasks, rule } = answer
  return (
    <ul className="agenda-lines">
      {visits.map((one) => (
        <li key={`${one.origin} ${one.number} ${one.visit}`}>
          <a href={href('sampling', one.origin === 'campaign' ? ['joint', String(one.number)] : [String(one.number)])}>{t(one.day === null ? 'standing.visitUndated' : 'standing.visitOn', { name: one.name, day: formatDate(one.day) })}</a>
          {one.items.some((item) => item.item !== '') && <span className="muted"> · {one.items.map((item) => item.name).filter((name) => name !== '').join(' · ')}</span>}
        </li>
      ))}
      {visits.length === 0 && <li className="muted">{t('standing.noVisits')}</li>}
      {tasks.slice(0, most).map((one) => (
        <li key={one.task}><a href={href('plan')}>{t('standing.task', { name: one.name, from: formatDate(one.from), until: formatDate(one.until), ratio: formatPercent(one.ratio, language), left: one.left })}</a></li>
      ))}
      {tasks.length > most && <li className="muted">{t('standing.moreCases', { n: tasks.length - most })}</li>}
      {visits.length === 0 && tasks.length === 0 && <li className="muted">{t('standing.noTasks')}</li>}
      {rule && <li className="muted">{t('standing.rule', { policy: language === 'en' ? rule.policyEn : rule.policyZh, text: language === 'en' ? rule.textEn : rule.textZh })} {rule.excluded && t('standing.excluded')}</li>}
    </ul>
  )
}
