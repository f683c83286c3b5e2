import { Button, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { dutyKinds, type DutyLine, type DutySituation, type DutyVerdict } from '../../../shared/duty.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { DayInput } from '../../components/dayInput.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { useSaving } from '../../components/useSaving.ts'

const shown = 50

/** Duty: the situations of exemption and accountability, each line answered by the tables and the audit trail, for an officer or a joint inspection. */
export function Duty(): ReactElement {
  const { t } = useTranslation()
  const { language, engine, host } = useSession()
  const { saving, wrong, save } = useSaving()
  const [person, setPerson] = useState('')
  const [campaign, setCampaign] = useState(0)
  const [from, setFrom] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const officers = useAnswer('dutyOfficers', {}, ['draws', 'workspace'], { keep: true })
  const campaigns = useAnswer('listCampaigns', {}, ['draws', 'workspace'], { keep: true })
  const scope = { ...(person === '' ? {} : { person }), ...(campaign === 0 ? {} : { campaign }), ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) }
  const { answer, error, again } = useAnswer('checkDuty', scope, ['draws', 'results', 'cases', 'operators', 'workspace'], { keep: true })
  const out = (format: 'xlsx' | 'json') => (): void => save(async () => { const made = await engine.exportDuty({ ...scope, format }); await host.saveFile(made.name, made.bytes) })
  return (
    <section className="section case-entries" aria-label={t('lists.queues.duty')}>
      <div className="section-head">
        <Select size="small" className="duty-person" showSearch aria-label={t('duty.officer')} value={person} onChange={setPerson} options={[{ value: '', label: t('duty.everybody') }, ...(officers.answer ?? []).map((one) => ({ value: one.name, label: `${one.name} ${formatNumber(one.visits, language)}` }))]} />
        <Select size="small" className="duty-person" aria-label={t('duty.campaign')} value={campaign} onChange={setCampaign} options={[{ value: 0, label: t('duty.allCampaigns') }, ...(campaigns.answer ?? []).map((one) => ({ value: one.campaign, label: `${one.campaign} ${one.name}` }))]} />
        <DayInput small value={from ?? ''} put={(day) => setFrom(day === '' ? null : day)} label={t('duty.from')} />
        <DayInput small value={until ?? ''} put={(day) => setUntil(day === '' ? null : day)} label={t('duty.until')} />
        <span className="muted">{answer && t('duty.scope', { from: formatDate(answer.from), until: formatDate(answer.until), visits: formatNumber(answer.visits, language) })}</span>
        <span className="spring" />
        <Button size="small" loading={saving} onClick={out('xlsx')}>{t('duty.out', { format: 'XLSX' })}</Button>
        <Button size="small" loading={saving} onClick={out('json')}>{t('duty.out', { format: 'JSON' })}</Button>
      </div>
      {wrong !== '' && <p className="bad punish-said" role="alert">{wrong}</p>}
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={10} /> : answer.situations.length === 0 ? <Empty title={t('duty.none')} /> : (
        <div className="duty-lists" tabIndex={0}>
          {dutyKinds.map((kind) => (
            <div key={kind}>
              <h2>{t(`duty.kinds.${kind}`)}</h2>
              {answer.situations.filter((one) => one.kind === kind).map((one) => <Situation key={one.id} of={one} />)}
            </div>
          ))}
        </div>
      )}
    </section>
  )
}

/** Good news and bad, by what the list is of. */
const tone = (kind: DutySituation['kind'], verdict: DutyVerdict): string => (verdict === 'unknown' ? 'muted' : (verdict === 'met') === (kind === 'exemption') ? 'good' : 'bad')

function Situation({ of }: { of: DutySituation }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <section className="duty-situation">
      <header><h3>{language === 'en' ? of.nameEn : of.nameZh}</h3><strong className={tone(of.kind, of.verdict)}>{t(`duty.verdicts.${of.kind}.${of.verdict}`)}</strong></header>
      <p className="muted case-basis">{of.basis}</p>
      {of.lines.map((line) => <Line key={line.id} of={line} kind={of.kind} />)}
    </section>
  )
}

function Line({ of, kind }: { of: DutyLine; kind: DutySituation['kind'] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <details className="duty-line">
      <summary><span>{language === 'en' ? of.saysEn : of.saysZh}</span><span className="muted">{t('duty.rows', { rows: formatNumber(of.rows, language) })}</span><span className={tone(kind, of.verdict)}>{t(`duty.lineVerdicts.${of.verdict}`)}</span></summary>
      {of.evidence.length === 0 ? <p className="muted">{t('duty.noRows')}</p> : (
        <table className="table">
          <tbody>{of.evidence.slice(0, shown).map((row, i) => <tr key={i}><td className="nowrap">{formatDate(row.on)}</td><td className="cut" title={row.about}>{row.about}</td><td className="nowrap mono muted">{row.ref}</td><td className="nowrap">{t(`duty.rowVerdicts.${row.ok === null ? 'unknown' : row.ok ? 'yes' : 'no'}`)}</td></tr>)}</tbody>
        </table>
      )}
      {of.rows > shown && <p className="muted">{t('duty.more', { rows: formatNumber(of.rows - Math.min(shown, of.evidence.length), language) })}</p>}
      <details><summary className="muted">{t('duty.select')}</summary><pre className="mono case-condition" tabIndex={0}>{of.select}</pre></details>
    </details>
  )
}
