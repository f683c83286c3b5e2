import { Button, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnnualPlan, PlanTask } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { Board } from './board.tsx'
import { Broken } from './broken.tsx'
import { PlanDrawer } from './planDrawer.tsx'
import { TaskDrawer } from './taskDrawer.tsx'
import './plan.css'

/** The plan of a year: its tasks by department and month, and every rule that it breaks before anything is drawn. */
export default function Plan(): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { params, go } = useRoute()
  const plans = useAnswer('listPlans', {}, ['workspace', 'plans'], { keep: true })
  const [opened, setOpened] = useState<PlanTask | 'new' | null>(null)
  const [chosen, setChosen] = useState<number[]>([])
  const [planning, setPlanning] = useState<AnnualPlan | 'new' | null>(null)
  const plan = plans.answer?.find((one) => String(one.year) === params[0]) ?? plans.answer?.[0]
  const check = useAnswer('checkPlan', plan ? { year: plan.year } : null, ['plans', 'libraries', 'scores', 'pools'], { keep: true })
  const current = check.answer?.year === plan?.year ? check.answer : null
  const joint = chosen.filter((number) => plan?.tasks.some((one) => one.task === number && one.draws.length < one.frequency))
  const refused = new Set(current?.broken.flatMap((one) => (one.severity === 'refuse' ? one.tasks : [])))
  return (
    <div className="view view-full">
      <ViewHead
        title={t('plan.title')}
        sentence={plan && current ? t(refused.size === 0 ? 'plan.sentenceGood' : 'plan.sentence', { name: plan.name, tasks: formatNumber(plan.tasks.length, language), refused: formatNumber(refused.size, language) }) : t('plan.about')}
        actions={<>
          {plans.answer && plans.answer.length > 1 && <Select size="small" aria-label={t('plan.year')} value={plan!.year} onChange={(year) => go('plan', [String(year)], [])} options={plans.answer.map((one) => ({ value: one.year, label: String(one.year) }))} />}
          <Button size="small" onClick={() => setPlanning('new')}>{t('plan.newPlan')}</Button>
          {joint.length > 0 && <Button size="small" onClick={() => go('sampling', ['joint', 'new'], [], { plan: joint.join() })}>{t('plan.joint', { tasks: formatNumber(joint.length, language) })}</Button>}
          {plan && <Button size="small" onClick={() => setPlanning(plan)}>{t('plan.changePlan')}</Button>}
          {plan && <Button size="small" type="primary" onClick={() => setOpened('new')}>{t('plan.newTask')}</Button>}
        </>}
      />
      {plans.error !== null ? <ErrorState error={plans.error} again={plans.again} /> : !plans.answer ? <Skeleton rows={10} /> : !plan
        ? <Empty title={t('plan.none')} action={<Button type="primary" onClick={() => setPlanning('new')}>{t('plan.newPlan')}</Button>}>{t('plan.noneText')}</Empty>
        : (
          <div className="plan-body">
            <Board plan={plan} check={current} open={setOpened} chosen={joint} choose={(task, on) => setChosen(on ? [...joint, task] : joint.filter((one) => one !== task))} />
            {check.error !== null ? <ErrorState error={check.error} again={check.again} compact /> : <Broken check={current} tasks={plan.tasks} open={setOpened} />}
          </div>
        )}
      {plan && <TaskDrawer plan={plan} of={opened} check={current} onClose={() => setOpened(null)} />}
      <PlanDrawer of={planning} years={plans.answer?.map((one) => one.year) ?? []} onClose={() => setPlanning(null)} />
    </div>
  )
}
