import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { Grid, type GridColumn } from '../../../components/grid.tsx'
import { unknown } from '../../../components/format.ts'

/** The neighbours, or all who share what is chosen, page by page. Enter opens a subject, C compares it with this one. */
export function RelatedGrid({ subjectId, steps, tie }: { subjectId: number; steps: 1 | 2; tie: string | null }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { go } = useRoute()
  const labels = useLabels()
  const columns = useMemo<GridColumn[]>(() => {
    const yes = (value: unknown): string => (value === true ? '✓' : '')
    return [
      { field: 'name', title: labels.field('name'), flex: 1, width: 240 },
      { field: 'uscc', title: labels.field('uscc'), kind: 'code', width: 176 },
      { field: 'tier', title: labels.field('tier'), kind: 'tier', width: 64 },
      { field: 'index', title: labels.field('index'), kind: 'index', width: 80 },
      { field: 'step', title: t('relations.step'), width: 88, format: (value) => (value === 0 ? t('relations.self') : value === null || value === undefined ? unknown : t('relations.inStep', { step: Number(value) })) },
      { field: 'status', title: labels.field('status'), width: 96, format: (value) => labels.value('status', value === null || value === undefined ? null : String(value)) },
      { field: 'established', title: labels.field('established'), kind: 'date', width: 104 },
      { field: 'abnormal', title: t('relations.abnormalHead'), width: 96, format: yes },
      { field: 'no_report', title: t('relations.noReportHead'), width: 96, format: yes },
    ]
  }, [labels, t])
  return (
    <Grid
      of={`${subjectId} ${steps} ${tie ?? ''}`} columns={columns} main={false} height={320} label={t('relations.table')} empty={<p className="muted">{t('relations.nobody')}</p>}
      fetchPage={(offset, limit) => engine.relatedSubjects({ subjectId, steps, ...(tie === null ? {} : { key: tie }), offset, limit })}
      onEnter={(row) => { if (row.subject_id !== subjectId) go('profile', [String(row.subject_id)]) }}
      onKey={(event, row) => {
        if (event.key.toLowerCase() !== 'c' || event.ctrlKey || event.metaKey || event.altKey || row.subject_id === subjectId) return false
        go('profile', [String(subjectId)], undefined, { with: String(row.subject_id) })
        return true
      }}
    />
  )
}
