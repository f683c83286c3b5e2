import { Button, Input, type InputRef } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fromErrorValue } from '../../../shared/errors.ts'
import type { CaseOutcome, CaseQueue, CasesDone, DeskCase, ListBook } from '../../../shared/lists.ts'
import { useSession } from '../../app/session.tsx'
import { useErrorWords } from '../../components/states.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { HearingDialog, type Heard } from './hearingDialog.tsx'
import { useDeskPerson } from './useDeskPerson.ts'
import type { CaseWords } from './useCaseWords.ts'
import type { Queue } from './useQueue.ts'

const refusalsShown = 6
const snoozeDays = 7
const seen = (cases: readonly DeskCase[]) => cases.map(({ caseNo, revision }) => ({ caseNo, revision }))
/** A day some days after one: YYYY-MM-DD. */
const daysAfter = (from: string, days: number): string => new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What Enter decides: a listing, the notice before it, a removal, or that it was followed up. */
function mainOutcome(one: DeskCase, book: ListBook): Exclude<CaseOutcome, 'mark'> {
  if (one.kind === 'removal') return 'remove'
  if (one.kind !== 'listing') return 'handled'
  return book.lists.find((list) => list.list === one.list)?.notice !== null && one.hearingUntil === null ? 'notify' : 'list'
}

