import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { InspectionRef } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber, formatTime } from '../../../components/format.ts'
import { ErrorState, Skeleton, useErrorWords } from '../../../components/states.tsx'
import { fileName } from '../fileName.ts'

/** Every publication with results of an inspection, the latest first, and its file for the national publicity system. */
export function Publications({ of, name }: { of: InspectionRef; name: string }): ReactElement {
  const { t } = useTranslation()
  const { engine, host, language } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const { answer, error, again } = useAnswer('listPublications', { of, limit: 200 }, ['results'], { keep: true })
  const save = async (publication: number, format: 'csv' | 'xlsx'): Promise<void> => {
    try {
      await host.saveFile(`${fileName('publication', publication, name)}.${format}`, await engine.exportPublication({ publication, format }))
    } catch (failure) {
      void message.error(words(failure).title)
    }
  }
  return (
    <section className="section publications" aria-label={t('results.publications')}>
      <div className="section-head"><h2>{t('results.publications')}{answer !== null && answer.total > 0 && ` ${formatNumber(answer.total, language)}`}</h2><span className="muted">{t('results.publicationsText')}</span></div>
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={2} /> : answer.publications.length === 0 ? <p className="section-body muted">{t('results.noPublications')}</p> : (
        <table className="table">
          <thead><tr><th className="right">#</th><th>{t('changes.when')}</th><th>{t('changes.who')}</th><th className="right">{t('results.entries')}</th><th className="right">{t('results.corrections')}</th><th>SHA-256</th><th className="grow" /><th /></tr></thead>
          <tbody>
            {answer.publications.map((one) => (
              <tr key={one.publication}>
                <td className="right">{one.publication}</td><td className="nowrap">{formatTime(one.publishedAt)}</td><td className="nowrap">{one.publishedBy}</td><td className="right">{formatNumber(one.entries, language)}</td><td className="right">{formatNumber(one.corrections, language)}</td>
                <td className="mono" title={one.sha256}>{one.sha256.slice(0, 12)}…</td><td className="grow muted">{one.note}</td>
                <td className="right">{(['csv', 'xlsx'] as const).map((format) => <Button key={format} size="small" type="link" icon={<DownloadOutlined />} aria-label={t('results.fileOf', { publication: one.publication, format: format.toUpperCase() })} onClick={() => void save(one.publication, format)}>{format.toUpperCase()}</Button>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
