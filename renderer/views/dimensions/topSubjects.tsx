import { Button } from 'antd'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension } from '../../../shared/contract.ts'
import type { DimensionId } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { unknown } from '../../components/format.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { Empty } from '../../components/states.tsx'
import { useValueWords } from '../../components/valueWords.ts'

/** Subjects that pass the filter, the end of the values with more points first; Enter or a double click opens the profile. */
export function TopSubjects({ dimension }: { dimension: Dimension }): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace, language } = useSession()
  const { filter, setFilter, go } = useRoute()
  const labels = useLabels()
  const words = useValueWords()
  const columns = useMemo((): GridColumn[] => [
    { field: 'tier', title: labels.field('tier'), kind: 'tier', width: 64 },
    { field: 'name', title: labels.field('name'), flex: 3, width: 200 },
    { field: 'value', title: t('dimensions.value'), width: 110, kind: 'number', format: (value) => words(value as number | null, dimension.unit) },
    { field: 'index', title: labels.field('index'), kind: 'index', width: 84 },
    { field: 'uscc', title: labels.field('uscc'), kind: 'code', width: 164 },
    { field: 'industry', title: labels.field('industry'), width: 130, format: (value) => (value ? labels.value('industry', String(value)) : unknown) },
    { field: 'region', title: labels.field('region'), width: 104, format: (value) => (value ? labels.value('region', String(value)) : unknown) },
    // oxlint-disable-next-line react/exhaustive-deps
  ], [labels, dimension, language, t])
  return (
    <section className="section dimensions-box">
      <div className="dimensions-top-head"><h3>{t('dimensions.top')}</h3><Button size="small" type="link" onClick={() => go('subjects')}>{t('dimensions.toSubjects')}</Button></div>
      <Grid
        columns={columns} of={JSON.stringify([workspace?.path, workspace?.asOf, workspace?.model, dimension.id, filter])} height={320} label={t('dimensions.top')} inAll={workspace?.subjects ?? null}
        fetchPage={(offset, limit) => engine.dimensionSubjects({ dimension: dimension.id as DimensionId, filter, offset, limit })} onEnter={(row) => go('profile', [String(row.subject_id)])}
        empty={<Empty title={t('subjects.nonePass')} action={<Button onClick={() => setFilter([])}>{t('subjects.clear')}</Button>}>{t('subjects.nonePassText')}</Empty>}
      />
    </section>
  )
}
