import { App } from 'antd'
import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultDetail } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatBytes } from '../../../components/format.ts'
import { useErrorWords } from '../../../components/states.tsx'

type Attachment = ResultDetail['attachments'][number]

/** Pictures that a page shows; others, and what is larger, are saved and opened elsewhere. */
const shownMedia = new Set(['image/jpeg', 'image/png', 'image/webp'])
const mostShown = 8 << 20

/** The photos and documents of a result; a click saves one as it was brought in. `pictures`: photos are shown as well. */
export function Attachments({ of, pictures = false }: { of: Pick<ResultDetail, 'result' | 'attachments'>; pictures?: boolean }): ReactElement {
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
      {of.attachments.map((one) => (
        <li key={one.sha256}>
          <button type="button" className="plain" title={one.sha256} onClick={() => void save(one.sha256)}>{one.name}</button> <span className="muted">{formatBytes(one.bytes, language)}</span>
          {pictures && shownMedia.has(one.media) && one.bytes <= mostShown && <Picture result={of.result} of={one} />}
        </li>
      ))}
    </ul>
  )
}

function Picture({ result, of: { sha256, name, media } }: { result: number; of: Attachment }): ReactElement | null {
  const { engine } = useSession()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let wanted = true
    engine.readAttachment({ result, sha256 }).then(({ bytes }) => {
      if (!wanted) return
      made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: media }))
      setUrl(made)
    }, () => undefined) // its name stays, and a click on it tells why
    return () => {
      wanted = false
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [engine, result, sha256, media])
  return url === null ? null : <img className="attachment-picture" src={url} alt={name} />
}
