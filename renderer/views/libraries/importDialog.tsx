import { Button, Checkbox, Input, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { LibraryImport } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { LibraryInfo } from '../../../shared/libraries.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { ErrorState, useErrorWords } from '../../components/states.tsx'

/** Brings a filled template in, and tells of every row what became of it: a bad one stops all, unless it may be left out. */
export function ImportDialog({ library, open, close }: { library: LibraryInfo; open: boolean; close: () => void }): ReactElement {
  const { t } = useTranslation()
  return (
    <Modal open={open} title={t('libraries.importTitle', { library: t(`libraries.kinds.${library.kind}`) })} footer={null} onCancel={close} destroyOnHidden width={640} closable={{ 'aria-label': t('shell.close') }}><Body library={library} close={close} /></Modal>
  )
}

function Body({ library, close }: { library: LibraryInfo; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { host, engine } = useSession()
  const [reason, setReason] = useState('')
  const [complete, setComplete] = useState(false)
  const [file, setFile] = useState<{ path: string; name: string } | null>(null)
  const [state, setState] = useState<{ busy: boolean; report: LibraryImport | null; error: unknown }>({ busy: false, report: null, error: null })
  const bring = async (of: { path: string; name: string }, skipRefused: boolean): Promise<void> => {
    setState({ busy: true, report: null, error: null })
    try {
      setState({ busy: false, report: await engine.importLibrary({ kind: library.kind, path: of.path, name: of.name, reason, complete, skipRefused }), error: null })
    } catch (error) {
      setState({ busy: false, report: null, error })
    }
  }
  const choose = async (): Promise<void> => {
    const [found] = await host.chooseFiles()
    if (!found) return
    setFile(found)
    await bring(found, false)
  }
  return (
    <div className="libraries-import">
      <p className="muted">{t('libraries.importText')}</p>
      <label><span>{t('libraries.reason')}<b aria-hidden> *</b></span><Input value={reason} maxLength={500} placeholder={t('libraries.reasonExample')} onChange={(event) => setReason(event.target.value)} /></label>
      <Checkbox checked={complete} onChange={(event) => setComplete(event.target.checked)}>{t('libraries.complete')}</Checkbox>
      <div><Button type="primary" loading={state.busy} disabled={reason.trim() === ''} onClick={() => void choose()}>{t('libraries.choose')}</Button></div>
      {state.error !== null && <ErrorState error={state.error} compact />}
      {state.report && <Report of={state.report} skip={() => void bring(file!, true)} close={close} />}
    </div>
  )
}

function Report({ of, skip, close }: { of: LibraryImport; skip: () => void; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const words = useErrorWords()
  const figure = (n: number): string => formatNumber(n, language)
  return (
    <div className="libraries-report" role="status">
      <p className={of.applied ? 'good' : 'bad'}>{of.applied
        ? t('libraries.applied', { name: of.name, added: figure(of.added), changed: figure(of.changed), unchanged: figure(of.unchanged), ended: figure(of.ended) })
        : t('libraries.notApplied', { name: of.name, rows: figure(of.refusedRows), read: figure(of.read) })}</p>
      {of.ignored.length > 0 && <p className="muted">{t('libraries.ignored', { headers: of.ignored.join(t('shell.comma')) })}</p>}
      {of.refused.length > 0 && (
        <div className="libraries-refused">
          <table className="table">
            <thead><tr><th className="right">{t('libraries.row')}</th><th>{t('libraries.what')}</th><th>{t('libraries.mend')}</th></tr></thead>
            <tbody>{of.refused.slice(0, 200).map((one, i) => { const { title, hint } = words(new MingchaError(one.code, one.message, one.hint, one.params)); return <tr key={i}><td className="right">{figure(one.row)}</td><td>{title}</td><td className="muted">{hint}</td></tr> })}</tbody>
          </table>
        </div>
      )}
      <div className="libraries-actions">
        {!of.applied && of.read > of.refusedRows && <Button size="small" onClick={skip}>{t('libraries.skip', { rows: figure(of.read - of.refusedRows) })}</Button>}
        <Button size="small" onClick={close}>{t('shell.close')}</Button>
      </div>
    </div>
  )
}
