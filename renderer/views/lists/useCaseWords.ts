import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { sayCase, type CaseRule, type DeskCase, type ListBook, type ListGround } from '../../../shared/lists.ts'
import { useSession } from '../../app/session.tsx'
import { formatValue } from '../../components/format.ts'

export interface CaseWords {
  /** Name of a rule. */
  rule(id: string): string
  about(id: string): CaseRule | undefined
  /** Why the case is one, in a sentence with its figures. */
  why(one: DeskCase): string
  ground(list: string, code: string): string
  grounds(list: string): ListGround[]
  outcome(code: string): string
}

/** Words of rules and lists, from resources/lists in the person's language. */
export function useCaseWords(book: ListBook | null): CaseWords {
  const { t, i18n } = useTranslation()
  const { language } = useSession()
  return useMemo(() => {
    const english = language === 'en'
    const about = (id: string): CaseRule | undefined => book?.rules.find((one) => one.id === id)
    const grounds = (list: string): ListGround[] => book?.lists.find((one) => one.list === list)?.grounds ?? []
    const rule = (id: string): string => { const found = about(id); return id === 'application' ? t('lists.byApplication') : found ? (english ? found.nameEn : found.nameZh) : id }
    return {
      rule, about, grounds,
      why: (one) => { const found = about(one.rule); return found ? sayCase(english ? found.saysEn : found.saysZh, one.facts, (value) => (typeof value === 'number' ? formatValue(value, language) : value)) : rule(one.rule) },
      ground: (list, code) => { const found = grounds(list).find((one) => one.ground === code); return found ? (english ? found.nameEn : found.nameZh) : i18n.exists(`lists.grounds.${code}`) ? t(`lists.grounds.${code}`) : code },
      outcome: (code) => (i18n.exists(`lists.outcomes.${code}`) ? t(`lists.outcomes.${code}`) : code),
    }
  }, [book, t, i18n, language])
}
