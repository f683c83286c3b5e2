import { App, Button, Input, InputNumber, Popconfirm } from 'antd'
import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanPreview, PlanTask } from '../../../../shared/contract.ts'
import { useJob } from '../../../app/runJob.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { DayInput } from '../../../components/dayInput.tsx'
import { formatNumber } from '../../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../../components/states.tsx'
import { Strata } from '../strata.tsx'
import { Warnings } from '../warnings.tsx'
import { JointStages } from './jointStages.tsx'
import { dayWithin } from './plannedDay.ts'
import { useDepartmentName, useItemDepartments } from './useLibrary.ts'

/** A joint inspection of tasks of the annual plan: whom, what and how many is as they say; the day and the officers are still to be told. */
export function PlannedForm({ numbers }: { numbers: readonly number[] }): ReactElement {
  const { t } = useTranslation()
  const { go } = useRoute()
  const plans = useAnswer('listPlans', {}, ['plans'], { keep: true })
  const tasks = plans.answer?.flatMap((plan) => plan.tasks.filter((one) => numbers.includes(one.task))).toSorted((a, b) => numbers.indexOf(a.task) - numbers.indexOf(b.task))
  if (plans.error !== null) return <ErrorState error={plans.error} again={plans.again} />
  if (!tasks) return <Skeleton rows={8} />
  if (tasks.length === 0) return <Empty title={t('joint.noPlanTasks')} action={<Button onClick={() => go('plan', [], [], {})}>{t('joint.toPlan')}</Button>} />
  return <Form tasks={tasks} />
}

function Form({ tasks }: { tasks: readonly PlanTask[] }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { go } = useRoute()
  const run = useJob()
  const { message } = App.useApp()
  const [name, setName] = useState(() => (tasks.length === 1 ? tasks[0]!.name : t('joint.plannedName', { name: tasks[0]!.name, more: tasks.length - 1 })).slice(0, 200))
  const [on, setOn] = useState(() => dayWithin(tasks, new Date().toLocaleDateString('sv')) ?? '')
  const [perDepartment, setPerDepartment] = useState(2)
  const [least, setLeast] = useState(2)
  const [previews, setPreviews] = useState<Record<number, PlanPreview>>({})
  const [committing, setCommitting] = useState(false)
  const outside = tasks.filter((one) => on === '' || on < one.periodFrom || on > one.periodUntil)
  const known = tasks.flatMap((one) => previews[one.task] ?? [])
  const ready = name.trim() !== '' && outside.length === 0 && known.length === tasks.length
  const commit = async (): Promise<void> => {
    setCommitting(true)
    const info = await run('campaign', () => engine.commitCampaign({ name: name.trim(), tasks: [], planTasks: tasks.map((one) => one.task), perDepartment, least, on }))
    setCommitting(false)
    if (info === null) return
    void message.success(t('joint.committed'))
    go('sampling', ['joint', String(info.campaign)], [], {})
  }
  return (
    <>
      <JointStages of={null} />
      <section className="section">
        <div className="section-head"><h2>{t('joint.planned')}</h2><span className="muted">{t('joint.plannedText')}</span></div>
        <div className="section-body joint-plan">
          <div className="joint-fields planned">
            <label className="field joint-name"><span>{t('joint.name')}</span><Input value={name} maxLength={200} status={name.trim() === '' ? 'error' : ''} onChange={(event) => setName(event.target.value)} /></label>
            <label className="field"><span>{t('joint.on')}</span><DayInput value={on} put={setOn} label={t('joint.on')} bad={outside.length > 0} /></label>
            <label className="field"><span>{t('joint.perDepartment')}</span><InputNumber value={perDepartment} min={1} max={6} precision={0} onChange={(value) => setPerDepartment(value ?? 2)} /></label>
            <label className="field"><span>{t('joint.least')}</span><InputNumber value={least} min={2} max={10} precision={0} onChange={(value) => setLeast(value ?? 2)} /></label>
          </div>
          <p className="muted">{t('joint.plannedStaffing')}</p>
          {outside.length > 0 && <p className="bad" role="alert">{outside.map((one) => t('joint.dayOutside', { name: one.name, from: one.periodFrom, until: one.periodUntil })).join(' ')}</p>}
        </div>
      </section>
      {tasks.map((one) => <Task key={one.task} of={one} on={on} tell={(preview) => setPreviews((now) => ({ ...now, [one.task]: preview }))} />)}
      <div className="joint-commit">
        <span className="spring" />
        {ready && <span className="muted">{t('joint.plannedDraws', { drawn: formatNumber(known.reduce((sum, one) => sum + one.drawn, 0), language) })}</span>}
        <Popconfirm title={t('joint.commitAsk', { tasks: tasks.length })} description={<div className="plan-ask">{t('joint.commitAskText')}</div>} okText={t('sampling.commit')} cancelText={t('shell.cancel')} onConfirm={() => void commit()} disabled={!ready}>
          <Button type="primary" loading={committing} disabled={!ready}>{t('sampling.commitButton')}</Button>
        </Popconfirm>
      </div>
    </>
  )
}

/** One task: which department inspects what, and what would be drawn. */
function Task({ of, on, tell }: { of: PlanTask; on: string; tell: (preview: PlanPreview) => void }): ReactElement {
  const { t } = useTranslation()
  const departmentName = useDepartmentName()
  const items = useItemDepartments(on)
  const { answer, error, again } = useAnswer('planDraw', { name: of.name, task: of.task }, ['scores', 'pools', 'plans'], { keep: true })
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(() => { if (answer) tell(answer) }, [answer])
  const parts = [...new Set([of.lead, ...of.joining])].map((department) => ({ department, items: of.items.flatMap((code) => (items?.get(code)?.department === department ? [items.get(code)!.name] : [])) })).filter((one) => one.items.length > 0)
  return (
    <section className="section" aria-label={of.name}>
      <div className="section-head"><h2>{of.name}</h2><span className="muted">{of.periodFrom} – {of.periodUntil}</span></div>
      <div className="section-body joint-task">
        <table className="strata joint-tasks">
          <thead><tr><th>{t('joint.department')}</th><th>{t('joint.items')}</th></tr></thead>
          <tbody>{parts.map((one) => <tr key={one.department}><td>{departmentName(one.department)}</td><td>{one.items.join(t('shell.comma'))}</td></tr>)}</tbody>
        </table>
        <div>
          {error !== null ? <ErrorState error={error} again={again} compact /> : answer ? <><Strata {...answer} /><Warnings of={answer.warnings} /></> : <Skeleton rows={5} />}
        </div>
      </div>
    </section>
  )
}
