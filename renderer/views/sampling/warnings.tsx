import { WarningOutlined } from '@ant-design/icons'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanPreview } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'

/** What to know before committing, each in a sentence; a warning that no locale words shows its code. */
export function Warnings({ of, more = [] }: { of: PlanPreview['warnings']; /** Sentences that stand before them. */ more?: string[] }): ReactElement | null {
  const { t, i18n } = useTranslation()
  const { language } = useSession()
  const warning = ({ code, params }: PlanPreview['warnings'][number]): string => {
    const shown = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value !== 'number' ? value : /ratio|floor|ceiling/.test(key) ? formatPercent(value, language) : formatNumber(value, language)]))
    return i18n.exists(`sampling.warnings.${code}`) ? t(`sampling.warnings.${code}`, { ...shown, count: undefined, subjects: shown.count }) : `${code} ${JSON.stringify(params)}`
  }
  const sentences = [...more, ...of.map(warning)]
  if (sentences.length === 0) return null
  return (
    <div className="plan-warnings" role="status">
      <b><WarningOutlined /> {t('sampling.warningsTitle')}</b>
      <ul>{sentences.map((one) => <li key={one}>{one}</li>)}</ul>
    </div>
  )
}
