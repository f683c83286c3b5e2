import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isDimension, type ChipField } from '../../shared/filter.ts'
import { useNames, usePlaces } from './places.tsx'

/** Words of the domain's codes; a code that no locale knows shows the engine's own label, else itself. */
export interface Labels {
  field(field: ChipField): string
  /** A value of a filter field: tier D, industry F, type company, a region's code, a pool's number. */
  value(field: ChipField, value: string | null, fallback?: string): string
  recordClass(name: string): string
  industry(letter: string): string
  /** A column of a record class. */
  column(name: string): string
  colon: string
  comma: string
  none: string
}

const groups: Partial<Record<ChipField, string>> = { tier: 'tiers', industry: 'industries', type: 'types', status: 'statuses', tier_reason: 'tierReasons' }

export function useLabels(): Labels {
  const { t, i18n } = useTranslation()
  const places = usePlaces()
  const names = useNames()
  return useMemo(() => {
    const word = (key: string, fallback: string): string => (i18n.exists(key) ? t(key) : fallback)
    const value: Labels['value'] = (field, code, fallback) => {
      if (code === null || code === '') return t('domain.unknown')
      if (field === 'pool') return names.pools.get(code) ?? code
      if (field === 'watched') return t('dossier.byMe')
      if (field === 'tier_at') return t('domain.tierAt', { run: code.split(':')[0], tier: code.split(':')[1] })
      const group = groups[field]
      if (field === 'region' || field === 'registrar') return fallback || places.get(code) || code
      const found = group ? word(`domain.${group}.${code}`, fallback ?? code) : (fallback ?? code)
      return field === 'tier' || field === 'industry' ? (found === code ? code : `${code} ${found}`) : found
    }
    return {
      field: (field) => (isDimension(field) ? (names.dimensions.get(field)?.[i18n.language === 'en' ? 'nameEn' : 'nameZh'] ?? field) : word(`domain.fields.${field}`, field)),
      value,
      recordClass: (name) => word(`domain.classes.${name}`, name),
      industry: (letter) => word(`domain.industries.${letter}`, letter),
      column: (name) => word(`domain.columns.${name}`, name),
      colon: t('shell.colon'),
      comma: t('shell.comma'),
      none: t('domain.unknown'),
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [t, i18n, i18n.language, places, names])
}
