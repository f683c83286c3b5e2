import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatTime } from '../../components/format.ts'

/** Batches, latest first, each with its files; what is chosen here is what the table or the quarantine shows. */
export function Sources({ files }: { files: SourceFile[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { query, setQuery } = useRoute()
  const batches = [...Map.groupBy(files, (file) => file.batch ?? 0)].sort(([a], [b]) => b - a)
  const quarantined = files.reduce((sum, file) => sum + file.quarantined, 0)
  const show = (changes: Record<string, string | null>): void => setQuery({ file: null, batch: null, class: null, reason: null, state: null, ...changes })
  const entries: { key: string; label: string; count?: number }[] = [
    { key: '', label: t('data.allFiles'), count: files.length },
    { key: 'attachment', label: t('data.attachment'), count: files.reduce((sum, file) => sum + file.queued + file.unattached, 0) },
    { key: 'quarantine', label: t('data.quarantine'), count: quarantined },
    { key: 'identity', label: t('data.identity') },
    { key: 'quality', label: t('lookup.quality') },
    { key: 'recipes', label: t('lookup.recipes') },
    { key: 'dictionary', label: t('lookup.dictionary') },
    { key: 'history', label: t('data.history'), count: batches.length },
  ]
  return (
    <nav className="section sources" aria-label={t('data.sources')}>
      {entries.map(({ key, label, count }) => (
        <button key={key} type="button" className="source" aria-current={key === (query.show ?? '') && !query.batch && !query.file && !query.class} onClick={() => show({ show: key === '' ? null : key })}>
          <span>{label}</span>{count !== undefined && <span className="number muted">{formatNumber(count, language)}</span>}
        </button>
      ))}
      {batches.map(([batch, inside]) => (
        <div key={batch} className="source-batch">
          <button type="button" className="source source-head" aria-current={query.batch === String(batch)} onClick={() => show({ show: null, batch: String(batch) })}>
            <span>{t('data.batch', { batch })}</span><span className="number muted">{formatTime(inside[0]?.importedAt)}</span>
          </button>
          {inside.map((file) => (
            <button key={file.fileId ?? file.name} type="button" className="source source-file" title={file.name} aria-current={query.file === String(file.fileId)} onClick={() => show({ show: file.quarantined > 0 ? 'quarantine' : null, file: String(file.fileId) })}>
              <span>{file.name}</span>{file.quarantined > 0 && <span className="number bad">{formatNumber(file.quarantined, language)}</span>}
            </button>
          ))}
        </div>
      ))}
    </nav>
  )
}
