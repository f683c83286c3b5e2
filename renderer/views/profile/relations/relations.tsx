import { Button, Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Relations as Found } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber } from '../../../components/format.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { Graph } from './graph.tsx'
import { RelatedGrid } from './relatedGrid.tsx'
import { TieList } from './tieList.tsx'
import { useTieWords } from './useTieWords.ts'
import './relations.css'

/** Findings are told of what at least so many share, and of so many things. */
const worthTelling = 3
const told = 3

/** Whom the subject shares address, telephone, persons or relation records with: in words, as a picture, as tables. */
export function Relations({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const [steps, setSteps] = useState<1 | 2>(2)
  const { answer, error, again } = useAnswer('subjectRelations', { subjectId, steps }, ['records', 'scores'], { keep: true })
  return (
    <section className="profile-box relations" aria-label={t('relations.title')}>
      <div className="profile-box-head">
        <h2>{t('relations.title')}</h2>
        <Segmented size="small" aria-label={t('relations.steps')} value={steps} onChange={setSteps} options={[{ value: 1, label: t('relations.oneStep') }, { value: 2, label: t('relations.twoSteps') }]} />
      </div>
      {error !== null ? <ErrorState error={error} again={again} compact /> : answer === null ? <Skeleton rows={8} /> : answer.connectorCount === 0 ? <p className="muted">{t('relations.none')}</p> : <Shown key={answer.subjectId} relations={answer} steps={steps} />}
    </section>
  )
}

function Shown({ relations, steps }: { relations: Found; steps: 1 | 2 }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const words = useTieWords(relations)
  const [asked, setAsked] = useState<string | null>(null)
  const chosen = relations.connectors.find((tie) => tie.key === asked)
  const drawn = relations.subjects.length - 1
  const neighbours = relations.first + (relations.second ?? 0)
  return (
    <>
      <ul className="relations-findings">
        {relations.connectors.filter((tie) => tie.step === 1 && tie.members >= worthTelling).slice(0, told).map((tie) => <li key={tie.key}>{words.finding(tie)}</li>)}
      </ul>
      <p className="muted">
        {[
          t('relations.sentence', { first: formatNumber(relations.first, language) }) + (relations.second === null ? '' : t('relations.sentenceSecond', { second: formatNumber(relations.second, language) }))
            + (steps === 2 && relations.second === null ? t('relations.notFollowed') : '') + t('relations.stop'),
          ...(relations.connectors.some((tie) => tie.hub) ? [t('relations.hubText')] : []),
          ...(drawn < neighbours ? [t('relations.drawn', { drawn: formatNumber(drawn, language), neighbours: formatNumber(neighbours, language) })] : []),
        ].join(language === 'en' ? ' ' : '')}
      </p>
      <div className="relations-shown">
        <Graph relations={relations} words={words} chosen={chosen?.key ?? null} choose={setAsked} />
        <TieList ties={relations.connectors} words={words} chosen={chosen?.key ?? null} choose={setAsked} />
      </div>
      <div className="relations-table-head">
        <h3>{chosen ? t('relations.sharing', { name: words.label(chosen), subjects: formatNumber(chosen.members, language) }) : t('relations.neighbours', { subjects: formatNumber(neighbours, language) })}</h3>
        {chosen && <Button size="small" type="link" onClick={() => setAsked(null)}>{t('relations.allNeighbours')}</Button>}
        <span className="spring" />
        <span className="muted">{t('relations.keys')}</span>
      </div>
      <RelatedGrid subjectId={relations.subjectId} steps={steps} tie={chosen?.key ?? null} />
    </>
  )
}
