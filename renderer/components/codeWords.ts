import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** Columns that hold this program's codes, and the words for them under `domain`. */
const codes: Record<string, string> = { kind: 'kinds', result: 'results', reinspection: 'results', status: 'licenceStatuses', sentiment: 'sentiments', severity: 'severities', ground_code: 'grounds', role: 'roles' }

/** The words of a code in a column of records; a text that is no code of this program stays as it is. */
export function useCodeWords(): (column: string, code: string) => string {
  const { t, i18n } = useTranslation()
  return useCallback((column, code) => {
    const key = `domain.${codes[column] ?? ''}.${code}`
    return codes[column] && i18n.exists(key) ? t(key) : code
  }, [t, i18n])
}
