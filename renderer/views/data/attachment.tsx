import { Segmented, Select } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { SourceFile } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { LineageDrawer, type RecordCell } from '../../components/lineage.tsx'
import { Empty } from '../../components/states.tsx'
import { FilesTable } from './filesTable.tsx'

type Kind = 'queued' | 'none' | 'repaired' | 'files'

/** Records that are under no subject: row by row where several subjects bear the name or none does; codes that were repaired; and the sums by file. */
export function Attachment({ files }: { files: SourceFile[] }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { query, setQuery } = useRoute()
  const [kind, setKind] = useState<Kind>(files.some((file) => file.queued > 0) ? 'queued' : 'none')
  const [asked, setAsked] = useState<RecordCell | null>(null)
  const recordClass = recordClasses.find((one) => one === query.class)
  const columns = useMemo<GridColumn[]>(() => [
    { field: 'class', title: t('domain.columns.class'), width: 110, format: (value) => t(`domain.classes.${String(value)}`) },
    { field: 'subject_name', title: t('domain.columns.subject_name'), flex: 1 },
    { field: 'subject_code', title: t('domain.columns.subject_code'), kind: 'code', width: 190 },
    { field: 'occurred_on', title: t('domain.columns.occurred_on'), kind: 'date', width: 110 },
    { field: 'source_file', title: t('domain.columns.source_file'), width: 260 },
    { field: 'source_row', title: t('domain.columns.source_row'), kind: 'number', width: 90 },
    { field: 'batch', title: t('domain.columns.batch'), kind: 'number', width: 70 },
  ], [t])
  const repairs = useMemo<GridColumn[]>(() => [
    { field: 'class', title: t('domain.columns.class'), width: 110, format: (value) => t(`domain.classes.${String(value)}`) },
    { field: 'raw_code', title: t('data.rawCode'), kind: 'code', width: 190 },
    { field: 'code', title: t('data.repairedCode'), kind: 'code', width: 180 },
    { field: 'subject_name', title: t('domain.columns.subject_name'), flex: 1 },
    { field: 'damage', title: t('data.damage'), width: 170, format: (value) => t(`data.damages.${String(value)}`) },
    { field: 'evidence', title: t('data.evidence'), width: 200, format: (value) => t(`data.evidences.${String(value)}`) },
    { field: 'source_file', title: t('domain.columns.source_file'), width: 220 },
    { field: 'source_row', title: t('domain.columns.source_row'), kind: 'number', width: 90 },
  ], [t])
  const choice = (
    <div className="attachment-choice">
      <Segmented size="small" value={kind} onChange={setKind} options={(['queued', 'none', 'repaired', 'files'] as const).map((value) => ({ value, label: t(`data.attachmentKind.${value}`) }))} />
      <span className="muted">{t(`data.attachmentKindText.${kind}`)}</span><span className="spring" />
      {kind !== 'repaired' && <Select
        size="small" className="attachment-class" aria-label={t('domain.columns.class')} value={recordClass ?? ''} onChange={(value: RecordClass | '') => setQuery({ class: value === '' ? null : value })}
        options={[{ value: '', label: t('data.anyClass') }, ...recordClasses.map((value) => ({ value, label: t(`domain.classes.${value}`) }))]}
      />}
    </div>
  )
  if (kind === 'files') return <div className="attachment">{choice}<FilesTable files={files} /></div>
  return (
    <div className="attachment">
      {choice}
      <section className="section quarantine" aria-label={t('data.attachment')}>
        <div className="quarantine-grid">
          <Grid
            columns={kind === 'repaired' ? repairs : columns} key={kind} of={`${kind} ${recordClass ?? ''} ${files.length}`} label={t('data.attachment')} empty={<Empty title={t(`data.attachmentKindNone.${kind}`)} />}
            onEnter={(row, field) => setAsked({ recordClass: row.class as RecordClass, fileId: Number(row.file_id), sourceRow: Number(row.source_row), field })}
            fetchPage={(offset, limit) => kind === 'repaired' ? engine.repairPage({ offset, limit }) : engine.attachmentPage({ kind, offset, limit, ...(recordClass ? { recordClass } : {}) })}
          />
        </div>
      </section>
      <LineageDrawer of={asked} onClose={() => setAsked(null)} />
    </div>
  )
}
