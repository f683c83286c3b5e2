import { App } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultDetail } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatBytes } from '../../../components/format.ts'
import { useErrorWords } from '../../../components/states.tsx'

/** Names of the photos and documents; a click saves one, as it was brought in. */
export function Attachments({ of }: { of: Pick<ResultDetail, 'result' | 'attachments'> }): ReactElement {
  const { t } = useTranslation()
  const { host, engine, language } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const save = async (sha256: string): Promise<void> => {
    try {
      const { name, bytes } = await engine.readAttachment({ result: of.result, sha256 })
      await host.saveFile(name, bytes)
    } catch (error) {
      void message.error(words(error).title)
    }
  }
  if (of.attachments.length === 0) return <span className="muted">{t('results.noAttachments')}</span>
  return (
    <ul className="attachments">
      {of.attachments.map((one) => <li key={one.sha256}><button type="button" className="plain" title={one.sha256} onClick={() => void save(one.sha256)}>{one.name}</button> <span className="muted">{formatBytes(one.bytes, language)}</span></li>)}
    </ul>
  )
}
