import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../shared/classes.ts'
import type { Policy } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatPercent } from '../../components/format.ts'

/** The rule packs, each with its ratios; the chosen one with its rules in words. */
export function PolicyCards({ policies, chosen, choose }: { policies: Policy[]; chosen: string; choose: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const shown = policies.find((one) => one.id === chosen)
  return (
    <div className="policies">
      <div className="policy-cards" role="radiogroup" aria-label={t('sampling.policy')}>
        {policies.map((policy) => (
          <button key={policy.id} type="button" role="radio" aria-checked={policy.id === chosen} className="policy" onClick={() => choose(policy.id)}>
            <b>{language === 'en' ? policy.nameEn : policy.nameZh}</b>
            <span className="policy-ratios">{tiers.map((tier) => <span key={tier}><span className="tier-chip" data-tier={tier}>{tier}</span>{formatPercent(policy.ratios[tier], language)}</span>)}</span>
          </button>
        ))}
      </div>
      {shown && (
        <div className="policy-rules">
          <ul>{shown.rules.map((rule) => <li key={rule.tier}><span className="tier-chip" data-tier={rule.tier}>{rule.tier}</span><span>{language === 'en' ? rule.textEn : rule.textZh}</span></li>)}</ul>
          <p className="muted">{t('sampling.policySource', { source: shown.source, from: shown.validFrom, until: shown.validUntil ?? t('sampling.openEnd') })}</p>
        </div>
      )}
    </div>
  )
}
