import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** The words of a quarantine reason; one that no locale knows shows its code. */
export function useReason(): (reason: string) => string {
  const { t, i18n } = useTranslation()
  return useCallback((reason) => (i18n.exists(`data.reasons.${reason}`) ? t(`data.reasons.${reason}`) : reason), [t, i18n])
}
