import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../shared/classes.ts'
import { formatNumber, formatPercent, type Language } from './format.ts'

/** Shares of the four tiers in one bar; a click on one tells. Shares too small for their words (below `wordy`) keep their width and say it on hover. */
export function TierBar({ counts, language, onTier, wordy = 0.12 }: { counts: Record<Tier, number>; language: Language; onTier?: (tier: Tier) => void; wordy?: number }): ReactElement {
  const { t } = useTranslation()
  const total = tiers.reduce((sum, tier) => sum + counts[tier], 0)
  return (
    <div className="tier-bar">
      {tiers.filter((tier) => counts[tier] > 0).map((tier) => {
        const share = counts[tier] / total
        const words = `${tier} ${formatPercent(share, language)} · ${t(`domain.tiers.${tier}`)} · ${formatNumber(counts[tier], language)}`
        return (
          <button key={tier} type="button" className="tier-bar-part" data-tier={tier} style={{ flexGrow: share, flexBasis: 0 }} title={words} aria-label={words} onClick={() => onTier?.(tier)}>
            {share > wordy ? `${tier} ${formatPercent(share, language)}` : share > 0.02 ? tier : ''}
          </button>
        )
      })}
    </div>
  )
}
