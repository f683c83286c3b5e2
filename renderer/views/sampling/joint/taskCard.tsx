import { Button, Select } from 'antd'
import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../../shared/classes.ts'
import type { PlanPreview, Policy } from '../../../../shared/contract.ts'
import { Chips } from '../../../app/filterBar.tsx'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatPercent } from '../../../components/format.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { Planner } from '../planner.tsx'
import { Ratios } from '../ratios.tsx'
import { Strata } from '../strata.tsx'
import { useSettled } from '../../../app/useSettled.ts'
import { Warnings } from '../warnings.tsx'
import { isDay, type JointDraft, type TaskDraft } from './draft.ts'
import { fitWarnings } from './fitWarnings.ts'
import { othersOf, tiersOf, withOthers, withTier } from './scope.ts'
import { useDepartments, useFit, useItems, type ItemRow } from './useLibrary.ts'

export interface TaskCardProps {
  /** From 0; the first leads. */
  place: number
  task: TaskDraft
  draft: JointDraft
  policy: Policy
  put: (some: Partial<TaskDraft>) => void
  /** What it would draw; null while that is not known. */
  preview: PlanPreview | null
  /** What the task would draw, once it is known; null while it is not. */
  tell: (preview: PlanPreview | null) => void
  remove: (() => void) | null
  lead: () => void
}

/** One department: its items, of whom, how many; beside it what that would draw and who could go. */
export function TaskCard({ place, task, draft, policy, put, preview, tell, remove, lead }: TaskCardProps): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const on = isDay(draft.on) ? draft.on : ''
  const departments = useDepartments(on)
  const items = useItems(task.department, on)
  const [ratiosShown, setRatiosShown] = useState(Object.keys(task.ratios).length > 0)
  const name = departments.rows?.find((one) => one.code === task.department)?.name
  return (
    <section className="section" aria-label={t('joint.task', { number: place + 1 })}>
      <div className="section-head">
        <h2>{t('joint.task', { number: place + 1 })}{name && ` · ${name}`}</h2>
        {place === 0 ? <span className="muted">{t('joint.leads')}</span> : <Button type="link" size="small" onClick={lead}>{t('joint.makeLead')}</Button>}
        <span className="spring" />
        {remove && <Button size="small" onClick={remove}>{t('joint.remove')}</Button>}
      </div>
      <div className="section-body joint-task">
        <div className="plan-fields">
          {(departments.error ?? items.error) !== null && <ErrorState error={departments.error ?? items.error} again={departments.error !== null ? departments.again : items.again} compact />}
          <label className="field"><span>{t('joint.department')}</span>
            <Select
              value={task.department} placeholder={t('joint.chooseDepartment')} loading={!departments.rows} showSearch={{ optionFilterProp: 'label' }} options={(departments.rows ?? []).map((one) => ({ value: one.code, label: one.name }))}
              onChange={(department) => put({ department, items: [] })} aria-label={t('joint.department')}
            />
          </label>
          <label className="field"><span>{t('joint.items')}</span><ItemSelect rows={items.rows} chosen={task.items} choose={(chosen) => put({ items: chosen })} disabled={task.department === null} /></label>
          <Scope task={task} put={put} />
          {ratiosShown
            ? <><Ratios policy={policy} ratios={task.ratios} setRatios={(ratios) => put({ ratios })} /><Planner strata={preview?.strata ?? null} policy={policy} ratios={task.ratios} setRatios={(ratios) => put({ ratios })} /></>
            : <div className="field"><span>{t('sampling.ratios')}</span><div className="plan-frame"><span className="muted">{tiers.map((tier) => `${tier} ${formatPercent(policy.ratios[tier], language)}`).join(' · ')}</span><Button size="small" onClick={() => setRatiosShown(true)}>{t('joint.otherRatios')}</Button></div></div>}
        </div>
        <Outlook task={task} draft={draft} items={items.rows ?? []} on={on} tell={tell} />
      </div>
    </section>
  )
}

