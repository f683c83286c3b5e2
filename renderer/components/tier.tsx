import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../shared/classes.ts'

/** The tier's letter in a filled chip; colour never stands alone. */
export function TierChip({ tier, named = false }: { tier: Tier | null | undefined; named?: boolean }): ReactElement {
  const { t } = useTranslation()
  if (!tier || !tiers.includes(tier)) return <span className="muted">—</span>
  const name = t(`domain.tiers.${tier}`)
  return (
    <span className="tier-label">
      <span className="tier-chip" data-tier={tier} title={named ? undefined : name}>{tier}</span>
      {named && <span>{name}</span>}
    </span>
  )
}
