import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../shared/classes.ts'
import type { CaseDossier, CaseEvidence, DeskCase } from '../../../shared/lists.ts'
import type { NoticeKind } from '../../../shared/papers.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { useCodeWords } from '../../components/codeWords.ts'
import { formatDate, formatNumber, formatTime } from '../../components/format.ts'
import type { RecordCell } from '../../components/lineage.tsx'
import { maskCell } from '../../components/mask.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { TierChip } from '../../components/tier.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { NoticeDialog } from './noticeDialog.tsx'
import type { CaseWords } from './useCaseWords.ts'

/** Cells of a record that are shown before it is opened. */
const cellsShown = 8

/** What may be told of a case on paper, as it stands. */
function noticesOf({ kind, state, outcome, hearingUntil }: DeskCase): NoticeKind[] {
  const before: NoticeKind[] = kind === 'listing' && hearingUntil !== null ? ['listing_notice', 'hearing_notice'] : []
  if (state !== 'closed') return before
  return outcome === 'list' || outcome === 'mark' ? ['listing_decision', ...before] : outcome === 'remove' ? ['removal_decision'] : before
}

/** Why it is a case, the records it rests on, and everything that happened to it. */
export function CaseFile({ one, words, open }: { one: DeskCase; words: CaseWords; open: (record: RecordCell) => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const { href } = useRoute()
  const { answer, error, again } = useAnswer('readCase', { caseNo: one.caseNo }, ['cases', 'records'])
  const about = words.about(one.rule)
  const [condition, setCondition] = useState(false)
  const [telling, setTelling] = useState(false)
  const notices = noticesOf(one)
  useKeys({ d: () => { if (notices.length > 0) setTelling(true) } })
  return (
    <article className="case-file" aria-label={one.name}>
      <header className="case-head">
        <h2>{one.subjectId === null ? one.name : <a href={href('profile', [String(one.subjectId)])}>{one.name}</a>}</h2>
        <span className="mono muted">{one.code ?? ''}</span>
        {one.type !== null && <span className="muted">{labels.value('type', one.type)}</span>}
        {one.tier !== null && <TierChip tier={one.tier as Tier} named />}
        {one.subjectId === null && <span className="muted">{t('lists.noSubject')}</span>}
        {notices.length > 0 && <><span className="spring" /><Button size="small" onClick={() => setTelling(true)}>{t('punishments.notice', { n: 1 })} <kbd>D</kbd></Button></>}
      </header>
      <p className="case-why">{words.why(one)}</p>
      <p className="muted">
        {t(`lists.kinds.${one.kind}`)}{one.list !== '' && ` · ${t(`lists.lists.${one.list}`)}`} · {words.ground(one.list, one.ground)}{one.period !== '' && one.kind !== 'removal' && one.kind !== 'identity' && ` · ${one.period}`}
        {' · '}{about ? t('lists.rule', { rule: words.rule(one.rule), version: one.ruleVersion }) : t('lists.byApplication')}
        {about && <> · <button type="button" className="link" aria-expanded={condition} onClick={() => setCondition(!condition)}>{t('lists.condition')}</button></>}
      </p>
      {about && condition && <pre className="mono case-condition" tabIndex={0}>{about.condition}</pre>}
      {telling && <NoticeDialog cases={[one.caseNo]} kinds={notices} close={() => setTelling(false)} />}
      {error !== null ? <ErrorState error={error} again={again} compact /> : answer === null ? <Skeleton rows={6} /> : <Dossier dossier={answer} words={words} open={open} />}
    </article>
  )
}

function Dossier({ dossier: { case: one, evidence, events, entries, others }, words, open }: { dossier: CaseDossier; words: CaseWords; open: (record: RecordCell) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <>
      <h3>{t('lists.evidence')} <span className="muted">{one.evidence > 0 && t('lists.evidenceRows', { rows: formatNumber(one.evidence, language) })}</span></h3>
      {evidence.length === 0 ? <p className="muted">{t('lists.noEvidence')}</p> : evidence.map((row) => <Record key={`${row.recordClass} ${row.fileId} ${row.sourceRow}`} row={row} open={open} />)}
      {entries.length > 0 && <>
        <h3>{t('lists.entries')}</h3>
        <ul className="case-lines">{entries.map((entry) => <li key={entry.entry}><span>{formatDate(entry.listedOn)}</span><span>{t(`lists.lists.${entry.list}`)}{entry.marked && ` (${t('lists.marked')})`} · {words.ground(entry.list, entry.ground)} · {t(`lists.entryStates.${entry.state}`)}{entry.removedOn !== null && ` ${formatDate(entry.removedOn)}`}</span></li>)}</ul>
      </>}
      {others.length > 0 && <>
        <h3>{t('lists.others')}</h3>
        <ul className="case-lines">{others.map((other) => <li key={other.caseNo}><span>{formatDate(other.foundOn)}</span><span>{words.ground(other.list, other.ground)}{other.period !== '' && other.kind !== 'removal' && ` · ${other.period}`} · {other.state === 'closed' ? words.outcome(other.outcome) : t(`lists.states.${other.state}`)}</span></li>)}</ul>
      </>}
      <h3>{t('lists.events')}</h3>
      <ul className="case-lines">{events.map((event) => <li key={event.revision}><span>{formatTime(event.happenedAt)}</span><span>{event.doneBy || t('lists.byProgram')} · {t(`lists.eventKinds.${event.kind}`)}{typeof event.content['outcome'] === 'string' && ` · ${words.outcome(event.content['outcome'])}`}{event.reason !== '' && ` · ${event.reason}`}</span></li>)}</ul>
    </>
  )
}

function Record({ row, open }: { row: CaseEvidence; open: (record: RecordCell) => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const coded = useCodeWords()
  const cells = Object.entries(row.cells).filter(([name]) => name !== 'source_file').slice(0, cellsShown)
  return (
    <section className="case-record">
      <div className="case-record-head">
        <span>{formatDate(row.occurredOn)}</span><span>{labels.recordClass(row.recordClass)}</span><span className="muted cut-line">{row.cells['source_file'] ?? ''}</span><span className="spring" />
        {row.there ? <button type="button" className="link" onClick={() => open({ recordClass: row.recordClass, fileId: row.fileId, sourceRow: row.sourceRow, field: null })}>{t('lists.openRecord')}</button> : <span className="muted">{t('lists.gone')}</span>}
      </div>
      <dl>{cells.map(([name, value]) => <div key={name}><dt>{labels.column(name)}</dt><dd>{value === 'true' ? t('profile.yes') : value === 'false' ? t('profile.no') : coded(name, String(maskCell(name, value, row.cells)))}</dd></div>)}</dl>
    </section>
  )
}
