import { CopyOutlined, DownloadOutlined, FullscreenOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo, Verification } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatTime } from '../../components/format.ts'
import { useErrorWords } from '../../components/states.tsx'
import { Ceremony } from './ceremony.tsx'
import { inFives } from './seed.ts'
import { SeedForm } from './seedForm.tsx'
import { Sheet } from './sheet.tsx'
import { Stages } from './stages.tsx'
import { Strata } from './strata.tsx'
import { Checks } from './verify.tsx'

/** One draw from its commitment on: what is fixed, the seed, the sheet, the proof. */
export function Draw({ of }: { of: DrawInfo }): ReactElement {
  const { t } = useTranslation()
  const { language, engine, host } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [verification, setVerification] = useState<Verification | null>(null)
  const [working, setWorking] = useState<'verify' | 'bundle' | null>(null)
  const [ceremony, setCeremony] = useState(false)
  const [typed, setTyped] = useState('')

  const withBundle = async (kind: 'verify' | 'bundle'): Promise<void> => {
    setWorking(kind)
    try {
      const bundle = await engine.exportBundle({ draw: of.draw })
      if (kind === 'verify') setVerification(await engine.verifyBundle({ bundle }))
      else await host.saveFile(`${fileName(of)}.json`, bundle)
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setWorking(null)
    }
  }
  return (
    <>
      <Stages draw={of} verification={verification} />
      <div className="fixed">
        <section className="section">
          <div className="section-head"><h2>{t('sampling.fixedPlan')}</h2><span className="muted">{t('sampling.committedAt', { at: formatTime(of.committedAt) })}</span></div>
          <div className="section-body"><Strata strata={of.strata} frame={of.frame} drawn={of.strata.reduce((sum, one) => sum + one.drawn, 0)} exclusions={of.exclusions} /></div>
        </section>
        <section className="section">
          <div className="section-head"><h2>{t('sampling.step.commitment')}</h2><span className="spring" /><Button size="small" icon={<FullscreenOutlined />} onClick={() => setCeremony(true)}>{t('sampling.ceremony')}</Button></div>
          <div className="section-body">
            <Commitment of={of} />
            {of.state === 'committed'
              ? <SeedForm of={of} typed={typed} setTyped={setTyped} />
              : (
                  <dl className="drawn-facts">
                    <dt>{t('sampling.step.seed')}</dt><dd className="mono seed-digits">{inFives(of.seed ?? '')}</dd>
                    <dt>{t('sampling.witnesses')}</dt><dd>{of.witnesses.length > 0 ? of.witnesses.join(' · ') : t('sampling.noWitnesses')}</dd>
                    <dt>{t('sampling.drawnAtLabel')}</dt><dd>{formatTime(of.drawnAt)} · {t('sampling.drawnCount', { drawn: formatNumber(of.drawn, language) })}</dd>
                  </dl>
                )}
          </div>
        </section>
      </div>
      {of.state === 'drawn' && (
        <>
          <Sheet of={of} />
          <section className="section">
            <div className="section-head">
              <h2>{t('sampling.step.verify')}</h2><span className="muted">{t('sampling.verifyText')}</span><span className="spring" />
              <Button size="small" icon={<DownloadOutlined />} loading={working === 'bundle'} onClick={() => void withBundle('bundle')}>{t('sampling.bundle')}</Button>
              <Button size="small" type="primary" loading={working === 'verify'} onClick={() => void withBundle('verify')}>{t('sampling.verifyNow')}</Button>
            </div>
            {verification && <div className="section-body"><Checks of={verification} /></div>}
          </section>
        </>
      )}
      {ceremony && <Ceremony of={of} typed={typed} close={() => setCeremony(false)} />}
    </>
  )
}

/** The hash in eights, large enough to be read out and copied by hand. */
function Commitment({ of }: { of: DrawInfo }): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const [copied, setCopied] = useState(false)
  const save = (): Promise<void> => host.saveFile(`${fileName(of)}-commitment.txt`, new TextEncoder().encode(`${of.commitment}\n`))
  return (
    <div className="commitment">
      <p className="commitment-hash mono" aria-label={of.commitment}>{of.commitment.match(/.{8}/g)?.map((eight, i) => <span key={i}>{eight}</span>)}</p>
      <div className="commitment-acts">
        <Button size="small" icon={<CopyOutlined />} onClick={() => void navigator.clipboard.writeText(of.commitment).then(() => setCopied(true))}>{copied ? t('shell.copied') : t('sampling.copyHash')}</Button>
        <Button size="small" icon={<DownloadOutlined />} onClick={() => void save()}>{t('sampling.saveHash')}</Button>
        <span className="muted">{t('sampling.hashText')}</span>
      </div>
    </div>
  )
}

const fileName = (of: DrawInfo): string => `draw-${of.draw}-${of.name.replaceAll(/[\\/:*?"<>|\s]+/g, '-')}`
