import { FullscreenOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Verification } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatTime } from '../../../components/format.ts'
import { Ceremony, Tally } from '../ceremony.tsx'
import { Commitment } from '../commitment.tsx'
import { fileName } from '../fileName.ts'
import { inFives } from '../seed.ts'
import { SeedForm } from '../seedForm.tsx'
import { Proof } from './proof.tsx'
import { Tasks } from './tasks.tsx'

export interface FixedProps { of: CampaignInfo; departmentName: (code: string) => string; verification: Verification | null; tell: (verification: Verification) => void }

/** What is fixed, its commitment, the seed, and the proof of the draw. */
export function Fixed({ of, departmentName, verification, tell }: FixedProps): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const draws = useAnswer('listDraws', {}, ['draws'], { keep: true })
  const [ceremony, setCeremony] = useState(false)
  const [typed, setTyped] = useState(of.seed ?? '')
  const drawn = of.drawnAt !== null
  const parts = of.parts.map((part) => ({ ...part, name: departmentName(part.department), info: draws.answer?.find((one) => one.draw === part.draw) ?? null }))
  const toDraw = parts.reduce((sum, { info }) => sum + (info?.strata.reduce((all, one) => all + one.drawn, 0) ?? 0), 0)
  return (
    <>
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
      {drawn && <Proof of={of} departments={parts.map((one) => one.name)} verification={verification} tell={tell} />}
      {ceremony && (
        <Ceremony of={of} typed={typed} close={() => setCeremony(false)}>
          {parts.map(({ draw, name, info }) => <Tally key={draw} label={name} figure={info?.strata.reduce((sum, one) => sum + one.drawn, 0) ?? 0} of={info?.frame ?? 0} />)}
          {drawn ? <Tally label={t('joint.visits')} figure={of.visits} /> : <Tally label={t('sampling.toDraw')} figure={toDraw} />}
        </Ceremony>
      )}
    </>
  )
}
