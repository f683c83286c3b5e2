import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../../../shared/contract.ts'
import { recordClasses } from '../../../shared/classes.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatCompact, formatNumber } from '../../components/format.ts'

/** How much there is, and how much of it waits for somebody. */
export function Attention({ overview }: { overview: Overview }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const { answer: overrides } = useAnswer('listOverrides', { limit: 1 }, ['scores'], { keep: true })
  const proposed = overrides?.states.proposed ?? 0
  const records = recordClasses.reduce((sum, one) => sum + overview.records[one], 0)
  const figures: { key: string; value: number; to: string }[] = [
    { key: 'subjects', value: overview.subjects, to: href('subjects', [], []) },
    { key: 'records', value: records, to: href('data', [], []) },
    { key: 'quarantined', value: overview.quarantined, to: href('data', [], [], { show: 'quarantine' }) },
    { key: 'unattached', value: overview.unattached, to: href('data', [], [], { show: 'attachment' }) },
    { key: 'queued', value: overview.queued, to: href('data', [], [], { show: 'attachment' }) },
    ...(proposed > 0 ? [{ key: 'proposed', value: proposed, to: href('tiers', [], [], { tab: 'overrides' }) }] : []),
    { key: 'draws', value: overview.draws, to: href('sampling', [], []) },
  ]
  return (
    <div className="figures section">
      {figures.map(({ key, value, to }) => (
        <a key={key} className="figure" href={to}>
          <span className="muted">{t(`overview.figures.${key}`)}</span>
          <span className="figure-value" title={formatNumber(value, language)}>{formatCompact(value, language)}</span>
        </a>
      ))}
    </div>
  )
}
