import { Drawer } from 'antd'
import { useEffect, useRef, type ReactElement, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordClass } from '../../shared/classes.ts'
import type { Lineage, LineageCell } from '../../shared/contract.ts'
import { useLabels } from '../app/labels.ts'
import { useRoute } from '../app/route.ts'
import { useAnswer } from '../app/useAnswer.ts'
import { useSession } from '../app/session.tsx'
import { useCodeWords } from './codeWords.ts'
import { formatTime, formatValue, unknown } from './format.ts'
import { maskCell } from './mask.ts'
import { ErrorState, Skeleton } from './states.tsx'

/** A record by where it came from, and the cell that was asked about. */
export interface RecordCell { recordClass: RecordClass; fileId: number; sourceRow: number; field: string | null }

/** Where a record and each of its cells came from, in a drawer; the cell asked about is marked. */
export function LineageDrawer({ of, onClose }: { of: RecordCell | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  return (
    <Drawer open={of !== null} onClose={onClose} size={480} title={t('desk.lineage')} destroyOnHidden className="record-lineage" closable={{ 'aria-label': t('shell.drawerClose') }}>
      {of && <Found of={of} />}
    </Drawer>
  )
}

function Found({ of: { recordClass, fileId, sourceRow, field } }: { of: RecordCell }): ReactElement {
  const { answer, error, again } = useAnswer('recordLineage', { recordClass, fileId, sourceRow })
  const marked = useRef<HTMLTableRowElement>(null)
  useEffect(() => { marked.current?.scrollIntoView({ block: 'center' }) }, [answer])
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer) return <Skeleton rows={8} />
  return (
    <>
      <Origin lineage={answer} />
      <Cells lineage={answer} field={field} marked={marked} />
    </>
  )
}

/** File, row, batch, and whatever was done to the record since. */
function Origin({ lineage: { file, sourceRow, batch, mend, repair, decision, subject, attached, recordClass } }: { lineage: Lineage }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const { href } = useRoute()
  const by = (name: string): string => name || unknown
  const lines: [string, ReactElement | string][] = [
    [t('domain.columns.class'), labels.recordClass(recordClass)],
    [t('data.file'), file.name],
    ...(file.sheet === null ? [] : [[t('desk.sheet'), file.sheet] as [string, string]]),
    [t('domain.columns.source_row'), String(sourceRow)],
    [t('domain.columns.batch'), t('desk.importedBy', { batch: batch.batch, at: formatTime(batch.importedAt), by: by(batch.importedBy) })],
    [t('desk.readAs'), [file.format, file.encoding, ...(file.recipe ? [t('desk.byRecipe', file.recipe)] : []), ...(file.dateOrder ? [t(`desk.dateOrders.${file.dateOrder}`)] : []), ...Object.entries(file.units).map(([column, unit]) => `${labels.column(column)} ${unit}`)].filter((one) => one !== '').join(' · ')],
    [t('desk.attached'), <>{subject ? <a href={href('profile', [String(subject.subjectId)])}>{subject.name}</a> : t('desk.noSubject')} <span className="muted">{t(`domain.attached.${attached}`)}</span></>],
    ...(repair ? [[t('desk.repair'), <span key="r"><span className="mono">{repair.rawCode}</span> → <span className="mono">{repair.code}</span> <span className="muted">{[repair.damage && t(`data.damages.${repair.damage}`), t(`data.evidences.${repair.evidence}`)].filter(Boolean).join(' · ')}</span></span>] as [string, ReactElement]] : []),
    ...(decision ? [[t('desk.decision'), t('desk.decided', { at: formatTime(decision.at), by: decision.by || t('desk.program') })] as [string, string]] : []),
    ...(mend ? [[t('desk.mended'), <>{t('desk.mendedBy', { batch: mend.batch, at: formatTime(mend.at), by: by(mend.by) })}{mend.via !== null && <> · {mend.via}</>}<span className="lineage-before">{t('desk.wasWritten')} <span className="mono">{mend.original}</span></span></>] as [string, ReactElement]] : []),
    [t('desk.hash'), <span key="h" className="mono lineage-hash">{file.sha256}</span>],
  ]
  return <dl className="lineage-lines">{lines.map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
}

function Cells({ lineage, field, marked }: { lineage: Lineage; field: string | null; marked: RefObject<HTMLTableRowElement | null> }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const coded = useCodeWords()
  const labels = useLabels()
  const row = Object.fromEntries(lineage.cells.map((cell) => [cell.column, cell.value]))
  const shown = (column: string, text: string): string => String(maskCell(column, text, row))
  const said = ({ column, value, how }: LineageCell): string => {
    if (value === null) return unknown
    if (how === 'derived') return coded(column, value)
    return how === 'read' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) && column !== 'year' ? formatValue(Number(value), language) : shown(column, value)
  }
  const cells = lineage.cells.filter((cell) => cell.value !== null || cell.sources.length > 0 || cell.column === field)
  return (
    <table className="table lineage-cells">
      <thead><tr><th>{t('desk.column')}</th><th>{t('desk.value')}</th><th>{t('desk.asWritten')}</th></tr></thead>
      <tbody>
        {cells.map((cell) => (
          <tr key={cell.column} ref={cell.column === field ? marked : null} aria-current={cell.column === field}>
            <td>{labels.column(cell.column)}</td>
            <td>{said(cell)}</td>
            <td>
              {cell.sources.map(({ header, raw }) => (
                <span key={header} className="lineage-source"><span className="muted">{header}</span> {raw === null ? <span className="muted" title={t('desk.notKeptText')}>{t('desk.notKept')}</span> : <span className="mono">{shown(cell.column, raw)}</span>}</span>
              ))}
              {cell.how !== 'text' && <span className="muted lineage-how">{t(`desk.how.${cell.how}`)}</span>}
            </td>
          </tr>
        ))}
        {lineage.extra.map(({ header, raw }) => <tr key={`extra ${header}`}><td className="muted">{t('data.keptExtra')}</td><td>{raw}</td><td><span className="muted">{header}</span></td></tr>)}
      </tbody>
    </table>
  )
}
