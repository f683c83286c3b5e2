import { Button } from 'antd'
import { useState, type DragEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import type { PickedFile } from '../../host/host.ts'
import { Attachment } from './attachment.tsx'
import { Batches } from './batches.tsx'
import { Dictionary } from './dictionary.tsx'
import { FilesTable } from './filesTable.tsx'
import { Identity } from './identity.tsx'
import { ImportWizard } from './importWizard.tsx'
import { Quality } from './quality.tsx'
import { Quarantine } from './quarantine.tsx'
import { Recipes } from './recipes.tsx'
import { Sources } from './sources.tsx'
import './data.css'

/** What came in, from where, what of it could not be used, and the way to bring more. */
export default function Data(): ReactElement {
  const { t } = useTranslation()
  const { host, language } = useSession()
  const { query, setQuery } = useRoute()
  const sources = useAnswer('listSources', {}, ['workspace', 'records'])
  const [picked, setPicked] = useState<PickedFile[]>([])
  const [bringing, setBringing] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [over, setOver] = useState(false)

  const bring = async (ask: () => Promise<PickedFile[]>): Promise<void> => {
    setBringing(true)
    setError(null)
    try {
      const files = await ask()
      if (files.length === 0) return
      setPicked((before) => [...before, ...files.filter((file) => !before.some((one) => one.path === file.path))])
      setQuery({ show: 'import' })
    } catch (reason) {
      setError(reason)
    } finally {
      setBringing(false)
    }
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer
    if (dropped.types.includes('Files')) void bring(() => host.receiveDrop(dropped))
  }
  const importing = query.show === 'import' && picked.length > 0
  const choose = <Button type={importing ? 'default' : 'primary'} loading={bringing} onClick={() => void bring(() => host.chooseFiles())}>{t('data.choose')}</Button>
  const leave = (): void => {
    setPicked([])
    setQuery({ show: null })
  }
  const files = sources.answer ?? []
  const pane = (): ReactElement | null => {
    switch (query.show) {
      case 'quarantine': return <Quarantine />
      case 'attachment': return <Attachment files={files} />
      case 'identity': return <Identity />
      case 'history': return <Batches />
      case 'quality': return <Quality />
      case 'recipes': return <Recipes />
      case 'dictionary': return <Dictionary />
      default: return null
    }
  }
  return (
    <div
      className="view view-full data" data-over={over} onDragOver={(event) => { event.preventDefault(); setOver(true) }}
      onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false) }} onDrop={drop}
    >
      {!importing && (
        <ViewHead
          title={t('data.title')} actions={files.length > 0 && choose}
          sentence={files.length > 0 && t('data.sentence', { files: formatNumber(files.length, language), rows: formatNumber(files.reduce((sum, one) => sum + one.loaded, 0), language) })}
        />
      )}
      {error !== null && <ErrorState error={error} compact />}
      {importing ? <ImportWizard picked={picked} choose={choose} onLeave={leave} /> : (
        sources.error !== null ? <ErrorState error={sources.error} again={sources.again} /> : sources.answer === null ? <Skeleton rows={8} /> : (
          <div className="data-columns">
            <Sources files={files} />
            {pane() ?? (files.length > 0 ? <FilesTable files={files} /> : <div className="drop-place"><Empty title={t('data.empty')} action={choose}>{t('data.emptyText')}</Empty></div>)}
          </div>
        )
      )}
    </div>
  )
}
