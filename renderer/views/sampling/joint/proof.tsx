import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Verification } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useErrorWords } from '../../../components/states.tsx'
import { fileName } from '../fileName.ts'
import { Checks } from '../verify.tsx'

/** The bundle, the page on which citizens check it, and the check of every step from the bundle alone. */
export function Proof({ of, departments, verification, tell }: { of: CampaignInfo; departments: string[]; verification: Verification | null; tell: (verification: Verification) => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, host } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [working, setWorking] = useState<'verify' | 'bundle' | null>(null)
  const withBundle = async (kind: 'verify' | 'bundle'): Promise<void> => {
    setWorking(kind)
    try {
      const bundle = await engine.exportCampaign({ campaign: of.campaign })
      if (kind === 'verify') tell(await engine.verifyBundle({ bundle }))
      else await host.saveFile(`${fileName('joint', of.campaign, of.name)}.json`, bundle)
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setWorking(null)
    }
  }
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('sampling.step.verify')}</h2><span className="muted">{t('sampling.verifyText')}</span><span className="spring" />
        <a href="./verify.html" download="verify.html" title={t('sampling.pageText')}>{t('sampling.page')}</a>
        <Button size="small" icon={<DownloadOutlined />} loading={working === 'bundle'} onClick={() => void withBundle('bundle')}>{t('sampling.bundle')}</Button>
        <Button size="small" type="primary" loading={working === 'verify'} onClick={() => void withBundle('verify')}>{t('sampling.verifyNow')}</Button>
      </div>
      {verification && <div className="section-body"><Checks of={verification} departments={departments} /></div>}
    </section>
  )
}
