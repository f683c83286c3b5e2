import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chip, Filter } from '../../shared/filter.ts'
import { formatValue, type Language } from '../components/format.ts'
import { useRoute } from './route.ts'
import { useSession } from './session.tsx'
import { useLabels, type Labels } from './labels.ts'

/** The filter as chips under the title; each can be taken off. Nothing stands here without a filter. */
export function FilterBar(): ReactElement | null {
  const { filter, setFilter } = useRoute()
  const { t } = useTranslation()
  if (filter.length === 0) return null
  return <Chips filter={filter} setFilter={setFilter} label={t('shell.filter')}><Button type="link" size="small" onClick={() => setFilter([])}>{t('shell.clearFilter')}</Button></Chips>
}

/** Any filter as chips that can be taken off; what else stands in their line are the children. */
export function Chips({ filter, setFilter, label, children }: { filter: Filter; setFilter: (filter: Filter) => void; label: string; children?: ReactNode }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  return (
    <div className="chips" role="group" aria-label={label}>
      {filter.map((chip, i) => {
        const text = chipText(chip, labels, language)
        return (
          <span key={JSON.stringify(chip)} className="chip">
            <span>{text}</span>
            <button type="button" className="chip-off" aria-label={t('shell.removeChip', { chip: text })} onClick={() => setFilter(filter.filter((_, at) => at !== i))}><CloseOutlined /></button>
          </span>
        )
      })}
      {children}
    </div>
  )
}

/** One chip in words: 分级：C、D. */
export function chipText(chip: Chip, labels: Labels, language: Language): string {
  const name = labels.field(chip.field)
  const shown = (value: string | number | boolean): string => (typeof value === 'number' ? formatValue(value, language) : labels.value(chip.field, String(value)))
  switch (chip.op) {
    case 'in': {
      const some = chip.values.slice(0, 4).map(shown).join(labels.comma)
      return `${name}${labels.colon}${some}${chip.values.length > 4 ? ` +${chip.values.length - 4}` : ''}`
    }
    case 'between': {
      if (chip.min !== undefined && chip.max !== undefined) return `${name} ${shown(chip.min)}–${shown(chip.max)}`
      return chip.min !== undefined ? `${name} ≥ ${shown(chip.min)}` : `${name} ≤ ${shown(chip.max ?? '')}`
    }
    case 'contains': return `${name} ⊃ ${chip.value}`
    case 'empty': return `${name}${labels.colon}${labels.none}`
  }
}