/** The decision on the chosen cases: ground, reason, person, and what to do, each by a key. */
export function DecideForm({ queue, of, book, words, openFirst }: { queue: Queue; of: CaseQueue; book: ListBook; words: CaseWords; openFirst: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { current, chosen } = queue
  // What was chosen and typed is for these cases; others begin anew.
  const about = `${current?.caseNo} ${chosen.length}`
  const [draft, setDraft] = useState<{ about: string; ground: string | null; typed: string | null }>({ about, ground: null, typed: null })
  const { ground, typed } = draft.about === about ? draft : { ground: null, typed: null }
  const setGround = (next: string): void => setDraft({ about, typed, ground: next })
  const setTyped = (next: string): void => setDraft({ about, ground, typed: next })
  const { by, fixed, write } = useDeskPerson()
  const reasonBox = useRef<TextAreaRef>(null)
  const nameBox = useRef<InputRef>(null)
  const first = chosen[0] ?? null
  const grounds = first?.kind === 'listing' ? words.grounds(first.list) : []
  const given = ground ?? (grounds.some((one) => one.ground === first?.ground) ? first!.ground : null)
  const said = typed ?? (of === 'open' ? [...new Set(chosen.slice(0, 50).map((one) => (chosen.length === 1 ? words.why(one) : words.rule(one.rule))))].join('；').slice(0, 1000) : '')
  const reason = said.trim()
  const main = first ? mainOutcome(first, book) : 'handled'

  /** Only with a name, and a reason where one is wanted: else the field that lacks it takes the focus. */
  const ready = (wanted: boolean): boolean => {
    if (by === '') nameBox.current?.focus()
    else if (wanted && reason === '') reasonBox.current?.focus()
    else return true
    return false
  }
  const reopen = (cases: CasesDone['cases']): Promise<CasesDone> => engine.reopenCases({ cases, by, reason: t('lists.undone') })
  const decide = (outcome: Exclude<CaseOutcome, 'mark'>): void => {
    if (!ready(true)) return
    const listing = outcome === 'list' || outcome === 'notify'
    void queue.act(t(`lists.deeds.${outcome}`), (cases) => engine.decideCases({ cases: seen(cases), outcome, by, reason, ...(listing && given !== null && (ground !== null || cases.length === 1) ? { ground: given } : {}) }), { undo: reopen })
  }
  const confirm = (agree: boolean): void => { if (ready(!agree)) void queue.act(t(`lists.deeds.${agree ? 'confirm' : 'refuse'}`), (cases) => engine.confirmCases({ cases: seen(cases), by, agree, note: agree ? '' : reason })) }
  const takeBack = (): void => { if (ready(false)) void queue.act(t('lists.deeds.reopen'), (cases) => engine.reopenCases({ cases: seen(cases), by, reason: reason || t('lists.undone') })) }
  const snooze = (): void => {
    const today = queue.counts?.today
    if (!ready(false) || today === undefined) return
    const put = (until: string | null) => (cases: CasesDone['cases']) => engine.snoozeCases({ cases, by, until })
    void queue.act(t(of === 'snoozed' ? 'lists.deeds.wake' : 'lists.deeds.snooze'), (cases) => put(of === 'snoozed' ? null : daysAfter(today, snoozeDays))(seen(cases)), { undo: put(of === 'snoozed' ? daysAfter(today, snoozeDays) : null) })
  }
  const assign = (): void => { if (ready(false)) void queue.act(t('lists.deeds.assign'), (cases) => engine.assignCases({ cases: seen(cases), by, to: by }), { leaves: false }) }
  const escalate = (): void => { if (ready(true)) void queue.act(t('lists.deeds.escalate'), (cases) => engine.escalateCases({ cases: seen(cases), by, reason }), { leaves: false }) }
  const deciding = of === 'open' || of === 'snoozed'
  const [hearing, setHearing] = useState(false)
  const notified = deciding && first?.state === 'notified'
  const askHearing = (): void => { if (ready(false)) setHearing(true) }
  // What brings a case back leaves the queue of those put off.
  const hear = (heard: Heard): void => void queue.act(t(`lists.hearingSteps.${heard.step}`), (cases) => engine.recordHearing({ cases: seen(cases), by, ...heard }), { leaves: of === 'snoozed' && heard.step !== 'stated' })
  const enter = (): void => (deciding ? decide(main) : of === 'proposed' ? confirm(true) : takeBack())

  useKeys({
    j: () => queue.go(queue.at + 1), ArrowDown: () => queue.go(queue.at + 1), k: () => queue.go(queue.at - 1), ArrowUp: () => queue.go(queue.at - 1),
    PageDown: () => queue.go(queue.at + 15), PageUp: () => queue.go(queue.at - 15), Home: () => queue.go(0), End: () => queue.go(queue.cases.length - 1),
    ' ': () => { if (current) { queue.mark(current.caseNo); queue.go(queue.at + 1) } }, m: queue.markAll, Enter: enter, z: () => void queue.undo(), l: openFirst,
    r: () => reasonBox.current?.focus({ cursor: 'all' }), p: () => nameBox.current?.focus({ cursor: 'all' }),
    ...(deciding ? { x: () => decide('dismiss'), s: snooze, a: assign, e: escalate, ...(first?.kind === 'listing' ? { n: () => decide('notify') } : {}), ...(notified ? { t: askHearing } : {}), ...Object.fromEntries(grounds.slice(0, 4).map((one, i) => [String(i + 1), () => setGround(one.ground)])) } : {}),
    ...(of === 'proposed' ? { x: () => confirm(false), a: assign, u: takeBack } : {}),
  }, queue.busy)
  /** Out of a field: Escape back to the queue, Ctrl+Enter decides. */
  const leave = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault()
      ;(event.target as HTMLElement).blur()
      if (event.key === 'Enter') enter()
    }
  }
  if (!first) return <div className="case-decide" />
  const marks = book.lists.find((one) => one.list === first.list)?.marks?.types.includes(first.type ?? '') ?? false
  const basis = grounds.find((one) => one.ground === given)?.basis ?? words.about(first.rule)?.basis ?? ''
  return (
    <section className="case-decide" aria-label={t('lists.decide')}>
      {chosen.length > 1 && <p className="case-many">{t('lists.forMany', { n: chosen.length })}</p>}
      {first.state === 'notified' && <p>{t('lists.hearing', { until: first.hearingUntil })}{first.hearing !== null && <> {t(`lists.hearingNow.${first.hearing.step}`, { on: first.hearing.on })}</>}</p>}
      {of === 'proposed' && first.proposal !== null && (
        <dl className="case-proposal">
          <div><dt>{t('lists.proposed')}</dt><dd><strong>{words.outcome(first.proposal.outcome)}</strong> · {words.ground(first.list, first.proposal.ground)}</dd></div>
          <div><dt>{t('lists.basis')}</dt><dd>{first.proposal.basis}</dd></div>
          <div><dt>{t('lists.reason')}</dt><dd>{first.proposal.reason}</dd></div>
          <div><dt>{t('lists.proposer')}</dt><dd>{first.proposal.by}</dd></div>
        </dl>
      )}
      {deciding && grounds.length > 0 && (
        <fieldset className="case-grounds">
          <legend>{t('lists.ground')}</legend>
          {grounds.map((one, i) => <label key={one.ground}><input type="radio" name="ground" checked={one.ground === given} onChange={() => setGround(one.ground)} /><kbd>{i + 1}</kbd><span>{words.ground(first.list, one.ground)}</span></label>)}
        </fieldset>
      )}
      {deciding && basis !== '' && <p className="muted case-basis">{t('lists.basis')} {basis}</p>}
      {of !== 'closed' && <label className="case-field"><span>{t(of === 'proposed' ? 'lists.reasonRefuse' : 'lists.reason')} <kbd>R</kbd></span><Input.TextArea ref={reasonBox} value={said} maxLength={1000} rows={4} onChange={(event) => setTyped(event.target.value)} onKeyDown={leave} /></label>}
      <label className="case-field"><span>{t(of === 'proposed' ? 'lists.second' : 'lists.person')} <kbd>P</kbd></span><Input ref={nameBox} value={by} maxLength={60} disabled={fixed} onChange={(event) => write(event.target.value)} onKeyDown={leave} /></label>
      <div className="case-deeds">
        {deciding && <>
          <Deed primary keyName="↵" name={marks && main === 'list' ? `${t('lists.deeds.list')}（${t('lists.marked')}）` : t(`lists.deeds.${main}`)} onClick={() => decide(main)} />
          {first.kind === 'listing' && main !== 'notify' && first.hearingUntil === null && book.lists.find((one) => one.list === first.list)?.notice !== null && <Deed keyName="N" name={t('lists.deeds.notify')} onClick={() => decide('notify')} />}
          {notified && <Deed keyName="T" name={t('lists.hearingDeed')} onClick={askHearing} />}
          <Deed keyName="X" name={t(first.kind === 'listing' ? 'lists.deeds.dismiss' : first.kind === 'removal' ? 'lists.deeds.keep' : 'lists.deeds.dismissWarning')} onClick={() => decide('dismiss')} />
          <Deed keyName="S" name={t(of === 'snoozed' ? 'lists.deeds.wake' : 'lists.deeds.snooze')} onClick={snooze} />
          <Deed keyName="A" name={t('lists.deeds.assign')} onClick={assign} />
          <Deed keyName="E" name={t('lists.deeds.escalate')} onClick={escalate} />
        </>}
        {of === 'proposed' && <><Deed primary keyName="↵" name={t('lists.deeds.confirm')} onClick={() => confirm(true)} /><Deed keyName="X" name={t('lists.deeds.refuse')} onClick={() => confirm(false)} /><Deed keyName="U" name={t('lists.deeds.reopen')} onClick={takeBack} /></>}
        {of === 'closed' && (first.outcome === 'handled' || first.outcome === 'dismiss') && <Deed keyName="↵" name={t('lists.deeds.reopen')} onClick={takeBack} />}
      </div>
      <Said queue={queue} />
      {hearing && <HearingDialog asked={first.hearing?.step === 'requested'} today={queue.counts?.today ?? ''} save={hear} close={() => setHearing(false)} />}
    </section>
  )
}

