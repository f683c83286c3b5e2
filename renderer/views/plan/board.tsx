import { Checkbox } from 'antd'
import { useMemo, type CSSProperties, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnnualPlan, PlanCheck, PlanTask } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { TierChip } from '../../components/tier.tsx'
import { useDepartments } from './useDepartments.ts'

const months = Array.from({ length: 12 }, (_, i) => i + 1)

/** Tasks by leading department, over the months of the year, each with what it draws and what the check says of it. */
export function Board({ plan, check, open, chosen, choose }: { plan: AnnualPlan; check: PlanCheck | null; open: (task: PlanTask) => void; /** Tasks for one joint inspection. */ chosen: readonly number[]; choose: (task: number, on: boolean) => void }): ReactElement {
  const { t } = useTranslation()
  const { name } = useDepartments()
  const groups = useMemo(() => [...new Set(plan.tasks.map((one) => one.lead))].toSorted().map((lead) => ({ lead, tasks: plan.tasks.filter((one) => one.lead === lead) })), [plan])
  return (
    <section className="section plan-board">
      <table className="table plan-table">
        <thead>
          <tr>
            <th aria-label={t('plan.choose')} /><th>{t('plan.task')}</th><th>{t('plan.mode')}</th><th>{t('plan.tiers')}</th><th className="right">{t('plan.items')}</th><th className="right">{t('plan.frame')}</th><th className="right">{t('plan.visits')}</th>
            <th className="plan-months"><span className="plan-scale">{months.map((month) => <span key={month}>{month}</span>)}</span></th><th>{t('plan.state')}</th>
          </tr>
        </thead>
        {groups.map(({ lead, tasks }) => (
          <tbody key={lead}>
            <tr className="plan-group"><th colSpan={9} scope="colgroup">{name(lead)} <span className="muted">{lead} · {t('plan.tasks', { tasks: tasks.length })}</span></th></tr>
            {tasks.map((task) => <Line key={task.task} task={task} plan={plan} check={check} open={() => open(task)} chosen={chosen.includes(task.task)} choose={(on) => choose(task.task, on)} />)}
          </tbody>
        ))}
      </table>
      {plan.tasks.length === 0 && <p className="muted plan-empty">{t('plan.noTasks')}</p>}
    </section>
  )
}

function Line({ task, plan, check, open, chosen, choose }: { task: PlanTask; plan: AnnualPlan; check: PlanCheck | null; open: () => void; chosen: boolean; choose: (on: boolean) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const found = check?.tasks.find((one) => one.task === task.task)
  const rules = check?.broken.filter((one) => one.tasks.includes(task.task)) ?? []
  const refused = rules.filter((one) => one.severity === 'refuse').length
  const state = check === null ? 'unknown' : refused > 0 ? 'refuse' : task.draws.length >= task.frequency ? 'drawn' : rules.some((one) => one.tasks.length === 1) ? 'warn' : 'good'
  const bar = { '--from': place(plan.year, task.periodFrom, 0), '--until': place(plan.year, task.periodUntil, 1) } as CSSProperties
  return (
    <tr>
      <td><Checkbox checked={chosen} disabled={state === 'unknown' || state === 'refuse' || state === 'drawn'} aria-label={t('plan.chooseTask', { name: task.name })} onChange={(event) => choose(event.target.checked)} /></td>
      <td className="cut"><button type="button" className="plan-name" onClick={open} title={task.name}>{task.name}</button></td>
      <td className="nowrap">{t(`plan.modes.${task.mode}`)}</td>
      <td className="nowrap">{task.tiers.map((tier) => <TierChip key={tier} tier={tier} />)}</td>
      <td className="right">{formatNumber(task.items.length, language)}</td>
      <td className="right">{formatNumber(found?.frame ?? null, language)}</td>
      <td className="right">{formatNumber(found?.visits ?? null, language)}{task.frequency > 1 && <span className="muted"> ({t('plan.times', { times: task.frequency })})</span>}</td>
      <td className="plan-months" title={`${task.periodFrom} – ${task.periodUntil}`}><span className="plan-track"><span className="plan-bar" data-state={state} style={bar} /></span></td>
      <td className="nowrap"><span className={state === 'refuse' ? 'bad' : state === 'good' || state === 'drawn' ? 'good' : 'muted'}>{state === 'refuse' ? t('plan.states.refuse', { rules: refused }) : t(`plan.states.${state}`)}</span></td>
    </tr>
  )
}

/** Share of the year, in percent, that has passed before a day (or after it). */
function place(year: number, day: string, after: 0 | 1): string {
  const begin = Date.UTC(year, 0, 1)
  const length = Date.UTC(year + 1, 0, 1) - begin
  const at = Date.parse(`${day}T00:00:00Z`) + after * 86_400_000 - begin
  return `${Math.min(100, Math.max(0, (100 * at) / length))}%`
}
