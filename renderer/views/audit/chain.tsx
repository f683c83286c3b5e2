import { CheckCircleFilled, CloseCircleFilled, CopyOutlined } from '@ant-design/icons'
import { App, Button, Input } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { mayAsk } from '../../../shared/access.ts'
import type { AuditCheck } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber } from '../../components/format.ts'
import { ErrorState } from '../../components/states.tsx'
import { useSaving } from '../../components/useSaving.ts'

/** Whether the chain is as it was written, its last hash to be noted, and a noted one to be looked for. */
export function Chain(): ReactElement {
  const { t } = useTranslation()
  const { host, engine, language, workspace, identity } = useSession()
  const { message } = App.useApp()
  const [noted, setNoted] = useState('')
  const [tried, setTried] = useState<{ hash: string; check: AuditCheck } | null>(null)
  const { answer, error, again } = useAnswer('verifyAudit', {}, ['workspace', 'operators', 'results', 'draws', 'records', 'scores'], { keep: true })
  const { saving, wrong, save } = useSaving()
  const hash = noted.trim().toLowerCase()
  const check = tried?.hash === hash ? tried.check : answer
  return (
    <section className="section audit-chain" aria-busy={answer === null}>
      {error !== null ? <ErrorState error={error} again={again} compact /> : (
        <p className={check?.ok === false ? 'audit-verdict bad' : 'audit-verdict'} role={check?.ok === false ? 'alert' : undefined}>
          {check === null ? t('audit.checking') : check.broken === null
            ? <><CheckCircleFilled className="good" /> {t('audit.sound', { links: formatNumber(check.links, language) })}{tried?.hash === hash && ` · ${t('audit.heldKnown')}`}</>
            : <><CloseCircleFilled /> {t(`audit.broken.${check.broken.why}`, { seq: formatNumber(check.broken.seq, language) })} <span className="muted">{t('audit.brokenMend')}</span></>}
        </p>
      )}
      {answer && answer.head !== '' && (
        <p className="audit-head"><span className="muted">{t('audit.head')}</span> <span className="mono">{answer.head}</span>
          <Button type="text" size="small" icon={<CopyOutlined />} title={t('audit.copyHead')} aria-label={t('audit.copyHead')} onClick={() => void navigator.clipboard.writeText(answer.head).then(() => message.success(t('shell.copied')))} /></p>
      )}
      <form className="audit-known" onSubmit={(event) => { event.preventDefault(); save(async () => setTried({ hash, check: await engine.verifyAudit({ known: hash }) })) }}>
        <Input size="small" className="mono" value={noted} maxLength={64} placeholder={t('audit.known')} aria-label={t('audit.known')} onChange={(event) => setNoted(event.target.value)} />
        <Button size="small" htmlType="submit" loading={saving} disabled={!/^[0-9a-f]{64}$/.test(hash)}>{t('audit.check')}</Button>
        <Button size="small" disabled={!mayAsk('exportAudit', identity?.roles ?? null)} onClick={() => save(async () => host.saveFile(`${workspace?.name ?? 'mingcha'}-audit.jsonl`, await engine.exportAudit({})))}>{t('audit.export')}</Button>
        {wrong !== '' && <span className="bad" role="alert">{wrong}</span>}
      </form>
    </section>
  )
}
