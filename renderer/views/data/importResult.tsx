import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportReport, SourceFile } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { useErrorWords } from '../../components/states.tsx'
import { ReportTable } from './filesTable.tsx'
import { useReason } from './reason.ts'

/** What became of every row, file by file, with the reasons of what was set aside and of files refused. */
export function ImportResult({ report: { files, subjectsCreated, batch, ignored }, onDone }: { report: ImportReport; onDone: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { go } = useRoute()
  const words = useErrorWords()
  const reasonOf = useReason()
  const sum = (of: (file: SourceFile) => number): string => formatNumber(files.reduce((total, file) => total + of(file), 0), language)
  const refused = files.filter((file) => file.note !== null)
  const note = (file: SourceFile): ReactElement | null => {
    const reasons = Object.entries(file.reasons)
    if (file.note === null && reasons.length === 0 && file.remarks.length === 0) return null
    const said = file.note && words(file.note)
    return (
      <>
        {said && <span className="bad">{said.title} <span className="muted">{said.hint}</span></span>}
        {reasons.map(([reason, rows]) => <span key={reason} className="muted reason">{reasonOf(reason)} {formatNumber(rows, language)}</span>)}
        {file.remarks.map(({ code, params }) => <span key={code} className="muted reason">{t(`data.remark.${code}`, params)}</span>)}
      </>
    )
  }
  return (
    <section className="section wizard-result" aria-label={t('data.result')}>
      <div className="section-head">
        <h2>{batch === null ? t('data.resultNone') : t('data.resultOf', { batch })}</h2>
        <span className="muted">{t('data.resultText', { loaded: sum((file) => file.loaded), duplicate: sum((file) => file.duplicate), quarantined: sum((file) => file.quarantined), subjects: formatNumber(subjectsCreated, language) })}</span>
        {refused.length > 0 && <span className="bad">{t('data.refused', { files: formatNumber(refused.length, language) })}</span>}
        <span className="spring" />
        <Button size="small" onClick={onDone}>{t('data.toSources')}</Button>
        {batch !== null && <Button size="small" type="primary" onClick={() => go('overview', [], [])}>{t('data.toOverview')}</Button>}
      </div>
      <div className="files-scroll"><ReportTable files={files} sums note={note} /></div>
      {ignored.length > 0 && <p className="muted ignored-files" title={ignored.join('\n')}>{t('data.ignoredFiles', { files: ignored.slice(0, 20).join(t('shell.comma')) + (ignored.length > 20 ? ' …' : '') })}</p>}
    </section>
  )
}
