import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connector, Relations } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useSession } from '../../../app/session.tsx'
import { useCodeWords } from '../../../components/codeWords.ts'
import { formatNumber, formatPercent } from '../../../components/format.ts'
import { maskPerson, maskPhone } from '../../../components/mask.ts'
import { tiers } from '../../../../shared/classes.ts'

export interface TieWords {
  /** What is shared, persons and telephones masked. */
  label(tie: Connector): string
  /** As what it is shared: address, shareholder, officer. */
  kinds(tie: Connector): string
  /** How many share it, and how they stand. */
  finding(tie: Connector): string
}

export function useTieWords({ reportYear, all }: Pick<Relations, 'reportYear' | 'all'>): TieWords {
  const { t } = useTranslation()
  const { language } = useSession()
  const { comma } = useLabels()
  const coded = useCodeWords()
  return useMemo(() => {
    const count = (n: number): string => formatNumber(n, language)
    const label: TieWords['label'] = (tie) => (tie.shared === 'person' ? maskPerson(tie.label) : tie.shared === 'phone' ? maskPhone(tie.label) : tie.label)
    return {
      label,
      kinds: (tie) => tie.kinds.map((kind) => coded('kind', kind)).join(comma),
      finding: (tie) => {
        const scored = tiers.reduce((sum, tier) => sum + tie.tiers[tier], 0)
        const total = tiers.reduce((sum, tier) => sum + all[tier], 0)
        return [
          t(`relations.share.${tie.shared}`, { subjects: count(tie.members), name: label(tie) }),
          t('relations.abnormal', { subjects: count(tie.abnormal) }),
          ...(tie.noReport === null ? [] : [t('relations.noReport', { subjects: count(tie.noReport), year: reportYear })]),
          ...(scored === 0 ? [] : [t('relations.inD', { subjects: count(tie.tiers.D), share: formatPercent(tie.tiers.D / scored, language), all: formatPercent(all.D / Math.max(1, total), language) })]),
        ].join(t('relations.and'))
      },
    }
  }, [t, language, comma, coded, reportYear, all])
}
