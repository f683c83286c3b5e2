import { useTranslation } from 'react-i18next'
import { useSession } from '../app/session.tsx'
import { formatPercent, formatValue, unknown } from './format.ts'

/** A dimension's value with its unit in words; shares as percentages, flags as yes and no. */
export function useValueWords(): (value: number | null, unit: string | undefined) => string {
  const { t } = useTranslation()
  const { language } = useSession()
  return (value, unit) => {
    if (value === null) return unknown
    if (unit === 'share') return formatPercent(value, language)
    if (unit === 'flag' && (value === 0 || value === 1)) return t(value === 0 ? 'profile.no' : 'profile.yes')
    const figure = formatValue(value, language)
    if (unit === undefined || t('profile.bareUnits').split(' ').includes(unit)) return figure
    return `${figure} ${t(`profile.units.${unit}`, { defaultValue: unit })}`
  }
}
