import { App, Button, Input, Modal, Segmented } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListBook, ListEntry } from '../../../shared/lists.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate, formatNumber } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { useSaving } from '../../components/useSaving.ts'
import { Pager } from './measures.tsx'
import { NoticeDialog } from './noticeDialog.tsx'
import { PunishDialog } from './punishDialog.tsx'
import { useDeskPerson } from './useDeskPerson.ts'
import type { CaseWords } from './useCaseWords.ts'
import { useRows } from './useRows.ts'

const shown = 200
const choices = ['listed', 'ending', 'removed'] as const

/** The lists that this workspace keeps: who stands on them, why, until when, what follows from it, and their removal; by keys as well. */
export function Entries({ book, words }: { book: ListBook; words: CaseWords }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const [which, setWhich] = useState<(typeof choices)[number]>('listed')
  const [text, setText] = useState('')
  const [removing, setRemoving] = useState<ListEntry | null>(null)
  const [offset, setOffset] = useState(0)
  const [dialog, setDialog] = useState<'notice' | 'measure' | 'ban' | null>(null)
  const { message } = App.useApp()
  const { answer: measures } = useAnswer('measureBook', {}, ['workspace'])
  const { answer, error, again } = useAnswer('listEntries', { state: which === 'removed' ? 'removed' : 'listed', offset, limit: shown, ...(which === 'ending' ? { ending: true } : {}), ...(text.trim() === '' ? {} : { text: text.trim() }) }, ['workspace', 'records', 'cases'], { keep: true })
  const rows = useRows(answer?.entries ?? [], (one) => one.entry, JSON.stringify([which, text, offset]))
  const body = useRef<HTMLTableSectionElement>(null)
  useEffect(() => { body.current?.children[rows.at]?.scrollIntoView({ block: 'nearest' }) }, [rows.at])
  const standing = which !== 'removed' && rows.chosen.length > 0
  const told = rows.chosen.flatMap((one) => (which === 'removed' ? one.removedByCase ?? [] : one.caseNo))
  const remove = (): void => { if (standing && rows.current?.removalCase === null) setRemoving(rows.current) }
  useKeys({
    j: () => rows.go(rows.at + 1), ArrowDown: () => rows.go(rows.at + 1), k: () => rows.go(rows.at - 1), ArrowUp: () => rows.go(rows.at - 1), ' ': () => { if (rows.current) rows.mark(rows.current.entry) },
    d: () => { if (told.length > 0) setDialog('notice') }, m: () => { if (standing && measures) setDialog('measure') }, b: () => { if (standing && measures) setDialog('ban') }, x: remove,
  })
  return (
    <section className="section case-entries" aria-label={t('lists.queues.entries')}>
      <div className="section-head">
        <h2>{t('lists.queues.entries')}</h2>
        <span className="muted">{answer && t('lists.standing', { abnormal: formatNumber(answer.standing.abnormal, language), serious: formatNumber(answer.standing.serious, language) })}</span>
        <span className="spring" />
        <Input size="small" className="case-search" allowClear value={text} placeholder={t('lists.search')} aria-label={t('lists.search')} onChange={(event) => { setOffset(0); setText(event.target.value) }} />
        <Button size="small" disabled={told.length === 0} onClick={() => setDialog('notice')}>{t('punishments.notice', { n: formatNumber(rows.chosen.length, language) })} <kbd>D</kbd></Button>
        <Button size="small" disabled={!standing || !measures} onClick={() => setDialog('measure')}>{t('punishments.ask0.measure')} <kbd>M</kbd></Button>
        <Button size="small" disabled={!standing || !measures} onClick={() => setDialog('ban')}>{t('punishments.ask0.ban')} <kbd>B</kbd></Button>
        <Segmented size="small" value={which} onChange={(next) => { setOffset(0); setWhich(next) }} options={choices.map((one) => ({ value: one, label: one === 'ending' ? t('lists.ending') : t(`lists.entryStates.${one}`) }))} />
      </div>
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={8} /> : answer.entries.length === 0 ? <Empty title={t('lists.noEntries')}>{t('lists.noEntriesText')}</Empty> : (
        <div className="files-scroll" tabIndex={0}>
          <table className="table table-rows">
            <thead><tr><th /><th>{t('lists.party')}</th><th>{t('lists.list')}</th><th>{t('lists.ground')}</th><th>{t('lists.listedOn')}</th><th>{t(which === 'removed' ? 'lists.removedOn' : 'lists.untilOn')}</th><th>{t('lists.reason')}</th><th>{t('lists.persons')}</th><th /></tr></thead>
            <tbody ref={body}>
              {answer.entries.map((one, i) => (
                <tr key={one.entry} aria-selected={i === rows.at} onClick={() => rows.go(i)}>
                  <td><input type="checkbox" tabIndex={-1} aria-label={one.name} checked={rows.marked.has(one.entry)} onChange={() => rows.mark(one.entry)} /></td>
                  <td className="punish-cut" title={one.name}>{one.subjectId === null ? one.name : <a href={href('profile', [String(one.subjectId)])}>{one.name}</a>}</td>
                  <td className="nowrap">{t(`lists.lists.${one.list}`)}{one.marked && ` (${t('lists.marked')})`}</td>
                  <td className="punish-cut" title={`${words.ground(one.list, one.ground)} ${one.basis}`}>{words.ground(one.list, one.ground)}{one.period !== '' && ` · ${one.period}`}</td>
                  <td className="nowrap">{formatDate(one.listedOn)}</td>
                  <td className="nowrap">{formatDate(which === 'removed' ? one.removedOn : one.untilOn)}</td>
                  <td className="cut" title={one.removalReason ?? one.reason}>{one.removalReason ?? one.reason}</td>
                  <td className="nowrap">{one.decidedBy}{one.secondBy !== null && ` · ${one.secondBy}`}</td>
                  <td className="right">{one.state === 'listed' && (one.removalCase === null ? <Button size="small" type="link" onClick={() => setRemoving(one)}>{t('lists.propose')}</Button> : <span className="muted">{t('lists.waiting')}</span>)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {answer && answer.total > shown && <Pager offset={offset} total={answer.total} go={setOffset} />}
      {dialog === 'notice' && <NoticeDialog cases={told} kinds={which === 'removed' ? ['removal_decision'] : ['listing_decision']} close={() => { setDialog(null); rows.clear() }} />}
      {(dialog === 'measure' || dialog === 'ban') && measures && <PunishDialog what={dialog} entries={rows.chosen} book={measures} close={(done) => { setDialog(null); rows.clear(); if (done > 0) void message.success(t(`punishments.asked.${dialog}`, { n: formatNumber(done, language) })) }} />}
      {removing && <Removal of={removing} book={book} close={() => setRemoving(null)} />}
    </section>
  )
}

function Removal({ of, book, close }: { of: ListEntry; book: ListBook; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { saving, wrong, save } = useSaving()
  const { by, fixed, write } = useDeskPerson()
  const first = useRef<TextAreaRef>(null)
  const [reason, setReason] = useState('')
  const ground = book.lists.find((one) => one.list === of.list)?.grounds.find((one) => one.ground === of.ground)
  const propose = async (): Promise<void> => {
    await engine.proposeRemoval({ entry: of.entry, by, reason })
    close()
  }
  return (
    <Modal open title={t('lists.proposeFor', { name: of.name })} footer={null} afterOpenChange={(open) => { if (open) first.current?.focus() }} onCancel={close} destroyOnHidden>
      <form className="case-removal" onSubmit={(event) => { event.preventDefault(); save(propose) }}>
        {ground && <p className="muted">{t('lists.path', { path: language === 'en' ? ground.removalEn : ground.removalZh, basis: ground.removalBasis })}</p>}
        <label className="case-field"><span>{t('lists.reason')}</span><Input.TextArea ref={first} value={reason} maxLength={1000} rows={4} onChange={(event) => setReason(event.target.value)} /></label>
        <label className="case-field"><span>{t('lists.person')}</span><Input value={by} maxLength={60} disabled={fixed} onChange={(event) => write(event.target.value)} /></label>
        {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
        <Button type="primary" htmlType="submit" loading={saving} disabled={by.trim() === '' || reason.trim() === ''}>{t('lists.proposeNow')}</Button>
      </form>
    </Modal>
  )
}
