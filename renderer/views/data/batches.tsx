import { App, Button, Popconfirm } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchInfo } from '../../../shared/contract.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatTime, unknown } from '../../components/format.ts'
import { JobCard } from '../../components/jobCard.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'

/** Who brought what when, and the way to take a batch back. */
export function Batches(): ReactElement {
  const { t } = useTranslation()
  const { jobs } = useSession()
  const { answer, error, again } = useAnswer('listBatches', {}, ['workspace', 'records'])
  const running = jobs.find((one) => one.kind === 'undo' && one.endedAt === null)
  if (error !== null) return <ErrorState error={error} again={again} />
  if (answer === null) return <Skeleton rows={6} />
  return (
    <section className="section files" aria-label={t('data.history')}>
      <div className="section-head"><h2>{t('data.history')}</h2><span className="muted">{t('data.historyText')}</span></div>
      {running && <JobCard job={running} />}
      <div className="files-scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{t('domain.columns.batch')}</th><th>{t('data.importedAt')}</th><th>{t('data.importedBy')}</th><th>{t('data.file')}</th>
              <th className="right">{t('data.columns.read')}</th><th className="right">{t('data.columns.loaded')}</th><th>{t('data.state')}</th>
            </tr>
          </thead>
          <tbody>{answer.map((one) => <BatchRow key={one.batch} batch={one} busy={running !== undefined} />)}</tbody>
        </table>
      </div>
    </section>
  )
}

function BatchRow({ batch, busy }: { batch: BatchInfo; busy: boolean }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { message } = App.useApp()
  const job = useJob()
  const figure = (value: number): string => formatNumber(value, language)
  const undo = async (): Promise<void> => {
    const report = await job('undo', () => engine.undoBatch({ batch: batch.batch }))
    if (!report) return
    if (batch.kind === 'mend') void message.success(t('desk.undoneMend', { rows: figure(report.returned) }))
    else void message.success(t('data.undone', { batch: batch.batch, rows: figure(report.records), subjects: figure(report.subjectsRemoved), detached: figure(report.detached) }))
    if (report.laterDuplicates > 0) void message.warning(t('data.undoneDuplicates', { rows: figure(report.laterDuplicates) }), 12)
  }
  return (
    <tr>
      <td className="number nowrap">{batch.batch}{batch.kind !== 'import' && <span className="muted"> {t(batch.kind === 'mend' ? 'desk.kindMend' : batch.kind === 'decision' ? 'desk.kindDecision' : 'desk.kindPublication')}</span>}</td>
      <td className="nowrap number">{formatTime(batch.importedAt)}</td>
      <td className="nowrap">{batch.importedBy || unknown}</td>
      <td className="cut" title={batch.names.join('\n')}>{batch.names.length === 1 ? batch.names[0] : t('data.filesOf', { files: figure(batch.names.length), first: batch.names[0] ?? '' })}</td>
      <td className="right">{figure(batch.read)}</td>
      <td className="right">{figure(batch.loaded)}</td>
      <td className="nowrap">
        {batch.undone ? <span className="muted">{t('data.undoneAt', { at: formatTime(batch.undone.at), by: batch.undone.by || unknown })}</span> : batch.kind !== 'publication' && batch.kind !== 'decision' && (
          <Popconfirm
            title={t('data.undoAsk', { batch: batch.batch, rows: figure(batch.loaded) })} description={batch.kind === 'mend' ? t('desk.undoMendText') : t('data.undoAskText', { files: figure(batch.names.length), subjects: figure(batch.subjectsCreated) })}
            okText={t('data.undo')} cancelText={t('shell.cancel')} okButtonProps={{ danger: true }} disabled={busy} onConfirm={() => void undo()}
          ><Button size="small" disabled={busy}>{t('data.undo')}</Button></Popconfirm>
        )}
      </td>
    </tr>
  )
}