const Deed = ({ keyName, name, primary = false, onClick }: { keyName: string; name: string; primary?: boolean; onClick: () => void }): ReactElement =>
  <Button type={primary ? 'primary' : 'default'} size="small" onClick={(event) => { event.currentTarget.blur(); onClick() }}><span>{name}</span> <kbd>{keyName}</kbd></Button>

/** What the last deed did, and why some cases were left as they were. */
function Said({ queue: { last, failed, undo } }: { queue: Queue }): ReactElement {
  const { t } = useTranslation()
  const worded = useErrorWords()
  return (
    <div className="case-said" role="status">
      {failed !== null && <p className="bad">{worded(failed).title} {worded(failed).hint}</p>}
      {last && last.done.done > 0 && <p>{t('lists.done', { n: last.done.done, what: last.what })} {last.undo && <Button size="small" type="link" onClick={() => void undo()}>{t('lists.undo')} <kbd>Z</kbd></Button>}</p>}
      {last && last.done.refused.length > 0 && <p className="bad">{t('lists.refused', { n: last.done.refused.length })}</p>}
      {last?.done.refused.slice(0, refusalsShown).map((one) => <p key={one.caseNo} className="bad">{worded(fromErrorValue(one)).title} <span className="muted">{worded(fromErrorValue(one)).hint}</span></p>)}
    </div>
  )
}
