import { App, Button, Drawer, Input, Modal, Segmented, Select } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fromErrorValue } from '../../../shared/errors.ts'
import { jointFormats, jointResults, jointStates, type JointImport, type JointRequest, type JointResult, type JointState } from '../../../shared/punishments.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate, formatNumber, formatTime } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { useSaving } from '../../components/useSaving.ts'
import { useDeskPerson } from './useDeskPerson.ts'
import { useRows } from './useRows.ts'

const page = 200
const refusalsShown = 20

/** Joint punishment: what was asked of other departments or by them, the files that went and came, and what was answered. */
export function Measures(): ReactElement {
  const { t } = useTranslation()
  const { language, engine, host } = useSession()
  const { href } = useRoute()
  const { message } = App.useApp()
  const { by, fixed, write } = useDeskPerson()
  const { saving, wrong, save } = useSaving()
  const [direction, setDirection] = useState<'out' | 'in'>('out')
  const [state, setState] = useState<JointState | 'all' | 'unsent'>('all')
  const [text, setText] = useState('')
  const [offset, setOffset] = useState(0)
  const [format, setFormat] = useState<(typeof jointFormats)[number]>('xlsx')
  const [open, setOpen] = useState<number | null>(null)
  const [dialog, setDialog] = useState<'release' | 'answer' | null>(null)
  const [brought, setBrought] = useState<JointImport | null>(null)
  const filter = { direction, ...(state === 'all' ? {} : state === 'unsent' ? { unsent: true, state: 'open' as const } : { state }), ...(text.trim() === '' ? {} : { text: text.trim() }) }
  const { answer, error, again } = useAnswer('listMeasures', { ...filter, offset, limit: page }, ['workspace', 'cases', 'punishments'], { keep: true })
  const { answer: catalogue } = useAnswer('measureBook', {}, ['workspace'])
  const named = new Map(catalogue?.measures.map((one) => [one.code, language === 'en' ? one.nameEn : one.nameZh]))
  const rows = useRows(answer?.requests ?? [], (one) => one.request, JSON.stringify([filter, offset]))
  const body = useRef<HTMLTableSectionElement>(null)
  useEffect(() => { body.current?.children[rows.at]?.scrollIntoView({ block: 'nearest' }) }, [rows.at])
  const kind = direction === 'out' ? 'request' : 'feedback'
  const change = (next: () => void) => (): void => { setOffset(0); next() }

  const out = (): void => save(async () => {
    if (rows.chosen.length === 0) return
    const made = await engine.exportMeasures({ kind, requests: rows.chosen.map((one) => one.request), format, by })
    await host.saveFile(made.name, made.bytes)
    rows.clear()
    void message.success(t('punishments.sent', { lines: formatNumber(made.lines, language), name: made.name, hash: made.sha256.slice(0, 12) }))
  })
  const bring = (): void => save(async () => {
    const [found] = await host.chooseFiles()
    if (!found) return
    setBrought(await engine.importMeasures({ kind: direction === 'out' ? 'feedback' : 'request', path: found.path, name: found.name, by }))
  })
  useKeys({
    j: () => rows.go(rows.at + 1), ArrowDown: () => rows.go(rows.at + 1), k: () => rows.go(rows.at - 1), ArrowUp: () => rows.go(rows.at - 1),
    ' ': () => { if (rows.current) rows.mark(rows.current.request) }, o: out, i: bring, l: () => setOpen(rows.current?.request ?? null), x: () => { if (direction === 'out' && rows.chosen.length > 0) setDialog('release') }, a: () => { if (rows.chosen.length > 0) setDialog('answer') },
  }, saving)
  return (
    <section className="section case-entries" aria-label={t('lists.queues.measures')}>
      <div className="section-head">
        <Segmented size="small" aria-label={t('punishments.direction')} value={direction} onChange={(next) => change(() => setDirection(next))()} options={(['out', 'in'] as const).map((value) => ({ value, label: t(`punishments.directions.${value}`) }))} />
        <Select size="small" className="punish-state" aria-label={t('punishments.state')} value={state} onChange={(next) => change(() => setState(next))()}
          options={[{ value: 'all' as const, label: t('punishments.allStates') }, ...(direction === 'out' ? [{ value: 'unsent' as const, label: `${t('punishments.unsent')} ${formatNumber(answer?.unsent ?? 0, language)}` }] : []), ...jointStates.map((value) => ({ value, label: `${t(`punishments.states.${value}`)} ${formatNumber(answer?.counts[value] ?? 0, language)}` }))]} />
        <Input size="small" className="case-search" allowClear value={text} placeholder={t('lists.search')} aria-label={t('lists.search')} onChange={(event) => change(() => setText(event.target.value))()} />
        <span className="spring" />
        <Input size="small" className="punish-person" value={by} maxLength={60} disabled={fixed} placeholder={t('lists.person')} aria-label={t('lists.person')} onChange={(event) => write(event.target.value)} />
        <Segmented size="small" aria-label={t('punishments.format')} value={format} onChange={setFormat} options={jointFormats.map((value) => ({ value, label: value.toUpperCase() }))} />
        <Button size="small" type="primary" loading={saving} disabled={by === '' || rows.chosen.length === 0} onClick={out}>{t(`punishments.out.${kind}`, { n: formatNumber(rows.chosen.length, language) })} <kbd>O</kbd></Button>
        <Button size="small" disabled={by === ''} onClick={bring}>{t(`punishments.bring.${direction}`)} <kbd>I</kbd></Button>
        <Button size="small" disabled={by === '' || rows.chosen.length === 0} onClick={() => setDialog('answer')}>{t('punishments.answer')} <kbd>A</kbd></Button>
        {direction === 'out' && <Button size="small" disabled={by === '' || rows.chosen.length === 0} onClick={() => setDialog('release')}>{t('punishments.release')} <kbd>X</kbd></Button>}
      </div>
      {wrong !== '' && <p className="bad punish-said" role="alert">{wrong}</p>}
      {brought && <Brought of={brought} close={() => setBrought(null)} />}
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={8} /> : answer.requests.length === 0 ? <Empty title={t('punishments.none')}>{t(`punishments.noneText.${direction}`)}</Empty> : (
        <div className="files-scroll" tabIndex={0}>
          <table className="table table-rows">
            <thead><tr><th /><th>{t('punishments.number')}</th><th>{t('lists.party')}</th><th>{t('punishments.measure')}</th><th>{t('punishments.ground')}</th><th>{t('punishments.executing')}</th><th>{t('punishments.valid')}</th><th>{t('punishments.state')}</th></tr></thead>
            <tbody ref={body}>
              {answer.requests.map((one, i) => (
                <tr key={one.request} aria-selected={i === rows.at} onClick={() => rows.go(i)} onDoubleClick={() => setOpen(one.request)}>
                  <td><input type="checkbox" tabIndex={-1} aria-label={one.number} checked={rows.marked.has(one.request)} onChange={() => rows.mark(one.request)} /></td>
                  <td className="nowrap mono"><button type="button" className="link" onClick={() => setOpen(one.request)}>{one.number}</button></td>
                  <td className="punish-cut" title={one.name}>{one.subjectId === null ? one.name : <a href={href('profile', [String(one.subjectId)])}>{one.name}</a>}</td>
                  <td className="punish-cut" title={`${one.content} ${one.basis}`}>{named.get(one.measure) ?? one.content}</td>
                  <td className="cut" title={one.ground}>{one.ground}</td>
                  <td className="punish-cut" title={direction === 'out' ? one.executing : one.requesting}>{direction === 'out' ? one.executing : one.requesting}</td>
                  <td className="nowrap">{formatDate(one.validFrom)} – {one.validUntil === null ? t('punishments.untilEnd') : formatDate(one.validUntil)}</td>
                  <td className="nowrap">{t(`punishments.states.${one.state}`)}{one.direction === 'out' && one.file === null && <span className="muted"> · {t('punishments.unsent')}</span>}{one.feedback !== null && <span className="muted"> · {formatDate(one.feedback.executedOn)}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {answer && answer.total > page && <Pager offset={offset} total={answer.total} go={setOffset} />}
      {open !== null && <Drawer open onClose={() => setOpen(null)} size={560} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={t('punishments.request', { request: open })}><Detail request={open} /></Drawer>}
      {dialog !== null && <Deed what={dialog} requests={rows.chosen} by={by} close={() => { setDialog(null); rows.clear() }} />}
    </section>
  )
}

/** Pages of a table that is longer than one answer. */
export function Pager({ offset, total, go }: { offset: number; total: number; go: (to: number) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const last = Math.min(total, offset + page)
  return (
    <p className="case-count muted punish-pager">
      {t('punishments.page', { first: formatNumber(offset + 1, language), last: formatNumber(last, language), total: formatNumber(total, language) })}
      <Button size="small" type="link" disabled={offset === 0} onClick={() => go(Math.max(0, offset - page))}>{t('punishments.before')}</Button>
      <Button size="small" type="link" disabled={last >= total} onClick={() => go(offset + page)}>{t('punishments.after')}</Button>
    </p>
  )
}

function Brought({ of, close }: { of: JointImport; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const worded = useErrorWords()
  return (
    <div className="punish-said" role="status">
      <p>{t(of.before ? 'punishments.cameBefore' : 'punishments.came', { name: of.name, hash: of.sha256.slice(0, 12), taken: formatNumber(of.taken, language), same: formatNumber(of.same, language), refused: formatNumber(of.refused.length, language) })} <Button size="small" type="link" onClick={close}>{t('shell.close')}</Button></p>
      {of.refused.slice(0, refusalsShown).map((one) => <p key={`${one.place} ${one.code}`} className="bad">{worded(fromErrorValue(one)).title} <span className="muted">{worded(fromErrorValue(one)).hint}</span></p>)}
    </div>
  )
}

/** One request with every field that the law wants, its answers, and what happened to it. */
function Detail({ request }: { request: number }): ReactElement {
  const { t } = useTranslation()
  const { answer, error, again } = useAnswer('readMeasure', { request }, ['punishments', 'cases'])
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (answer === null) return <Skeleton rows={8} />
  const { request: one, feedback, events } = answer
  const fields: [string, string][] = [
    ['number', one.number], ['party', `${one.name} ${one.code}`], ['area', one.area], ['ground', one.ground], ['basis', one.basis], ['content', one.content], ['requesting', one.requesting], ['executing', one.executing],
    ['valid', `${formatDate(one.validFrom)} – ${one.validUntil === null ? t('punishments.untilEnd') : formatDate(one.validUntil)}`], ['reason', one.reason], ['by', `${one.requestedBy} ${formatDate(one.requestedOn)}`], ['seal', one.seal],
  ]
  return (
    <div className="punish-detail">
      <dl className="case-proposal">{fields.map(([name, value]) => <div key={name}><dt>{t(`punishments.fields.${name}`)}</dt><dd className={name === 'seal' ? 'mono' : ''}>{value}</dd></div>)}</dl>
      <h3>{t('punishments.feedback')}</h3>
      {feedback.length === 0 ? <p className="muted">{t('punishments.noFeedback')}</p> : <ul className="case-lines">{feedback.map((said) => <li key={said.feedback}><span>{formatDate(said.executedOn)}</span><span>{said.department} {said.person} · {t(`punishments.states.${said.result}`)}{said.note !== '' && ` · ${said.note}`}</span></li>)}</ul>}
      <h3>{t('lists.events')}</h3>
      <ul className="case-lines">{events.map((event) => <li key={event.revision}><span>{formatTime(event.happenedAt)}</span><span>{event.doneBy || t('lists.byProgram')} · {t(`punishments.events.${event.kind}`)}{event.reason !== '' && ` · ${event.reason}`}{event.fileName !== null && <> · {event.fileName} <span className="mono muted">{event.sha256?.slice(0, 12)}</span></>}</span></li>)}</ul>
    </div>
  )
}

function Deed({ what, requests, by, close }: { what: 'release' | 'answer'; requests: readonly JointRequest[]; by: string; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const worded = useErrorWords()
  const { saving, wrong, save } = useSaving()
  const first = useRef<TextAreaRef>(null)
  const [reason, setReason] = useState('')
  const [department, setDepartment] = useState(requests[0]?.executing ?? '')
  const [result, setResult] = useState<JointResult>('executed')
  const [refused, setRefused] = useState<JointImport['refused']>([])
  const seen = requests.map(({ request, revision }) => ({ request, revision }))
  const act = async (): Promise<void> => {
    const done = what === 'release' ? await engine.releaseMeasures({ requests: seen, by, reason }) : await engine.answerMeasures({ requests: seen, result, note: reason, department, by })
    setRefused(done.refused)
    if (done.refused.length === 0) close()
  }
  return (
    <Modal open title={t(`punishments.${what}For`, { n: requests.length })} footer={null} afterOpenChange={(open) => { if (open) first.current?.focus() }} onCancel={close} destroyOnHidden>
      <form className="case-removal" onSubmit={(event) => { event.preventDefault(); save(act) }}>
        {what === 'answer' && <>
          <Segmented aria-label={t('punishments.feedback')} value={result} onChange={setResult} options={jointResults.map((value) => ({ value, label: t(`punishments.states.${value}`) }))} />
          <label className="case-field"><span>{t('punishments.department')}</span><Input value={department} maxLength={100} onChange={(event) => setDepartment(event.target.value)} /></label>
        </>}
        <label className="case-field"><span>{t(what === 'release' ? 'lists.reason' : 'punishments.note')}</span><Input.TextArea ref={first} value={reason} maxLength={1000} rows={3} onChange={(event) => setReason(event.target.value)} /></label>
        {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
        {refused.slice(0, refusalsShown).map((one) => <p key={one.place} className="bad">{worded(fromErrorValue(one)).title} <span className="muted">{worded(fromErrorValue(one)).hint}</span></p>)}
        <Button type="primary" htmlType="submit" loading={saving} disabled={by === '' || (what === 'release' ? reason.trim() === '' : department.trim() === '')}>{t(`punishments.${what}`)}</Button>
      </form>
    </Modal>
  )
}
