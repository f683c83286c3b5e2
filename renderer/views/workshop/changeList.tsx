import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelChange } from '../../../shared/modelDraft.ts'
import { useLabels } from '../../app/labels.ts'
import { useNames } from '../../app/places.tsx'
import { useSession } from '../../app/session.tsx'
import { formatValue, unknown } from '../../components/format.ts'

/** What differs between two models, a line each. */
export function ChangeList({ changes }: { changes: readonly ModelChange[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { dimensions } = useNames()
  const said = (value: ModelChange['before']): string => {
    if (value === null) return unknown
    if (typeof value === 'number') return formatValue(value, language)
    if (typeof value === 'string') return value.length > 80 ? `${value.slice(0, 80)}…` : value
    return value.map(([from, points]) => `${from === null ? '' : `≥${formatValue(from, language)}`}→${formatValue(points, language)}`).join('  ')
  }
  const name = (one: ModelChange): string => {
    if (one.kind === 'ceiling') return `${t('workshop.ceiling')} · ${labels.recordClass(one.of)}`
    if (one.kind === 'threshold') return t('workshop.thresholdOf', { tier: one.of })
    if (one.kind === 'veto') return `${t('workshop.vetoes')} · ${one.of}`
    const found = dimensions.get(one.of)
    return found ? (language === 'en' ? found.nameEn : found.nameZh) : one.of
  }
  if (changes.length === 0) return <p className="muted">{t('workshop.noChanges')}</p>
  return (
    <div className="workshop-changes" tabIndex={0} role="group" aria-label={t('workshop.changes')}>
      <table className="table">
        <thead><tr><th>{t('workshop.what')}</th><th>{t('workshop.field')}</th><th>{t('workshop.before')}</th><th>{t('workshop.after')}</th></tr></thead>
        <tbody>
          {changes.map((one) => (
            <tr key={`${one.kind}.${one.of}.${one.field}`}>
              <td title={one.of}>{name(one)}</td><td className="nowrap muted">{one.field === 'whole' ? '' : t(`workshop.fields.${one.field}`)}</td>
              <td className={typeof one.before === 'string' ? 'mono' : 'number'}>{said(one.before)}</td><td className={typeof one.after === 'string' ? 'mono' : 'number'}>{said(one.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
