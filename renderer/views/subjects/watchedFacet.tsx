import { StarFilled } from '@ant-design/icons'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber } from '../../components/format.ts'
import { chosenValues, withValues } from './chips.ts'

/** Those whom one watches; a click keeps only them. Nothing while nobody is watched. */
export function WatchedFacet(): ReactElement | null {
  const { t } = useTranslation()
  const { language } = useSession()
  const { filter, setFilter } = useRoute()
  const { answer } = useAnswer('listWatched', { limit: 1 }, ['watched', 'records'], { keep: true })
  const chosen = chosenValues(filter, 'watched').length > 0
  if (!answer || (answer.total === 0 && !chosen)) return null
  return (
    <section className="facet">
      <h2>{t('dossier.watched')}</h2>
      <button type="button" className="facet-row" aria-pressed={chosen} onClick={() => setFilter(withValues(filter, 'watched', chosen ? [] : ['own']))}>
        <span className="facet-label"><StarFilled /> {t('dossier.byMe')}</span>
        <span className="facet-count">{formatNumber(answer.total, language)}</span>
      </button>
    </section>
  )
}
