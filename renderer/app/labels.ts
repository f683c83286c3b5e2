import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterField } from '../../shared/filter.ts'
import { usePlaces } from './places.tsx'

/** Words of the domain's codes; a code that no locale knows shows the engine's own label, else itself. */
export interface Labels {
  field(field: FilterField): string
  /** A value of a filter field: tier D, industry F, type company, a region's code. */
  value(field: FilterField, value: string | null, fallback?: string): string
  recordClass(name: string): string
  industry(letter: string): string
  /** A column of a record class. */
  column(name: string): string
  colon: string
  comma: string
  none: string
}

const groups: Partial<Record<FilterField, string>> = { tier: 'tiers', industry: 'industries', type: 'types', status: 'statuses', }

export function useLabels(): Labels {
  const { t, i18n } = useTranslation()
  const places = usePlaces()
  return useMemo(() => {
    const word = (key: string, fallback: string): string => (i18n.exists(key) ? t(key) : fallback)
    const value: Labels['value'] = (field, code, fallback) => {
      if (code === null || code === '') return t('domain.unknown')
      const group = groups[field]
      if (field === 'region' || field === 'registrar') return fallback || places.get(code) || code
      const found = group ? word(`domain.${group}.${code}`, fallback ?? code) : (fallback ?? code)
      return field === 'tier' || field === 'industry' ? (found === code ? code : `${code} ${found}`) : found
    }
    return {
      field: (field) => word(`domain.fields.${field}`, field),
      value,
      recordClass: (name) => word(`domain.classes.${name}`, name),
      industry: (letter) => word(`domain.industries.${letter}`, letter),
      column: (name) => word(`domain.columns.${name}`, name),
      colon: t('shell.colon'),
      comma: t('shell.comma'),
      none: t('domain.unknown'),
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [t, i18n, i18n.language, places])
}
