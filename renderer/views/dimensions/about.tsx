import { Button, Switch } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatValue } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { useValueWords } from '../../components/valueWords.ts'

/** What a dimension means, which law stands behind it, how its value becomes points, and the SQL that anyone may run. */
export function About({ dimension }: { dimension: Dimension }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const words = useValueWords()
  const english = language === 'en'
  return (
    <aside className="section dimensions-about">
      <h2>{english ? dimension.nameEn : dimension.nameZh}</h2>
      <p>{english ? dimension.meaningEn : dimension.meaningZh}</p>
      <dl>
        <dt>{t('dimensions.place')}</dt><dd>{[labels.recordClass(dimension.class), english ? dimension.level1En : dimension.level1, english ? dimension.level2En : dimension.level2].filter((one, i, all) => all.indexOf(one) === i).join(' › ')}</dd>
        <dt>{t('dimensions.basis')}</dt><dd>{dimension.legalBasis ?? <span className="muted">{t('dimensions.noBasis')}</span>}</dd>
        <dt>{t('dimensions.direction')}</dt><dd>{t(`dimensions.directions.${dimension.direction}`)}</dd>
        <dt>{t('dimensions.weight')}</dt><dd className="number">{formatValue(dimension.weight, language)}<span className="muted"> · {t('dimensions.cap', { cap: formatValue(dimension.cap, language) })}</span></dd>
        <dt>{t('dimensions.id')}</dt><dd className="mono">{dimension.id}</dd>
      </dl>
      <table className="table">
        <caption>{t('dimensions.bands')}</caption>
        <thead><tr><th>{t('dimensions.value')}</th><th className="right">{t('dimensions.points')}</th></tr></thead>
        <tbody>
          {dimension.bands.map(({ from, points }, i) => (
            <tr key={String(from)}><td>{from === null ? (dimension.bands[i + 1] ? `< ${words(dimension.bands[i + 1]!.from, dimension.unit)}` : t('dimensions.any')) : `≥ ${words(from, dimension.unit)}`}</td><td className="right">{formatValue(points, language)}</td></tr>
          ))}
          <tr><td>{t('dimensions.unknown')}</td><td className="right">{formatValue(dimension.missing, language)}</td></tr>
        </tbody>
      </table>
      <Sql id={dimension.id} />
    </aside>
  )
}

function Sql({ id }: { id: string }): ReactElement {
  const { t } = useTranslation()
  const [wrap, setWrap] = useState(false)
  const [copied, setCopied] = useState(false)
  const { answer, error, again } = useAnswer('dimensionSql', { dimension: id }, ['scores'])
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer) return <Skeleton rows={6} />
  return (
    <div className="dimensions-sql">
      <div className="dimensions-sql-head">
        <b>SQL</b><span className="spring" />
        <label><Switch size="small" checked={wrap} onChange={setWrap} aria-label={t('dimensions.wrap')} /> {t('dimensions.wrap')}</label>
        <Button size="small" onClick={() => void navigator.clipboard.writeText(answer.sql).then(() => setCopied(true))}>{copied ? t('profile.copied') : t('profile.copySql')}</Button>
      </div>
      <p className="muted">{t('dimensions.sqlText')}</p>
      <pre className="mono" tabIndex={0} data-wrap={wrap} aria-label="SQL">{answer.sql}</pre>
    </div>
  )
}
