import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatValue } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { TableGrid } from '../../components/tableGrid.tsx'

/** What a dimension means, the rows that its value was computed of, and the SQL that anyone may run again. */
export function Evidence({ subjectId, dimension, about }: { subjectId: number; dimension: string; about: Dimension | undefined }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const [sql, setSql] = useState(false)
  return (
    <div className="evidence">
      {about && (
        <div className="evidence-about">
          <p>{language === 'en' ? about.meaningEn : about.meaningZh}</p>
          <p className="muted">
            {about.legalBasis && <>{t('profile.basis', { basis: about.legalBasis })} · </>}
            {t('profile.bands')} {about.bands.map((band) => `${band.from === null ? '…' : `≥ ${formatValue(band.from, language)}`} → ${formatValue(band.points, language)}`).join(' · ')}
            {' · '}{t('profile.missing', { points: formatValue(about.missing, language) })} · <span className="mono">{dimension}</span>
          </p>
        </div>
      )}
      <TableGrid
        of={`${subjectId} ${dimension}`} height={240} label={t('profile.evidence')} hidden={['subject_name', 'subject_code']}
        fetchPage={(offset, limit) => engine.contributionEvidence({ subjectId, dimension, offset, limit })}
        empty={<p className="muted">{t('profile.noEvidence')}</p>}
      />
      <Button size="small" type="link" aria-expanded={sql} onClick={() => setSql(!sql)}>{sql ? t('profile.hideSql') : t('profile.showSql')}</Button>
      {sql && <Sql dimension={dimension} />}
    </div>
  )
}

function Sql({ dimension }: { dimension: string }): ReactElement {
  const { t } = useTranslation()
  const { answer, error, again } = useAnswer('dimensionSql', { dimension })
  const [copied, setCopied] = useState(false)
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer) return <Skeleton rows={3} />
  return (
    <div className="evidence-sql">
      <Button size="small" onClick={() => void navigator.clipboard.writeText(answer.sql).then(() => setCopied(true))}>{copied ? t('profile.copied') : t('profile.copySql')}</Button>
      <pre className="mono" tabIndex={0}>{answer.sql}</pre>
    </div>
  )
}
