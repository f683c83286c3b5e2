import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../../../shared/contract.ts'
import { recordClasses } from '../../../shared/classes.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatCompact, formatNumber } from '../../components/format.ts'

/** How much there is. */
export function Amounts({ overview }: { overview: Overview }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const records = recordClasses.reduce((sum, one) => sum + overview.records[one], 0)
  const figures: { key: string; value: number; to: string }[] = [
    { key: 'subjects', value: overview.subjects, to: href('subjects', [], []) },
    { key: 'records', value: records, to: href('data', [], []) },
    { key: 'unattached', value: overview.unattached, to: href('data', [], [], { show: 'attachment' }) },
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
