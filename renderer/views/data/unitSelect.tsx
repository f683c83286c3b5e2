import { Select } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabels } from '../../app/labels.ts'
import { sumUnits } from '../../../shared/recipe.ts'

export type Unit = (typeof sumUnits)[number]

/** Columns that hold sums of money. */
export const isSum = (column: string): boolean => column.endsWith('_yuan') || column === 'capital_text'

/** The unit in which a source gives a column's figures, where its header does not say it. */
export function UnitSelect({ column, value, onUnit }: { column: string; value: Unit | undefined; onUnit: (unit: Unit | undefined) => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  return (
    <Select<Unit | ''>
      size="small" className="unit-select" aria-label={t('lookup.unitOf', { column: labels.column(column) })} value={value ?? ''} onChange={(unit) => onUnit(unit === '' ? undefined : unit)}
      options={[{ value: '', label: t('lookup.unitAuto') }, ...sumUnits.map((unit) => ({ value: unit, label: t(`lookup.units.${unit}`) }))]}
    />
  )
}
