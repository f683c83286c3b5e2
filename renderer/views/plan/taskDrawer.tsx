import { App, Button, Drawer, Input, InputNumber, Popconfirm, Segmented, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { AnnualPlan, DrawInfo, PlanCheck, PlanTask } from '../../../shared/contract.ts'
import type { Filter } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { rowsOf } from '../../components/arrow.ts'
import { DayInput } from '../../components/dayInput.tsx'
import { useErrorWords } from '../../components/states.tsx'
import { Rule } from './broken.tsx'
import { useDepartments } from './useDepartments.ts'

/** One task: its columns to fill in, what the check says of it, and the way to its draw. */
export function TaskDrawer({ plan, of, check, onClose }: { plan: AnnualPlan; of: PlanTask | 'new' | null; check: PlanCheck | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  return (
    <Drawer open={of !== null} onClose={onClose} size={560} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={of === 'new' || of === null ? t('plan.newTask') : of.name}>
      {of !== null && <Form key={of === 'new' ? 'new' : of.task} plan={plan} task={of === 'new' ? null : of} check={check} onClose={onClose} />}
    </Drawer>
  )
}

type Cells = Omit<PlanTask, 'task' | 'state' | 'draws' | 'changedAt' | 'changedBy'>

/** A scope is one chip a field here; conditions of other kinds are kept as they are. */
const picked = (scope: Filter, field: 'industry' | 'pool'): string[] => scope.flatMap((chip) => (chip.field === field && chip.op === 'in' ? chip.values.map(String) : []))

function Form({ plan, task, check, onClose }: { plan: AnnualPlan; task: PlanTask | null; check: PlanCheck | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { message } = App.useApp()
  const { go, filter } = useRoute()
  const labels = useLabels()
  const words = useErrorWords()
  const job = useJob()
  const departments = useDepartments()
  const items = useAnswer('libraryPage', { kind: 'item', limit: 10_000, on: `${plan.year}-01-01` }).answer
  const pools = useAnswer('listPools', {}, ['pools']).answer
  const [cells, setCells] = useState((): Cells => task ?? { name: '', items: [], mode: 'directed', scope: filter, tiers: [...tiers], policy: 'xian-2020', ratios: {}, frequency: 1, periodFrom: `${plan.year}-01-01`, periodUntil: `${plan.year}-12-31`, lead: '', joining: [], spares: 0, note: '' })
  const [wrong, setWrong] = useState('')
  const put = (change: Partial<Cells>): void => setCells({ ...cells, ...change })
  const scope = (field: 'industry' | 'pool', values: string[]): void => put({ scope: [...cells.scope.filter((chip) => chip.field !== field), ...(values.length > 0 ? [{ field, op: 'in' as const, values }] : [])] })
  const others = cells.scope.filter((chip) => chip.field !== 'industry' && chip.field !== 'pool').length
  const rules = task === null ? [] : (check?.broken.filter((one) => one.tasks.includes(task.task)) ?? [])
  const fixed = task !== null && task.draws.length > 0

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      setWrong('')
      await work()
      onClose()
    } catch (error) {
      setWrong(`${words(error).title} ${words(error).hint}`)
    }
  }
  const save = (): Promise<void> => attempt(async () => {
    await engine.savePlanTask({ name: cells.name, items: cells.items, mode: cells.mode, scope: cells.scope, tiers: cells.tiers, policy: cells.policy, ratios: cells.ratios, frequency: cells.frequency, periodFrom: cells.periodFrom, periodUntil: cells.periodUntil, lead: cells.lead, joining: cells.joining, spares: cells.spares, note: cells.note, year: plan.year, ...(task === null ? {} : { task: task.task }) })
    void message.success(t('plan.saved'))
  })
  const draw = async (): Promise<void> => {
    const info = await job('commit', () => engine.commitDraw({ name: task!.name, task: task!.task }))
    if (info) go('sampling', [String((info as DrawInfo).draw)], [])
  }
  const field = (label: string, content: ReactElement, hint?: string): ReactElement => <label className="plan-field"><span>{label}</span>{content}{hint && <small className="muted">{hint}</small>}</label>
  return (
    <form className="plan-form-fields" onSubmit={(event) => { event.preventDefault(); void save() }}>
      {rules.length > 0 && <div className="plan-rules">{rules.map((one, i) => <Rule key={i} of={one} tasks={[]} open={() => undefined} />)}</div>}
      {field(t('plan.task'), <Input value={cells.name} maxLength={200} disabled={fixed} onChange={(event) => put({ name: event.target.value })} />)}
      {field(t('plan.items'), <Select mode="multiple" disabled={fixed} value={cells.items} onChange={(value) => put({ items: value })} showSearch={{ optionFilterProp: 'label' }} maxTagCount={4} options={items ? rowsOf(items.arrow).map((row) => ({ value: String(row.item), label: `${String(row.item)} ${String(row.name)}` })) : []} />)}
      <div className="plan-pair">
        {field(t('plan.lead'), <Select disabled={fixed} value={cells.lead === '' ? null : cells.lead} onChange={(value) => put({ lead: value })} showSearch={{ optionFilterProp: 'label' }} options={departments.options} />)}
        {field(t('plan.joining'), <Select mode="multiple" disabled={fixed} value={cells.joining} onChange={(value) => put({ joining: value })} showSearch={{ optionFilterProp: 'label' }} options={departments.options} />)}
      </div>
      <div className="plan-field"><span>{t('plan.mode')}</span><Segmented<Cells['mode']> disabled={fixed} value={cells.mode} onChange={(mode) => put({ mode })} options={[{ value: 'directed', label: t('plan.modes.directed') }, { value: 'undirected', label: t('plan.modes.undirected') }]} /><small className="muted">{t(`plan.modeText.${cells.mode}`)}</small></div>
      <div className="plan-pair">
        {field(t('plan.industries'), <Select mode="multiple" allowClear disabled={fixed} value={picked(cells.scope, 'industry')} onChange={(value) => scope('industry', value)} options={[...'ABCDEFGHIJKLMNOPQRST'].map((letter) => ({ value: letter, label: labels.value('industry', letter) }))} />)}
        {field(t('plan.pools'), <Select mode="multiple" allowClear disabled={fixed} value={picked(cells.scope, 'pool')} onChange={(value) => scope('pool', value)} showSearch={{ optionFilterProp: 'label' }} options={pools?.map((one) => ({ value: String(one.pool), label: one.name })) ?? []} />)}
      </div>
      {others > 0 && <p className="muted">{t('plan.otherConditions', { conditions: others })}</p>}
      <div className="plan-field">
        <span>{t('plan.ratios')}</span>
        <div className="plan-tiers">
          {tiers.map((tier) => <Ratio key={tier} tier={tier} on={cells.tiers.includes(tier)} ratio={cells.ratios[tier] ?? null} disabled={fixed} put={(on, ratio) => {
            const { [tier]: _, ...rest } = cells.ratios
            put({ tiers: tiers.filter((one) => (one === tier ? on : cells.tiers.includes(one))), ratios: ratio === null ? rest : { ...rest, [tier]: ratio } })
          }} />)}
        </div>
        <small className="muted">{t('plan.ratiosText')}</small>
      </div>
      <div className="plan-pair">
        {field(t('plan.from'), <DayInput disabled={fixed} value={cells.periodFrom} put={(periodFrom) => put({ periodFrom })} />)}
        {field(t('plan.until'), <DayInput disabled={fixed} value={cells.periodUntil} put={(periodUntil) => put({ periodUntil })} />)}
        {field(t('plan.frequency'), <InputNumber disabled={fixed} min={1} max={366} precision={0} value={cells.frequency} onChange={(value) => put({ frequency: value ?? 1 })} />)}
        {field(t('plan.spares'), <InputNumber disabled={fixed} min={0} max={1000} precision={0} value={cells.spares} onChange={(value) => put({ spares: value ?? 0 })} />)}
      </div>
      {field(t('plan.note'), <Input.TextArea disabled={fixed} rows={2} maxLength={1000} value={cells.note} onChange={(event) => put({ note: event.target.value })} />)}
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <div className="plan-actions">
        <Button type="primary" htmlType="submit" disabled={fixed || cells.name.trim() === '' || cells.lead === '' || cells.periodFrom === '' || cells.periodUntil === ''}>{t('plan.save')}</Button>
        {task && <Popconfirm title={t('plan.drawAsk')} okText={t('plan.draw')} cancelText={t('shell.cancel')} onConfirm={() => void draw()}><Button disabled={rules.some((one) => one.severity === 'refuse') || task.draws.length >= task.frequency}>{t('plan.draw')}</Button></Popconfirm>}
        {task && !fixed && <Popconfirm title={t('plan.deleteAsk')} okText={t('plan.delete')} cancelText={t('shell.cancel')} okButtonProps={{ danger: true }} onConfirm={() => void attempt(() => engine.deletePlanTask({ task: task.task }))}><Button danger>{t('plan.delete')}</Button></Popconfirm>}
        {task?.draws.map((one) => <Button key={one} type="link" onClick={() => go('sampling', [String(one)], [])}>{t('plan.toDraw', { draw: one })}</Button>)}
      </div>
    </form>
  )
}

/** A tier that the task is for, with its ratio in percent; blank: the policy's. */
function Ratio({ tier, on, ratio, disabled, put }: { tier: Tier; on: boolean; ratio: number | null; disabled: boolean; put: (on: boolean, ratio: number | null) => void }): ReactElement {
  const { t } = useTranslation()
  return (
    <span className="plan-tier">
      <button type="button" className="tier-chip" data-tier={tier} data-off={!on} aria-pressed={on} disabled={disabled} aria-label={t('plan.tierOn', { tier })} onClick={() => put(!on, null)}>{tier}</button>
      <InputNumber aria-label={t('plan.ratioOf', { tier })} disabled={disabled || !on} min={0} max={100} suffix="%" value={ratio === null ? null : Number((ratio * 100).toFixed(4))} onChange={(value) => put(on, value === null ? null : Number((value / 100).toFixed(6)))} />
    </span>
  )
}
