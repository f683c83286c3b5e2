import { Button, Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityCell, QualityReport } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { csvOf } from '../../components/chartTable.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { idOf } from './qualityCell.ts'
import { QualityChecks } from './qualityChecks.tsx'
import { QualityLines } from './qualityLines.tsx'
import { QualityMonths } from './qualityMonths.tsx'

/** How complete, valid and timely the records are; each cell opens its checks, each check its rows. */
export function Quality(): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const { query, setQuery } = useRoute()
  const by = (['source', 'class', 'month'] as const).find((one) => one === query.by) ?? 'source'
  const { answer, error, again } = useAnswer('dataQuality', { by }, ['workspace', 'records'])
  const [at, setAt] = useState('')
  // Without a choice, what most wants a look.
  const cell = answer?.cells.find((one) => idOf(one) === at) ?? answer?.cells.toSorted((a, b) => worthOf(a) - worthOf(b))[0] ?? null
  const chosen = cell ? idOf(cell) : ''
  return (
    <div className="quality">
      <section className="section quality-section" aria-label={t('lookup.quality')}>
        <div className="section-head">
          <h2>{t('lookup.quality')}</h2>{answer && <span className="muted cut-line">{t('lookup.qualityText', { day: answer.asOf, rules: answer.rules })}</span>}<span className="spring" />
          <Segmented size="small" value={by} onChange={(value) => { setAt(''); setQuery({ by: value }) }} options={(['source', 'class', 'month'] as const).map((value) => ({ value, label: t(`lookup.by.${value}`) }))} />
          <Button size="small" disabled={!answer || answer.cells.length === 0} onClick={() => void host.saveFile(`quality-${by}.csv`, new TextEncoder().encode(csvOf(tableOf(answer!))))}>{t('lookup.exportCsv')}</Button>
        </div>
        {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={10} /> : answer.cells.length === 0 ? <Empty title={t('lookup.qualityNone')} /> : by === 'month'
          ? <QualityMonths cells={answer.cells} asOf={answer.asOf} at={chosen} onAt={setAt} /> : <QualityLines cells={answer.cells} by={by} at={chosen} onAt={setAt} />}
      </section>
      {answer !== null && answer.cells.length > 0 && <QualityChecks key={`${by} ${chosen}`} cell={cell} by={by} />}
    </div>
  )
}

const worthOf = (cell: QualityCell): number => (cell.complete ?? 1) + (cell.valid ?? 1)

/** One line a check, so that a spreadsheet can turn it as it likes; the same as the command's. */
function tableOf({ cells }: QualityReport): { columns: string[]; rows: (string | number | null)[][] } {
  return {
    columns: ['class', 'key', 'files', 'rows', 'quarantined', 'complete', 'valid', 'newest', 'days_to_known', 'days_to_import', 'empty_months', 'issue', 'column', 'applies', 'bad'],
    rows: cells.flatMap((cell) => (cell.checks.length === 0 ? [null] : cell.checks).map((one) => [
      cell.recordClass, cell.key, cell.files, cell.rows, cell.quarantined, cell.complete, cell.valid, cell.newest, cell.daysToKnown, cell.daysToImport, cell.emptyMonths, one?.issue ?? null, one?.column ?? null, one?.applies ?? null, one?.bad ?? null])),
  }
}
