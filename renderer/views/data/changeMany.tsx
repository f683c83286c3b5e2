import { Input, Modal, Segmented, Select } from 'antd'
import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeCheck, MendReport, RejectChange } from '../../../shared/contract.ts'
import { rowsOf } from '../../components/arrow.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { ErrorState } from '../../components/states.tsx'
import { useReason } from './reason.ts'
import type { RejectScope } from './rejects.ts'

const kinds = ['set', 'replace', 'take'] as const

/** One change to many rejects, with what would become of them before it is made. */
export function ChangeMany({ scope, rows, chosen, onClose, onMended }: { scope: RejectScope; rows: number; chosen: boolean; onClose: () => void; onMended: (report: MendReport) => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const job = useJob()
  const reasonOf = useReason()
  const headers = useHeaders(scope)
  const [kind, setKind] = useState<(typeof kinds)[number]>('set')
  const [header, setHeader] = useState<string | null>(null)
  const [find, setFind] = useState('')
  const [value, setValue] = useState('')
  const [busy, setBusy] = useState(false)
  const change = useMemo<RejectChange | null>(() => {
    if (kind === 'take') return { kind }
    if (header === null || (kind === 'replace' && find === '')) return null
    return kind === 'set' ? { kind, header, value } : { kind, header, find, value }
  }, [kind, header, find, value])
  const { check, error } = useChangeCheck(scope, change)
  const figure = (count: number): string => formatNumber(count, language)
  const apply = async (): Promise<void> => {
    setBusy(true)
    const report = await job('mend', () => engine.mendRejects({ ...scope, change: change! }))
    setBusy(false)
    if (!report) return
    onMended(report)
    onClose()
  }
  return (
    <Modal open title={t('desk.changeMany')} onCancel={onClose} okText={t('desk.changeApply')} cancelText={t('shell.cancel')} onOk={() => void apply()} confirmLoading={busy} okButtonProps={{ disabled: change === null || check === null }}>
      <div className="desk-form">
        <p>{t(chosen ? 'desk.changeChosen' : 'desk.changeAll', { rows: figure(rows) })}</p>
        <Segmented value={kind} onChange={setKind} options={kinds.map((one) => ({ value: one, label: t(`desk.changeKinds.${one}`) }))} />
        {kind === 'take' ? <p className="muted">{t('desk.takeText')}</p> : (
          <>
            <Select showSearch aria-label={t('desk.changeColumn')} placeholder={t('desk.changeColumn')} value={header} onChange={setHeader} options={headers.map((one) => ({ value: one, label: one }))} />
            {kind === 'replace' && <Input aria-label={t('desk.changeFind')} placeholder={t('desk.changeFind')} value={find} onChange={(event) => setFind(event.target.value)} />}
            <Input aria-label={t('desk.changeValue')} placeholder={t('desk.changeValue')} value={value} onChange={(event) => setValue(event.target.value)} />
          </>
        )}
        {error !== null && <ErrorState error={error} compact />}
        {change !== null && check === null && error === null && <p className="muted" role="status">{t('desk.checking')}</p>}
        {check && (
          <p role="status">
            {t('desk.changeCheck', { good: figure(check.good), rows: figure(check.rows), unchanged: figure(check.unchanged) })}
            {Object.entries(check.reasons).map(([reason, count]) => <span key={reason} className="muted reason"> · {reasonOf(reason)} {figure(count)}</span>)}
          </p>
        )}
      </div>
    </Modal>
  )
}

/** Headers of the first rejects' files: there is seldom more than one. */
function useHeaders(scope: RejectScope): string[] {
  const { engine } = useSession()
  const [headers, setHeaders] = useState<string[]>([])
  useEffect(() => {
    let wanted = true
    const load = async (): Promise<void> => {
      const { rows, ...filter } = scope
      const keys = rows ?? rowsOf((await engine.quarantinePage({ ...filter, limit: 200 })).arrow).map((row) => ({ fileId: Number(row.file_id), sourceRow: Number(row.source_row) }))
      const files = [...new Map(keys.map((key) => [key.fileId, key])).values()].slice(0, 20)
      const found = await Promise.all(files.map((key) => engine.rejectRow(key)))
      if (wanted) setHeaders([...new Set(found.flatMap((one) => one.headers.map(({ source }) => source)))])
    }
    load().catch(() => undefined) // the check tells what is wrong
    return () => { wanted = false }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engine])
  return headers
}

function useChangeCheck(scope: RejectScope, change: RejectChange | null): { check: ChangeCheck | null; error: unknown } {
  const { engine } = useSession()
  const [held, setHeld] = useState<{ of: RejectChange | null; check: ChangeCheck | null; error: unknown }>({ of: null, check: null, error: null })
  useEffect(() => {
    if (change === null) return undefined
    let wanted = true
    const timer = setTimeout(() => {
      engine.checkChange({ ...scope, change }).then(
        (check) => { if (wanted) setHeld({ of: change, check, error: null }) },
        (error: unknown) => { if (wanted) setHeld({ of: change, check: null, error }) },
      )
    }, 300)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engine, change])
  return held.of === change ? held : { check: null, error: null }
}
