import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Input, InputNumber, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanPreview } from '../../../../shared/contract.ts'
import { useJob } from '../../../app/runJob.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber } from '../../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../../components/states.tsx'
import { PolicyCards } from '../policyCards.tsx'
import { askedOf, isDay, newTask, useDraft, type TaskDraft } from './draft.ts'
import { JointStages } from './jointStages.tsx'
import { TaskCard } from './taskCard.tsx'

/** What each department inspects of whom, and who goes. Nothing is fixed before the commitment. */
export function JointForm(): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { go } = useRoute()
  const run = useJob()
  const { message } = App.useApp()
  const policies = useAnswer('listPolicies', {})
  const { draft, change, forget } = useDraft(() => ({ name: t('joint.defaultName', { day: new Date().toLocaleDateString('sv') }), policy: 'xian-2020', on: '', perDepartment: 1, least: 2, spares: 0, tasks: [newTask(1), newTask(2)] }))
  const libraries = useAnswer('listLibraries', isDay(draft.on) && draft.on !== '' ? { on: draft.on } : {}, ['libraries'], { keep: true })
  const [previews, setPreviews] = useState<Record<number, PlanPreview | null>>({})
  const [committing, setCommitting] = useState(false)
  const policy = policies.answer?.find((one) => one.id === draft.policy)
  const asked = askedOf(draft)
  const empty = (libraries.answer ?? []).filter(({ kind, rows }) => rows === 0 && (kind === 'department' || kind === 'item' || kind === 'officer'))
  const known = draft.tasks.flatMap(({ key }) => previews[key] ?? [])
  const ready = asked !== null && empty.length === 0 && known.length === draft.tasks.length && known.every((one) => one.drawn > 0)
  const drawn = known.reduce((sum, one) => sum + one.drawn, 0)

  const put = (key: number, some: Partial<TaskDraft>): void => change({ tasks: draft.tasks.map((one) => (one.key === key ? { ...one, ...some } : one)) })
  const add = (): void => change({ tasks: [...draft.tasks, newTask(Math.max(0, ...draft.tasks.map((one) => one.key)) + 1)] })
  const lead = (key: number): void => change({ tasks: draft.tasks.toSorted((a, b) => Number(b.key === key) - Number(a.key === key)) })
  const commit = async (): Promise<void> => {
    if (asked === null) return
    setCommitting(true)
    const info = await run('campaign', () => engine.commitCampaign(asked))
    setCommitting(false)
    if (info === null) return
    forget()
    void message.success(t('joint.committed'))
    go('sampling', ['joint', String(info.campaign)], [])
  }

  if (libraries.error !== null) return <ErrorState error={libraries.error} again={libraries.again} />
  if (!libraries.answer) return <Skeleton rows={8} />
  const missing = empty.length > 0 && <Empty title={t('joint.noLibraries')} action={<Button type="primary" onClick={() => go('libraries', [empty[0]!.kind], [])}>{t('joint.toLibraries')}</Button>}>{t('joint.noLibrariesText', { empty: empty.map((one) => (language === 'en' ? one.nameEn : one.nameZh)).join(t('shell.comma')) })}</Empty>
  if (missing && draft.on === '') return missing // else another day may be chosen
  return (
    <>
      <JointStages of={null} />
      <section className="section">
        <div className="section-head"><h2>{t('sampling.step.plan')}</h2></div>
        <div className="section-body joint-plan">
          <div className="joint-fields">
            <label className="field joint-name"><span>{t('joint.name')}</span><Input value={draft.name} maxLength={200} status={draft.name.trim() === '' ? 'error' : ''} onChange={(event) => change({ name: event.target.value })} /></label>
            <label className="field"><span>{t('joint.on')}</span><Input value={draft.on} maxLength={10} placeholder={t('joint.today')} status={isDay(draft.on) ? '' : 'error'} onChange={(event) => change({ on: event.target.value.trim() })} /></label>
            <label className="field"><span>{t('joint.perDepartment')}</span><InputNumber value={draft.perDepartment} min={1} max={6} precision={0} onChange={(value) => change({ perDepartment: value ?? 1 })} /></label>
            <label className="field"><span>{t('joint.least')}</span><InputNumber value={draft.least} min={2} max={10} precision={0} onChange={(value) => change({ least: value ?? 2 })} /></label>
            <label className="field"><span>{t('sampling.spares')}</span><InputNumber value={draft.spares} min={0} max={1000} precision={0} onChange={(value) => change({ spares: value ?? 0 })} /></label>
          </div>
          <p className="muted">{t('joint.staffingText')}</p>
          {policies.error !== null ? <ErrorState error={policies.error} again={policies.again} compact /> : !policies.answer ? <Skeleton rows={3} /> : <PolicyCards policies={policies.answer} chosen={draft.policy} choose={(id) => change({ policy: id, tasks: draft.tasks.map((one) => ({ ...one, ratios: {} })) })} />}
        </div>
      </section>
      {missing}
      {!missing && policy && draft.tasks.map((task, i) => (
        <TaskCard
          key={task.key} place={i} task={task} draft={draft} policy={policy} put={(some) => put(task.key, some)} preview={previews[task.key] ?? null}
          tell={(preview) => setPreviews((now) => ({ ...now, [task.key]: preview }))}
          remove={draft.tasks.length > 1 ? () => change({ tasks: draft.tasks.filter((one) => one.key !== task.key) }) : null} lead={() => lead(task.key)}
        />
      ))}
      <div className="joint-commit">
        <Button icon={<PlusOutlined />} onClick={add} disabled={draft.tasks.length >= 60}>{t('joint.addTask')}</Button>
        <span className="spring" />
        <span className="muted">{ready ? t('joint.upTo', { drawn: formatNumber(drawn, language) }) : t('joint.notReady')}</span>
        <Popconfirm title={t('joint.commitAsk', { tasks: draft.tasks.length })} description={<div className="plan-ask">{t('joint.commitAskText')}</div>} okText={t('sampling.commit')} cancelText={t('shell.cancel')} onConfirm={() => void commit()} disabled={!ready}>
          <Button type="primary" loading={committing} disabled={!ready}>{t('sampling.commitButton')}</Button>
        </Popconfirm>
      </div>
    </>
  )
}
