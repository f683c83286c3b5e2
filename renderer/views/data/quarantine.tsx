import { Button, Select } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import type { Row } from '../../components/arrow.ts'
import { formatNumber } from '../../components/format.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { Empty } from '../../components/states.tsx'
import { useReason } from './reason.ts'

/** Rows that could not be used, each with its reason and its text as it was. */
export function Quarantine({ files }: { files: SourceFile[] }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { query, setQuery } = useRoute()
  const reasonOf = useReason()
  const [row, setRow] = useState<Row | null>(null)
  const file = files.find((one) => String(one.fileId) === query.file)
  const within = file ? [file] : files
  const reasons = new Map<string, number>()
  for (const one of within) for (const [reason, rows] of Object.entries(one.reasons)) reasons.set(reason, (reasons.get(reason) ?? 0) + rows)
  const columns = useMemo<GridColumn[]>(() => [
    { field: 'reason', title: t('domain.columns.reason'), width: 220, format: (value) => reasonOf(String(value)) },
    { field: 'source_file', title: t('domain.columns.source_file'), width: 240 },
    { field: 'source_row', title: t('domain.columns.source_row'), kind: 'number', width: 90 },
    { field: 'class', title: t('domain.columns.class'), width: 110, format: (value) => t(`domain.classes.${String(value)}`) },
    { field: 'original', title: t('domain.columns.original'), flex: 1, format: (value) => cellsOf(String(value)).join(' │ ') },
  ], [t, reasonOf])
  return (
    <section className="section quarantine" aria-label={t('data.quarantine')}>
      <div className="section-head">
        <h2>{t('data.quarantine')}</h2>
        {file && <span className="chip"><span className="cut-text">{file.name}</span><button type="button" className="chip-off" aria-label={t('shell.removeChip', { chip: file.name })} onClick={() => setQuery({ file: null, reason: null })}>×</button></span>}
        <span className="spring" />
        <Select
          size="small" className="quarantine-reason" value={query.reason ?? ''} onChange={(value) => setQuery({ reason: value === '' ? null : value })} aria-label={t('domain.columns.reason')}
          options={[{ value: '', label: t('data.anyReason') }, ...[...reasons].sort(([, a], [, b]) => b - a).map(([reason, rows]) => ({ value: reason, label: `${reasonOf(reason)} · ${formatNumber(rows, language)}` }))]}
        />
      </div>
      <div className="quarantine-grid">
        <Grid
          columns={columns} of={`${query.file ?? ''} ${query.reason ?? ''} ${within.length}`} onRow={setRow} empty={<Empty title={t('data.quarantineNone')} />}
          fetchPage={(offset, limit) => engine.quarantinePage({ offset, limit, ...(file?.fileId ? { fileId: file.fileId } : {}), ...(query.reason ? { reason: query.reason } : {}) })}
        />
      </div>
      {row && (
        <div className="original">
          <div className="section-head">
            <h2>{t('data.originalOf', { row: formatNumber(Number(row.source_row), language), file: String(row.source_file) })}</h2>
            <span className="muted">{reasonOf(String(row.reason))}</span><span className="spring" />
            <Button size="small" type="text" onClick={() => setRow(null)}>{t('shell.close')}</Button>
          </div>
          <ol className="original-cells">{cellsOf(String(row.original)).map((cell, i) => <li key={i} className="mono">{cell === '' ? <span className="muted">∅</span> : cell}</li>)}</ol>
        </div>
      )}
    </section>
  )
}

/** The row's cells, or its raw text where it was never cut into cells. */
function cellsOf(original: string): string[] {
  try {
    const cells: unknown = JSON.parse(original)
    return Array.isArray(cells) ? cells.map(String) : [original]
  } catch {
    return [original]
  }
}
