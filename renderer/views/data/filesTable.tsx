import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { Empty } from '../../components/states.tsx'

/** The files chosen by batch, class or file; read = loaded + duplicate + quarantined, loaded = by code + by name + queued + unattached. */
export function FilesTable({ files }: { files: SourceFile[] }): ReactElement {
  const { t } = useTranslation()
  const { query } = useRoute()
  const chosen = files.filter((file) =>
    (!query.batch || String(file.batch) === query.batch) && (!query.file || String(file.fileId) === query.file) && (!query.class || file.class === query.class)
    && (query.show !== 'attachment' || file.queued + file.unattached > 0))
  const shown = query.show === 'attachment' ? chosen.toSorted((a, b) => b.queued + b.unattached - a.queued - a.unattached) : chosen
  const title = query.show === 'attachment' ? t('data.attachment') : query.class ? t(`domain.classes.${query.class}`) : query.batch ? t('data.batch', { batch: query.batch }) : t('data.allFiles')
  return (
    <section className="section files" aria-label={title}>
      <div className="section-head"><h2>{title}</h2>{query.show === 'attachment' && <span className="muted">{t('data.attachmentText')}</span>}</div>
      {shown.length === 0 ? <Empty title={t(query.show === 'attachment' ? 'data.attachmentNone' : 'data.filesNone')} /> : <div className="files-scroll"><ReportTable files={shown} sums /></div>}
    </section>
  )
}

/** What became of each file's rows; also the result of an import. */
export function ReportTable({ files, sums = false, note }: { files: SourceFile[]; sums?: boolean; note?: (file: SourceFile) => ReactNode }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const columns = ['read', 'loaded', 'duplicate', 'quarantined', 'attachedByCode', 'attachedByName', 'queued', 'unattached', 'repaired', 'mended', 'discarded'] as const
  const readBy = ({ name, version }: NonNullable<SourceFile['readBy']>): string => t(version === 0 ? 'lookup.readByText' : 'lookup.readBy', { name, version })
  const sum = (column: (typeof columns)[number]): number => files.reduce((total, file) => total + file[column], 0)
  return (
    <table className="table">
      <thead>
        <tr><th>{t('data.file')}</th><th>{t('domain.columns.class')}</th><th>{t('data.encoding')}</th>{columns.map((column) => <th key={column} className="right">{t(`data.columns.${column}`)}</th>)}</tr>
      </thead>
      <tbody>
        {files.map((file, i) => [
          <tr key={`${i} ${file.name}`}>
            <td className="cut" title={file.readBy ? `${file.name}\n${readBy(file.readBy)}` : file.name}>{file.name}{file.readBy && <span className="muted file-recipe">{readBy(file.readBy)}</span>}</td>
            <td className="nowrap">{file.class ? t(`domain.classes.${file.class}`) : t('domain.unknown')}</td>
            <td className="nowrap">{file.encoding || '—'}</td>
            {columns.map((column) => (
              <td key={column} className="right">
                {column === 'quarantined' && file.quarantined > 0 && file.fileId !== null
                  ? <a href={href('data', [], [], { show: 'quarantine', file: String(file.fileId) })}>{formatNumber(file.quarantined, language)}</a> : formatNumber(file[column], language)}
              </td>
            ))}
          </tr>,
          ...(note?.(file) ? [<tr key={`${i} note`} className="note"><td colSpan={14}>{note(file)}</td></tr>] : []),
        ])}
      </tbody>
      {sums && files.length > 1 && (
        <tfoot><tr><td>{t('data.sum')}</td><td /><td />{columns.map((column) => <td key={column} className="right">{formatNumber(sum(column), language)}</td>)}</tr></tfoot>
      )}
    </table>
  )
}
