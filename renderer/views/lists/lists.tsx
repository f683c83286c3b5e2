import { App, Button, Checkbox, Input, Segmented, Select, Tag } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { caseQueues, type CaseQueue, type ListBook } from '../../../shared/lists.ts'
import { useRoute } from '../../app/route.ts'
import { useJob } from '../../app/runJob.ts'
import { keptSetting, useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { useSettled } from '../../app/useSettled.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber } from '../../components/format.ts'
import { JobCard } from '../../components/jobCard.tsx'
import { LineageDrawer, type RecordCell } from '../../components/lineage.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { Bans } from './bans.tsx'
import { CaseFile } from './caseFile.tsx'
import { CaseList } from './caseList.tsx'
import { DecideForm } from './decideForm.tsx'
import { Duty } from './duty.tsx'
import { Entries } from './entries.tsx'
import './lists.css'
import { Measures } from './measures.tsx'
import { useCaseWords, type CaseWords } from './useCaseWords.ts'
import { useQueue } from './useQueue.ts'

const tabs = [...caseQueues.slice(0, 1), 'proposed', 'snoozed', 'closed', 'entries', 'measures', 'bans', 'duty'] as const
type Tab = (typeof tabs)[number]
/** A number of the address; undefined: there is none, or it is no number of ours. */
const numberIn = (text: string | undefined): number | undefined => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : undefined)
const isQueue = (tab: Tab): tab is CaseQueue => (caseQueues as readonly string[]).includes(tab)

/** The review desk: a queue of cases decided by keyboard, and the lists that come of it. The tab and the rule stand in the address. */
export default function Lists(): ReactElement {
  const { t } = useTranslation()
  const { query } = useRoute()
  const tab: Tab = (tabs as readonly string[]).includes(query['queue'] ?? '') ? (query['queue'] as Tab) : 'open'
  const { answer: book, error, again } = useAnswer('listBook', {}, ['workspace'])
  const words = useCaseWords(book)
  return (
    <div className="view view-full lists">
      {error !== null ? <ErrorState error={error} again={again} /> : book === null ? <Skeleton rows={10} /> : isQueue(tab) ? <Desk key={tab} of={tab} book={book} words={words} /> : <><Head tab={tab} />{tab === 'entries' ? <Entries book={book} words={words} /> : tab === 'measures' ? <Measures /> : tab === 'bans' ? <Bans /> : <Duty />}</>}
      <p className="muted case-keys">{isQueue(tab) ? t('lists.keys') : tab === 'duty' ? '' : t(`punishments.keys.${tab}`)}</p>
    </div>
  )
}

function Head({ tab, counts, sentence }: { tab: Tab; counts?: Partial<Record<Tab, number>>; sentence?: string }): ReactElement {
  const { t } = useTranslation()
  const { language, engine, jobs } = useSession()
  const { setQuery } = useRoute()
  const { message } = App.useApp()
  const job = useJob()
  const running = jobs.find((one) => one.kind === 'cases' && one.endedAt === null)
  const show = (next: Tab): void => setQuery({ queue: next === 'open' ? null : next, rule: null })
  const step = (by: number) => (): void => show(tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length]!)
  const find = async (): Promise<void> => {
    if (running) return
    const found = await job('cases', () => engine.findCases({}))
    if (found) void message.info(t('lists.found', { opened: formatNumber(found.opened, language), again: formatNumber(found.again, language), updated: formatNumber(found.updated, language), lapsed: formatNumber(found.lapsed, language) }))
  }
  useKeys({ f: () => void find(), '[': step(-1), ']': step(1) })
  return (
    <>
      <ViewHead title={t('lists.title')} sentence={sentence ?? t('lists.sentence')} actions={<>
        <Segmented size="small" aria-label={t('lists.tabs')} value={tab} onChange={show} options={tabs.map((one) => ({ value: one, label: `${t(`lists.queues.${one}`)}${counts?.[one] === undefined ? '' : ` ${formatNumber(counts[one], language)}`}` }))} />
        <Button size="small" type="primary" disabled={running !== undefined} onClick={() => void find()}>{t('lists.find')}</Button>
      </>} />
      {running && <JobCard job={running} />}
    </>
  )
}

