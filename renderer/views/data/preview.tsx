import { InputNumber, Select } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilePreview } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import type { Pending } from './pending.ts'

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const
/** Columns drawn; the mapping beside lists them all. */
const widest = 60

const isText = (format: FilePreview['format']): boolean => format === 'csv' || format === 'json' || format === 'jsonl'
/** Files whose values bear their own names have no header row. */
const isNamed = (format: FilePreview['format']): boolean => format === 'json' || format === 'jsonl' || format === 'parquet' || format === 'duckdb'

/** The file as parsed. A click on a row's number makes it the header. */
export function Preview({ pending: { preview, decided, error, loading }, onDecide }: { pending: Pending; onDecide: (decided: Pending['decided']) => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const headerRow = decided.headerRow ?? preview?.headerRow ?? 1
  const mapped = decided.mapping ?? preview?.columns ?? []
  const decide = (changes: Pending['decided']): void => onDecide({ ...decided, mapping: undefined, ...changes }) // another reading has other columns
  return (
    <section className="section wizard-preview" aria-label={t('data.preview')} aria-busy={loading}>
      <div className="section-head">
        <h2>{t('data.preview')}</h2>
        <span className="spring" />
        {(preview === null || isText(preview.format)) && (
          <Select size="small" className="encoding-select" aria-label={t('data.encoding')} value={decided.encoding ?? encodings.find((one) => preview?.encoding.startsWith(one)) ?? null} placeholder={t('data.encoding')} onChange={(encoding) => decide({ encoding: encoding ?? undefined })} options={encodings.map((value) => ({ value, label: value.toUpperCase() }))} />
        )}
        {(preview === null || !isNamed(preview.format)) && <label className="header-row"><span className="muted">{t('data.headerRow')}</span><InputNumber size="small" min={0} max={1000} value={headerRow} onChange={(value) => { if (value !== null) decide({ headerRow: value }) }} /></label>}
      </div>
      {error !== null ? <ErrorState error={error} /> : preview === null ? <Skeleton rows={10} /> : (
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
