import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityCell } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent, unknown } from '../../components/format.ts'
import { heatOf, heatOfAge, idOf } from './qualityCell.ts'

/** A line a source or class. The share cells are the heat map: the worse, the stronger the tint. */
export function QualityLines({ cells, by, at, onAt }: { cells: QualityCell[]; by: 'source' | 'class'; at: string; onAt: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const figure = (value: number | null): string => formatNumber(value, language)
  return (
    <div className="files-scroll">
      <table className="table table-rows quality-lines">
        <thead><tr>
          <th>{t('domain.columns.class')}</th>{by === 'source' && <th>{t('lookup.source')}</th>}<th className="right">{t('lookup.rows')}</th><th className="right">{t('data.columns.quarantined')}</th>
          <th className="right" title={t('lookup.measureText.complete')}>{t('lookup.measure.complete')}</th><th className="right" title={t('lookup.measureText.valid')}>{t('lookup.measure.valid')}</th><th className="right">{t('lookup.newest')}</th>
          <th className="right" title={t('lookup.medianText')}>{t('lookup.toKnown')}</th><th className="right" title={t('lookup.medianText')}>{t('lookup.toImport')}</th><th className="right" title={t('lookup.emptyMonthsText')}>{t('lookup.emptyMonths')}</th>
        </tr></thead>
        <tbody>
          {cells.map((cell) => {
            const id = idOf(cell)
            const name = t(`domain.classes.${cell.recordClass}`)
            return (
              <tr key={id} aria-selected={id === at} onClick={() => onAt(id)}>
                <td className="nowrap">{by === 'class' ? <button type="button" className="plain" onClick={() => onAt(id)}>{name}</button> : name}</td>
                {by === 'source' && <td className="cut" title={cell.key}><button type="button" className="plain" onClick={() => onAt(id)}>{cell.key}</button></td>}
                <td className="right">{figure(cell.rows)}</td>
                <td className="right">{cell.quarantined > 0 ? <a href={href('data', [], [], { show: 'quarantine' })} aria-label={`${t('lookup.openQuarantine')} ${figure(cell.quarantined)}`} onClick={(event) => event.stopPropagation()}>{figure(cell.quarantined)}</a> : figure(0)}</td>
                <td className="right heat" data-heat={heatOf(cell.complete)}>{formatPercent(cell.complete, language)}</td>
                <td className="right heat" data-heat={heatOf(cell.valid)}>{formatPercent(cell.valid, language)}</td>
                <td className="right heat" data-heat={heatOfAge(cell.age, cell.fresh)} title={cell.age === null ? undefined : t('lookup.ageDays', { days: figure(cell.age) })}>{cell.newest ?? unknown}</td>
                <td className="right">{figure(cell.daysToKnown)}</td>
                <td className="right">{figure(cell.daysToImport)}</td>
                <td className="right">{figure(cell.emptyMonths)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
