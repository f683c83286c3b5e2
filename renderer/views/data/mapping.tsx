import { Select } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordClass } from '../../../shared/classes.ts'
import { mappableColumns } from '../../../shared/columns.ts'
import type { Mapping as MappingList } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatPercent } from '../../components/format.ts'
import type { Pending } from './pending.ts'
import { isSum, UnitSelect, type Unit } from './unitSelect.tsx'

/** Every source column with the column of the class it goes to; what goes nowhere is kept as it is beside the record. */
export function Mapping({ pending: { preview, decided }, recordClass, onMapping, onUnits }: { pending: Pending; recordClass: RecordClass; onMapping: (mapping: MappingList) => void; onUnits: (units: Record<string, Unit> | undefined) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const columns = preview!.columns
  const mapping = decided.mapping ?? columns.map(({ source, column }) => ({ source, column }))
  const taken = new Set(mapping.map((one) => one.column))
  const choose = (at: number, column: string): void => onMapping(mapping.map((one, i) => (i === at ? { ...one, column } : one.column === column && column !== '' ? { ...one, column: '' } : one)))
  const unit = (column: string, value: Unit | undefined): void => {
    const { [column]: _gone, ...others } = decided.units ?? {}
    const units = value === undefined ? others : { ...others, [column]: value }
    onUnits(Object.keys(units).length === 0 ? undefined : units)
  }
  return (
    <div className="preview-scroll">
      <table className="table mapping-table">
        <thead><tr><th>{t('data.sourceColumn')}</th><th>{t('data.targetColumn')}</th><th className="right">{t('data.confidence')}</th></tr></thead>
        <tbody>
          {columns.map(({ source, column, confidence, samples }, i) => {
            const now = mapping[i]?.column ?? ''
            return (
              <tr key={`${i} ${source}`}>
                <td><span className="mapping-source" title={source}>{source}</span><span className="mapping-samples muted" title={samples.join('\n')}>{samples.slice(0, 3).join(' · ') || t('data.noSamples')}</span></td>
                <td>
                  <Select
                    size="small" className="mapping-select" showSearch={{ optionFilterProp: 'label' }} value={now} aria-label={t('data.targetOf', { source })} onChange={(value) => choose(i, value)}
                    options={[{ value: '', label: t('data.keptExtra') }, ...mappableColumns(recordClass).map((value) => ({ value, label: taken.has(value) && value !== now ? `${labels.column(value)} ·` : labels.column(value) }))]}
                  />
                  {isSum(now) && <UnitSelect column={now} value={decided.units?.[now]} onUnit={(value) => unit(now, value)} />}
                </td>
                <td className="right">{now === '' ? '' : now === column && confidence < 1 ? formatPercent(confidence, language) : now === column ? formatPercent(1, language) : t('data.decided')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
