import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { TierSummary } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'

/** A segment narrower than this share has no room for its label; the figures below always have. */
const roomForLabel = 0.13
const roomForLetter = 0.03

/** One bar of all subjects by tier, and the four figures under it. */
export function Distribution({ summary, onTier }: { summary: TierSummary; onTier: (tier: Tier) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const counts = summary.tiers
  const all = tiers.reduce((sum, tier) => sum + counts[tier], 0)
  const option = useMemo((): EChartsOption => ({
    grid: { left: 0, right: 0, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, max: all, show: false },
    yAxis: { type: 'category', data: [t('tiers.subjects')], show: false },
    tooltip: { trigger: 'item' },
    series: tiers.map((tier) => ({
      type: 'bar' as const, stack: 'tiers', name: tier, data: [counts[tier]], barWidth: 72, itemStyle: { color: colours.tiers[tier], borderColor: colours.surface, borderWidth: 1 },
      label: { show: counts[tier] / all >= roomForLetter, color: colours.onTiers[tier], fontSize: 14, fontWeight: 600 as const, formatter: counts[tier] / all >= roomForLabel ? `${tier} ${formatPercent(counts[tier] / all, language)}` : tier },
      tooltip: { formatter: `${tier} ${t(`domain.tiers.${tier}`)}\n${formatNumber(counts[tier], language)} · ${formatPercent(counts[tier] / all, language)}` },
    })),
  }), [counts, all, colours, language, t])
  return (
    <section className="section tiers-box">
      <Chart option={option} title={t('tiers.distribution')} height={92} exportName="tiers" onClick={({ seriesName }) => onTier(seriesName as Tier)} />
      <div className="tiers-figures">
        {tiers.map((tier) => (
          <button key={tier} type="button" onClick={() => onTier(tier)}>
            <span className="tier-label"><span className="tier-chip" data-tier={tier}>{tier}</span>{t(`domain.tiers.${tier}`)}</span>
            <b>{formatNumber(counts[tier], language)}</b>
            <span className="muted">{formatPercent(counts[tier] / all, language)}</span>
          </button>
        ))}
      </div>
    </section>
  )
}
