import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'

/** A policy pack's name by its id; the id itself while it is unknown. */
export function usePolicyName(): (id: string) => string {
  const { language } = useSession()
  const { answer } = useAnswer('listPolicies', {})
  return (id) => {
    const found = answer?.find((one) => one.id === id)
    return found ? (language === 'en' ? found.nameEn : found.nameZh) : id
  }
}
