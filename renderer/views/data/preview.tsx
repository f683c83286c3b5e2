import { InputNumber, Segmented, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilePreview } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useAnswer } from '../../app/useAnswer.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { classOf, type Pending } from './pending.ts'
import { TypedRows } from './typedRows.tsx'

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const
/** Columns drawn; the mapping beside lists them all. */
const widest = 60

const isText = (format: FilePreview['format']): boolean => format === 'csv' || format === 'json' || format === 'jsonl'
/** Files whose values bear their own names have no header row. */
const isNamed = (format: FilePreview['format']): boolean => format === 'json' || format === 'jsonl' || format === 'parquet' || format === 'duckdb'

/** The file as parsed, or as the import would type it. A click on a row's number makes it the header. */
export function Preview({ pending, onDecide, onRead }: { pending: Pending; /** Another reading of the file. */ onDecide: (decided: Pending['decided']) => void; /** Another reading of its cells. */ onRead: (decided: Pending['decided']) => void }): ReactElement {
  const { preview, decided, error, loading } = pending
  const [typed, setTyped] = useState(false)
  const { t } = useTranslation()
  const labels = useLabels()
  const headerRow = decided.headerRow ?? preview?.headerRow ?? 1
  const mapped = decided.mapping ?? preview?.columns ?? []
  const decide = (changes: Pending['decided']): void => onDecide({ ...decided, mapping: undefined, ...changes }) // another reading has other columns
  return (
    <section className="section wizard-preview" aria-label={t('data.preview')} aria-busy={loading}>
      <div className="section-head">
        <h2>{t('data.preview')}</h2>
        {preview !== null && classOf(pending) !== undefined && <Segmented size="small" value={typed ? 'typed' : 'raw'} onChange={(value) => setTyped(value === 'typed')} options={(['raw', 'typed'] as const).map((value) => ({ value, label: t(`lookup.preview.${value}`) }))} />}
        <span className="spring" />
        {preview !== null && <label className="header-row"><span className="muted">{t('lookup.dateOrder')}</span><Select<'' | 'day_first' | 'month_first'>
          size="small" className="date-order" aria-label={t('lookup.dateOrder')} value={decided.dateOrder ?? ''} onChange={(dateOrder) => onRead({ ...decided, dateOrder: dateOrder === '' ? undefined : dateOrder })}
          options={[{ value: '', label: t('lookup.dateOrders.auto') }, ...(['day_first', 'month_first'] as const).map((value) => ({ value, label: t(`lookup.dateOrders.${value}`) }))]} popupMatchSelectWidth={false}
        /></label>}
        {(preview === null || isText(preview.format)) && (
          <Select size="small" className="encoding-select" aria-label={t('data.encoding')} value={decided.encoding ?? encodings.find((one) => preview?.encoding.startsWith(one)) ?? null} placeholder={t('data.encoding')} onChange={(encoding) => decide({ encoding: encoding ?? undefined })} options={encodings.map((value) => ({ value, label: value.toUpperCase() }))} />
        )}
        {(preview === null || !isNamed(preview.format)) && <label className="header-row"><span className="muted">{t('data.headerRow')}</span><InputNumber size="small" min={0} max={1000} value={headerRow} onChange={(value) => { if (value !== null) decide({ headerRow: value }) }} /></label>}
      </div>
      {error !== null ? <ErrorState error={error} /> : preview === null ? <Skeleton rows={10} /> : typed && classOf(pending) !== undefined ? <Typed pending={pending} /> : (
        <div className="preview-scroll">
          <table className="table preview-table">
            <thead><tr><td />{mapped.slice(0, widest).map((one, i) => <th key={i}>{one.column === '' ? <span className="muted">{t('data.keptExtra')}</span> : labels.column(one.column)}</th>)}</tr>
              {isNamed(preview.format) && <tr data-role="header" aria-label={t('data.sourceNames')}><td />{preview.columns.slice(0, widest).map((one, i) => <th key={i} scope="col">{one.source}</th>)}</tr>}
            </thead>
            <tbody>
              {preview.rows.map((row, i) => (
                <tr key={i} data-role={i + 1 === headerRow ? 'header' : i + 1 < headerRow ? 'title' : 'row'}>
                  <th scope="row"><button type="button" className="plain" title={t('data.makeHeader', { row: i + 1 })} aria-label={t('data.makeHeader', { row: i + 1 })} onClick={() => decide({ headerRow: i + 1 })}>{i + 1}</button></th>
                  {row.slice(0, widest).map((cell, j) => <td key={j} title={cell}>{cell}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** The same rows after the import's own reading, and how many of all it would refuse. */
function Typed({ pending }: { pending: Pending }): ReactElement {
  const recordClass = classOf(pending)
  const { answer, error, loading } = useAnswer('typedPreview', { ...pending.decided, path: pending.picked.path, name: pending.picked.name, ...(recordClass ? { recordClass } : {}) }, [], { keep: true })
  if (error !== null) return <ErrorState error={error} />
  return answer === null ? <Skeleton rows={10} /> : <div className="typed" aria-busy={loading}><TypedRows preview={answer} /></div>
}
