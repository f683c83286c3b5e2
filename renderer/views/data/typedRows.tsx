import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { TypedPreview } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatValue } from '../../components/format.ts'
import { useReason } from './reason.ts'

/** Columns drawn. */
const widest = 60

/** What the import would make of a file's first rows: each value above the text that it was read from, where the two differ. */
export function TypedRows({ preview: { columns, sources, rows, read, refused, reasons, unread, whole } }: { preview: TypedPreview }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const reasonOf = useReason()
  const at = columns.map((one) => (one.source === null ? -1 : sources.indexOf(one.source)))
  const figure = (value: number): string => formatNumber(value, language)
  return (
    <>
      <p className="typed-sum">
        <span>{t('lookup.typedOf', { read: figure(read), refused: figure(refused) })}</span>
        {Object.entries(reasons).map(([reason, count]) => <span key={reason} className="bad">{reasonOf(reason)} {figure(count)}</span>)}
        {Object.entries(unread).map(([column, cells]) => <span key={column} className="bad">{t('lookup.typedUnread', { column: labels.column(column), cells: figure(cells) })}</span>)}
        {!whole && <span className="muted">{t('lookup.typedPart')}</span>}
      </p>
      <div className="preview-scroll">
        <table className="table preview-table typed-table">
          <thead><tr><td />{columns.slice(0, widest).map((one) => <th key={one.column} title={one.type}>{labels.column(one.column)}<span className="typed-source">{one.source ?? t('lookup.derived')}</span></th>)}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row} data-role={row.reason === null ? 'row' : 'refused'}>
                <th scope="row" title={row.reason === null ? undefined : t('lookup.refusedRow', { reason: reasonOf(row.reason) })}>{row.row}{row.reason !== null && <span className="bad typed-source">{reasonOf(row.reason)}</span>}</th>
                {columns.slice(0, widest).map((one, i) => {
                  const value = row.typed[i] ?? null
                  const raw = at[i] === -1 ? '' : (row.raw[at[i]!] ?? '').trim()
                  const shown = value === null ? '' : typeof value === 'number' ? (one.column === 'year' ? String(value) : formatValue(value, language)) : typeof value === 'boolean' ? (value ? '✓' : '✗') : value
                  const lost = value === null && raw !== '' && one.type !== 'VARCHAR'
                  return <td key={one.column} title={raw || undefined}><span className={typeof value === 'number' ? 'number' : undefined}>{shown}</span>{raw !== '' && raw !== shown && <span className={lost ? 'typed-raw bad' : 'typed-raw'}>{raw}</span>}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
