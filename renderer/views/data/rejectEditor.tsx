import { App, Button, Input } from 'antd'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { MendReport, Reject, RejectCheck } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { useCodeWords } from '../../components/codeWords.ts'
import { formatNumber, formatTime, formatValue, unknown } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { useReason } from './reason.ts'
import type { RejectKey } from './rejects.ts'

export interface RejectEditorProps {
  of: RejectKey
  /** From 0, in the filter's order. */
  place: number
  total: number
  /** The row is out of quarantine. */
  onLoaded: (report: MendReport) => void
  onNext: () => void
  onDiscard: () => void
  onClose: () => void
}

/** One reject: its cells under its file's headers, what a person makes of them, and what each would become, read as its file was read. */
export function RejectEditor(props: RejectEditorProps): ReactElement {
  const { answer, error, again } = useAnswer('rejectRow', props.of)
  if (error !== null) return <div className="original"><ErrorState error={error} again={again} compact /></div>
  return <div className="original">{answer ? <Cells reject={answer} {...props} /> : <Skeleton rows={5} />}</div>
}

function Cells({ reject, of, place, total, onLoaded, onNext, onDiscard, onClose }: RejectEditorProps & { reject: Reject }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { message } = App.useApp()
  const labels = useLabels()
  const reasonOf = useReason()
  const coded = useCodeWords()
  const job = useJob()
  const [cells, setCells] = useState(reject.cells)
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLDivElement>(null)
  const { check, error } = useCheck(of, cells)
  const values = new Map(check?.values.map((one) => [one.column, one.value]))
  useEffect(() => { first.current?.querySelector('input')?.focus() }, [])

  const load = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    const report = await job('mend', () => engine.mendRejects({ rows: [{ ...of, cells }] }))
    setBusy(false)
    if (!report) return
    if (report.loaded + report.duplicate > 0) {
      void message.success(t('desk.loaded', { row: formatNumber(of.sourceRow, language) }))
      onLoaded(report)
    } else if (report.refused > 0) void message.warning(t('desk.wouldRefuse', { reason: Object.keys(report.reasons).map(reasonOf).join(labels.comma) }))
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void load()
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const becomes = (i: number): string => {
    const header = reject.headers[i]
    if (!header) return ''
    const value = header.column === '' ? undefined : values.get(header.column)
    if (value !== undefined && /^-?\d+\.\d+(e[+-]?\d+)?$/.test(value)) return formatValue(Number(value), language)
    return (value === undefined ? undefined : coded(header.column, value)) ?? check?.extra[header.source] ?? (cells[i]?.trim() ? '' : unknown)
  }
  return (
    <div onKeyDown={press} role="group" aria-label={t('desk.editor', { file: reject.file, row: formatNumber(of.sourceRow, language) })} ref={first}>
      <div className="section-head desk-editor-head">
        <h2 className="cut-text">{t('desk.editor', { file: reject.file, row: formatNumber(of.sourceRow, language) })}</h2>
        <span className="muted number">{t('desk.place', { place: formatNumber(place + 1, language), total: formatNumber(total, language) })}</span>
        <span className={check?.reason === null ? 'good' : 'bad'} role="status" aria-live="polite">
          {error === null ? <Verdict check={check} /> : null}
        </span>
        <span className="spring" />
        <Button size="small" type="primary" loading={busy} onClick={() => void load()}>{t('desk.load')}</Button>
        <Button size="small" onClick={onDiscard} disabled={reject.discarded !== null}>{t('desk.discard')}</Button>
        <Button size="small" onClick={onNext}>{t('desk.next')}</Button>
        <Button size="small" type="text" onClick={onClose}>{t('shell.close')}</Button>
      </div>
      {error !== null && <ErrorState error={error} compact />}
      {reject.raw !== null && <p className="desk-raw"><span className="muted">{t('desk.raw')}</span> <span className="mono">{reject.raw.slice(0, 2000)}</span></p>}
      <table className="table desk-cells">
        <thead><tr><th>{t('desk.header')}</th><th>{t('desk.goesTo')}</th><th>{t('desk.original')}</th><th>{t('desk.mendedCell')}</th><th>{t('desk.becomes')}</th></tr></thead>
        <tbody>
          {cells.map((cell, i) => {
            const header = reject.headers[i]
            const name = header?.source ?? t('desk.beyond', { n: i - reject.headers.length + 1 })
            return (
              <tr key={i}>
                <td className={header ? '' : 'bad'}>{name}</td>
                <td className="muted">{header ? (header.column === '' ? t('data.keptExtra') : labels.column(header.column)) : ''}</td>
                <td className="mono desk-before" title={reject.cells[i]}>{reject.raw === null ? reject.cells[i] || unknown : ''}</td>
                <td><Input size="small" aria-label={name} value={cell} status={cell === reject.cells[i] ? '' : 'warning'} onChange={(event) => setCells(cells.map((one, k) => (k === i ? event.target.value : one)))} /></td>
                <td className="desk-becomes" title={becomes(i)}>{becomes(i)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {reject.history.length > 0 && (
        <div className="desk-history">
          <h3 className="muted">{t('desk.history')}</h3>
          <ul>
            {reject.history.map((one, i) => (
              <li key={i}>
                {t('desk.historyLine', { at: formatTime(one.at), by: one.by || unknown, outcome: t(`desk.outcomes.${one.outcome}`) })}
                {one.note !== null && <> · {one.note}</>}{one.via !== null && <> · {one.via}</>}{one.undoneAt !== null && <span className="muted"> · {t('desk.historyUndone', { at: formatTime(one.undoneAt) })}</span>}
                {one.became && <span className="mono muted"> {one.original} → {JSON.stringify(one.became)}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Verdict({ check }: { check: RejectCheck | null }): ReactElement {
  const { t } = useTranslation()
  const reasonOf = useReason()
  if (!check) return <span className="muted">{t('desk.checking')}</span>
  if (check.reason !== null) return <>{t('desk.wouldRefuse', { reason: reasonOf(check.reason) })}</>
  if (check.duplicate) return <>{t('desk.wouldBeDuplicate')}</>
  return <>{check.subject ? t('desk.wouldLoadUnder', { subject: check.subject.name }) : t('desk.wouldLoad')}</>
}

/** What the cells would become, asked when the typing rests. The answer before stays until the next. */
function useCheck(of: RejectKey, cells: string[]): { check: RejectCheck | null; error: unknown } {
  const { engine } = useSession()
  const [held, setHeld] = useState<{ check: RejectCheck | null; error: unknown }>({ check: null, error: null })
  useEffect(() => {
    let wanted = true
    const timer = setTimeout(() => {
      engine.checkReject({ ...of, cells }).then(
        (check) => { if (wanted) setHeld({ check, error: null }) },
        (error: unknown) => { if (wanted) setHeld({ check: null, error }) },
      )
    }, 250)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engine, of.fileId, of.sourceRow, cells])
  return held
}
