import { Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityCell } from '../../../shared/contract.ts'
import { recordClasses } from '../../../shared/classes.ts'
import { useSession } from '../../app/session.tsx'
import { formatCompact, formatNumber, formatPercent } from '../../components/format.ts'
import { heatOf, idOf } from './qualityCell.ts'

type Measure = 'complete' | 'valid' | 'rows'

/** Class by month, newest first; a month without records after the first is tinted as a hole. */
export function QualityMonths({ cells, asOf, at, onAt }: { cells: QualityCell[]; asOf: string; at: string; onAt: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [measure, setMeasure] = useState<Measure>('rows')
  const found = new Map(cells.map((cell) => [idOf(cell), cell]))
  const months = [...monthsUpTo(asOf), 'earlier', ''].filter((key) => /^\d/.test(key) || cells.some((cell) => cell.key === key))
  const first = new Map(recordClasses.map((one) => [one, cells.some((cell) => cell.recordClass === one && cell.key === 'earlier') ? '' : cells.filter((cell) => cell.recordClass === one && cell.key !== '').map((cell) => cell.key).toSorted()[0] ?? '9']))
  const title = (key: string): string => (key === '' ? t('lookup.noDay') : key === 'earlier' ? t('lookup.earlier') : key.endsWith('-12') || key === months[0] ? key : key.slice(5))
  return (
    <>
      <div className="quality-measure"><Segmented size="small" value={measure} onChange={setMeasure} options={(['rows', 'complete', 'valid'] as const).map((value) => ({ value, label: t(`lookup.measure.${value}`) }))} /><span className="muted">{t(`lookup.measureText.${measure}`)}</span></div>
      <div className="files-scroll">
        <table className="table quality-months">
          <thead><tr><th>{t('domain.columns.class')}</th>{months.map((key) => <th key={key} className="right">{title(key)}</th>)}</tr></thead>
          <tbody>
            {recordClasses.filter((one) => cells.some((cell) => cell.recordClass === one)).map((one) => (
              <tr key={one}>
                <th scope="row">{t(`domain.classes.${one}`)}</th>
                {months.map((key) => {
                  const id = `${one} ${key}`
                  const cell = found.get(id)
                  if (!cell) return <td key={key} className="right heat" data-heat={/^\d/.test(key) && key > (first.get(one) ?? '') ? 3 : 0}>·</td>
                  const shown = measure === 'rows' ? formatCompact(cell.rows, language) : formatPercent(cell[measure], language)
                  return (
                    <td key={key} className="right heat" data-heat={measure === 'rows' ? 0 : heatOf(cell[measure])} data-chosen={id === at}>
                      <button type="button" className="plain" title={`${t(`domain.classes.${one}`)} ${title(key)}: ${formatNumber(cell.rows, language)}`} onClick={() => onAt(id)}>{shown}</button>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** The 36 months up to a day's, newest first. */
function monthsUpTo(day: string): string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return Array.from({ length: 36 }, (_, i) => last - i).map((month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`)
}
