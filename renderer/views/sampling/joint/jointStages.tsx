import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Verification } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatNumber } from '../../../components/format.ts'
import { StageSteps } from '../stages.tsx'

const names = ['tasks', 'commitment', 'seed', 'draw', 'visits', 'officers', 'verify'] as const

/** The steps of a joint inspection, each with what is fixed once it is behind. `of` null: still planning. */
export function JointStages({ of, verification = null }: { of: CampaignInfo | null; verification?: Verification | null }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const drawn = of !== null && of.drawnAt !== null
  const fixed: Record<(typeof names)[number], string | null> = {
    tasks: of && t('joint.tasksCount', { tasks: of.parts.length }),
    commitment: of && `${of.commitment.slice(0, 8)}…`,
    seed: of?.seed ? t('sampling.digits', { digits: of.seed.length }) : null,
    draw: drawn ? t('sampling.drawnCount', { drawn: formatNumber(of.drawn, language) }) : null,
    visits: drawn ? t('joint.visitsCount', { visits: formatNumber(of.visits, language) }) : null,
    officers: drawn ? t(of.state === 'staffed' ? 'joint.staffedShort' : 'joint.unstaffedShort') : null,
    verify: verification && t(verification.ok ? 'sampling.verifiedShort' : 'sampling.refutedShort'),
  }
  const short = of?.state === 'unstaffed'
  return (
    <StageSteps
      current={of === null ? 0 : !drawn ? 2 : verification ? 6 : 5} wrong={verification ? !verification.ok : short}
      steps={names.map((name) => ({ title: t(`joint.step.${name}`), text: fixed[name] ?? t(`joint.todo.${name}`) }))}
    />
  )
}
