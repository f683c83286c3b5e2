import { CopyOutlined, DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/session.tsx'

/** The hash in eights, large enough to be read out and copied by hand. `file`: name of the file that it is saved as, without ending. */
export function Commitment({ hash, file, text }: { hash: string; file: string; text: string }): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const [copied, setCopied] = useState(false)
  const save = (): Promise<void> => host.saveFile(`${file}-commitment.txt`, new TextEncoder().encode(`${hash}\n`))
  return (
    <div className="commitment">
      <p className="commitment-hash mono" aria-label={hash}>{hash.match(/.{8}/g)?.map((eight, i) => <span key={i}>{eight}</span>)}</p>
      <div className="commitment-acts">
        <Button size="small" icon={<CopyOutlined />} onClick={() => void navigator.clipboard.writeText(hash).then(() => setCopied(true))}>{copied ? t('shell.copied') : t('sampling.copyHash')}</Button>
        <Button size="small" icon={<DownloadOutlined />} onClick={() => void save()}>{t('sampling.saveHash')}</Button>
        <span className="muted">{text}</span>
      </div>
    </div>
  )
}
