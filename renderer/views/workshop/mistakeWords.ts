import { useTranslation } from 'react-i18next'
import type { DraftMistake } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatValue } from '../../components/format.ts'

/** What is wrong with a draft, in the person's language. */
export function useMistakeWords(): (mistake: DraftMistake) => string {
  const { t } = useTranslation()
  const { language } = useSession()
  return ({ case: failed, at, code, what, reason }) => {
    if (failed) {
      const { number, expected, got } = failed
      return t('workshop.failingCase', { number, was: formatValue(expected.value, language), wasPoints: formatValue(expected.points, language), is: formatValue(got.value, language), isPoints: formatValue(got.points, language) })
    }
    const why = t(`workshop.reasons.${code}`, { what, defaultValue: reason })
    return at === null ? why : t('workshop.refusedAt', { reason: why, at })
  }
}
