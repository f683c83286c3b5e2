import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { MendReport } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { useReason } from './reason.ts'

/** What became of mended rows, and the first of those that were not taken. */
export function MendResult({ file, report, onClose }: { file: string; report: MendReport; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const reasonOf = useReason()
  const figure = (value: number): string => formatNumber(value, language)
  return (
    <div className="desk-report" role="status">
      <div className="section-head">
        <h2 className="cut-text">{t('desk.reportTitle', { file })}</h2>
        <span>{t('desk.report', { loaded: figure(report.loaded), rows: figure(report.rows), duplicate: figure(report.duplicate), refused: figure(report.refused) })}</span>
        {report.unchanged + report.already + report.unknown > 0 && <span className="muted">{t('desk.reportRest', { unchanged: figure(report.unchanged), already: figure(report.already), unknown: figure(report.unknown) })}</span>}
        <span className="spring" />
        <Button size="small" type="text" onClick={onClose}>{t('shell.close')}</Button>
      </div>
      {report.problems.length > 0 && (
        <div className="desk-problems">
          <table className="table">
            <thead><tr><th className="right">{t('desk.reportRow')}</th><th>{t('desk.problem')}</th><th className="grow">{t('domain.columns.reason')}</th></tr></thead>
            <tbody>{report.problems.map((one, i) => <tr key={i}><td className="right">{figure(one.row)}</td><td className="nowrap">{t(`desk.problems.${one.problem}`)}</td><td>{one.reason === '' ? '' : reasonOf(one.reason)}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </div>
  )
}
