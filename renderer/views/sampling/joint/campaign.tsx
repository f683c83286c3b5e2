import { FullscreenOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Verification } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber, formatTime } from '../../../components/format.ts'
import { Ceremony, Tally } from '../ceremony.tsx'
import { Commitment } from '../commitment.tsx'
import { fileName } from '../fileName.ts'
import { inFives } from '../seed.ts'
import { SeedForm } from '../seedForm.tsx'
import { Companions } from './companions.tsx'
import { JointStages } from './jointStages.tsx'
import { Loads } from './loads.tsx'
import { Papers } from './papers.tsx'
import { Proof } from './proof.tsx'
import { Shortages } from './shortages.tsx'
import { Tasks } from './tasks.tsx'
import { useDepartmentName } from './useLibrary.ts'
import { Visits } from './visits.tsx'

/** One joint inspection from its commitment on: what is fixed, the seed, the visits and who makes them, the proof. */
export function Campaign({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const departmentName = useDepartmentName()
  const draws = useAnswer('listDraws', {}, ['draws'], { keep: true })
  const [verification, setVerification] = useState<Verification | null>(null)
  const [ceremony, setCeremony] = useState(false)
  const [typed, setTyped] = useState(of.seed ?? '')
  const drawn = of.drawnAt !== null
  const parts = of.parts.map((part) => ({ ...part, name: departmentName(part.department), info: draws.answer?.find((one) => one.draw === part.draw) ?? null }))
  const toDraw = parts.reduce((sum, { info }) => sum + (info?.strata.reduce((all, one) => all + one.drawn, 0) ?? 0), 0)
  return (
    <>
      <div className="joint-head"><h2 className="joint-title">{of.campaign} · {of.name}</h2><span className="spring" />{of.state === 'staffed' && <><Companions of={of} /><Papers of={of} /></>}</div>
      <JointStages of={of} verification={verification} />
      {drawn && (
        <p className="joint-headline" role="status">
          {t('joint.headline', { visits: formatNumber(of.visits, language), drawn: formatNumber(of.drawn, language), saved: formatNumber(of.drawn - of.visits, language) })}
          {of.rehearsal && <span className="bad"> · {t('joint.rehearsalText')}</span>}
        </p>
      )}
      {of.shortages.length > 0 && <Shortages of={of} departmentName={departmentName} />}
      <div className="fixed">
        <section className="section">
          <div className="section-head"><h2>{t('joint.fixed')}</h2><span className="muted">{t('sampling.committedAt', { at: formatTime(of.committedAt) })}</span></div>
          <div className="section-body"><Tasks of={of} parts={parts} /></div>
        </section>
        <section className="section">
          <div className="section-head"><h2>{t('sampling.step.commitment')}</h2><span className="spring" /><Button size="small" icon={<FullscreenOutlined />} onClick={() => setCeremony(true)}>{t('sampling.ceremony')}</Button></div>
          <div className="section-body">
            <Commitment hash={of.commitment} file={fileName('joint', of.campaign, of.name)} text={t(drawn ? 'joint.hashText' : 'joint.publishText')} />
            {!drawn
              ? (
                  <>
                    {of.state === 'drawing' && <p className="bad joint-broken" role="status">{t('joint.brokenOff')}</p>}
                    <SeedForm start={(seed, witnesses) => engine.drawCampaign({ campaign: of.campaign, seed, witnesses })} typed={typed} setTyped={setTyped} />
                  </>
                )
              : (
                  <dl className="drawn-facts">
                    <dt>{t('sampling.step.seed')}</dt><dd className="mono seed-digits">{inFives(of.seed ?? '')}</dd>
                    <dt>{t('sampling.witnesses')}</dt><dd>{of.witnesses.length > 0 ? of.witnesses.join(' · ') : t('sampling.noWitnesses')}</dd>
                    <dt>{t('sampling.drawnAtLabel')}</dt><dd>{formatTime(of.drawnAt)}</dd>
                  </dl>
                )}
          </div>
        </section>
      </div>
      {drawn && (
        <>
          <Loads of={of} departmentName={departmentName} />
          <Visits of={of} departmentName={departmentName} />
          <Proof of={of} departments={parts.map((one) => one.name)} verification={verification} tell={setVerification} />
        </>
      )}
      {ceremony && (
        <Ceremony of={of} typed={typed} close={() => setCeremony(false)}>
          {parts.map(({ draw, name, info }) => <Tally key={draw} label={name} figure={info?.strata.reduce((sum, one) => sum + one.drawn, 0) ?? 0} of={info?.frame ?? 0} />)}
          {drawn ? <Tally label={t('joint.visits')} figure={of.visits} /> : <Tally label={t('sampling.toDraw')} figure={toDraw} />}
        </Ceremony>
      )}
    </>
  )
}
