import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { InspectionFigures, InspectionStatistics } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { csvOf, type ChartTable } from '../../../components/chartTable.ts'
import { formatNumber, formatPercent } from '../../../components/format.ts'
import { Empty, ErrorState, Skeleton, useErrorWords } from '../../../components/states.tsx'
import { Findings } from '../findings.tsx'
import type { ResultsProps } from './props.ts'
import { quartersUntil } from './quarters.ts'

const counts = ['drawn', 'entered', 'published', 'closed', 'problems'] as const
const rates = ['completion', 'closure', 'problemRate'] as const
const times = ['onTime', 'late', 'overdue', 'returns', 'corrections'] as const
const columns = [...counts, ...rates, ...times] as const
type Column = (typeof columns)[number]
const isRate = (column: Column): column is (typeof rates)[number] => (rates as readonly string[]).includes(column)

/** The quarterly assessment: what each department drew, did, published and closed, and in time or not; of this inspection, or of all of a quarter. */
export function Statistics({ of, name, draws }: ResultsProps): ReactElement {
  const { t } = useTranslation()
  const [quarters] = useState(() => quartersUntil(new Date().toLocaleDateString('sv'), 8))
  const [span, setSpan] = useState('')
  const quarter = quarters.find((one) => one.name === span)
  const { answer, error, again } = useAnswer('inspectionStatistics', quarter ? { from: quarter.from, until: quarter.until } : { of }, ['results', 'draws'], { keep: true })
  return (
    <>
      <section className="section" aria-label={t('results.assessment')}>
        <div className="section-head">
          <h2>{t('results.assessment')}</h2>
          <Select size="small" className="results-span" value={span} onChange={setSpan} aria-label={t('results.span')} options={[{ value: '', label: t('results.thisOne') }, ...quarters.map((one) => ({ value: one.name, label: t('results.quarter', { quarter: one.name }) }))]} />
          {answer && <span className="muted">{t('results.assessmentText', answer.days)}</span>}
          <span className="spring" />
          {answer && <Save of={answer} title={quarter ? quarter.name : name} />}
        </div>
        {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={5} /> : answer.departments.length === 0 ? <Empty title={t('results.noStatistics')} /> : <Figures of={answer} />}
      </section>
      {!quarter && draws.map((one) => <Findings key={one.draw} draw={one.draw} {...(draws.length > 1 ? { name: one.name } : {})} />)}
    </>
  )
}

function Figures({ of }: { of: InspectionStatistics }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const shown = (one: InspectionFigures, column: Column): string => (isRate(column) ? formatPercent(one[column], language) : formatNumber(one[column], language))
  const cells = (one: InspectionFigures): ReactElement[] => columns.map((column) => <td key={column} className={`right${(column === 'overdue' || column === 'late') && one[column] > 0 ? ' bad' : ''}`}>{shown(one, column)}</td>)
  return (
    <>
      {of.calendarMissing.length > 0 && <p className="bad section-body" role="alert">{t('results.calendarMissing', { years: of.calendarMissing.join(t('shell.comma')) })}</p>}
      <div className="statistics-scroll">
        <table className="table statistics">
          <thead><tr><th>{t('joint.department')}</th>{columns.map((column) => <th key={column} className="right" title={t(`results.figuresText.${column}`)}>{t(`results.figures.${column}`)}</th>)}</tr></thead>
          <tbody>{of.departments.map((one) => <tr key={one.department}><td className="nowrap">{one.name || one.department || t('results.noDepartment')}</td>{cells(one)}</tr>)}</tbody>
          <tfoot><tr><td>{t('sampling.total')}</td>{cells(of.total)}</tr></tfoot>
        </table>
      </div>
      {of.inspections.length > 1 && (
        <div className="statistics-scroll">
          <table className="table statistics">
            <thead><tr><th>{t('results.inspection')}</th>{columns.map((column) => <th key={column} className="right">{t(`results.figures.${column}`)}</th>)}</tr></thead>
            <tbody>{of.inspections.map((one) => <tr key={JSON.stringify(one.of)}><td className="nowrap">{one.drawnOn} {one.name}</td>{cells(one)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** The table as a file; rates as shares between 0 and 1. */
function Save({ of, title }: { of: InspectionStatistics; title: string }): ReactElement {
  const { t } = useTranslation()
  const { host, engine } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const table = (): ChartTable => ({
    columns: [t('joint.department'), ...columns.map((column) => t(`results.figures.${column}`))],
    rows: [...of.departments.map((one) => [one.name || one.department, ...columns.map((column) => one[column])]), [t('sampling.total'), ...columns.map((column) => of.total[column])]],
  })
  const save = async (format: 'csv' | 'xlsx'): Promise<void> => {
    try {
      await host.saveFile(`${t('results.assessment')}-${title}.${format}`.replaceAll(/[\\/:*?"<>|\s]+/g, '-'), format === 'csv' ? new TextEncoder().encode(csvOf(table())) : await engine.tableWorkbook({ title, ...table() }))
    } catch (error) {
      void message.error(words(error).title)
    }
  }
  return <>{(['csv', 'xlsx'] as const).map((format) => <Button key={format} size="small" icon={<DownloadOutlined />} onClick={() => void save(format)}>{format.toUpperCase()}</Button>)}</>
}
