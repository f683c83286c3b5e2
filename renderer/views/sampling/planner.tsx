import { CalculatorOutlined } from '@ant-design/icons'
import { Button, InputNumber, Segmented } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Policy, Stratum } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { planSize, ratioFor, withRatio, type Goal } from './planSize.ts'

export interface PlannerProps {
  /** The frame by tier, as it would be drawn now; null while it is not known. */
  strata: readonly Stratum[] | null
  policy: Policy
  ratios: Partial<Record<Tier, number>>
  setRatios: (ratios: Partial<Record<Tier, number>>) => void
}

/** How many to draw for a purpose, of the frame as it stands, and the ratio that draws them. */
export function Planner(props: PlannerProps): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <div className="field">
      <Button size="small" className="planner-open" icon={<CalculatorOutlined />} aria-expanded={open} onClick={() => setOpen(!open)}>{t('planner.open')}</Button>
      {open && <Goals {...props} />}
    </div>
  )
}

function Goals({ strata, policy, ratios, setRatios }: PlannerProps): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [goal, setGoal] = useState<Goal>({ purpose: 'estimate', of: 'all', expected: 0.1, margin: 0.03, share: 0.05, confidence: 0.95 })
  const put = (some: Partial<Goal>): void => setGoal({ ...goal, ...some })
  const planned = useMemo(() => strata && planSize(goal, strata), [goal, strata])
  const size = planned && (planned.size ?? planned.frame)
  const ratio = planned && ratioFor(size!, planned.frame)
  const percent = (key: 'expected' | 'margin' | 'share' | 'confidence', least: number, most: number): ReactElement => (
    <label><span>{t(`planner.${key}`)}</span><InputNumber size="small" suffix="%" value={Number((goal[key] * 100).toFixed(4))} min={least} max={most} onChange={(value) => { if (value !== null) put({ [key]: value / 100 }) }} /></label>
  )
  return (
    <div className="planner" role="group" aria-label={t('planner.open')}>
      <Segmented size="small" value={goal.purpose} onChange={(purpose) => put({ purpose })} options={(['estimate', 'detect'] as const).map((value) => ({ value, label: t(`planner.purposes.${value}`) }))} />
      <p className="muted">{t(`planner.texts.${goal.purpose}`)}</p>
      <div className="planner-fields">
        {goal.purpose === 'estimate' ? <>{percent('expected', 0, 99)}{percent('margin', 0.1, 50)}</> : percent('share', 0.01, 99)}
        {percent('confidence', 50, 99.9)}
      </div>
      <div className="planner-of">
        <span className="muted">{t('planner.of')}</span>
        <Segmented<Goal['of']> size="small" value={goal.of} onChange={(of) => put({ of })} options={[{ value: 'all', label: t('planner.all') }, ...tiers.map((value) => ({ value, label: value }))]} />
      </div>
      <p className="planner-result" role="status">
        {planned
          ? <>{t('planner.draw', { size: formatNumber(size, language), frame: formatNumber(planned.frame, language), ratio: formatPercent(ratio, language) })}{size === planned.frame && ` ${t('planner.whole')}`}</>
          : t(strata ? 'planner.nobody' : 'planner.waiting')}
        <Button size="small" disabled={!planned} onClick={() => setRatios(withRatio(goal, ratio!, ratios, policy.ratios))}>{t(goal.of === 'all' ? 'planner.fillAll' : 'planner.fillOne', { tier: goal.of })}</Button>
      </p>
    </div>
  )
}
