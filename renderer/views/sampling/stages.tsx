import { Steps } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo, Verification } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { usePolicyName } from './usePolicyName.ts'

const names = ['plan', 'frame', 'commitment', 'seed', 'draw', 'sheet', 'verify'] as const

/** The seven steps, each with what is fixed once it is behind. `draw` null: still planning. */
export function Stages({ draw, verification }: { draw: DrawInfo | null; verification?: Verification | null }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const policyName = usePolicyName()
  const fixed: Record<(typeof names)[number], string | null> = {
    plan: draw ? policyName(draw.policy) : null,
    frame: draw ? t('sampling.subjectsCount', { subjects: formatNumber(draw.frame, language) }) : null,
    commitment: draw ? `${draw.commitment.slice(0, 8)}…` : null,
    seed: draw?.seed ? t('sampling.digits', { digits: draw.seed.length }) : null,
    draw: draw?.state === 'drawn' ? t('sampling.drawnCount', { drawn: formatNumber(draw.drawn, language) }) : null,
    sheet: draw?.state === 'drawn' ? t('sampling.sheetReady') : null,
    verify: verification ? (verification.ok ? t('sampling.verifiedShort') : t('sampling.refutedShort')) : null,
  }
  const current = draw === null ? 0 : draw.state === 'committed' ? 3 : verification ? 6 : 5
  return (
    <Steps
      size="small" current={current} className="stages" {...(verification?.ok === false ? { status: 'error' as const } : {})}
      items={names.map((name) => ({ title: t(`sampling.step.${name}`), content: fixed[name] ?? t(`sampling.todo.${name}`) }))}
    />
  )
}