/** Items of the department in force on the day, by name or code, each with its kind and what it asks of an officer. */
function ItemSelect({ rows, chosen, choose, disabled }: { rows: ItemRow[] | null; chosen: string[]; choose: (items: string[]) => void; disabled: boolean }): ReactElement {
  const { t } = useTranslation()
  const options = (rows ?? []).map((one) => ({ value: one.item, label: one.name, found: `${one.name} ${one.item} ${one.qualification ?? ''}`, item: one }))
  return (
    <Select
      mode="multiple" value={chosen} onChange={choose} disabled={disabled} loading={!disabled && rows === null} options={options} optionLabelProp="label" showSearch={{ optionFilterProp: 'found' }} maxCount={400}
      placeholder={t(disabled ? 'joint.departmentFirst' : 'joint.chooseItems')} notFoundContent={rows === null ? null : t('joint.noItems')} aria-label={t('joint.items')}
      optionRender={({ data }) => (
        <span className="joint-item">
          <span className="joint-item-name">{data.label}</span>
          <span className="muted">{t(`joint.itemKinds.${data.item.kind}`)}{data.item.qualification && ` · ${t('joint.asks', { qualification: data.item.qualification })}`}</span>
        </span>
      )}
    />
  )
}

/** Who may be drawn: tiers, and any other conditions taken over from under the title. */
function Scope({ task, put }: { task: TaskDraft; put: (some: Partial<TaskDraft>) => void }): ReactElement {
  const { t } = useTranslation()
  const { filter, go } = useRoute()
  const admitted = tiersOf(task.filter)
  const others = othersOf(task.filter)
  const offered = filter.length > 0 && JSON.stringify(filter) !== JSON.stringify(task.filter)
  return (
    <div className="field">
      <span>{t('joint.scope')}</span>
      <div className="joint-tiers" role="group" aria-label={t('joint.tiers')}>
        {tiers.map((tier) => (
          <button key={tier} type="button" className="joint-tier" aria-pressed={admitted.includes(tier)} onClick={() => put({ filter: withTier(task.filter, tier) })}>
            <span className="tier-chip" data-tier={tier}>{tier}</span>{t(`domain.tiers.${tier}`)}
          </button>
        ))}
      </div>
      <Chips filter={others} setFilter={(next) => put({ filter: withOthers(task.filter, next) })} label={t('joint.scope')}>
        {others.length === 0 && <span className="muted">{t('joint.noOthers')}</span>}
        {offered && <Button size="small" onClick={() => put({ filter })}>{t('joint.takeFilter', { conditions: filter.length })}</Button>}
        <Button size="small" type="link" onClick={() => go('subjects', [], task.filter)}>{t('sampling.chooseFrame')}</Button>
      </Chips>
    </div>
  )
}

/** What the task would draw, by the same count as at the commitment, and who of the department could go. */
function Outlook({ task, draft, items, on, tell }: { task: TaskDraft; draft: JointDraft; items: ItemRow[]; on: string; tell: (preview: PlanPreview | null) => void }): ReactElement {
  const { t } = useTranslation()
  const plan = useSettled(useMemo(() => ({ name: 'preview', policy: draft.policy, filter: task.filter, ratios: task.ratios, spares: draft.spares }), [draft.policy, draft.spares, task.filter, task.ratios]), 200)
  const { answer, error, again, loading } = useAnswer('planDraw', plan, ['scores', 'records', 'pools'], { keep: true })
  const { rows: officers } = useFit(task.department, on)
  const told = error === null && !loading ? answer : null
  useEffect(() => {
    tell(told)
    // Only another answer is worth telling.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [told])
  const asked = [...new Set(items.filter((one) => task.items.includes(one.item)).flatMap((one) => one.qualification ?? []))].sort()
  return (
    <div className="plan-result">
      {error !== null ? <ErrorState error={error} again={again} compact /> : answer ? <Strata strata={answer.strata} frame={answer.frame} drawn={answer.drawn} exclusions={answer.exclusions} /> : <Skeleton rows={6} />}
      {officers && (
        <p>
          <b>{t('joint.fit', { officers: officers.length })}</b>
          {asked.map((one) => <span key={one} className="muted"> · {t('joint.holders', { qualification: one, officers: officers.filter(({ qualifications }) => qualifications.includes(one)).length })}</span>)}
        </p>
      )}
      {answer && error === null && <Warnings of={answer.warnings} more={officers ? fitWarnings(officers, asked, draft).map(({ code, ...params }) => t(`joint.warnings.${code}`, params)) : []} />}
    </div>
  )
}
