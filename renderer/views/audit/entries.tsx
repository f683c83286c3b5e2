import { Button, Drawer, Input, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { access } from '../../../shared/access.ts'
import type { AuditEntry, Verb } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { useSettled } from '../../app/useSettled.ts'
import { formatNumber, formatTime, unknown } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'

const pageSize = 100
const deeds = (Object.keys(access) as Verb[]).filter((verb) => typeof access[verb] !== 'string' || verb === 'signIn' || verb === 'signOut')

/** Every link, the latest first. */
export function Entries(): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [asked, setAsked] = useState<{ verb?: string; offset: number }>({ offset: 0 })
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<AuditEntry | null>(null)
  const text = useSettled(typed.trim(), 250)
  const { answer, error, again } = useAnswer('listAudit', { ...asked, ...(text === '' ? {} : { text }), limit: pageSize }, ['workspace', 'operators', 'results', 'draws', 'records', 'scores', 'models', 'plans', 'libraries', 'pools', 'papers'], { keep: true })
  const words = useDeedWords()
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={10} />
  const bare = asked.verb === undefined && text === ''
  if (answer.total === 0 && bare) return <Empty title={t('audit.none')}>{t('audit.noneText')}</Empty>
  return (
    <section className="section audit-entries">
      <div className="audit-tools">
        <Select size="small" allowClear showSearch className="audit-verb" placeholder={t('audit.everything')} value={asked.verb ?? null} options={deeds.map((value) => ({ value, label: words(value) }))} optionFilterProp="label" onChange={(verb: string | null) => setAsked(verb ? { verb, offset: 0 } : { offset: 0 })} aria-label={t('audit.filterVerb')} />
        <Input size="small" allowClear className="audit-find" value={typed} placeholder={t('audit.find')} aria-label={t('audit.find')} onChange={(event) => { setTyped(event.target.value); setAsked({ ...asked, offset: 0 }) }} />
        <span className="muted">{t('audit.total', { total: formatNumber(answer.total, language) })}</span><span className="spring" />
        <Button size="small" disabled={asked.offset === 0} onClick={() => setAsked({ ...asked, offset: Math.max(0, asked.offset - pageSize) })}>{t('audit.later')}</Button>
        <Button size="small" disabled={asked.offset + pageSize >= answer.total} onClick={() => setAsked({ ...asked, offset: asked.offset + pageSize })}>{t('audit.earlier')}</Button>
      </div>
      {answer.total === 0 ? <Empty title={t('audit.noMatch')} /> : (
        <div className="audit-scroll">
          <table className="table">
            <thead><tr><th className="right">#</th><th>{t('audit.at')}</th><th>{t('audit.by')}</th><th>{t('audit.what')}</th><th>{t('audit.asked')}</th><th>{t('audit.hash')}</th></tr></thead>
            <tbody>
              {answer.entries.map((one) => (
                <tr key={one.seq}>
                  <td className="right number"><button type="button" className="plain audit-link" aria-label={t('audit.link', { seq: one.seq })} onClick={() => setOpen(one)}>{formatNumber(one.seq, language)}</button></td>
                  <td className="nowrap number">{formatTime(one.at)}</td>
                  <td className="nowrap">{one.by || unknown}</td>
                  <td className="nowrap">{words(one.verb)}{one.step > 1 && <span className="muted"> · {t('audit.step')} {formatNumber(one.step, language)}</span>}{one.refused !== undefined && <span className="bad"> · {t('audit.refused', { why: t(`audit.refusals.${one.refused}`, { defaultValue: one.refused }) })}</span>}</td>
                  <td className="cut mono" title={brief(one.input)}>{brief(one.input)}</td>
                  <td className="mono muted">{one.hash.slice(0, 12)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Drawer open={open !== null} onClose={() => setOpen(null)} size={640} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={open && `${t('audit.link', { seq: open.seq })} · ${words(open.verb)}`}>{open && <Link of={open} />}</Drawer>
    </section>
  )
}

function useDeedWords(): (verb: string) => string {
  const { t } = useTranslation()
  return (verb) => t(`audit.deeds.${verb as 'signIn'}`, { defaultValue: verb })
}

const brief = (input: unknown): string => (input === null ? '' : JSON.stringify(input))

/** One link in full: who, what was asked, and the rows that it names as they were and as they became. */
function Link({ of }: { of: AuditEntry }): ReactElement {
  const { t } = useTranslation()
  const [before, after] = [rows(of.before), rows(of.after)]
  const changes = Array.from({ length: Math.max(before.length, after.length) }, (_, i) => [...new Set([...Object.keys(before[i] ?? {}), ...Object.keys(after[i] ?? {})])].flatMap((field) => {
    const [was, is] = [said(before[i]?.[field]), said(after[i]?.[field])]
    return was === is ? [] : [{ key: `${i} ${field}`, field, was, is }]
  })).flat()
  const facts: [string, string][] = [[t('audit.at'), formatTime(of.at)], [t('audit.by'), of.by || unknown], [t('audit.account'), of.account || unknown], [t('audit.deed'), `${of.deed} · ${t('audit.step')} ${of.step}`], [t('audit.hash'), of.hash]]
  return (
    <div className="audit-one">
      <dl>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className={name === t('audit.hash') || name === t('audit.deed') ? 'mono' : undefined}>{value}</dd></div>)}</dl>
      {of.input !== null && <><h3>{t('audit.asked')}</h3><pre className="mono" tabIndex={0}>{JSON.stringify(of.input, null, 2)}</pre></>}
      {(of.before !== null || of.after !== null) && (changes.length === 0 ? <p className="muted">{t('audit.unchanged')}</p> : (
        <table className="table">
          <thead><tr><th>{t('audit.field')}</th><th>{t('audit.before')}</th><th>{t('audit.after')}</th></tr></thead>
          <tbody>{changes.map((one) => <tr key={one.key}><td className="mono">{one.field}</td><td className="audit-value">{one.was}</td><td className="audit-value">{one.is}</td></tr>)}</tbody>
        </table>
      ))}
    </div>
  )
}

const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? (value as Record<string, unknown>[]) : value === null ? [] : [value as Record<string, unknown>])
const said = (value: unknown): string => (value === undefined || value === null ? unknown : typeof value === 'string' ? value : JSON.stringify(value))
