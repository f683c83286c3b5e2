import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview, ResultState } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer, type Answer } from '../../app/useAnswer.ts'
import { rowsOf } from '../../components/arrow.ts'
import { formatCompact, formatNumber } from '../../components/format.ts'
import type { ResultTab } from '../sampling/results/results.tsx'

/** What waits for a person, and how much of it is late; each opens where it is done. Of what does not wait nothing is said. */
export function Due({ overview }: { overview: Overview }): ReactElement | null {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const { answer: cases } = useAnswer('countCases', {}, ['workspace', 'records', 'scores', 'cases'], { keep: true })
  const { answer: overrides } = useAnswer('listOverrides', { limit: 1 }, ['scores'], { keep: true })
  const review = useResults(overview, 'awaiting_review', 'review')
  const publish = useResults(overview, 'approved', 'publication')
  const waiting: { key: string; value: number; late?: number; to: string }[] = [
    { key: 'cases', value: cases?.queues.open ?? 0, late: cases?.overdue ?? 0, to: href('lists', [], []) },
    { key: 'confirm', value: cases?.queues.proposed ?? 0, to: href('lists', [], [], { queue: 'proposed' }) },
    { key: 'review', ...review },
    { key: 'publish', ...publish },
    { key: 'proposed', value: overrides?.states.proposed ?? 0, to: href('tiers', [], [], { tab: 'overrides' }) },
    { key: 'quarantined', value: overview.quarantined, to: href('data', [], [], { show: 'quarantine' }) },
    { key: 'queued', value: overview.queued, to: href('data', [], [], { show: 'attachment' }) },
  ].filter(({ value }) => value > 0)
  if (waiting.length === 0) return null
  return (
    <nav className="figures section" aria-label={t('overview.dueTitle')}>
      {waiting.map(({ key, value, late = 0, to }) => (
        <a key={key} className="figure" href={to}>
          <span className="muted">{t(`overview.due.${key}`)}</span>
          <span><span className="figure-value" title={formatNumber(value, language)}>{formatCompact(value, language)}</span>{late > 0 && <span className="figure-late">{t('overview.late', { late: formatNumber(late, language) })}</span>}</span>
        </a>
      ))}
    </nav>
  )
}

/** Results in a state, over all inspections, and the tab of one in which they are. */
function useResults(overview: Overview, state: ResultState, tab: ResultTab): { value: number; late: number; to: string } {
  const { href } = useRoute()
  const { answer }: Answer<{ total: number; overdue: number; arrow: Uint8Array }> = useAnswer('listResults', overview.draws > 0 ? { states: [state], limit: 1 } : null, ['results', 'draws'], { keep: true })
  const [first] = answer ? rowsOf(answer.arrow) : []
  const place = first ? [...(first.origin === 'campaign' ? ['joint'] : []), String(first.number)] : []
  return { value: answer?.total ?? 0, late: answer?.overdue ?? 0, to: href('sampling', place, [], { tab }) }
}
