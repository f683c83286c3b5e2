import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../shared/classes.ts'
import type { ScoreRun } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatNumber, formatPercent } from '../../components/format.ts'
import { Spark } from '../../components/spark.tsx'
import { TierChip } from '../../components/tier.tsx'

/** Count, share and change since the run before, a tile a tier; `runs` latest first. */
export function TierTiles({ runs }: { runs: ScoreRun[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const [last, before] = runs
  return (
    <div className="tiles">
      {tiers.map((tier) => (
        <a key={tier} className="tile" href={href('subjects', [], [{ field: 'tier', op: 'in', values: [tier] }])}>
          <span className="tile-name"><TierChip tier={tier} named /></span>
          <span className="tile-figure">{formatNumber(last!.tiers[tier], language)}</span>
          <span className="tile-notes">
            <span>{formatPercent(last!.subjects > 0 ? last!.tiers[tier] / last!.subjects : null, language)}</span>
            {before && <span className="muted">{t('overview.change', { change: formatChange(last!.tiers[tier] - before.tiers[tier], language) })}</span>}
            <span className="spring" />
            <Spark values={[...runs].reverse().map((run) => run.tiers[tier])} />
          </span>
        </a>
      ))}
    </div>
  )
}
