import { App, Button, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaperTemplate } from '../../shared/papers.ts'
import { useSession } from '../app/session.tsx'
import { formatTime } from './format.ts'
import { ErrorState, useErrorWords } from './states.tsx'
import './paperTemplate.css'

/** The template of a paper: out to be edited, in again, back to the program's own; and what it may name. */
export function PaperTemplateCard({ of }: { of: PaperTemplate }): ReactElement {
  const { t } = useTranslation()
  const { language, engine, host } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [error, setError] = useState<unknown>(null)
  const out = async (): Promise<void> => {
    try {
      await host.saveFile(`${t(`papers.kinds.${of.paper}`)}.docx`, await engine.exportPaperTemplate({ paper: of.paper }))
    } catch (failed) {
      void message.error(words(failed).title)
    }
  }
  const bring = async (): Promise<void> => {
    const [found] = await host.chooseFiles('document')
    if (!found) return
    try {
      await engine.importPaperTemplate({ paper: of.paper, path: found.path, name: found.name })
      setError(null)
      void message.success(t('papers.brought'))
    } catch (failed) {
      setError(failed)
    }
  }
  const restore = async (): Promise<void> => {
    try {
      await engine.restorePaperTemplate({ paper: of.paper })
      setError(null)
    } catch (failed) {
      setError(failed)
    }
  }
  return (
    <>
      <h3>{t('papers.template')}</h3>
      <p>{of.own ? t('papers.own', { file: of.file, version: of.version }) : t('papers.program')}{of.own && <span className="muted"> · {t('papers.since', { at: formatTime(of.changedAt) })} · <span className="mono">{of.sha256.slice(0, 12)}</span></span>}</p>
      <div className="paper-template-actions">
        <Button size="small" onClick={() => void out()}>{t('papers.out')}</Button>
        <Button size="small" onClick={() => void bring()}>{t('papers.bring')}</Button>
        {of.own && <Popconfirm title={t('papers.restoreAsk')} okText={t('papers.restore')} cancelText={t('shell.cancel')} onConfirm={() => void restore()}><Button size="small">{t('papers.restore')}</Button></Popconfirm>}
      </div>
      {error !== null && <ErrorState error={error} compact />}
      <details>
        <summary>{t('papers.fields')}</summary>
        <p className="muted">{t('papers.fieldsText')}</p>
        <table className="table">
          <thead><tr><th>{t('papers.field')}</th><th>{t('papers.within')}</th><th>{t('papers.meaning')}</th></tr></thead>
          <tbody>{of.fields.map((one) => (
            <tr key={`${one.list} ${one.name}`}>
              <td className="nowrap">{`{${one.name}}`}</td><td className="nowrap muted">{one.list === null ? (one.anywhere ? t('papers.anywhere') : '') : `{#${one.list}} … {/${one.list}}`}</td><td>{language === 'en' ? one.meaningEn : one.meaningZh}</td>
            </tr>
          ))}</tbody>
        </table>
        {of.unused.length > 0 && <p className="muted">{t('papers.unused', { fields: of.unused.join(t('shell.comma')) })}</p>}
      </details>
    </>
  )
}
