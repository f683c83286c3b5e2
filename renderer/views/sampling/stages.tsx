import { Steps } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo, Verification } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { usePolicyName } from './usePolicyName.ts'

/** The seven steps, each with what is fixed once it is behind. `draw` null: still planning. */
export function Stages({ draw, verification }: { draw: DrawInfo | null; verification?: Verification | null }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const policyName = usePolicyName()
  const fixed: (string | null)[] = [
    draw ? policyName(draw.policy) : null,
    draw ? t('sampling.subjectsCount', { subjects: formatNumber(draw.frame, language) }) : null,
    draw ? `${draw.commitment.slice(0, 8)}…` : null,
    draw?.seed ? t('sampling.digits', { digits: draw.seed.length }) : null,
    draw?.state === 'drawn' ? t('sampling.drawnCount', { drawn: formatNumber(draw.drawn, language) }) : null,
    draw?.state === 'drawn' ? t('sampling.sheetReady') : null,
    verification ? (verification.ok ? t('sampling.verifiedShort') : t('sampling.refutedShort')) : null,
  ]
  const names = ['plan', 'frame', 'commitment', 'seed', 'draw', 'sheet', 'verify'] as const
  return (
    <StageSteps
      current={draw === null ? 0 : draw.state === 'committed' ? 3 : verification ? 6 : 5} wrong={verification?.ok === false}
      steps={names.map((name, i) => ({ title: t(`sampling.step.${name}`), text: fixed[i] ?? t(`sampling.todo.${name}`) }))}
    />
  )
}

/** Steps with what is fixed by each, or what it will bring; `wrong`: the present one failed. */
export const StageSteps = ({ steps, current, wrong = false }: { steps: { title: string; text: string }[]; current: number; wrong?: boolean }): ReactElement => (
  <Steps size="small" current={current} className="stages" {...(wrong ? { status: 'error' as const } : {})} items={steps.map(({ title, text }) => ({ title, content: text }))} />
)
