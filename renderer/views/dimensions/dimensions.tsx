import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'
import { SavePool } from '../../components/savePool.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { About } from './about.tsx'
import { Catalogue } from './catalogue.tsx'
import { Explored } from './explored.tsx'
import './dimensions.css'

/** The catalogue as a tree; of the chosen dimension what it means, how it is spread, and whether it foretells anything. */
export default function Dimensions(): ReactElement {
  const { t } = useTranslation()
  const { language, workspace } = useSession()
  const { params, go } = useRoute()
  const { answer, error, again } = useAnswer('listDimensions', {}, ['scores'], { keep: true })
  const chosen = useMemo(() => answer?.find((one) => one.id === params[0]) ?? answer?.[0], [answer, params])
  const sentence = answer ? t(workspace?.asOf ? 'dimensions.sentence' : 'dimensions.sentenceUnscored', { dimensions: formatNumber(answer.length, language), day: formatDate(workspace?.asOf), model: workspace?.model }) : undefined
  return (
    <div className="view view-full">
      <ViewHead title={t('dimensions.title')} sentence={sentence} filtered actions={<SavePool />} />
      {error !== null && <ErrorState error={error} again={again} />}
      {error === null && !answer && <Skeleton rows={12} />}
      {answer && chosen && (
        <div className="dimensions">
          <Catalogue dimensions={answer} chosen={chosen.id} choose={(id) => go('dimensions', [id])} />
          <Explored key={chosen.id} dimension={chosen} />
          <About key={`about ${chosen.id}`} dimension={chosen} />
        </div>
      )}
    </div>
  )
}
