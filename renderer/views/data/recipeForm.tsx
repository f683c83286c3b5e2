import { CloseOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { mappableColumns } from '../../../shared/columns.ts'
import type { RecipeText } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { UnitSelect, isSum, type Unit } from './unitSelect.tsx'

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const

/** A recipe as fields: which files, how they are cut into cells, and where each source column goes. */
export function RecipeForm({ recipe, onRecipe }: { recipe: RecipeText; onRecipe: (recipe: RecipeText) => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const put = (changes: Partial<RecipeText>): void => onRecipe(without({ ...recipe, ...changes }))
  const columnAt = (at: number, changes: Partial<RecipeText['columns'][number]>): void => put({ columns: recipe.columns.map((one, i) => (i === at ? { ...one, ...changes } : one)) })
  const unit = (column: string, value: Unit | undefined): void => {
    const { [column]: _gone, ...others } = recipe.units ?? {}
    put({ units: value === undefined ? others : { ...others, [column]: value } })
  }
  const taken = new Set(recipe.columns.map((one) => one.column))
  const field = (label: string, control: ReactNode): ReactElement => <label className="recipe-field"><span className="muted">{label}</span>{control}</label>
  return (
    <div className="recipe-form">
      <div className="recipe-fields">
        {field(t('lookup.name'), <Input size="small" maxLength={200} value={recipe.name} onChange={(event) => put({ name: event.target.value })} />)}
        {field(t('lookup.pattern'), <Input size="small" maxLength={300} value={recipe.pattern} onChange={(event) => put({ pattern: event.target.value })} />)}
        {field(t('domain.columns.class'), <Select<RecordClass> size="small" aria-label={t('domain.columns.class')} value={recipe.class} onChange={(value) => put({ class: value })} options={recordClasses.map((value) => ({ value, label: t(`domain.classes.${value}`) }))} />)}
        {field(t('lookup.headerRow'), <InputNumber size="small" min={0} max={1000} placeholder={t('lookup.headerRowAuto')} value={recipe.header_row ?? null} onChange={(value) => put({ header_row: value ?? undefined })} />)}
        {field(t('lookup.encoding'), <Select<'' | (typeof encodings)[number]> size="small" aria-label={t('lookup.encoding')} value={recipe.encoding ?? ''} onChange={(value) => put({ encoding: value === '' ? undefined : value })} options={[{ value: '', label: t('lookup.encodingAuto') }, ...encodings.map((value) => ({ value, label: value.toUpperCase() }))]} />)}
        {field(t('lookup.dateOrder'), <Select<'' | 'day_first' | 'month_first'> size="small" aria-label={t('lookup.dateOrder')} value={recipe.date_order ?? ''} onChange={(value) => put({ date_order: value === '' ? undefined : value })} options={[{ value: '', label: t('lookup.dateOrders.auto') }, ...(['day_first', 'month_first'] as const).map((value) => ({ value, label: t(`lookup.dateOrders.${value}`) }))]} />)}
        {field(t('lookup.sheet'), <Input size="small" maxLength={200} value={recipe.sheet ?? ''} onChange={(event) => put({ sheet: event.target.value === '' ? undefined : event.target.value })} />)}
      </div>
      <div className="files-scroll">
        <table className="table mapping-table">
          <thead><tr><th>{t('lookup.sourceHead')}</th><th>{t('data.targetColumn')}</th><th>{t('lookup.unit')}</th><td /></tr></thead>
          <tbody>
            {recipe.columns.map((one, i) => (
              <tr key={i}>
                <td><Input size="small" maxLength={500} aria-label={t('lookup.sourceHeader', { number: i + 1 })} value={one.source} onChange={(event) => columnAt(i, { source: event.target.value })} /></td>
                <td>
                  <Select
                    size="small" className="mapping-select" showSearch={{ optionFilterProp: 'label' }} value={one.column} aria-label={t('data.targetOf', { source: one.source })} onChange={(column) => columnAt(i, { column })}
                    options={[{ value: '', label: t('data.keptExtra') }, ...[...new Set([...mappableColumns(recipe.class), ...(one.column === '' ? [] : [one.column])])].map((value) => ({ value, label: taken.has(value) && value !== one.column ? `${labels.column(value)} ·` : labels.column(value) }))]}
                  />
                </td>
                <td>{isSum(one.column) && <UnitSelect column={one.column} value={recipe.units?.[one.column]} onUnit={(value) => unit(one.column, value)} />}</td>
                <td><Button size="small" type="text" icon={<CloseOutlined />} disabled={recipe.columns.length === 1} aria-label={t('lookup.removeColumn', { source: one.source })} onClick={() => put({ columns: recipe.columns.filter((_, j) => j !== i) })} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div><Button size="small" onClick={() => put({ columns: [...recipe.columns, { source: '', column: '' }] })}>{t('lookup.addColumn')}</Button></div>
    </div>
  )
}

/** A field that was emptied is not in the recipe. */
function without(recipe: RecipeText): RecipeText {
  const entries = Object.entries(recipe).filter(([key, value]) => value !== undefined && !(key === 'units' && Object.keys(value as object).length === 0))
  return Object.fromEntries(entries) as RecipeText
}
