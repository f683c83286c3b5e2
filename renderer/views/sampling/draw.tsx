import { DownloadOutlined, FullscreenOutlined } from '@ant-design/icons'
import { App, Button, Segmented } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo, Verification } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatTime } from '../../components/format.ts'
import { useErrorWords } from '../../components/states.tsx'
import { Ceremony, Tally } from './ceremony.tsx'
import { Commitment } from './commitment.tsx'
import { fileName } from './fileName.ts'
import { Findings } from './findings.tsx'
import { Results, resultTabs } from './results/results.tsx'
import { inFives } from './seed.ts'
import { SeedForm } from './seedForm.tsx'
import { Sheet } from './sheet.tsx'
import { Stages } from './stages.tsx'
import { Strata } from './strata.tsx'
import { Checks } from './verify.tsx'

const tabs = ['sheet', ...resultTabs] as const

/** One draw from its commitment on, and once it is drawn what its inspections found; of one that is part of a joint inspection they stand there. The address names the part that is shown. */
export function Draw({ of, part }: { of: DrawInfo; part: boolean }): ReactElement {
  const { t } = useTranslation()
  const { query, setQuery } = useRoute()
  const inspected = of.state === 'drawn' && !part
  const tab = inspected ? (tabs.find((one) => one === query.tab) ?? 'sheet') : 'sheet'
  const inspection = useMemo(() => ({ draw: of.draw }), [of.draw])
  return (
    <>
      {inspected && <div><Segmented size="small" aria-label={t('results.tabsLabel')} value={tab} onChange={(value) => setQuery({ tab: value })} options={tabs.map((value) => ({ value, label: t(`results.tabs.${value}`) }))} /></div>}
      {tab === 'sheet' ? <Drawing of={of} /> : <Results key={tab} tab={tab} of={inspection} name={of.name} departments={none} draws={[{ draw: of.draw, name: of.name }]} />}
    </>
  )
}
const none: { code: string; name: string }[] = []

/** What is fixed, the seed, the sheet, what was found, the proof. */
function Drawing({ of }: { of: DrawInfo }): ReactElement {
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
      else await host.saveFile(`${fileName('draw', of.draw, of.name)}.json`, bundle)
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
            <Commitment hash={of.commitment} file={fileName('draw', of.draw, of.name)} text={t('sampling.hashText')} />
            {of.state === 'committed'
              ? <SeedForm start={(seed, witnesses) => engine.drawSample({ draw: of.draw, seed, witnesses })} typed={typed} setTyped={setTyped} />
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
          <Findings draw={of.draw} />
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
      {ceremony && (
        <Ceremony of={of} typed={typed} close={() => setCeremony(false)}>
          {of.strata.map((one) => <Tally key={one.stratum} label={<span className="tier-chip" data-tier={one.stratum}>{one.stratum}</span>} figure={one.drawn} of={one.frame} />)}
          <Tally label={of.state === 'drawn' ? t('sampling.drawnAll') : t('sampling.toDraw')} figure={of.strata.reduce((sum, one) => sum + one.drawn, 0)} />
        </Ceremony>
      )}
    </>
  )
}