function Desk({ of, book, words }: { of: CaseQueue; book: ListBook; words: CaseWords }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { query, setQuery } = useRoute()
  const [text, setText] = useState('')
  const settled = useSettled(text.trim(), 200)
  const [mine, setMine] = useState(false)
  const [late, setLate] = useState(false)
  const [record, setRecord] = useState<RecordCell | null>(null)
  const rule = query['rule']
  // From a profile: the cases of one subject, and which of them.
  const subjectId = numberIn(query['subject'])
  const queue = useQueue({ queue: of, ...(rule === undefined ? {} : { rule }), ...(subjectId === undefined ? {} : { subjectId }), ...(settled === '' ? {} : { text: settled }), ...(mine ? { assignee: keptSetting('author') ?? '' } : {}), ...(late ? { overdue: true } : {}) }, numberIn(query['case']))
  const { answer, counts, error, again, cases, current } = queue
  const { engine } = useSession()
  const openFirst = (): void => {
    if (!current) return
    void engine.readCase({ caseNo: current.caseNo }).then(({ evidence: [first] }) => { if (first?.there) setRecord({ recordClass: first.recordClass, fileId: first.fileId, sourceRow: first.sourceRow, field: null }) })
  }
  const empty = counts !== null && Object.values(counts.queues).every((one) => one === 0)
  const total = counts?.total ?? 0
  return (
    <>
      <Head tab={of} {...(counts ? { counts: counts.queues, sentence: t('lists.today', { due: formatNumber(counts.dueToday, language), overdue: formatNumber(counts.overdue, language), decided: formatNumber(counts.decidedToday, language) }) } : {})} />
      <div className="case-desk">
        <section className="section case-queue">
          <div className="case-filter">
            <Select size="small" value={rule ?? ''} onChange={(next) => setQuery({ rule: next === '' ? null : next })} aria-label={t('lists.allRules')} popupMatchSelectWidth={false}
              options={[{ value: '', label: t('lists.allRules') }, ...(counts?.rules ?? []).map((one) => ({ value: one.rule, label: `${words.rule(one.rule)} ${formatNumber(one.cases, language)}` }))]} />
            {subjectId !== undefined && <Tag className="case-subject" closable onClose={() => setQuery({ subject: null, case: null })} aria-label={t('lists.ofSubject')}>{cases[0]?.name ?? t('lists.ofSubject')}</Tag>}
            <Input size="small" allowClear value={text} placeholder={t('lists.search')} aria-label={t('lists.search')} onChange={(event) => setText(event.target.value)} />
            <span className="case-filter-checks"><Checkbox checked={mine} onChange={(event) => setMine(event.target.checked)}>{t('lists.mine')}</Checkbox>{of === 'open' && <Checkbox checked={late} onChange={(event) => setLate(event.target.checked)}>{t('lists.onlyOverdue')}</Checkbox>}</span>
          </div>
          <CaseList queue={queue} words={words} today={counts?.today ?? ''} />
          <p className="case-count muted">
            {t(queue.before > 0 ? 'lists.countFrom' : 'lists.count', { first: formatNumber(queue.before + 1, language), last: formatNumber(queue.before + cases.length, language), shown: formatNumber(cases.length, language), total: formatNumber(total, language) })}
            {queue.marked.size > 0 && ` · ${t('lists.countMarked', { marked: formatNumber(queue.marked.size, language) })}`}
            {queue.earlier && <> · <button type="button" className="link" onClick={queue.earlier}>{t('punishments.before')}</button></>}{queue.later && <> · <button type="button" className="link" onClick={queue.later}>{t('punishments.after')}</button></>}
          </p>
        </section>
        {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={8} />
          : current ? <section className="section case-middle" tabIndex={0}><CaseFile key={current.caseNo} one={current} words={words} open={setRecord} /></section>
            : <section className="section case-middle">{counts && <Empty title={t(empty ? 'lists.none' : 'lists.noneHere')}>{empty && t('lists.noneText')}</Empty>}</section>}
        <section className="section case-right"><DecideForm queue={queue} of={of} book={book} words={words} openFirst={openFirst} /></section>
      </div>
      <LineageDrawer of={record} onClose={() => setRecord(null)} />
    </>
  )
}
