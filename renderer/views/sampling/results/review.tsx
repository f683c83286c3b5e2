import { App, Button, Input, type InputRef } from 'antd'
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { MingchaError } from '../../../../shared/errors.ts'
import { samePerson } from '../../../app/person.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf, type Row } from '../../../components/arrow.ts'
import { formatNumber } from '../../../components/format.ts'
import { Empty, ErrorState, Skeleton, useErrorWords } from '../../../components/states.tsx'
import { useKeys } from '../../../components/useKeys.ts'
import { stored } from './drafts.ts'
import { PersonField } from './personField.tsx'
import type { ResultsProps, Who } from './props.ts'
import { ResultCard } from './resultCard.tsx'
import { useCodes } from './useCodes.ts'

/** Those of the queue that are listed at once. */
const listed = 200

/** What waits for review, one after the other, by keys alone: J and K move, A approves, R returns with a reason. Nobody reviews what they entered, and is told so. */
export function Review({ of, who }: ResultsProps & Who): ReactElement {
  const person = who.name
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const codes = useCodes()
  const { answer, error, again } = useAnswer('listResults', { of, states: ['awaiting_review'], limit: listed }, ['results', 'draws'], { keep: true })
  const rows = useMemo(() => (answer ? rowsOf(answer.arrow) : []), [answer])
  const [place, setPlace] = useState(0)
  const [returning, setReturning] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  /** What was just decided stands in the queue until it is told anew: the next key must not decide it twice. */
  const [decided, setDecided] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const reason = useRef<InputRef>(null)
  const at = Math.min(place, Math.max(0, rows.length - 1))
  const row: Row | undefined = rows[at]
  const detail = useAnswer('readResult', row ? { result: Number(row.result) } : null, ['results'], { keep: true })
  const shown = detail.answer && row && detail.answer.result === Number(row.result) ? detail.answer : null
  const stands = shown === null ? '' : `${shown.result} ${shown.revision}`
  const own = shown !== null && shown.enteredByAll.some((one) => samePerson(one, person))
  const nobody = person.trim() === ''
  const may = who.may('reviewResults')
  const free = !busy && shown !== null && decided !== stands && !nobody && !own && may

  const move = (by: number): void => {
    setReturning(null)
    setPlace(Math.max(0, Math.min(rows.length - 1, at + by)))
  }
  const decide = async (decision: 'approve' | 'return'): Promise<void> => {
    if (!free || (decision === 'return' && (returning ?? '').trim() === '')) return
    setBusy(true)
    try {
      const { refused: [no] } = await engine.reviewResults({ by: person, results: [{ result: shown.result, revision: shown.revision }], decision, ...(decision === 'return' ? { reason: returning! } : {}) })
      if (no) {
        const { title, hint } = words(new MingchaError(no.code, no.message, no.hint, no.params))
        void message.error(`${title} ${hint}`)
      } else {
        setReturning(null)
        setDecided(stands)
        list.current?.focus()
      }
    } catch (failure) {
      void message.error(`${words(failure).title} ${words(failure).hint}`)
    } finally {
      setBusy(false)
    }
  }
  useKeys({ j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), a: () => void decide('approve'), r: () => { if (free) setReturning('') } })
  useEffect(() => { if (returning === '') reason.current?.focus() }, [returning])
  useEffect(() => { list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }) }, [at, rows])

  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer) return <Skeleton rows={8} />
  return (
    <div className="results">
      <div className="results-tools">
        <b className="review-left" role="status">{t('results.toReview', { left: formatNumber(answer.total, language) })}</b>
        <span className="muted">{t('results.reviewKeys')}</span>
        <span className="spring" />
        <PersonField of={who} />
      </div>
      {rows.length === 0
        ? <section className="section"><Empty title={t('results.reviewNone')}>{t('results.reviewNoneText')}</Empty></section>
        : (
            <div className="results-body section review">
              <div className="review-queue" ref={list} role="listbox" tabIndex={0} aria-label={t('results.queue')} aria-activedescendant={row ? `review-${String(row.result)}` : undefined}>
                {rows.map((one, i) => (
                  <div key={String(one.result)} id={`review-${String(one.result)}`} role="option" aria-selected={i === at} className="review-entry" onClick={() => { setReturning(null); setPlace(i) }}>
                    <span className="review-name">{String(one.name ?? one.id)}</span>
                    <span className={one.problem === true ? 'bad review-line' : 'muted review-line'}>{stored(one).codes.map((code) => codes.name(code, one.code_set as string | null)).join(t('shell.comma'))}</span>
                  </div>
                ))}
              </div>
              <div className="review-detail">
                {detail.error !== null ? <ErrorState error={detail.error} again={detail.again} compact /> : !shown ? <Skeleton rows={8} /> : (
                  <ResultCard of={shown}>
                    <div className="review-deeds">
                      {own && <p className="bad" role="alert">{t('results.own', { person })}</p>}
                      {nobody && <p className="bad" role="alert">{t('results.nameFirst')}</p>}
                      {!may && <p className="bad" role="alert">{t('results.mayNotReview')}</p>}
                      {returning === null
                        ? (
                            <>
                              <Button type="primary" disabled={!free} loading={busy} onClick={() => void decide('approve')}>{t('results.approve')} <kbd>A</kbd></Button>
                              <Button disabled={!free} onClick={() => setReturning('')}>{t('results.return')} <kbd>R</kbd></Button>
                              <Button type="text" onClick={() => move(1)}>{t('results.next')} <kbd>J</kbd></Button>
                            </>
                          )
                        : (
                            <form className="review-return" onSubmit={(event) => { event.preventDefault(); void decide('return') }}>
                              <Input ref={reason} value={returning} maxLength={500} placeholder={t('results.returnReason')} aria-label={t('results.returnReason')} onChange={(event) => setReturning(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); setReturning(null) } }} />
                              <Button type="primary" htmlType="submit" loading={busy} disabled={returning.trim() === ''}>{t('results.return')}</Button>
                              <Button onClick={() => setReturning(null)}>{t('shell.cancel')}</Button>
                            </form>
                          )}
                    </div>
                  </ResultCard>
                )}
              </div>
            </div>
          )}
    </div>
  )
}
