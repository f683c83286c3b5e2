import { App, Button, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftInfo, ModelList, ModelRef } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatTime } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { NewDraft } from './newDraft.tsx'
import { ScoreWith } from './scoreWith.tsx'

/** Drafts that are being worked on, and the versions by which subjects are scored. */
export function Models(): ReactElement {
  const { t } = useTranslation()
  const { answer, error, again } = useAnswer('listModels', {}, ['workspace', 'models'], { keep: true })
  const [from, setFrom] = useState<ModelRef | 'current' | null>(null)
  return (
    <div className="view">
      <ViewHead title={t('workshop.title')} sentence={answer ? t('workshop.sentence', { version: answer.current }) : undefined} actions={<Button type="primary" disabled={!answer} onClick={() => setFrom('current')}>{t('workshop.newDraft')}</Button>} />
      {error !== null && <ErrorState error={error} again={again} />}
      {error === null && !answer && <Skeleton rows={8} />}
      {answer && <Drafts drafts={answer.drafts} begin={() => setFrom('current')} />}
      {answer && <Versions models={answer} begin={setFrom} />}
      {answer && <NewDraft from={from} models={answer} close={() => setFrom(null)} />}
    </div>
  )
}

function Drafts({ drafts, begin }: { drafts: DraftInfo[]; begin: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { href } = useRoute()
  const { message } = App.useApp()
  const words = useErrorWords()
  const remove = (draft: number): void => void engine.deleteDraft({ draft }).catch((error: unknown) => void message.error(words(error).title))
  return (
    <section className="section">
      <div className="section-head"><h2>{t('workshop.drafts')}</h2></div>
      {drafts.length === 0 ? <Empty title={t('workshop.noDrafts')} action={<Button onClick={begin}>{t('workshop.newDraft')}</Button>}>{t('workshop.noDraftsText')}</Empty> : (
        <table className="table workshop-models">
          <thead><tr><th>{t('workshop.name')}</th><th>{t('workshop.basedOn')}</th><th>{t('workshop.note')}</th><th>{t('workshop.changedBy')}</th><th>{t('workshop.changedAt')}</th><th className="right">{t('workshop.revision')}</th><th aria-hidden="true" /></tr></thead>
          <tbody>
            {drafts.map((one) => (
              <tr key={one.draft}>
                <td className="nowrap"><a href={href('workshop', [String(one.draft)])}>{one.name}</a> <span className="muted number">#{one.draft}</span></td>
                <td className="nowrap mono">{one.basedOn}</td>
                <td className="cut" title={one.note}>{one.note}</td>
                <td className="nowrap">{one.changedBy}</td>
                <td className="nowrap number">{formatTime(one.changedAt)}</td>
                <td className="right">{one.revision}</td>
                <td className="right">
                  <Popconfirm title={t('workshop.deleteAsk', { name: one.name })} okText={t('workshop.delete')} cancelText={t('shell.cancel')} onConfirm={() => remove(one.draft)}>
                    <Button size="small" type="text" danger>{t('workshop.delete')}</Button>
                  </Popconfirm>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Versions({ models, begin }: { models: ModelList; begin: (from: ModelRef) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { builtIn, current } = models
  const name = language === 'en' ? builtIn.nameEn : builtIn.nameZh
  return (
    <section className="section">
      <div className="section-head"><h2>{t('workshop.versions')}</h2><span className="muted">{t('workshop.versionsText')}</span></div>
      <table className="table workshop-models">
        <thead><tr><th>{t('workshop.version')}</th><th>{t('workshop.basedOn')}</th><th>{t('workshop.note')}</th><th>{t('workshop.author')}</th><th>{t('workshop.publishedAt')}</th><th>SHA-256</th><th aria-hidden="true" /></tr></thead>
        <tbody>
          {models.versions.map((one) => (
            <tr key={one.version}>
              <td className="nowrap"><b className="mono">{one.version}</b>{one.version === current && <span className="workshop-current">{t('workshop.current')}</span>}</td>
              <td className="nowrap mono">{one.basedOn}</td>
              <td className="cut" title={one.note}>{one.note}</td>
              <td className="nowrap">{one.author}</td>
              <td className="nowrap number">{formatTime(one.publishedAt)}</td>
              <td className="mono muted" title={one.sha256}>{one.sha256.slice(0, 12)}</td>
              <td className="right workshop-buttons"><ScoreWith version={one.version} /><Button size="small" onClick={() => begin({ version: one.version })}>{t('workshop.draftFrom')}</Button></td>
            </tr>
          ))}
          <tr>
            <td className="nowrap"><b className="mono">{builtIn.version}</b>{builtIn.version === current && <span className="workshop-current">{t('workshop.current')}</span>}</td>
            <td className="nowrap muted">{t('workshop.builtIn')}</td><td className="cut">{name} · {t('workshop.dimensions', { dimensions: builtIn.dimensions })}</td><td /><td /><td />
            <td className="right workshop-buttons"><ScoreWith version={builtIn.version} /><Button size="small" onClick={() => begin({ version: builtIn.version })}>{t('workshop.draftFrom')}</Button></td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}
