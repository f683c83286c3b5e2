import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabels } from '../../app/labels.ts'
import { keep, keptSetting } from '../../app/session.tsx'
import { unknown } from '../../components/format.ts'
import type { GridColumn } from '../../components/grid.tsx'
import { maskPerson } from '../../components/mask.ts'
import type { FilterField } from '../../../shared/filter.ts'

const fields = ['tier', 'index', 'name', 'uscc', 'industry', 'region', 'type', 'status', 'capital_yuan', 'established', 'records', 'registrar', 'legal_rep'] as const
type Shown = (typeof fields)[number]
const hiddenAtFirst: readonly Shown[] = ['registrar', 'legal_rep']

const shape: Record<Shown, Partial<GridColumn>> = {
  tier: { kind: 'tier', width: 64 },
  index: { kind: 'index', width: 84 },
  name: { flex: 3, width: 240 },
  uscc: { kind: 'code', width: 160 },
  industry: { flex: 2, width: 150 },
  region: { width: 116 },
  type: { width: 100 },
  status: { width: 84 },
  capital_yuan: { kind: 'capital', width: 124 },
  established: { kind: 'date', width: 100 },
  records: { kind: 'number', width: 84 },
  registrar: { width: 116 },
  legal_rep: { width: 96 },
}

/** The grid's columns as the person chose them; the choice is kept on this computer. */
export function useColumns(): { columns: GridColumn[]; chooser: ReactElement } {
  const { t } = useTranslation()
  const labels = useLabels()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(keptSetting('subjects.hidden')?.split(',') ?? hiddenAtFirst))

  const columns = useMemo(() => fields.map((field): GridColumn => ({
    ...shape[field], field, title: labels.field(field as FilterField), sort: field, hidden: hidden.has(field), ...worded(field, labels),
  })), [labels, hidden])
  const toggle = (field: string, shown: boolean): void => {
    const next = new Set(hidden)
    if (shown) next.delete(field)
    else next.add(field)
    keep('subjects.hidden', [...next].join(','))
    setHidden(next)
  }
  const list = (
    <div className="column-list">
      {fields.map((field) => (
        <Checkbox key={field} checked={!hidden.has(field)} disabled={field === 'name'} onChange={(event) => toggle(field, event.target.checked)}>{labels.field(field as FilterField)}</Checkbox>
      ))}
    </div>
  )
  const chooser = <Popover content={list} trigger="click" placement="bottomRight"><Button size="small" icon={<SettingOutlined />}>{t('subjects.columns')}</Button></Popover>
  return { columns, chooser }
}

function worded(field: Shown, labels: ReturnType<typeof useLabels>): Partial<GridColumn> | null {
  if (field === 'industry' || field === 'region' || field === 'type' || field === 'status' || field === 'registrar') {
    return { format: (value) => (value === null || value === undefined ? unknown : labels.value(field, String(value))) }
  }
  if (field === 'legal_rep') return { format: (value) => (typeof value === 'string' && value !== '' ? maskPerson(value) : unknown) }
  return null
}
