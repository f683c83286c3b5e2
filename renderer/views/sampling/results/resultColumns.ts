import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabels } from '../../../app/labels.ts'
import { formatDate, unknown } from '../../../components/format.ts'
import type { GridColumn } from '../../../components/grid.tsx'
import type { Row } from '../../../components/arrow.ts'
import { maskPerson } from '../../../components/mask.ts'
import { stored } from './drafts.ts'
import type { Codes } from './useCodes.ts'

type Field = 'visit' | 'name' | 'department_name' | 'item_name' | 'officers' | 'codes' | 'inspected_on' | 'remark' | 'attachments' | 'entered_by' | 'published_on' | 'publication'

/** Officers of a row, names masked: the engine joins them with 、. */
export const officersOf = (row: Row, comma: string): string => String(row.officers ?? '').split('、').filter((one) => one !== '').map(maskPerson).join(comma)

/** Columns of results that mean the same wherever they stand. */
export function useResultColumns(codes: Codes): (field: Field, over?: Partial<GridColumn>) => GridColumn {
  const { t } = useTranslation()
  const labels = useLabels()
  return useMemo(() => {
    const base: Record<Field, GridColumn> = {
      visit: { field: 'visit', title: t('joint.number'), width: 60, kind: 'number', sort: 'visit' },
      name: { field: 'name', title: labels.field('name'), flex: 3, width: 160, sort: 'name', format: (value, row) => String(value ?? row.id ?? unknown) },
      department_name: { field: 'department_name', title: t('joint.department'), flex: 1, width: 104, sort: 'department', format: (value, row) => String(value ?? row.department ?? unknown) },
      item_name: { field: 'item_name', title: t('results.columns.item'), flex: 2, width: 120, sort: 'item', format: (value, row) => String(value ?? row.item ?? unknown) },
      officers: { field: 'officers', title: t('joint.officers'), flex: 1, width: 96, format: (_, row) => officersOf(row, labels.comma) || unknown },
      codes: { field: 'codes', title: t('results.columns.codes'), flex: 3, width: 160, format: (_, row) => stored(row).codes.map((code) => codes.name(code, row.code_set as string | null)).join(labels.comma) || unknown },
      inspected_on: { field: 'inspected_on', title: t('results.columns.inspected_on'), width: 96, sort: 'inspected_on', format: (value) => formatDate(value as string | null) },
      remark: { field: 'remark', title: t('results.columns.remark'), flex: 2, width: 112, format: (value) => String(value ?? '') },
      attachments: { field: 'attachments', title: t('results.columns.attachments'), width: 56, kind: 'number', format: (value) => (Number(value) > 0 ? String(Number(value)) : '') },
      entered_by: { field: 'entered_by', title: t('results.columns.entered_by'), width: 88, format: (value) => String(value ?? unknown) },
      published_on: { field: 'published_on', title: t('results.publishedOn'), width: 96, sort: 'published_on', format: (value) => formatDate(value as string | null) },
      publication: { field: 'publication', title: t('results.publicationNo'), width: 72, kind: 'number' },
    }
    return (field, over = {}) => ({ ...base[field], ...over })
  }, [t, labels, codes])
}
