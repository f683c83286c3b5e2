import { Button, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultsImport } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatNumber } from '../../../components/format.ts'
import { JobCard } from '../../../components/jobCard.tsx'
import { ErrorState } from '../../../components/states.tsx'
import { Refusals } from './refusals.tsx'

/** Brings filled packages in, and tells of every row what became of it: good rows are taken, whatever the others are. */
export function ImportDialog({ person, close }: { person: string; close: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Modal open title={t('results.importTitle')} footer={null} onCancel={close} destroyOnHidden width={880} closable={{ 'aria-label': t('shell.close') }}><Body person={person} close={close} /></Modal>
}

function Body({ person, close }: { person: string; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { host, engine, jobs } = useSession()
  const [busy, setBusy] = useState(false)
  const [reports, setReports] = useState<ResultsImport[]>([])
  const [error, setError] = useState<unknown>(null)
  const running = jobs.find((one) => one.kind === 'results' && one.endedAt === null)
  const bring = async (): Promise<void> => {
    setError(null)
    try {
      const files = await host.chooseFiles()
      setBusy(true)
      const done: ResultsImport[] = []
      for (const file of files) {
        done.push((await engine.awaitJob(await engine.importResults({ path: file.path, name: file.name, ...(person.trim() === '' ? {} : { by: person }) }))) as ResultsImport)
        setReports([...done])
      }
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="results-import">
      <p className="muted">{t(person.trim() === '' ? 'results.importTextNobody' : 'results.importText', { person })}</p>
      <div><Button type="primary" loading={busy} onClick={() => void bring()}>{t('results.chooseFiles')}</Button></div>
      {running && <JobCard job={running} />}
      {error !== null && <ErrorState error={error} compact />}
      {reports.map((one, i) => <Report key={i} of={one} />)}
      {reports.length > 0 && <div className="results-actions"><Button size="small" onClick={close}>{t('shell.close')}</Button></div>}
    </div>
  )
}

/** Figures that add up: read is taken, the same, and refused. */
function Report({ of }: { of: ResultsImport }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const n = (value: number): string => formatNumber(value, language)
  return (
    <div role="status" className="results-report">
      <p className={of.refusedRows === 0 ? 'good' : ''}><b>{of.name}</b> {t('results.imported', { read: n(of.read), taken: n(of.taken), same: n(of.same), refused: n(of.refusedRows), blank: n(of.blank), attachments: n(of.attachments) })}</p>
      {of.ignored.length > 0 && <p className="muted">{t('results.ignored', { headers: of.ignored.join(t('shell.comma')) })}</p>}
      {of.refused.length > 0 && <Refusals title={t('results.refusedRows', { rows: n(of.refusedRows) })} of={of.refused.map((one) => ({ ...one, where: t('results.rowOf', { file: one.file, row: one.row }) }))} />}
    </div>
  )
}
