import { InputNumber } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Policy } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatPercent } from '../../components/format.ts'

/** Percent by tier; an emptied field goes back to the policy's ratio. */
export function Ratios({ policy, ratios, setRatios }: { policy: Policy; ratios: Partial<Record<Tier, number>>; setRatios: (ratios: Partial<Record<Tier, number>>) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const put = (tier: Tier, percent: number | null): void => {
    const { [tier]: _, ...others } = ratios
    const ratio = percent === null ? policy.ratios[tier] : Number((percent / 100).toFixed(6))
    setRatios(ratio === policy.ratios[tier] ? others : { ...others, [tier]: ratio })
  }
  return (
    <div className="field">
      <span>{t('sampling.ratios')}</span>
      <div className="plan-ratios">
        {tiers.map((tier) => (
          <label key={tier}>
            <span className="tier-chip" data-tier={tier}>{tier}</span>
            <InputNumber
              aria-label={t('sampling.ratioOf', { tier })} value={Number(((ratios[tier] ?? policy.ratios[tier]) * 100).toFixed(4))} min={0.01} max={100} step={1} suffix="%" onChange={(value) => put(tier, value)}
            />
            <span className="muted">{ratios[tier] === undefined ? t('sampling.asPolicy') : t('sampling.insteadOf', { ratio: formatPercent(policy.ratios[tier], language) })}</span>
          </label>
        ))}
      </div>
    </div>
  )
}
