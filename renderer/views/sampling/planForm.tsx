import { App, Button, Input, InputNumber, Popconfirm } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../shared/classes.ts'
import type { DrawInfo, PlanPreview } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber } from '../../components/format.ts'
import { ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { Planner } from './planner.tsx'
import { PolicyCards } from './policyCards.tsx'
import { Ratios } from './ratios.tsx'
import { Stages } from './stages.tsx'
import { Strata } from './strata.tsx'
import { useSettled } from '../../app/useSettled.ts'
import { Warnings } from './warnings.tsx'

/** Everything that is chosen before the commitment, and beside it what it would draw. Nothing is fixed yet. */
export function PlanForm(): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { filter, go } = useRoute()
  const { message } = App.useApp()
  const words = useErrorWords()
  const policies = useAnswer('listPolicies', {})
  const [policyId, setPolicyId] = useState('xian-2020')
  const [name, setName] = useState(() => t('sampling.defaultName', { day: new Date().toLocaleDateString('sv') }))
  const [ratios, setRatios] = useState<Partial<Record<Tier, number>>>({})
  const [spares, setSpares] = useState(0)
  const [committing, setCommitting] = useState(false)
  const policy = policies.answer?.find((one) => one.id === policyId)
  const plan = useMemo(() => ({ name: name.trim() || '—', policy: policyId, filter, ratios, spares }), [name, policyId, filter, ratios, spares])
  const settled = useSettled(useMemo(() => ({ ...plan, name: 'preview' }), [plan]), 200)
  const preview = useAnswer('planDraw', settled, ['scores', 'records'], { keep: true })

  const commit = async (): Promise<void> => {
    setCommitting(true)
    try {
      const { job } = await engine.commitDraw(plan)
      const info = (await engine.awaitJob({ job })) as DrawInfo
      go('sampling', [String(info.draw)], [])
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setCommitting(false)
    }
  }
  return (
    <>
      <Stages draw={null} />
      <div className="plan">
        <section className="section plan-form">
          <div className="section-head"><h2>{t('sampling.step.plan')}</h2></div>
          <div className="section-body plan-fields">
            <label className="field"><span>{t('sampling.name')}</span><Input value={name} maxLength={200} status={name.trim() === '' ? 'error' : ''} onChange={(event) => setName(event.target.value)} /></label>
            <div className="field">
              <span>{t('sampling.frameOf')}</span>
              <div className="plan-frame">
                <span>{filter.length === 0 ? t('sampling.allScored') : t('sampling.filtered', { conditions: filter.length })}</span>
                <Button size="small" onClick={() => go('subjects')}>{t('sampling.chooseFrame')}</Button>
              </div>
            </div>
            <div className="field"><span>{t('sampling.policy')}</span>
              {policies.error !== null ? <ErrorState error={policies.error} again={policies.again} compact /> : !policies.answer ? <Skeleton rows={3} /> : <PolicyCards policies={policies.answer} chosen={policyId} choose={(id) => { setPolicyId(id); setRatios({}) }} />}
            </div>
            {policy && <Ratios policy={policy} ratios={ratios} setRatios={setRatios} />}
            {policy && <Planner strata={preview.answer?.strata ?? null} policy={policy} ratios={ratios} setRatios={setRatios} />}
            <label className="field field-short"><span>{t('sampling.spares')}</span><InputNumber value={spares} min={0} max={1000} precision={0} onChange={(value) => setSpares(value ?? 0)} /></label>
          </div>
        </section>
        <section className="section plan-preview">
          <div className="section-head"><h2>{t('sampling.step.frame')}</h2><span className="muted">{t('sampling.nothingFixed')}</span></div>
          <div className="section-body">
            {preview.error !== null
              ? <ErrorState error={preview.error} again={preview.again} compact />
              : preview.answer ? <Preview preview={preview.answer} /> : <Skeleton rows={6} />}
            <Popconfirm
              title={t('sampling.commitAsk', { frame: formatNumber(preview.answer?.frame, language), drawn: formatNumber(preview.answer?.drawn, language) })} description={<div className="plan-ask">{t('sampling.commitAskText')}</div>}
              okText={t('sampling.commit')} cancelText={t('shell.cancel')} onConfirm={() => void commit()} disabled={!preview.answer || preview.answer.drawn === 0}
            >
              <Button type="primary" loading={committing} disabled={name.trim() === '' || !preview.answer || preview.answer.drawn === 0}>{t('sampling.commitButton')}</Button>
            </Popconfirm>
            <p className="muted plan-note">{t('sampling.commitNote')}</p>
          </div>
        </section>
      </div>
    </>
  )
}

function Preview({ preview }: { preview: PlanPreview }): ReactElement {
  return (
    <div className="plan-result">
      <Strata strata={preview.strata} frame={preview.frame} drawn={preview.drawn} exclusions={preview.exclusions} />
      <Warnings of={preview.warnings} />
    </div>
  )
}
