import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityCell } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { Empty } from '../../components/states.tsx'
import { heatOf } from './qualityCell.ts'

/** The checks of one cell, the worst first, and the rows that failed the chosen one. */
export function QualityChecks({ cell, by }: { cell: QualityCell | null; by: 'source' | 'class' | 'month' }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const labels = useLabels()
  const [at, setAt] = useState(0)
  const columns = useMemo<GridColumn[]>(() => [
    { field: 'subject_name', title: t('domain.columns.subject_name'), width: 200, flex: 1 },
    { field: 'subject_code', title: t('domain.columns.subject_code'), kind: 'code', width: 180 },
    { field: 'occurred_on', title: t('domain.columns.occurred_on'), kind: 'date', width: 104 },
    { field: 'written', title: t('lookup.written'), width: 160 },
    { field: 'source_file', title: t('domain.columns.source_file'), width: 220 },
    { field: 'source_row', title: t('domain.columns.source_row'), kind: 'number', width: 84 },
    { field: 'batch', title: t('domain.columns.batch'), kind: 'number', width: 64 },
  ], [t])
  if (!cell) return <section className="section quality-checks" aria-label={t('lookup.checksOf')}><Empty title={t('lookup.pickCell')} /></section>
  const checks = cell.checks.filter((one) => one.bad > 0).toSorted((a, b) => b.bad / b.applies - a.bad / a.applies)
  const chosen = checks[at]
  const name = `${t(`domain.classes.${cell.recordClass}`)} ${cell.key === 'earlier' ? t('lookup.earlier') : cell.key}`
  return (
    <section className="section quality-checks" aria-label={t('lookup.checksOf')}>
      <div className="section-head"><h2>{t('lookup.checksOf')}</h2><span className="muted">{name}</span></div>
      {!chosen ? <Empty title={t('lookup.allGood')} /> : (
        <div className="quality-columns">
          <div className="quality-list" role="group" aria-label={t('lookup.checksOf')}>
            {checks.map((one, i) => (
              <button key={`${one.issue} ${one.column}`} type="button" className="source" aria-current={i === at} title={t(`lookup.issueText.${one.issue}`)} onClick={() => setAt(i)}>
                <span>{t('lookup.rowsOf', { column: labels.column(one.column), issue: t(`lookup.issue.${one.issue}`) })}</span>
                <span className="number heat" data-heat={heatOf(1 - one.bad / one.applies)}>{t('lookup.badOf', { bad: formatNumber(one.bad, language), applies: formatNumber(one.applies, language) })}</span>
              </button>
            ))}
          </div>
          <div className="quality-grid">
            <Grid
              columns={columns} of={`${by} ${cell.recordClass} ${cell.key} ${chosen.issue} ${chosen.column}`} label={t('lookup.rowsOf', { column: labels.column(chosen.column), issue: t(`lookup.issue.${chosen.issue}`) })}
              fetchPage={(offset, limit) => engine.qualityRows({ recordClass: cell.recordClass, by, key: cell.key, issue: chosen.issue, column: chosen.column, offset, limit })}
            />
          </div>
        </div>
      )}
    </section>
  )
}
